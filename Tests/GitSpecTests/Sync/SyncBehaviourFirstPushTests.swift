import Foundation
import TestSupport
import Testing

/// The first push makes everything once; the second one and a diff make nothing.
@Suite struct SyncBehaviourFirstPushTests {
  private static let all = SyncSample.work.merging(SyncSample.login) { $1 }

  @Test func everythingIsMadeOnceWithItsFields() throws {
    let bench = try SyncBench(
      Self.all.merging([
        SyncSample.ticketPath("TKT-003"): SyncSample.ticket(
          "TKT-003", title: "Doors", status: "building", priority: "LOW",
          requirements: ["REQ-LOGIN-FUNC-001"]),
        SyncSample.taskPath("TSK-004"): SyncSample.task(
          "TSK-004", title: "Paint", status: "in_progress", ticket: "TKT-003", type: "research",
          blocks: ["TSK-003"]),
        SyncSample.taskPath("TSK-005"): SyncSample.task(
          "TSK-005", title: "Oil", status: "done", ticket: "TKT-003"),
      ]) { $1 })
    let outcome = try bench.push()
    #expect(outcome.summary == "Summary: 10 created, 0 updated, 0 skipped, 0 failed")
    #expect(outcome.output.hasPrefix("Connecting to \(bench.server.url)...\nConnected!\n"))
    #expect(try bench.tickets().count == 3)
    #expect(try bench.tasks().count == 5)
    #expect(try bench.specs().count == 1)
    #expect(try bench.requirements().count == 1)

    let first = try bench.ticket("TKT-001")
    #expect(first.title == "Parsing")
    #expect(first.body == "# TKT-001: Parsing\n\nText of it.")
    #expect(first.description.hasSuffix(" -->"))
    #expect(first.status == "backlog")
    #expect(first["priority"] == "HIGH")
    let doors = try bench.ticket("TKT-003")
    #expect(doors.status == "building")
    #expect(doors["priority"] == "LOW")
    #expect(outcome.message("TKT-003") == "Created with API ID: \(doors.id)")

    let tasks = try ["TSK-001", "TSK-002", "TSK-003", "TSK-004", "TSK-005"].map(bench.task)
    let second = try bench.ticket("TKT-002")
    #expect(tasks.map { $0["ticket_id"] } == [first.id, first.id, second.id, doors.id, doors.id])
    #expect(tasks.map(\.status) == ["pending", "pending", "pending", "running", "completed"])
    #expect(
      tasks.map { $0["task_type"] }
        == ["implementation", "test", "implementation", "research", "implementation"])
    #expect(
      tasks.map(\.dependsOn) == [[], [tasks[0].id], [tasks[3].id], [], []], "depends_on and blocks")

    let spec = try bench.spec("DESIGN-LOGIN-001")
    #expect(spec.title == "The door")
    #expect(spec.status == "draft")
    let design = try #require(spec.values["design"] as? [String: Any])
    #expect(design["architecture"] as? String == "One door.")
    #expect(design["data_model"] as? String == "A key.")
    let endpoint = try #require((design["api_spec"] as? [[String: Any]])?.first)
    #expect(endpoint["method"] as? String == "GET")
    #expect(endpoint["endpoint"] as? String == "/door")
    #expect(endpoint["purpose"] as? String == "Look")
    #expect(try bench.tickets(linkedTo: spec) == [doors.id])

    let requirement = try bench.requirement("REQ-LOGIN-FUNC-001")
    #expect(requirement.title == "REQ-LOGIN-FUNC-001: Enter")
    #expect(requirement["condition"]?.contains("a user enters") == true)
    #expect(requirement["action"]?.contains("greet them") == true)
    #expect(requirement.status == "draft")
    #expect(requirement.criteria == ["[x] Greets", "[ ] Smiles"])
  }

  @Test func ticketsAreMadeWithTheirBlockersServerIDs() throws {
    // Against the order of the IDs: what blocks is made first.
    let bench = try SyncBench([
      SyncSample.ticketPath("TKT-001"): SyncSample.ticket(blockedBy: ["TKT-002"]),
      SyncSample.ticketPath("TKT-002"): SyncSample.ticket("TKT-002", blockedBy: ["TKT-003"]),
      SyncSample.ticketPath("TKT-003"): SyncSample.ticket("TKT-003"),
    ])
    try bench.push()
    let reply = try bench.server.get(
      "/api/v1/graph/dependency-graph/project/\(LocalServer.project)")
    func blockers(_ id: String) throws -> [String] {
      let server = try bench.ticket(id).id
      let node = reply.objects("nodes").first { $0["id"] as? String == server }
      return (node?["dependencies"] as? [String: Any])?["blocked_by"] as? [String] ?? []
    }
    #expect(try blockers("TKT-001") == [bench.ticket("TKT-002").id])
    #expect(try blockers("TKT-002") == [bench.ticket("TKT-003").id])
    #expect(try blockers("TKT-003") == [])
  }

  @Test func theSecondPushOnlyReads() throws {
    let bench = try SyncBench(Self.all)
    try bench.push()
    let state = try bench.refs()
    let second = try bench.onlyReads { try bench.push() }
    #expect(second.summary == "Summary: 0 created, 0 updated, 0 skipped, 0 failed")
    #expect(second.rows == [])
    #expect(try bench.refs() == state)
    // Everything is read again, and is as it was sent.
    let full = try bench.onlyReads { try bench.push("--full") }
    #expect(full.summary == "Summary: 0 created, 0 updated, 7 skipped, 0 failed")
  }

  @Test func aDiffChangesNothingAndSaysWhatThePushDoes() throws {
    let bench = try SyncBench(Self.all)
    var refs = try bench.refs()
    var diff = try bench.onlyReads { try bench.sync("diff") }
    #expect(diff.status == 0, "\(diff)")
    #expect(diff.summary == "Summary: 7 would be created, 0 updated, 0 skipped")
    #expect(try bench.refs() == refs)
    #expect(try bench.push().rows == diff.rows)

    try bench.commit([
      SyncSample.ticketPath(): SyncSample.ticket(title: "Reading"),
      SyncSample.taskPath("TSK-006"): SyncSample.task("TSK-006", dependsOn: ["TSK-003"]),
    ])
    refs = try bench.refs()
    diff = try bench.onlyReads { try bench.sync("diff") }
    expectRows(diff, "UPDATE ticket TKT-001", "CREATE task TSK-006")
    #expect(diff.message("TKT-001") == "Would update: description, title")
    #expect(try bench.refs() == refs)
    #expect(try bench.push().rows == diff.rows)
    #expect(try bench.ticket("TKT-001").title == "Reading")
    #expect(try bench.task("TSK-006").dependsOn == [bench.task("TSK-003").id])
  }
}
