import Foundation
import TestSupport
import Testing

/// States that are lost or broken, branches that are rewritten, disks and remotes that refuse.
@Suite struct SyncFaultStateTests {
  private static let twoRoots = SyncFiles.group(
    1, requirements: 3, tickets: 3, tasks: 5, seed: 1
  ).merging(
    SyncFiles.group(1, root: "lib/.omoi_os", requirements: 3, tickets: 3, tasks: 5, seed: 2)
  ) { $1 }

  @Test(arguments: ["remote", "local", "both"])
  func itemsAreFoundAgainByTheirMarkers(place: String) throws {
    let world = try SyncWorld(Self.twoRoots)
    try world.expectPush()
    let before = try world.content()
    let creations = try world.creations()
    if place != "local" { try world.sandbox.git("push", "-q", "origin", ":" + world.ref) }
    if place != "remote" { try world.sandbox.git("update-ref", "-d", world.ref) }
    try world.expectPush()
    #expect(try world.creations() == creations)
    #expect(try world.content() == before)
    try world.expectQuiet()
    try world.commit(
      SyncFiles.group(
        1, root: "lib/.omoi_os", requirements: 3, tickets: 3, tasks: 5, seed: 2, revision: 1))
    try world.expectPush()
    #expect(try world.content().lines.count == before.lines.count)
  }

  /// Requirements bear no marker; of two roots with the same IDs each has to find its own.
  @Test(arguments: [1, 3])
  func requirementsOfTwoRootsAreNotMixedUp(count: Int) throws {
    let world = try SyncWorld(Self.twoRoots, server: ["--latency", "40"])
    let killed = try world.begin()
    #expect(try world.server.waits(for: "POST /api/v1/specs/{id}/requirements", count))
    usleep(45_000)
    killed.signal(SIGKILL)
    _ = try killed.wait()
    // Nobody knows what was noted: another clone goes on.
    try world.setLease(endingIn: -1)
    let other = try world.clone("other")
    try world.expectPush(in: other)
    try world.expectLikeUndisturbed()
    try world.expectQuiet(in: other)
  }

