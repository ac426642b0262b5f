internal import Synchronization

/// Counts the work that an input causes, for tests that hold a ceiling over it.
///
/// What is counted are the steps that everything is made of: bytes that are parsed, words that are
/// compared, specs that an index goes through. Whoever takes too many of them is seen, whatever the
/// speed of the machine.
package enum Work {
  package final class Meter: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}
    package var steps: Int { count.load(ordering: .relaxed) }
    fileprivate func add(_ steps: Int) { count.add(steps, ordering: .relaxed) }
  }

  /// Where steps are counted; nil everywhere but in tests.
  @TaskLocal private static var meter: Meter?

  /// Notes steps that were taken.
  package static func did(_ steps: Int) { meter?.add(steps) }

  /// The steps that something takes on this thread.
  package static func steps(of body: () throws -> Void) rethrows -> Int {
    let meter = Meter()
    try $meter.withValue(meter) { try body() }
    return meter.steps
  }
}
