internal import CYAML

/// Reads one YAML document from libyaml's events into values with positions.
struct YAMLParser {
  /// Nesting that is read; libyaml's own limit is far above what a stack bears.
  static let depthLimit = 100

  let bytes: [UInt8]
  let area: Range<Int>
  let offsets: MarkOffsets
  private(set) var duplicates: [Duplicate] = []
  /// Values read so far: each takes hundreds of times the bytes that it is written in.
  private var valueCount = 0
  /// Far above the largest list that anybody writes.
  static let valueLimit = 150_000
  /// What each anchor names; nil for a list or a mapping, which is never expanded.
  private var anchors: [String: Scalar?] = [:]

  /// Prepares to read the YAML in a part of a file; throws for bytes that are not UTF-8.
  init(_ bytes: [UInt8], in area: Range<Int>) throws(ParseError) {
    if let invalid = UTF8Check.firstInvalid(bytes, in: area) {
      throw ParseError(.notUTF8, "this byte is not UTF-8", at: invalid..<invalid + 1)
    }
    self.bytes = bytes
    self.area = area
    offsets = MarkOffsets(bytes, area)
  }

  /// The document's root; nil when there is nothing but comments.
  mutating func parse() throws(ParseError) -> Value? {
    Work.did(area.count)
    try requireFewDirectives()
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else {
      throw ParseError(.syntax, "out of memory", at: area.lowerBound..<area.lowerBound)
    }
    defer { yaml_parser_delete(&parser) }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    var result: Result<Value?, ParseError> = .success(nil)
    bytes.withUnsafeBufferPointer { buffer in
      // An empty area still needs a pointer that is not nil.
      let start = buffer.baseAddress.map { $0 + area.lowerBound }
      var nothing: UInt8 = 0
      withUnsafePointer(to: &nothing) { empty in
        yaml_parser_set_input_string(&parser, start ?? empty, area.count)
        do throws(ParseError) {
          result = .success(try document(&parser))
        } catch {
          result = .failure(error)
        }
      }
    }
    return try result.get()
  }

  /// libyaml compares each directive with all before it.
  private static let directiveLimit = 100

  /// Nobody writes directives here, least of all by the thousand.
  private func requireFewDirectives() throws(ParseError) {
    guard bytes[area].contains(0x25) else { return }
    var count = 0
    for index in area where bytes[index] == 0x25 {
      guard index == area.lowerBound || bytes[index - 1] == 0x0A || bytes[index - 1] == 0x0D else {
        continue
      }
      count += 1
      if count > Self.directiveLimit {
        throw ParseError(
          .syntax, "more than \(Self.directiveLimit) lines begin with `%`, as YAML directives do",
          at: index..<index + 1)
      }
    }
  }

  private mutating func document(
    _ parser: inout yaml_parser_t
  ) throws(ParseError) -> Value? {
    var root: Value?
    var documents = 0
    while true {
      let event = try next(&parser)
      switch event.kind {
      case .streamEnd: return root
      case .documentStart:
        documents += 1
        if documents > 1 {
          throw ParseError(
            .syntax, "a second YAML document begins here; only one is read",
            at: event.range)
        }
      case .documentEnd, .streamStart: continue
      default: root = try value(event, &parser, depth: 0)
      }
    }
  }

  // MARK: Values

  private mutating func value(
    _ event: Event, _ parser: inout yaml_parser_t, depth: Int
  ) throws(ParseError) -> Value {
    valueCount += 1
    if valueCount > Self.valueLimit {
      throw ParseError(
        .syntax, "more than \(Self.valueLimit) values stand in the frontmatter", at: event.range)
    }
    if depth > Self.depthLimit {
      throw ParseError(
        .tooDeep, "values are nested deeper than \(Self.depthLimit) levels", at: event.range)
    }
    switch event.kind {
    case .scalar(let scalar):
      if let anchor = scalar.anchor { anchors[anchor] = .some(scalar) }
      return .scalar(scalar)
    case .alias(let name):
      guard let target = anchors[name] else {
        throw ParseError(
          .syntax, "no value above is named `&\(name)`; put a text with `*` in quotes",
          at: event.range)
      }
      return target.map { .scalar($0.named(name, at: event.range)) }
        ?? .alias(name: name, range: event.range)
    case .sequenceStart(let style, let anchor):
      if let anchor { anchors[anchor] = .some(nil) }
      return try sequence(event, style, &parser, depth: depth)
    case .mappingStart(let style, let anchor):
      if let anchor { anchors[anchor] = .some(nil) }
      return try mapping(event, style, &parser, depth: depth)
    default:
      throw ParseError(.syntax, "expected a value", at: event.range)
    }
  }

