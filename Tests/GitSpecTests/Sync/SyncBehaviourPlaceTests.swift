import Foundation
import TestSupport
import Testing

/// Where the state may be, and clones of every kind.
@Suite struct SyncBehaviourPlaceTests {
  private func synced() throws -> SyncBench {
    let bench = try SyncBench(SyncSample.work.merging(SyncSample.login) { $1 })
    try bench.push()
    return bench
  }

  private func clone(_ bench: SyncBench, _ name: String, _ options: String = "") throws -> String {
    try bench.box.shell(
      "git clone -q \(options) 'file://\(bench.box.folder)/origin.git' ../\(name)")
    return bench.box.folder + "/" + name
  }

  @Test func theStateIsARefOnTheRemote() throws {
    let bench = try synced()
    #expect(
      try bench.box.git("ls-remote", "origin", "refs/spec-sync/*").contains("\t\(bench.ref)\n"))
    // The commit holds the synced specs, so that they are kept and can be compared.
    #expect(
      try bench.box.git("rev-parse", "\(bench.ref):specs/.omoi_os")
        == bench.box.git("rev-parse", "HEAD:.omoi_os"))
    // Everybody who may fetch reads it: no text of the specs beside them, and no secret.
    let found = try bench.box.tryGit([
      "grep", "-i", "-e", LocalServer.token, "-e", "Text of it", bench.ref, "--", "items",
      "state.json", "index",
    ])
    #expect(found.status == 1, "\(found)")
    #expect(try !bench.refs().contains("refs/git-spec"))
  }

  @Test func anotherCloneGoesOnFromTheRef() throws {
    let bench = try synced()
    let other = try clone(bench, "other")
    #expect(try bench.onlyReads { try bench.push(in: other) }.rows == [])
    let before = try bench.ticket("TKT-001").id
    try bench.box.shell(
      "sed -i s/Parsing/Reading/ .omoi_os/tickets/TKT-001.md && git commit -qam x && git push -q",
      in: other)
    expectRows(try bench.push(in: other), "UPDATE ticket TKT-001")
    #expect(try bench.ticket("TKT-001").id == before)
    try bench.box.git("pull", "-q", "origin", "main")
    #expect(try bench.onlyReads { try bench.push() }.rows == [])
  }

  @Test func aShallowCloneSendsTheChangeAfterOneFetch() throws {
    let bench = try synced()
    try bench.edit(SyncSample.taskPath(), "title: Write it", "title: Write all")
    try bench.commit(["README": "More history.\n"])
    let shallow = try clone(bench, "shallow", "--depth=1")
    let outcome = try bench.box.run(
      Sandbox.program, ["sync", "push"],
      environment: ["GIT_TRACE2_EVENT": bench.box.folder + "/trace"], in: shallow)
    #expect(outcome.status == 0, "\(outcome)")
    expectRows(outcome, "UPDATE task TSK-001")
    #expect(try bench.task("TSK-001").title == "Write all")
    let trace = try bench.box.read("../trace").split(separator: "\n")
    let fetches = trace.filter { $0.contains("\"cmd_name\"") && $0.contains("\"fetch\"") }
    #expect(fetches.count == 1, "\(fetches)")
    #expect(try bench.box.git("rev-list", "--count", "HEAD", in: shallow) == "1\n")
    #expect(try bench.onlyReads { try bench.push(in: shallow) }.rows == [])
  }

  @Test func aFileHoldsTheStateForTwoClones() throws {
    let bench = try SyncBench(SyncSample.work.merging(SyncSample.login) { $1 })
    let place = "file:" + bench.box.folder + "/state.json"
    let first = try bench.push("--state", place)
    #expect(first.summary.hasPrefix("Summary: 7 created"))
    #expect(try bench.refs().contains("spec-sync") == false)
    #expect(try bench.onlyReads { try bench.push("--state", place) }.rows == [])
    let text = try bench.box.read("../state.json")
    #expect(!text.contains("Text of it") && !text.contains(LocalServer.token))

    let other = try clone(bench, "other")
    try bench.box.shell(
      "sed -i s/Parsing/Reading/ .omoi_os/tickets/TKT-001.md && git commit -qam x && git push -q",
      in: other)
    expectRows(try bench.push("--state", place, in: other), "UPDATE ticket TKT-001")
    try bench.box.git("pull", "-q", "origin", "main")
    #expect(try bench.onlyReads { try bench.push("--state", place) }.rows == [])
    try bench.commit([SyncSample.taskPath("TSK-003"): nil])
    expectRows(try bench.push("--state", place, "--prune"), "DELETE task TSK-003")
    #expect(try bench.task("TSK-003").status == "failed")
    #expect(try bench.sync("status", "--state", place).output.contains("state:  "))
    #expect(try bench.sync("log", "--state", place).output.contains("push 7 items"))
  }

  @Test func aBrokenStateFileIsNotOverwritten() throws {
    let bench = try SyncBench(SyncSample.work)
    try bench.box.write("../state.json", "{")
    let outcome = try bench.onlyReads { try bench.sync("push", "--state", "file:../state.json") }
    expectRefused(outcome, 3, "is no sync state")
    #expect(try bench.box.read("../state.json") == "{")
  }

  @Test func withoutARemoteTheStateIsInTheClone() throws {
    let bench = try SyncBench(SyncSample.work)
    try bench.box.git("remote", "remove", "origin")
    #expect(try bench.push().summary.hasPrefix("Summary: 5 created"))
    #expect(try bench.box.git("for-each-ref").contains(bench.ref))
    #expect(try bench.onlyReads { try bench.push() }.rows == [])
    #expect(try bench.sync("status").output.contains("\(bench.ref) in this clone"))
  }

  @Test func aRemoteThatIsGoneStopsThePushBeforeItSends() throws {
    let bench = try synced()
    try bench.edit(SyncSample.ticketPath(), "title: Parsing", "title: Reading")
    try bench.box.shell("mv ../origin.git ../away.git")
    let push = try bench.onlyReads { try bench.sync("push") }
    expectRefused(push, 4, "cannot read the sync state from origin", "git ls-remote origin")
    let diff = try bench.sync("diff")
    #expect(diff.status == 0, "\(diff)")
    expectRows(diff, "UPDATE ticket TKT-001")
    #expect(diff.error.contains("origin cannot be reached"), "\(diff)")
    #expect(try bench.ticket("TKT-001").title == "Parsing")
    try bench.box.shell("mv ../away.git ../origin.git")
    expectRows(try bench.push(), "UPDATE ticket TKT-001")
  }

  @Test func aServerThatIsGoneLeavesTheDiffWhatTheStateKnows() throws {
    let bench = try synced()
    try bench.commit([
      SyncSample.ticketPath(): SyncSample.ticket(title: "Reading"),
      SyncSample.taskPath("TSK-009"): SyncSample.task("TSK-009"),
    ])
    bench.server.stop()
    let diff = try bench.sync("diff")
    #expect(diff.status == 0, "\(diff)")
    expectRows(diff, "UPDATE ticket TKT-001", "CREATE task TSK-009")
    #expect(diff.message("TKT-001") == "Would update: description, title")
    #expect(diff.error.contains("the server cannot be reached"), "\(diff)")
    #expect(!diff.output.contains("Connected!"))
    let refs = try bench.refs()
    #expect(try bench.sync("push").status == 4)
    #expect(try bench.refs() == refs)
  }
}
