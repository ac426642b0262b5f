/// Data for the page's script: JSON in which nothing can end the element that it stands in.
///
/// Rows of thousands of specs are lists, not objects: their keys would be most of the page.
enum ScriptValue {
  case none
  case flag(Bool)
  case number(Int)
  case text(String)
  case list([ScriptValue])
  /// In the order in which it is written.
  case object([(String, ScriptValue)])

  static func texts(_ texts: some Sequence<String>) -> ScriptValue {
    .list(texts.map { .text($0) })
  }
  static func numbers(_ numbers: some Sequence<Int>) -> ScriptValue {
    .list(numbers.map { .number($0) })
  }
  static func optional(_ text: String?) -> ScriptValue { text.map { .text($0) } ?? .none }

  func write(to bytes: inout [UInt8]) {
    switch self {
    case .none: bytes += "null".utf8
    case .flag(let value): bytes += (value ? "true" : "false").utf8
    case .number(let value): bytes += String(value).utf8
    case .text(let value): Self.write(value, to: &bytes)
    case .list(let values):
      bytes.append(0x5B)
      for (place, value) in values.enumerated() {
        if place > 0 { bytes.append(0x2C) }
        value.write(to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let values):
      bytes.append(0x7B)
      for (place, (key, value)) in values.enumerated() {
        if place > 0 { bytes.append(0x2C) }
        Self.write(key, to: &bytes)
        bytes.append(0x3A)
        value.write(to: &bytes)
      }
      bytes.append(0x7D)
    }
  }

  /// What ends an element, begins a comment or is a line end to a script is written by its number.
  private static func write(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    bytes.append(0x22)
    text.withUTF8 { source in
      var place = 0
      while place < source.count {
        let byte = source[place]
        switch byte {
        case 0x22, 0x5C:
          bytes.append(0x5C)
          bytes.append(byte)
        case 0..<0x20, 0x26, 0x3C, 0x3E, 0x7F: escape(UInt16(byte), to: &bytes)
        // U+2028 and U+2029.
        case 0xE2
        where place + 2 < source.count && source[place + 1] == 0x80
          && source[place + 2] & 0xFE == 0xA8:
          escape(0x2000 + UInt16(source[place + 2] & 0x3F), to: &bytes)
          place += 2
        default: bytes.append(byte)
        }
        place += 1
      }
    }
    bytes.append(0x22)
  }

  private static func escape(_ unit: UInt16, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes += "\\u".utf8
    for shift in stride(from: 12, through: 0, by: -4) {
      bytes.append(digits[Int(unit >> shift) & 15])
    }
  }
}

/// Texts that stand in many rows, each once; rows hold their numbers.
struct TextPool {
  private(set) var texts: [String] = []
  private var numbers: [String: Int] = [:]

  mutating func number(_ text: String) -> ScriptValue {
    if let known = numbers[text] { return .number(known) }
    numbers[text] = texts.count
    texts.append(text)
    return .number(texts.count - 1)
  }

  /// -1 for what is not there.
  mutating func number(_ text: String?) -> ScriptValue {
    guard let text else { return .number(-1) }
    return number(text)
  }
}
