import Foundation
import TestSupport
import Testing

/// What changes in a spec changes the same item on the server, and nothing else.
@Suite struct SyncBehaviourChangeTests {
  private func synced(_ more: [String: String] = [:]) throws -> SyncBench {
    let bench = try SyncBench(SyncSample.work.merging(more) { $1 })
    try bench.push()
    return bench
  }

  @Test func aTitleIsOnePatch() throws {
    let bench = try synced()
    let before = try bench.ticket("TKT-001")
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Reading")
    let requests = try bench.requests {
      let outcome = try bench.push()
      expectRows(outcome, "UPDATE ticket TKT-001")
      #expect(outcome.message("TKT-001") == "Updated: title")
      #expect(outcome.summary == "Summary: 0 created, 1 updated, 0 skipped, 0 failed")
    }
    #expect(requests.filter { !$0.key.hasPrefix("GET") } == ["PATCH /api/v1/tickets/{id}": 1])
    let after = try bench.ticket("TKT-001")
    #expect(after.id == before.id)
    #expect(after.title == "Reading")
    #expect(after.description == before.description)
  }

  @Test func aBodyKeepsItsMarker() throws {
    let bench = try synced()
    let before = try bench.task("TSK-002")
    try bench.edit(SyncSample.taskPath("TSK-002"), "Text of it.", "Other text.\n\nAnd more.")
    expectRows(try bench.push(), "UPDATE task TSK-002")
    let after = try bench.task("TSK-002")
    #expect(after.body == "# TSK-002: Test it\n\nOther text.\n\nAnd more.")
    #expect(after.marker?.uid == before.marker?.uid)
    #expect(after.id == before.id)
    #expect(after.dependsOn == before.dependsOn)
  }

  @Test func statusAndPriorityAreMapped() throws {
    let bench = try synced()
    try bench.edit(SyncSample.ticketPath(), "status: backlog", "status: testing")
    try bench.edit(SyncSample.ticketPath(), "priority: HIGH", "priority: CRITICAL")
    try bench.edit(SyncSample.taskPath(), "status: pending", "status: done")
    let outcome = try bench.push()
    expectRows(outcome, "UPDATE ticket TKT-001", "UPDATE task TSK-001")
    #expect(outcome.message("TKT-001") == "Updated: priority, status")
    #expect(try bench.ticket("TKT-001").status == "testing")
    #expect(try bench.ticket("TKT-001")["priority"] == "CRITICAL")
    #expect(try bench.task("TSK-001").status == "completed")
  }

  @Test func aStatusWithoutAPlaceIsListedAndLeftAlone() throws {
    let bench = try synced()
    try bench.edit(SyncSample.ticketPath(), "status: backlog", "status: blocked")
    try bench.edit(SyncSample.taskPath(), "status: pending", "status: review")
    let outcome = try bench.onlyReads { try bench.push() }
    #expect(outcome.rows == [])
    #expect(outcome.output.contains("  ticket: status `blocked` (1: TKT-001)\n"), "\(outcome)")
    #expect(outcome.output.contains("  task: status `review` (1: TSK-001)\n"), "\(outcome)")
    #expect(try bench.ticket("TKT-001").status == "backlog")
  }

  @Test func aProjectsOwnWordForAStatusIsSent() throws {
    let bench = try synced([
      ".omoi_os/config.yaml": """
      sync:
        status: {task: {review: validating}}
        fields: {ticket: {status: ignore}}
      """ + "\n"
    ])
    try bench.edit(SyncSample.taskPath(), "status: pending", "status: review")
    try bench.edit(SyncSample.ticketPath(), "status: backlog", "status: done")
    expectRows(try bench.push(), "UPDATE task TSK-001")
    #expect(try bench.task("TSK-001").status == "validating")
    #expect(try bench.ticket("TKT-001").status == "backlog")
  }

