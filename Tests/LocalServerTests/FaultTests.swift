import Foundation
import TestSupport
import Testing

/// What goes wrong on purpose.
struct FaultTests {
  let server: LocalServer
  let path = LocalServer.tickets
  init() throws { server = try LocalServer() }

  private func outcome(_ server: LocalServer, _ body: () throws -> Reply) -> String {
    do {
      return String(try body().status)
    } catch LoopbackConnection.Ended.closed(let text) {
      return text.isEmpty ? "closed" : "cut"
    } catch LoopbackConnection.Ended.reset {
      return "reset"
    } catch {
      return "\(error)"
    }
  }

  @Test("a dropped answer: it is done, and the connection ends without a byte")
  func dropped() throws {
    try server.fault("drop_answer", on: "POST \(path)")
    #expect(outcome(server) { try server.post(path, #"{"title": "A"}"#) } == "closed")
    let ticket = try server.ticket("B")
    #expect(try server.get(LocalServer.tasks).list.count == 1 && ticket != "")
    try server.fault("drop_answer", on: "PATCH \(path)/*")
    _ = outcome(server) { try server.patch("\(path)/\(ticket)", #"{"title": "C"}"#) }
    #expect(try server.get("\(path)/\(ticket)").text("title") == "C")
  }

  @Test("a reset: nothing is done, and the client sees ECONNRESET")
  func reset() throws {
    let id = try server.ticket("A")
    try server.fault("reset", on: "PATCH \(path)/{id}")
    #expect(
      outcome(server) { try server.patch("\(path)/\(id)", #"{"title": "B"}"#) } == "reset")
    #expect(try server.get("\(path)/\(id)").text("title") == "A")
  }

  @Test("failures come before anything is done", arguments: [500, 502, 503, 401, 403])
  func failures(status: Int) throws {
    let id = try server.ticket("A")
    try server.fault("fail_\(status)", on: "PATCH \(path)/*")
    let reply = try server.patch("\(path)/\(id)", #"{"title": "B"}"#)
    #expect(reply.status == status && reply.text("detail") != nil)
    #expect((reply.headers["www-authenticate"] == "Bearer") == (status == 401))
    #expect(try server.get("\(path)/\(id)").text("title") == "A")
  }

  @Test("429 comes in shape 4, with a time to wait only when asked for")
  func limited() throws {
    try server.fault("rate_limit", on: "GET \(path)")
    try server.fault("retry_after:7", on: "GET \(path)")
    let (first, second) = (try server.get(path), try server.get(path))
    #expect(first.status == 429 && first.headers["retry-after"] == nil)
    #expect(first.text("error")?.hasPrefix("Rate limit exceeded") == true)
    #expect(second.status == 429 && second.headers["retry-after"] == "7")
  }

  @Test("a cut list announces more than comes")
  func truncated() throws {
    _ = try server.ticket()
    try server.fault("truncate", on: "GET \(path)")
    do {
      _ = try server.get(path)
      Issue.record("the list came whole")
    } catch LoopbackConnection.Ended.closed(let text) {
      let body = text.components(separatedBy: "\r\n\r\n").last ?? ""
      #expect(text.hasPrefix("HTTP/1.1 200") && body.hasPrefix(#"{"tickets":[{"#))
      let length = text.components(separatedBy: "Content-Length: ").last?
        .components(separatedBy: "\r\n").first.flatMap { Int($0) }
      #expect(length.map { $0 / 2 } == body.utf8.count)
    }
    #expect(try server.get(path).status == 200)
  }

  @Test("a delay is a delay, and holds up nobody else")
  func delayed() throws {
    try server.fault("delay_ms:2000", on: "GET \(path)")
    let (server, done) = (server, DispatchSemaphore(value: 0))
    Thread.detachNewThread {
      _ = try? server.get(LocalServer.tickets)
      done.signal()
    }
    while try server.count("GET \(path)") == 0 { usleep(10_000) }
    _ = try server.get("/health")
    done.wait()
    // Lines are written when requests end.
    #expect(try server.log().map { $0.contains("/health") } == [true, false])
    #expect(try server.log().last?.contains(#""status":200,"fault":"delay_ms:2000""#) == true)
    #expect(try server.mostAtOnce() == 2)
  }

  @Test("orders count: after some, for some, one pattern each")
  func orders() throws {
    try server.fault("fail_503", on: "* \(path)", times: 2, after: 1)
    let states = try (0..<5).map { _ in try server.get(path).status }
    #expect(states == [200, 503, 503, 200, 200])
    try server.fault("fail_503", on: "GET \(path)")
    try server.clearFaults()
    #expect(try server.get(path).status == 200)
    let bad = try server.post("/_control/faults", #"{"match": "GET /", "fault": "nonsense"}"#)
    #expect(bad.status == 422)
  }

  @Test("requests are counted by route, and logged without secrets")
  func counted() throws {
    let id = try server.ticket()
    _ = try server.get("\(path)/\(id)")
    try server.fault("drop_answer", on: "GET \(path)")
    _ = outcome(server) { try server.get(path + "?limit=3") }
    #expect(
      try server.requests() == ["POST \(path)": 1, "GET \(path)/{id}": 1, "GET \(path)": 1])
    let log = try server.log()
    #expect(log.count == 3)
    #expect(
      log.last
        == #"{"method":"GET","path":"/api/v1/tickets?limit=3","status":0,"fault":"drop_answer"}"#)
    #expect(!log.joined().contains("local-token"))
    try server.resetCounts()
    #expect(try server.requests().isEmpty)
  }

  @Test(
    "shares hit about as many requests, the same ones for the same seed",
    arguments: [
      ("--fail-rate", ["500", "502", "503"]), ("--drop-answers", ["closed"]),
      ("--reset-rate", ["reset"]), ("--rate-limit-rate", ["429"]), ("--truncate-rate", ["cut"]),
    ])
  func shares(option: String, wrong: [String]) throws {
    func run(_ seed: Int) throws -> [String] {
      let server = try LocalServer(arguments: [option, "0.4", "--seed", "\(seed)"])
      return (0..<60).map { _ in outcome(server) { try server.get(path) } }
    }
    let first = try run(1)
    #expect(try run(1) == first)
    #expect(try run(2) != first)
    #expect(Set(first).isSubset(of: wrong + ["200"]) && Set(first).count == wrong.count + 1)
    #expect((12...36).contains(first.count { wrong.contains($0) }))
  }

  @Test("--latency makes each request slower, side by side")
  func latency() async throws {
    let server = try LocalServer(arguments: ["--latency", "500"])
    let clock = ContinuousClock()
    let start = clock.now
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<2 { group.addTask { try await onThread { try server.get("/health").status } } }
      for try await status in group { #expect(status == 200) }
    }
    #expect(clock.now - start > .milliseconds(490))
    #expect(try server.mostAtOnce() == 2)
  }

  @Test("--writes-down: reads work, writes get 503, logging in works")
  func writesDown() throws {
    let server = try LocalServer(arguments: ["--writes-down"])
    #expect(try server.get(path).status == 200)
    #expect(try server.post(path, #"{"title": "A"}"#).status == 503)
    let body = #"{"email": "dev@localhost", "password": "dev"}"#
    #expect(try server.call("POST", "/api/v1/auth/login", body, token: nil).status == 200)
  }
}

/// The process itself.
struct ProcessTests {
  @Test("a database file survives restarts, tokens included")
  func restart() throws {
    let folder = NSTemporaryDirectory() + "/omoios-file-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let arguments = ["--database", folder + "/db"]
    let first = try LocalServer(arguments: arguments)
    let id = try first.ticket("Kept")
    let pair = try first.call(
      "POST", "/api/v1/auth/login", #"{"email": "dev@localhost", "password": "dev"}"#, token: nil)
    first.stop()
    #expect(!first.isRunning)
    let second = try LocalServer(arguments: arguments)
    #expect(try second.get(LocalServer.tickets + "/" + id).text("title") == "Kept")
    #expect(
      try second.call("GET", "/api/v1/auth/me", token: pair.text("access_token")).status == 200)
  }

  @Test("it listens on loopback alone, and prints its address alone")
  func address() throws {
    let server = try LocalServer()
    #expect(server.url == "http://127.0.0.1:\(server.port)")
  }

  @Test("--for ends it")
  func ends() throws {
    let server = try LocalServer(arguments: ["--for", "0.3"])
    let start = ContinuousClock.now
    while server.isRunning, .now < start + .seconds(5) { usleep(20_000) }
    #expect(!server.isRunning)
  }

  @Test("another project, token and login can be named")
  func names() throws {
    let server = try LocalServer(arguments: [
      "--project-id", "project-x", "--token", "t", "--email", "a@b", "--password", "p",
    ])
    #expect(try server.call("GET", "/api/v1/projects/project-x", token: "t").status == 200)
    #expect(try server.call("GET", "/api/v1/auth/me", token: "local-token").status == 401)
    let body = #"{"email": "a@b", "password": "p"}"#
    #expect(try server.call("POST", "/api/v1/auth/login", body, token: nil).status == 200)
  }

  @Test("a wrong share is refused")
  func wrongShare() {
    #expect(throws: LocalServer.Failed.self) {
      try LocalServer(arguments: ["--fail-rate", "1.5"])
    }
  }
}