  private mutating func sequence(
    _ start: Event, _ style: CollectionStyle, _ parser: inout yaml_parser_t, depth: Int
  ) throws(ParseError) -> Value {
    var values: [Value] = []
    var end = start.range.upperBound
    while true {
      let event = try next(&parser)
      if case .sequenceEnd = event.kind {
        if style == .flow { end = event.range.upperBound }
        break
      }
      let value = try value(event, &parser, depth: depth + 1)
      values.append(value)
      end = max(end, value.range.upperBound)
    }
    // A block sequence's start mark is its first dash.
    let range = start.range.lowerBound..<max(end, start.range.lowerBound)
    guard style == .block else {
      return .sequence(
        items: values.map { Item(value: $0, range: $0.range) }, style: style, range: range)
    }
    var items: [Item] = []
    items.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      if index > 0 { try requireNewLine(value.range.lowerBound, after: values[index - 1].range) }
      let from = index == 0 ? lineStart(range.lowerBound) : (items.last?.range.upperBound ?? 0)
      let until =
        index + 1 < values.count
        ? dashLineStart(before: values[index + 1].range.lowerBound, after: value.range.upperBound)
        : lineEnd(value.range.upperBound)
      items.append(Item(value: value, range: from..<max(from, until)))
    }
    return .sequence(items: items, style: style, range: range)
  }

  private mutating func mapping(
    _ start: Event, _ style: CollectionStyle, _ parser: inout yaml_parser_t, depth: Int
  ) throws(ParseError) -> Value {
    var pairs: [(key: Scalar, value: Value)] = []
    var seen = SeenKeys()
    var end = start.range.upperBound
    while true {
      let event = try next(&parser)
      if case .mappingEnd = event.kind {
        if style == .flow { end = event.range.upperBound }
        break
      }
      guard case .scalar(let key) = event.kind else {
        throw ParseError(.syntax, "a key has to be a plain word", at: event.range)
      }
      if let first = seen.firstUse(of: key) {
        duplicates.append(Duplicate(key: key.text, first: first, second: key.range))
      }
      let value = try value(try next(&parser), &parser, depth: depth + 1)
      pairs.append((key, value))
      end = max(end, key.range.upperBound, value.range.upperBound)
    }
    let range = start.range.lowerBound..<max(end, start.range.lowerBound)
    if style == .block {
      for index in pairs.indices.dropFirst() {
        let last = pairs[index - 1]
        try requireNewLine(
          pairs[index].key.range.lowerBound,
          after: last.key.range
            .lowerBound..<max(
              last.key.range.upperBound, last.value.range.upperBound))
      }
    }
    return .mapping(fields: fields(pairs, style), style: style, range: range)
  }
}

/// The keys of a mapping so far: a list while they are few, which is faster than hashing.
///
/// Compared by their bytes: Swift takes two spellings of one character for the same, YAML does not.
private struct SeenKeys {
  private var few: [Scalar] = []
  private var many: [[UInt8]: Range<Int>] = [:]
  private static let limit = 24

  /// Where the key stood before; nil, and remembered, at its first use.
  mutating func firstUse(of key: Scalar) -> Range<Int>? {
    if many.isEmpty {
      let text = key.text.utf8
      if let first = few.first(where: { $0.text.utf8.elementsEqual(text) }) { return first.range }
      few.append(key)
      if few.count > Self.limit {
        for known in few { many[Array(known.text.utf8)] = known.range }
      }
      return nil
    }
    let bytes = Array(key.text.utf8)
    if let first = many[bytes] { return first }
    many[bytes] = key.range
    return nil
  }
}
