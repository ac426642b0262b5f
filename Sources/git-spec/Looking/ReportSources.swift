internal import Git
internal import Specs

/// All that a report shows, gathered once: views, findings, and what other branches make of the IDs.
struct ReportSources {
  /// Why other branches were not looked at.
  enum BranchesLeftOut: String {
    case asked = "Other branches were left out (--no-branches)."
    case revision =
      "Other branches are compared with the working tree only; this page shows a commit."
  }

  enum Branches {
    case compared(CollisionAnswer, current: String)
    case leftOut(BranchesLeftOut)
    /// They could not be read; the rest of the page stands.
    case failed(String)
  }

  let views: SpecViews
  let findings: CheckRun.Result
  let branches: Branches
  /// The branch that is checked out, or the revision that was named.
  let name: String
  /// The commit that is shown, or that the working tree stands on.
  let commit: ObjectID?

  init(_ workspace: Workspace, rev: String?, comparesBranches: Bool) throws {
    let repository = workspace.repository
    let source = try SpecViews.source(repository, rev)
    let here = try CurrentPlace(repository)
    let snapshot = try workspace.load(source)
    views = try SpecViews(workspace, source, snapshot)
    name = rev ?? here.name
    commit = if case .commit(let id) = source { id } else { here.head }
    let list: PlaceList? =
      comparesBranches && rev == nil
      ? try PlaceList.others(than: here.branch, repository, snapshot.roots) : nil
    findings = try Self.findings(workspace, source, snapshot, base: commit, list)
    branches =
      if let list {
        Self.branches(workspace, here, snapshot, list)
      } else {
        .leftOut(comparesBranches ? .revision : .asked)
      }
  }

  /// What `git spec check` says of the same snapshot.
  private static func findings(
    _ workspace: Workspace, _ source: Snapshot, _ snapshot: LoadedSnapshot, base: ObjectID?,
    _ list: PlaceList?
  ) throws -> CheckRun.Result {
    let start = try workspace.repository.startOfHistory(of: source)
    let checker = Checker(
      judgement: Judgement(), today: Surroundings.today(Surroundings.environment),
      history: RepositoryHistory(workspace: workspace, start: start))
    var run = CheckRun(workspace: workspace, checker: checker, source: source)
    run.scope = list.map { list in BranchScope(weight: nil, base: base) { _ in list } }
    run.requirements = base.map { RequirementHistory(workspace: workspace, tip: $0) }
    return try run.whole(comparedWith: start.map { .commit($0) }, loaded: snapshot)
  }

  private static func branches(
    _ workspace: Workspace, _ here: CurrentPlace, _ snapshot: LoadedSnapshot, _ list: PlaceList
  ) -> Branches {
    do {
      var list = list
      try list.addBroken(workspace.repository)
      let own = here.specs(snapshot, workspace)
      let specs = BranchSpecs(
        workspace, roots: snapshot.roots, base: own.base, places: list.places)
      var answer = try CollisionSearch(own, specs, name: here.name)
        .run(all: true, places: list.places)
      answer.troubles = list.troubles + answer.troubles
      return .compared(answer, current: here.name)
    } catch {
      let failure = Failure(error)
      return .failed(([failure.message] + failure.causes).joined(separator: ": "))
    }
  }
}
