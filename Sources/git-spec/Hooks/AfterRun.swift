internal import Git
internal import Specs

/// Hooks that run when git has done its work: they can only tell.
extension HookRun {
  /// Judges what is done already, so that trouble of any kind is only told.
  func warn(
    _ place: String, see command: String,
    _ judge: (Workspace) throws -> [CheckRun.Result]
  ) {
    do {
      let results = try judge(try workspace())
      let failed = results.map { report($0, where: "after \(place)", see: command) }
      if failed.contains(true) {
        Talk.say(
          "git-spec: \(Terminal.safe(place)) is made; `git spec check` shows what is left to mend")
      }
    } catch {
      Talk.say(
        "git-spec: \(hook.rawValue) could not check the specs: \(Terminal.safe(Failure(error).brief))"
      )
    }
  }

  /// Judges what a merge caused, or what a fast-forward brought.
  func afterMerge(_ workspace: Workspace) throws -> [CheckRun.Result] {
    let repository = workspace.repository
    // After --squash nothing is committed yet; pre-commit will judge it.
    guard case .commit(let head, let branch) = try repository.head(), arguments.first != "1"
    else { return [] }
    let parents = try repository.commit(head).parents
    guard parents.count >= 2 else {
      guard let old = try repository.resolve("ORIG_HEAD") else { return [] }
      return try results(of: head, on: branch, since: [old], workspace, weight: .warning)
    }
    // A merge causes nothing that one of its parents has; it brings what the first has not.
    return try results(of: head, on: branch, since: parents, workspace, weight: nil)
      + results(
        of: head, on: branch, since: [parents[0]], workspace, weight: .warning, onlyIDs: true)
  }

  /// Judges the IDs that a checkout brings, also the first step of a `pull --rebase`.
  func afterCheckout(_ workspace: Workspace) throws -> [CheckRun.Result] {
    let repository = workspace.repository
    // Files alone were checked out, or nothing was before.
    guard arguments.count >= 3, arguments[2] == "1", arguments[0] != arguments[1],
      let old = ObjectID(hex: arguments[0]), !old.isZero, try repository.hasObject(old),
      case .commit(let head, let branch) = try repository.head()
    else { return [] }
    let bases = try repository.mergeBases(old, head)
    return try results(
      of: head, on: branch, since: bases.isEmpty ? [old] : bases, workspace, weight: .warning,
      onlyIDs: true)
  }

  private func results(
    of head: ObjectID, on branch: String?, since before: [ObjectID], _ workspace: Workspace,
    weight: Severity?, onlyIDs: Bool = false
  ) throws -> [CheckRun.Result] {
    var checker = checker(workspace, start: head)
    if onlyIDs { checker.judgement = Judgement(select: [Registry.takenID.code]) }
    var run = CheckRun(workspace: workspace, checker: checker, source: .commit(head))
    run.before = before.map { .commit($0) }
    let repository = workspace.repository
    run.scope = BranchScope(
      weight: weight, base: head,
      keepsItsNumbers: try branch == nil || PlaceList.isDefault(branch, repository)
    ) {
      try PlaceList.others(than: branch, repository, $0)
    }
    return try run.change().map { [$0] } ?? []
  }
}
