internal import Frontmatter
internal import Git
internal import Specs

/// A snapshot with its settings read and its specs indexed.
final class LoadedSnapshot {
  private(set) var roots: [String: SpecSnapshot.Root] = [:]
  private var settingsFindings: [Finding] = []
  /// Paths of all specs, in order.
  private(set) var specPaths: [String] = []
  private(set) var index: any SpecIndex
  private let isWorkingTree: Bool
  private let workspace: Workspace
  private var entryByPath: [String: SpecEntry] = [:]
  private let parent: LoadedSnapshot?
  private let replaced: Set<String>

  /// How much of the specs is read at once.
  enum Depth {
    /// Every spec, because all are judged.
    case everything
    /// Only what questions about a change concern.
    case onDemand
    /// Nothing but settings and the names of files.
    case names
  }

  init(
    entries: [SpecEntry], isWorkingTree: Bool, workspace: Workspace, depth: Depth = .everything
  ) throws {
    index = SnapshotIndex()
    self.isWorkingTree = isWorkingTree
    self.workspace = workspace
    parent = nil
    replaced = []
    // What stands in a root's place is not that root: nothing can be read from it or written there.
    let (entries, inPlaceOfRoots) = Self.split(entries)
    try readSettings(entries)
    obstruct(inPlaceOfRoots + entries)
    switch depth {
    case .everything: index = try eagerIndex(entries)
    case .names: list(entries)
    case .onDemand:
      let lazy = LazyIndex(read: { [unowned self] in try summary(at: $0) })
      try fill(lazy, entries)
      index = lazy
    }
  }

  /// The snapshot before a change: `after` with the changed files as they were.
  init(before changes: [SpecChange], of after: LoadedSnapshot, workspace: Workspace) throws {
    let old = changes.compactMap(\.old)
    index = SnapshotIndex()
    isWorkingTree = false
    self.workspace = workspace
    parent = after
    replaced = Set(changes.map(\.path))
    try readSettings(old)
    // A root whose settings did not change keeps them; one that is new here had none.
    let changedSettings = Set(
      changes.filter { ($0.old ?? $0.new)?.relative == Schema.settingsFile }
        .compactMap { ($0.old ?? $0.new)?.root })
    for (path, root) in after.roots where !changedSettings.contains(path) { roots[path] = root }
    index = OverlayIndex(
      over: after.index, replaced: replaced, own: try eagerIndex(old),
      ownFiles: Set(old.map(\.path)))
  }

  private func readSettings(_ entries: [SpecEntry]) throws {
    for entry in entries where roots[entry.root] == nil {
      roots[entry.root] = SpecSnapshot.Root(path: entry.root)
    }
    for entry in entries where entry.relative == Schema.settingsFile {
      let content = try workspace.content(of: entry, isWorkingTree: isWorkingTree)
      guard case .bytes(let bytes) = content else {
        settingsFindings.append(
          Settings.unreadable(content, path: entry.path, root: entry.root))
        continue
      }
      let (settings, findings) = Settings.parse(bytes, path: entry.path, root: entry.root)
      roots[entry.root] = SpecSnapshot.Root(path: entry.root, settings: settings)
      settingsFindings += findings
    }
  }

  private static func split(_ entries: [SpecEntry]) -> ([SpecEntry], [SpecEntry]) {
    guard entries.contains(where: \.relative.isEmpty) else { return (entries, []) }
    return (
      entries.filter { !$0.relative.isEmpty }, entries.filter { $0.relative.isEmpty }
    )
  }

  /// Notes what hides specs.
  private func obstruct(_ entries: [SpecEntry]) {
    var told: Set<String> = []
    for entry in entries where entry.isBelowSettings && told.insert(entry.root).inserted {
      settingsFindings.append(
        Settings.unreadable(
          .unavailable("a folder stands in their place"), path: entry.path, root: entry.root))
    }
    for entry in entries {
      guard let reason = entry.obstruction(roots[entry.root]?.schema ?? .builtIn) else { continue }
      settingsFindings.append(Finding.obstructed(entry.path, root: entry.root, reason))
      if entry.relative.isEmpty { entryByPath[entry.path] = entry }
    }
  }

  /// Whether something stands in the place of a spec root.
  var hasObstructedRoot: Bool { entryByPath.values.contains(where: \.relative.isEmpty) }

