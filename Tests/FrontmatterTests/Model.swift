import Frontmatter

/// A header's meaning without its bytes: what an edit may change, and what it must leave alone.
indirect enum Model: Equatable, Sendable {
  case scalar(String)
  case list([Model])
  case map([Pair])
  case alias(String)

  struct Pair: Equatable, Sendable {
    var key: String
    var value: Model
  }

  init(_ value: Value) {
    switch value {
    case .scalar(let scalar): self = scalar.alias.map(Model.alias) ?? .scalar(scalar.text)
    case .sequence(let items, _, _): self = .list(items.map { Model($0.value) })
    case .mapping(let fields, _, _): self = Model(fields)
    case .alias(let name, _): self = .alias(name)
    }
  }

  init(_ fields: [Field]) {
    self = .map(fields.map { Pair(key: $0.key.text, value: Model($0.value)) })
  }

  /// The pairs of a mapping; none of anything else.
  var pairs: [Pair] {
    get { if case .map(let pairs) = self { pairs } else { [] } }
    set { self = .map(newValue) }
  }

  /// The model with another value at the end of a way of positions.
  func with(_ value: Model, at way: some Collection<Int>) -> Model {
    guard let first = way.first else { return value }
    switch self {
    case .list(var items):
      items[first] = items[first].with(value, at: way.dropFirst())
      return .list(items)
    case .map(var pairs):
      pairs[first].value = pairs[first].value.with(value, at: way.dropFirst())
      return .map(pairs)
    case .scalar, .alias: return self
    }
  }
}

extension Value {
  /// Every scalar below a value with the way to it.
  func scalars(at way: [Int]) -> [(way: [Int], scalar: Scalar)] {
    switch self {
    case .scalar(let scalar): scalar.alias == nil ? [(way, scalar)] : []
    case .sequence(let items, _, _):
      items.enumerated().flatMap { $1.value.scalars(at: way + [$0]) }
    case .mapping(let fields, _, _):
      fields.enumerated().flatMap { $1.value.scalars(at: way + [$0]) }
    case .alias: []
    }
  }

  var scalar: Scalar? { if case .scalar(let scalar) = self { scalar } else { nil } }

  /// True when the value, or one below it, has an anchor.
  var hasAnchor: Bool { scalars(at: []).contains { $0.scalar.anchor != nil } }
}

/// Reads a file that has to be a document.
func readDocument(_ bytes: [UInt8]) -> Document? {
  if case .document(let document) = Document.parse(bytes) { document } else { nil }
}

extension Document {
  var model: Model { Model(fields) }
}

/// The bytes as a text in which line ends and marks can be seen.
func visible(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self).debugDescription
}
