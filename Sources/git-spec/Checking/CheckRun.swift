internal import Frontmatter
internal import Git
internal import Specs

/// One judgement of one snapshot: all of it, or what a change from other snapshots answers for.
struct CheckRun {
  let workspace: Workspace
  let checker: Checker
  let source: Snapshot
  /// Snapshots before the change; empty for a check of everything.
  var before: [Snapshot] = []
  /// Snapshots whose files are no change either: they came by a merge, and only what they cause and
  /// no snapshot before has is the change's.
  var merged: [Snapshot] = []
  /// Paths (files or folders, from the repository's top) to report on; empty means all.
  var paths: [String] = [] {
    didSet { isNamed = Set(paths) }
  }
  private(set) var isNamed: Set<String> = []
  /// Which other branches are looked at; nil for none.
  var scope: BranchScope?
  /// Looks back at requirements in a check of everything; nil in hooks, which have no time for it.
  var requirements: RequirementHistory?

  struct Result {
    var report: Report
    let snapshot: LoadedSnapshot
    /// Files that differ from a snapshot before, deleted ones included.
    var changedPaths: Set<String> = []
    var branches: RepositoryBranches?
    /// False when a fix could not be written.
    var couldWrite = true
    /// Files whose lines are quoted from another snapshot than the judged one.
    var quotedElsewhere: [String: LoadedSnapshot] = [:]

    func text(of path: String) -> SourceText? {
      (quotedElsewhere[path] ?? snapshot).text(of: path)
    }
  }

  /// Judges everything; `comparedWith` gives the files as they were for rules about changes,
  /// `loaded` the source where it has been read in full before.
  ///
  /// `isNew` says that nobody had the source before: then settings are told that hide something.
  func whole(
    comparedWith old: Snapshot? = nil, loaded: LoadedSnapshot? = nil, isNew: Bool = false
  ) throws -> Result {
    let after = try loaded ?? workspace.load(source)
    let changes = try old.map { try workspace.changes(from: $0, to: source) }
    let baseline = try changes.map {
      try LoadedSnapshot(before: $0, of: after, workspace: workspace)
    }
    var checker = checker
    if let requirements {
      let uncommitted = source.isWorkingTree ? Set((changes ?? []).map(\.path)) : []
      checker.laterChanges = requirements.laterChanges(
        in: after, uncommitted: uncommitted, judgement: checker.judgement)
    }
    let paths = after.specPaths.filter(isIncluded)
    let branches = branches(after, changes, since: old)
    if let branches { checker.branches = branches }
    // What changed is judged against what it was, the rest on its own; and all of it one by one
    // where every ID is compared with other branches.
    let judged =
      branches?.weightOfTakenID == nil
      ? try after.judged(
        paths.filter { baseline?.entry(at: $0) == nil }, judgement: checker.judgement,
        today: checker.today, laterChanges: checker.laterChanges) : [:]
    var report = try checker.check(
      paths, of: after.specs, baseline: { try baseline?.changedSpec(at: $0) },
      judged: { judged[$0] })
    if isNew, after.specs.speaksOfRules {
      var open = checker
      open.judgement.heedsFiles = false
      let all = try after.judged(
        paths, judgement: open.judgement, today: open.today, laterChanges: open.laterChanges)
      report.switchedOff = SwitchedOff(
        try open.check(paths, of: after.specs, judged: { all[$0] }), report)
    }
    report.findings += after.settingsFindings(checker.judgement).filter { isIncluded($0.path) }
    report.specCount = after.specPaths.count
    report.sort()
    return Result(report: report, snapshot: after, branches: branches)
  }

  /// Other branches as seen from what is judged; `changes` are those since a snapshot that is known.
  private func branches(
    _ after: LoadedSnapshot, _ changes: [SpecChange]?, since known: Snapshot?
  ) -> RepositoryBranches? {
    guard let scope else { return nil }
    let own = OwnSpecs(after, base: scope.base, tip: scope.tip, workspace: workspace) {
      if let changes, known == scope.base.map({ .commit($0) }) { return changes }
      if case .commit(let id) = source, id == scope.base { return [] }
      return try workspace.changes(from: scope.base.map { .commit($0) } ?? .empty, to: source)
    }
    return RepositoryBranches(own, scope, workspace: workspace)
  }

  /// Judges what the change from every snapshot of `before` is answerable for; nil when nothing
  /// below a spec root differs.
  ///
  /// Where one before cannot be read, because its trees are malformed, nothing is old: whoever mends
  /// them is not stopped by them.
  func change() throws -> Result? {
    do {
      return try changeSinceBefore()
    } catch let error as GitError where error.code == .malformed {
      let result = try whole()
      Talk.say("note: everything is judged, because what was before cannot be read: \(error)")
      return result
    }
  }

  private func changeSinceBefore() throws -> Result? {
    let changes = try before.map { try workspace.changes(from: $0, to: source) }
    guard let first = changes.first, changes.contains(where: { !$0.isEmpty }) else { return nil }
    let touched = Set(changes.flatMap { $0.map(\.path) })
    let apart = try merged.map { try workspace.changes(from: $0, to: source) }
    let changed = (changes.dropFirst() + apart).reduce(Set(first.map(\.path))) {
      $0.intersection($1.map(\.path))
    }
    let changedSettings = Set(
      touched.filter { path in
        SpecEntry.root(of: path).map { path == "\($0)/\(Schema.settingsFile)" } ?? false
      })
    let after = try workspace.load(source, depth: changedSettings.isEmpty ? .onDemand : .everything)
    // Other settings read every spec in another way, so such a parent is read whole.
    let parents = try zip(before, changes).map { snapshot, changes in
      changedSettings.isEmpty
        ? try LoadedSnapshot(before: changes, of: after, workspace: workspace)
        : try workspace.load(snapshot)
    }
    let branches = branches(after, first, since: before.first)
    var checker = checker
    if let branches { checker.branches = branches }
    var report = try checker.check(
      changed: changed, touched: touched,
      everything: changedSettings.isEmpty ? nil : after.specPaths,
      after: after.specs, before: parents.map(\.specs))
    try after.throwTrouble()
    if !changedSettings.isEmpty, let former = parents.first {
      for (path, root) in after.roots {
        report.switchedOff.compare(
          root, with: former.roots[path] ?? SpecSnapshot.Root(path: path),
          files: after.relativePaths(in: path))
      }
    }
    report.findings += after.settingsFindings(checker.judgement).filter {
      changed.contains($0.path)
    }
    report.specCount = after.specPaths.count
    if !paths.isEmpty { report.findings.removeAll { !isIncluded($0.path) } }
    report.sort()
    return Result(
      report: report, snapshot: after, changedPaths: touched, branches: branches)
  }

  private func isIncluded(_ path: String) -> Bool {
    if paths.isEmpty { return true }
    if paths.count <= 8 {
      return paths.contains { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }
    }
    // A hook manager may name thousands of files.
    return isNamed.contains("") || isNamed.contains(path)
      || path.indices.contains { path[$0] == "/" && isNamed.contains(String(path[..<$0])) }
  }
}

extension LoadedSnapshot {
  /// A spec only when this snapshot has it otherwise than the one it was made from.
  func changedSpec(at path: String) throws -> Spec? {
    entry(at: path) == nil ? nil : try spec(at: path)
  }
}
