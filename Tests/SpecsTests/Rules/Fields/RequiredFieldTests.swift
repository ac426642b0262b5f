import Specs
import TestSupport
import Testing

@Suite struct RequiredFieldTests {
  @Test func eachMissingFieldIsAnErrorOnTheFence() throws {
    try expect(
      "S101", in: "1️⃣---\nid: TSK-001\ntitle: A\n---\n",
      at: [
        ("1️⃣", "a task needs the field `estimate`"), ("1️⃣", "a task needs the field `status`"),
        ("1️⃣", "a task needs the field `ticket_id`"), ("1️⃣", "a task needs the field `type`"),
      ], as: .error)
  }

  @Test func anEmptyFieldIsToldAtItsKey() throws {
    try expect(
      "S101",
      in:
        "---\nid: TSK-001\n1️⃣title:\nstatus: pending\n2️⃣ticket_id: ~\nestimate: S\ntype: test\n---\n",
      at: [
        ("1️⃣", "the required field `title` is empty"),
        ("2️⃣", "the required field `ticket_id` is empty"),
      ])
  }

  @Test(arguments: [
    (
      KindName.prd, "docs/prd-a.md",
      ["id", "title", "feature", "created", "updated", "status", "author"]
    ),
    (.document, "docs/a.md", ["id", "title"]),
    (
      .requirement, "requirements/a.md",
      ["id", "title", "feature", "created", "updated", "status", "category", "priority"]
    ),
    (
      .design, "designs/a.md",
      ["id", "title", "feature", "created", "updated", "status", "requirements"]
    ),
    (.ticket, "tickets/a.md", ["id", "title", "status", "priority", "estimate"]),
    (.task, "tasks/a.md", ["id", "title", "status", "ticket_id", "estimate", "type"]),
  ])
  func everyKindRequiresWhatItsTableSays(kind: KindName, path: String, fields: [String]) throws {
    let findings = try Bench([path: "---\nphase: 1\n---\n"]).findings().filter { $0.code == "S101" }
    #expect(
      Set(findings.map(\.message)) == Set(fields.map { "a \(kind) needs the field `\($0)`" }))
  }

  @Test func anAliasCounts() throws {
    try expectNone("S101", in: Sample.task().replacing("ticket_id", with: "parent_ticket"))
    try expectNone("S101", in: Sample.task().replacing("ticket_id", with: "ticket-id"))
  }

  @Test func idAndTitleAreReadOffNameAndHeading() throws {
    let rest =
      "status: pending\nticket_id: TKT-001\nestimate: S\ntype: test\n---\n\n# TSK-001: Parse: all\n"
    try expectFix(
      "S101", in: "---\n# about\ntitle: A\n" + rest, path: "tasks/TSK-001-parser.md",
      makes: "---\nid: TSK-001\n# about\ntitle: A\n" + rest)
    try expectFix(
      "S101", in: "---\nid: TSK-001\n" + rest,
      makes: "---\nid: TSK-001\ntitle: 'Parse: all'\n" + rest)
    try expectFix(
      "S101", in: "---\nid: TSK-001\ntitle:\n" + rest,
      makes: "---\nid: TSK-001\ntitle: 'Parse: all'\n" + rest)
  }

  @Test func indentedFrontmatterStaysIndented() throws {
    let rest = "  status: pending\n  ticket_id: TKT-001\n  estimate: S\n  type: test\n---\n\n# A\n"
    try expectFix(
      "S101", in: "---\n  id: TSK-001\n" + rest, makes: "---\n  id: TSK-001\n  title: A\n" + rest)
  }

  private struct Past: SpecHistory {
    func removal(of id: String, in root: String) -> String? { nil }
    func dates(of path: String) -> (created: CalendarDate, updated: CalendarDate)? {
      guard let first = CalendarDate(year: 2025, month: 3, day: 1),
        let last = CalendarDate(year: 2025, month: 4, day: 2)
      else { return nil }
      return (first, last)
    }
  }

  @Test func datesComeFromTheHistory() throws {
    let files = [
      "designs/a.md":
        "---\nid: DESIGN-A-001\ntitle: A\nfeature: a\nstatus: draft\nrequirements: []\n---\n"
    ]
    let bench = Bench(files)
    var checker = bench.checker
    checker.history = Past()
    let titles = try checker.check([".omoi_os/designs/a.md"], of: bench.snapshot(files)).findings
      .filter { $0.code == "S101" }.compactMap(\.fix?.title)
    #expect(titles == ["add `created: 2025-03-01`", "add `updated: 2025-04-02`"])
  }
}
