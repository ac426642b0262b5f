import Specs
import TestSupport
import Testing

/// Each fault is told once, under the rule that it is of.
@Suite struct CountingTests {
  private func found(_ files: [String: String], _ code: String) throws -> [Finding] {
    try Bench(files).findings().filter { $0.code == code }
  }

  // MARK: Tasks of a ticket

  /// Each of the five names its ticket in three fields.
  private func tasks(_ count: Int, status: String = "pending") -> [String: String] {
    var files: [String: String] = [:]
    for number in 1...count {
      let id = "TSK-00\(number)"
      files["tasks/\(id).md"] = Sample.task(id, title: "Task \(number)", status: status).replacing(
        "estimate:", with: "tickets: [TKT-001]\nticket: TKT-001\nestimate:")
    }
    return files
  }

  @Test func aTaskCountsOnceHoweverOftenItNamesItsTicket() throws {
    var files = tasks(5)
    files["tickets/TKT-001.md"] = Sample.ticket(status: "done")
    #expect(try found(files, "S405").isEmpty)
    let open = try found(files, "S401")
    #expect(open.map(\.message) == ["the ticket is done, but 5 tasks of it are not"])
    #expect(open.first?.notes.count == 5)
    files["tasks/TSK-006.md"] = Sample.task("TSK-006")
    #expect(try found(files, "S405").map(\.message).first?.contains("has 6 tasks") == true)
  }

  @Test func aTicketsListMissesATaskOnce() throws {
    var files = tasks(2)
    files["tickets/TKT-001.md"] = Sample.ticket().replacing(
      "priority:", with: "tasks: [TSK-001]\npriority:")
    #expect(
      try found(files, "S308").map(\.message)
        == ["`TSK-002` belongs to this ticket, which does not list it"])
  }

  // MARK: Aliases

  @Test func aRepeatedAliasIsAnAliasOnly() throws {
    let text = Sample.task().replacing("estimate:", with: "parent_ticket: TKT-001\nestimate:")
    let files = ["tasks/TSK-001.md": text, "tickets/TKT-001.md": Sample.ticket()]
    #expect(try found(files, "S103").count == 1)
    #expect(try found(files, "S307").isEmpty)
    let twice = Sample.task(dependsOn: ["TSK-002", "TSK-002"])
    #expect(try found(["tasks/TSK-001.md": twice], "S307").count == 1)
  }

  @Test func aMissingReciprocalIsToldOnce() throws {
    let files = [
      "tasks/TSK-001.md": Sample.task(blocks: ["TSK-002", "TSK-002"]),
      "tasks/TSK-002.md": Sample.task("TSK-002"), "tickets/TKT-001.md": Sample.ticket(),
    ]
    #expect(try found(files, "S306").count == 1)
  }

  // MARK: Sentences

  private func sentences(_ text: String) throws -> [String] {
    let header = "---\nid: REQ-A-001\n---\n\n"
    return try found(["requirements/a.md": header + text], "S407").map(\.message)
  }

  private func none(_ id: String) -> String { "`\(id)` has no sentence with THE SYSTEM SHALL" }

  @Test(arguments: [
    "WHEN a user logs in,\r\nTHE\r\nSYSTEM\r\nSHALL open a session.\r\n",
    "> **THE SYSTEM\n> SHALL** open a session.\n", "`THE` _SYSTEM_ **SHALL** open.\n",
    "#### Details\n\nthe system shall open a session.\n",
  ])
  func aSentenceOverLinesAndMarksCounts(text: String) throws {
    #expect(try sentences("### REQ-A-FUNC-001: Log in\n\n" + text) == [])
  }

  @Test func aSentenceInCodeDoesNotCount() throws {
    #expect(
      try sentences("### REQ-A-FUNC-001: Log in\n\n```\nTHE SYSTEM SHALL open it.\n```\n")
        == [none("REQ-A-FUNC-001")])
    #expect(
      try sentences("### REQ-A-FUNC-001: Log in\n\n```\nx\n```\nTHE SYSTEM SHALL open it.\n") == [])
  }

  @Test func aSentenceOfAChildDoesNotCount() throws {
    #expect(
      try sentences(
        "### REQ-A-FUNC-001: Log in\n\n#### REQ-A-FUNC-002: Remember\n\nTHE SYSTEM SHALL keep it.\n"
      )
        == [none("REQ-A-FUNC-001")])
  }

  // MARK: Workflows

  @Test func aWorkflowWithoutDoneEndsWithItsLast() throws {
    let settings = "status: {task: [todo, doing, shipped], ticket: [idea, live]}\n"
    var files = [
      "config.yaml": settings, "tickets/TKT-001.md": Sample.ticket(status: "live"),
      "tasks/TSK-001.md": Sample.task(status: "shipped"),
      "tasks/TSK-002.md": Sample.task("TSK-002", status: "doing", dependsOn: ["TSK-001"]),
    ]
    #expect(
      try found(files, "S401").map(\.message)
        == ["the ticket is live, but 1 task of it is not"])
    #expect(try found(files, "S402").isEmpty)
    #expect(
      Set(try found(files, "S403").map(\.message)) == [
        "the ticket is live, but 1 criterion is not ticked",
        "the task is shipped, but 1 criterion is not ticked",
      ])
    files["tasks/TSK-001.md"] = Sample.task(status: "todo")
    #expect(try found(files, "S402").count == 1)
  }

  // MARK: Headers that cannot be read

  @Test func aTaskWithoutAReadableHeaderIsKnownByItsName() throws {
    let files = [
      "tickets/TKT-001.md": Sample.ticket(),
      "tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002", "TSK-003"]),
      "tasks/TSK-002-late.md": "# No header\n", "tasks/TSK-003.md": "---\n- a list\n---\n",
    ]
    #expect(try found(files, "S301").isEmpty)
    #expect(try found(files, "S310").isEmpty)
  }

  @Test func aNameAloneIsNoDuplicate() throws {
    let files = [
      "tickets/TKT-001.md": Sample.ticket(), "tasks/TSK-001.md": Sample.task(),
      "tasks/TSK-001-copy.md": "# No header\n", "tasks/TSK-001-other.md": "",
      "tasks/TSK-002.md": Sample.task("TSK-002", dependsOn: ["TSK-001"]),
    ]
    #expect(try found(files, "S205").isEmpty)
    #expect(try found(files, "S210").isEmpty)
    #expect(try found(files, "S310").isEmpty)
  }

  // MARK: IDs in the text

  @Test(arguments: [
    "Text <!-- TSK-098 --> text.\n", "``code ` TSK-098`` text.\n", "`TSK-098`\n",
    "```\nTSK-098\n```\n", "~~~\nTSK-098\n~~~\n", "<!--\nTSK-098\n-->\n",
    "[x](tasks/TSK-098.md)\n", "Text <!-- a\nTSK-098 --> b.\n",
  ])
  func codeAndCommentsMentionNothing(text: String) throws {
    #expect(try found(["tasks/TSK-001.md": Sample.task() + text], "S309").isEmpty)
  }

  @Test(arguments: [
    "See TSK-098.\n", "A ` alone, then TSK-098.\n", "`code` TSK-098 `code`\n",
    "<!-- x --> TSK-098\n", "`` ` `` TSK-098\n", "a < b and TSK-098\n",
  ])
  func wordsBesideCodeAndCommentsDo(text: String) throws {
    #expect(try found(["tasks/TSK-001.md": Sample.task() + text], "S309").count == 1)
  }
}
