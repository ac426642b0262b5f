internal import Git
internal import Specs

/// What the other side of a push has, as far as it is known here.
extension HookRun {
  func tipsOfReceiver(_ repository: Repository) throws -> [ObjectID] {
    if hook == .preReceive {
      return try repository.references(below: ["refs/heads/", "refs/tags/"])
        .compactMap(\.target)
    }
    let own = try repository.references(below: ["refs/remotes/\(remoteName)/"]).compactMap(\.target)
    if !own.isEmpty || !isToURL { return own }
    return try repository.references(below: ["refs/remotes/"]).compactMap(\.target)
  }

  /// The receiver's default branch, as it is or as this clone knows it.
  func defaultBranch(_ repository: Repository) throws -> (name: String?, tip: ObjectID?) {
    if hook == .preReceive {
      guard case .commit(let tip, let branch) = try repository.head() else { return (nil, nil) }
      return (branch.map { "refs/heads/\($0)" }, tip)
    }
    let prefix = "refs/remotes/\(isToURL ? "origin" : remoteName)/"
    let name = try repository.symbolicTarget(of: prefix + "HEAD")
    for name in [name, prefix + "main", prefix + "master"].compactMap(\.self) {
      guard let short = name.dropPrefix(prefix), let tip = try repository.resolve(name) else {
        continue
      }
      return ("refs/heads/\(short)", tip)
    }
    return (nil, nil)
  }

  /// Commits at which pushed refs end and which are judged: old tags in known history are not.
  func newTips(
    _ refs: [PushedRef], known: [ObjectID], _ repository: Repository
  ) throws -> [ObjectID] {
    let tips = try refs.compactMap { ref in
      try repository.peelToCommit(ref.new).map { (tip: $0, isUpdate: !ref.old.isZero) }
    }
    guard tips.count > 1 else { return tips.map(\.tip) }
    let new = Set(
      try repository.commits(reachableFrom: tips.map(\.tip), excluding: known).map(\.id))
    return tips.filter { $0.isUpdate || new.contains($0.tip) }.map(\.tip)
  }

  /// What the IDs of pushed refs are compared with: the receiver's other branches, and what is pushed
  /// beside them.
  func others(
    _ pushed: [PushedRef], _ repository: Repository, _ roots: [String: SpecSnapshot.Root]
  ) throws -> PlaceList {
    let prefix =
      hook == .preReceive
      ? "refs/heads/" : isToURL ? "refs/remotes/" : "refs/remotes/\(remoteName)/"
    // What a push replaces is not beside it; deleted branches are gone.
    let names = Set(pushed.map { PlaceList.short($0.name) })
    var list = try PlaceList(
      repository, extra: PlaceList.extra(roots),
      leftOut: { name in
        names.contains(name.dropPrefix(prefix) ?? "")
          || isToURL && PlaceList.nameOfCopy(name).map(names.contains) ?? false
      }, branches: [prefix])
    for ref in pushed where ref.name.hasPrefix("refs/heads/") && !ref.isDeletion {
      guard let commit = try repository.peelToCommit(ref.new) else { continue }
      list.add(Place(name: ref.place, commit: commit))
    }
    return list
  }

  /// Tells of what is compared with a pushed ref whether it is that ref.
  func isOwn(_ ref: PushedRef, _ repository: Repository) throws -> (Place) -> Bool {
    // A branch that was pushed under another name before is its own copy there.
    let isOwn = try PlaceList.own(ref.localBranch, repository)
    return { place in
      place.name == ref.place || isOwn("refs/remotes/\(place.name)") || isOwn(place.name)
    }
  }

  /// A push to a URL has no tracking branches of its own: any remote's are the best guess.
  private var isToURL: Bool {
    hook == .prePush && !remoteName.isEmpty && remoteName == arguments.dropFirst().first
  }

  private var remoteName: String {
    arguments.first ?? environment["PRE_COMMIT_REMOTE_NAME"] ?? ""
  }
}
