internal import Synchronization

/// Something that goes wrong on purpose.
enum Fault: Sendable, Equatable {
  /// An error before anything is done.
  case fail(Int)
  /// Done, but the connection is closed without an answer.
  case dropAnswer
  /// The connection is reset before anything is done.
  case reset
  /// The limiter's answer; it names a time to wait only when asked to.
  case rateLimit(retryAfter: Int?)
  /// Half of the body, then the connection is closed.
  case truncate
  /// Done after a while.
  case delay(milliseconds: Int)

  /// Reads `drop_answer`, `reset`, `rate_limit`, `truncate`, `fail_503`, `delay_ms:N`,
  /// `retry_after:N`; nil for anything else.
  init?(_ word: String) {
    let parts = word.split(separator: ":", maxSplits: 1)
    let number = parts.count == 2 ? Int(parts[1]) : nil
    switch (parts.first, number) {
    case ("drop_answer", nil): self = .dropAnswer
    case ("reset", nil): self = .reset
    case ("rate_limit", nil): self = .rateLimit(retryAfter: nil)
    case ("truncate", nil): self = .truncate
    case ("delay_ms", let number?): self = .delay(milliseconds: number)
    case ("retry_after", let number?): self = .rateLimit(retryAfter: number)
    default:
      guard word.hasPrefix("fail_"), let status = Int(word.dropFirst(5)),
        (400...599).contains(status)
      else { return nil }
      self = .fail(status)
    }
  }

  var word: String {
    switch self {
    case .fail(let status): "fail_\(status)"
    case .dropAnswer: "drop_answer"
    case .reset: "reset"
    case .rateLimit(nil): "rate_limit"
    case .rateLimit(let seconds?): "retry_after:\(seconds)"
    case .truncate: "truncate"
    case .delay(let milliseconds): "delay_ms:\(milliseconds)"
    }
  }
}

/// How often what goes wrong, as shares of all requests.
struct FaultRates: Sendable {
  var fail = 0.0
  var dropAnswer = 0.0
  var reset = 0.0
  var rateLimit = 0.0
  /// Of lists.
  var truncate = 0.0
  var writesDown = false
}

/// Decides what goes wrong with which request.
final class Faults: Sendable {
  /// A fault that a test has asked for.
  struct Order: Sendable {
    let method: String
    let path: String
    let fault: Fault
    var times: Int
    var after: Int

    /// Whether a request is meant; `*` stands for any method, and for one part of a path.
    func matches(_ method: String, _ path: String) -> Bool {
      guard self.method == "*" || self.method == method else { return false }
      let wanted = self.path.split(separator: "/")
      let parts = path.split(separator: "/")
      return wanted.count == parts.count
        && zip(wanted, parts).allSatisfy { $0 == "*" || $0.hasPrefix("{") || $0 == $1 }
    }
  }

  private struct State {
    var orders: [Order] = []
    var seen: [String: UInt64] = [:]
  }

  private static let lists: Set = [
    "/api/v1/projects", "/api/v1/tickets", "/api/v1/tickets/list", "/api/v1/tasks",
    "/api/v1/specs/project/{id}",
  ]

  private let rates: FaultRates
  private let seed: UInt64
  private let state = Mutex(State())

  init(rates: FaultRates, seed: UInt64) {
    self.rates = rates
    self.seed = seed
  }

  func order(_ order: Order) { state.withLock { $0.orders.append(order) } }

  func clear() { state.withLock { $0.orders = [] } }

  /// The fault of a request; `route` is its path without ids.
  func next(method: String, path: String, route: String) -> Fault? {
    state.withLock { state in
      for index in state.orders.indices where state.orders[index].matches(method, path) {
        if state.orders[index].after > 0 {
          state.orders[index].after -= 1
        } else if state.orders[index].times > 0 {
          state.orders[index].times -= 1
          return state.orders[index].fault
        }
      }
      if rates.writesDown, method != "GET", !path.hasPrefix("/api/v1/auth/") { return .fail(503) }
      let key = "\(method) \(route)"
      let number = state.seen[key, default: 0]
      state.seen[key] = number + 1
      return draw(key, number, isList: method == "GET" && Self.lists.contains(route))
    }
  }

  /// Drawn from what the request is and how many of them came before, not from one stream: four
  /// requests at once would take from a stream in another order every time.
  private func draw(_ key: String, _ number: UInt64, isList: Bool) -> Fault? {
    var hash = seed ^ 0xCBF2_9CE4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let bits = Self.mixed(hash &+ number &* 0x9E37_79B9_7F4A_7C15)
    var share = Double(bits >> 11) / Double(1 << 53)
    if share < rates.fail { return .fail([500, 502, 503][Int(bits % 3)]) }
    share -= rates.fail
    if share < rates.dropAnswer { return .dropAnswer }
    share -= rates.dropAnswer
    if share < rates.reset { return .reset }
    share -= rates.reset
    if share < rates.rateLimit { return .rateLimit(retryAfter: nil) }
    share -= rates.rateLimit
    return isList && share < rates.truncate ? .truncate : nil
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
