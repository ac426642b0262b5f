/// The clock, sleep and chance that the client works with, so that tests need not wait.
package struct Timing: Sendable {
  /// Seconds since 1970.
  package var now: @Sendable () -> Int
  package var sleep: @Sendable (Duration) async throws -> Void
  /// A number from 0 up to 1.
  package var chance: @Sendable () -> Double
  package var requestID: @Sendable () -> String

  package init(
    now: @escaping @Sendable () -> Int, sleep: @escaping @Sendable (Duration) async throws -> Void,
    chance: @escaping @Sendable () -> Double, requestID: @escaping @Sendable () -> String
  ) {
    self.now = now
    self.sleep = sleep
    self.chance = chance
    self.requestID = requestID
  }

  package static let system = Timing(
    now: { SystemClock.seconds() },
    sleep: { try await Task.sleep(for: $0) },
    chance: { Double.random(in: 0..<1) },
    requestID: {
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return "git-spec-" + String(repeating: "0", count: 16 - digits.count) + digits
    })
}
