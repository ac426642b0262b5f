internal import Git
internal import Specs

/// The hooks there are shims for.
enum HookName: String, CaseIterable {
  case preCommit = "pre-commit"
  case preMergeCommit = "pre-merge-commit"
  case prePush = "pre-push"
  case postMerge = "post-merge"
  case postCheckout = "post-checkout"
  case preReceive = "pre-receive"
}

/// One hook at work: finds what git is about to let through, judges it, says what is wrong.
struct HookRun {
  let hook: HookName
  let arguments: [String]
  /// Judge every pushed commit, not only the last; asked for on the command line.
  private let judgesEachCommit: Bool
  let environment: [String: String]
  let directory: String
  private let begin = Surroundings.milliseconds

  init(hook: HookName, arguments: [String], environment: [String: String], directory: String) {
    self.hook = hook
    judgesEachCommit = arguments.contains("--each-commit")
    self.arguments = arguments.filter { $0 != "--each-commit" }
    self.environment = environment
    self.directory = directory
  }

  func run() throws {
    switch hook {
    case .preCommit, .preMergeCommit: try judgeIndex()
    case .prePush:
      let lines = Surroundings.inputLines()
      let refs = try lines.map { try understood($0, PushedRef(prePush: $0)) }
      let told =
        refs.isEmpty ? try PushedRef.ofManager(environment) { try workspace().repository } : nil
      try judgePush(told.map { [$0] } ?? refs)
    case .preReceive:
      try judgePush(Surroundings.inputLines().map { try understood($0, PushedRef(preReceive: $0)) })
    case .postMerge: warn("this merge", see: "git spec check --since ORIG_HEAD", afterMerge)
    case .postCheckout: warn("this checkout", see: "git spec collisions", afterCheckout)
    }
  }

  /// A line that cannot be read may hide a ref: nothing passes on a guess.
  private func understood(_ line: Substring, _ ref: PushedRef?) throws -> PushedRef {
    guard let ref else {
      throw Failure(
        .git, "cannot read what git tells \(hook.rawValue)",
        causes: ["this line names no ref with its objects: \(Terminal.safe(String(line)))"])
    }
    return ref
  }

  func workspace() throws -> Workspace {
    Workspace(try Repository.open(directory: directory, environment: environment))
  }

  func checker(_ workspace: Workspace, start: ObjectID?, explains: Bool = true) -> Checker {
    Checker(
      today: Surroundings.today(environment),
      history: explains ? RepositoryHistory(workspace: workspace, start: start) : NoHistory())
  }

  /// Judges the index against HEAD and, in a merge, against the other parents.
  private func judgeIndex() throws {
    let workspace = try workspace()
    let repository = workspace.repository
    let parents = try repository.parentsOfIndex(environment: environment)
    var (head, branch): (ObjectID?, String?)
    if case .commit(let id, let name) = try repository.head() { (head, branch) = (id, name) }
    var run = CheckRun(
      workspace: workspace, checker: checker(workspace, start: head), source: .index)
    run.before = parents
    run.scope = BranchScope(weight: .warning, base: head) {
      try PlaceList.others(than: branch, repository, $0)
    }
    guard let result = try run.change() else { return }
    try conclude(
      result, blocked: hook == .preCommit ? "commit" : "merge",
      hint: "mend what is wrong and `git add` the files, or skip the check once with GIT_SPEC=0")
  }

  /// Judges every pushed ref from its objects, whatever is checked out.
  func judgePush(_ refs: [PushedRef]) throws {
    // A stash is work that nobody is shown; `push --mirror` takes it along all the same.
    let pushed = refs
    var refs = refs.filter { !$0.isDeletion && $0.name != "refs/stash" }
    guard !refs.isEmpty else { return }
    let workspace = try workspace()
    let repository = workspace.repository
    let known = try tipsOfReceiver(repository)
    refs = try requireFewTips(refs, known: known, repository)
    let main = try defaultBranch(repository)
    let together = try PushedBranches(newTips(refs, known: known, repository), repository) {
      [self, repository] in try others(pushed, repository, $0)
    }
    var judged: Set<ObjectID> = []
    var seen: Set<ObjectID> = []
    var failed = false
    for ref in refs {
      // Thousands of new names for one commit are one thing to judge.
      guard seen.insert(ref.new).inserted || !ref.old.isZero else { continue }
      guard let tip = try repository.peelToCommit(ref.new) else { continue }
      guard judged.insert(tip).inserted || !ref.old.isZero else { continue }
      let range = try PushRange(
        ref, tip: tip, known: known, main: main.name == ref.name ? nil : main.tip,
        repository: repository)
      // Everything is on the other side already, only the name is new.
      if range.commits.isEmpty, ref.old.isZero, known.contains(tip) { continue }
      var run = CheckRun(
        workspace: workspace,
        checker: checker(workspace, start: tip, explains: judged.count <= Self.explainedLimit),
        source: .commit(tip))
      run.before = range.before
      run.merged = range.merged
      run.scope = BranchScope(
        weight: .error, base: together?.base ?? tip,
        tip: together.flatMap { $0.base == tip ? nil : tip }, pushed: together,
        isOwn: { [self, repository] in try isOwn(ref, repository) }
      ) { [self, repository] in
        try others(pushed, repository, $0)
      }
      let result: CheckRun.Result?
      if range.before.isEmpty {
        result = range.commits.isEmpty ? nil : try run.whole(isNew: true)
      } else {
        result = try run.change()
      }
      if let result {
        failed =
          report(
            result, where: "in \(ref.name) (\(tip.short))", see: "git spec check --rev \(tip.short)"
          )
          || failed
      }
      if try eachCommit(result, range, tip, workspace) { failed = true }
    }
    if failed {
      Talk.say(
        hook == .preReceive
          ? "git-spec: nothing was accepted; mend the errors in a commit and push again"
          : "git-spec: nothing was pushed; mend the errors in a commit, or push once with GIT_SPEC=0"
      )
      throw ExitStatus.findings
    }
  }

