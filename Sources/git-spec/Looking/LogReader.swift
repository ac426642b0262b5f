internal import Frontmatter
internal import Git
internal import Specs

/// Reads versions of specs, each once; of a partial clone only what is here, or worth a fetch.
final class LogReader {
  let workspace: Workspace
  private let roots: [String: SpecSnapshot.Root]
  private var parts: [Key: SpecPart] = [:]
  /// Objects that are known to be here, or not.
  private var isHereByID: [ObjectID: Bool] = [:]
  private(set) var leftOut: Set<ObjectID> = []
  private var fetched = 0
  /// Why what would have been worth a fetch is left out all the same.
  private(set) var fetchTrouble: String?
  private let isPartial: Bool

  private struct Key: Hashable {
    let path: String
    let blob: ObjectID
    let id: String
  }

  /// Versions that are fetched for one answer.
  private static let fetchLimit = 100
  private static let keptParts = 500

  init(_ workspace: Workspace, roots: [String: SpecSnapshot.Root]) throws {
    self.workspace = workspace
    self.roots = roots
    isPartial = try workspace.repository.isPartialClone()
  }

  func settings(of root: String) -> Settings { roots[root]?.settings ?? Settings() }

  /// The kind of a file by its path; nil for what is no spec.
  func schema(of entry: SpecEntry) -> KindSchema? {
    let schema = roots[entry.root]?.schema ?? .builtIn
    return schema.kind(ofPath: entry.relative).flatMap { schema[$0] }
  }

  /// What a file defines; nil for what is no spec, or not in this clone.
  func definitions(_ entry: SpecEntry) throws -> [Definition]? {
    guard let schema = schema(of: entry), try isHere(entry) else { return nil }
    // What has no name yet is read where it lies.
    return try workspace.summaries(of: [(entry, schema)], isWorkingTree: entry.file.id.isZero)
      .first?.definitions
  }

  func defines(_ id: String, _ entry: SpecEntry) throws -> Bool {
    try definitions(entry)?.contains { $0.id == id } ?? false
  }

  func part(_ version: LogVersion) throws -> SpecPart? {
    let entry = version.entry
    let key = Key(path: entry.path, blob: entry.file.id, id: version.id)
    if let known = parts[key] { return known }
    guard let schema = schema(of: entry) else { return nil }
    let content: SpecFile.Content
    if try isHere(entry) {
      content = try workspace.content(of: entry, isWorkingTree: entry.file.id.isZero)
    } else {
      leftOut.insert(entry.file.id)
      content = .unavailable("this partial clone has not fetched it")
    }
    let spec = Spec(
      SpecFile(path: entry.path, root: entry.root, kind: schema.name, content: content),
      schema: schema)
    let part = SpecPart(version.id, in: spec)
    if parts.count >= Self.keptParts { parts.removeAll() }
    parts[key] = part
    return part
  }

  // MARK: Partial clones

  func isHere(_ entry: SpecEntry) throws -> Bool {
    guard isPartial else { return true }
    try learn([entry])
    return isHereByID[entry.file.id] ?? true
  }

  /// Asks for many files at once whether they are here.
  func learn(_ entries: [SpecEntry]) throws {
    guard isPartial else { return }
    let ids = Set(entries.map(\.file.id)).filter { isHereByID[$0] == nil && !$0.isZero }
    guard !ids.isEmpty else { return }
    let missing = try workspace.repository.missing(Array(ids))
    for id in ids { isHereByID[id] = workspace.isKept(id) || !missing.contains(id) }
  }

  /// Fetches versions of one spec in one request, the first ones up to a limit.
  func prefetch(_ entries: [SpecEntry]) throws {
    guard isPartial, fetchTrouble == nil else { return }
    try learn(entries)
    var seen: Set<ObjectID> = []
    let wanted = entries.map(\.file.id).filter {
      isHereByID[$0] == false && seen.insert($0).inserted
    }.prefix(Self.fetchLimit - fetched)
    guard !wanted.isEmpty else { return }
    fetched += wanted.count
    do {
      try workspace.repository.forEachBlob(Array(wanted), limit: SpecFile.sizeLimit) { _, _ in }
      for id in wanted { isHereByID[id] = true }
    } catch let error as GitError {
      fetchTrouble = error.message
    }
  }
}
