/// Why a text is not JSON, and where.
struct JSONError: Error {
  let offset: Int
  let reason: String
}

extension JSON {
  init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
    var reader = JSONReader(Array(bytes))
    self = try reader.document()
  }
}

/// Reads RFC 8259; positions are bytes, as the validation errors name them.
private struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw error("Extra data") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    guard position < bytes.count else { throw error("Expecting value") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    depth += 1
    defer { depth -= 1 }
    // The stack is finite, and so is the original's.
    guard depth < 500 else { throw error("Too deep") }
    position += 1
    return try read(&self)
  }

  private mutating func object() throws(JSONError) -> JSON {
    var members: [JSON.Member] = []
    skipSpace()
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw error("Expecting property name enclosed in double quotes")
      }
      let name = try string()
      skipSpace()
      guard take(":") else { throw error("Expecting ':' delimiter") }
      members.append(JSON.Member(name: name, value: try value()))
      skipSpace()
    } while take(",")
    guard take("}") else { throw error("Expecting ',' delimiter") }
    return .object(members)
  }

  private mutating func array() throws(JSONError) -> JSON {
    var values: [JSON] = []
    skipSpace()
    if take("]") { return .array([]) }
    repeat {
      values.append(try value())
      skipSpace()
    } while take(",")
    guard take("]") else { throw error("Expecting ',' delimiter") }
    return .array(values)
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    var start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        text += bytes[start..<position]
        position += 1
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw error("Invalid text")
        }
        return valid
      case UInt8(ascii: "\\"):
        text += bytes[start..<position]
        position += 1
        text += try escaped()
        start = position
      case 0..<0x20: throw error("Invalid control character")
      default: position += 1
      }
    }
    throw error("Unterminated string")
  }

  private mutating func escaped() throws(JSONError) -> [UInt8] {
    guard position < bytes.count else { throw error("Unterminated string") }
    position += 1
    switch bytes[position - 1] {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[position - 1]]
    case UInt8(ascii: "u"):
      let first = try unit()
      guard first & 0xFC00 == 0xD800 else { return try utf8([first]) }
      guard take("\\"), take("u") else { throw error("Invalid \\u escape") }
      return try utf8([first, try unit()])
    default: throw error("Invalid \\escape")
    }
  }

  private func utf8(_ units: [UInt16]) throws(JSONError) -> [UInt8] {
    guard let text = String(validating: units, as: UTF16.self) else {
      throw error("Invalid \\u escape")
    }
    return Array(text.utf8)
  }

  private mutating func unit() throws(JSONError) -> UInt16 {
    guard position + 4 <= bytes.count,
      let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw error("Invalid \\u escape") }
    position += 4
    return unit
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    while position < bytes.count, "+-.eE0123456789".utf8.contains(bytes[position]) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let value = Int(text) { return .integer(value) }
    guard let value = Double(text) else {
      position = start
      throw error("Expecting value")
    }
    return .number(value)
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw error("Expecting value") }
    position += word.utf8.count
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) {
      position += 1
    }
  }

  private func error(_ reason: String) -> JSONError { JSONError(offset: position, reason: reason) }
}
