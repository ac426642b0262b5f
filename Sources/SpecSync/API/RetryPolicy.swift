/// How often and after how long a request is sent again.
package struct RetryPolicy: Sendable {
  package var tries = 5
  /// Seconds before the second try, at most; doubled with each further one.
  package var base = 0.25
  /// Seconds between two tries, at most.
  package var cap = 8.0
  /// Seconds that a server may make us wait, at most.
  package var retryAfterCap = 60
  /// Seconds after which no further try begins: a server that hangs would take up minutes.
  package var patience = 150

  package init() {}

  /// The wait before the try after this one, the first being 1; full jitter spreads out many clients.
  func wait(after attempt: Int, chance: Double) -> Duration {
    var most = base
    for _ in 1..<max(attempt, 1) { most = min(most * 2, cap) }
    return .seconds(min(most, cap) * chance)
  }

  /// What `Retry-After` asks for, in seconds or as a date; nil where it says neither.
  func retryAfter(_ answer: HTTPAnswer, now: Int) -> Duration? {
    guard let text = answer.header("Retry-After") else { return nil }
    guard let seconds = Int(text) ?? HTTPDate.seconds(text).map({ $0 - now }) else { return nil }
    return .seconds(min(max(seconds, 0), retryAfterCap))
  }
}

/// A date as HTTP writes it, `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  /// Seconds since 1970.
  static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
      (1970...9999).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    return days(year, month + 1, day) * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }

  /// Days since 1970 in the Gregorian calendar, counted in years that begin in March.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
