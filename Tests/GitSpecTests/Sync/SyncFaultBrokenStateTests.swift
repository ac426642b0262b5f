import Foundation
import TestSupport
import Testing

/// Journals and states that cannot be read as they were written.
@Suite struct SyncFaultBrokenStateTests {
  /// A world whose push was killed in the middle, with a journal of some lines.
  private static func interrupted() throws -> SyncWorld {
    let world = try SyncWorld(SyncFiles.many(30, seed: 3), server: ["--latency", "10"])
    let killed = try world.begin()
    #expect(try world.server.waits(for: "POST /api/v1/tasks", 3))
    killed.signal(SIGKILL)
    _ = try killed.wait()
    return world
  }

  @Test func halfALastLineCountsForNothing() throws {
    let world = try Self.interrupted()
    var journal = try world.sandbox.read(world.journal)
    journal.removeLast(20)
    try world.sandbox.write(world.journal, journal)
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  /// A disk that lost more than the last write, to the middle of any line or to nothing at all.
  @Test(arguments: [0, 40, 90])
  func journalThatEndsSooner(percent: Int) throws {
    let world = try Self.interrupted()
    let journal = try world.sandbox.read(world.journal)
    try world.sandbox.write(
      world.journal, String(journal.prefix(journal.count * percent / 100)))
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  @Test func journalThatIsGone() throws {
    let world = try Self.interrupted()
    try world.sandbox.remove(world.journal)
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
  }

  @Test func garbageInAJournalIsNamed() throws {
    let world = try Self.interrupted()
    var lines = try world.sandbox.read(world.journal).components(separatedBy: "\n")
    lines[2] = "{\"item\":" + lines[2].dropFirst(3)
    try world.sandbox.write(world.journal, lines.joined(separator: "\n"))
    let before = try world.creations()
    let outcome = try world.push("--wait", "1")
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("\(world.journal):3"), "\(outcome)")
    #expect(outcome.error.contains("hint:"), "\(outcome)")
    #expect(try world.creations() == before)
    // The hint's way out works, from the clone that was told.
    try world.sandbox.remove(world.journal)
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
  }

  @Test func brokenStateSendsNothing() throws {
    let world = try SyncWorld()
    try world.expectPush()
    try world.commit(
      SyncFiles.group(1, requirements: 2, tickets: 3, tasks: 6, seed: 1, revision: 1))
    let good = try world.sandbox.git("rev-parse", world.ref, in: world.origin)
      .trimmingCharacters(in: .newlines)
    let items = try world.sandbox.git("ls-tree", "--name-only", good, "items/", in: world.origin)
    let item = items.split(separator: "\n").map(String.init)
    for (path, text) in [
      ("state.json", "{"), ("state.json", "[]"), ("state.json", ""), ("index/0", "garbage\n"),
      ("index/f", "a\tb\tc\n"), ("items", "{\"uid\": 1}"), ("items", ""),
    ] {
      // Any of them may be one that this push does not need; all of them are broken then.
      for path in path == "items" ? item : [path] { try world.changeState(path) { _ in text } }
      let before = try world.server.requests().filter { !$0.key.hasPrefix("GET") }
      let outcome = try world.push()
      #expect(outcome.status == 3, "\(path): \(outcome)")
      #expect(outcome.error.contains("hint:"), "\(outcome)")
      #expect(try world.server.requests().filter { !$0.key.hasPrefix("GET") } == before)
      // As the hint says: the version before is taken back.
      try world.sandbox.shell("git update-ref \(world.ref) \(good)", in: world.origin)
    }
    try world.expectPush()
    #expect(try world.doubled() == [])
  }

  /// A lease that names specs which were never begun must not take a colleague's spec for one.
  @Test func aColleaguesSpecIsNotTakenForOurs() throws {
    let world = try SyncWorld()
    // Refused for good, and so surely not made.
    try world.server.fault("fail_422", on: "POST /api/v1/specs", times: 1)
    let outcome = try world.push()
    #expect(outcome.status == 1, "\(outcome)")
    _ = try world.server.post(
      "/api/v1/specs",
      """
      {"title": "Colleague's", "description": "Hers", "project_id": "\(LocalServer.project)"}
      """)
    let hers = try world.specs()
    #expect(hers.count == 1)
    try world.expectPush()
    let specs = try world.specs()
    #expect(specs.count == 2)
    let same = specs.first { $0["id"] as? String == hers[0]["id"] as? String }
    #expect(same?["title"] as? String == hers[0]["title"] as? String)
    #expect(same?["description"] as? String == hers[0]["description"] as? String)
  }

  /// A criterion's request failed among others: the half list is ours and no conflict.
  @Test(arguments: ["fail_422", "fail_503", "drop_answer"])
  func halfAListOfCriteriaIsNoConflict(fault: String) throws {
    let world = try SyncWorld()
    try world.expectPush()
    try world.commit(
      SyncFiles.group(1, requirements: 2, tickets: 3, tasks: 6, seed: 1, revision: 1))
    try world.server.fault(
      fault, on: "POST /api/v1/specs/*/requirements/*/criteria", times: 9, after: 1)
    let outcome = try world.push()
    try world.server.clearFaults()
    if fault != "drop_answer" { #expect(outcome.status == 1, "\(outcome)") }
    try world.expectDone(within: 1)
    let other = try SyncWorld(
      SyncFiles.group(1, requirements: 2, tickets: 3, tasks: 6, seed: 1, revision: 1))
    try other.expectPush()
    let wanted = try other.content().lines.filter { $0.hasPrefix("requirement") }
    #expect(try world.content().lines.filter { $0.hasPrefix("requirement") } == wanted)
    try world.expectQuiet()
  }
}
