/// Everything about a rule that a user can read: one value, from which pages and help are made.
package struct RuleInfo: Sendable {
  package enum Fixing: String, Sendable { case none, safe, unsafe }

  package let code: String
  /// The name in kebab case: `unknown-reference`.
  package let name: String
  /// The sentence the rule enforces.
  package let summary: String
  package let severity: Severity
  package let fixing: Fixing
  /// Why the rule is there and how it judges, in prose (Markdown).
  package let explanation: String
  /// A file, or a part of one, that breaks the rule.
  package let bad: String
  /// The same, right.
  package let good: String

  package init(
    _ code: String, _ name: String, _ severity: Severity, fixing: Fixing = .none,
    summary: String, explanation: String, bad: String, good: String
  ) {
    self.code = code
    self.name = name
    self.severity = severity
    self.fixing = fixing
    self.summary = summary
    self.explanation = explanation
    self.bad = bad
    self.good = good
  }
}

/// A rule, or a small group of rules that share their work.
package protocol Rule: Sendable {
  static var rules: [RuleInfo] { get }
  /// Findings about one spec; asks the context about others and walks none but those it names.
  static func check(_ spec: Spec, in context: RuleContext) -> [Finding]
}

/// What a rule may know besides the spec it judges.
package struct RuleContext {
  package let index: any SpecIndex
  package let settings: Settings
  /// The table with the root's settings applied.
  package let schema: Schema
  package let today: CalendarDate
  /// The same file before the change that is judged; nil when it is new or nothing is compared.
  package let baseline: Spec?
  /// Indexes of the snapshots before the change that is judged; none where nothing is compared.
  package let before: [any SpecIndex]
  /// True for a spec of the change that is judged.
  package let isChanged: Bool
  package let history: any SpecHistory
  package let branches: any OtherBranches
  /// Requirements that changed after the tickets that name them; none where nobody looked.
  package let laterChanges: LaterChanges
  /// Who waits for whom, shared by all rules of a run.
  package let waiting: Waiting
  /// Where entries can be added to other specs, shared by all rules of a run.
  let listEnds: ListEnds
  /// Reads another spec in full; only to mend a finding, never to find one.
  package let spec: (String) -> Spec?

  package init(
    index: any SpecIndex, settings: Settings, schema: Schema, today: CalendarDate,
    baseline: Spec? = nil, before: [any SpecIndex] = [], isChanged: Bool = false,
    history: any SpecHistory = NoHistory(), branches: any OtherBranches = NoOtherBranches(),
    laterChanges: LaterChanges = LaterChanges(),
    waiting: Waiting? = nil, listEnds: ListEnds = ListEnds(),
    spec: @escaping (String) -> Spec? = { _ in nil }
  ) {
    self.index = index
    self.settings = settings
    self.schema = schema
    self.today = today
    self.baseline = baseline
    self.before = before
    self.isChanged = isChanged
    self.history = history
    self.branches = branches
    self.laterChanges = laterChanges
    self.waiting = waiting ?? Waiting(index)
    self.listEnds = listEnds
    self.spec = spec
  }
}

/// Questions about the past, asked only to explain or mend an error that was found.
package protocol SpecHistory {
  /// The commit that removed an ID from a root, as `abc1234 "Subject"`; nil when none is known.
  func removal(of id: String, in root: String) -> String?
  /// Dates (`YYYY-MM-DD`) of a file's first and last commit.
  func dates(of path: String) -> (created: CalendarDate, updated: CalendarDate)?
}

/// History where there is none.
package struct NoHistory: SpecHistory {
  package init() {}
  package func removal(of id: String, in root: String) -> String? { nil }
  package func dates(of path: String) -> (created: CalendarDate, updated: CalendarDate)? { nil }
}