  @Test func stateLostInTheMiddle() throws {
    let world = try SyncWorld(SyncFiles.many(60, seed: 3), server: ["--latency", "5"])
    for _ in 0..<4 {
      let killed = try world.begin()
      let tasks = try world.server.count("POST /api/v1/tasks")
      #expect(try world.server.waits(for: "POST /api/v1/tasks", tasks + 4))
      killed.signal(SIGKILL)
      _ = try killed.wait()
      try world.sandbox.git("push", "-q", "origin", ":" + world.ref)
    }
    // What was half done and never noted cannot be told from what a colleague changed.
    let outcome = try world.push()
    #expect(outcome.status == 0 || outcome.output.contains("[CONFLICT]"), "\(outcome)")
    #expect(try world.doubled() == [])
    try world.expectPush("--overwrite-remote")
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  /// Killed twice: what the first run made and the second one did not finish is still ours.
  @Test func itemsOfTwoKilledPushesAreNoConflict() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 2), server: ["--latency", "5"])
    for count in [3, 8, 15] {
      let killed = try world.begin()
      _ = try world.server.waits(for: "POST /api/v1/tasks", count)
      killed.signal(SIGKILL)
      _ = try killed.wait()
      try? world.sandbox.remove(world.journal)
    }
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  /// The server hides the tickets of an archived spec: they would be gone from the board, and a
  /// push that lost its state would make them again.
  @Test func ticketsOutliveTheirPrunedDesign() throws {
    let world = try SyncWorld()
    try world.expectPush()
    let tickets = try world.tickets().count
    try world.sandbox.shell("git rm -qr .omoi_os/designs .omoi_os/requirements")
    try world.sandbox.git("commit", "-qm", "Drop", "--no-verify")
    try world.expectPush("--prune", "--max-delete", "9")
    #expect(try world.tickets().count == tickets)
    let creations = try world.creations()
    try world.sandbox.git("push", "-q", "origin", ":" + world.ref)
    try world.expectPush()
    #expect(try world.creations() == creations)
  }

  @Test func branchRewrittenWhileAPushRuns() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 9), server: ["--latency", "10"])
    try world.expectPush()
    try world.commit(SyncFiles.many(30, seed: 9, revision: 1))
    let running = try world.begin()
    let other = try world.clone("other")
    try world.sandbox.git("commit", "-q", "--amend", "-m", "Rewritten", in: other)
    try world.commit(SyncFiles.many(30, seed: 10), in: other)
    try world.sandbox.git("push", "-qf", "origin", "main", in: other)
    let outcome = try running.wait()
    #expect(outcome.status == 0, "\(outcome)")
    try world.sandbox.git("fetch", "-q", "origin")
    try world.sandbox.git("reset", "-q", "--hard", "origin/main")
    try world.expectPush()
    #expect(try world.doubled() == [])
    try world.expectQuiet("--full")
    // Equal to the new main, with nothing of the commit that is gone.
    try world.expectLikeUndisturbed()
  }

  // MARK: Disks

  /// A device that is always full in the journal's place, which only root can put there.
  @Test(.enabled(if: geteuid() == 0))
  func fullDiskStopsBeforeTheNextRequest() throws {
    let world = try SyncWorld()
    try world.sandbox.shell("mkdir -p .git/git-spec && mknod '\(world.journal)' c 1 7")
    let outcome = try world.push()
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("cannot write the journal"), "\(outcome)")
    #expect(try world.creations() <= 4)
    try world.sandbox.remove(world.journal)
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  /// The disk fills up when some requests are done already.
  @Test func diskThatFillsUpInTheMiddle() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 2), server: ["--latency", "10"])
    let outcome = try world.sandbox.run(
      "/bin/sh",
      ["-c", "trap '' XFSZ; ulimit -f 12; exec '\(Sandbox.program)' sync push"])
    #expect(outcome.status == 3, "\(outcome)")
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  @Test func folderThatCannotBeWritten() throws {
    let world = try SyncWorld()
    // Root may write everywhere; a file in the place of the folder stops it, too.
    try world.sandbox.write(".git/git-spec", "no folder")
    let outcome = try world.push()
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("git-spec"), "\(outcome)")
    #expect(try world.creations() == 0)
    try world.sandbox.remove(".git/git-spec")
    try world.expectPush()
    try world.expectLikeUndisturbed()
  }

  // MARK: Remotes

  @Test(arguments: ["pre-receive", "update"])
  func remoteThatRefusesTheState(hook: String) throws {
    let world = try SyncWorld()
    let refusal =
      hook == "update"
      ? "#!/bin/sh\ncase $1 in refs/spec-sync/*) echo no state here >&2; exit 1;; esac\n"
      : "#!/bin/sh\nwhile read a b ref; do case $ref in refs/spec-sync/*) echo no state here >&2; exit 1;; esac; done\n"
    try world.sandbox.script(world.origin + "/hooks/\(hook)", refusal)
    let outcome = try world.push()
    #expect(outcome.status == 4 || outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("no state here"), "\(outcome)")
    #expect(outcome.error.contains("--state file:PATH"), "\(outcome)")
    #expect(try world.creations() == 0)
    try world.sandbox.remove(world.origin + "/hooks/\(hook)")
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
  }

  @Test func remoteThatBeginsToRefuse() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 2), server: ["--latency", "10"])
    let running = try world.begin()
    #expect(try world.server.waits(for: "POST /api/v1/tickets", 1))
    try world.sandbox.script(world.origin + "/hooks/pre-receive", "#!/bin/sh\nexit 1\n")
    let outcome = try running.wait()
    #expect(outcome.status != 0, "\(outcome)")
    #expect(outcome.error.contains("the journal of this run is kept"), "\(outcome)")
    #expect(world.sandbox.exists(world.journal))
    try world.sandbox.remove(world.origin + "/hooks/pre-receive")
    let before = try world.creations()
    try world.expectPush("--wait", "1")
    #expect(try world.creations() == before)
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  @Test func theSameWithTheStateInAFile() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 2), server: ["--latency", "5"])
    for count in [3, 8, 15] {
      let killed = try world.begin("--state", "file:../state.json")
      _ = try world.server.waits(for: "POST /api/v1/tasks", count)
      killed.signal(SIGKILL)
      _ = try killed.wait()
    }
    try world.expectPush("--state", "file:../state.json", "--wait", "1")
    try world.expectLikeUndisturbed()
    try world.expectQuiet("--state", "file:../state.json")
  }
}
