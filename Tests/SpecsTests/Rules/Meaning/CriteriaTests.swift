import Specs
import TestSupport
import Testing

@Suite struct CriteriaTests {
  // MARK: S405

  private func tasks(_ count: Int) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: (1...count).map { ("tasks/TSK-00\($0).md", Sample.task("TSK-00\($0)")) }
    )
  }

  @Test func sixTasksAreANoteAtTheID() throws {
    try expect(
      "S405", in: "---\nid: 1️⃣TKT-001\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "the ticket has 6 tasks; consider splitting it")], as: .note, with: tasks(6))
    try expectNone("S405", in: Sample.ticket(), path: "tickets/TKT-001.md", with: tasks(5))
  }

  // MARK: S406

  @Test func noCriteriaAreANoteAtTheHeading() throws {
    try expect(
      "S406",
      in: "---\nid: TSK-001\n---\n\n# 1️⃣TSK-001: A\n\n- [ ] not below a heading of criteria\n",
      at: [("1️⃣", "the task has no acceptance criteria")], as: .note)
    try expect(
      "S406", in: "---\nid: 1️⃣TKT-001\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "the ticket has no acceptance criteria")])
  }

  @Test(arguments: [
    "## Acceptance Criteria\n- [ ] a", "## Done When\n* [x] a",
    "# ACCEPTANCE CRITERIA (v2)\n1. [ ] a",
    "## Acceptance Criteria\n### Part\n- [ ] a", "**Acceptance Criteria**:\n- [ ] a",
    "## Definition of Done\n  - [ ] a",
  ])
  func boxesBelowAnyOfTheirHeadingsCount(body: String) throws {
    try expectNone("S406", in: "---\nid: TSK-001\n---\n\n\(body)\n")
  }

  @Test(arguments: [
    "## Acceptance Criteria\n- a", "## Acceptance Criteria\n## Next\n- [ ] a",
    "## Acceptance Criteria\n```\n- [ ] a\n```", "## Acceptance Criteria\n-[ ] a",
  ])
  func otherBoxesDoNot(body: String) throws {
    let found = try Bench(["tasks/TSK-001.md": "---\nid: TSK-001\n---\n\n\(body)\n"]).findings()
    #expect(found.contains { $0.code == "S406" })
  }

  @Test func documentsNeedNone() throws {
    try expectNone("S406", in: "---\nid: DESIGN-A-001\n---\n", path: "designs/a.md")
  }
}
