internal import Synchronization

/// A line on stderr that says how far a long run is; only at a terminal, only past half a second.
final class Progress: Sendable {
  private let what: String
  private let total: Int
  private let isShown: Bool
  private let begin = Surroundings.milliseconds
  private let done = Atomic<Int>(0)
  private let lastShown = Atomic<Int>(0)

  /// Milliseconds before anything is said, and between two lines.
  private static let patience = 500
  private static let interval = 100
  /// Looking at the clock for each of many small steps would cost more than the steps.
  private static let stepsForALook = 64

  init(_ what: String, total: Int, isShown: Bool) {
    self.what = what
    self.total = total
    self.isShown = isShown
  }

  func step() {
    guard isShown else { return }
    let count = done.add(1, ordering: .relaxed).newValue
    guard count % Self.stepsForALook == 0 else { return }
    show(count)
  }

  private func show(_ count: Int) {
    let passed = Surroundings.milliseconds - begin
    let last = lastShown.load(ordering: .relaxed)
    guard passed >= Self.patience, passed - last >= Self.interval,
      lastShown.compareExchange(expected: last, desired: passed, ordering: .relaxed).exchanged
    else { return }
    Talk.progress("\(what) \(count) of \(total)…")
  }

  /// A step that took so long that looking at the clock costs nothing beside it.
  func stepNow() {
    guard isShown else { return }
    let count = done.add(1, ordering: .relaxed).newValue
    show(count)
  }

  /// Takes the line away again.
  func finish() {
    if isShown, lastShown.load(ordering: .relaxed) > 0 { Talk.progress(nil) }
  }
}
