import Foundation
import TestSupport
import Testing

/// Signals, tokens that run out, and where secrets must not be.
@Suite struct SyncFaultSignalTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalEndsAfterWhatIsInFlight(number: Int32) throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 3), server: ["--latency", "30"])
    let running = try world.begin()
    #expect(try world.server.waits(for: "POST /api/v1/tickets", 2))
    running.signal(number)
    let outcome = try running.wait()
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.error.contains("run the same command again"), "\(outcome)")
    #expect(!world.sandbox.exists(world.journal))
    let made = try world.creations()
    try world.expectPush("--wait", "0")
    try world.expectLikeUndisturbed()
    #expect(try world.creations() > made)
    try world.expectQuiet()
  }

  /// git hands on the signal that the terminal has sent to both: that is one signal.
  @Test func anEchoOfASignalIsNoSecondOne() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 3), server: ["--latency", "200"])
    let running = try world.begin()
    #expect(try world.server.waits(for: "POST /api/v1/specs", 1))
    running.signal(SIGINT)
    usleep(20_000)
    running.signal(SIGINT)
    let outcome = try running.wait()
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.error.contains("interrupted:"), "\(outcome)")
    try world.expectPush("--wait", "0")
    #expect(try world.doubled() == [])
  }

  /// A second one ends it at once.
  @Test func twoSignalsEndAtOnce() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 3))
    try world.server.fault("delay_ms:20000", on: "POST /api/v1/specs")
    let running = try world.begin()
    #expect(try world.server.waits(for: "POST /api/v1/specs", 1))
    running.signal(SIGINT)
    usleep(1_300_000)
    running.signal(SIGINT)
    let start = Date()
    let outcome = try running.wait()
    #expect(outcome.status == 128 + SIGINT, "\(outcome)")
    #expect(Date().timeIntervalSince(start) < 3)
  }

  // MARK: Credentials

  @Test func tokenThatRunsOut() throws {
    let world = try SyncWorld(
      SyncFiles.many(30, seed: 3), server: ["--latency", "10", "--token", ""])
    let running = try world.begin(environment: ["OMOIOS_TOKEN": try Self.token(world.server)])
    #expect(try world.server.waits(for: "POST /api/v1/tasks", 2))
    try world.server.expireTokens()
    let outcome = try running.wait()
    #expect(outcome.status == 4, "\(outcome)")
    #expect(outcome.error.contains("token has expired"), "\(outcome)")
    let token = try Self.token(world.server)
    let next = try world.push("--wait", "1", environment: ["OMOIOS_TOKEN": token])
    #expect(next.status == 0, "\(next)")
    world.token = try Self.token(world.server)
    #expect(try world.doubled() == [])
    world.sandbox.environment["OMOIOS_TOKEN"] = token
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  @Test func loginRenewsItselfAndUsesNoTokenTwice() throws {
    let world = try SyncWorld(
      SyncFiles.many(60, seed: 3),
      server: ["--latency", "10", "--token-life", "31", "--login-limit", "3"])
    let login: [String: String?] = [
      "OMOIOS_TOKEN": nil, "OMOIOS_EMAIL": "dev@localhost", "OMOIOS_PASSWORD": "dev",
    ]
    let running = try world.begin(environment: login)
    for count in [2, 8, 14] {
      #expect(try world.server.waits(for: "POST /api/v1/tasks", count))
      try world.server.expireTokens()
    }
    let outcome = try running.wait()
    #expect(outcome.status == 0, "\(outcome)")
    let log = try world.server.log()
    #expect(log.contains { $0.contains("auth/refresh") })
    #expect(!log.contains { $0.contains("auth/refresh") && $0.contains("401") })
    #expect(try world.server.count("POST /api/v1/auth/login") == 1)
    try world.expectLikeUndisturbed()
  }

  @Test func apiKeysAreRefusedInTheseWords() throws {
    let world = try SyncWorld()
    let outcome = try world.push(
      environment: ["OMOIOS_TOKEN": nil, "OMOIOS_API_KEY": "key-4711"])
    #expect(outcome.status == 4, "\(outcome)")
    #expect(outcome.error.contains("refuses API keys"), "\(outcome)")
    #expect(try world.creations() == 0)
  }

  static func token(_ server: LocalServer) throws -> String {
    let reply = try server.call(
      "POST", "/api/v1/auth/login", "{\"email\": \"dev@localhost\", \"password\": \"dev\"}",
      token: nil)
    return reply.text("access_token") ?? ""
  }
}
