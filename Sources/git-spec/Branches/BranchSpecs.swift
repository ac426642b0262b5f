internal import Frontmatter
internal import Git
internal import Specs

/// A definition on other branches: the file that holds it, and the branches that have that file.
struct BranchClaim {
  let definition: Definition
  let entry: SpecEntry
  let places: [Place]
}

/// The specs of other places, as what differs from a commit that most of them are like.
///
/// Places that have the same tree of specs are one to it, and each blob is read once: the cost grows
/// with the trees that differ, never with the number of refs.
final class BranchSpecs {
  /// Places whose folder of specs is the same tree.
  private struct Group {
    let places: [Place]
    /// Files that are not as in the base, by path.
    let changed: [String: SpecChange]
  }

  /// What all places have otherwise than the base, below one root.
  private final class Differing {
    var groups: [Group] = []
    /// Files under names of their own, because two places may have two under one path.
    var files: [String: (entry: SpecEntry, groups: [Int])] = [:]
    var order: [String] = []
    private(set) var index = LazyIndex(read: { _ in nil })

    init(read: @escaping (SpecEntry) throws -> SpecSummary?) {
      index = LazyIndex(read: { [unowned self] name in
        try files[name].flatMap { try read($0.entry) }
      })
    }

    static func name(_ entry: SpecEntry) -> String { "\(entry.path)\u{0}\(entry.file.id)" }
  }

  let workspace: Workspace
  /// The commit that others are compared with; nil where nothing is committed.
  let base: ObjectID?
  private let places: [Place]
  /// Commits whose own history is asked for as well.
  private let judged: [ObjectID]
  private let roots: [String: SpecSnapshot.Root]
  private var differingByRoot: [String: Differing] = [:]
  private var treeByCommit: [ObjectID: ObjectID] = [:]
  /// Places that could not be read, a line each.
  private(set) var troubles: [String] = []

  init(
    _ workspace: Workspace, roots: [String: SpecSnapshot.Root], base: ObjectID?, places: [Place],
    judged: [ObjectID] = []
  ) {
    self.workspace = workspace
    self.roots = roots
    self.base = base
    self.places = places
    self.judged = judged
  }

  private var repository: Repository { workspace.repository }

  /// The tree of a root's folder in a commit; nil where it has none.
  func tree(of root: String, in commit: ObjectID) throws -> ObjectID? {
    let top: ObjectID
    if let known = treeByCommit[commit] {
      top = known
    } else {
      top = try repository.rootTree(of: commit)
      treeByCommit[commit] = top
    }
    switch try repository.folder(at: RepositoryPath(text: root), in: top) {
    case .tree(let id): return id
    case .missing: return nil
    case .noFolder:
      throw GitError(.generic, "read the specs", "`\(root)` is no folder there")
    }
  }

  /// The same for the base, where a link or a file in the folder's place holds no specs either.
  private func treeOfBase(of root: String, in commit: ObjectID) throws -> ObjectID? {
    let top = try repository.rootTree(of: commit)
    guard case .tree(let id) = try repository.folder(at: RepositoryPath(text: root), in: top)
    else { return nil }
    return id
  }

  /// Specs below a root that differ between two trees of it.
  func changes(from old: ObjectID?, to new: ObjectID?, of root: String) throws -> [SpecChange] {
    try repository.changes(fromTree: old, toTree: new, at: RepositoryPath(text: root))
      .compactMap { change in
        let (old, new) = (change.old.flatMap(SpecEntry.init), change.new.flatMap(SpecEntry.init))
        // A root in a root is its own.
        guard (old ?? new)?.root == root else { return nil }
        return SpecChange(path: change.path.text, old: old, new: new)
      }
  }

  private func differing(in root: String) throws -> Differing {
    if let known = differingByRoot[root] { return known }
    var placesByTree: [ObjectID?: [Place]] = [:]
    var trees: [ObjectID?] = []
    for place in places {
      do {
        let tree = try tree(of: root, in: place.commit)
        if placesByTree[tree, default: []].isEmpty { trees.append(tree) }
        placesByTree[tree, default: []].append(place)
      } catch let error as GitError {
        troubles.append("\(place.name) is left out: \(error.message)")
      }
    }
    let baseTree = try base.flatMap { try treeOfBase(of: root, in: $0) }
    let found = Differing { [unowned self] in try summary(of: $0) }
    for tree in trees {
      let places = placesByTree[tree] ?? []
      do {
        try add(places, changes(from: baseTree, to: tree, of: root), in: root, to: found)
      } catch let error as GitError {
        troubles.append("\(places[0].name) is left out: \(error.message)")
      }
    }
    differingByRoot[root] = found
    return found
  }

