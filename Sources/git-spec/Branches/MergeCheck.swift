internal import Frontmatter
internal import Git
internal import Specs

/// Judges a merge that is not made yet: what it would make of the IDs of both sides.
struct MergeCheck {
  private let merged: MergedTree
  private let workspace: Workspace
  private let checker: Checker
  private let ours: MergeSide
  private let theirs: MergeSide
  private let kinship: Kinship
  private let specs: BranchSpecs
  private let own: OwnSpecs

  /// Merges `ours` with the commit that a revision names.
  init(
    _ repository: Repository, ours: ObjectID, theirs: ObjectID, named revision: String,
    onlyRoots: [String], checker: Checker
  ) throws {
    let merged = try repository.mergedTree(ours, theirs, driver: DriverSettings.driverForOneMerge)
    let workspace = Workspace(merged.repository, onlyRoots: onlyRoots)
    self.merged = merged
    self.workspace = workspace
    self.checker = checker
    let here = try workspace.load(.commit(ours), depth: .onDemand)
    let there = try workspace.load(.commit(theirs), depth: .onDemand)
    let base = try merged.bases.first.map { try workspace.load(.commit($0), depth: .onDemand) }
    self.ours = MergeSide(name: "this side", snapshot: here, commit: ours, base: base)
    self.theirs = MergeSide(name: revision, snapshot: there, commit: theirs, base: base)
    own = OwnSpecs(here, base: ours, workspace: workspace) { [] }
    specs = BranchSpecs(
      workspace, roots: here.roots.merging(there.roots) { mine, _ in mine }, base: ours,
      places: [Place(name: revision, commit: theirs)])
    kinship = Kinship(own, specs)
  }

  /// Findings that neither side has by itself, with those about IDs that only a merge can have.
  func run() throws -> CheckRun.Result? {
    var run = CheckRun(workspace: workspace, checker: checker, source: .commit(merged.tree))
    run.before = [.commit(ours.commit), .commit(theirs.commit)]
    guard var result = try run.change() else { return nil }
    tellConflicts()
    let after = result.snapshot
    // What markers break in a file is no news beside the conflict itself.
    result.report.findings.removeAll { conflicts.contains($0.path) }
    var found = try lostIDs(after) + ghosts(after)
    let known = Set((result.report.findings + found).map(\.subject))
    found += try collisions(after).filter { !known.contains($0.subject) }
    let told = Set(found.map(\.path))
    found += merged.conflicts.map(\.path.text).filter { !told.contains($0) }.compactMap(conflict)
    for finding in found where after.entry(at: finding.path)?.file.id != id(of: finding.path, ours)
    {
      result.quotedElsewhere[finding.path] =
        id(of: finding.path, ours) == nil ? theirs.snapshot : ours.snapshot
    }
    found += try changedMeanings(after)
    for side in [ours.snapshot, theirs.snapshot, ours.base].compactMap(\.self) {
      try side.throwTrouble()
    }
    result.report.findings += found.compactMap { finding in
      checker.judgement.judge(finding, settings: after.roots[finding.root]?.settings ?? Settings())
    }
    result.report.sort()
    return result
  }

  /// git's own words for what it could not merge; specs with markers are findings as well.
  private func tellConflicts() {
    if merged.bases.isEmpty {
      Talk.say("note: the two histories share no commit that is here; all of both is compared")
    }
    let paths = merged.conflicts.map(\.path.text).filter { SpecEntry.root(of: $0) != nil }
    if paths.isEmpty { return }
    Talk.say(
      "note: the merge conflicts in \(TextReport.counted(paths.count, "file")): "
        + paths.prefix(5).map(Terminal.safe).joined(separator: ", ")
        + (paths.count > 5 ? " and \(paths.count - 5) more" : ""))
  }

  private func id(of path: String, _ side: MergeSide) -> ObjectID? {
    side.snapshot.entry(at: path)?.file.id
  }