  /// With `hooks.each_commit`: judges the commits below the tip, each against its parents.
  private func eachCommit(
    _ result: CheckRun.Result?, _ range: PushRange, _ tip: ObjectID, _ workspace: Workspace
  ) throws -> Bool {
    guard range.commits.contains(where: { $0.id != tip }) else { return false }
    // What the last commit undoes is in the others all the same.
    let isAsked =
      try judgesEachCommit
      || (result?.snapshot ?? workspace.load(.commit(tip), depth: .names)).roots.values
        .contains { $0.settings.judgesEachCommit }
    guard isAsked else { return false }
    var failed = false
    for (number, commit) in range.commits.reversed().enumerated() where commit.id != tip {
      var run = CheckRun(
        workspace: workspace,
        checker: checker(workspace, start: commit.id, explains: number < Self.explainedLimit),
        source: .commit(commit.id))
      run.before = commit.parents.isEmpty ? [.empty] : commit.parents.map { .commit($0) }
      guard let found = try run.change() else { continue }
      failed =
        report(
          found, where: "in commit \(commit.id.short) \"\(commit.summary)\"",
          see: "git spec check --rev \(commit.id.short)") || failed
    }
    return failed
  }

  /// A hook that people wait for has a bound. Nothing is let through unjudged: who pushes more has to
  /// do it in parts.
  private func requireFewTips(
    _ refs: [PushedRef], known: [ObjectID], _ repository: Repository
  ) throws -> [PushedRef] {
    // Names can be told apart without reading an object.
    let tips = Set(refs.map(\.new)).subtracting(known)
    guard tips.count > Self.tipLimit else { return refs }
    // Thousands of tags may lie in the history that the other side has: one walk tells which do.
    var commits: [ObjectID: ObjectID] = [:]
    for tip in tips where try repository.hasObject(tip) {
      commits[tip] = try repository.peelToCommit(tip)
    }
    let new = Set(
      try repository.commits(reachableFrom: Array(Set(commits.values)), excluding: known)
        .map(\.id))
    let count = tips.count { tip in commits[tip].map(new.contains) ?? true }
    guard count > Self.tipLimit else {
      return refs.filter { ref in
        !ref.old.isZero || commits[ref.new].map(new.contains) ?? true
      }
    }
    throw Failure(
      .git, "cannot judge \(count) refs in one push",
      causes: ["each ends at a commit of its own, and at most \(Self.tipLimit) are judged at once"],
      hints: [
        "push the branches first: tags in their history are not judged again",
        hook == .preReceive
          ? "push them in parts: `git push <remote> <some of the refs>`"
          : "push them in parts: `git push <remote> <some of the refs>`, or once with GIT_SPEC=0",
      ])
  }

  private static let tipLimit = 500
  /// Tips and commits of one push whose errors are explained from the past: each looks back anew.
  private static let explainedLimit = 50

  private func conclude(_ result: CheckRun.Result, blocked: String, hint: String) throws {
    guard report(result, where: "in this \(blocked)", see: "git spec check --staged") else {
      return
    }
    Talk.say("git-spec: the \(blocked) is stopped; \(hint)")
    throw ExitStatus.findings
  }

  /// Prints errors and warnings on stderr; true when there is an error.
  func report(
    _ result: CheckRun.Result, where place: String, see command: String
  ) -> Bool {
    defer { result.branches?.tellTroubles() }
    // Behind what is wrong: a graphical client may show the first line alone.
    defer {
      // Whoever goes to another branch switches nothing off.
      if hook != .postCheckout, let sentence = result.report.switchedOff.sentence {
        Talk.say("git-spec: \(Terminal.safe(sentence)) \(place)")
      }
    }
    return HookReport.write(
      result, place: place, command: command, environment: environment,
      milliseconds: Surroundings.milliseconds - begin)
  }
}
