import Testing

@testable import SpecSync

@Suite struct RetryTests {
  private let ticket = #"{"id":"t1","title":"T","status":"backlog","priority":"HIGH"}"#
  private let time = FakeTime()

  private func create(_ transport: ScriptedTransport) async throws {
    _ = try await client(transport, time: time).createTicket(project: "p", fields: [.title: "T"])
  }

  private func patch(_ transport: ScriptedTransport) async throws {
    _ = try await client(transport, time: time).patchTicket("t1", [.title: "T"])
  }

  @Test func harmlessRequestsAreRepeatedWithGrowingWaits() async throws {
    let transport = ScriptedTransport(
      .lost, .answer(503), .answer(429), .notSent, .answer(200, ticket))
    try await patch(transport)
    #expect(transport.isUsedUp)
    #expect(time.slept == [.seconds(0.25), .seconds(0.5), .seconds(1), .seconds(2)])
    #expect(Set(transport.requests.map(\.line)).count == 1)
    // After the reset and after the 503.
    #expect(transport.drops == 2)
  }

  @Test func fiveTriesAreEnough() async throws {
    let lost = ScriptedTransport(.lost, .lost, .lost, .lost, .lost, .answer(200, ticket))
    #expect(await failure { try await patch(lost) }?.kind == .network)
    #expect(lost.requests.count == 5)
    let busy = ScriptedTransport(
      .answer(502), .answer(503), .answer(504), .answer(502), .answer(503), .answer(200, ticket))
    #expect(await failure { try await patch(busy) }?.kind == .server(503))
  }

  @Test func aServerThatHangsDoesNotTakeUpFiveTimeouts() async throws {
    let time = time
    let transport = ScriptedTransport { _ in
      time.advance(60)
      return .lost
    }
    #expect(await failure { try await patch(transport) }?.kind == .network)
    #expect(transport.requests.count == 4)
  }

  @Test func whatWouldEndTheSameWayIsNotRepeated() async throws {
    let transport = ScriptedTransport(
      .failure(TransportError(.notSent, "certificate", isPermanent: true)))
    #expect(await failure { try await patch(transport) }?.kind == .network)
    #expect(transport.requests.count == 1)
    for status in [400, 401, 403, 404, 409, 422, 500, 501] {
      let refused = ScriptedTransport(.answer(status))
      #expect(await failure { try await patch(refused) } != nil)
      #expect(refused.requests.count == 1, "\(status)")
    }
  }

  @Test func aFailedReadIsRepeatedOnce() async throws {
    let once = ScriptedTransport(.answer(500), .answer(200, ticket))
    _ = try await client(once, time: time).ticket("t1")
    #expect(once.drops == 1)
    let twice = ScriptedTransport(.answer(500), .answer(500), .answer(200, ticket))
    #expect(
      await failure { _ = try await client(twice, time: time).ticket("t1") }?.kind == .server(500))
    #expect(twice.requests.count == 2)
  }

  @Test func aCreationIsRepeatedOnlyWhenTheServerCannotHaveActed() async throws {
    try await create(ScriptedTransport(.notSent, .answer(429), .answer(200, ticket)))
    for reply in [ScriptedTransport.Reply.lost, .answer(500), .answer(502), .answer(503)] {
      let transport = ScriptedTransport(reply, .answer(200, ticket))
      #expect(await failure { try await create(transport) }?.kind == .answerLost)
      #expect(transport.requests.count == 1)
      #expect(transport.drops == 1)
    }
  }

  @Test func linkingTwiceIsLinkingOnce() async throws {
    let transport = ScriptedTransport(.lost, .answer(503), .answer(200, "{}"))
    try await client(transport, time: time).linkTickets(spec: "s", ["a"])
    #expect(transport.isUsedUp)
  }

  @Test func aDeletionThatIsGoneTheSecondTimeIsDone() async throws {
    try await client(ScriptedTransport(.lost, .answer(404)), time: time)
      .deleteRequirement(spec: "s", "r")
    try await client(ScriptedTransport(.answer(502), .answer(404)), time: time).deleteSpec("s")
    let first = await failure {
      try await client(ScriptedTransport(.answer(404)), time: time).deleteSpec("s")
    }
    #expect(first?.kind == .notFound)
    let unsent = await failure {
      try await client(ScriptedTransport(.notSent, .answer(404)), time: time).deleteSpec("s")
    }
    #expect(unsent?.kind == .notFound)
  }

  @Test func theServersWishForAWaitIsHeard() async throws {
    let transport = ScriptedTransport(
      .answer(429, headers: [("retry-after", "7")]),
      .answer(503, headers: [("Retry-After", "3600")]),
      // 10 s after the fake clock's start, of which 67 have gone by.
      .answer(503, headers: [("Retry-After", "Mon, 12 Jan 1970 13:46:50 GMT")]),
      .answer(503, headers: [("Retry-After", "soon")]), .answer(200, ticket))
    try await patch(transport)
    #expect(time.slept == [.seconds(7), .seconds(60), .seconds(0), .seconds(2)])
  }

  @Test func datesOfHTTP() {
    #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    #expect(HTTPDate.seconds("Thu, 29 Feb 2024 00:00:00 GMT") == 1_709_164_800)
    #expect(HTTPDate.seconds("06 Nov 1994") == nil)
  }

  @Test func waitsAreJitteredAndCapped() {
    let policy = RetryPolicy()
    #expect(policy.wait(after: 3, chance: 0) == .zero)
    #expect(policy.wait(after: 3, chance: 0.5) == .seconds(0.5))
    #expect(policy.wait(after: 40, chance: 1) == .seconds(8))
  }
}
