import Specs
import TestSupport
import Testing

@Suite struct ProgressTests {
  // MARK: S401

  @Test func aDoneTicketWithOpenTasksIsAWarning() throws {
    let tasks = [
      "tasks/TSK-001.md": Sample.task(status: "done"), "tasks/TSK-002.md": Sample.task("TSK-002"),
      "tasks/TSK-003.md": Sample.task("TSK-003", status: "review"),
    ]
    try expect(
      "S401", in: "---\nid: TKT-001\nstatus: 1️⃣done\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "the ticket is done, but 2 tasks of it are not")], as: .warning, with: tasks)
    try expectNone(
      "S401", in: Sample.ticket(status: "testing"), path: "tickets/TKT-001.md", with: tasks)
    try expectNone(
      "S401", in: Sample.ticket(status: "done"), path: "tickets/TKT-001.md",
      with: ["tasks/TSK-001.md": Sample.task(status: "done")])
  }

  @Test func aTaskThatNamesItsTicketTwiceIsOneTask() throws {
    let task = Sample.task().replacing("dependencies:", with: "tickets: [TKT-001]\ndependencies:")
    try expect(
      "S401", in: "---\nid: TKT-001\nstatus: 1️⃣done\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "the ticket is done, but 1 task of it is not")], with: ["tasks/TSK-001.md": task])
  }

  // MARK: S402

  @Test(arguments: ["in_progress", "review"])
  func workThatWaitsIsAWarning(status: String) throws {
    try expect(
      "S402",
      in: "---\nid: TSK-001\nstatus: \(status)\ndependencies:\n  depends_on: [1️⃣TSK-002]\n---\n",
      at: [("1️⃣", "the task is \(status), but `TSK-002`, which it waits for, is pending")],
      as: .warning,
      with: ["tasks/TSK-002.md": Sample.task("TSK-002")])
  }

  @Test(arguments: ["pending", "done", "blocked"])
  func otherStatusesMayWait(status: String) throws {
    try expectNone(
      "S402", in: Sample.task(status: status, dependsOn: ["TSK-002"]),
      with: ["tasks/TSK-002.md": Sample.task("TSK-002")])
  }

  @Test func ticketsWaitOnceTheyAreBuilt() throws {
    for (status, count) in [("backlog", 0), ("analyzing", 0), ("building", 1), ("testing", 1)] {
      let found = try Bench([
        "tickets/TKT-001.md": Sample.ticket(status: status, blockedBy: ["TKT-002"]),
        "tickets/TKT-002.md": Sample.ticket("TKT-002"),
      ]).findings().filter { $0.code == "S402" }
      #expect(found.count == count, "\(status)")
    }
  }

  // MARK: S403

  @Test func openCriteriaOfSomethingDoneAreANoteAtTheFirst() throws {
    try expect(
      "S403",
      in:
        "---\nid: TSK-001\nstatus: done\n---\n- [ ] elsewhere\n## Acceptance Criteria\n- [x] a\n1️⃣- [ ] b\n### Part\n* [ ] c\n## Notes\n- [ ] d\n",
      at: [("1️⃣", "the task is done, but 2 criteria are not ticked")], as: .note)
    try expect(
      "S403", in: "---\nid: TSK-001\nstatus: done\n---\n**Done When**:\n1️⃣1. [ ] b\n",
      at: [("1️⃣", "the task is done, but 1 criterion is not ticked")])
    try expectNone("S403", in: Sample.task())
    try expectNone("S403", in: Sample.task(status: "done").replacing("[ ]", with: "[X]"))
  }
}
