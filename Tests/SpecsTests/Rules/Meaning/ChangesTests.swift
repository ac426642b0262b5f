import Specs
import TestSupport
import Testing

@Suite struct ChangesTests {
  private func found(_ code: String, _ path: String, _ before: String, _ after: String) throws
    -> [String]
  {
    try Bench([path: after], before: [path: before]).findings().filter { $0.code == code }
      .map { "\($0.severity) \($0.message)" }
  }

  // MARK: S404

  @Test(arguments: [
    ("review", "pending"), ("review", "in_progress"), ("in_progress", "pending"),
  ])
  func aStatusThatWentBackIsAWarning(from: String, to: String) throws {
    #expect(
      try found("S404", "tasks/TSK-001.md", Sample.task(status: from), Sample.task(status: to))
        == ["warning the status went back from \(from) to \(to)"])
  }

  @Test(arguments: [
    ("pending", "review"), ("done", "pending"), ("review", "blocked"), ("blocked", "pending"),
    ("review", "review"), ("unheard", "pending"),
  ])
  func forwardReopenedAndBlockedAreFine(from: String, to: String) throws {
    #expect(
      try found("S404", "tasks/TSK-001.md", Sample.task(status: from), Sample.task(status: to))
        == [])
  }

  @Test func theProjectsWorkflowCounts() throws {
    let files = { (status: String) in
      [
        "tasks/TSK-001.md": Sample.task(status: status),
        "config.yaml": "status: {task: [review, pending, shipped]}\n",
      ]
    }
    #expect(
      try Bench(files("review"), before: files("pending")).findings().filter { $0.code == "S404" }
        .map(\.message) == ["the status went back from pending to review"])
    #expect(
      try Bench(files("pending"), before: files("review")).findings()
        .filter { $0.code == "S404" || $0.code == "S105" }.isEmpty)
  }

  // MARK: S410

  private func design(_ status: String, _ rest: String = "", updated: String = "2026-01-01")
    -> String
  {
    "---\nid: DESIGN-A-001\nstatus: \(status)\nupdated: \(updated)\n---\n\(rest)"
  }

  @Test func anEditOfSomethingApprovedIsANote() throws {
    #expect(
      try found("S410", "designs/a.md", design("approved"), design("approved", "New.\n"))
        == ["note this design is approved and was edited"])
  }

  @Test func datesStatusesAndDraftsMayChange() throws {
    let path = "designs/a.md"
    #expect(
      try found("S410", path, design("approved"), design("approved", updated: "2026-01-02")) == [])
    #expect(try found("S410", path, design("approved"), design("review", "New.\n")) == [])
    #expect(try found("S410", path, design("draft"), design("approved", "New.\n")) == [])
    #expect(try found("S410", path, design("approved"), design("approved")) == [])
  }
}