  /// Findings about files that are no specs: settings, and what hides specs; as settings weigh them.
  func settingsFindings(_ judgement: Judgement) -> [Finding] {
    settingsFindings.compactMap {
      judgement.judge($0, settings: roots[$0.root]?.settings ?? Settings())
    }
  }

  private func eagerIndex(_ entries: [SpecEntry]) throws -> SnapshotIndex {
    var index = SnapshotIndex()
    var specs: [(entry: SpecEntry, schema: KindSchema)] = []
    for entry in entries {
      index.add(file: entry.path, in: entry.root)
      entryByPath[entry.path] = entry
      guard let schema = kind(of: entry) else { continue }
      specs.append((entry, schema))
      specPaths.append(entry.path)
    }
    if parent == nil {
      for (summary, spec) in try workspace.read(specs, isWorkingTree: isWorkingTree) {
        index.add(summary)
        if let spec { kept[summary.path] = spec }
      }
    } else {
      for summary in try workspace.summaries(of: specs, isWorkingTree: isWorkingTree) {
        index.add(summary)
      }
    }
    return index
  }

  /// Specs as they were read for the index, for judging them: as many as memory is given for.
  private var kept: [String: Spec] = [:]

  /// Judges the specs that a whole check has to read, on several processors.
  ///
  /// Findings by path; a spec is left out when judging it takes more than its own text.
  func judged(
    _ paths: [String], judgement: Judgement, today: CalendarDate, laterChanges: LaterChanges
  ) throws -> [String: [Finding]] {
    guard let index = index as? SnapshotIndex else { return [:] }
    let judge = SpecJudge(
      roots: roots, index: index, judgement: judgement, today: today, laterChanges: laterChanges)
    let specs = paths.compactMap(place)
    var result: [String: [Finding]] = [:]
    let (known, rest) = (
      specs.compactMap { kept[$0.entry.path] }, specs.filter { kept[$0.entry.path] == nil }
    )
    for (spec, findings) in zip(known, try Parallel.map(known) { judge.findings(in: $0) }) {
      result[spec.path] = findings
    }
    let found = try workspace.map(rest.map(\.entry), isWorkingTree: isWorkingTree) {
      position, content in
      let (entry, schema) = rest[position]
      let file = SpecFile(path: entry.path, root: entry.root, kind: schema.name, content: content)
      let findings = judge.findings(in: Spec(file, schema: schema))
      guard case .bytes(let bytes) = content, findings?.contains(where: { $0.fix != nil }) == true
      else { return (findings, nil as [UInt8]?) }
      return (findings, bytes)
    }
    for (spec, (findings, text)) in zip(rest, found) {
      result[spec.entry.path] = findings
      judgedTexts[spec.entry.path] = text
    }
    return result
  }

  private func list(_ entries: [SpecEntry]) {
    for entry in entries {
      entryByPath[entry.path] = entry
      if kind(of: entry) != nil { specPaths.append(entry.path) }
    }
  }

  private func fill(_ index: LazyIndex, _ entries: [SpecEntry]) throws {
    var specs: [(entry: SpecEntry, schema: KindSchema)] = []
    specs.reserveCapacity(entries.count)
    entryByPath.reserveCapacity(entries.count)
    for entry in entries {
      index.add(file: entry.path, in: entry.root)
      entryByPath[entry.path] = entry
      guard let schema = kind(of: entry) else { continue }
      specs.append((entry, schema))
      specPaths.append(entry.path)
    }
    let names = try workspace.names(of: specs, isWorkingTree: isWorkingTree)
    for position in specs.indices {
      let entry = specs[position].entry
      index.add(entry.path, in: entry.root, names: names[position])
    }
  }

  /// Reads what the index keeps of one spec.
  private func summary(at path: String) throws -> SpecSummary? {
    guard let place = place(of: path) else { return nil }
    return try workspace.summaries(of: [place], isWorkingTree: isWorkingTree).first
  }

  /// Throws what went wrong in reading a spec while questions were answered.
  func throwTrouble() throws {
    if let trouble = (index as? LazyIndex)?.trouble { throw trouble }
  }

  /// The kind of a spec by its path; nil for what is none.
  func kind(at path: String) -> KindName? {
    entryByPath[path].flatMap { kind(of: $0) }?.name
  }

