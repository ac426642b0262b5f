internal import Git
internal import Specs

/// From the words of a command line to one run of the checker.
struct CheckSession {
  let workspace: Workspace
  let options: CheckOptions
  let environment: [String: String]
  let place: PathArgument

  var repository: Repository { workspace.repository }

  func run() throws -> CheckRun.Result {
    if let mergeWith = options.mergeWith { return try merge(with: mergeWith) }
    let source = try self.source()
    let start = try repository.startOfHistory(of: source)
    let checker = Checker(
      judgement: judgement, today: Surroundings.today(environment),
      history: RepositoryHistory(workspace: workspace, start: start))
    var run = CheckRun(workspace: workspace, checker: checker, source: source)
    run.paths = try options.paths.map(place.fromTop)
    run.scope = try scope(source)
    if let since = options.since {
      run.before = [try base(since: since, start: start)]
    } else if options.staged {
      run.before = try repository.parentsOfIndex(environment: environment)
    } else {
      var tip = start
      if case .commit(let id) = source { tip = id }
      run.requirements = tip.map { RequirementHistory(workspace: workspace, tip: $0) }
      let result = try run.whole(comparedWith: start.map { .commit($0) })
      return try required(result, run.paths)
    }
    return try required(try run.change() ?? nothing(in: source), run.paths)
  }

  /// Judges the merge of HEAD, or of --rev, with another commit.
  private func merge(with revision: String) throws -> CheckRun.Result {
    let ours: ObjectID
    if let rev = options.rev {
      guard let commit = try repository.resolve(rev) else { throw Failure.noCommit(rev) }
      ours = commit
    } else {
      guard case .commit(let head, _) = try repository.head() else {
        throw Failure.noCommit("HEAD")
      }
      ours = head
    }
    guard let theirs = try repository.resolve(revision) else { throw Failure.noCommit(revision) }
    let (branch, note) = try sideToMerge(ours, theirs, revision)
    if let note { Talk.say("note: \(Terminal.safe(note))") }
    let checker = Checker(
      judgement: judgement, today: Surroundings.today(environment),
      history: RepositoryHistory(workspace: workspace, start: ours))
    var result = try MergeCheck(
      repository, ours: branch, theirs: theirs, named: revision, onlyRoots: workspace.onlyRoots,
      checker: checker
    ).run()
    let paths = try options.paths.map(place.fromTop)
    if !paths.isEmpty {
      result?.report.findings.removeAll { finding in
        !paths.contains { $0.isEmpty || finding.path == $0 || finding.path.hasPrefix($0 + "/") }
      }
    }
    return try required(try result ?? nothing(in: .commit(ours)), paths)
  }

  /// What is merged with the other commit: ours, or where ours is that very merge its other side,
  /// as the merge commits are that services check out for a pull request.
  private func sideToMerge(
    _ ours: ObjectID, _ theirs: ObjectID, _ revision: String
  ) throws -> (commit: ObjectID, note: String?) {
    guard try repository.mergeBases(ours, theirs).contains(theirs), ours != theirs else {
      return (ours, nil)
    }
    let parents = try repository.commit(ours).parents
    if parents.count == 2, parents.contains(theirs),
      let other = parents.first(where: { $0 != theirs })
    {
      return (other, "\(ours.short) is a merge with \(revision); its other side is judged")
    }
    return (ours, "\(ours.short) has \(revision) in it already, so there is nothing to merge")
  }

  private var judgement: Judgement {
    Judgement(select: options.codes(options.select), ignore: options.codes(options.ignore))
  }

  /// Nothing below a root differs: there is nothing to judge, but there must be a root.
  private func nothing(in source: Snapshot) throws -> CheckRun.Result {
    let snapshot = try workspace.load(source, depth: .names)
    return CheckRun.Result(
      report: Report(specCount: snapshot.specPaths.count), snapshot: snapshot)
  }

  private func required(_ result: CheckRun.Result, _ paths: [String]) throws -> CheckRun.Result {
    try requireRoot(result)
    try requirePaths(paths, result)
    return result
  }