  @Test func aRenamedFileIsTheSameItem() throws {
    let bench = try synced()
    let before = try bench.task("TSK-003")
    try bench.box.git("mv", SyncSample.taskPath("TSK-003"), ".omoi_os/tasks/TSK-003-print.md")
    try bench.commit()
    let outcome = try bench.onlyReads { try bench.push() }
    #expect(outcome.rows == [], "\(outcome)")
    try bench.edit(".omoi_os/tasks/TSK-003-print.md", "title: Print it", "title: Print all")
    expectRows(try bench.push(), "UPDATE task TSK-003")
    #expect(try bench.task("TSK-003").id == before.id)
    #expect(try bench.task("TSK-003").title == "Print all")
    #expect(try bench.tasks().count == 3)
  }

  @Test func aRenumberedSpecIsTheSameItem() throws {
    let bench = try synced()
    let before = try bench.task("TSK-001")
    let renumber = try bench.box.spec("renumber", "TSK-001", "TSK-050")
    #expect(renumber.status == 0, "\(renumber)")
    try bench.commit()
    let outcome = try bench.push()
    #expect(outcome.rows.filter { !$0.hasPrefix("UPDATE") } == [], "\(outcome)")
    let after = try bench.task("TSK-050")
    #expect(after.id == before.id)
    #expect(after.marker?.uid == before.marker?.uid)
    #expect(try bench.tasks().count == 3)
    #expect(try bench.task("TSK-002").dependsOn == [before.id])
    #expect(try bench.onlyReads { try bench.push() }.rows == [])
  }

  @Test func aRenumberedTicketKeepsItsTasks() throws {
    let bench = try synced()
    let before = try bench.ticket("TKT-002")
    _ = try bench.box.spec("renumber", "TKT-002", "TKT-009")
    try bench.commit()
    try bench.push()
    #expect(try bench.ticket("TKT-009").id == before.id)
    #expect(try bench.task("TSK-003")["ticket_id"] == before.id)
    #expect(try bench.tickets().count == 2)
  }

  @Test func aFileThatChangesNameAndIDIsFoundByGit() throws {
    let bench = try synced()
    let before = try bench.task("TSK-003")
    try bench.box.shell(
      """
      git mv .omoi_os/tasks/TSK-003.md .omoi_os/tasks/TSK-060.md
      sed -i s/TSK-003/TSK-060/ .omoi_os/tasks/TSK-060.md
      """)
    try bench.commit()
    expectRows(try bench.push(), "UPDATE task TSK-060")
    #expect(try bench.task("TSK-060").id == before.id)
    #expect(try bench.tasks().count == 3)
  }

  /// Git takes one file of a template for another; what is written in it is other work.
  @Test func aNewSpecFromTheSameTemplateIsNoRename() throws {
    let rest = (1...20).map { "- [ ] Step \($0) of the template" }.joined(separator: "\n")
    let path = SyncSample.taskPath("TSK-004")
    let bench = try synced([path: SyncSample.task("TSK-004", title: "Scan", body: rest)])
    let before = try bench.task("TSK-004")
    try bench.commit([
      path: nil,
      SyncSample.taskPath("TSK-070"): SyncSample.task(
        "TSK-070", title: "Paint", ticket: "TKT-002", body: rest),
    ])
    expectRows(try bench.push(), "DELETE task TSK-004", "CREATE task TSK-070")
    #expect(try bench.task("TSK-004").title == "Scan")
    #expect(try bench.task("TSK-004").id == before.id)
    #expect(try bench.task("TSK-070")["ticket_id"] == bench.ticket("TKT-002").id)
  }

  @Test func twoSpecsThatSwapTheirFilesStayThemselves() throws {
    let bench = try synced()
    let before = try (bench.task("TSK-001").id, bench.task("TSK-003").id)
    try bench.box.shell(
      "cd .omoi_os/tasks && mv TSK-001.md x && mv TSK-003.md TSK-001.md && mv x TSK-003.md")
    try bench.commit()
    #expect(try bench.onlyReads { try bench.push() }.rows == [])
    #expect(try (bench.task("TSK-001").id, bench.task("TSK-003").id) == before)
  }

