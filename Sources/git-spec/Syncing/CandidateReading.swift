internal import Frontmatter
internal import Git
internal import Specs
internal import SpecSync

/// Reads what a commit changed since the last synced one: only these files, each once.
struct CandidateReading {
  private let workspace: Workspace
  private let target: ObjectID
  private let head: SyncHead
  private let index: ItemIndex
  private var settingsByRoot: [String: Settings] = [:]

  init(_ workspace: Workspace, target: ObjectID, state: StoredState) {
    self.workspace = workspace
    self.target = target
    head = state.head
    index = state.index
  }

  private var repository: Repository { workspace.repository }

  // MARK: Which files

  struct Changed {
    var files: [SpecEntry] = []
    var removed: [String] = []
    /// Where git finds that a file was renamed: its former path, by its new one.
    var formerPaths: [String: String] = [:]
    /// Spec trees of the commit, by root.
    var trees: [String: String] = [:]
  }

  /// - Parameter from: compares with this commit instead of the last synced one.
  mutating func changed(isFull: Bool, from: ObjectID?, base: String?) throws -> Changed {
    var result = Changed()
    let changes = try fileChanges(isFull: isFull, from: from, base: base)
    var gone: [String] = []
    for change in changes {
      if let new = change.new.flatMap(SpecEntry.init) {
        result.files.append(new)
      } else if let old = change.old.flatMap(SpecEntry.init) {
        gone.append(old.path)
      }
    }
    let known = Set(result.files.map(\.path))
    for path in head.pending where !known.contains(path) {
      if let entry = try entry(at: path) { result.files.append(entry) } else { gone.append(path) }
    }
    if isFull {
      let all = Set(result.files.map(\.path))
      gone += index.all.map(\.path).filter { !all.contains($0) }
    }
    result.removed = Set(gone).sorted()
    result.files = result.files.filter { $0.file.mode.isRegular || $0.file.mode == .symlink }
      .sorted { $0.path < $1.path }
    result.trees = try trees(result.files)
    if !result.removed.isEmpty, !result.files.isEmpty {
      result.formerPaths = try renames(since: from?.hex ?? base, result.trees)
    }
    return result
  }

  private func fileChanges(isFull: Bool, from: ObjectID?, base: String?) throws -> [FileChange] {
    let target = Snapshot.commit(target)
    if isFull { return try repository.changes(from: .empty, to: target, below: Schema.rootFolder) }
    let start =
      try from
      ?? base.flatMap { ObjectID(hex: $0) }.flatMap {
        try repository.hasObject($0) ? $0 : nil
      }
    if let start {
      return try repository.changes(from: .commit(start), to: target, below: Schema.rootFolder)
    }
    // A shallow clone lacks the synced commit; the state has its spec trees.
    let all = try repository.changes(from: .empty, to: target, below: Schema.rootFolder)
    guard !head.trees.isEmpty else { return all }
    var changes: [FileChange] = []
    var roots = Set(head.trees.keys)
    for change in all {
      if let entry = change.new.flatMap(SpecEntry.init) { roots.insert(entry.root) }
    }
    for root in roots.sorted() {
      let path = RepositoryPath(text: root)
      var old: ObjectID?
      if let name = head.trees[root], let tree = ObjectID(hex: name), try repository.hasObject(tree)
      {
        old = tree
      }
      var new: ObjectID?
      if case .tree(let tree) = try repository.folder(
        at: path, in: try repository.rootTree(of: self.target))
      {
        new = tree
      }
      changes += try repository.changes(fromTree: old, toTree: new, at: path)
    }
    return changes
  }

  private func entry(at path: String) throws -> SpecEntry? {
    try repository.entry(at: RepositoryPath(text: path), in: target).flatMap(SpecEntry.init)
  }

  /// The spec trees of the commit: of the roots that are known, and of those that come.
  private func trees(_ files: [SpecEntry]) throws -> [String: String] {
    let top = try repository.rootTree(of: target)
    var trees: [String: String] = [:]
    for root in Set(files.map(\.root)).union(head.trees.keys).sorted() {
      if case .tree(let tree) = try repository.folder(at: RepositoryPath(text: root), in: top) {
        trees[root] = tree.hex
      }
    }
    return trees
  }

  /// Former paths by new ones, as git finds them; from the spec trees of the state where a shallow
  /// clone lacks the synced commit.
  private func renames(since base: String?, _ trees: [String: String]) throws -> [String: String] {
    if let base, let start = ObjectID(hex: base), try repository.hasObject(start) {
      return try renames(from: start, to: target, below: "")
    }
    var found: [String: String] = [:]
    for (root, tree) in trees {
      guard let old = head.trees[root].flatMap({ ObjectID(hex: $0) }),
        try repository.hasObject(old), let new = ObjectID(hex: tree)
      else { continue }
      found.merge(try renames(from: old, to: new, below: root + "/")) { $1 }
    }
    return found
  }

