/// How a scalar is written.
package enum ScalarStyle: Sendable, Hashable {
  case plain, singleQuoted, doubleQuoted, literal, folded
}

/// How a collection is written: in brackets, or by indentation.
package enum CollectionStyle: Sendable, Hashable { case flow, block }

/// A single value with the bytes it was read from.
package struct Scalar: Sendable, Hashable {
  /// The value as YAML gives it: quotes, escapes and folding resolved.
  package let text: String
  package let style: ScalarStyle
  /// Bytes in the file, quotes and block indicator included, trailing line ends not.
  package let range: Range<Int>
  /// What few scalars have, in one place: lists hold scalars by the thousand.
  private let marks: Marks?

  package var tag: String? { marks?.tag }
  package var anchor: String? { marks?.anchor }
  /// The name of `*name`: the text is what the anchor holds, the range is the alias's.
  package var alias: String? { marks?.alias }

  package init(
    text: String, style: ScalarStyle, range: Range<Int>, tag: String?, anchor: String?
  ) {
    self.init(
      text: text, style: style, range: range,
      marks: tag == nil && anchor == nil ? nil : Marks(tag: tag, anchor: anchor, alias: nil))
  }

  private init(text: String, style: ScalarStyle, range: Range<Int>, marks: Marks?) {
    self.text = text
    self.style = style
    self.range = range
    self.marks = marks
  }

  /// The scalar as an alias elsewhere names it.
  func named(_ name: String, at range: Range<Int>) -> Scalar {
    Scalar(
      text: text, style: style, range: range, marks: Marks(tag: tag, anchor: nil, alias: name))
  }

  private final class Marks: Sendable, Hashable {
    let tag: String?
    let anchor: String?
    let alias: String?

    init(tag: String?, anchor: String?, alias: String?) {
      self.tag = tag
      self.anchor = anchor
      self.alias = alias
    }

    static func == (a: Marks, b: Marks) -> Bool {
      a.tag == b.tag && a.anchor == b.anchor && a.alias == b.alias
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(tag)
      hasher.combine(anchor)
      hasher.combine(alias)
    }
  }

  /// True when its bytes are its text alone, so that others can be put in their place.
  package var isPlainlyWritten: Bool { anchor == nil && tag == nil && alias == nil }

  /// The type that YAML 1.1 gives it, as PyYAML's safe loader resolves it.
  package var type: ScalarType {
    if let tag { return ScalarType(tag: tag) }
    return style == .plain ? ScalarType(plain: text) : .string
  }
}

/// A key and its value.
package struct Field: Sendable {
  package let key: Scalar
  package let value: Value
  /// In a block mapping whole lines, from the key's line to the next key's or its comments;
  /// in a flow mapping from the key's first byte to the value's last.
  package let range: Range<Int>
  /// Comment lines directly above that belong to the field; empty when there are none.
  package let leadingComments: Range<Int>
}

/// An entry of a sequence.
package struct Item: Sendable {
  package let value: Value
  /// In a block sequence whole lines from the dash's line on; in a flow sequence the value's bytes.
  package let range: Range<Int>

  package init(value: Value, range: Range<Int>) {
    self.value = value
    self.range = range
  }
}

/// A node of the header; aliases of lists and mappings stand for themselves and are never expanded.
package indirect enum Value: Sendable {
  case scalar(Scalar)
  case sequence(items: [Item], style: CollectionStyle, range: Range<Int>)
  case mapping(fields: [Field], style: CollectionStyle, range: Range<Int>)
  case alias(name: String, range: Range<Int>)

  /// Bytes in the file, from the first to the last that belong to the value itself.
  package var range: Range<Int> {
    switch self {
    case .scalar(let scalar): scalar.range
    case .sequence(_, _, let range), .mapping(_, _, let range), .alias(_, let range): range
    }
  }
}

/// A key that stands twice in one mapping.
package struct Duplicate: Sendable {
  package let key: String
  package let first: Range<Int>
  package let second: Range<Int>
}
