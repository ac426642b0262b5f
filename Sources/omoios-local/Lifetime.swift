#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Ends the process in time; what was answered is stored, so there is nothing to tidy up.
struct Lifetime: Sendable {
  let seconds: Double
  let withParent: Bool

  func watch() {
    let end = ContinuousClock.now + .seconds(seconds)
    let parent = getppid()
    Task.detached {
      while .now < end {
        // Asked for, not signalled: Linux would signal the end of the thread that started us.
        if withParent, getppid() != parent { break }
        try await Task.sleep(until: min(end, .now + .milliseconds(200)))
      }
      exit(0)
    }
  }
}
