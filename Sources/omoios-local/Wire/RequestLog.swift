#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Synchronization

/// What was asked, for tests to count: numbers in memory, and a line each in a file.
final class RequestLog: Sendable {
  struct Counts: Sendable {
    var requests: [String: Int] = [:]
    var running = 0
    var mostRunning = 0
    /// Milliseconds since 1970 when the first request came.
    var firstAt: Int?
  }

  private let counts = Mutex(Counts())
  private let file: Int32?

  init(path: String?) throws {
    guard let path else {
      file = nil
      return
    }
    let opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw Trouble("cannot write \(path): \(Talk.systemError())") }
    file = opened
  }

  func began(_ method: String, _ route: String) {
    counts.withLock {
      $0.requests["\(method) \(route)", default: 0] += 1
      $0.running += 1
      if $0.firstAt == nil { $0.firstAt = Self.milliseconds }
      $0.mostRunning = max($0.mostRunning, $0.running)
    }
  }

  /// Notes a finished request; the status is 0 where nothing was answered.
  func ended(_ method: String, _ path: String, status: Int, fault: Fault?) {
    counts.withLock { $0.running -= 1 }
    guard let file else { return }
    var line: JSON = [
      "method": .string(method), "path": .string(path), "status": .integer(status),
    ]
    if let fault { line = line.setting("fault", .string(fault.word)) }
    // One write of one line: O_APPEND keeps lines of several requests whole.
    let bytes = line.bytes + [0x0A]
    if write(file, bytes, bytes.count) != bytes.count {
      Talk.say("the request log is incomplete: \(Talk.systemError())")
    }
  }

  var snapshot: Counts { counts.withLock { $0 } }

  func reset() {
    counts.withLock {
      $0.requests = [:]
      $0.firstAt = nil
      $0.mostRunning = $0.running
    }
  }

  private static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// A path with `{id}` in the place of ids.
  static func route(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { part in
      isID(part) ? "{id}" : part
    }.joined(separator: "/")
  }

  /// Ids end in a UUID, with or without a word before.
  private static func isID(_ part: Substring) -> Bool {
    let groups = part.split(separator: "-", omittingEmptySubsequences: false).suffix(5)
    return groups.count == 5 && groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
  }
}
