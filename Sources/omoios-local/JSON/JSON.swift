/// A JSON value; objects keep the order of their members, because answers are told apart by eye.
enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])
  /// Text that is JSON already: columns that hold JSON go out as they came in.
  case written(String)

  struct Member: Sendable {
    let name: String
    var value: JSON
  }

  /// A member of an object; the last one counts, as in Python.
  subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }

  var isNull: Bool { if case .null = self { true } else { false } }

  /// Strings of an array; nil when it is no array or holds anything else.
  var texts: [String]? {
    guard case .array(let values) = self else { return nil }
    let texts = values.compactMap(\.text)
    return texts.count == values.count ? texts : nil
  }

  /// An object with a member set or added.
  func setting(_ name: String, _ value: JSON) -> JSON {
    guard case .object(var members) = self else { return [name: value] }
    members.removeAll { $0.name == name }
    return .object(members + [Member(name: name, value: value)])
  }

  /// Whether a text with U+0000 is anywhere inside.
  var hasNUL: Bool {
    switch self {
    case .string(let text): text.utf8.contains(0)
    case .array(let values): values.contains { $0.hasNUL }
    case .object(let members): members.contains { $0.name.utf8.contains(0) || $0.value.hasNUL }
    case .null, .bool, .integer, .number, .written: false
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(floatLiteral value: Double) { self = .number(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(nilLiteral: ()) { self = .null }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(name: $0, value: $1) })
  }
}
