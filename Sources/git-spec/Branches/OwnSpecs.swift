internal import Git
internal import Specs

/// The specs that are judged: a commit, or what is to become the next one.
final class OwnSpecs {
  let snapshot: LoadedSnapshot
  /// The commit that they stand on; nil where nothing is committed.
  let base: ObjectID?
  /// The commit that they are, where that is another one than they are compared by.
  let tip: ObjectID?
  private let findChanges: () throws -> [SpecChange]
  private let workspace: Workspace

  init(
    _ snapshot: LoadedSnapshot, base: ObjectID?, tip: ObjectID? = nil, workspace: Workspace,
    changes: @escaping () throws -> [SpecChange]
  ) {
    self.snapshot = snapshot
    self.base = base
    self.tip = tip
    findChanges = changes
    self.workspace = workspace
  }

  /// What differs from the commit.
  func changes() throws -> ChangeSet {
    if let known = knownChanges { return known }
    let found = ChangeSet(try findChanges())
    knownChanges = found
    return found
  }

  private var knownChanges: ChangeSet?

  /// Whether the commit has a file at a path.
  func isCommitted(_ path: String) throws -> Bool {
    guard base != nil else { return false }
    return try changes().byPath[path].map { $0.old != nil } ?? true
  }

  func definitions(of id: String, in root: String) -> [Definition] {
    snapshot.index.definitions(of: id, in: root).filter { !$0.isFromName }
  }

  /// A file with the name of its content, which a working tree does not know by itself.
  func entry(at path: String) throws -> SpecEntry? {
    guard let entry = snapshot.entry(at: path) else { return nil }
    if !entry.file.id.isZero { return entry }
    if try changes().byPath[path] == nil { return try committed()[path] }
    if let known = hashed[path] { return known }
    guard let bytes = try snapshot.bytes(of: path),
      let id = try workspace.repository.blobID(of: bytes, at: entry.file.path)
    else { return entry }
    let made = SpecEntry(TreeEntry(path: entry.file.path, mode: entry.file.mode, id: id))
    hashed[path] = made
    if let made { workspace.keep(bytes, snapshot.index.summary(at: path), of: made) }
    return made
  }

  private var hashed: [String: SpecEntry] = [:]
  private var committedByPath: [String: SpecEntry]?

  /// The files of the commit, listed at the first question.
  private func committed() throws -> [String: SpecEntry] {
    if let known = committedByPath { return known }
    let entries = try base.map { try workspace.entries(of: .commit($0)) } ?? []
    let found = Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    committedByPath = found
    return found
  }
}
