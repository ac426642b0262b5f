import Frontmatter
import Specs
import TestSupport
import Testing

/// What the words beside a finding advise, and values that are there but say nothing.
@Suite struct AdviceTests {
  private let ticket = ["tickets/TKT-001.md": Sample.ticket()]

  private func findings(_ task: String, _ before: [String: String]? = nil) throws -> [Finding] {
    try Bench(ticket.merging(["tasks/TSK-001.md": task]) { $1 }, before: before).findings()
      .filter { $0.severity > .note }
  }

  @Test(arguments: ["id", "ticket_id", "status", "estimate", "type"])
  func anEmptyTextIsAMissingValue(field: String) throws {
    let task = Sample.task().split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(field + ":") ? "\(field): \"\"" : String($0) }
    let found = try findings(task.joined(separator: "\n"))
    #expect(found.map(\.code) == ["S101"])
    #expect(found.first?.message == "the required field `\(field)` is empty")
  }

  @Test func anEmptyEntryOfAListIsTold() throws {
    let found = try findings(
      Sample.task().replacing("depends_on: []", with: "depends_on: [\"\", ~]"))
    #expect(
      found.map(\.message)
        == Array(repeating: "an entry of `dependencies.depends_on` is empty", count: 2))
  }

  /// The fix takes the earlier of two days, so that it makes no new error.
  @Test func datesOfHistoryKeepTheirOrderWithWhatIsWritten() throws {
    struct Past: SpecHistory {
      func removal(of id: String, in root: String) -> String? { nil }
      func dates(of path: String) -> (created: CalendarDate, updated: CalendarDate)? {
        guard let day = CalendarDate(year: 2026, month: 1, day: 10) else { return nil }
        return (day, day)
      }
    }
    let text =
      "---\nid: DESIGN-A-001\ntitle: A\nfeature: a\nupdated: 2026-01-05\nstatus: draft\nrequirements: []\n---\n"
    let bench = Bench(["designs/a.md": text])
    var checker = bench.checker
    checker.history = Past()
    let report = try checker.check([".omoi_os/designs/a.md"], of: bench.snapshot(bench.files))
    let edits = report.findings.compactMap { $0.fix?.edits.first?.edit }
    let fixed = String(
      decoding: try Edit.apply(edits, to: Array(text.utf8)), as: UTF8.self)
    #expect(fixed.contains("created: 2026-01-05\n"))
  }

  @Test func aSpecThatTheChangeItselfRemovesIsNamedAsSuch() throws {
    let before = ticket.merging(["tasks/TSK-001.md": Sample.task()]) { $1 }
    let report = try Bench(["tasks/TSK-001.md": Sample.task()], before: before).change()
    let finding = try #require(report.findings.first { $0.code == "S301" })
    #expect(
      finding.notes.map(\.message) == [
        "this change takes `TKT-001` away: it was in .omoi_os/tickets/TKT-001.md"
      ])
    #expect(finding.help == "keep it, or change what refers to it")
  }

  @Test(arguments: [
    ("### REQ-A-FUNC-03: Short", "REQ-A-FUNC-003"), ("#### req-a-func-004: Low", "REQ-A-FUNC-004"),
  ])
  func aHeadingThatNobodyCouldReferToIsAnError(heading: String, better: String) throws {
    let text = "---\nid: REQ-A-001\n---\n\n\(heading)\n"
    let found = try Bench(["requirements/a.md": text]).findings().filter { $0.code == "S201" }
    #expect(found.map(\.help) == ["did you mean `\(better)`?"])
  }

  @Test(arguments: [
    "### REQ-A overview", "### REQUESTS-2: x", "### REQ-A-FUNC: x", "## REQ-A-B-01: x",
  ])
  func otherHeadingsAreHeadings(heading: String) throws {
    let text = "---\nid: REQ-A-001\n---\n\n\(heading)\n"
    #expect(try Bench(["requirements/a.md": text]).findings().allSatisfy { $0.code != "S201" })
  }

  /// Of two names for one ticket the first name counts: a circle by way of the other is none.
  @Test func aliasesThatDisagreeMakeNoCircle() throws {
    let files = [
      "tickets/TKT-001.md": Sample.ticket(),
      "tickets/TKT-002.md": Sample.ticket("TKT-002", blockedBy: ["TKT-001"]),
      "tasks/TSK-001.md": Sample.task().replacing(
        "ticket_id: TKT-001", with: "parent_ticket: TKT-002\nticket_id: TKT-001"),
    ]
    let codes = try Bench(files).findings().filter { $0.severity == .error }.map(\.code)
    #expect(codes == ["S104"])
  }

  @Test func rulesGoByTheirNamesAsWell() throws {
    #expect(Registry.code(named: "unknown-reference") == "S301")
    #expect(Registry.code(named: "s3") == "S3" && Registry.code(named: "all") == "ALL")
    #expect(Registry.code(named: "nonsense") == nil)
    var files = [
      "tasks/TSK-001.md": Sample.task(), "config.yaml": "rules: {unknown-reference: ignore}\n",
    ]
    #expect(try Bench(files).findings().isEmpty)
    files["config.yaml"] = nil
    files["tasks/TSK-001.md"] = Sample.task().replacing(
      "# TSK-001: ", with: "<!-- git-spec: ignore unknown-reference -->\n# TSK-001: ")
    #expect(try Bench(files).findings().isEmpty)
  }
}
