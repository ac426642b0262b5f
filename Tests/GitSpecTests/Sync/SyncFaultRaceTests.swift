import Foundation
import TestSupport
import Testing

/// Several pushes at once, leases, and states that are lost.
@Suite struct SyncFaultRaceTests {
  @Test(arguments: [1, 2])
  func twoClonesAtOnce(round: Int) throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: round), server: ["--latency", "3"])
    let other = try world.clone("other")
    for revision in 1...2 {
      let pushes = [try world.begin(), try world.begin(in: other)]
      for push in pushes {
        let outcome = try push.wait()
        #expect(outcome.status == 0, "\(outcome)")
      }
      #expect(try world.doubled() == [])
      try world.commit(SyncFiles.many(30, seed: round, revision: revision))
      try world.sandbox.git("push", "-q", "origin", "main")
      try world.sandbox.git("pull", "-q", in: other)
    }
    try world.expectPush()
    #expect(try world.doubled() == [])
    try world.expectQuiet(in: other)
  }

  @Test func twiceInOneClone() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 7), server: ["--latency", "3"])
    let pushes = [try world.begin(), try world.begin(), try world.begin()]
    for push in pushes {
      let outcome = try push.wait()
      #expect(outcome.status == 0, "\(outcome)")
    }
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  @Test func branchesOfTwoClonesBothSurvive() throws {
    let world = try SyncWorld()
    try world.expectPush()
    let other = try world.clone("other")
    try world.sandbox.git("checkout", "-qb", "one")
    try world.commit(SyncFiles.group(2, requirements: 1, tickets: 2, tasks: 2, seed: 2))
    try world.sandbox.git("checkout", "-qb", "two", in: other)
    try world.commit(
      SyncFiles.group(3, requirements: 1, tickets: 2, tasks: 2, seed: 3), in: other)
    try world.expectPush("--allow-branch")
    try world.expectPush("--allow-branch", in: other)
    let titles = Set(try world.tickets().compactMap { $0["title"] as? String })
    #expect(titles.contains { $0.contains("area 2") })
    #expect(titles.contains { $0.contains("area 3") })
    #expect(try world.doubled() == [])
    // Merged, everything is known already.
    try world.sandbox.git("fetch", "-q", other, "two")
    try world.sandbox.git("merge", "-q", "-m", "Merge", "FETCH_HEAD")
    let before = try world.creations()
    try world.expectPush("--allow-branch")
    #expect(try world.creations() == before)
    #expect(try world.doubled() == [])
  }

  @Test func aLeaseThatIsOverIsTakenOver() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 5), server: ["--latency", "20"])
    let other = try world.clone("other")
    let killed = try world.begin()
    #expect(try world.server.waits(for: "POST /api/v1/tasks", 2))
    killed.signal(SIGKILL)
    _ = try killed.wait()
    let refused = try world.push("--wait", "1", in: other)
    #expect(refused.status == 5, "\(refused)")
    #expect(refused.error.contains("another push is under way"), "\(refused)")
    try world.setLease(endingIn: -1)
    try world.expectPush("--wait", "1", in: other)
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
    try world.expectQuiet(in: other)
  }

  /// Whoever was asleep while his lease was taken over must not put his half over the whole.
  @Test func aPushThatWasTakenOverLosesNothing() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 6))
    let other = try world.clone("other")
    // Asleep while the server is at it: what was asked for has been sent, and nothing else is.
    // Interrupted first: whether answers or the interrupt come first to one who wakes is chance.
    try world.server.fault("delay_ms:5000", on: "POST /api/v1/tickets", times: 4, after: 1)
    let asleep = try world.begin()
    #expect(try world.server.waits(for: "POST /api/v1/tickets", 2))
    usleep(1_000_000)
    asleep.signal(SIGINT)
    usleep(1_000_000)
    asleep.signal(SIGSTOP)
    usleep(4_000_000)
    try world.server.clearFaults()
    try world.setLease(endingIn: -1)
    try world.expectPush(in: other)
    asleep.signal(SIGCONT)
    let outcome = try asleep.wait()
    #expect(outcome.status != 0, "\(outcome)")
    let before = try world.creations()
    try world.expectPush()
    try world.expectPush(in: other)
    #expect(try world.creations() == before)
    try world.expectLikeUndisturbed()
  }

  /// A push that had nothing to do must not be taken for one that took over.
  @Test func aRunWithoutWorkDoesNotStopAPush() throws {
    for round in 0..<3 {
      let world = try SyncWorld(server: ["--latency", "5"])
      try world.expectPush()
      let other = try world.clone("other")
      try world.commit(SyncFiles.group(2, requirements: 2, tickets: 3, tasks: 5, seed: round))
      let idle = try world.begin("--full", in: other)
      usleep(UInt32(round) * 20_000)
      let busy = try world.begin()
      let (first, second) = (try idle.wait(), try busy.wait())
      #expect(first.status == 0, "\(first)")
      #expect(second.status == 0, "\(second)")
      let state = try world.sandbox.git(
        "cat-file", "-p", "\(world.ref):state.json", in: world.origin)
      #expect(!state.contains("\"lease\" : {"), "\(state)")
      #expect(try world.doubled() == [])
    }
  }

  /// Killed between publishing the lease and the first line of the journal.
  @Test func ownLeaseWithoutAJournalIsNoReasonToWait() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 5), server: ["--latency", "20"])
    // A remote that is slow to say that it has the state.
    try world.sandbox.script(
      world.origin + "/hooks/post-receive", "#!/bin/sh\ntouch there\nsleep 2\n")
    let killed = try world.begin()
    for _ in 0..<1000 where !world.sandbox.exists(world.origin + "/there") { usleep(5000) }
    killed.signal(SIGKILL)
    _ = try killed.wait()
    try world.sandbox.remove(world.origin + "/hooks/post-receive")
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
  }
}
