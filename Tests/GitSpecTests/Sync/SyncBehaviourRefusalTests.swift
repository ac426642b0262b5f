import Foundation
import TestSupport
import Testing

/// Specs that cannot be sent are named at every run until they are mended; the others go.
@Suite struct SyncBehaviourRefusalTests {
  private static let third = SyncSample.taskPath("TSK-003")

  @Test func aSpecWithErrorsIsNamedUntilItIsMended() throws {
    var files = SyncSample.work
    files[Self.third] = SyncSample.task("TSK-003", status: "bogus", ticket: "TKT-002")
    let bench = try SyncBench(files)
    let first = try bench.push(status: 1)
    #expect(first.summary == "Summary: 4 created, 0 updated, 1 skipped, 0 failed")
    #expect(first.message("TSK-003").contains("[S105] at line 4"), "\(first)")
    for arguments in [["diff"], ["push"]] {
      let again = try bench.onlyReads {
        try bench.box.run(Sandbox.program, ["sync"] + arguments)
      }
      #expect(again.status == 1)
      expectRows(again, "SKIP task TSK-003")
    }
    #expect(try bench.tasks().count == 2)
    try bench.edit(Self.third, "status: bogus", "status: done")
    expectRows(try bench.push(), "CREATE task TSK-003")
    #expect(try bench.task("TSK-003").status == "completed")
    #expect(try bench.push().rows == [])
  }

  @Test func anErrorInASyncedSpecLeavesItsItemAlone() throws {
    let bench = try SyncBench(SyncSample.work)
    try bench.push()
    try bench.commit([Self.third: "# TSK-003: Print it\n\nNo frontmatter any more.\n"])
    let outcome = try bench.onlyReads { try bench.push("--prune", status: 1) }
    #expect(outcome.rows.count == 1)
    #expect(outcome.output.contains("the file has no frontmatter [S001]"), "\(outcome)")
    #expect(try bench.task("TSK-003").title == "Print it")
    try bench.commit([Self.third: SyncSample.task("TSK-003", title: "Back", ticket: "TKT-002")])
    expectRows(try bench.push(), "UPDATE task TSK-003")
  }

  @Test func aTaskWaitsForTheTicketThatWasLeftOut() throws {
    var files = SyncSample.work
    files[SyncSample.ticketPath("TKT-002")] = SyncSample.ticket("TKT-002", priority: "URGENT-ISH")
    let bench = try SyncBench(files)
    for _ in 1...2 {
      let outcome = try bench.push(status: 1)
      #expect(outcome.rows.contains("SKIP ticket TKT-002"), "\(outcome)")
      #expect(outcome.rows.contains("SKIP task TSK-003"), "\(outcome)")
      #expect(outcome.message("TSK-003").hasPrefix("parent failed: its ticket TKT-002"))
    }
    #expect(try bench.tasks().count == 2)
    // The task's own file does not change.
    try bench.edit(SyncSample.ticketPath("TKT-002"), "URGENT-ISH", "LOW")
    expectRows(try bench.push(), "CREATE ticket TKT-002", "CREATE task TSK-003")
    #expect(try bench.task("TSK-003")["ticket_id"] == bench.ticket("TKT-002").id)
  }

  @Test func aDependencyOnASpecThatWasLeftOutComesLater() throws {
    var files = SyncSample.work
    files[SyncSample.taskPath()] = SyncSample.task(status: "bogus")
    let bench = try SyncBench(files)
    let first = try bench.push(status: 1)
    #expect(first.output.contains("not sent with it: TSK-001, which the server does not have"))
    #expect(try bench.task("TSK-002").dependsOn == [])
    try bench.edit(SyncSample.taskPath(), "bogus", "pending")
    expectRows(try bench.push(), "CREATE task TSK-001", "UPDATE task TSK-002")
    #expect(try bench.task("TSK-002").dependsOn == [bench.task("TSK-001").id])
  }

  @Test func twoFilesWithOneIDAreBothLeftOutUntilOneIsRenumbered() throws {
    let twin = ".omoi_os/tasks/TSK-003-twin.md"
    var files = SyncSample.work
    files[twin] = SyncSample.task("TSK-003", title: "Another")
    let bench = try SyncBench(files)
    let outcome = try bench.push(status: 1)
    #expect(outcome.output.contains("its ID is also claimed by \(twin)"), "\(outcome)")
    #expect(outcome.output.contains("its ID is also claimed by \(Self.third)"), "\(outcome)")
    #expect(try bench.tasks().count == 2)
    let renumber = try bench.box.spec("renumber", twin)
    #expect(renumber.status == 0, "\(renumber)")
    try bench.commit()
    let after = try bench.push()
    #expect(after.summary.hasPrefix("Summary: 2 created"), "\(after)")
    #expect(try bench.task("TSK-003").title == "Print it")
    #expect(
      try bench.tasks().map(\.title).sorted() == ["Another", "Print it", "Test it", "Write it"])
  }

  @Test func aNewFileDoesNotTakeTheIDOfASyncedOne() throws {
    let bench = try SyncBench(SyncSample.work)
    try bench.push()
    let twin = ".omoi_os/tasks/TSK-001-twin.md"
    try bench.commit([twin: SyncSample.task(title: "Thief")])
    let outcome = try bench.onlyReads { try bench.push(status: 1) }
    expectRows(outcome, "SKIP task TSK-001")
    #expect(outcome.message("TSK-001") == "its ID is also claimed by \(SyncSample.taskPath())")
    #expect(try bench.task("TSK-001").title == "Write it")
    try bench.commit([twin: nil])
    #expect(try bench.push().rows == [])
  }

  @Test func theServersRefusalLeavesTheRestAndIsTriedAgain() throws {
    let bench = try SyncBench(SyncSample.work)
    try bench.server.fault("fail_400", on: "POST /api/v1/tickets", times: 1)
    let outcome = try bench.push(status: 1)
    #expect(outcome.rows.contains("FAILED ticket TKT-001"), "\(outcome)")
    // Its tasks and the ticket that waits for it hang on it.
    #expect(outcome.message("TSK-001") == "parent failed: TKT-001")
    #expect(outcome.message("TKT-002") == "parent failed: TKT-001")
    #expect(try bench.tickets().isEmpty)
    let again = try bench.push()
    #expect(again.summary == "Summary: 5 created, 0 updated, 0 skipped, 0 failed")
    #expect(try bench.tickets().count == 2)
    #expect(try bench.tasks().count == 3)
  }

  @Test func whatAnotherServerSpeaksOfIsNoAnswer() throws {
    let bench = try SyncBench(SyncSample.work)
    let token = try bench.sync("push", environment: ["OMOIOS_TOKEN": "wrong"])
    #expect(token.status == 4, "\(token)")
    #expect(!(token.output + token.error).contains("wrong"))
    let project = try bench.sync("push", "--project-id", LocalServer.otherProject)
    #expect(project.status == 4, "\(project)")
    let none = try bench.sync("push", environment: ["OMOIOS_PROJECT_ID": nil])
    expectRefused(none, 2, "no project is named")
    #expect(try bench.tickets().isEmpty)
    #expect(try bench.refs().contains("spec-sync") == false)
  }
}
