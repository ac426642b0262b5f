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

  /// `known` are tips that the receiving side has.
  init(_ ref: PushedRef, tip: ObjectID, known: [ObjectID], repository: Repository) throws {
    var excluded = known
    var before: [ObjectID] = []
    if !ref.old.isZero, try repository.hasObject(ref.old),
      let old = try repository.peelToCommit(ref.old)
    {
      excluded.append(old)
      before.append(old)
    }
    commits = try repository.commits(reachableFrom: [tip], excluding: excluded, limit: nil)
    let own = Set(commits.map(\.id))
    // Parents outside the range are on the other side already: what they hold is not this push's.
    for parent in commits.flatMap(\.parents) where !own.contains(parent) {
      if !before.contains(parent), try repository.hasObject(parent) { before.append(parent) }
    }
    // A forced push back to an older commit brings no commit, only another tree.
    self.before = before.prefix(Self.limit).map { .commit($0) }
  }

  /// Snapshots compared with at the most; each costs one comparison of trees.
  private static let limit = 16
}
