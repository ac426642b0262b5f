import Foundation
import TestSupport
import Testing

/// What the sync commands say for machines, and what was pushed by whom.
@Suite struct SyncBehaviourLookTests {
  private func synced() throws -> SyncBench {
    let bench = try SyncBench(SyncSample.work.merging(SyncSample.login) { $1 })
    let outcome = try bench.sync(
      "push",
      environment: ["TASK_ID": "task-77", "AGENT_ID": "agent-5", "EXECUTION_MODE": "sandbox"])
    #expect(outcome.status == 0, "\(outcome)")
    return bench
  }

  @Test func statusSaysHowFarTheServerIs() throws {
    let bench = try synced()
    let commit = try bench.box.git("rev-parse", "HEAD").prefix(9)
    let outcome = try bench.onlyReads { try bench.sync("status") }
    #expect(
      outcome.output == """
        synced: \(commit) to \(LocalServer.project) on 127.0.0.1:\(bench.server.port)
        items:  1 spec, 1 requirement, 2 tickets, 3 tasks
        state:  \(bench.ref) on origin

        """)
    let other = try bench.sync("status", "--project-id", LocalServer.otherProject)
    #expect(other.output.hasPrefix("nothing is synced yet to \(LocalServer.otherProject)"))
  }

  @Test func theLogSaysWhoPushedForWhat() throws {
    let bench = try synced()
    let outcome = try bench.sync("log")
    #expect(outcome.output.contains("push 7 items of "), "\(outcome)")
    for line in ["Task: task-77", "Agent: agent-5", "Mode: sandbox"] {
      #expect(outcome.output.contains("    \(line)\n"), "\(outcome)")
    }
    #expect(!outcome.output.contains(LocalServer.token))
    let one = try bench.sync("log", "-n", "1")
    #expect(one.output.split(separator: "\n").count { !$0.hasPrefix(" ") } == 1)
  }

  /// Every key, however deep.
  private func keys(_ value: Any) -> Set<String> {
    switch value {
    case let object as [String: Any]:
      object.values.reduce(into: Set(object.keys)) { $0.formUnion(keys($1)) }
    case let list as [Any]: list.reduce(into: []) { $0.formUnion(keys($1)) }
    default: []
    }
  }

  private func json(
    _ outcome: Outcome, _ command: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any],
      "\(outcome)", sourceLocation: sourceLocation)
    #expect(object["schema_version"] as? Int == 1, sourceLocation: sourceLocation)
    #expect(object["command"] as? String == command, sourceLocation: sourceLocation)
    let odd = keys(object).filter { $0.firstMatch(of: /^[a-z][a-z0-9_]*$/) == nil }
    #expect(odd == [], sourceLocation: sourceLocation)
    return object
  }

  @Test func everyAnswerIsOneDocumentOfJSON() throws {
    let bench = try synced()
    try bench.commit([
      SyncSample.ticketPath(): SyncSample.ticket(title: "Reading", status: "blocked"),
      SyncSample.taskPath("TSK-004"): SyncSample.task("TSK-004", status: "bogus"),
    ])
    for command in ["diff", "push"] {
      let outcome = try bench.sync(command, "--format", "json")
      #expect(outcome.status == 1)
      let document = try json(outcome, "sync \(command)")
      let items = try #require(document["items"] as? [[String: Any]])
      #expect(items.map { $0["action"] as? String } == ["UPDATE", "SKIP"])
      #expect(items.map { $0["id"] as? String } == ["TKT-001", "TSK-004"])
      #expect(items[0]["server"] as? String == (try bench.ticket("TKT-001").id))
      #expect(items[0]["fields"] as? [String] == ["description", "title"])
      #expect(items[0]["path"] as? String == SyncSample.ticketPath())
      #expect(items.map { $0["is_error"] as? Bool } == [false, true])
      let summary = try #require(document["summary"] as? [String: Any])
      #expect(summary["updated"] as? Int == 1)
      #expect(document["offline"] as? Bool == false)
      let homeless = try #require(document["not_synced"] as? [[String: Any]])
      #expect(homeless.contains { $0["value"] as? String == "blocked" })
    }
    let status = try json(try bench.sync("status", "--format", "json"), "sync status")
    #expect(status["pending"] as? [String] == [SyncSample.taskPath("TSK-004")])
    #expect(
      status["items"] as? [String: Int] == ["spec": 1, "requirement": 1, "ticket": 2, "task": 3])
    let log = try json(try bench.sync("log", "--format", "json"), "sync log")
    #expect((log["entries"] as? [[String: Any]])?.isEmpty == false)
    let specs = try bench.box.spec("sync-specs", "diff", "--format", "json")
    _ = try json(specs, "sync-specs diff")
  }

  @Test func aFailureIsADocumentToo() throws {
    let bench = try synced()
    bench.server.stop()
    let outcome = try bench.sync("push", "--format", "json")
    #expect(outcome.status == 4)
    let document = try json(outcome, "sync push")
    let error = try #require(document["error"] as? [String: Any], "\(outcome)")
    #expect(error["kind"] is String && error["message"] is String)
    let offline = try json(try bench.sync("diff", "--format", "json"), "sync diff")
    #expect(offline["offline"] as? Bool == true)
  }

  @Test func aSummaryInMarkdownIsAdded() throws {
    let bench = try SyncBench(SyncSample.work)
    try bench.box.write("../summary.md", "Before.\n")
    try bench.push("--summary", "../summary.md")
    let text = try bench.box.read("../summary.md")
    #expect(text.hasPrefix("Before.\n### Spec sync of `"))
    #expect(text.contains("\nSummary: 5 created, 0 updated, 0 skipped, 0 failed\n"))
    #expect(text.contains("\n| CREATE | ticket TKT-001 | Created with API ID: "))
    #expect(text.contains("- task: estimate"))
  }

  @Test func quietIsTheAnswerAlone() throws {
    let bench = try SyncBench(SyncSample.work)
    let outcome = try bench.push("--quiet")
    #expect(outcome.error == "")
    #expect(!outcome.output.contains("Connecting"))
    #expect(outcome.summary.hasPrefix("Summary: 5 created"))
  }

  /// The workflow document's example: two tickets, six tasks.
  @Test func theExampleOfTheWorkflowReadsAsThere() throws {
    var files = [
      SyncSample.ticketPath(): SyncSample.ticket(
        title: "Webhook Infrastructure Setup", blocks: ["TKT-002"]),
      SyncSample.ticketPath("TKT-002"): SyncSample.ticket(
        "TKT-002", title: "Platform-Specific Formatters", blockedBy: ["TKT-001"]),
    ]
    let titles = [
      "Add webhook models to database", "Create database migration",
      "Implement WebhookDeliveryService", "Implement WebhookNotificationService",
      "Add API routes for webhook CRUD", "Write comprehensive tests",
    ]
    for (number, title) in titles.enumerated() {
      let id = "TSK-00\(number + 1)"
      files[SyncSample.taskPath(id)] = SyncSample.task(
        id, title: title, dependsOn: number == 0 ? [] : ["TSK-00\(number)"])
    }
    let bench = try SyncBench(files)
    var text = ""
    for command in ["diff", "push", "push", "status"] {
      let outcome = try bench.sync(command)
      text += "$ git spec sync \(command)\n\(outcome.output)--- stderr\n\(outcome.error)"
      text += "--- status \(outcome.status)\n"
    }
    text = text.replacing(bench.server.url, with: "URL")
      .replacing("127.0.0.1:\(bench.server.port)", with: "HOST")
      .replacing("127.0.0.1_\(bench.server.port)", with: "HOST")
      .replacing(/API ID: [0-9a-f-]{36}/, with: "API ID: UUID")
      .replacing(/synced: [0-9a-f]{9}/, with: "synced: COMMIT")
    try SnapshotTests().compare("sync", text)
  }
}
