/// The part of a check that needs no more than values, for use on any thread.
package struct SpecJudge: Sendable {
  private let roots: [String: SpecSnapshot.Root]
  private let index: SnapshotIndex
  private let judgement: Judgement
  private let today: CalendarDate
  private let laterChanges: LaterChanges
  /// Specs that may be in a circle: which one is found once for all of them, elsewhere.
  private let entangled: Set<String>

  package init(
    roots: [String: SpecSnapshot.Root], index: SnapshotIndex, judgement: Judgement,
    today: CalendarDate, laterChanges: LaterChanges = LaterChanges()
  ) {
    self.roots = roots
    self.index = index
    self.judgement = judgement
    self.today = today
    self.laterChanges = laterChanges
    entangled = Waiting.entangled(index.allSummaries)
  }

  /// Findings in a spec that did not change; nil when a rule asked for more than is known here.
  package func findings(in spec: Spec) -> [Finding]? {
    if entangled.contains(spec.path) { return nil }
    let asked = Asked()
    let found = findings(in: spec, asking: asked)
    return asked.isAsked ? nil : found
  }

  /// Findings in a spec, without what would explain or mend some of them and is not known here.
  package func unexplainedFindings(in spec: Spec) -> [Finding] {
    findings(in: spec, asking: Asked())
  }

  private func findings(in spec: Spec, asking asked: Asked) -> [Finding] {
    let root = roots[spec.root] ?? SpecSnapshot.Root(path: spec.root)
    let context = RuleContext(
      index: Unexplained(index: index, asked: asked), settings: root.settings, schema: root.schema,
      today: today, history: asked, branches: asked, laterChanges: laterChanges,
      waiting: Waiting(index, isAcyclic: true), spec: { asked.note($0) })
    return judgement.judge(
      Registry.all.flatMap { $0.check(spec, in: context) }, spec: spec, settings: root.settings
    ).limited()
  }

  /// The index without what only explains an error: such an error is judged again, once.
  private struct Unexplained: SpecIndex {
    let index: SnapshotIndex
    let asked: Asked

    func candidates(in root: String) -> Candidates? {
      asked.isAsked = true
      return nil
    }
    func uses(of id: String, in root: String) -> IDUses { index.uses(of: id, in: root) }
    func referrers(to target: String, in root: String) -> [String] {
      index.referrers(to: target, in: root)
    }
    func summary(at path: String) -> SpecSummary? { index.summary(at: path) }
    func file(_ path: String, in root: String) -> FileAnswer { index.file(path, in: root) }
  }

  /// Notes that a rule wanted the past, or another spec in full.
  private final class Asked: SpecHistory, OtherBranches {
    var isAsked = false
    let weightOfTakenID: Severity? = nil

    func otherMeanings(of definition: Definition, in root: String) -> [Meaning] {
      isAsked = true
      return []
    }

    func meanings(of id: String, in root: String) -> [Meaning] {
      isAsked = true
      return []
    }

    func removal(of id: String, in root: String) -> String? {
      isAsked = true
      return nil
    }

    func dates(of path: String) -> (created: CalendarDate, updated: CalendarDate)? {
      isAsked = true
      return nil
    }

    func note(_ path: String) -> Spec? {
      isAsked = true
      return nil
    }
  }
}
