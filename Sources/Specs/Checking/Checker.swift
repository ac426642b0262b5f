/// Runs the rules over a snapshot, or over what a change is answerable for.
package struct Checker {
  package var rules: [any Rule.Type]
  package var judgement: Judgement
  package var today: CalendarDate
  package var history: any SpecHistory
  package var branches: any OtherBranches
  package var laterChanges = LaterChanges()

  package init(
    rules: [any Rule.Type] = Registry.all, judgement: Judgement = Judgement(),
    today: CalendarDate, history: any SpecHistory = NoHistory(),
    branches: any OtherBranches = NoOtherBranches()
  ) {
    self.rules = rules
    self.judgement = judgement
    self.today = today
    self.history = history
    self.branches = branches
  }

  /// Every finding in the given specs. `baseline` gives the file as it was, where it changed.
  ///
  /// `judged` gives findings of specs that were judged already, elsewhere.
  package func check(
    _ paths: [String], of snapshot: SpecSnapshot,
    baseline: (String) throws -> Spec? = { _ in nil },
    judged: (String) -> [Finding]? = { _ in nil }
  ) throws -> Report {
    var report = Report(checkedCount: paths.count)
    var shared: Set<String> = []
    for path in paths {
      var known = judged(path)
      if known == nil, let spec = try snapshot.load(path) {
        known = findings(in: spec, of: snapshot, baseline: try baseline(path)).limited()
      }
      guard let found = known else { continue }
      for finding in found where !finding.isShared || shared.insert(finding.fingerprint).inserted {
        report.findings.append(finding)
      }
    }
    report.sort()
    return report
  }

  /// What a change is answerable for: every finding in a changed spec, and findings elsewhere
  /// that none of the snapshots before the change has.
  ///
  /// - Parameters:
  ///   - changed: paths that differ from every snapshot in `before`, deleted ones included.
  ///   - touched: paths that differ from at least one of them; a superset of `changed`.
  ///   - everything: all paths, when settings changed and any spec may be judged anew.
  package func check(
    changed: Set<String>, touched: Set<String>, everything: [String]? = nil,
    after: SpecSnapshot, before: [SpecSnapshot]
  ) throws -> Report {
    let roots = Set(([after] + before).flatMap(\.roots.keys))
    let affected =
      everything.map(Set.init)
      ?? Self.affected(by: touched, roots: roots, indexes: [after.index] + before.map(\.index))
    let first = changed.sorted()
    let rest = affected.subtracting(changed).sorted()
    var report = Report()
    var shared: Set<String> = []

    for path in first {
      guard let spec = try after.load(path) else { continue }
      report.checkedCount += 1
      let baseline = try before.first?.load(path)
      let found = findings(
        in: spec, of: after, baseline: baseline, before: before, isChanged: true,
        countingIn: &report.switchedOff, settingsChanged: everything != nil
      ).limited()
      for finding in found where !finding.isShared || shared.insert(finding.fingerprint).inserted {
        report.findings.append(finding)
      }
    }
    for path in rest {
      guard let spec = try after.load(path) else { continue }
      let found = findings(
        in: spec, of: after, baseline: touched.contains(path) ? try before.first?.load(path) : nil,
        before: before, countingIn: &report.switchedOff, settingsChanged: everything != nil)
      if found.isEmpty { continue }
      var known: Set<String> = []
      for snapshot in before {
        guard let old = try snapshot.load(path) else { continue }
        // What settings hid was there all the same: showing it is no reason to block.
        known.formUnion(
          raw(in: old, of: snapshot, baseline: nil, history: NoHistory()).map(\.fingerprint))
      }
      var new: [Finding] = []
      for finding in found {
        // A circle is old when each of its steps is, whichever circle was told before.
        if known.contains(finding.fingerprint)
          || before.contains(where: {
            $0.waiting.isCycle(finding.circle, key: finding.subject, in: finding.root)
          })
        {
          report.olderCount += 1
        } else {
          new.append(finding)
        }
      }
      for finding in new.limited()
      where !finding.isShared || shared.insert(finding.fingerprint).inserted {
        report.findings.append(finding)
      }
    }
    report.sort()
    return report
  }

  /// Findings in one spec as the settings weigh them.
  private func findings(
    in spec: Spec, of snapshot: SpecSnapshot, baseline: Spec?
  ) -> [Finding] {
    let settings = snapshot.roots[spec.root]?.settings ?? Settings()
    let found = raw(
      in: spec, of: snapshot, baseline: baseline, history: history, branches: branches)
    return judgement.judge(found, spec: spec, settings: settings)
  }

  /// The same, counting what the change hides: by settings that are others now, or by comments.
  private func findings(
    in spec: Spec, of snapshot: SpecSnapshot, baseline: Spec?, before: [SpecSnapshot],
    isChanged: Bool = false, countingIn switchedOff: inout SwitchedOff, settingsChanged: Bool
  ) -> [Finding] {
    let settings = snapshot.roots[spec.root]?.settings ?? Settings()
    let found = raw(
      in: spec, of: snapshot, baseline: baseline, before: before.map(\.index),
      isChanged: isChanged, history: history, branches: branches)
    let told = judgement.judge(found, spec: spec, settings: settings)
    let hasComments = isChanged && !spec.ignores.isEmpty
    guard settingsChanged || hasComments else { return told }
    let older: Spec?? = hasComments ? .some(baseline) : nil
    // A root that is new was judged by the defaults so far.
    let former = settingsChanged ? before.first?.roots[spec.root]?.settings ?? Settings() : settings
    let would = judgement.judge(found, spec: spec, settings: former, asOf: older)
    let byComment = Set(
      hasComments
        ? judgement.judge(found, spec: spec, settings: settings, asOf: older).map(\.fingerprint)
        : [])
    let byBoth = Set(told.map(\.fingerprint))
    if hasComments, spec.ignores.exceed(baseline?.ignores), byComment == byBoth {
      switchedOff.note(lowered: spec.path)
    }
    switchedOff.count(would, told) { finding in
      byComment.contains(finding.fingerprint) && !byBoth.contains(finding.fingerprint)
        ? spec.path : "\(spec.root)/\(Schema.settingsFile)"
    }
    return told
  }

  private func raw(
    in spec: Spec, of snapshot: SpecSnapshot, baseline: Spec?, before: [any SpecIndex] = [],
    isChanged: Bool = false, history: any SpecHistory,
    branches: any OtherBranches = NoOtherBranches()
  ) -> [Finding] {
    let root = snapshot.roots[spec.root] ?? SpecSnapshot.Root(path: spec.root)
    let context = RuleContext(
      index: snapshot.index, settings: root.settings, schema: root.schema, today: today,
      baseline: baseline, before: before, isChanged: isChanged, history: history,
      branches: branches, laterChanges: laterChanges, waiting: snapshot.waiting,
      listEnds: snapshot.listEnds, spec: { (try? snapshot.load($0)) ?? nil })
    return rules.flatMap { $0.check(spec, in: context) }
  }

  /// The touched specs and their neighbours: who defines what they define or name, who names them.
  private static func affected(
    by touched: Set<String>, roots: Set<String>, indexes: [any SpecIndex]
  ) -> Set<String> {
    var affected = touched
    var defined: [String: Set<String>] = [:]
    var named: [String: Set<String>] = [:]
    // A file that appears or goes away, spec or not, concerns whoever names it by path.
    for path in touched {
      // A root in a root is below both.
      for slash in path.indices where path[slash] == "/" && roots.contains(String(path[..<slash])) {
        defined[String(path[..<slash]), default: []].insert(
          String(path[path.index(after: slash)...]))
      }
    }
    for index in indexes {
      for path in touched {
        guard let summary = index.summary(at: path) else { continue }
        let root = summary.root
        defined[root, default: []].formUnion(summary.definitions.map(\.id))
        for reference in summary.references {
          if reference.isFile {
            affected.insert(root + "/" + reference.target)
          } else {
            named[root, default: []].insert(reference.target)
          }
        }
      }
    }
    for index in indexes {
      for (root, ids) in defined {
        for id in ids {
          affected.formUnion(index.definitions(of: id, in: root).map(\.path))
          affected.formUnion(index.referrers(to: id, in: root))
        }
      }
      for (root, ids) in named {
        for id in ids { affected.formUnion(index.definitions(of: id, in: root).map(\.path)) }
      }
    }
    return affected
  }
}
