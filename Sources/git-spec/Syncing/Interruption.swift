internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a signal handler may touch.
private let asked = Atomic<Bool>(false)
private let askedAt = Atomic<Int>(0)

/// Milliseconds in which a second signal is the first one once more: git hands on to us what the
/// terminal has sent to both.
private let echo = 1000

/// Ctrl-C and SIGTERM while requests are under way: these are finished, no other is begun.
enum Interruption {
  static var wasAsked: Bool { asked.load(ordering: .relaxed) }

  /// The first signal asks; a second one ends the process, as it would have.
  static func catchSignals() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let moment = now.tv_sec * 1000 + now.tv_nsec / 1_000_000
        if !asked.exchange(true, ordering: .relaxed) {
          askedAt.store(moment, ordering: .relaxed)
        } else if moment - askedAt.load(ordering: .relaxed) > echo {
          signal(number, SIG_DFL)
          raise(number)
        }
      }
    }
    // A parent that blocks them, as threads of many runtimes do, hands that on to its children.
    var numbers = sigset_t()
    sigemptyset(&numbers)
    for number in [SIGINT, SIGTERM] { sigaddset(&numbers, number) }
    pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
  }

  static func release() { for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) } }
}