  /// A spec that git could not merge, at its first line as our side has it.
  private func conflict(_ path: String) -> Finding? {
    guard let root = SpecEntry.root(of: path),
      workspace.onlyRoots.isEmpty || workspace.onlyRoots.contains(root),
      ours.snapshot.kind(at: path) != nil || theirs.snapshot.kind(at: path) != nil
    else { return nil }
    let start = Position(line: 1, column: 1)
    return Finding(
      code: Registry.conflict.code, severity: .error,
      message: "merging \(theirs.name) conflicts in this file",
      path: path, root: root, id: ours.snapshot.index.summary(at: path)?.id?.value, range: 0..<0,
      start: start, end: start,
      help:
        "merge it by hand: `git merge \(ShellWord.quoted(theirs.name))`, resolve the file, and commit"
    )
  }

  /// Paths that whoever makes the merge has to decide about.
  private var conflicts: Set<String> { Set(merged.conflicts.map(\.path.text)) }

  // MARK: IDs

  /// IDs that one side has and the merge has not, though nobody took them away.
  private func lostIDs(_ after: LoadedSnapshot) throws -> [Finding] {
    try [(ours, theirs), (theirs, ours)].flatMap { side, other in
      try changedDefinitions(of: side, after).compactMap { definition -> Finding? in
        let root = SpecEntry.root(of: definition.path) ?? ""
        guard after.index.definitions(of: definition.id, in: root).allSatisfy(\.isFromName),
          // A conflict is told already, and whoever mends it decides.
          !conflicts.contains(definition.path),
          side.base?.index.definitions(of: definition.id, in: root).isEmpty != false
            || !other.snapshot.index.definitions(of: definition.id, in: root).isEmpty
        else { return nil }
        return finding(
          definition, in: root,
          "`\(definition.id)` of \(side.name) is lost in this merge",
          notes: [Finding.Note("it is \(Phrase.quoted(definition.title) ?? definition.path)")],
          help:
            "merge by hand and keep it, or renumber it before: `git spec renumber \(ShellWord.quoted(definition.id))`",
          subject: "lost \(definition.id)")
      }
    }
  }

  /// Definitions of one side in files that the merge has otherwise.
  private func changedDefinitions(
    of side: MergeSide, _ after: LoadedSnapshot
  ) throws -> [Definition] {
    try workspace.changes(from: .commit(side.commit), to: .commit(merged.tree))
      .flatMap { change -> [Definition] in
        guard change.old != nil, let summary = side.snapshot.index.summary(at: change.path)
        else { return [] }
        return summary.definitions.filter { !$0.isFromName }
      }
  }

  /// IDs that mean two things on the two sides: one of them goes under, or both come out.
  private func collisions(_ after: LoadedSnapshot) throws -> [Finding] {
    let answer = try CollisionSearch(own, specs, name: ours.name)
      .run(all: false, places: [Place(name: theirs.name, commit: theirs.commit)])
    for trouble in answer.troubles { Talk.say("note: \(Terminal.safe(trouble))") }
    return answer.collisions.compactMap { collision in
      guard let definition = own.definitions(of: collision.id, in: collision.root).first else {
        return nil
      }
      let others = collision.others
      return finding(
        definition, in: collision.root,
        "`\(collision.id)` means something else on \(theirs.name)",
        notes: others.prefix(3).map {
          Finding.Note(
            "there it is \(Phrase.quoted($0.title) ?? "without a title"): \($0.path):\($0.line)")
        },
        help:
          "give this one another number before the merge: `git spec renumber \(ShellWord.quoted(collision.id))`",
        subject: collision.id)
    }
  }

