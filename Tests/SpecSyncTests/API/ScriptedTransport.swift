import Synchronization

@testable import SpecSync

/// Answers from a script, and remembers what was asked.
final class ScriptedTransport: HTTPTransport {
  typealias Reply = Result<HTTPAnswer, TransportError>

  private struct State {
    var replies: [Reply]
    var requests: [HTTPRequest] = []
    var drops = 0
  }

  private let state: Mutex<State>
  private let decide: (@Sendable (HTTPRequest) -> Reply)?

  /// Once the script has come to its end, every request is refused for good.
  init(_ replies: Reply...) {
    state = Mutex(State(replies: replies))
    decide = nil
  }

  init(deciding decide: @escaping @Sendable (HTTPRequest) -> Reply) {
    state = Mutex(State(replies: []))
    self.decide = decide
  }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  var drops: Int { state.withLock { $0.drops } }
  /// Whether all replies were asked for.
  var isUsedUp: Bool { state.withLock { $0.replies.isEmpty } }

  /// What another transport would answer.
  func decided(_ request: HTTPRequest) -> Reply {
    decide?(request) ?? .failure(TransportError(.notSent, "no script", isPermanent: true))
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer {
    let reply = state.withLock { state -> Reply in
      state.requests.append(request)
      if let decide { return decide(request) }
      return state.replies.isEmpty
        ? .failure(TransportError(.notSent, "the script is over", isPermanent: true))
        : state.replies.removeFirst()
    }
    // Gives the others a turn, as a network does.
    await Task.yield()
    return try reply.get()
  }

  func dropConnections() async { state.withLock { $0.drops += 1 } }
  func close() async {}
}

extension Result where Success == HTTPAnswer, Failure == TransportError {
  static func answer(
    _ status: Int, _ body: String = "", headers: [(name: String, value: String)] = []
  ) -> Self {
    .success(HTTPAnswer(status: status, headers: headers, body: Array(body.utf8)))
  }

  static var lost: Self { .failure(TransportError(.unknown, "reset")) }
  static var notSent: Self { .failure(TransportError(.notSent, "refused")) }
}

extension HTTPRequest {
  /// `POST /path {"body":1}`
  var line: String {
    let text = body.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
    return "\(method.rawValue) \(path)\(text)"
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// A clock that moves only when somebody sleeps.
final class FakeTime: Sendable {
  private let state = Mutex((now: 1_000_000, slept: [Duration](), ids: 0))

  var slept: [Duration] { state.withLock { $0.slept } }
  func advance(_ seconds: Int) { state.withLock { $0.now += seconds } }

  /// Chance is 1, so that each wait is the longest.
  var timing: Timing {
    Timing(
      now: { self.state.withLock { $0.now } },
      sleep: { duration in
        self.state.withLock {
          $0.slept.append(duration)
          $0.now += Int(duration.components.seconds)
        }
        // Waiting for a lock is counted in sleeps, and its holder needs some time.
        try await Task.sleep(for: .milliseconds(1))
      },
      chance: { 1 },
      requestID: {
        self.state.withLock {
          $0.ids += 1
          return "id-\($0.ids)"
        }
      })
  }
}

func client(
  _ transport: ScriptedTransport, _ credentials: Credentials? = .token(Secret("tok-secret")),
  time: FakeTime = FakeTime(), tokens: TokenStore? = nil
) -> OmoiOSClient {
  OmoiOSClient(
    transport: transport, credentials: credentials, tokens: tokens, timing: time.timing)
}

/// The error of a call; nil when there is none.
func failure(_ call: () async throws -> Void) async -> APIError? {
  do {
    try await call()
    return nil
  } catch {
    return error as? APIError
  }
}
