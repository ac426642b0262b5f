internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a signal handler may touch.
private let asked = Atomic<Bool>(false)

/// Ctrl-C and SIGTERM while requests are under way: these are finished, no other is begun.
enum Interruption {
  static var wasAsked: Bool { asked.load(ordering: .relaxed) }

  /// The first signal asks; a second one ends the process, as it would have.
  static func catchSignals() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        asked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
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
