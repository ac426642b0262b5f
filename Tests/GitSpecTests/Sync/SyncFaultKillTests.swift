import Foundation
import TestSupport
import Testing

/// A push that is killed again and again, and goes on each time.
@Suite(.serialized) struct SyncFaultKillTests {
  /// `scripts/sync-kills` asks for more.
  private static let kills =
    ProcessInfo.processInfo.environment["GIT_SPEC_SYNC_KILLS"].flatMap { Int($0) } ?? 40

  /// Items of a push: all three hundred where there is time for them.
  private static let items = kills > 40 ? 300 : 120

  @Test(.timeLimit(.minutes(10))) func everyItemOnceHoweverOftenKilled() throws {
    var left = Self.kills
    var seed = 1
    while left > 0 {
      let world = try SyncWorld(SyncFiles.many(Self.items, seed: seed))
      var random = Seeded(seed)
      // Half of them while everything is made, half while everything is changed.
      let share = (left + 1) / 2
      left -= try Self.pushKilling(world, &random, atMost: min(share, 50))
      try world.expectLikeUndisturbed()
      try world.commit(SyncFiles.many(Self.items, seed: seed, revision: 1))
      left -= try Self.pushKilling(world, &random, atMost: min(left, 50))
      #expect(try world.doubled() == [])
      try world.expectQuiet()
      try Self.expectTidy(world)
      seed += 1
    }
  }

  /// Pushes until it is done, killing it so often at most; answers with how often.
  private static func pushKilling(
    _ world: SyncWorld, _ random: inout Seeded, atMost limit: Int
  ) throws -> Int {
    var kills = 0
    // A line of the server's log has some 120 bytes, and such a push takes a thousand requests.
    let step = 2 * 430 * items / max(limit, 1)
    while kills < limit {
      let running = try world.begin("--quiet", "--wait", "3")
      let start = world.server.logSize
      let end = Date().addingTimeInterval(
        random.chance(25) ? Double(random.number(0...400)) / 1000 : 60)
      let size = start + random.number(0...step)
      while running.process.isRunning, world.server.logSize < size, Date() < end { usleep(500) }
      running.signal(SIGKILL)
      let outcome = try running.wait()
      if outcome.status == 128 + SIGKILL {
        kills += 1
        try age(world)
        continue
      }
      #expect(outcome.status == 0, "after \(kills) kills: \(outcome)")
      if outcome.status == 0 { return kills }
      kills += 1
    }
    try world.expectPush()
    return kills
  }

  /// This server has ended long before ten seconds are over: the next run need not wait for them.
  private static func age(_ world: SyncWorld) throws {
    let time = Date().addingTimeInterval(-9)
    guard world.sandbox.exists(world.journal) else { return }
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: world.journal)
  }

  /// No journal, no lease, no scratch of a killed process is left.
  private static func expectTidy(_ world: SyncWorld) throws {
    #expect(!world.sandbox.exists(world.journal))
    let state = try world.sandbox.git("cat-file", "-p", "\(world.ref):state.json")
    #expect(!state.contains("\"lease\" : {"), "\(state)")
    #expect(try world.sandbox.git("for-each-ref", "refs/git-spec/") == "")
  }
}
