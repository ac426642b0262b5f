import Foundation
import TestSupport
import Testing

/// Real specs, and many: what is sent is what changed.
@Suite struct SyncBehaviourCorpusTests {
  private static let path = "corpus/omoios-specs.fast-export"

  @Test(.enabled(if: Shared.has(SyncBehaviourCorpusTests.path), "../shared/corpus is not there"))
  func theRealCorpusGoesOverOnce() throws {
    let bench = try SyncBench()
    let export = (Shared.folder ?? "") + "/" + Self.path
    try bench.box.shell(
      "git fast-import --quiet < '\(export)'; git checkout -q main; git push -q origin main")
    let first = try bench.push(status: 1)
    #expect(first.summary == "Summary: 114 created, 0 updated, 16 skipped, 0 failed")
    func expectCounts(_ counts: [Int], sourceLocation: SourceLocation = #_sourceLocation) throws {
      let found = try [
        bench.tickets().count, bench.tasks().count, bench.requirements().count,
        bench.specs().count,
      ]
      #expect(found == counts, sourceLocation: sourceLocation)
    }
    try expectCounts([17, 25, 68, 4])
    // Five IDs that two files have each, three tasks without the field `type`, and two files
    // without frontmatter, all by name.
    let left = first.rows.filter { $0.hasPrefix("SKIP") }
    for number in 1...5 { #expect(left.count { $0 == "SKIP task TSK-00\(number)" } == 2) }
    for number in 6...8 { #expect(left.count { $0 == "SKIP task TSK-00\(number)" } == 1) }
    for name in [
      "001-add-webhook-url-fields", "002-create-migration", "003-webhook-delivery-service",
      "004-webhook-notification-service", "005-update-api-routes",
    ] {
      #expect(first.output.contains("its ID is also claimed by .omoi_os/tasks/TSK-\(name).md\n"))
      #expect(first.output.contains("`git spec check .omoi_os/tasks/TSK-\(name).md` shows it"))
    }
    for name in ["designs/webhook-notifications", "docs/rapid-application-generator-requirements"] {
      #expect(left.contains("SKIP spec .omoi_os/\(name).md"))
    }
    // Every dependency that was sent is a task of the server.
    let ids = Set(try bench.tasks().map(\.id))
    for task in try bench.tasks() {
      let found = SyncBench.Item(values: try bench.server.get("/api/v1/tasks/\(task.id)").object)
      #expect(found.dependsOn.isSubset(of: ids), "\(task.title)")
    }

    let second = try bench.onlyReads { try bench.push(status: 1) }
    #expect(second.summary.hasPrefix("Summary: 0 created, 0 updated, "))
    #expect(second.rows.sorted() == left.sorted())

    try bench.box.shell(
      "git merge -q --no-edit feature/repair-frontmatter; git push -q origin main")
    let merged = try bench.push(status: 1)
    let sent = merged.rows.filter { !$0.hasPrefix("SKIP") }
    #expect(
      sent.filter { !$0.contains("REQ-RAG-") } == [
        "UPDATE spec DES-WEBHOOK-001", "CREATE spec DOC-RAG-001",
      ])
    #expect(sent.count == 10, "\(merged)")
    try expectCounts([17, 25, 76, 5])
    #expect(try bench.spec("DES-WEBHOOK-001").values["design"] is [String: Any])
  }

  @Test func threeChangedSpecsOfManyCostFewRequests() throws {
    var files: [String: String] = [:]
    for ticket in 100..<120 {
      files[SyncSample.ticketPath("TKT-\(ticket)")] = SyncSample.ticket("TKT-\(ticket)")
      for number in 0..<15 {
        let id = "TSK-\(ticket)\(100 + number)"
        files[SyncSample.taskPath(id)] = SyncSample.task(id, ticket: "TKT-\(ticket)")
      }
    }
    let bench = try SyncBench(files)
    let first = try bench.push()
    #expect(first.summary == "Summary: 320 created, 0 updated, 0 skipped, 0 failed")
    try bench.commit([
      SyncSample.ticketPath("TKT-105"): SyncSample.ticket("TKT-105", title: "Other"),
      SyncSample.taskPath("TSK-110103"): SyncSample.task(
        "TSK-110103", ticket: "TKT-110", body: "Other."),
      SyncSample.taskPath("TSK-900"): SyncSample.task(
        "TSK-900", ticket: "TKT-119", dependsOn: ["TSK-119100"]),
    ])
    let requests = try bench.requests {
      expectRows(
        try bench.push(), "UPDATE ticket TKT-105", "UPDATE task TSK-110103", "CREATE task TSK-900")
    }
    #expect(requests.values.reduce(0, +) <= 15, "\(requests)")
    #expect(requests["GET /api/v1/tickets/{id}"] == 1)
    #expect(requests["GET /api/v1/tasks/{id}"] == 1)
    #expect(requests["GET /api/v1/tickets"] == nil)
    #expect(try bench.task("TSK-900").dependsOn == [bench.task("TSK-119100").id])
    #expect(try bench.server.mostAtOnce() <= 4)
    // A commit that changes no spec costs the one request that says whether we may.
    try bench.commit(["README": "Text.\n"])
    let idle = try bench.requests { try bench.push() }
    #expect(idle == ["GET /api/v1/projects/{id}": 1])
  }
}
