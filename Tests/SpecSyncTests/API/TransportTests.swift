import Foundation
import TestSupport
import Testing

@testable import SpecSync

/// The real transport against a server of bytes.
@Suite struct TransportTests {
  private let get = HTTPRequest(.get, "/x?y=1", headers: [("X-Request-ID", "r")])
  private let post = HTTPRequest(.post, "/x", body: Array(#"{"a":1}"#.utf8))

  private func transport(
    _ port: Int, proxy: ProxyAddress? = nil, whole: Duration = .seconds(20),
    body: Int = 1 << 20, prefix: String = ""
  ) throws -> AsyncHTTPTransport {
    var limits = AsyncHTTPTransport.Limits()
    limits.whole = whole
    limits.body = body
    let server = try #require(ServerURL("http://127.0.0.1:\(port)\(prefix)"))
    return AsyncHTTPTransport(server: server, proxy: proxy, limits: limits)
  }

  private func error(
    _ request: HTTPRequest, _ transport: AsyncHTTPTransport
  ) async -> TransportError? {
    do {
      _ = try await transport.send(request)
      return nil
    } catch {
      return error
    }
  }

  private func text(_ answer: HTTPAnswer) -> String { String(decoding: answer.body, as: UTF8.self) }

  @Test func oneConnectionServesOneRequestAfterAnother() async throws {
    let server = try RawServer([.json("200 OK", "1"), .json("201 Created", "2")])
    defer { server.stop() }
    let transport = try transport(server.port, prefix: "/base/")
    let first = try await transport.send(get)
    #expect(first.status == 200 && text(first) == "1")
    #expect(first.header("content-type") == "application/json")
    #expect(text(try await transport.send(post)) == "2")
    await transport.close()
    let requests = try #require(server.requests.first)
    #expect(requests[0].hasPrefix("GET /base/x?y=1 HTTP/1.1\r\n"))
    #expect(requests[0].contains("X-Request-ID: r\r\n"))
    #expect(requests[1].hasSuffix("Content-Length: 7\r\n\r\n{\"a\":1}"))
  }

  @Test func aFailureOfTheServerMeansAFreshConnection() async throws {
    // The connection is closed some time after the answer, as the real server does, without a word of
    // it; so a second request on it is sent, and gets no answer.
    let server = try RawServer(
      [.json("500 Internal Server Error", "oops"), .pause(0.5)], [.json("200 OK", "fine")])
    defer { server.stop() }
    let transport = try transport(server.port)
    #expect(try await transport.send(post).status == 500)
    #expect(text(try await transport.send(post)) == "fine")
    await transport.close()
    #expect(server.requests.map(\.count) == [1, 1])
  }

  @Test func aFailureDoesNotDisturbTheOthers() async throws {
    let slow = RawServer.Step.silence
    let server = try RawServer(
      [
        slow,
        .write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow", after: 0.5), .pause(0.2),
      ], [.json("500 No", "")], [.json("200 OK", "new")])
    defer { server.stop() }
    let transport = try transport(server.port)
    async let first = transport.send(post)
    while server.requests.first?.isEmpty ?? true { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await transport.send(post).status == 500)
    await transport.dropConnections()
    #expect(text(try await transport.send(post)) == "new")
    #expect(text(try await first) == "slow")
    await transport.close()
  }

  @Test func droppedConnectionsAreNotUsedAgain() async throws {
    let server = try RawServer([.json("200 OK", "1"), .pause(0.2)], [.json("200 OK", "2")])
    defer { server.stop() }
    let transport = try transport(server.port)
    _ = try await transport.send(get)
    await transport.dropConnections()
    #expect(text(try await transport.send(get)) == "2")
    await transport.close()
  }

  @Test func aCutAnswerIsNoAnswer() async throws {
    let server = try RawServer(
      [.reply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,2")],
      [.reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[1,2\r\n")],
      [.reply("HTTP/1.1 200 OK\r\nContent-Le")], [.silence])
    defer { server.stop() }
    let transport = try transport(server.port)
    for _ in 0..<4 {
      let error = await error(get, transport)
      #expect(error?.fate == .unknown, "\(String(describing: error))")
    }
    await transport.close()
  }

  @Test func anAnswerThatNeverCameLeavesThePostUnknown() async throws {
    let server = try RawServer([.silence])
    defer { server.stop() }
    let transport = try transport(server.port)
    let error = await error(post, transport)
    #expect(error?.fate == .unknown)
    #expect(error?.message.contains("closed the connection") == true)
    await transport.close()
    #expect(server.requests.map(\.count) == [1])
  }

  @Test func aSlowServerTimesOut() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    let server = try RawServer(
      [.silence, .pause(3)],
      // A body that trickles is slow, too, though something comes all the time.
      [
        .silence, .write(head, after: 0), .write("1", after: 0.4), .write("2", after: 0.4),
        .write("3", after: 0.4), .write("4", after: 0.4), .write("5", after: 2),
      ])
    defer { server.stop() }
    let transport = try transport(server.port, whole: .seconds(1))
    for _ in 0..<2 {
      let error = await error(post, transport)
      #expect(error == TransportError(.unknown, "timed out after 1 s"))
    }
    await transport.close()
  }

  @Test func aRefusedConnectionMeansNothingWasSent() async throws {
    let server = try RawServer([])
    server.stop()
    let transport = try transport(server.port)
    for request in [get, post] {
      #expect(await error(request, transport) == TransportError(.notSent, "connection refused"))
    }
    await transport.close()
    #expect(await error(get, transport)?.fate == .notSent)
  }

  @Test func anUnknownHostMeansNothingWasSent() async throws {
    let server = try #require(ServerURL("http://no-such-host.invalid:1"))
    let transport = AsyncHTTPTransport(server: server)
    let error = await error(get, transport)
    #expect(error?.fate == .notSent)
    await transport.close()
  }

  @Test func tlsToWhatSpeaksNoneMeansNothingWasSent() async throws {
    let server = try RawServer([.write("HTTP/1.1 400 Bad\r\n\r\n", after: 0)])
    defer { server.stop() }
    let url = try #require(ServerURL("https://127.0.0.1:\(server.port)"))
    let transport = AsyncHTTPTransport(server: url)
    let error = await error(post, transport)
    #expect(error?.fate == .notSent)
    await transport.close()
  }

  @Test func anAnswerThatIsTooLargeIsAnError() async throws {
    let server = try RawServer([.json("200 OK", String(repeating: "x", count: 2000))])
    defer { server.stop() }
    let transport = try transport(server.port, body: 1000)
    let error = await error(get, transport)
    #expect(error?.isPermanent == true)
    await transport.close()
  }

  @Test func aRedirectIsHandedOverAndNotFollowed() async throws {
    let other = try RawServer([.json("200 OK", "{}")])
    defer { other.stop() }
    let server = try RawServer(
      [.json("307 Temporary Redirect", "", "Location: http://127.0.0.1:\(other.port)/x\r\n")])
    defer { server.stop() }
    let client = OmoiOSClient(
      transport: try transport(server.port), credentials: .token(Secret("tok-secret")))
    let error = await failure { _ = try await client.me() }
    await client.close()
    #expect(error?.detail == "307 redirects to 127.0.0.1:\(other.port), which is not followed")
    #expect(other.requests.isEmpty)
  }

  @Test func aHeaderThatCannotBeSentIsNotSaid() async throws {
    let server = try RawServer([.json("200 OK", "")])
    defer { server.stop() }
    let transport = try transport(server.port)
    let request = HTTPRequest(.get, "/", headers: [("Authorization", "Bearer pass-word\u{1}")])
    let error = await error(request, transport)
    #expect(error != nil && "\(String(describing: error))".contains("pass-word") == false)
    await transport.close()
  }

  @Test func aProxyIsAskedToConnect() async throws {
    let proxy = try RawServer(
      [.reply("HTTP/1.1 200 Connected\r\n\r\n"), .json("200 OK", "through")])
    defer { proxy.stop() }
    let environment = ["http_proxy": "http://us%65r:p%40ss@127.0.0.1:\(proxy.port)/"]
    let url = try #require(ServerURL("http://127.0.0.1:9"))
    let address = try ProxyAddress.choose(for: url, environment: environment)
    let transport = try transport(9, proxy: address)
    #expect(text(try await transport.send(post)) == "through")
    await transport.close()
    let connect = try #require(proxy.requests.first?.first)
    #expect(connect.hasPrefix("CONNECT 127.0.0.1:9 HTTP/1.1\r\n"))
    let basic = Data("user:p@ss".utf8).base64EncodedString()
    #expect(connect.lowercased().contains("proxy-authorization: basic \(basic)".lowercased()))
    #expect(proxy.requests.first?.last?.contains("roxy-") == false)
  }

  @Test func aProxyThatRefusesMeansNothingWasSent() async throws {
    let proxy = try RawServer(
      [.reply("HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n")],
      [.reply("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")], [.silence])
    defer { proxy.stop() }
    let url = try #require(ServerURL("http://127.0.0.1:9"))
    let address = try ProxyAddress.choose(
      for: url, environment: [:], gitProxy: "127.0.0.1:\(proxy.port)")
    let transport = try transport(9, proxy: address)
    let wrong = await error(post, transport)
    #expect(wrong?.fate == .notSent && wrong?.message.contains("proxy wants") == true)
    let refused = await error(post, transport)
    #expect(refused?.fate == .notSent && refused?.message.contains("proxy refuses") == true)
    #expect(await error(post, transport)?.fate == .notSent)
    await transport.close()
  }

  @Test func manyRequestsAtOnce() async throws {
    let server = try RawServer(
      [.json("200 OK", "a"), .json("200 OK", "a"), .pause(1)],
      [.json("200 OK", "a"), .json("200 OK", "a"), .pause(1)])
    defer { server.stop() }
    let transport = try transport(server.port)
    for _ in 0..<2 {
      let answers = try await inParallel(0..<2, limit: 2) { _ in try await transport.send(get) }
      #expect(answers.map(text) == ["a", "a"])
    }
    await transport.close()
  }
}
