import Foundation
import TestSupport
import Testing

/// A saved plan is done as it is or not at all; items of the server are adopted when asked.
@Suite struct SyncBehaviourPlanTests {
  private func planned() throws -> SyncBench {
    let bench = try SyncBench(SyncSample.work)
    try bench.push()
    try bench.commit([
      SyncSample.ticketPath(): SyncSample.ticket(title: "Reading"),
      SyncSample.taskPath("TSK-004"): SyncSample.task("TSK-004", title: "New"),
    ])
    let diff = try bench.onlyReads { try bench.sync("diff", "--plan", "../plan.json") }
    #expect(diff.status == 0, "\(diff)")
    return bench
  }

  private func expectStale(
    _ bench: SyncBench, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let state = try bench.refs()
    let outcome = try bench.onlyReads(sourceLocation: sourceLocation) {
      try bench.sync("push", "--plan", "../plan.json")
    }
    expectRefused(outcome, 5, "the plan is stale", sourceLocation: sourceLocation)
    #expect(try bench.refs() == state, sourceLocation: sourceLocation)
  }

  @Test func aSavedPlanIsWhatIsDone() throws {
    let bench = try planned()
    let plan = try bench.box.read("../plan.json")
    let outcome = try bench.push("--plan", "../plan.json")
    expectRows(outcome, "UPDATE ticket TKT-001", "CREATE task TSK-004")
    #expect(try bench.ticket("TKT-001").title == "Reading")
    let uid = try #require(try bench.task("TSK-004").marker?.uid)
    #expect(plan.contains("\"uid\" : \"\(uid)\""))
    #expect(!plan.contains(LocalServer.token))
    // Done once, it is the plan of a state that is no more.
    try expectStale(bench)
    #expect(try bench.push().rows == [])
  }

  @Test func aFirstPushIsPlannedToo() throws {
    let bench = try SyncBench(SyncSample.work.merging(SyncSample.login) { $1 })
    let diff = try bench.sync("diff", "--plan", "../plan.json")
    #expect(try bench.push("--plan", "../plan.json").rows == diff.rows)
    #expect(try bench.tasks().count == 3)
    #expect(try bench.push().rows == [])
  }

  @Test func theStateMovedOn() throws {
    let bench = try planned()
    try bench.push()
    try expectStale(bench)
  }

