import Foundation
import TestSupport
import Testing

@testable import SpecSync

/// Whatever a server writes, the process lives on and says what was wrong.
@Suite struct HostileAnswerTests {
  private let get = HTTPRequest(.get, "/x", headers: [("Authorization", "Bearer secret-token")])

  /// What comes of one answer: an error, or a status and the size of the body.
  private func outcome(
    _ bytes: String, body: Int = 1 << 20, whole: Duration = .seconds(3), times: Int = 1
  ) async throws -> Result<HTTPAnswer, TransportError> {
    let server = try RawServer([.reply(bytes), .pause(0.05)])
    defer { server.stop() }
    var limits = AsyncHTTPTransport.Limits()
    limits.whole = whole
    limits.body = body
    let url = try #require(ServerURL("http://127.0.0.1:\(server.port)"))
    let transport = AsyncHTTPTransport(server: url, limits: limits)
    let result: Result<HTTPAnswer, TransportError>
    do { result = .success(try await transport.send(get)) } catch { result = .failure(error) }
    await transport.close()
    return result
  }

  private static let end = "Content-Length: 2\r\n\r\n{}"

  @Test(arguments: ["000", "001", "042", "099"])
  func aStatusThatHTTPDoesNotHaveIsAnError(status: String) async throws {
    let answer = try await outcome("HTTP/1.1 \(status) OK\r\n\(Self.end)")
    let error = try #require(throws: TransportError.self) { try answer.get() }
    #expect(
      error.message == "the answer has the status \(Int(status) ?? -1), which HTTP does not have")
    #expect(error.isPermanent)
  }

  @Test(arguments: [
    "1000", "65536", "99999999999999999999", "-1", "-200", "", " ", "abc", "2OO", "20", "0x200",
    "２００", "200.5", "+200",
  ])
  func aStatusThatIsNoNumberIsAnError(status: String) async throws {
    let answer = try await outcome("HTTP/1.1 \(status) OK\r\n\(Self.end)")
    #expect(throws: TransportError.self) { try answer.get() }
  }

  @Test(arguments: ["100", "102", "150", "199"])
  func announcementsWithoutEndAreAnError(status: String) async throws {
    let one = "HTTP/1.1 \(status) Wait\r\n\r\n"
    let answer = try await outcome(String(repeating: one, count: 10_000))
    #expect(throws: TransportError.self) { try answer.get() }
  }

  @Test func afterAFewAnnouncementsTheAnswerCounts() async throws {
    let answer = try await outcome(
      String(repeating: "HTTP/1.1 103 Hints\r\n\r\n", count: 3) + "HTTP/1.1 200 OK\r\n\(Self.end)")
    #expect(try answer.get().status == 200)
  }

  static let odd: [String] = [
    "", "\r\n\r\n", "\0\0\0\0", "HTTP/1.1", "HTTP/1.1 200 OK\r\n", "HTTP/0.9 200 OK\r\n\r\nx",
    "HTTP/9.9 200 OK\r\n\(end)", "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
    "ICY 200 OK\r\n\(end)", "HTTP/1.1 200\r\n\(end)",
    // Lengths.
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 1e3\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}HTTP/1.1 200 OK\r\n\(end)",
    "HTTP/1.1 204 None\r\nContent-Length: 5\r\n\r\nhello",
    "HTTP/1.1 304 Same\r\n\(end)", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n\u{1}\u{2}",
    // Chunks.
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nx",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFFFFFFFFFF\r\nx",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}x\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, x\r\n\r\n{}",
    // Headers.
    "HTTP/1.1 200 OK\r\nX: \(String(repeating: "a", count: 200_000))\r\n\(end)",
    "HTTP/1.1 200 OK\r\n\(String(repeating: "X: y\r\n", count: 10_000))\(end)",
    "HTTP/1.1 200 OK\r\n: nameless\r\n\(end)", "HTTP/1.1 200 OK\r\nX\0Y: a\u{1B}b\r\n\(end)",
    "HTTP/1.1 200 OK\r\n folded\r\n\(end)",
    "HTTP/1.1 200 \(String(repeating: "O", count: 300_000))\r\n\(end)",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
      + String(repeating: "T: x\r\n", count: 10_000) + "\r\n",
    // Two at once, and one that nobody asked for.
    "HTTP/1.1 200 OK\r\n\(end)HTTP/1.1 000 OK\r\n\(end)HTTP/1.1 200 OK\r\n\(end)",
    "HTTP/1.1 500 No\r\nConnection: close\r\n\r\n\u{1B}[31m::error::x",
  ]

  /// Neither dies nor hangs; what is taken for an answer has a status that HTTP has.
  @Test(arguments: odd.indices) func oddAnswersEnd(number: Int) async throws {
    let answer = try await outcome(Self.odd[number], whole: .seconds(2))
    if case .success(let answer) = answer {
      #expect(answer.status == 101 || (200..<600).contains(answer.status))
    }
    if case .failure(let error) = answer { #expect(!error.message.contains("secret-token")) }
  }

  @Test func aProxyWithAStatusThatHTTPDoesNotHaveIsAnError() async throws {
    for status in ["000", "099", "100", "1000"] {
      let server = try RawServer([.reply("HTTP/1.1 \(status) OK\r\n\r\n"), .pause(0.05)])
      defer { server.stop() }
      let url = try #require(ServerURL("https://server.invalid"))
      let proxy = try #require(
        try ProxyAddress.choose(
          for: url, environment: ["https_proxy": "http://127.0.0.1:\(server.port)"], gitProxy: nil))
      var limits = AsyncHTTPTransport.Limits()
      limits.connect = .seconds(1)
      limits.whole = .seconds(2)
      let transport = AsyncHTTPTransport(server: url, proxy: proxy, limits: limits)
      await #expect(throws: TransportError.self, "\(status)") { try await transport.send(get) }
      await transport.close()
    }
  }

  // MARK: Sizes

  @Test func anAnswerThatIsTooLargeSaysHowLarge() async throws {
    let answer = try await outcome(
      "HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\n[", body: 32 << 20)
    let error = try #require(throws: TransportError.self) { try answer.get() }
    #expect(
      error.message
        == "the answer has 60 MB, and at most 32 MB are read of one with status 200")
    #expect(error.isPermanent)
  }

  @Test func anAnswerOfUnknownLengthIsReadUpToTheLimit() async throws {
    let chunk = "1000\r\n" + String(repeating: "x", count: 0x1000) + "\r\n"
    let answer = try await outcome(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + String(repeating: chunk, count: 300) + "0\r\n\r\n", body: 1 << 20)
    let error = try #require(throws: TransportError.self) { try answer.get() }
    #expect(error.message.hasPrefix("the answer is larger than that, and at most 1 MB"))
  }

  @Test func ofARefusalLessIsRead() async throws {
    let answer = try await outcome(
      "HTTP/1.1 500 No\r\nContent-Length: 2000000\r\n\r\n[", body: 32 << 20)
    let error = try #require(throws: TransportError.self) { try answer.get() }
    #expect(error.message.contains("2 MB, and at most 1 MB are read of one with status 500"))
  }

  /// Nothing is unpacked, so that there are no bombs.
  @Test func whatIsPackedStaysPacked() async throws {
    let answer = try await outcome(
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\(Self.end)")
    #expect(try answer.get().body == Array("{}".utf8))
  }

  @Test func jsonInManyLevelsOrValuesIsNotRead() throws {
    for count in [101, 500, 1_000_000] {
      let text = String(repeating: "[", count: count) + String(repeating: "]", count: count)
      let error = #expect(throws: JSONBounds.self) {
        try JSONReading.decode(JSONValue.self, from: Array(text.utf8))
      }
      #expect(error?.complaint == "JSON in more than 100 levels, the most that are read")
      #expect(JSONValue(parsing: Array(text.utf8)) == nil)
    }
    let many = "[" + String(repeating: "0,", count: JSONBounds.mostValues) + "0]"
    let error = #expect(throws: JSONBounds.self) {
      try JSONReading.decode(JSONValue.self, from: Array(many.utf8))
    }
    #expect(error?.complaint == "4000002 values in 7 MB of JSON, and at most 4000000 are read")
    // Brackets in texts are none.
    let text = "\"" + String(repeating: "[\\\"{", count: 1000) + "\""
    #expect(JSONValue(parsing: Array(text.utf8)) != nil)
  }

  @Test(arguments: [
    "1e999", "-1e999", "123456789012345678901234567890", "\"\\ud800\"", "\"\\u0000\"",
    "{\"a\":1,\"a\":2}", "{\"\":{}}", "nan", "Infinity", "[1,]", "\u{FEFF}{}", "\"", "\"\\", "-",
    "{\"id\":9223372036854775808}", "[[[[", "]]]]", "1 2", "tru", "\u{1B}",
  ])
  func oddJSONEnds(text: String) {
    _ = JSONValue(parsing: Array(text.utf8))
    _ = ErrorDetail.text(in: Array("{\"detail\":\(text)}".utf8))
    #expect(throws: (any Error).self) {
      try JSONReading.decode(ServerProject.self, from: Array(text.utf8))
    }
  }

  // MARK: Numbers

  @Test(arguments: [Int64.max, Int64.min, 0, -1, 1 << 62])
  func lifetimesOfTokensAreNotCountedBlindly(life: Int64) throws {
    let answer: JSONValue = .object(["access_token": "a", "expires_in": .int(life)])
    let pair = try #require(TokenPair(answer: answer, now: 1_800_000_000))
    _ = pair.isFresh(at: 1_800_000_000)
    let kept: JSONValue = .object(["access_token": "a", "expires_at": .int(life)])
    let old = try #require(TokenPair(kept: kept))
    #expect(old.isFresh(at: 1_800_000_000) == (life > 1_800_000_030))
  }

  @Test(arguments: [Int.max, Int.max - 50, Int.min, -1, 100_001])
  func totalsAreNotCountedBlindly(total: Int) async throws {
    let ticket = #"{"id":"t","title":"x","status":"backlog","priority":"HIGH"}"#
    let project = #"{"id":"p","name":"x"}"#
    for (list, item) in [("tickets", ticket), ("specs", ticket), ("projects", project)] {
      let body = "{\"\(list)\":[\(item)],\"total\":\(total)}"
      let answer: ScriptedTransport.Reply = .success(
        HTTPAnswer(status: 200, body: Array(body.utf8)))
      let transport = ScriptedTransport(deciding: { _ in answer })
      let client = client(transport)
      let error = await failure {
        switch list {
        case "tickets": _ = try await client.tickets(project: "p")
        case "specs": _ = try await client.specs(project: "p")
        default: _ = try await client.projects()
        }
      }
      #expect(error?.kind == .badAnswer, "\(list)")
      #expect(error?.detail == "a total of \(total), where 0 to 100000 is expected", "\(list)")
    }
  }
}
