internal import CYAML

/// Reads one YAML document from libyaml's events into values with positions.
struct YAMLParser {
  /// Nesting that is read; libyaml's own limit is far above what a stack bears.
  static let depthLimit = 100

  private let bytes: [UInt8]
  private let area: Range<Int>
  private let offsets: MarkOffsets
  private(set) var duplicates: [Duplicate] = []
  private var anchors: Set<String> = []

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
    if depth > Self.depthLimit {
      throw ParseError(
        .tooDeep, "values are nested deeper than \(Self.depthLimit) levels", at: event.range)
    }
    switch event.kind {
    case .scalar(let scalar): return .scalar(scalar)
    case .alias(let name):
      guard anchors.contains(name) else {
        throw ParseError(
          .syntax, "no value above is named `&\(name)`; put a text with `*` in quotes",
          at: event.range)
      }
      return .alias(name: name, range: event.range)
    case .sequenceStart(let style):
      return try sequence(event, style, &parser, depth: depth)
    case .mappingStart(let style):
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

  /// YAML 1.1 also ends lines at U+0085, U+2028 and U+2029, which no editor shows as an end: a key
  /// or item behind one would share its line, and an edit of one would take the other along.
  private func requireNewLine(_ start: Int, after previous: Range<Int>) throws(ParseError) {
    guard lineStart(start) < previous.upperBound else { return }
    let separators: [[UInt8]] = [[0xC2, 0x85], [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xA9]]
    let place = (previous.lowerBound..<start).lazy.compactMap { offset in
      separators.first { bytes[offset..<start].starts(with: $0) }.map { offset..<offset + $0.count }
    }.first
    throw ParseError(
      .control, "an invisible line separator (U+0085, U+2028 or U+2029) ends a line here",
      at: place ?? start..<start + 1)
  }

  /// Gives each pair its lines: a comment block directly above a key is that key's.
  private func fields(
    _ pairs: [(key: Scalar, value: Value)], _ style: CollectionStyle
  ) -> [Field] {
    var fields: [Field] = []
    fields.reserveCapacity(pairs.count)
    guard style == .block else {
      for (key, value) in pairs {
        let end = max(key.range.upperBound, value.range.upperBound)
        fields.append(
          Field(
            key: key, value: value, range: key.range.lowerBound..<end,
            leadingComments: key.range.lowerBound..<key.range.lowerBound))
      }
      return fields
    }
    var comments = commentsAbove(
      lineStart(pairs.first?.key.range.lowerBound ?? area.lowerBound), notBefore: area.lowerBound)
    for (index, (key, value)) in pairs.enumerated() {
      let from = lineStart(key.range.lowerBound)
      let contentEnd = max(key.range.upperBound, value.range.upperBound)
      var until = lineEnd(contentEnd)
      var nextComments = until..<until
      if index + 1 < pairs.count {
        let nextLine = lineStart(pairs[index + 1].key.range.lowerBound)
        nextComments = commentsAbove(nextLine, notBefore: min(until, nextLine))
        until = nextComments.lowerBound
      }
      fields.append(
        Field(key: key, value: value, range: from..<max(from, until), leadingComments: comments))
      comments = nextComments
    }
    return fields
  }

  // MARK: Lines

  private func lineStart(_ offset: Int) -> Int {
    var index = offset
    while index > area.lowerBound, bytes[index - 1] != 0x0A, bytes[index - 1] != 0x0D { index -= 1 }
    return index
  }

  private func lineEnd(_ offset: Int) -> Int {
    var index = offset
    // A value that ends with its line end (an empty block scalar's header) is already there.
    while index < area.upperBound {
      if bytes[index] == 0x0A { return index + 1 }
      if bytes[index] == 0x0D {
        return index + 1 < area.upperBound && bytes[index + 1] == 0x0A ? index + 2 : index + 1
      }
      index += 1
    }
    return index
  }

  /// Start of the line that holds the dash of the item whose value begins at `start`.
  private func dashLineStart(before start: Int, after end: Int) -> Int {
    // Comments between two items belong to the one below them.
    var index = lineEnd(end)
    while index < start {
      let next = lineEnd(index)
      if let first = bytes[index..<min(next, area.upperBound)].first(where: {
        $0 != 0x20 && $0 != 0x09
      }), first != 0x0A, first != 0x0D {
        return index
      }
      index = next
    }
    return min(lineEnd(end), lineStart(start))
  }

  /// The comment lines that end where `line` begins, without a blank line between.
  private func commentsAbove(_ line: Int, notBefore limit: Int) -> Range<Int> {
    var start = line
    while start > limit {
      var previousEnd = start - 1
      if bytes[previousEnd] == 0x0A, previousEnd > limit, bytes[previousEnd - 1] == 0x0D {
        previousEnd -= 1
      }
      let previous = lineStart(previousEnd)
      guard previous >= limit,
        bytes[previous..<previousEnd].first(where: { $0 != 0x20 && $0 != 0x09 }) == 0x23
      else { break }
      start = previous
    }
    return start..<line
  }

  // MARK: Events

  /// An event with its bytes in the file, copied out of libyaml.
  private struct Event {
    enum Kind {
      case streamStart, streamEnd, documentStart, documentEnd, sequenceEnd, mappingEnd
      case scalar(Scalar)
      case alias(String)
      case sequenceStart(CollectionStyle)
      case mappingStart(CollectionStyle)
    }
    let kind: Kind
    let range: Range<Int>
  }

  private mutating func next(_ parser: inout yaml_parser_t) throws(ParseError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(&parser, &event) == 1 else { throw error(parser) }
    defer { yaml_event_delete(&event) }
    let start = offsets[event.start_mark.index]
    let end = max(start, offsets[event.end_mark.index])
    let kind: Event.Kind
    switch event.type {
    case YAML_STREAM_START_EVENT: kind = .streamStart
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: kind = .streamEnd
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
    case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    case YAML_ALIAS_EVENT:
      kind = .alias(Self.text(event.data.alias.anchor) ?? "")
    case YAML_SEQUENCE_START_EVENT:
      note(anchor: event.data.sequence_start.anchor)
      kind = .sequenceStart(
        event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block)
    case YAML_MAPPING_START_EVENT:
      note(anchor: event.data.mapping_start.anchor)
      kind = .mappingStart(
        event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block)
    case YAML_SCALAR_EVENT:
      note(anchor: event.data.scalar.anchor)
      kind = .scalar(scalar(event.data.scalar, start..<end))
    default: kind = .streamEnd
    }
    return Event(kind: kind, range: start..<end)
  }

  private mutating func note(anchor: UnsafeMutablePointer<yaml_char_t>?) {
    if let name = Self.text(anchor) { anchors.insert(name) }
  }

  private typealias RawScalar = yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar

  private func scalar(_ raw: RawScalar, _ range: Range<Int>) -> Scalar {
    let style: ScalarStyle =
      switch raw.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    var end = range.upperBound
    if style == .literal || style == .folded {
      // The end mark of a block scalar runs over blank lines to the next token.
      while end > range.lowerBound, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    }
    let text = String(
      decoding: UnsafeBufferPointer(start: raw.value, count: raw.length), as: UTF8.self)
    return Scalar(
      text: text, style: style, range: range.lowerBound..<end, tag: Self.text(raw.tag),
      anchor: Self.text(raw.anchor))
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(decodingCString: $0, as: UTF8.self) }
  }