  @Test func theServerMovedOn() throws {
    let bench = try planned()
    try bench.change("tickets", bench.ticket("TKT-001"), #"{"title": "Theirs"}"#)
    try expectStale(bench)
    #expect(try bench.ticket("TKT-001").title == "Theirs")
  }

  @Test func theCommitMovedOn() throws {
    let bench = try planned()
    try bench.edit(SyncSample.ticketPath(), "title: Reading", "title: Newer")
    try expectStale(bench)
    #expect(try bench.ticket("TKT-001").title == "Parsing")
  }

  @Test func aPlanOfAnotherProjectOrNoPlanIsRefused() throws {
    let bench = try planned()
    expectRefused(
      try bench.sync("push", "--plan", "../plan.json", "--project-id", LocalServer.otherProject), 2,
      "the plan is for")
    try bench.box.write("../plan.json", "{}")
    expectRefused(try bench.sync("push", "--plan", "../plan.json"), 2, "is no plan")
    #expect(try bench.sync("push", "--plan", "../nosuch.json").status == 3)
    #expect(try bench.ticket("TKT-001").title == "Parsing")
  }

  // MARK: Adopting

  private func make(_ bench: SyncBench, ticket title: String) throws -> String {
    let reply = try bench.server.post(
      "/api/v1/tickets",
      """
      {"title": "\(title)", "description": "By hand.", "project_id": "\(LocalServer.project)",
      "priority": "HIGH", "check_duplicates": false}
      """)
    return try #require(reply.text("id"))
  }

  @Test func lookalikesAreNeitherDoubledNorTakenUnasked() throws {
    let bench = try SyncBench(SyncSample.work)
    let byID = try make(bench, ticket: "TKT-001: An older title")
    let byTitle = try make(bench, ticket: "Printing")
    for _ in 1...3 {
      let outcome = try bench.push(status: 1)
      #expect(outcome.message("TKT-001").contains("--adopt takes it over"), "\(outcome)")
      #expect(outcome.message("TKT-002").contains("--adopt takes it over"), "\(outcome)")
      #expect(try bench.tickets().count == 2)
      #expect(try bench.tasks().isEmpty)
    }
    // What is taken over differs: whose words count is for people to say.
    let outcome = try bench.push("--adopt", status: 1)
    expectRows(
      outcome, "CONFLICT ticket TKT-001", "CONFLICT ticket TKT-002", "CREATE task TSK-001",
      "CREATE task TSK-002", "CREATE task TSK-003")
    let rest = "\(outcome)"
    #expect(outcome.error.contains("TKT-001 takes over \"TKT-001: An older title\""), "\(rest)")
    #expect(outcome.error.contains("TKT-002 takes over \"Printing\" (the same title)"), "\(rest)")
    expectRows(
      try bench.push("--overwrite-remote"), "UPDATE ticket TKT-001", "UPDATE ticket TKT-002")
    #expect(try bench.tickets().count == 2)
    #expect(try bench.ticket("TKT-001").title == "Parsing")
    #expect(try bench.ticket("TKT-001").id == byID)
    #expect(try bench.ticket("TKT-002").id == byTitle)
    #expect(try bench.tasks().count == 3)
    #expect(try bench.task("TSK-003")["ticket_id"] == byTitle)
    #expect(try bench.push().rows == [])
  }

  /// The same work is asked for under many tickets.
  @Test func aTaskOfAnotherTicketIsNoLookalike() throws {
    let bench = try SyncBench(SyncSample.work)
    let other = try make(bench, ticket: "Something else")
    let task = try bench.server.post(
      "/api/v1/tasks",
      #"{"ticket_id": "\#(other)", "title": "Write it", "description": "Theirs."}"#)
    try bench.push("--adopt")
    #expect(try bench.task("TSK-001").id != task.text("id"))
    #expect(try bench.tasks().count == 4)
  }

  @Test func aTaskOfTheAdoptedTicketIsAdopted() throws {
    let bench = try SyncBench(SyncSample.work)
    let ticket = try make(bench, ticket: "Parsing")
    let task = try bench.server.post(
      "/api/v1/tasks",
      #"{"ticket_id": "\#(ticket)", "title": "Write it", "description": "Theirs."}"#)
    try bench.push("--adopt", "--overwrite-remote")
    #expect(try bench.task("TSK-001").id == task.text("id"))
    #expect(try bench.tasks().count == 3)
  }

  @Test func severalLookalikesAreNeverGuessed() throws {
    let bench = try SyncBench(SyncSample.work)
    _ = try make(bench, ticket: "Parsing")
    _ = try make(bench, ticket: "Parsing")
    let outcome = try bench.push("--adopt", status: 1)
    #expect(outcome.message("TKT-001").contains("2 items like \"Parsing\""), "\(outcome)")
    #expect(try bench.tickets().count { $0.title == "Parsing" } == 2)
    #expect(try bench.tickets().allSatisfy { $0.marker?.id != "TKT-001" })
  }

  @Test func whatHangsOnALookalikeIsSentWithoutItAndToldSo() throws {
    // The ticket that waits for the lookalike is made; its task depends on one of the lookalike's.
    var files = SyncSample.work
    files[SyncSample.taskPath("TSK-003")] = SyncSample.task(
      "TSK-003", ticket: "TKT-002", dependsOn: ["TSK-001"])
    let bench = try SyncBench(files)
    _ = try make(bench, ticket: "TKT-001: Ours?")
    let outcome = try bench.push(status: 1)
    #expect(!outcome.rows.contains { $0.hasPrefix("FAILED") }, "\(outcome)")
    #expect(outcome.output.contains("not sent with it: TSK-001"), "\(outcome)")
    #expect(try bench.task("TSK-003").dependsOn == [])
    try bench.push("--adopt", "--overwrite-remote")
    #expect(try bench.task("TSK-003").dependsOn == [bench.task("TSK-001").id])
  }

  /// The state's ref is lost: items are found again by their markers.
  @Test func aLostStateIsRebuiltFromTheMarkers() throws {
    let bench = try SyncBench(SyncSample.work.merging(SyncSample.login) { $1 })
    try bench.push()
    let ids = try Set((bench.tickets() + bench.tasks() + bench.specs()).map(\.id))
    try bench.box.shell("git push -q origin :\(bench.ref); git update-ref -d \(bench.ref)")
    let outcome = try bench.push()
    #expect(!outcome.rows.contains { $0.hasPrefix("CREATE") }, "\(outcome)")
    #expect(outcome.error.contains("found again on the server by marker"), "\(outcome)")
    #expect(try Set((bench.tickets() + bench.tasks() + bench.specs()).map(\.id)) == ids)
    #expect(try bench.requirements().count == 1)
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Reading")
    expectRows(try bench.push(), "UPDATE ticket TKT-001")
  }
}
