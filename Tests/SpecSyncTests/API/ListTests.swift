import Testing

@testable import SpecSync

/// A list is complete or an error.
@Suite struct ListTests {
  private func tickets(_ count: Int, total: Int) -> ScriptedTransport.Reply {
    let items = (0..<count).map {
      #"{"id":"t\#($0)","title":"T","status":"backlog","priority":"LOW"}"#
    }
    return .answer(200, #"{"tickets":[\#(items.joined(separator: ","))],"total":\#(total)}"#)
  }

  @Test func ticketsAreAskedForByTheirNumber() async throws {
    let transport = ScriptedTransport(tickets(1, total: 12), tickets(13, total: 13))
    #expect(try await client(transport).tickets(project: "p 1").count == 13)
    #expect(
      transport.requests.map(\.line) == [
        "GET /api/v1/tickets?limit=1&project_id=p%201",
        "GET /api/v1/tickets?limit=112&project_id=p%201",
      ])
  }

  @Test func moreTicketsThanExpectedAreAskedForAgain() async throws {
    let transport = ScriptedTransport(
      tickets(1, total: 1), tickets(101, total: 300), tickets(300, total: 300))
    #expect(try await client(transport).tickets(project: "p").count == 300)
    #expect(transport.requests.last?.path == "/api/v1/tickets?limit=400&project_id=p")
  }

  @Test func noTicketsTakeOneRequest() async throws {
    let transport = ScriptedTransport(tickets(0, total: 0))
    #expect(
      try await client(transport).tickets(project: "p", search: "<!-- a=b -->").isEmpty)
    #expect(
      transport.requests.map(\.path) == [
        "/api/v1/tickets?limit=1&project_id=p&search=%3C%21--%20a%3Db%20--%3E"
      ])
  }

  @Test func aShortListOfTicketsIsAnError() async throws {
    let short = await failure {
      _ = try await client(ScriptedTransport(tickets(1, total: 12), tickets(10, total: 12)))
        .tickets(project: "p")
    }
    #expect(short?.kind == .badAnswer)
    #expect(short?.message.contains("10 of 12 tickets") == true)
    let first = await failure {
      _ = try await client(ScriptedTransport(tickets(0, total: 12))).tickets(project: "p")
    }
    #expect(first?.kind == .badAnswer)
  }

  @Test func aFailedListIsAnErrorAndNotAnEmptyOne() async throws {
    for status in [401, 403, 404, 422, 400] {
      let error = await failure {
        _ = try await client(ScriptedTransport(.answer(status, #"{"detail":"no"}"#)))
          .tickets(project: "p")
      }
      #expect(error != nil, "\(status)")
    }
    for body in ["", "{}", "[]", "null", #"{"tickets":[]}"#, #"{"tickets":[{}],"total":1}"#] {
      let error = await failure {
        _ = try await client(ScriptedTransport(.answer(200, body))).tickets(project: "p")
      }
      #expect(error?.kind == .badAnswer, "\(body)")
    }
    let specs = await failure {
      _ = try await client(ScriptedTransport(.answer(200, #"{"specs":[],"total":1}"#)))
        .specs(project: "p")
    }
    #expect(specs?.kind == .badAnswer)
  }

  @Test func projectsComeInPages() async throws {
    func page(_ ids: [String], total: Int) -> ScriptedTransport.Reply {
      let items = ids.map { #"{"id":"\#($0)","name":"N"}"# }.joined(separator: ",")
      return .answer(200, #"{"projects":[\#(items)],"total":\#(total)}"#)
    }
    let transport = ScriptedTransport(page(["a", "b"], total: 4), page(["b", "c"], total: 4))
    #expect(try await client(transport).projects().map(\.id) == ["a", "b", "c"])
    #expect(
      transport.requests.map(\.path) == [
        "/api/v1/projects?limit=1000&offset=0", "/api/v1/projects?limit=1000&offset=2",
      ])
    let short = await failure {
      _ = try await client(ScriptedTransport(page(["a"], total: 2), page([], total: 2))).projects()
    }
    #expect(short?.kind == .badAnswer)
  }

  @Test func aFullListOfTasksMayBeCutOff() async throws {
    let one = #"{"id":"k","ticket_id":"t","title":null,"status":"","priority":""}"#
    let many = "[" + String(repeating: one + ",", count: 99_999) + one + "]"
    let error = await failure {
      _ = try await client(ScriptedTransport(.answer(200, many))).allTasks()
    }
    #expect(error?.message.contains("may be cut off") == true)
  }
}