  // MARK: Errors

  private func error(_ parser: yaml_parser_t) -> ParseError {
    let problem = parser.problem.map { String(cString: $0) } ?? "unreadable YAML"
    if parser.error == YAML_READER_ERROR {
      let at = min(area.lowerBound + parser.problem_offset, area.upperBound)
      return ParseError(
        .control, "this control character is not allowed in YAML",
        at: at..<min(at + 1, area.upperBound))
    }
    if problem.hasPrefix("exceeded maximum") {
      return ParseError(
        .tooDeep, "values are nested deeper than \(Self.depthLimit) levels",
        at: place(parser.problem_mark))
    }
    let range = place(parser.problem_mark)
    let isTab = range.lowerBound < area.upperBound && bytes[range.lowerBound] == 0x09
    var related: ParseError.Related?
    if let context = parser.context.map({ String(cString: $0) }),
      parser.context_mark.index < parser.problem_mark.index || parser.context_mark.line > 0
    {
      let place = place(parser.context_mark)
      if lineStart(place.lowerBound) != lineStart(range.lowerBound) {
        related = ParseError.Related(range: place, message: context)
      }
    }
    let message =
      isTab
      ? "a tab is used as indentation; YAML allows only blanks"
      : ParseError.plainWords(problem)
    return ParseError(isTab ? .tab : .syntax, message, at: range, related: related)
  }

  /// One character at a mark; the last one of the area when the mark is at its end.
  private func place(_ mark: yaml_mark_t) -> Range<Int> {
    let start = offsets[mark.index]
    guard start < area.upperBound else { return area.upperBound..<area.upperBound }
    var end = start + 1
    while end < area.upperBound, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}

/// The keys of a mapping so far: a list while they are few, which is faster than hashing.
private struct SeenKeys {
  private var few: [Scalar] = []
  private var many: [String: Range<Int>] = [:]
  private static let limit = 24

  /// Where the key stood before; nil, and remembered, at its first use.
  mutating func firstUse(of key: Scalar) -> Range<Int>? {
    if many.isEmpty {
      if let first = few.first(where: { $0.text == key.text }) { return first.range }
      few.append(key)
      if few.count > Self.limit {
        for known in few { many[known.text] = known.range }
      }
      return nil
    }
    if let first = many[key.text] { return first }
    many[key.text] = key.range
    return nil
  }
}

/// Turns libyaml's marks, which count characters, into byte offsets of the file.
private struct MarkOffsets {
  private let start: Int
  private let end: Int
  /// Offset of each character; empty when the area is ASCII and no table is needed.
  private var table: [Int32] = []

  init(_ bytes: [UInt8], _ area: Range<Int>) {
    start = area.lowerBound
    end = area.upperBound
    guard bytes[area].contains(where: { $0 >= 0x80 }) else { return }
    for index in start..<area.upperBound where bytes[index] & 0xC0 != 0x80 {
      table.append(Int32(truncatingIfNeeded: index))
    }
  }

  subscript(index: Int) -> Int {
    if table.isEmpty { return min(start + index, end) }
    return index < table.count ? Int(table[index]) : end
  }
}
