internal import Frontmatter

/// S107: dates are days of the calendar, in order and not ahead of today.
enum Dates: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S107", "date", .error,
    summary: "A date is a real day, written as YYYY-MM-DD.",
    explanation: """
      `updated` is not before `created`. A day in the future is a warning; one day is allowed for \
      colleagues whose day has already begun.
      """,
    bad: "---\nid: TSK-001\ncreated: 2026-02-30\n---\n",
    good: "---\nid: TSK-001\ncreated: 2026-01-02\nupdated: 2026-01-09\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    var findings: [Finding] = []
    var days: [String: CalendarDate] = [:]
    for use in spec.fields.uses where use.row?.form == .date {
      guard let scalar = use.value.scalar, scalar.type != .null else { continue }
      switch CalendarDate.read(scalar.text) {
      case .day(let day):
        if days[use.name] == nil { days[use.name] = day }
        if day > context.today.next {
          findings.append(
            spec.finding(
              rule, at: scalar.range, "`\(use.name)` is in the future (today is \(context.today))",
              severity: .warning, subject: "\(use.name) in the future"))
        }
      case .impossible:
        findings.append(
          spec.finding(rule, at: scalar.range, "there is no day `\(scalar.text)`"))
      case .malformed:
        findings.append(
          spec.finding(
            rule, at: scalar.range, "`\(scalar.text)` is not a date",
            help: "write it as YYYY-MM-DD, for example \(context.today)"))
      }
    }
    if let created = days["created"], let updated = days["updated"], updated < created,
      let use = spec.fields["updated"], let other = spec.fields["created"]
    {
      findings.append(
        spec.finding(
          rule, at: use.value.range, "`updated` (\(updated)) is before `created` (\(created))",
          notes: [
            Finding.Note(
              "`created` is here", path: spec.path,
              position: spec.text.position(at: other.value.range.lowerBound))
          ]))
    }
    return findings
  }
}

extension CalendarDate {
  enum Reading: Equatable {
    case day(CalendarDate)
    /// Of the right form, but no calendar has it.
    case impossible
    case malformed
  }

  /// Reads `YYYY-MM-DD`.
  static func read(_ text: String) -> Reading {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return .malformed }
    func number(_ range: Range<Int>) -> Int? {
      bytes[range].reduce(0) { sum, byte in
        guard let sum, byte.isDigit else { return nil }
        return sum * 10 + Int(byte - 0x30)
      }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10)
    else { return .malformed }
    return CalendarDate(year: year, month: month, day: day).map { .day($0) } ?? .impossible
  }

  /// The day after.
  var next: CalendarDate {
    CalendarDate(year: year, month: month, day: day + 1)
      ?? CalendarDate(year: year, month: month + 1, day: 1)
      ?? CalendarDate(year: year + 1, month: 1, day: 1) ?? self
  }
}
