import Foundation

/// A JSON value; truth values are told apart from numbers.
package enum AnyJSON: Decodable, Hashable, Sendable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([AnyJSON])
  case object([String: AnyJSON])

  /// Reads a JSON document.
  package init(_ text: String) throws {
    self = try JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8))
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([AnyJSON].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: AnyJSON].self))
    }
  }

  /// The value at a key of an object, or at a number of a list; nil for anything else.
  package subscript(key: String) -> AnyJSON? {
    switch self {
    case .object(let values): values[key]
    case .list(let values): Int(key).flatMap { values.indices.contains($0) ? values[$0] : nil }
    default: nil
    }
  }

  /// The value that a JSON pointer leads to: `/properties/id`.
  package func value(at pointer: String) -> AnyJSON? {
    pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
      .reduce(Optional(self)) { value, word in
        value?[String(word).replacing("~1", with: "/").replacing("~0", with: "~")]
      }
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var list: [AnyJSON]? { if case .list(let list) = self { list } else { nil } }
  package var keys: Set<String>? {
    if case .object(let values) = self { Set(values.keys) } else { nil }
  }
}
