internal import Git
internal import Specs

/// A line that git gives to pre-push or pre-receive: one ref that is about to change.
struct PushedRef {
  /// Name of the ref on the receiving side.
  let name: String
  let new: ObjectID
  let old: ObjectID
  /// The branch here that is pushed, where it is one.
  var localBranch: String?

  var isDeletion: Bool { new.isZero }
  /// How it is called beside others of the same push.
  var place: String { "\(PlaceList.short(name)) (pushed too)" }

  /// Reads `<local-ref> <local-oid> <remote-ref> <remote-oid>`, from the right: the local ref may
  /// be any expression, blanks included.
  init?(prePush line: Substring) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count >= 4, let old = ObjectID(hex: String(words[words.count - 1])),
      let new = ObjectID(hex: String(words[words.count - 3]))
    else { return nil }
    name = String(words[words.count - 2])
    self.new = new
    self.old = old
    localBranch = words[0].hasPrefix("refs/heads/") ? String(words[0].dropFirst(11)) : nil
  }

  /// The ref as pre-commit and prek tell it: they read git's lines themselves and pass on
  /// variables, with whatever expressions they were given. Nil outside of them.
  static func ofManager(
    _ environment: [String: String], _ repository: () throws -> Repository
  ) throws -> PushedRef? {
    guard let text = environment["PRE_COMMIT_TO_REF"], !text.isEmpty else { return nil }
    let repository = try repository()
    guard let new = try ObjectID(hex: text) ?? repository.resolve(text) else {
      throw Failure(
        .git, "cannot tell what is pushed", causes: ["PRE_COMMIT_TO_REF is `\(text)`"],
        hints: ["name a commit: `git log --oneline --all` lists commits"])
    }
    let old = try environment["PRE_COMMIT_FROM_REF"].flatMap {
      try ObjectID(hex: $0) ?? repository.resolve($0)
    }
    return PushedRef(
      name: environment["PRE_COMMIT_REMOTE_BRANCH"] ?? "the pushed ref", new: new,
      old: old ?? .zero)
  }

  private init(name: String, new: ObjectID, old: ObjectID) {
    self.name = name
    self.new = new
    self.old = old
  }

  /// Reads `<old-oid> <new-oid> <ref>`.
  init?(preReceive line: Substring) {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let old = ObjectID(hex: String(words[0])),
      let new = ObjectID(hex: String(words[1]))
    else { return nil }
    name = String(words[2])
    self.new = new
    self.old = old
  }
}

/// What a push is counted from.
struct PushRange {
  /// Commits the receiving side does not have, newest first.
  let commits: [Commit]
  /// Snapshots the receiving side has already; empty when the whole tree is new to it.
  let before: [Snapshot]
  /// Snapshots whose files came by a merge: they are no change of this push.
  private(set) var merged: [Snapshot] = []

  /// `known` are tips that the receiving side has, `main` is its default branch where that is known
  /// and another one than the pushed ref.
  init(
    _ ref: PushedRef, tip: ObjectID, known: [ObjectID], main: ObjectID?, repository: Repository
  ) throws {
    var excluded = known
    var old: ObjectID?
    if !ref.old.isZero, try repository.hasObject(ref.old) {
      old = try repository.peelToCommit(ref.old)
    }
    if let old { excluded.append(old) }
    commits = try repository.commits(reachableFrom: [tip], excluding: excluded, limit: nil)
    guard let old else {
      before = try Self.boundary(of: commits, repository).map { .commit($0) }
      return
    }
    // What the ref had on the other side is what a push changes. An old commit that comes in as a
    // parent may be mended there since: its errors are this push's.
    guard let main, !commits.isEmpty, main != old else {
      before = [.commit(old)]
      return
    }
    let mergedHere = try repository.mergeBases(tip, main)
    // A forced push back, or a merge of nothing new: the default branch has no part in it.
    guard !mergedHere.isEmpty, try mergedHere != repository.mergeBases(old, main) else {
      before = [.commit(old)]
      return
    }
    before = [.commit(old), .commit(main)]
    merged = mergedHere.map { .commit($0) }
  }

  /// Parents outside of the range, those left out that others build on: where a new ref begins.
  private static func boundary(
    of commits: [Commit], _ repository: Repository
  ) throws -> [ObjectID] {
    let own = Set(commits.map(\.id))
    var parents: [ObjectID] = []
    for parent in commits.flatMap(\.parents) where !own.contains(parent) {
      guard parents.count < limit, !parents.contains(parent), try repository.hasObject(parent)
      else { continue }
      parents.append(parent)
    }
    guard parents.count > 1 else { return parents }
    return try parents.filter { parent in
      try !parents.contains {
        try $0 != parent && repository.mergeBases($0, parent).contains(parent)
      }
    }
  }

  /// Snapshots compared with at the most; each costs one comparison of trees.
  private static let limit = 16
}
