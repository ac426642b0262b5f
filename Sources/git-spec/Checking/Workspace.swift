internal import Frontmatter
internal import Git
internal import Specs

/// Specs as a repository has them: the one place where Git meets Specs.
final class Workspace {
  let repository: Repository
  /// Roots to look at; empty means all.
  let onlyRoots: [String]
  private let catalog: any Catalog = RunCatalog()

  init(_ repository: Repository, onlyRoots: [String] = []) {
    self.repository = repository
    self.onlyRoots = onlyRoots
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
  func load(_ source: Snapshot) throws -> LoadedSnapshot {
    try LoadedSnapshot(
      entries: entries(of: source), isWorkingTree: source.isWorkingTree, workspace: self)
  }

  /// Reads the content of a file as the snapshot has it.
  func content(of entry: SpecEntry, isWorkingTree: Bool) throws -> SpecFile.Content {
    switch entry.file.mode {
    case .symlink: return .symlink
    case .gitlink: return .notRegular
    default: break
    }
    let limit = SpecFile.sizeLimit
    if isWorkingTree {
      switch try repository.workingFile(entry.file.path, limit: limit) {
      case .bytes(let bytes): return .bytes(bytes)
      case .tooLarge(let size): return .tooLarge(size)
      case .symlink: return .symlink
      case .notRegular: return .notRegular
      case .missing: return .unavailable("it was removed while it was being read")
      }
    }
    switch try repository.blob(entry.file.id, limit: limit) {
    case .bytes(let bytes): return .bytes(bytes)
    case .tooLarge(let size): return .tooLarge(size)
    }
  }

  /// Summaries of specs, each blob read once and only when the catalog does not know it.
  func summaries(
    of specs: [(entry: SpecEntry, schema: KindSchema)], isWorkingTree: Bool
  ) throws -> [SpecSummary] {
    var result = [SpecSummary?](repeating: nil, count: specs.count)
    var wanted: [Int] = []
    for (index, spec) in specs.enumerated() {
      if let known = catalog.summary(of: spec.entry, kind: spec.schema.name) {
        result[index] = known
      } else if isWorkingTree || !spec.entry.file.mode.isRegular {
        let content = try content(of: spec.entry, isWorkingTree: isWorkingTree)
        result[index] = summarize(spec, content)
      } else {
        wanted.append(index)
      }
    }
    try repository.forEachBlob(
      wanted.map { specs[$0].entry.file.id }, limit: SpecFile.sizeLimit
    ) { position, blob in
      let index = wanted[position]
      switch blob {
      case .bytes(let bytes): result[index] = summarize(specs[index], .bytes(bytes))
      case .tooLarge(let size): result[index] = summarize(specs[index], .tooLarge(size))
      }
    }
    return result.compactMap { $0 }
  }

  private func summarize(
    _ spec: (entry: SpecEntry, schema: KindSchema), _ content: SpecFile.Content
  ) -> SpecSummary {
    let file = SpecFile(
      path: spec.entry.path, root: spec.entry.root, kind: spec.schema.name, content: content)
    let summary = SpecSummary(reading: file, schema: spec.schema)
    catalog.keep(summary, of: spec.entry)
    return summary
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
