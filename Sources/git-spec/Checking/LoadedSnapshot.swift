internal import Frontmatter
internal import Git
internal import Specs

/// A snapshot with its settings read and its specs indexed.
final class LoadedSnapshot {
  private(set) var roots: [String: SpecSnapshot.Root] = [:]
  /// Findings about the settings files themselves.
  private(set) var settingsFindings: [Finding] = []
  /// Paths of all specs, in order.
  private(set) var specPaths: [String] = []
  private(set) var index: any SpecIndex
  private let isWorkingTree: Bool
  private let workspace: Workspace
  private var entryByPath: [String: SpecEntry] = [:]
  private let parent: LoadedSnapshot?
  private let replaced: Set<String>

  init(entries: [SpecEntry], isWorkingTree: Bool, workspace: Workspace) throws {
    let index = SnapshotIndex()
    self.index = index
    self.isWorkingTree = isWorkingTree
    self.workspace = workspace
    parent = nil
    replaced = []
    try readSettings(entries)
    try fill(index, entries)
  }

  /// The snapshot before a change: `after` with the changed files as they were.
  init(before changes: [SpecChange], of after: LoadedSnapshot, workspace: Workspace) throws {
    let own = SnapshotIndex()
    let old = changes.compactMap(\.old)
    index = own
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
    try fill(own, old)
    index = OverlayIndex(
      over: after.index, replaced: replaced, own: own, ownFiles: Set(old.map(\.path)))
  }

  private func readSettings(_ entries: [SpecEntry]) throws {
    for entry in entries where roots[entry.root] == nil {
      roots[entry.root] = SpecSnapshot.Root(path: entry.root)
    }
    for entry in entries where entry.relative == Schema.settingsFile {
      guard
        case .bytes(let bytes) = try workspace.content(of: entry, isWorkingTree: isWorkingTree)
      else { continue }
      let (settings, findings) = Settings.parse(bytes, path: entry.path, root: entry.root)
      roots[entry.root] = SpecSnapshot.Root(path: entry.root, settings: settings)
      settingsFindings += findings
    }
  }

  private func fill(_ index: SnapshotIndex, _ entries: [SpecEntry]) throws {
    var specs: [(entry: SpecEntry, schema: KindSchema)] = []
    for entry in entries {
      index.add(file: entry.path, in: entry.root)
      entryByPath[entry.path] = entry
      guard let schema = kind(of: entry) else { continue }
      specs.append((entry, schema))
      specPaths.append(entry.path)
    }
    for summary in try workspace.summaries(of: specs, isWorkingTree: isWorkingTree) {
      index.add(summary)
    }
  }

  private func kind(of entry: SpecEntry) -> KindSchema? {
    guard let schema = roots[entry.root]?.schema,
      let kind = schema.kind(ofPath: entry.relative)
    else { return nil }
    return schema[kind]
  }

  /// Reads a spec in full; nil when this snapshot has no such spec.
  func spec(at path: String) throws -> Spec? {
    guard let entry = entryByPath[path] else {
      guard let parent, !replaced.contains(path) else { return nil }
      return try parent.spec(at: path)
    }
    guard let schema = kind(of: entry) else { return nil }
    let content = try workspace.content(of: entry, isWorkingTree: isWorkingTree)
    return Spec(
      SpecFile(path: path, root: entry.root, kind: schema.name, content: content),
      schema: schema)
  }

  /// The text of any file of the snapshot, for quoting its lines.
  func text(of path: String) -> SourceText? {
    guard let entry = entryByPath[path],
      case .bytes(let bytes)? = try? workspace.content(of: entry, isWorkingTree: isWorkingTree)
    else { return nil }
    return SourceText(bytes)
  }

  /// The bytes of a file as the snapshot has it; nil when it has none or they cannot be read.
  func bytes(of path: String) throws -> [UInt8]? {
    guard let entry = entryByPath[path],
      case .bytes(let bytes) = try workspace.content(of: entry, isWorkingTree: isWorkingTree)
    else { return nil }
    return bytes
  }

  /// Whether a path is a file below a spec root, or a folder on the way to one.
  func hasFile(atOrBelow path: String) -> Bool {
    entryByPath[path] != nil || entryByPath.keys.contains { $0.hasPrefix(path + "/") }
  }

  func entry(at path: String) -> SpecEntry? { entryByPath[path] }

  /// The snapshot as the checker wants it.
  var specs: SpecSnapshot {
    SpecSnapshot(roots: roots, index: index, load: { [self] in try spec(at: $0) })
  }
}