  /// Adds what places have otherwise, findable by what it defines; of new files the words are read.
  private func add(
    _ places: [Place], _ changes: [SpecChange], in root: String, to found: Differing
  ) throws {
    let specs = changes.compactMap(\.new).compactMap { entry in
      schema(of: entry).map { (entry: entry, schema: $0) }
    }
    let new = specs.filter { found.files[Differing.name($0.entry)] == nil }
    let names = try workspace.names(of: new, isWorkingTree: false)
    for (spec, names) in zip(new, names) {
      let name = Differing.name(spec.entry)
      found.files[name] = (spec.entry, [])
      found.order.append(name)
      found.index.add(name, in: root, names: names)
    }
    for spec in specs {
      found.files[Differing.name(spec.entry)]?.groups.append(found.groups.count)
    }
    Work.did(1 + changes.count)
    found.groups.append(
      Group(
        places: places, changed: Dictionary(changes.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
      )
    )
  }

  private func schema(of entry: SpecEntry) -> KindSchema? {
    let schema = roots[entry.root]?.schema ?? .builtIn
    return schema.kind(ofPath: entry.relative).flatMap { schema[$0] }
  }

  /// What the index keeps of a file of any commit; nil for what is no spec.
  func summary(of entry: SpecEntry) throws -> SpecSummary? {
    guard let schema = schema(of: entry) else { return nil }
    return try workspace.summaries(of: [(entry, schema)], isWorkingTree: false).first
  }

  /// What a spec is in a file of any commit.
  func version(of ids: Set<String>, in entry: SpecEntry) throws -> SpecVersion {
    guard let found = try summary(of: entry)?.definition(ofOne: ids),
      found.isHeading, let schema = schema(of: entry)
    else { return .file(entry.file.id) }
    let key = "\(entry.path)\u{0}\(entry.file.id)"
    if sectionsByFile[key] == nil {
      let content = try workspace.content(of: entry, isWorkingTree: false)
      sectionsByFile[key] = RequirementText.all(
        in: Spec(
          SpecFile(path: entry.path, root: entry.root, kind: schema.name, content: content),
          schema: schema))
    }
    return sectionsByFile[key]?[found.id].map { .section($0) } ?? .file(entry.file.id)
  }

  private var sectionsByFile: [String: [String: RequirementText]] = [:]

  /// Commits of the other places, and of those that are judged.
  var tips: [ObjectID] { Array(Set(places.map(\.commit) + judged)) }

  /// Whether a file of any commit defines one of these IDs.
  func defines(_ ids: Set<String>, _ entry: SpecEntry) throws -> Bool {
    guard let summary = try summary(of: entry) else { return false }
    return ids.contains { summary.definitions(of: $0).contains { !$0.isFromName } }
  }

  /// Definitions of an ID in files that other places have otherwise than the base, by place.
  func claims(of id: String, in root: String) throws -> [BranchClaim] {
    let found = try differing(in: root)
    let holders = found.index.holders(of: id, in: root)
    if let trouble = found.index.trouble { throw trouble }
    return claims(holders, in: found)
  }

  /// Every definition in files that other places have otherwise than the base.
  func allClaims(in root: String) throws -> [BranchClaim] {
    let found = try differing(in: root)
    return claims(
      try found.order.map { name in
        (name, try found.files[name].flatMap { try summary(of: $0.entry) }?.definitions ?? [])
      }, in: found)
  }

  private func claims(
    _ holders: [(path: String, definitions: [Definition])], in found: Differing
  ) -> [BranchClaim] {
    let claims = holders.flatMap { name, definitions -> [BranchClaim] in
      guard let (entry, groups) = found.files[name] else { return [] }
      let places = groups.flatMap { found.groups[$0].places }
      return definitions.filter { !$0.isFromName }.map {
        BranchClaim(definition: $0, entry: entry, places: places)
      }
    }
    Work.did(1 + claims.count)
    return claims
  }

  /// What other places still have as the base has it, of files that a change replaces.
  ///
  /// - Parameter id: the definitions that are asked for; nil for all.
  func claims(
    replacedBy changes: ChangeSet, of id: String? = nil, in root: String
  ) throws -> [BranchClaim] {
    let replaced =
      try id.map { try changes.changes(ofOld: [$0], self) }
      ?? changes.byPath.values.sorted { $0.path < $1.path }
    return try replaced.flatMap { change -> [BranchClaim] in
      guard let old = change.old, old.root == root, let summary = try summary(of: old)
      else { return [] }
      let places = try placesLikeBase(at: change.path, in: root)
      if places.isEmpty { return [] }
      return (id.map(summary.definitions(of:)) ?? summary.definitions).filter { !$0.isFromName }.map
      {
        BranchClaim(definition: $0, entry: old, places: places)
      }
    }
  }

  /// Places that have a file as the base has it.
  func placesLikeBase(at path: String, in root: String) throws -> [Place] {
    try differing(in: root).groups.filter { $0.changed[path] == nil }.flatMap(\.places)
  }

  /// Files of settings that places have otherwise than the base, with one of the places.
  func changedSettings(in root: String) throws -> [(entry: SpecEntry, place: Place)] {
    let path = "\(root)/\(Schema.settingsFile)"
    return try differing(in: root).groups.compactMap { group in
      group.changed[path]?.new.map { ($0, group.places[0]) }
    }
  }
}
