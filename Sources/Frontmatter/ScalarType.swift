/// The types that YAML 1.1 gives to scalars.
package enum ScalarType: Sendable, Hashable {
  case null, bool, int, float, timestamp, string, merge

  /// The type of an explicitly tagged scalar.
  init(tag: String) {
    switch tag {
    case "tag:yaml.org,2002:null": self = .null
    case "tag:yaml.org,2002:bool": self = .bool
    case "tag:yaml.org,2002:int": self = .int
    case "tag:yaml.org,2002:float": self = .float
    case "tag:yaml.org,2002:timestamp": self = .timestamp
    case "tag:yaml.org,2002:merge": self = .merge
    default: self = .string
    }
  }

  /// The type of an unquoted scalar, by PyYAML's implicit resolvers.
  package init(plain text: String) {
    guard let first = text.utf8.first else {
      self = .null
      return
    }
    switch first {
    case 0x7E: self = text == "~" ? .null : .string  // ~
    case 0x3C: self = text == "<<" ? .merge : .string  // <
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "y"), UInt8(ascii: "Y"),
      UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "o"), UInt8(ascii: "O"):
      switch text {
      case "null", "Null", "NULL": self = .null
      case "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False",
        "FALSE", "on", "On", "ON", "off", "Off", "OFF":
        self = .bool
      default: self = .string
      }
    case 0x30...0x39, 0x2B, 0x2D, 0x2E:  // digits + - .
      self = NumberScan(Array(text.utf8)).type
    default: self = .string
    }
  }
}

/// Matches the numeric and date patterns of the YAML 1.1 resolvers by hand.
private struct NumberScan {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var type: ScalarType {
    if isTimestamp { return .timestamp }
    if isInt { return .int }
    if isFloat { return .float }
    return .string
  }

  private func run(_ start: Int, _ belongs: (UInt8) -> Bool) -> Int {
    var index = start
    while index < bytes.count, belongs(bytes[index]) { index += 1 }
    return index
  }

  private func digits(_ start: Int) -> Int { run(start) { $0 &- 0x30 < 10 } }
  private func digitsAndUnderscores(_ start: Int) -> Int {
    run(start) { $0 &- 0x30 < 10 || $0 == 0x5F }
  }
  private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
  private var unsignedStart: Int { byte(0) == 0x2B || byte(0) == 0x2D ? 1 : 0 }

  private var isInt: Bool {
    let start = unsignedStart
    if byte(start) == 0x30 {
      if start + 1 == bytes.count { return true }
      switch byte(start + 1) {
      case UInt8(ascii: "b"):
        return run(start + 2) { $0 == 0x30 || $0 == 0x31 || $0 == 0x5F } == bytes.count
          && bytes.count > start + 2
      case UInt8(ascii: "x"):
        return run(start + 2) { byte in
          byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 || byte == 0x5F
        } == bytes.count && bytes.count > start + 2
      default:
        return run(start + 1) { $0 &- 0x30 < 8 || $0 == 0x5F } == bytes.count
      }
    }
    guard byte(start) &- 0x31 < 9 else { return false }
    let end = digitsAndUnderscores(start)
    return end == bytes.count || sexagesimalEnd(end) == bytes.count
  }

  /// End of one or more `:[0-5]?[0-9]` groups, or -1 when there is none.
  private func sexagesimalEnd(_ start: Int) -> Int {
    var index = start
    while byte(index) == 0x3A {
      let end = digits(index + 1)
      let length = end - index - 1
      guard length == 1 || (length == 2 && byte(index + 1) <= 0x35) else { return -1 }
      index = end
    }
    return index > start ? index : -1
  }

  private var isFloat: Bool {
    let start = unsignedStart
    if byte(start) == 0x2E {
      let rest = String(decoding: bytes[(start + 1)...], as: UTF8.self)
      if ["inf", "Inf", "INF"].contains(rest) { return true }
      if start == 0, ["nan", "NaN", "NAN"].contains(rest) { return true }
      guard start == 0, byte(1) &- 0x30 < 10 else { return false }
      return exponentEnd(digitsAndUnderscores(1)) == bytes.count
    }
    guard byte(start) &- 0x30 < 10 else { return false }
    var index = digitsAndUnderscores(start)
    if byte(index) == 0x3A {
      let end = sexagesimalEnd(index)
      guard end > 0, byte(end) == 0x2E else { return false }
      return digitsAndUnderscores(end + 1) == bytes.count
    }
    guard byte(index) == 0x2E else { return false }
    index = digitsAndUnderscores(index + 1)
    return exponentEnd(index) == bytes.count
  }

  /// End of an optional exponent, whose sign YAML 1.1 demands.
  private func exponentEnd(_ start: Int) -> Int {
    guard byte(start) | 0x20 == 0x65 else { return start }
    guard byte(start + 1) == 0x2B || byte(start + 1) == 0x2D else { return -1 }
    let end = digits(start + 2)
    return end > start + 2 ? end : -1
  }

  private var isTimestamp: Bool {
    guard digits(0) == 4, byte(4) == 0x2D else { return false }
    let monthEnd = digits(5)
    guard (1...2).contains(monthEnd - 5), byte(monthEnd) == 0x2D else { return false }
    let dayEnd = digits(monthEnd + 1)
    guard (1...2).contains(dayEnd - monthEnd - 1) else { return false }
    if dayEnd == bytes.count { return monthEnd == 7 && dayEnd == 10 }
    var index = dayEnd
    if byte(index) | 0x20 == 0x74 {
      index += 1
    } else {
      index = run(index) { $0 == 0x20 || $0 == 0x09 }
      guard index > dayEnd else { return false }
    }
    let hourEnd = digits(index)
    guard (1...2).contains(hourEnd - index), byte(hourEnd) == 0x3A,
      digits(hourEnd + 1) == hourEnd + 3, byte(hourEnd + 3) == 0x3A,
      digits(hourEnd + 4) == hourEnd + 6
    else { return false }
    index = hourEnd + 6
    if byte(index) == 0x2E { index = digits(index + 1) }
    let zone = run(index) { $0 == 0x20 || $0 == 0x09 }
    if zone == bytes.count { return zone == index }
    if byte(zone) == UInt8(ascii: "Z") { return zone + 1 == bytes.count }
    guard byte(zone) == 0x2B || byte(zone) == 0x2D else { return false }
    let offsetEnd = digits(zone + 1)
    guard (1...2).contains(offsetEnd - zone - 1) else { return false }
    if offsetEnd == bytes.count { return true }
    return byte(offsetEnd) == 0x3A && digits(offsetEnd + 1) == offsetEnd + 3
      && offsetEnd + 3 == bytes.count
  }
}
