import Foundation
import TestSupport
import Testing

/// What a colleague changes on the server is kept, told, and never overwritten unasked.
@Suite struct SyncBehaviourRemoteTests {
  private func synced(_ files: [String: String] = SyncSample.work) throws -> SyncBench {
    let bench = try SyncBench(files)
    try bench.push()
    return bench
  }

  @Test func driftIsToldAndLeftAlone() throws {
    let bench = try synced()
    try bench.change("tickets", bench.ticket("TKT-001"), #"{"title": "Theirs"}"#)
    try bench.change("tasks", bench.task("TSK-001"), #"{"status": "running"}"#)
    for arguments in [["diff", "--full"], ["push", "--full"]] {
      let outcome = try bench.onlyReads {
        try bench.box.run(Sandbox.program, ["sync"] + arguments)
      }
      #expect(outcome.status == 0, "\(outcome)")
      expectRows(outcome, "DRIFT ticket TKT-001", "DRIFT task TSK-001")
      #expect(outcome.message("TKT-001") == "changed on the server: title; left alone")
    }
    #expect(try bench.ticket("TKT-001").title == "Theirs")
    #expect(try bench.task("TSK-001").status == "running")
  }

  @Test func anotherFieldIsSentBesideTheirs() throws {
    let bench = try synced()
    try bench.change("tickets", bench.ticket("TKT-001"), #"{"title": "Theirs"}"#)
    try bench.edit(SyncSample.ticketPath(), "Text of it.", "Ours.")
    let outcome = try bench.push()
    expectRows(outcome, "DRIFT ticket TKT-001", "UPDATE ticket TKT-001")
    let after = try bench.ticket("TKT-001")
    #expect(after.title == "Theirs")
    #expect(after.body.hasSuffix("Ours."))
    // The drift is still one, not something that was agreed to.
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Ours")
    let conflict = try bench.push(status: 1)
    expectRows(conflict, "CONFLICT ticket TKT-001")
    #expect(try bench.ticket("TKT-001").title == "Theirs")
  }

  @Test func aFieldOfBothIsAConflictUntilItIsSettled() throws {
    let bench = try synced()
    try bench.change("tickets", bench.ticket("TKT-001"), #"{"title": "Theirs"}"#)
    try bench.commit([
      SyncSample.ticketPath(): SyncSample.ticket(title: "Ours", priority: "LOW"),
      SyncSample.taskPath(): SyncSample.task(title: "Goes on"),
    ])
    for _ in 1...2 {
      let outcome = try bench.push(status: 1)
      #expect(outcome.rows.contains("CONFLICT ticket TKT-001"), "\(outcome)")
      #expect(
        outcome.message("TKT-001")
          == "changed here and on the server: title; nothing of it was sent")
      let ticket = try bench.ticket("TKT-001")
      #expect(ticket.title == "Theirs")
      #expect(ticket["priority"] == "HIGH", "nothing of a conflicting item is sent")
    }
    #expect(try bench.task("TSK-001").title == "Goes on")
    #expect(try bench.sync("status").output.contains("not in step: .omoi_os/tickets/TKT-001.md"))
    // Taking theirs settles it; the other fields go.
    try bench.edit(SyncSample.ticketPath(), "title: Ours", "title: Theirs")
    expectRows(try bench.push(), "UPDATE ticket TKT-001")
    #expect(try bench.ticket("TKT-001")["priority"] == "LOW")
    #expect(try bench.sync("status").output.contains("not in step") == false)
  }

  @Test func overwritingReplacesTheirs() throws {
    let bench = try synced()
    try bench.change("tickets", bench.ticket("TKT-001"), #"{"title": "Theirs"}"#)
    try bench.change("tasks", bench.task("TSK-001"), #"{"title": "Theirs"}"#)
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Ours")
    let outcome = try bench.push("--overwrite-remote", "--full")
    expectRows(outcome, "UPDATE ticket TKT-001", "UPDATE task TSK-001")
    #expect(try bench.ticket("TKT-001").title == "Ours")
    #expect(try bench.task("TSK-001").title == "Write it")
    #expect(try bench.onlyReads { try bench.push("--full") }.rows == [])
  }

  @Test func equalEditsAreAdoptedSilently() throws {
    let bench = try synced()
    try bench.change("tickets", bench.ticket("TKT-001"), #"{"title": "Same"}"#)
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Same")
    #expect(try bench.onlyReads { try bench.push() }.rows == [])
    // From then on it is the base.
    try bench.edit(SyncSample.ticketPath(), "title: Same", "title: Next")
    expectRows(try bench.push(), "UPDATE ticket TKT-001")
    #expect(try bench.ticket("TKT-001").title == "Next")
  }

  @Test func blanksAndLineEndsAreNoDrift() throws {
    let bench = try synced()
    let ticket = try bench.ticket("TKT-001")
    let text = ticket.description.replacing("\n", with: "  \\r\\n")
    try bench.change("tickets", ticket, #"{"description": "\#(text)\r\n"}"#)
    #expect(try bench.onlyReads { try bench.push("--full") }.rows == [])
  }

  @Test func aMarkerThatSomebodyRemovedComesBackWithTheNextChange() throws {
    let bench = try synced()
    let before = try bench.ticket("TKT-001")
    let body = before.body.replacing("\n", with: "\\n")
    try bench.change("tickets", before, #"{"description": "\#(body)"}"#)
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Reading")
    try bench.push()
    #expect(try bench.ticket("TKT-001").id == before.id)
    #expect(try bench.ticket("TKT-001").marker?.uid == before.marker?.uid)
  }

  @Test func aCriterionOfTheirsSurvivesAChangeOfTheSentence() throws {
    let bench = try synced(SyncSample.login)
    let spec = try bench.spec("DESIGN-LOGIN-001")
    let requirement = try bench.requirement("REQ-LOGIN-FUNC-001")
    let path = "/api/v1/specs/\(spec.id)/requirements/\(requirement.id)"
    _ = try bench.server.post(path + "/criteria", #"{"text": "Theirs"}"#)
    try bench.edit(SyncSample.requirementsPath, "WHEN a user enters", "WHEN a guest enters")
    expectRows(
      try bench.push(), "DRIFT requirement REQ-LOGIN-FUNC-001",
      "UPDATE requirement REQ-LOGIN-FUNC-001")
    #expect(
      try bench.requirement("REQ-LOGIN-FUNC-001").criteria
        == ["[x] Greets", "[ ] Smiles", "[ ] Theirs"])
  }

  @Test func aPartOfADesignOfTheirsSurvives() throws {
    let bench = try synced(SyncSample.login)
    let spec = try bench.spec("DESIGN-LOGIN-001")
    let reply = try bench.server.call(
      "PUT", "/api/v1/specs/\(spec.id)/design",
      #"{"architecture": "One door.", "data_model": "Theirs", "api_spec": [{"method": "GET", "endpoint": "/door", "purpose": "Look"}]}"#
    )
    #expect(reply.status == 200, "\(reply)")
    try bench.edit(SyncSample.designPath, "One door.", "Two doors.")
    expectRows(
      try bench.push(), "DRIFT spec DESIGN-LOGIN-001", "UPDATE spec DESIGN-LOGIN-001")
    let design = try #require(
      try bench.spec("DESIGN-LOGIN-001").values["design"] as? [String: Any])
    #expect(design["architecture"] as? String == "Two doors.")
    #expect(design["data_model"] as? String == "Theirs")
    #expect((design["api_spec"] as? [[String: Any]])?.count == 1)
  }

  @Test func aRequirementThatWasDeletedThereIsNotMadeAgainUnasked() throws {
    let bench = try synced(SyncSample.login)
    let spec = try bench.spec("DESIGN-LOGIN-001")
    let requirement = try bench.requirement("REQ-LOGIN-FUNC-001")
    let gone = try bench.server.call(
      "DELETE", "/api/v1/specs/\(spec.id)/requirements/\(requirement.id)")
    #expect(gone.status == 200, "\(gone)")
    try bench.edit(SyncSample.requirementsPath, "Smiles", "Laughs")
    for _ in 1...2 {
      let outcome = try bench.onlyReads { try bench.push(status: 1) }
      expectRows(outcome, "CONFLICT requirement REQ-LOGIN-FUNC-001")
      #expect(outcome.message("REQ-LOGIN-FUNC-001").hasPrefix("it was deleted on the server"))
    }
    expectRows(
      try bench.push("--overwrite-remote"), "CREATE requirement REQ-LOGIN-FUNC-001")
    let again = try bench.requirement("REQ-LOGIN-FUNC-001")
    #expect(again.id != requirement.id)
    #expect(again.criteria == ["[x] Greets", "[ ] Laughs"])
    #expect(try bench.onlyReads { try bench.push("--full") }.rows == [])
  }

  @Test func aDependencyOfTheirsIsDriftToo() throws {
    let bench = try synced()
    let third = try bench.task("TSK-003")
    let reply = try bench.server.call(
      "PUT", "/api/v1/tasks/\(third.id)/dependencies",
      #"{"depends_on": ["\#(try bench.task("TSK-001").id)"]}"#)
    #expect(reply.status == 200, "\(reply)")
    try bench.edit(SyncSample.taskPath("TSK-003"), "title: Print it", "title: Print")
    expectRows(try bench.push(), "DRIFT task TSK-003", "UPDATE task TSK-003")
    #expect(try bench.task("TSK-003").dependsOn.count == 1)
    #expect(try bench.task("TSK-003").title == "Print")
  }
}
