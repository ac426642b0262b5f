import Foundation
import Synchronization
import Testing

@testable import SpecSync

/// A server that gives out token pairs, each refresh token good for one use.
private final class AuthServer: Sendable {
  struct State {
    var issued = 0
    var valid: Set<String> = []
    var usedRefresh: Set<String> = []
    var logins = 0
    var refreshes = 0
    /// A refresh token came a second time: the real server logs the user out everywhere.
    var wasReused = false
    var refreshAnswer: ScriptedTransport.Reply?
  }

  let state = Mutex(State())
  /// Looked at whenever a new access token is used for the first time.
  let onFirstUse: (@Sendable (String) -> Void)?

  init(onFirstUse: (@Sendable (String) -> Void)? = nil) { self.onFirstUse = onFirstUse }

  var transport: ScriptedTransport {
    ScriptedTransport { request in
      let body = JSONValue(parsing: request.body ?? [])
      switch request.path {
      case "/api/v1/auth/login":
        return self.state.withLock {
          $0.logins += 1
          return body?["password"] == "pass-word" && body?["email"] == "a@b.c"
            ? Self.issue(&$0) : .answer(401, #"{"detail":"Wrong: pass-word"}"#)
        }
      case "/api/v1/auth/refresh":
        return self.state.withLock {
          $0.refreshes += 1
          let token = body?["refresh_token"]?.string ?? ""
          guard $0.usedRefresh.insert(token).inserted else {
            $0.wasReused = true
            $0.valid = []
            return .answer(401, #"{"detail":"Token has been revoked. Please log in again."}"#)
          }
          return $0.refreshAnswer ?? Self.issue(&$0)
        }
      default:
        let token = request.header("Authorization").map { String($0.dropFirst(7)) } ?? ""
        let isValid = self.state.withLock { $0.valid.contains(token) }
        if isValid { self.onFirstUse?(token) }
        return isValid
          ? .answer(200, #"{"id":"u"}"#) : .answer(401, #"{"detail":"Invalid"}"#)
      }
    }
  }

  private static func issue(_ state: inout State) -> ScriptedTransport.Reply {
    state.issued += 1
    state.valid.insert("acc-\(state.issued)")
    return .answer(
      200,
      #"{"access_token":"acc-\#(state.issued)","refresh_token":"ref-\#(state.issued)","#
        + #""token_type":"bearer","expires_in":900}"#)
  }

  func expireAll() { state.withLock { $0.valid = [] } }
  var counts: [Int] { state.withLock { [$0.logins, $0.refreshes] } }
  var wasReused: Bool { state.withLock { $0.wasReused } }
}

@Suite struct SessionTests {
  private let login = Credentials.login(email: "a@b.c", password: Secret("pass-word"))
  private let server = AuthServer()
  private let folder = NSTemporaryDirectory() + "git-spec-tokens-\(UUID().uuidString)/below"

  private var tokens: TokenStore { TokenStore(folder: folder, server: "http://h:1") }

  private var file: String? {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      return names.first { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
    }
  }

  private func kept() throws -> JSONValue? {
    guard let path = try file else { return nil }
    return JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test func logsInOnceAndRefreshesInMidRun() async throws {
    let client = client(server.transport, login)
    _ = try await client.me()
    _ = try await client.me()
    #expect(server.counts == [1, 0])
    server.expireAll()
    _ = try await client.me()
    #expect(server.counts == [1, 1])
  }

  @Test func refreshesBeforeTheTokenIsTooOld() async throws {
    let time = FakeTime()
    let transport = server.transport
    let client = client(transport, login, time: time)
    _ = try await client.me()
    time.advance(880)
    _ = try await client.me()
    #expect(server.counts == [1, 1])
    #expect(transport.requests.filter { $0.path.hasSuffix("/me") }.count == 2)
  }

  @Test func fourThatAreRefusedTogetherRefreshOnce() async throws {
    let client = client(server.transport, login)
    _ = try await client.me()
    server.expireAll()
    let users = try await inParallel(0..<8, limit: 4) { _ in try await client.me() }
    #expect(users.count == 8)
    #expect(server.counts == [1, 1])
    #expect(!server.wasReused)
  }

  @Test func thePairIsOnTheDiskBeforeItIsUsed() async throws {
    let store = tokens
    let folder = folder
    let early = Mutex<[String]>([])
    let server = AuthServer { token in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let texts = names.map {
        (try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) ?? ""
      }
      if !texts.contains(where: { $0.contains(token) }) { early.withLock { $0.append(token) } }
    }
    let client = client(server.transport, login, tokens: store)
    _ = try await client.me()
    server.expireAll()
    _ = try await client.me()
    #expect(early.withLock { $0 } == [])
    #expect(try kept()?["refresh_token"] == "ref-2")
    let attributes = try FileManager.default.attributesOfItem(atPath: try #require(try file))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func theNextProcessNeedsNoLogin() async throws {
    _ = try await client(server.transport, login, tokens: tokens).me()
    _ = try await client(server.transport, login, tokens: tokens).me()
    #expect(server.counts == [1, 0])
    let other = Credentials.login(email: "x@y.z", password: Secret("nope"))
    let error = await failure { _ = try await client(server.transport, other, tokens: tokens).me() }
    #expect(error?.kind == .unauthorized(.login))
  }

  @Test func manyProcessesNeverUseARefreshTokenTwice() async throws {
    let clients = (0..<6).map { _ in client(server.transport, login, tokens: tokens) }
    for round in 1...3 {
      _ = try await inParallel(clients, limit: 6) { try await $0.me() }
      #expect(server.counts == [1, round - 1])
      server.expireAll()
    }
    #expect(!server.wasReused)
  }

  @Test func aRefreshWhoseAnswerIsLostIsNotTriedAgain() async throws {
    for store in [tokens, nil] {
      let server = AuthServer()
      let client = client(server.transport, login, tokens: store)
      _ = try await client.me()
      server.state.withLock { $0.refreshAnswer = .lost }
      for logins in 2...3 {
        server.expireAll()
        _ = try await client.me()
        #expect(server.counts == [logins, logins - 1])
      }
      #expect(!server.wasReused)
    }
  }

  @Test func aProcessThatDiesWhileRefreshingLeavesNoUsedToken() async throws {
    let folder = folder
    let seen = Mutex<[String]>([])
    let transport = server.transport
    let watching = ScriptedTransport { request in
      if request.path.hasSuffix("/refresh") {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        seen.withLock {
          $0 = names.filter { $0.hasSuffix(".json") }
            .map { (try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) ?? "" }
        }
      }
      return transport.decided(request)
    }
    let client = client(watching, login, tokens: tokens)
    _ = try await client.me()
    server.expireAll()
    _ = try await client.me()
    #expect(server.counts == [1, 1])
    let during = seen.withLock { $0 }
    #expect(during.count == 1 && during.allSatisfy { !$0.contains("ref-1") })
  }

  @Test func aFolderThatCannotBeWrittenMeansMemory() async throws {
    let blocked = TokenStore(folder: "/dev/null/below", server: "s")
    let client = client(server.transport, login, tokens: blocked)
    _ = try await client.me()
    server.expireAll()
    _ = try await client.me()
    #expect(server.counts == [1, 1])
  }

  @Test func aLockThatIsNotToBeHadMeansALogin() async throws {
    let client = client(server.transport, login, tokens: tokens)
    _ = try await client.me()
    // Another process holds the lock, and has used the token up.
    let lock = try #require(await tokens.locked(email: "a@b.c", timing: .system))
    server.state.withLock { _ = $0.usedRefresh.insert("ref-1") }
    server.expireAll()
    _ = try await client.me()
    #expect(server.counts == [2, 0])
    #expect(!server.wasReused)
    withExtendedLifetime(lock) {}
  }

  @Test func aRevokedPairMeansALogin() async throws {
    let client = client(server.transport, login, tokens: tokens)
    _ = try await client.me()
    server.expireAll()
    server.state.withLock { _ = $0.usedRefresh.insert("ref-1") }
    _ = try await client.me()
    #expect(server.counts == [2, 1])
  }

  @Test func brokenFilesAreNoTrouble() async throws {
    _ = try await client(server.transport, login, tokens: tokens).me()
    let path = try #require(try file)
    for text in ["", "{", "[]", #"{"server":"http://h:1","email":"a@b.c"}"#] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      _ = try await client(server.transport, login, tokens: tokens).me()
    }
    #expect(server.counts == [5, 0])
  }

  @Test func theLoginsOwnLimitIsSaidAndNotHammered() async throws {
    let transport = ScriptedTransport { _ in
      .answer(429, #"{"error":"Rate limit exceeded: 5 per 1 minute"}"#)
    }
    let error = await failure { _ = try await client(transport, login).me() }
    #expect(error?.kind == .rateLimited)
    #expect(error?.message.contains("no further login for now") == true)
    #expect(error?.hints.first?.contains("5 logins a minute") == true)
    #expect(transport.requests.map(\.path) == ["/api/v1/auth/login"])
  }

  @Test func aWrongPasswordIsSaidWithoutIt() async throws {
    let wrong = Credentials.login(email: "x@b.c", password: Secret("pass-word"))
    let error = await failure { _ = try await client(server.transport, wrong).me() }
    #expect(error?.kind == .unauthorized(.login))
    #expect(error?.detail == "Wrong: <secret>")
    #expect(server.counts == [1, 0])
  }

  @Test func aPlainTokenIsRefusedWithoutASecondRequest() async throws {
    let transport = server.transport
    let error = await failure { _ = try await client(transport, .token(Secret("old-token"))).me() }
    #expect(error?.kind == .unauthorized(.token))
    #expect(transport.requests.count == 1)
  }

  @Test func anEternalRefusalEndsAfterOneRenewal() async throws {
    let transport = ScriptedTransport { request in
      request.path.hasSuffix("/me")
        ? .answer(401) : .answer(200, #"{"access_token":"a","refresh_token":"r"}"#)
    }
    let error = await failure { _ = try await client(transport, login).me() }
    #expect(error?.kind == .unauthorized(.login))
    #expect(transport.requests.count == 4)
  }
}

@Suite struct CredentialTests {
  private func choose(
    _ flags: CredentialFlags = CredentialFlags(), _ environment: [String: String] = [:],
    file: String? = nil
  ) throws -> Credentials? {
    struct NoFile: Error {}
    return try Credentials.choose(flags: flags, environment: environment) { _ in
      guard let file else { throw NoFile() }
      return file
    }
  }

  private let all = [
    "OMOIOS_TOKEN": "env-token", "OMOIOS_EMAIL": "a@b.c", "OMOIOS_PASSWORD": " p ",
    "OMOIOS_API_KEY": "env-key",
  ]

  @Test func tokenThenLoginThenKey() throws {
    var environment = all
    #expect(try choose(.init(), environment) == .token(Secret("env-token")))
    environment["OMOIOS_TOKEN"] = ""
    #expect(
      try choose(.init(), environment) == .login(email: "a@b.c", password: Secret(" p ")))
    environment["OMOIOS_PASSWORD"] = nil
    #expect(try choose(.init(), environment) == .apiKey(Secret("env-key")))
    environment["OMOIOS_API_KEY"] = nil
    #expect(throws: CredentialError.self) { try choose(.init(), environment) }
    #expect(try choose() == nil)
  }

  @Test func aFlagBeatsTheEnvironment() throws {
    #expect(try choose(.init(token: "t"), all) == .token(Secret("t")))
    #expect(try choose(.init(tokenFile: "f"), all, file: "t\r\n") == .token(Secret("t")))
    #expect(try choose(.init(apiKey: "k"), all) == .apiKey(Secret("k")))
    #expect(try choose(.init(token: "t", apiKey: "k"), all) == .token(Secret("t")))
  }

  @Test func whatCannotStandInAHeaderIsRefusedWithoutBeingSaid() throws {
    for text in ["", " \n", "Bearer abc", "a\nb", "é", "a\u{0}"] {
      do {
        _ = try choose(.init(tokenFile: "f"), file: text)
        Issue.record("\(text.debugDescription) is taken")
      } catch let error as CredentialError {
        #expect(error.message.contains("--token-file f"))
        #expect(!error.message.contains("abc"))
      }
    }
    #expect(throws: CredentialError.self) { try choose(.init(tokenFile: "f")) }
    #expect(throws: CredentialError.self) { try choose(.init(token: "t", tokenFile: "f")) }
  }
}
