import Foundation
import TestSupport
import Testing

/// What a push remembers of what it did not send.
@Suite struct SyncMemoryTests {
  private static let ticket = ".omoi_os/tickets/TKT-001.md"

  private let sandbox: Sandbox
  private let server: LocalServer

  init() throws {
    sandbox = try Sandbox.armed(nil)
    server = try LocalServer()
    sandbox.environment["OMOIOS_API_URL"] = server.url
    sandbox.environment["OMOIOS_PROJECT_ID"] = LocalServer.project
    sandbox.environment["OMOIOS_TOKEN"] = LocalServer.token
    let first = try sandbox.spec("sync", "push")
    guard first.status == 0 else { throw Sandbox.Failed(description: "\(first)") }
  }

  private func change(_ edit: String, in path: String = ticket) throws {
    try sandbox.shell("sed -i '\(edit)' \(path); git commit -q --no-verify -am Change")
  }

  private func ticketOnServer() throws -> [String: Any] {
    let answer = try server.get("/api/v1/tickets?project_id=\(LocalServer.project)&limit=10").object
    return try #require((answer["tickets"] as? [[String: Any]])?.first)
  }

  /// A colleague's change stays a colleague's, also when another field of the item is sent.
  @Test func driftOutlivesAPushOfAnotherField() throws {
    let id = try #require(try ticketOnServer()["id"] as? String)
    _ = try server.patch("/api/v1/tickets/\(id)", #"{"priority": "LOW"}"#)
    try change("s/^status: .*/status: building/")
    let drift = try sandbox.spec("sync", "push")
    #expect(drift.status == 0, "\(drift)")
    #expect(drift.output.contains("changed on the server: priority; left alone"))
    #expect(drift.output.contains("Updated: status"))

    try change("s/^priority: .*/priority: CRITICAL/")
    let conflict = try sandbox.spec("sync", "push")
    #expect(conflict.status == 1, "\(conflict)")
    #expect(conflict.output.contains("[CONFLICT] ticket TKT-001"), "\(conflict)")
    #expect(try ticketOnServer()["priority"] as? String == "LOW")
  }

  /// What an earlier push only told of is ended by a later one with --prune.
  @Test func pruneEndsWhatWasToldBefore() throws {
    try sandbox.shell(
      """
      git rm -q .omoi_os/tasks/TSK-002.md
      sed -i 's/blocks: .*/blocks: []/' .omoi_os/tasks/TSK-001.md; git commit -qam Drop
      """)
    let told = try sandbox.spec("sync", "push")
    #expect(told.status == 0 && told.output.contains("--prune ends it on the server"), "\(told)")
    #expect(try sandbox.spec("sync", "status").output.contains("gone:   1"))
    let ended = try sandbox.spec("sync", "push", "--prune")
    #expect(ended.status == 0, "\(ended)")
    #expect(ended.output.contains("[DELETE] task TSK-002\n         Its status is `"), "\(ended)")
    #expect(try !sandbox.spec("sync", "status").output.contains("gone:"))
    let again = try sandbox.spec("sync", "push", "--prune")
    #expect(again.output.contains("Summary: 0 created, 0 updated, 0 skipped, 0 failed"))
  }

  /// Also where a rule would ask the rest of the specs, which nobody read.
  @Test func aSpecWithErrorsIsNotSent() throws {
    try change("s/^status: .*/status: dnoe/; s/TKT-001/TKT-009/", in: ".omoi_os/tasks/TSK-001.md")
    try server.resetCounts()
    let outcome = try sandbox.spec("sync", "push")
    #expect(outcome.status == 1, "\(outcome)")
    let line = "[SKIP] task TSK-001\n         `dnoe` is no status of a task [S105]"
    #expect(outcome.output.contains(line))
    let writes = try server.requests().keys.filter { !$0.hasPrefix("GET ") }
    #expect(writes.allSatisfy { $0.contains("_control") }, "\(writes)")
  }

  @Test func settingsSayHowMuchMayBeDeleted() throws {
    try sandbox.write(".omoi_os/config.yaml", "sync: {max_delete: 1}\n")
    try sandbox.shell(
      "git rm -q .omoi_os/tasks/*; git add -A; git commit -q --no-verify -m 'Drop the tasks'")
    let refused = try sandbox.spec("sync", "push", "--prune")
    #expect(refused.status == 1, "\(refused)")
    #expect(refused.output.contains("2 deletions are more than the 1 that are allowed"))
    let allowed = try sandbox.spec("sync", "push", "--prune", "--max-delete", "2")
    #expect(allowed.status == 0 && allowed.output.contains(", 2 deleted"), "\(allowed)")
  }

  /// What looks like ours is not made a second time, however often somebody tries.
  @Test func lookalikesStayUnresolvedUntilTheyAreAdopted() throws {
    let other = try LocalServer()
    sandbox.environment["OMOIOS_API_URL"] = other.url
    let made = try other.post(
      "/api/v1/tickets",
      """
      {"title": "TKT-001: Parsing", "project_id": "\(LocalServer.project)",
       "check_duplicates": false}
      """)
    #expect(made.status == 200)
    for _ in 0..<2 {
      let outcome = try sandbox.spec("sync", "push")
      #expect(outcome.status == 1, "\(outcome)")
      #expect(outcome.output.contains("--adopt takes it over, nothing was sent"), "\(outcome)")
    }
    let adopted = try sandbox.spec("sync", "push", "--adopt", "--overwrite-remote")
    #expect(adopted.status == 0, "\(adopted)")
    #expect(try other.count("POST /api/v1/tickets") == 1)
  }

  /// The server hides tickets of a spec that is put away: they are let go before.
  @Test(arguments: [false, true]) func ticketsOutliveTheirDesign(isNamedByTicket: Bool) throws {
    let design = """
      ---
      id: DESIGN-PARSE-001
      title: Parsing
      status: draft
      feature: parse
      requirements: []
      tickets: [TKT-001]
      created: 2026-01-01
      updated: 2026-01-01
      ---

      # Parsing
      """
    try sandbox.write(".omoi_os/designs/parse.md", design + "\n")
    // Without the reference the ticket is as it was, and belongs to the design all the same.
    let edit = isNamedByTicket ? "/^id:/a design_ref: designs/parse.md" : ""
    try sandbox.shell(
      "sed -i '\(edit)' \(Self.ticket); git add -A; git commit -q --no-verify -m Design")
    #expect(try sandbox.spec("sync", "push").status == 0)
    #expect(try server.count("POST /api/v1/specs/{id}/link-tickets") == 1)

    try sandbox.shell(
      """
      git rm -q .omoi_os/designs/parse.md; sed -i '/^design_ref:/d' \(Self.ticket)
      git add -A; git commit -q --no-verify -m 'Drop the design'
      """)
    let outcome = try sandbox.spec("sync", "push", "--prune")
    #expect(outcome.status == 0 && outcome.error == "", "\(outcome)")
    #expect(try ticketOnServer()["title"] as? String == "Parsing")
    #expect(try sandbox.spec("sync", "push", "--full").status == 0)
  }
}
