/// The part of a check that needs no more than values, for use on any thread.
package struct SpecJudge: Sendable {
  private let roots: [String: SpecSnapshot.Root]
  private let index: SnapshotIndex
  private let judgement: Judgement
  private let today: CalendarDate
  private let isAcyclic: Bool

  package init(
    roots: [String: SpecSnapshot.Root], index: SnapshotIndex, judgement: Judgement,
    today: CalendarDate
  ) {
    self.roots = roots
    self.index = index
    self.judgement = judgement
    self.today = today
    isAcyclic = Waiting.isAcyclic(index.allSummaries)
  }

  /// Findings in a spec that did not change; nil when a rule asked for more than is known here.
  package func findings(in spec: Spec) -> [Finding]? {
    let root = roots[spec.root] ?? SpecSnapshot.Root(path: spec.root)
    let asked = Asked()
    let context = RuleContext(
      index: index, settings: root.settings, schema: root.schema, today: today, history: asked,
      waiting: Waiting(index, isAcyclic: isAcyclic), spec: { asked.note($0) })
    let found = Registry.all.flatMap { $0.check(spec, in: context) }
    if asked.isAsked { return nil }
    return found.compactMap { judgement.judge($0, spec: spec, settings: root.settings) }
  }

  /// Notes that a rule wanted the past, or another spec in full.
  private final class Asked: SpecHistory {
    private(set) var isAsked = false

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