  /// The branches that IDs are compared with: the named one, else all; S206 only where a change is
  /// judged or a branch is named.
  private func scope(_ source: Snapshot) throws -> BranchScope {
    var (base, branch): (ObjectID?, String?)
    if case .commit(let id) = source {
      base = id
    } else if case .commit(let id, let name) = try repository.head() {
      (base, branch) = (id, name)
    }
    if let against = options.against {
      let list = try PlaceList.named([against], repository)
      return BranchScope(weight: .error, base: base) { _ in list }
    }
    return BranchScope(weight: options.staged ? .warning : nil, base: base) { [repository] in
      try PlaceList.others(than: branch, repository, $0)
    }
  }

  /// The same session over files that have changed meanwhile, some of them their names.
  func again(renamed: [String: String] = [:]) throws -> CheckSession {
    var (options, place) = (options, place)
    if !renamed.isEmpty {
      options.paths = try options.paths.map { argument in
        let path = try place.fromTop(argument)
        return renamed[path] ?? path
      }
      place = PathArgument(top: repository.layout.workTree, prefix: "")
    }
    return CheckSession(
      workspace: workspace.again(), options: options, environment: environment, place: place)
  }

  private func source() throws -> Snapshot {
    if let rev = options.rev {
      guard let commit = try repository.resolve(rev) else { throw Failure.noCommit(rev) }
      return .commit(commit)
    }
    if options.staged {
      guard !repository.layout.isBare else { throw Failure.bareNeedsRevision }
      return .index
    }
    guard !repository.layout.isBare else { throw Failure.bareNeedsRevision }
    return .workingTree
  }

  /// Where the change since a commit begins: its merge base with what is judged.
  private func base(since: String, start: ObjectID?) throws -> Snapshot {
    guard let commit = try repository.resolve(since) else { throw Failure.noCommit(since) }
    let tip: ObjectID? =
      if let rev = options.rev { try repository.resolve(rev) } else { start }
    guard let tip else { return .commit(commit) }
    return .commit(try repository.mergeBases(commit, tip).first ?? commit)
  }

  private func requireRoot(_ result: CheckRun.Result) throws {
    guard result.snapshot.roots.isEmpty, !result.snapshot.hasObstructedRoot else { return }
    throw options.root.map(Failure.noRoot) ?? Failure.noSpecRoot
  }

  /// A path that names nothing is a mistake, not a clean check.
  private func requirePaths(_ paths: [String], _ result: CheckRun.Result) throws {
    for path in paths where !path.isEmpty {
      let known =
        result.snapshot.hasFile(atOrBelow: path)
        || result.changedPaths.contains { $0 == path || $0.hasPrefix(path + "/") }
      if !known { throw Failure.noSpecs(at: path) }
    }
  }
}

extension Repository {
  /// The commit that what is judged stands on: the first parent of a commit, else HEAD.
  func startOfHistory(of source: Snapshot) throws -> ObjectID? {
    if case .commit(let id) = source {
      // A shallow clone ends before the parent.
      return try commit(id).parents.first { try hasObject($0) }
    }
    if case .commit(let id, _) = try head() { return id }
    return nil
  }

  /// What the next commit's change is counted from: HEAD, and in a merge the other parents.
  ///
  /// `git merge` tells a pre-merge-commit hook the other parents only in `GITHEAD_<oid>`.
  func parentsOfIndex(environment: [String: String] = [:]) throws -> [Snapshot] {
    var parents: [Snapshot] = []
    switch try head() {
    case .unborn: parents.append(.empty)
    case .commit(let id, _): parents.append(.commit(id))
    }
    var others = try mergeHeads()
    for name in environment.keys.sorted() {
      guard let hex = name.dropPrefix("GITHEAD_"), let id = ObjectID(hex: hex) else { continue }
      others.append(id)
    }
    var seen: Set<ObjectID> = []
    for id in others where seen.insert(id).inserted {
      if try hasObject(id) { parents.append(.commit(id)) }
    }
    return parents
  }
}
