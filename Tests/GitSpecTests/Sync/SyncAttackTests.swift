import Foundation
import TestSupport
import Testing

/// Ways in which one item of the server could become another spec's, each found by trying.
@Suite struct SyncAttackTests {
  private func loseState(_ bench: SyncBench) throws {
    try bench.box.shell("git push -q origin :\(bench.ref); git update-ref -d \(bench.ref)")
  }

  @Test func oneItemIsTakenOverByOneSpecOnly() throws {
    let bench = try SyncBench([
      SyncSample.ticketPath("TKT-001"): SyncSample.ticket("TKT-001", title: "Same"),
      SyncSample.ticketPath("TKT-002"): SyncSample.ticket("TKT-002", title: "Same"),
    ])
    _ = try bench.server.post(
      "/api/v1/tickets",
      """
      {"title": "Same", "project_id": "\(LocalServer.project)", "check_duplicates": false}
      """)
    let outcome = try bench.sync("push", "--adopt", "--overwrite-remote")
    #expect(outcome.status == 1, "\(outcome)")
    expectRows(outcome, "CONFLICT ticket TKT-001", "CONFLICT ticket TKT-002")
    #expect(outcome.output.contains("looks like another spec as well"), "\(outcome)")
  }

  @Test func theMarkerFollowsANewNumber() throws {
    let bench = try SyncBench([SyncSample.ticketPath(): SyncSample.ticket()])
    try bench.push()
    let before = try bench.ticket("TKT-001").id
    try bench.commit([
      SyncSample.ticketPath(): nil,
      SyncSample.ticketPath("TKT-007"): SyncSample.ticket("TKT-007"),
    ])
    try bench.push()
    #expect(try bench.ticket("TKT-007").id == before)
    try loseState(bench)
    let outcome = try bench.push()
    #expect(!outcome.rows.contains { $0.hasPrefix("CREATE") }, "\(outcome)")
    #expect(try bench.tickets().map(\.id) == [before])
  }

