internal import Frontmatter
internal import Git
internal import Specs
internal import Synchronization

/// Specs as a repository has them: the one place where Git meets Specs.
final class Workspace {
  let repository: Repository
  /// Roots to look at; empty means all.
  let onlyRoots: [String]
  private let catalog: any Catalog = RunCatalog()
  private let showsProgress: Bool

  init(_ repository: Repository, onlyRoots: [String] = [], showsProgress: Bool = false) {
    self.repository = repository
    self.onlyRoots = onlyRoots
    self.showsProgress = showsProgress
  }

  /// The same place without what was read of it, for files that have changed meanwhile.
  func again() -> Workspace {
    Workspace(repository, onlyRoots: onlyRoots, showsProgress: showsProgress)
  }

  /// Every file below the spec roots of a snapshot, in the order of paths.
  func entries(of source: Snapshot) throws -> [SpecEntry] {
    try repository.entries(in: source, below: Schema.rootFolder).compactMap(included)
  }

  /// Files that differ between two snapshots.
  func changes(from old: Snapshot, to new: Snapshot) throws -> [SpecChange] {
    try repository.changes(from: old, to: new, below: Schema.rootFolder).compactMap { change in
      let old = change.old.flatMap(included)
      let new = change.new.flatMap(included)
      if old == nil && new == nil { return nil }
      return SpecChange(path: change.path.text, old: old, new: new)
    }
  }

  private func included(_ entry: TreeEntry) -> SpecEntry? {
    guard let entry = SpecEntry(entry) else { return nil }
    return onlyRoots.isEmpty || onlyRoots.contains(entry.root) ? entry : nil
  }

  /// Loads a whole snapshot: settings, then a summary of every spec.
  func load(
    _ source: Snapshot, depth: LoadedSnapshot.Depth = .everything
  ) throws -> LoadedSnapshot {
    try LoadedSnapshot(
      entries: entries(of: source), isWorkingTree: source.isWorkingTree, workspace: self,
      depth: depth)
  }

  /// Contents that have a name but are in no repository yet: files of the working tree.
  private var uncommitted: [ObjectID: [UInt8]] = [:]

  /// Keeps what a file that is not committed holds, so that it can be asked for like one that is.
  func keep(_ bytes: [UInt8], _ summary: SpecSummary?, of entry: SpecEntry) {
    uncommitted[entry.file.id] = bytes
    if let summary { catalog.keep(summary, of: entry) }
  }

  /// Whether content of that name is kept here, in a repository or not.
  func isKept(_ id: ObjectID) -> Bool { uncommitted[id] != nil }

  /// Reads the content of a file as the snapshot has it.
  func content(of entry: SpecEntry, isWorkingTree: Bool) throws -> SpecFile.Content {
    if !isWorkingTree, let bytes = uncommitted[entry.file.id] { return .bytes(bytes) }
    let found = try map([entry], isWorkingTree: isWorkingTree) { _, content in content }
    return found.first ?? .unavailable("it was not found")
  }

  /// Makes something of each of many files, on several processors where that pays.
  func map<Result: Sendable>(
    _ entries: [SpecEntry], isWorkingTree: Bool,
    _ transform: @escaping @Sendable (Int, SpecFile.Content) -> Result
  ) throws -> [Result] {
    try repository.mapFiles(
      entries.map(\.file), isWorkingTree: isWorkingTree, limit: SpecFile.sizeLimit
    ) { transform($0, SpecFile.Content($1)) }
  }

  /// Summaries of specs, each file read once and only when the catalog does not know it.
  func summaries(
    of specs: [(entry: SpecEntry, schema: KindSchema)], isWorkingTree: Bool
  ) throws -> [SpecSummary] {
    try known(specs.count, { catalog.summary(of: specs[$0].entry, kind: specs[$0].schema.name) }) {
      wanted in
      let places = wanted.map { specs[$0] }
      let found = try map(places.map(\.entry), isWorkingTree: isWorkingTree) { position, content in
        let (entry, schema) = places[position]
        return SpecSummary(
          reading: SpecFile(
            path: entry.path, root: entry.root, kind: schema.name, content: content),
          schema: schema)
      }
      for (place, summary) in zip(places, found) { catalog.keep(summary, of: place.entry) }
      return found
    }
  }

  /// Bytes of specs that are kept as they were read; read headers take about ten times as much.
  private static let keptBytes = 8 << 20

  /// Reads specs for the index, and keeps those that there is memory for.
  func read(
    _ specs: [(entry: SpecEntry, schema: KindSchema)], isWorkingTree: Bool
  ) throws -> [(summary: SpecSummary, spec: Spec?)] {
    let left = Atomic<Int>(Self.keptBytes)
    let progress = Progress("reading specs:", total: specs.count, isShown: showsProgress)
    defer { progress.finish() }
    return try map(specs.map(\.entry), isWorkingTree: isWorkingTree) { position, content in
      progress.step()
      let (entry, schema) = specs[position]
      let file = SpecFile(path: entry.path, root: entry.root, kind: schema.name, content: content)
      guard case .bytes(let bytes) = content,
        left.subtract(bytes.count, ordering: .relaxed).newValue >= 0
      else { return (SpecSummary(reading: file, schema: schema), nil) }
      let spec = Spec(file, schema: schema)
      return (spec.summary, spec)
    }
  }

  /// The words of specs, each file read once and only when the catalog does not know it.
  func names(
    of specs: [(entry: SpecEntry, schema: KindSchema)], isWorkingTree: Bool
  ) throws -> [Names] {
    try known(
      specs.count,
      { catalog.names(of: specs[$0].entry, withHeadings: specs[$0].schema.definesHeadings) }
    ) { wanted in
      let places = wanted.map { specs[$0] }
      let found = try map(places.map(\.entry), isWorkingTree: isWorkingTree) { position, content in
        guard case .bytes(let bytes) = content else { return Names.none }
        return Names(bytes, withHeadings: places[position].schema.definesHeadings)
      }
      for (place, names) in zip(places, found) {
        catalog.keep(names, of: place.entry, withHeadings: place.schema.definesHeadings)
      }
      return found
    }
  }

  /// What is known of each of `count` things; the rest is made for all unknown ones at once.
  private func known<Value>(
    _ count: Int, _ lookUp: (Int) -> Value?, _ make: ([Int]) throws -> [Value]
  ) throws -> [Value] {
    var result = (0..<count).map(lookUp)
    let wanted = result.indices.filter { result[$0] == nil }
    for (index, value) in zip(wanted, try make(wanted)) { result[index] = value }
    return result.compactMap { $0 }
  }
}

/// A file below a spec root that differs between two snapshots.
struct SpecChange {
  let path: String
  let old: SpecEntry?
  let new: SpecEntry?
}

extension Snapshot {
  var isWorkingTree: Bool {
    if case .workingTree = self { true } else { false }
  }
}

extension SpecFile.Content {
  init(_ file: WorkingFile) {
    self =
      switch file {
      case .bytes(let bytes): .bytes(bytes)
      case .tooLarge(let size): .tooLarge(size)
      case .symlink: .symlink
      case .notRegular: .notRegular
      case .forbidden: .unavailable("it may not be read (permission denied)")
      case .missing: .unavailable("it was removed while it was being read")
      }
  }
}