  @Test func aTaskIsNotMovedToAnotherTicket() throws {
    let bench = try synced()
    try bench.edit(SyncSample.taskPath("TSK-003"), "ticket_id: TKT-002", "ticket_id: TKT-001")
    let outcome = try bench.onlyReads { try bench.push() }
    #expect(outcome.rows == [])
    #expect(
      outcome.output.contains("  task: moving a task to another ticket (1: TSK-003)\n"),
      "\(outcome)")
    #expect(try bench.task("TSK-003")["ticket_id"] == bench.ticket("TKT-002").id)
  }

  @Test func whatIsForCreationOnlyIsListed() throws {
    let bench = try synced()
    try bench.edit(SyncSample.taskPath(), "type: implementation", "type: research")
    try bench.edit(SyncSample.ticketPath("TKT-002"), "blocked_by: [TKT-001]", "blocked_by: []")
    let outcome = try bench.onlyReads { try bench.push() }
    #expect(
      outcome.output.contains("  ticket: dependencies after creation (1: TKT-002)\n"),
      "\(outcome)")
    #expect(outcome.output.contains("  task: task_type after creation (1: TSK-001)\n"))
  }

  @Test func dependenciesFollow() throws {
    let bench = try synced()
    let ids = try ["TSK-001", "TSK-002", "TSK-003"].map { try bench.task($0).id }
    try bench.edit(
      SyncSample.taskPath("TSK-003"), "depends_on: []", "depends_on: [TSK-001, TSK-002]")
    let outcome = try bench.push()
    expectRows(outcome, "UPDATE task TSK-003")
    #expect(outcome.message("TSK-003") == "Updated: depends_on")
    #expect(try bench.task("TSK-003").dependsOn == [ids[0], ids[1]])
    try bench.edit(SyncSample.taskPath("TSK-003"), "[TSK-001, TSK-002]", "[]")
    try bench.push()
    #expect(try bench.task("TSK-003").dependsOn == [])
  }

  /// `blocks` is the other end of a dependency: it is the unchanged task that is sent.
  @Test func blocksChangesTheUnchangedTask() throws {
    let bench = try synced()
    let first = try bench.task("TSK-001").id
    try bench.edit(SyncSample.taskPath(), "blocks: []", "blocks: [TSK-003]")
    expectRows(try bench.push(), "UPDATE task TSK-003")
    #expect(try bench.task("TSK-003").dependsOn == [first])
    // Another change of the blocked task forgets nothing.
    try bench.edit(SyncSample.taskPath("TSK-003"), "Text of it.", "Else.")
    expectRows(try bench.push(), "UPDATE task TSK-003")
    #expect(try bench.task("TSK-003").dependsOn == [first])
    try bench.edit(SyncSample.taskPath(), "blocks: [TSK-003]", "blocks: []")
    expectRows(try bench.push(), "UPDATE task TSK-003")
    #expect(try bench.task("TSK-003").dependsOn == [])
  }

  @Test func aCircleIsToldAndNotSent() throws {
    let bench = try synced()
    try bench.commit([
      SyncSample.taskPath(): SyncSample.task(dependsOn: ["TSK-003"]),
      SyncSample.taskPath("TSK-003"): SyncSample.task(
        "TSK-003", ticket: "TKT-002", dependsOn: ["TSK-001"]),
    ])
    let outcome = try bench.push(status: 1)
    #expect(outcome.output.contains("they run in a circle"), "\(outcome)")
    #expect(try bench.task("TSK-001").dependsOn == [])
    #expect(try bench.task("TSK-003").dependsOn == [])
  }

  /// The server takes a circle and never runs anything in it.
  @Test func aCircleThroughAnUnchangedTaskIsNotSentEither() throws {
    let bench = try synced()
    try bench.edit(SyncSample.taskPath(), "depends_on: []", "depends_on: [TSK-002]")
    let outcome = try bench.push(status: 1)
    #expect(outcome.output.contains("they run in a circle"), "\(outcome)")
    #expect(try bench.task("TSK-001").dependsOn == [])
    #expect(try bench.task("TSK-002").dependsOn == [bench.task("TSK-001").id])
  }
}
