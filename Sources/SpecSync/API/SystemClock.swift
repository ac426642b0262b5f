#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

enum SystemClock {
  /// Seconds since 1970.
  static func seconds() -> Int { time(nil) }
}
