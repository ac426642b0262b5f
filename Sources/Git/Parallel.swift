internal import Dispatch
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Synchronization

/// Independent work on several processors, with results in order.
package enum Parallel {
  /// Less work is done before a second thread is started.
  private static let itemsForEach = 250
  private static let mostWorkers = 4

  /// Ranges for as many workers as pay; one range when it is one worker.
  static func ranges(of count: Int) -> [Range<Int>] {
    let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    let workers = max(1, min(processors, mostWorkers, count / itemsForEach))
    return (0..<workers).map { count * $0 / workers..<count * ($0 + 1) / workers }
  }

  /// The results of each range in order; the first error by range is thrown.
  static func map<Value: Sendable>(
    _ ranges: [Range<Int>], _ body: @escaping @Sendable (Range<Int>) throws -> [Value]
  ) throws -> [Value] {
    if ranges.count < 2 { return try ranges.first.map(body) ?? [] }
    let parts = Mutex([Int: Result<[Value], any Error>]())
    DispatchQueue.concurrentPerform(iterations: ranges.count) { worker in
      let part = Result { try body(ranges[worker]) }
      parts.withLock { $0[worker] = part }
    }
    let finished = parts.withLock { $0 }
    return try ranges.indices.flatMap { try finished[$0]?.get() ?? [] }
  }

  /// The results of independent work on each of many values.
  package static func map<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) -> Value
  ) throws -> [Value] {
    try map(count: elements.count) { body(elements[$0]) }
  }

  static func map<Value: Sendable>(
    count: Int, _ body: @escaping @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    try map(ranges(of: count)) { try $0.map(body) }
  }
}
