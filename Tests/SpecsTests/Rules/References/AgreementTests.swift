import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct AgreementTests {
  // MARK: S306

  private func fixedOther(_ other: String, end: String = "\n") throws -> String {
    func ended(_ text: String) -> String { text.replacing("\n", with: end) }
    let bench = Bench([
      "tasks/TSK-001.md": ended("---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002]\n---\n"),
      "tasks/TSK-002.md": ended("---\nid: TSK-002\ndependencies:\n\(other)---\n"),
    ])
    return try bench.fixed("tasks/TSK-002.md", "S306").replacing(end, with: "\n")
      .replacing("---\nid: TSK-002\ndependencies:\n", with: "").replacing("---\n", with: "")
  }

  @Test func aOneSidedDependencyIsANoteWithThePlaceOfTheOther() throws {
    try expect(
      "S306",
      in: "---\nid: TSK-001\ndependencies:\n  blocks: [1️⃣TSK-002]\n  depends_on: [2️⃣TSK-003]\n---\n",
      at: [
        ("1️⃣", "task blocks `TSK-002`, which does not say so"),
        ("2️⃣", "task depends on `TSK-003`, which does not say so"),
      ], as: .note,
      with: [
        "tasks/TSK-002.md": Sample.task("TSK-002"), "tasks/TSK-003.md": Sample.task("TSK-003"),
      ])
    try expect(
      "S306", in: "---\nid: TKT-001\ndependencies:\n  blocked_by: [1️⃣TKT-002]\n---\n",
      path: "tickets/TKT-001.md",
      at: [("1️⃣", "ticket is blocked by `TKT-002`, which does not say so")],
      with: ["tickets/TKT-002.md": Sample.ticket("TKT-002")])
  }

  @Test(arguments: ["\n", "\r\n"])
  func theFixAddsTheEntryToTheOtherFile(end: String) throws {
    #expect(try fixedOther("  depends_on: [] # a\n", end: end) == "  depends_on: [TSK-001] # a\n")
    #expect(
      try fixedOther("  depends_on: [TSK-009]\n", end: end) == "  depends_on: [TSK-009, TSK-001]\n")
    #expect(
      try fixedOther("  depends_on:\n    - TSK-009 # a\n  blocks: []\n", end: end)
        == "  depends_on:\n    - TSK-009 # a\n    - TSK-001\n  blocks: []\n")
    #expect(
      try fixedOther("  depends_on:\n  -   'TSK-009'\n", end: end)
        == "  depends_on:\n  -   'TSK-009'\n  -   TSK-001\n")
  }

  @Test func theFixGoesBehindAnEmptyEntry() throws {
    #expect(
      try fixedOther("  depends_on:\n    - TSK-009\n    -\n")
        == "  depends_on:\n    - TSK-009\n    -\n    - TSK-001\n")
  }

  @Test func bothSidesAreFine() throws {
    try expectNone(
      "S306", in: Sample.task(blocks: ["TSK-002"]),
      with: ["tasks/TSK-002.md": Sample.task("TSK-002", dependsOn: ["TSK-001"])])
  }

  // MARK: S308

  @Test func aListedTaskOfAnotherTicketIsANote() throws {
    try expect(
      "S308", in: "---\nid: TKT-001\ntasks: [1️⃣TSK-001]\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "the ticket lists `TSK-001`, which belongs to `TKT-002`")], as: .note,
      with: ["tasks/TSK-001.md": Sample.task(ticket: "TKT-002")])
    try expect(
      "S308", in: "---\nid: TKT-001\n---\n## Tasks\n\n- [ ] **1️⃣TSK-001**: a\n- see TSK-001\n",
      path: "tickets/TKT-001.md",
      at: [("1️⃣", "the ticket lists `TSK-001`, which belongs to `TKT-002`")],
      with: ["tasks/TSK-001.md": Sample.task(ticket: "TKT-002")])
  }

  @Test func aTaskThatIsNotListedIsANoteOnce() throws {
    let task = Sample.task("TSK-002").replacing(
      "dependencies:", with: "tickets: [TKT-001]\ndependencies:")
    try expect(
      "S308", in: "---\nid: TKT-001\ntasks: [1️⃣TSK-001]\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "`TSK-002` belongs to this ticket, which does not list it")],
      with: ["tasks/TSK-001.md": Sample.task(), "tasks/TSK-002.md": task])
  }

  @Test func aTicketWithoutListIsLeftAlone() throws {
    try expectNone(
      "S308", in: Sample.ticket(), path: "tickets/TKT-001.md",
      with: ["tasks/TSK-001.md": Sample.task()])
  }
}