  private func kind(of entry: SpecEntry) -> KindSchema? {
    guard let schema = roots[entry.root]?.schema,
      let kind = schema.kind(ofPath: entry.relative)
    else { return nil }
    return schema[kind]
  }

  /// Every spec with the table of its kind, in the order of paths.
  var specEntries: [(entry: SpecEntry, schema: KindSchema)] {
    specPaths.compactMap(place)
  }

  /// A spec's file and the table of its kind; nil for what is no spec.
  func place(of path: String) -> (entry: SpecEntry, schema: KindSchema)? {
    guard let entry = entryByPath[path], let schema = kind(of: entry) else { return nil }
    return (entry, schema)
  }

  /// Reads a spec in full; nil when this snapshot has no such spec.
  func spec(at path: String) throws -> Spec? {
    guard let entry = entryByPath[path] else {
      guard let parent, !replaced.contains(path) else { return nil }
      return try parent.spec(at: path)
    }
    if let spec = kept[path] { return spec }
    guard let schema = kind(of: entry) else { return nil }
    let content = try workspace.content(of: entry, isWorkingTree: isWorkingTree)
    let spec = Spec(
      SpecFile(path: path, root: entry.root, kind: schema.name, content: content),
      schema: schema)
    // Findings point into this text, whatever the file holds later.
    if isWorkingTree { kept[path] = spec }
    return spec
  }

  /// What views show of every spec; files that are in memory are not read again.
  func cards() throws -> [SpecCard] {
    let specs = specEntries
    let known = try Parallel.map(specs.compactMap { kept[$0.entry.path] }) { SpecCard($0) }
    let others = specs.filter { kept[$0.entry.path] == nil }
    return known
      + (try workspace.map(others.map(\.entry), isWorkingTree: isWorkingTree) {
        position, content in
        let (entry, schema) = others[position]
        return SpecCard(
          reading: SpecFile(
            path: entry.path, root: entry.root, kind: schema.name, content: content),
          schema: schema)
      })
  }

  /// Texts that fixes were made for, of specs that are not kept: a file may be saved meanwhile.
  private var judgedTexts: [String: [UInt8]] = [:]
  private var texts: [String: SourceText] = [:]

  /// The text of any file of the snapshot, for quoting its lines; kept for the next of its lines.
  func text(of path: String) -> SourceText? {
    if let known = kept[path]?.text ?? texts[path] { return known }
    guard let entry = entryByPath[path],
      case .bytes(let bytes)? = try? workspace.content(of: entry, isWorkingTree: isWorkingTree)
    else { return nil }
    if texts.count == Self.textLimit { texts.removeAll() }
    let text = SourceText(bytes)
    texts[path] = text
    return text
  }

  private static let textLimit = 32

  /// The bytes of a file as it was judged; nil when it has none or they cannot be read.
  func bytes(of path: String) throws -> [UInt8]? {
    if let text = judgedTexts[path] { return text }
    if case .bytes(let bytes)? = kept[path]?.file.content { return bytes }
    guard let entry = entryByPath[path],
      case .bytes(let bytes) = try workspace.content(of: entry, isWorkingTree: isWorkingTree)
    else { return nil }
    return bytes
  }

  /// Whether a path is a file below a spec root, or a folder on the way to one.
  func hasFile(atOrBelow path: String) -> Bool {
    entryByPath[path] != nil || folders.contains(path)
  }

  /// Every folder on the way to a file.
  private lazy var folders: Set<String> = {
    var folders: Set<String> = []
    for path in entryByPath.keys {
      var rest = path[...]
      while let slash = rest.lastIndex(of: "/") {
        rest = rest[..<slash]
        if !folders.insert(String(rest)).inserted { break }
      }
    }
    return folders
  }()

  /// Paths of all files of a root, specs or not.
  func paths(in root: String) -> Set<String> {
    Set(entryByPath.values.lazy.filter { $0.root == root }.map(\.path))
  }

  /// The same from the root on.
  func relativePaths(in root: String) -> some Sequence<String> {
    entryByPath.values.lazy.filter { $0.root == root }.map(\.relative)
  }

  func entry(at path: String) -> SpecEntry? { entryByPath[path] }

  /// The snapshot as the checker wants it.
  var specs: SpecSnapshot {
    SpecSnapshot(roots: roots, index: index, load: { [self] in try spec(at: $0) })
  }
}
