internal import Git
internal import Specs
internal import SpecSync

/// The state as a chain of commits under `refs/spec-sync/`, on a remote where there is one.
///
/// A commit's tree holds `state.json`, `index/`, `items/<uid>.json`, and the synced spec trees under
/// `specs/`, so that a clone of depth 1 has what to compare with after one fetch.
final class RefState: StateStore {
  private let repository: Repository
  private let remote: String?
  let ref: String
  /// The branch whose commits are synced; asked for with the state, since that costs nothing.
  private let branchRef: String
  private(set) var isOffline = false
  private let mayBeOffline: Bool

  init(
    _ repository: Repository, remote: String?, branch: String, host: String, project: String,
    mayBeOffline: Bool
  ) {
    self.repository = repository
    self.remote = remote
    branchRef = "refs/heads/\(branch)"
    self.mayBeOffline = mayBeOffline
    ref = "refs/spec-sync/\(Self.word(host))/\(Self.word(project))"
  }

  /// A word that may stand in a ref: `:` becomes `_`, and so does whatever else git refuses.
  private static func word(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789-.".unicodeScalars.contains(scalar))
      result.unicodeScalars.append(isPlain ? scalar : "_")
    }
    while result.contains("..") { result = result.replacing("..", with: "._") }
    if result.hasPrefix(".") { result = "_" + result.dropFirst() }
    if result.hasSuffix(".") || result.hasSuffix(".lock") { result += "_" }
    return result
  }

  var place: String { remote.map { "\(ref) on \($0)" } ?? "\(ref) in this clone" }

  // MARK: Reading

  func read() throws -> StoredState {
    let local = try repository.resolve(ref)
    guard let remote else { return try state(local) }
    let answer = try repository.run([
      "ls-remote", "--quiet", "--", .value(remote), .value(ref), .value(branchRef),
    ])
    guard answer.status == 0 else {
      guard mayBeOffline else {
        throw Failure(
          .network, "cannot read the sync state from \(remote)", causes: [answer.reason],
          hints: [
            "check that `git ls-remote \(ShellWord.quoted(remote))` works",
            "`--state file:PATH` keeps the state in a file, where refs cannot be pushed",
          ])
      }
      isOffline = true
      var state = try state(local)
      state.remarks.append(
        "\(remote) cannot be reached: this is the state that this clone saw last")
      return state
    }
    let words = answer.text.split(separator: "\n").map { $0.split(separator: "\t") }
    func listed(_ name: String) -> ObjectID? {
      words.first { $0.count == 2 && $0[1] == name }.flatMap { ObjectID(hex: String($0[0])) }
    }
    guard let tip = listed(ref) else {
      // Gone on the remote, though this clone remembers one: told, and used only to look with.
      guard local != nil else { return .none }
      var state = try state(local)
      state.isRemembered = true
      state.remarks.append(
        "\(remote) has no \(ref): going on from the one of this clone, and from markers")
      return state
    }
    if tip != local {
      if try !repository.hasObject(tip) { try fetch(from: remote) }
      try point(at: tip)
    }
    var state = try state(tip)
    state.branchTip = listed(branchRef)
    return state
  }

  private func fetch(from remote: String) throws {
    // A shallow clone stays one, and a whole one whole.
    let depth: [GitWord] = repository.isShallow ? ["--depth=1"] : []
    let answer = try repository.run(
      ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"] + depth
        + ["--", .value(remote), .value("+\(ref):\(ref)")])
    guard answer.status == 0 else {
      throw Failure(
        .network, "cannot fetch the sync state from \(remote)", causes: [answer.reason])
    }
  }

  private func point(at commit: ObjectID) throws {
    let answer = try repository.run(["update-ref", "--", .value(ref), .id(commit)])
    guard answer.status == 0 else {
      throw Failure(.git, "cannot write \(ref)", causes: [answer.reason])
    }
  }

  private func state(_ commit: ObjectID?) throws -> StoredState {
    guard let commit else { return .none }
    func bytes(_ path: String) throws -> [UInt8]? {
      guard
        let file = try repository.file(RepositoryPath(text: path), in: commit, limit: Self.limit)
      else { return nil }
      guard case .bytes(let bytes) = file else {
        throw Self.broken(ref, "\(path) is no plain file")
      }
      return bytes
    }
    guard let text = try bytes("state.json") else {
      throw Self.broken(ref, "it holds no state.json")
    }
    var lines: [UInt8] = []
    for part in ItemIndex.parts {
      guard let text = try bytes("index/\(part)") else {
        throw Self.broken(ref, "it holds no index/\(part)")
      }
      lines += text
    }
    let head: SyncHead
    do { head = try SyncJSON.value(SyncHead.self, from: text) } catch {
      throw Self.broken(ref, "state.json is not what git-spec writes")
    }
    guard head.schemaVersion <= SyncHead.schemaVersion else {
      throw Failure(
        .configuration, "the sync state was written by a newer git-spec",
        causes: ["schema \(head.schemaVersion); this one knows \(SyncHead.schemaVersion)"],
        hints: ["install the newest git-spec"])
    }
    guard let index = ItemIndex(lines) else { throw Self.broken(ref, "its index is malformed") }
    return state(commit, head, index)
  }

  private func state(_ commit: ObjectID, _ head: SyncHead, _ index: ItemIndex) -> StoredState {
    var names: [String: ObjectID]?
    return StoredState(version: commit.hex, head: head, index: index) { [repository, ref] uid in
      let known = try names ?? Self.items(of: commit, repository)
      names = known
      guard let id = known[uid] else {
        if index.entry(uid: uid) != nil { throw Self.broken(ref, "it holds no items/\(uid).json") }
        return nil
      }
      guard case .bytes(let bytes) = try repository.blob(id, limit: Self.limit) else {
        throw Self.broken(ref, "items/\(uid).json is too large")
      }
      do { return try SyncJSON.value(ItemState.self, from: bytes) } catch {
        throw Self.broken(ref, "items/\(uid).json is not what git-spec writes")
      }
    }
  }

  /// Names of the items' blobs, all read at once: a folder of ten thousand is slow to search.
  private static func items(
    of commit: ObjectID, _ repository: Repository
  ) throws -> [String: ObjectID] {
    let root = try repository.rootTree(of: commit)
    let path = RepositoryPath(text: "items")
    guard case .tree(let tree) = try repository.folder(at: path, in: root) else { return [:] }
    var names: [String: ObjectID] = [:]
    for change in try repository.changes(fromTree: nil, toTree: tree, at: RepositoryPath(text: ""))
    {
      if let entry = change.new {
        names[String(change.path.text.dropLast(".json".count))] = entry.id
      }
    }
    return names
  }

  private static let limit = 256 << 20

  static func broken(_ ref: String, _ why: String) -> Failure {
    Failure(
      .git, "the sync state in \(ref) cannot be read", causes: [why],
      hints: [
        "`git log \(ref)` shows its versions; `git push REMOTE VERSION:\(ref) --force` takes one back",
        "without it, `git spec sync push` finds the items again by their markers",
      ])
  }

  // MARK: Writing

  func publish(_ change: StateChange, over state: StoredState) throws -> StoredState {
    let index = state.index(with: change.items)
    let commit = try write(change, index, over: state)
    if let remote {
      let lease = "\(ref):\(state.isRemembered ? "" : state.version)"
      let answer = try repository.run([
        "push", "--quiet", "--no-verify", "--porcelain",
        .ending("--force-with-lease=", lease), "--",
        .value(remote), .value("\(commit.hex):\(ref)"),
      ])
      guard answer.status == 0 else {
        if answer.isLostRace { throw LostRace() }
        throw Failure(
          .network, "cannot publish the sync state to \(remote)", causes: [answer.reason],
          hints: [
            "the journal of this run is kept: run the same command again when \(remote) can be "
              + "written",
            "`--state file:PATH` keeps the state in a file, where refs cannot be pushed",
          ])
      }
      try point(at: commit)
    } else {
      let none = String(repeating: "0", count: commit.hex.count)
      let answer = try repository.run([
        "update-ref", "--create-reflog", "--", .value(ref), .id(commit),
        .value(state.version.isEmpty ? none : state.version),
      ])
      guard answer.status == 0 else {
        // Only a ref that stands somewhere else is a race; a full disk is not.
        if try (repository.resolve(ref)?.hex ?? "") != state.version { throw LostRace() }
        throw Failure(.git, "cannot write \(ref)", causes: [answer.reason])
      }
    }
    return self.state(commit, change.head, index)
  }

  /// Writes the commit and nothing else; no ref of anybody's moves.
  private func write(
    _ change: StateChange, _ index: ItemIndex, over state: StoredState
  ) throws -> ObjectID {
    // One name, so that what a killed process left is taken away by the next.
    let scratch = "refs/git-spec/scratch-\(StableHash.hex(ref))"
    var stream = ImportStream()
    stream.commit(
      scratch, message: change.message, time: Surroundings.secondsSince1970,
      from: state.version.isEmpty ? nil : state.version)
    stream.file("state.json", try SyncJSON.page(change.head))
    // The first version has them all, so that one that is missing later is told.
    let parts =
      state.isEmpty
      ? Set(ItemIndex.parts) : Set(change.items.map { ItemIndex.part(of: $0.uid) })
    for (part, lines) in index.text(of: parts).sorted(by: { $0.key < $1.key }) {
      stream.file("index/\(part)", lines)
    }
    for item in change.items {
      stream.file("items/\(item.uid).json", try SyncJSON.line(item) + [0x0A])
    }
    for root in Set(state.head.trees.keys).union(change.head.trees.keys).sorted() {
      guard change.head.trees[root] != state.head.trees[root] else { continue }
      let tree = try change.head.trees[root].map { hex in
        guard let id = ObjectID(hex: hex) else {
          throw Self.broken(ref, "it names `\(hex)` for a tree")
        }
        return id
      }
      stream.tree("specs/\(root)", tree)
    }
    let answer = try repository.run(
      ["fast-import", "--quiet", "--force", "--done", "--date-format=raw"], input: stream.finished)
    defer { _ = try? repository.run(["update-ref", "-d", "--", .value(scratch)]) }
    guard answer.status == 0, let commit = ObjectID(hex: answer.line) else {
      throw Failure(.git, "cannot write the sync state", causes: [answer.reason])
    }
    return commit
  }

  func log(limit: Int) throws -> [StateLogEntry] {
    let state = try read()
    guard !state.isEmpty else { return [] }
    let answer = try repository.run([
      "log", "--first-parent", .ending("--max-count=", String(limit)), "-z",
      "--format=%H%x00%ct%x00%B", "--end-of-options", .value(state.version),
    ])
    guard answer.status == 0 else {
      throw Failure(.git, "cannot read the log of \(ref)", causes: [answer.reason])
    }
    let words = answer.text.split(separator: "\0", omittingEmptySubsequences: false)
    return stride(from: 0, to: words.count - 2, by: 3).map { place in
      var message = words[place + 2]
      while message.last?.isNewline == true { message.removeLast() }
      // git counts further than a clock; an entry whose time is none of ours is told all the same.
      return StateLogEntry(
        version: String(words[place]), time: Int(words[place + 1]) ?? Int.max,
        message: String(message))
    }
  }
}
