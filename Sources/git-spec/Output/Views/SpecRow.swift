internal import Frontmatter
internal import Specs

/// One spec as the views give it in JSON.
struct SpecRow: Encodable {
  struct Reason: Encodable {
    let kind: String
    @OrNull var id: String?
    let text: String

    init(_ reason: Readiness.Reason) {
      kind = reason.kind.rawValue
      id = reason.id
      text = reason.text
    }
  }
  struct Tasks: Encodable {
    let done: Int
    let all: Int
  }
  struct Requirement: Encodable {
    let id: String
    let title: String
    let line: Int
    let tickets: [String]
    let begun: Bool
    let built: Bool

    init(_ requirement: Traceability.Requirement) {
      id = requirement.id
      title = requirement.title
      line = requirement.position.line
      tickets = requirement.tickets.map(\.label)
      begun = requirement.isBegun
      built = requirement.isBuilt
    }
  }

  @OrNull var id: String?
  let kind: String
  let root: String
  let path: String
  let line: Int
  let title: String
  @OrNull var status: String?
  @OrNull var state: String?
  let reasons: [Reason]
  @OrNull var priority: String?
  @OrNull var feature: String?
  @OrNull var assignee: String?
  @OrNull var estimate: String?
  @OrNull var type: String?
  @OrNull var ticketId: String?
  /// IDs and paths by field, as written: `dependencies.depends_on`.
  let references: [String: [String]]
  /// Of a ticket its tasks.
  @OrNull var tasks: Tasks?
  /// Why the file cannot be read.
  @OrNull var problem: String?

  init(_ card: SpecCard, in specs: RootSpecs) {
    let isWork = card.kind == .task || card.kind == .ticket
    let readiness = isWork ? specs.readiness.of(card) : nil
    id = card.id
    kind = card.kind.rawValue
    root = card.root
    path = card.path
    line = card.position.line
    title = card.title
    status = card.status
    state = readiness?.state.rawValue
    reasons = (readiness?.reasons ?? []).map(Reason.init)
    priority = specs.priority(of: card)
    feature = specs.feature(of: card)
    assignee = card.assignee
    estimate = card.estimate
    type = card.type
    ticketId = card.ticket
    references = Dictionary(grouping: card.summary.references, by: \.field)
      .mapValues { $0.map(\.target) }
    let (done, all) = specs.progress(of: card.id ?? "")
    tasks = card.kind == .ticket ? Tasks(done: done, all: all) : nil
    problem = card.fault?.message
  }
}