  private func renames(from old: ObjectID, to new: ObjectID, below folder: String) throws
    -> [String: String]
  {
    let answer = try repository.run([
      "diff-tree", "-r", "-M", "--diff-filter=R", "--name-status", "-z", .id(old), .id(new),
    ])
    guard answer.status == 0 else {
      throw Failure(.git, "cannot look for renamed files", causes: [answer.reason])
    }
    let words = answer.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    var found: [String: String] = [:]
    for place in stride(from: 0, to: words.count - 2, by: 3) {
      found[folder + words[place + 2]] = folder + words[place + 1]
    }
    return found
  }

  // MARK: What is in them

  mutating func settings(of root: String) throws -> Settings {
    if let known = settingsByRoot[root] { return known }
    let path = root + "/" + Schema.settingsFile
    var settings = Settings()
    if let file = try repository.file(
      RepositoryPath(text: path), in: target, limit: SpecFile.sizeLimit),
      case .bytes(let bytes) = file
    {
      let (read, findings) = Settings.parse(bytes, path: path, root: root)
      settings = read
      if let finding = findings.first { throw Failure.brokenSettings(finding) }
    }
    settingsByRoot[root] = settings
    return settings
  }

  /// The candidates that files are; config files and files that are no specs are none.
  mutating func candidates(
    _ entries: [SpecEntry], formerPaths: [String: String] = [:], isUnchanged: Bool = false
  ) throws -> [CandidateFile] {
    var wanted: [(entry: SpecEntry, schema: KindSchema, settings: Settings)] = []
    for entry in entries {
      let settings = try settings(of: entry.root)
      let schema = settings.applied(to: .builtIn)
      guard let kind = schema.kind(ofPath: entry.relative), let kindSchema = schema[kind] else {
        continue
      }
      wanted.append((entry, kindSchema, settings))
    }
    let specs = wanted
    return try workspace.map(specs.map(\.entry), isWorkingTree: false) { place, content in
      let (entry, schema, settings) = specs[place]
      let spec = Spec(
        SpecFile(path: entry.path, root: entry.root, kind: schema.name, content: content),
        schema: schema)
      let (read, problems) = Self.content(of: spec, settings)
      var file = CandidateFile(
        root: entry.root, path: entry.path, blob: entry.file.id.hex,
        formerPath: formerPaths[entry.path], id: spec.id,
        kind: SyncItem.Kind(of: spec.kind), content: read, isUnchanged: isUnchanged)
      file.problems = problems
      return file
    }
  }

  /// Rules whose errors keep a spec from being sent: what it is cannot be told for sure.
  private static let judgement = Judgement(select: ["S0", "S1", "S201", "S202"])

  private static func content(
    of spec: Spec, _ settings: Settings
  ) -> (CandidateFile.Content, problems: [UIDKey: String]) {
    let judge = SpecJudge(
      roots: [spec.root: SpecSnapshot.Root(path: spec.root, settings: settings)],
      index: SnapshotIndex(), judgement: judgement,
      today: CalendarDate(secondsSince1970: Surroundings.secondsSince1970))
    let errors = judge.unexplainedFindings(in: spec).filter { $0.severity == .error }
    if let first = errors.min(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      let more = errors.count > 1 ? " and \(errors.count - 1) more" : ""
      return (
        .refused(
          "\(first.message) [\(first.code)] at line \(first.start.line)\(more); "
            + "`git spec check \(ShellWord.quoted(spec.path))` shows it"), [:]
      )
    }
    let reading = ItemReader.items(of: spec, settings: settings.sync)
    if let problem = reading.problems.first(where: { $0.kind == nil }) {
      return (.refused(problem.description), [:])
    }
    let problems = Dictionary(
      reading.items.compactMap { item in
        reading.problems(of: item).first.map { (UIDKey(item), $0.description) }
      }, uniquingKeysWith: { first, _ in first })
    if let kind = reading.homelessKind { return (.nothing(kind: kind.rawValue), [:]) }
    return (.items(reading.items), problems)
  }

  /// Files by path, unchanged ones: what another spec's change concerns.
  mutating func unchanged(_ paths: [String]) throws -> [CandidateFile] {
    try candidates(try paths.compactMap { try entry(at: $0) }, isUnchanged: true)
  }
}

extension SyncItem.Kind {
  /// What a spec is called where it is not sent; what the server has nothing for counts as a spec.
  init(of kind: KindName) {
    switch kind {
    case .ticket: self = .ticket
    case .task: self = .task
    case .requirement: self = .requirement
    default: self = .spec
    }
  }
}
