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
  private final class Group {
    let places: [Place]
    /// Files that are not as in the base, by path.
    let changed: [String: SpecChange]
    let index: LazyIndex

    init(places: [Place], changed: [String: SpecChange], index: LazyIndex) {
      self.places = places
      self.changed = changed
      self.index = index
    }
  }

  let workspace: Workspace
  /// The commit that others are compared with; nil where nothing is committed.
  let base: ObjectID?
  private let places: [Place]
  private let roots: [String: SpecSnapshot.Root]
  private var groupsByRoot: [String: [Group]] = [:]
  private var treeByCommit: [ObjectID: ObjectID] = [:]
  /// Places that could not be read, a line each.
  private(set) var troubles: [String] = []

  init(
    _ workspace: Workspace, roots: [String: SpecSnapshot.Root], base: ObjectID?, places: [Place]
  ) {
    self.workspace = workspace
    self.roots = roots
    self.base = base
    self.places = places
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

  private func groups(of root: String) throws -> [Group] {
    if let known = groupsByRoot[root] { return known }
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
    var groups: [Group] = []
    for tree in trees {
      let places = placesByTree[tree] ?? []
      do {
        groups.append(try group(places, baseTree, tree, root))
      } catch let error as GitError {
        troubles.append("\(places[0].name) is left out: \(error.message)")
      }
    }
    groupsByRoot[root] = groups
    return groups
  }

  private func group(
    _ places: [Place], _ baseTree: ObjectID?, _ tree: ObjectID?, _ root: String
  ) throws -> Group {
    let changes = try changes(from: baseTree, to: tree, of: root)
    var entries: [String: SpecEntry] = [:]
    var specs: [(entry: SpecEntry, schema: KindSchema)] = []
    for entry in changes.compactMap(\.new) {
      guard let schema = schema(of: entry) else { continue }
      entries[entry.path] = entry
      specs.append((entry, schema))
    }
    let index = LazyIndex(read: { [unowned self] path in
      try entries[path].flatMap { try summary(of: $0) }
    })
    let names = try workspace.names(of: specs, isWorkingTree: false)
    for (spec, names) in zip(specs, names) { index.add(spec.entry.path, in: root, names: names) }
    return Group(
      places: places, changed: Dictionary(changes.map { ($0.path, $0) }, uniquingKeysWith: { $1 }),
      index: index)
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
    guard let found = try summary(of: entry)?.definitions.first(where: { ids.contains($0.id) }),
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

  /// Commits of the other places.
  var tips: [ObjectID] { Array(Set(places.map(\.commit))) }

  /// Whether a file of any commit defines one of these IDs.
  func defines(_ ids: Set<String>, _ entry: SpecEntry) throws -> Bool {
    try summary(of: entry)?.definitions.contains { ids.contains($0.id) && !$0.isFromName } ?? false
  }

  /// Definitions of an ID in files that other places have otherwise than the base, by place.
  func claims(of id: String, in root: String) throws -> [BranchClaim] {
    var claims = ClaimList()
    for group in try groups(of: root) {
      let found = group.index.definitions(of: id, in: root)
      if let trouble = group.index.trouble { throw trouble }
      add(found, of: group, to: &claims)
    }
    return claims.all
  }

  /// Every definition in files that other places have otherwise than the base.
  func allClaims(in root: String) throws -> [BranchClaim] {
    var claims = ClaimList()
    for group in try groups(of: root) {
      add(group.index.allDefinitions(in: root), of: group, to: &claims)
      if let trouble = group.index.trouble { throw trouble }
    }
    return claims.all
  }

  /// What other places still have as the base has it, of files that a change replaces.
  func claims(replacedBy changes: ChangeSet, in root: String) throws -> [BranchClaim] {
    try changes.byPath.values.sorted { $0.path < $1.path }.flatMap { change -> [BranchClaim] in
      guard let old = change.old, old.root == root, let summary = try summary(of: old)
      else { return [] }
      let places = try placesLikeBase(at: change.path, in: root)
      if places.isEmpty { return [] }
      return summary.definitions.filter { !$0.isFromName }.map {
        BranchClaim(definition: $0, entry: old, places: places)
      }
    }
  }

  private func add(_ definitions: [Definition], of group: Group, to claims: inout ClaimList) {
    for definition in definitions where !definition.isFromName {
      guard let entry = group.changed[definition.path]?.new else { continue }
      claims.add(definition, in: entry, places: group.places)
    }
  }

  /// Places that have a file as the base has it.
  func placesLikeBase(at path: String, in root: String) throws -> [Place] {
    try groups(of: root).filter { $0.changed[path] == nil }.flatMap(\.places)
  }

  /// Files of settings that places have otherwise than the base, with one of the places.
  func changedSettings(in root: String) throws -> [(entry: SpecEntry, place: Place)] {
    let path = "\(root)/\(Schema.settingsFile)"
    return try groups(of: root).compactMap { group in
      group.changed[path]?.new.map { ($0, group.places[0]) }
    }
  }
}

/// Claims in the order in which they were met, those of equal content together.
private struct ClaimList {
  private struct Key: Hashable {
    let id: String
    let path: String
    let line: Int
    let blob: ObjectID
  }

  private var order: [Key] = []
  private var byKey: [Key: BranchClaim] = [:]

  mutating func add(_ definition: Definition, in entry: SpecEntry, places: [Place]) {
    let key = Key(
      id: definition.id, path: definition.path, line: definition.position.line, blob: entry.file.id)
    let known = byKey[key]
    if known == nil { order.append(key) }
    byKey[key] = BranchClaim(
      definition: definition, entry: entry, places: (known?.places ?? []) + places)
  }

  var all: [BranchClaim] { order.compactMap { byKey[$0] } }
}
