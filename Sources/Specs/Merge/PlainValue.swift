internal import Frontmatter

/// A value as YAML 1.1 reads it, without how it is written: what merging compares.
enum PlainValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case float(Double)
  /// A scalar of a type that is compared by its text alone.
  case other(ScalarType, ByteText)
  case text(ByteText)
  case tagged(String, ByteText)
  case alias(String)
  case list([PlainValue])
  case map([ByteText: PlainValue])
  /// The outcome of a merge whose value only reading it shows.
  case unknown

  init(_ value: Value, _ path: FieldPath, _ table: MergeTable) {
    switch value {
    case .scalar(let scalar): self.init(scalar, asText: table.rule(for: path).comparesAsText)
    case .alias(let name, _): self = .alias(name)
    case .sequence(let items, _, _):
      // Asked once for all entries: lists can be long.
      let asText = table.rule(for: path).comparesAsText
      self = .list(
        items.map { item in
          if case .scalar(let scalar) = item.value { return PlainValue(scalar, asText: asText) }
          return PlainValue(item.value, path, table)
        })
    case .mapping(let fields, _, _): self = .map(Self.map(fields, path, table))
    }
  }

  static func map(
    _ fields: [Field], _ path: FieldPath, _ table: MergeTable
  ) -> [ByteText: PlainValue] {
    var result: [ByteText: PlainValue] = [:]
    for field in fields {
      let key = ByteText(field.key.text)
      result[key] = PlainValue(field.value, path.appending(field.key.text), table)
    }
    return result
  }

  init(_ scalar: Scalar, asText: Bool) {
    if let alias = scalar.alias {
      // By its name and by what it means: the anchor may have got another value.
      self = .tagged("*\(alias)", ByteText(scalar.text))
      return
    }
    let bytes = ByteText(scalar.text)
    let type = scalar.type
    if type == .string, let tag = scalar.tag, tag != "tag:yaml.org,2002:str", tag != "!" {
      self = .tagged(tag, bytes)
      return
    }
    if asText, type != .null {
      self = .text(bytes)
      return
    }
    switch type {
    case .null: self = .null
    case .bool: self = .bool(["true", "yes", "on"].contains(scalar.text.lowercased()))
    case .int: self = Int(scalar.text).map { .int($0) } ?? .other(.int, bytes)
    // A leading zero makes an octal number of YAML 1.1, which Swift reads as a decimal one.
    case .float: self = Double(scalar.text).map { .float($0) } ?? .other(.float, bytes)
    case .timestamp: self = .other(.timestamp, bytes)
    case .merge: self = .other(.merge, bytes)
    case .string: self = .text(bytes)
    }
    if case .int = self, scalar.text.drop(while: { "+-".contains($0) }).first == "0",
      scalar.text.utf8.count > 1
    {
      self = .other(.int, bytes)
    }
  }

  var items: [PlainValue]? { if case .list(let items) = self { items } else { nil } }
  var fields: [ByteText: PlainValue]? { if case .map(let fields) = self { fields } else { nil } }

  var isScalar: Bool {
    switch self {
    case .list, .map, .alias, .unknown: false
    default: true
    }
  }

  var hasUnknown: Bool {
    switch self {
    case .unknown: true
    case .list(let items): items.contains(where: \.hasUnknown)
    case .map(let fields): fields.values.contains(where: \.hasUnknown)
    default: false
    }
  }

  /// Equality in which an unknown value stands for any.
  func matches(_ other: PlainValue) -> Bool {
    switch (self, other) {
    case (.unknown, _), (_, .unknown): true
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.matches($1) }
    case (.map(let a), .map(let b)):
      a.count == b.count && a.allSatisfy { key, value in b[key].map(value.matches) ?? false }
    default: self == other
    }
  }
}

/// A text compared by its bytes: Swift takes two spellings of one character for the same.
struct ByteText: Hashable, Sendable {
  let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  static func == (a: ByteText, b: ByteText) -> Bool { a.bytes == b.bytes }

  /// All bytes at once; an array would be hashed one by one.
  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

/// The names that lead to a value, from the top of a header.
struct FieldPath: Sendable, Hashable {
  let names: [String]
  /// The path as people read it, with the entries of keyed lists.
  let label: String

  static let top = FieldPath(names: [])

  init(names: [String]) { self.init(names: names, label: names.joined(separator: ".")) }

  private init(names: [String], label: String) {
    self.names = names
    self.label = label
  }

  func appending(_ name: String) -> FieldPath {
    FieldPath(names: names + [name], label: label.isEmpty ? name : "\(label).\(name)")
  }

  /// An entry of the list that the path leads to; its fields go by the list's names.
  func entry(_ name: String) -> FieldPath { FieldPath(names: names, label: "\(label)[\(name)]") }

  /// `dependencies.blocked_by`.
  var text: String { names.joined(separator: ".") }
}