  /// Numbers that were given up on one side and come back with the other.
  private func ghosts(_ after: LoadedSnapshot) throws -> [Finding] {
    try own.snapshot.roots.keys.sorted().flatMap { root in
      try GhostSearch(own, specs, kinship, name: ours.name).ghosts(in: root).found
        .compactMap { ghost -> Finding? in
          // git may have followed the rename, and then nothing comes back.
          guard
            let definition = after.index.definitions(of: ghost.id, in: root).first(where: {
              $0.path == ghost.path
            })
          else { return nil }
          return finding(
            definition, in: root,
            "`\(ghost.id)` was renumbered to `\(ghost.renumberedTo)` on \(ghost.renumberedOn), and"
              + " this merge brings it back",
            help: "renumber it \(ghost.current ? "here" : "on the other side") before:"
              + " `git spec renumber \(ShellWord.quoted(ghost.id)) \(ShellWord.quoted(ghost.renumberedTo))`",
            subject: "ghost \(ghost.id)")
        }
    }
  }

  // MARK: References

  /// References that meant one spec on their side and mean another in the merge.
  private func changedMeanings(_ after: LoadedSnapshot) throws -> [Finding] {
    var seen: Set<String> = []
    return try [(ours, theirs), (theirs, ours)].flatMap { side, other in
      try changedDefinitions(of: side, after).flatMap { old -> [Finding] in
        let root = SpecEntry.root(of: old.path) ?? ""
        let news = after.index.definitions(of: old.id, in: root).filter { !$0.isFromName }
        guard let new = news.first, !conflicts.contains(old.path),
          seen.insert("\(side.commit) \(old.id)").inserted,
          try !news.contains(where: { try isSame($0, as: old, of: side, other, root, after) })
        else { return [] }
        return try after.index.referrers(to: old.id, in: root).compactMap { path in
          try changedMeaning(old, new, at: path, of: side, after)
        }
      }
    }
  }

  private func changedMeaning(
    _ old: Definition, _ new: Definition, at path: String, of side: MergeSide,
    _ after: LoadedSnapshot
  ) throws -> Finding? {
    guard
      side.snapshot.index.summary(at: path)?.references.contains(where: {
        $0.target == old.id
      }) == true, let spec = try after.spec(at: path),
      let reference = spec.summary.references.first(where: { $0.target == old.id })
    else { return nil }
    return spec.finding(
      Registry.takenID, at: reference.range,
      "`\(old.id)` is another spec after this merge", severity: .error,
      notes: [
        Finding.Note("on \(side.name) it is \(Phrase.quoted(old.title) ?? old.path)"),
        Finding.Note("in the merge it is \(Phrase.quoted(new.title) ?? new.path)"),
      ],
      help: "renumber one of the two before the merge", subject: "meaning \(old.id) \(side.name)")
  }

  /// Whether a definition in the merge is the spec that one side has under its ID.
  private func isSame(
    _ new: Definition, as old: Definition, of side: MergeSide, _ other: MergeSide,
    _ root: String, _ after: LoadedSnapshot
  ) throws -> Bool {
    guard let blob = after.entry(at: new.path)?.file.id else { return false }
    if side.snapshot.entry(at: new.path)?.file.id == blob { return true }
    let isOurs = side.commit == ours.commit
    // What came out of both sides is either's, unless the two are two specs.
    for claim in try specs.claims(of: new.id, in: root) {
      let verdict = try kinship.verdict(claim, in: root)
      if verdict.isSame { return true }
      if claim.definition.path == new.path { return isOurs ? false : claim.entry.file.id == blob }
    }
    return other.snapshot.index.definitions(of: new.id, in: root).isEmpty
      || side.snapshot.index.definitions(of: new.id, in: root).contains { $0.path == new.path }
  }

  private func finding(
    _ definition: Definition, in root: String, _ message: String, notes: [Finding.Note] = [],
    help: String, subject: String
  ) -> Finding {
    Finding(
      code: Registry.takenID.code, severity: .error, message: message, path: definition.path,
      root: root, id: definition.id, range: definition.range, start: definition.position,
      end: Position(
        line: definition.position.line,
        column: definition.position.column + definition.id.unicodeScalars.count),
      label: "", notes: notes, help: help, fix: nil, subject: subject, isShared: false, circle: [])
  }
}

/// One side of a merge, with the commit that both parted from.
struct MergeSide {
  let name: String
  let snapshot: LoadedSnapshot
  let commit: ObjectID
  let base: LoadedSnapshot?
}
