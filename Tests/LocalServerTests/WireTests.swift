import Foundation
import TestSupport
import Testing

/// §1 Wire conventions.
struct WireTests {
  let server: LocalServer
  init() throws { server = try LocalServer() }

  @Test("§1 a form body is a 500")
  func formBody() throws {
    let reply = try server.call(
      "POST", LocalServer.tickets, "title=A",
      headers: [("Content-Type", "application/x-www-form-urlencoded")])
    #expect(reply.status == 500)
  }

  @Test("§1 malformed JSON is a 422 in shape 2")
  func malformedJSON() throws {
    let reply = try server.post(LocalServer.tickets, "{\"title\": ")
    #expect(reply.status == 422)
    #expect(reply.objects("detail").first?["type"] as? String == "json_invalid")
  }

  @Test("§1 a trailing slash is a 307 to the path without it")
  func trailingSlash() throws {
    let reply = try server.post(LocalServer.tickets + "/", "{}")
    #expect(reply.status == 307)
    #expect(reply.headers["location"]?.hasSuffix(LocalServer.tickets) == true)
  }

  @Test("§1 a request id is echoed, or made")
  func requestID() throws {
    let reply = try server.call("GET", "/health", headers: [("X-Request-ID", "abc")])
    #expect(reply.headers["x-request-id"] == "abc")
    #expect(try server.get("/api/v1/nowhere").headers["x-request-id"]?.isEmpty == false)
  }

  @Test("§1 there is no ETag and If-Match is ignored")
  func ifMatch() throws {
    let id = try server.ticket()
    let reply = try server.call(
      "PATCH", LocalServer.tickets + "/" + id, #"{"title": "B"}"#,
      headers: [("If-Match", "\"other\"")])
    #expect(reply.status == 200)
    #expect(reply.headers["etag"] == nil && reply.headers["last-modified"] == nil)
  }

  @Test("§1 shape 1: 404 and 405 say a text")
  func shapeOne() throws {
    let missing = try server.get(LocalServer.tickets + "/" + LocalServer.unknown)
    #expect(missing.status == 404 && missing.text("detail") != nil)
    #expect(try server.call("DELETE", "/health").text("detail") == "Method Not Allowed")
  }

  @Test("§1 shape 2: validation echoes what was sent")
  func shapeTwo() throws {
    let reply = try server.post(LocalServer.tickets, #"{"title": 7}"#)
    let problem = reply.objects("detail").first
    #expect(reply.status == 422)
    #expect(problem?["input"] as? Int == 7)
    #expect(problem?["loc"] as? [String] == ["body", "title"])
    #expect(problem?.keys.contains("msg") == true)
  }

  @Test("§1 the connection is closed behind a 500, without saying so")
  func closedBehind500() throws {
    let connection = try LoopbackConnection(port: server.port)
    let headers = [("Authorization", "Bearer local-token")]
    let reply = try connection.call("GET", LocalServer.tickets + "?limit=-1", headers: headers)
    #expect(reply.status == 500)
    #expect(reply.headers["connection"] == nil)
    #expect(throws: LoopbackConnection.Ended.self) {
      try connection.call("GET", "/health")
    }
  }

  @Test("§1 a connection stays open behind other answers")
  func keptOpen() throws {
    let connection = try LoopbackConnection(port: server.port)
    #expect(try connection.call("GET", "/api/v1/auth/me").status == 401)
    #expect(try connection.call("GET", "/health").status == 200)
  }

  @Test("§1 unknown fields are dropped silently")
  func unknownFields() throws {
    let id = try server.ticket("A", #", "colour": "red""#)
    let reply = try server.patch(LocalServer.tickets + "/" + id, #"{"colour": "blue"}"#)
    #expect(reply.status == 200 && !reply.keys.contains("colour"))
  }

  @Test("§1 null in a PATCH means leave alone; an empty text clears")
  func nullLeavesAlone() throws {
    let path = try LocalServer.tickets + "/" + server.ticket("A", #", "description": "words""#)
    #expect(try server.patch(path, #"{"description": null}"#).text("description") == "words")
    #expect(try server.patch(path, #"{"description": ""}"#).text("description") == "")
  }

  @Test("§1 bodies of megabytes are taken")
  func largeBody() throws {
    let id = try server.ticket("A", #", "description": "\#(long(3_000_000))""#)
    let reply = try server.get(LocalServer.tickets + "/" + id)
    #expect(reply.text("description")?.utf8.count == 3_000_000)
  }

  @Test("§1 NUL is a 500")
  func nul() throws {
    let reply = try server.post(
      LocalServer.tickets, #"{"title": "a\u0000b", "check_duplicates": false}"#)
    #expect(reply.status == 500)
  }

  @Test("§1 line ends, U+2028 and emoji come back as they were")
  func bytesSurvive() throws {
    let id = try server.ticket("A", #", "description": "a\r\nb\u2028c \ud83d\ude80 e\u0301""#)
    let text = try server.get(LocalServer.tickets + "/" + id).text("description")
    #expect(text.map { Array($0.utf8) } == Array("a\r\nb\u{2028}c 🚀 e\u{301}".utf8))
  }

  @Test("§1 tickets are not limited", .timeLimit(.minutes(1)))
  func noLimit() throws {
    for _ in 0..<30 { #expect(try server.get(LocalServer.tickets).status == 200) }
  }
}
