import Foundation
import TestSupport
import Testing

/// Flags that say which part of the specs, and which commits.
@Suite struct SyncBehaviourOptionTests {
  private static let all = SyncSample.work.merging(SyncSample.login) { $1 }

  @Test func onlySomePartsGoAndTheOthersComeLater() throws {
    let bench = try SyncBench(Self.all)
    let outcome = try bench.push("--only", "tickets")
    #expect(outcome.rows.filter { $0.hasPrefix("CREATE") }.count == 2)
    #expect(outcome.message("TSK-001") == "left out by --only")
    #expect(try bench.tickets().count == 2)
    #expect(try bench.tasks().isEmpty)
    #expect(try bench.specs().isEmpty)
    let rest = try bench.push()
    #expect(rest.summary == "Summary: 5 created, 0 updated, 0 skipped, 0 failed", "\(rest)")
    #expect(try bench.tasks().count == 3)
    #expect(try bench.requirements().count == 1)
  }

  @Test func syncSpecsIsOnlySpecs() throws {
    let bench = try SyncBench(Self.all)
    let diff = try bench.onlyReads { try bench.box.spec("sync-specs", "diff") }
    #expect(diff.summary.hasPrefix("Summary: 2 would be created"), "\(diff)")
    let push = try bench.box.spec("sync-specs", "push")
    #expect(push.status == 0, "\(push)")
    #expect(try bench.tickets().isEmpty)
    #expect(try bench.specs().count == 1)
    #expect(try bench.push().summary.hasPrefix("Summary: 5 created"))
  }

  @Test func aChangeThatWasLeftOutIsNotForgotten() throws {
    let bench = try SyncBench(Self.all)
    try bench.push()
    try bench.edit(SyncSample.taskPath(), "title: Write it", "title: Later")
    try bench.commit([SyncSample.ticketPath(): SyncSample.ticket(title: "Now")])
    expectRows(
      try bench.push("--only", "tickets,specs"), "UPDATE ticket TKT-001", "SKIP task TSK-001")
    #expect(try bench.task("TSK-001").title == "Write it")
    expectRows(try bench.push(), "UPDATE task TSK-001")
    #expect(try bench.task("TSK-001").title == "Later")
  }

  @Test func aCommitIsNamed() throws {
    let bench = try SyncBench(Self.all)
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Reading")
    let first = try bench.box.git("rev-parse", "HEAD~1").trimmingCharacters(in: .newlines)
    try bench.push("--rev", "HEAD~1")
    #expect(try bench.ticket("TKT-001").title == "Parsing")
    #expect(try bench.sync("status").output.hasPrefix("synced: \(first.prefix(9)) "))
    expectRows(try bench.push(), "UPDATE ticket TKT-001")
  }

  @Test func theWorkingTreeAndTheIndexAreNotLookedAt() throws {
    let bench = try SyncBench(Self.all)
    try bench.box.write(SyncSample.ticketPath(), SyncSample.ticket(title: "Dirty"))
    try bench.box.write(SyncSample.ticketPath("TKT-003"), SyncSample.ticket("TKT-003"))
    try bench.box.git("add", SyncSample.ticketPath("TKT-003"))
    #expect(try bench.push().summary.hasPrefix("Summary: 7 created"))
    #expect(try bench.ticket("TKT-001").title == "Parsing")
    #expect(try bench.tickets().count == 2)
    #expect(try bench.box.git("status", "--porcelain").split(separator: "\n").count == 2)
  }

  @Test func anotherBaseComparesLessAndForgetsNothing() throws {
    let bench = try SyncBench(Self.all)
    try bench.push()
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Reading")
    try bench.edit(SyncSample.ticketPath("TKT-002"), "title: Printing", "title: Writing")
    expectRows(try bench.push("--from", "HEAD~1"), "UPDATE ticket TKT-002")
    #expect(try bench.ticket("TKT-001").title == "Parsing")
    expectRows(try bench.push(), "UPDATE ticket TKT-001")
  }

  @Test func anotherBranchNeedsAFlag() throws {
    let bench = try SyncBench(Self.all)
    try bench.box.git("checkout", "-q", "-b", "feature")
    try bench.commit([SyncSample.ticketPath(): SyncSample.ticket(title: "Feature")])
    for command in ["diff", "push"] {
      expectRefused(try bench.sync(command), 2, "`feature` is not the branch", "--allow-branch")
    }
    #expect(try bench.tickets().isEmpty)
    try bench.push("--allow-branch")
    #expect(try bench.ticket("TKT-001").title == "Feature")
  }

  @Test func theBranchOfTheSettingsCounts() throws {
    var files = Self.all
    files[".omoi_os/config.yaml"] = "sync: {branch: trunk}\n"
    let bench = try SyncBench(files)
    expectRefused(try bench.sync("push"), 2, "that is `trunk`")
    try bench.box.git("checkout", "-q", "-b", "trunk")
    try bench.push()
    #expect(try bench.tickets().count == 2)
  }

  @Test func aDetachedHeadOnTheBranchIsTheBranch() throws {
    let bench = try SyncBench(Self.all)
    try bench.box.git("checkout", "-q", "--detach")
    try bench.push()
    #expect(try bench.tickets().count == 2)
  }

  @Test(arguments: [
    ["--only", "tikets"], ["--full", "--from", "HEAD"], ["--max-delete", "-1"],
    ["--state", "nowhere"], ["--rev", "nosuch"], ["--remote", "nosuch"], ["--api-url", "ftp://x"],
  ])
  func wrongUsageIsStatus2AndSendsNothing(arguments: [String]) throws {
    let bench = try SyncBench(Self.all)
    let outcome = try bench.onlyReads {
      try bench.box.run(Sandbox.program, ["sync", "push"] + arguments)
    }
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.output == "", "\(outcome)")
  }
}