  @Test func brokenSettingsAreNotReplacedByDefaults() throws {
    let config = ".omoi_os/config.yaml"
    let bench = try SyncBench([
      SyncSample.ticketPath(): SyncSample.ticket(),
      config: "sync: {fields: {ticket: {status: ignore}}}\n",
    ])
    try bench.push()
    try bench.commit([
      SyncSample.ticketPath(): SyncSample.ticket(status: "testing"),
      config: "sync: {fields: {ticket: {status: ignore}}}\nx: [\n",
    ])
    let outcome = try bench.sync("push")
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.error.contains("\(config):"), "\(outcome)")
    #expect(try bench.ticket("TKT-001").status == "backlog")
  }

  /// A design names its tickets; that one of them changes, or comes later, does not unlink it.
  @Test func ticketsThatADesignNamesStayInIt() throws {
    func design(_ tickets: String) -> String {
      """
      ---
      id: DESIGN-A-001
      title: Parser
      feature: a
      created: 2026-01-01
      updated: 2026-01-01
      status: draft
      requirements: []
      tickets: [\(tickets)]
      ---

      # Parser

      """
    }
    func linked(_ bench: SyncBench) throws -> [String] {
      let ids = try bench.tickets(linkedTo: bench.spec("DESIGN-A-001"))
      return try bench.tickets().filter { ids.contains($0.id) }.compactMap { $0.marker?.id }
        .sorted()
    }
    let path = ".omoi_os/designs/a.md"
    let bench = try SyncBench([
      path: design("TKT-001, TKT-002"), SyncSample.ticketPath(): SyncSample.ticket(),
    ])
    _ = try bench.sync("push")
    #expect(try linked(bench) == ["TKT-001"])
    try bench.commit([
      SyncSample.ticketPath(): SyncSample.ticket(priority: "LOW"),
      SyncSample.ticketPath("TKT-002"): SyncSample.ticket("TKT-002"),
    ])
    try bench.push()
    #expect(try linked(bench) == ["TKT-001", "TKT-002"])
    try bench.commit([path: design("TKT-002")])
    try bench.push()
    #expect(try linked(bench) == ["TKT-002"])
  }

  @Test func whatWaitedForADeletedTaskWaitsNoMore() throws {
    let bench = try SyncBench([
      SyncSample.ticketPath(): SyncSample.ticket(),
      SyncSample.taskPath("TSK-001"): SyncSample.task("TSK-001", blocks: ["TSK-002"]),
      SyncSample.taskPath("TSK-002"): SyncSample.task("TSK-002"),
    ])
    try bench.push()
    #expect(try bench.task("TSK-002").dependsOn.count == 1)
    try bench.commit([SyncSample.taskPath("TSK-001"): nil])
    try bench.push("--prune", "--max-delete", "1")
    #expect(try bench.task("TSK-002").dependsOn.isEmpty)
  }

  @Test func whatAColleagueFinishedIsNotEndedOverHer() throws {
    let bench = try SyncBench([
      SyncSample.ticketPath(): SyncSample.ticket(),
      SyncSample.taskPath("TSK-001"): SyncSample.task("TSK-001"),
    ])
    try bench.push()
    let id = try bench.task("TSK-001").id
    _ = try bench.server.patch("/api/v1/tasks/\(id)", #"{"status": "completed"}"#)
    try bench.commit([SyncSample.taskPath("TSK-001"): nil])
    let outcome = try bench.push("--prune", "--max-delete", "1")
    #expect(outcome.output.contains("changed on the server since: status"), "\(outcome)")
    let kept = try bench.server.get("/api/v1/tasks/\(id)")
    #expect(kept.text("status") == "completed")
  }

  @Test func aShallowCloneKnowsARenamedSpec() throws {
    let bench = try SyncBench([SyncSample.ticketPath(): SyncSample.ticket()])
    try bench.push()
    try bench.commit([
      SyncSample.ticketPath(): nil,
      SyncSample.ticketPath("TKT-101"): SyncSample.ticket("TKT-101"),
    ])
    try bench.box.shell(
      "git push -q origin HEAD && git clone -q --depth=1 file://$(cd ../origin.git && pwd) shallow"
    )
    let outcome = try bench.push(in: "shallow")
    #expect(!outcome.rows.contains { $0.hasPrefix("CREATE") }, "\(outcome)")
    #expect(try bench.tickets().count == 1)
  }

  @Test func aPartOfTheStateThatIsMissingStopsThePush() throws {
    let bench = try SyncBench([SyncSample.ticketPath(): SyncSample.ticket()])
    try bench.push()
    try bench.box.shell(
      """
      export GIT_INDEX_FILE="$PWD/.git/other"
      git read-tree \(bench.ref)
      git rm -q --cached index/3
      new=$(git commit-tree -p \(bench.ref) -m x $(git write-tree))
      git push -q origin "$new:\(bench.ref)"
      """)
    let outcome = try bench.sync("push", "--full")
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("index/3"), "\(outcome)")
    #expect(try bench.tickets().count == 1)
  }

  /// What one clone knows is published where its remote has lost it, or has just been added.
  @Test func aClonesOwnStateIsGoneOnFrom() throws {
    let bench = try SyncBench([SyncSample.ticketPath(): SyncSample.ticket()])
    try bench.push()
    let id = try bench.ticket("TKT-001").id
    _ = try bench.server.patch("/api/v1/tickets/\(id)", #"{"title": "Board title"}"#)
    try bench.box.shell("git push -q origin :\(bench.ref)")
    let outcome = try bench.push("--full")
    expectRows(outcome, "DRIFT ticket TKT-001")
    #expect(outcome.output.contains(#"title: here "Parsing", there "Board title""#), "\(outcome)")
    #expect(try bench.box.git("ls-remote", "origin", bench.ref).contains(bench.ref))
  }
}
