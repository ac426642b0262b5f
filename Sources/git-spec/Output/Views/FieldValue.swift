internal import Frontmatter
internal import Specs

/// A value of the header as JSON has it; dates and numbers that JSON has no form for stay as written.
enum FieldValue: Encodable {
  case null
  case bool(Bool)
  case number(Double)
  case integer(Int)
  case text(String)
  case list([FieldValue])
  case object([String: FieldValue])

  init(_ value: Value) {
    switch value {
    case .scalar(let scalar): self.init(scalar)
    case .sequence(let items, _, _): self = .list(items.map { FieldValue($0.value) })
    case .mapping(let fields, _, _):
      self = .object(
        Dictionary(
          fields.map { ($0.key.text, FieldValue($0.value)) }, uniquingKeysWith: { $1 }))
    case .alias(let name, _): self = .text("*" + name)
    }
  }

  private init(_ scalar: Scalar) {
    switch scalar.type {
    case .null: self = .null
    case .bool: self = .bool(["true", "yes", "on"].contains(scalar.text.lowercased()))
    case .int: self = Int(scalar.text).map { .integer($0) } ?? .text(scalar.text)
    case .float:
      let number = Double(scalar.text).flatMap { $0.isFinite ? $0 : nil }
      self = number.map { .number($0) } ?? .text(scalar.text)
    case .timestamp, .string, .merge: self = .text(scalar.text)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    // Keys of a dictionary are data: the encoder leaves them as the file spells them.
    case .object(let values): try container.encode(values)
    }
  }

  /// In one line for people: `[TSK-001, TSK-002]`.
  var words: String {
    switch self {
    case .null: ""
    case .bool(let value): value ? "true" : "false"
    case .number(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .text(let value): value
    case .list(let values): values.map(\.words).joined(separator: ", ")
    case .object(let values):
      values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.words)" }
        .joined(separator: "; ")
    }
  }
}
