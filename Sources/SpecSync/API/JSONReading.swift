#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The one place where JSON is read.
enum JSONReading {
  static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
    try JSONBounds.check(bytes)
    return try JSONDecoder().decode(type, from: Data(bytes))
  }

  /// What is wrong, without the text that was read: it may be anybody's.
  static func complaint(_ error: any Error) -> String {
    switch error {
    case let bounds as JSONBounds: bounds.complaint
    case DecodingError.keyNotFound(let key, let context):
      "no `\(key.stringValue)`\(place(context.codingPath))"
    case DecodingError.valueNotFound(_, let context):
      "null\(place(context.codingPath))"
    case DecodingError.typeMismatch(_, let context):
      "another type than expected\(place(context.codingPath))"
    default: "not JSON"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    guard !path.isEmpty else { return "" }
    let names = path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
    return " at " + names.joined(separator: ".")
  }
}

extension JSONValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = Self.attempt({ try container.decode(String.self) }) {
      self = .string(value)
    } else if let value = Self.attempt({ try container.decode(Bool.self) }) {
      self = .bool(value)
    } else if let value = Self.attempt({ try container.decode(Int64.self) }) {
      self = .int(value)
    } else if let value = Self.attempt({ try container.decode(Double.self) }) {
      self = .double(value)
    } else if let value = Self.attempt({ try container.decode([JSONValue].self) }) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// Nil where the value is of another type, which is how a decoder tells types apart.
  private static func attempt<T>(_ decode: () throws -> T) -> T? {
    do { return try decode() } catch { return nil }
  }

  /// Nil where the text is not JSON.
  package init?(parsing bytes: [UInt8]) {
    guard let value = Self.attempt({ try JSONReading.decode(JSONValue.self, from: bytes) }) else {
      return nil
    }
    self = value
  }
}
