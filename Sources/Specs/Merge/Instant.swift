/// A date, or a date and time, as people write them into headers.
struct Instant {
  /// Seconds since 1970 in UTC; a day begins at midnight, a time without zone is UTC's.
  private let seconds: Double
  /// The same when the first two numbers of `03/04/2026` are taken the other way round.
  private let dayFirst: Double?
  /// Whether the text shows which of the two numbers is the month.
  private let isCertain: Bool

  /// Nil for what is no date.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    if let instant = Self.slashed(bytes) {
      self = instant
      return
    }
    var scan = DateScan(bytes)
    guard let year = scan.number(4...4), scan.skip(0x2D), let month = scan.number(1...2),
      scan.skip(0x2D), let day = scan.number(1...2),
      let date = CalendarDate(year: year, month: month, day: day)
    else { return nil }
    var seconds = Double(date.dayNumber) * 86400
    if !scan.isAtEnd {
      guard let time = scan.time() else { return nil }
      seconds += time
    }
    guard scan.isAtEnd else { return nil }
    self.init(seconds: seconds, dayFirst: nil, isCertain: true)
  }

  private init(seconds: Double, dayFirst: Double?, isCertain: Bool) {
    self.seconds = seconds
    self.dayFirst = dayFirst
    self.isCertain = isCertain
  }

  /// `12/31/2026`: month first, as in the United States, or day first.
  private static func slashed(_ bytes: [UInt8]) -> Instant? {
    var scan = DateScan(bytes)
    guard let first = scan.number(1...2), scan.skip(0x2F), let second = scan.number(1...2),
      scan.skip(0x2F), let year = scan.number(4...4), scan.isAtEnd
    else { return nil }
    let monthFirst = CalendarDate(year: year, month: first, day: second)
    let dayFirst = CalendarDate(year: year, month: second, day: first)
    if monthFirst == nil, dayFirst == nil { return nil }
    return Instant(
      seconds: monthFirst.map { Double($0.dayNumber) * 86400 } ?? .nan,
      dayFirst: dayFirst.map { Double($0.dayNumber) * 86400 } ?? .nan,
      isCertain: first == second || monthFirst == nil || dayFirst == nil)
  }

  /// The side that says the later time, ours when both say the same; nil when that is not certain.
  ///
  /// `isMonthFirst` says how to read `03/04/2026`; without it a day above 12 has to show that.
  static func later(_ texts: MergeSides<String?>, isMonthFirst: Bool = false) -> MergeSide? {
    guard let ours = texts.ours.flatMap(Instant.init),
      let theirs = texts.theirs.flatMap(Instant.init)
    else { return nil }
    guard let otherOurs = ours.dayFirst, let otherTheirs = theirs.dayFirst else {
      // One in slashes and one not: the one in slashes has to be certain.
      let (a, b) = (ours.certain, theirs.certain)
      return a.flatMap { a in b.map { a >= $0 ? .ours : .theirs } }
    }
    let all = [texts.base.flatMap(Instant.init), ours, theirs].compactMap { $0 }
    let monthFirst = ours.seconds >= theirs.seconds
    let dayFirst = otherOurs >= otherTheirs
    if isMonthFirst || all.contains(where: { $0.dayFirst?.isNaN == true }) {
      // Somebody wrote a day above 12 second, so months come first.
      return all.contains { $0.seconds.isNaN } ? nil : monthFirst ? .ours : .theirs
    }
    if all.contains(where: { $0.seconds.isNaN }) { return dayFirst ? .ours : .theirs }
    return monthFirst == dayFirst ? (monthFirst ? .ours : .theirs) : nil
  }

  /// Seconds since 1970, where the text can mean only one day.
  var certain: Double? {
    guard isCertain else { return nil }
    return seconds.isNaN ? dayFirst : seconds
  }
}

/// Reads the numbers of a date.
private struct DateScan {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  mutating func number(_ lengths: ClosedRange<Int>) -> Int? {
    var value = 0
    let start = index
    while index < bytes.count, bytes[index].isDigit, index - start < lengths.upperBound {
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    return lengths.contains(index - start) ? value : nil
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while skip(0x20) || skip(0x09) {}
  }

  /// Seconds to add for `T10:00`, `10:00:30.5 +02:00` and the like.
  mutating func time() -> Double? {
    if !(skip(0x54) || skip(0x74)) {
      let start = index
      skipBlanks()
      guard index > start else { return nil }
    }
    guard let hour = number(1...2), hour < 25, skip(0x3A), let minute = number(2...2), minute < 60
    else { return nil }
    var seconds = Double(hour * 3600 + minute * 60)
    if skip(0x3A) {
      guard let second = number(2...2), second < 61 else { return nil }
      seconds += Double(second)
      if skip(0x2E) {
        var unit = 0.1
        while index < bytes.count, bytes[index].isDigit {
          seconds += Double(bytes[index] - 0x30) * unit
          unit /= 10
          index += 1
        }
      }
    }
    skipBlanks()
    if isAtEnd || skip(0x5A) || skip(0x7A) { return seconds }
    let sign: Double
    if skip(0x2B) { sign = 1 } else if skip(0x2D) { sign = -1 } else { return nil }
    guard let hours = number(1...2) else { return nil }
    _ = skip(0x3A)
    let minutes = isAtEnd ? 0 : number(2...2)
    guard let minutes else { return nil }
    return seconds - sign * Double(hours * 3600 + minutes * 60)
  }
}

extension CalendarDate {
  /// Days since 1 January 1970.
  var dayNumber: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
