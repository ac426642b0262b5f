internal import CYAML

/// libyaml's events and complaints with their bytes in the file.
extension YAMLParser {
  /// An event with its bytes in the file, copied out of libyaml.
  struct Event {
    enum Kind {
      case streamStart, streamEnd, documentStart, documentEnd, sequenceEnd, mappingEnd
      case scalar(Scalar)
      case alias(String)
      case sequenceStart(CollectionStyle, anchor: String?)
      case mappingStart(CollectionStyle, anchor: String?)
    }
    let kind: Kind
    let range: Range<Int>
  }

  func next(_ parser: inout yaml_parser_t) throws(ParseError) -> Event {
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
      kind = .sequenceStart(
        event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block,
        anchor: Self.text(event.data.sequence_start.anchor))
    case YAML_MAPPING_START_EVENT:
      kind = .mappingStart(
        event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block,
        anchor: Self.text(event.data.mapping_start.anchor))
    case YAML_SCALAR_EVENT: kind = .scalar(scalar(event.data.scalar, start..<end))
    default: kind = .streamEnd
    }
    return Event(kind: kind, range: start..<end)
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

  func error(_ parser: yaml_parser_t) -> ParseError {
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
  func place(_ mark: yaml_mark_t) -> Range<Int> {
    let start = offsets[mark.index]
    guard start < area.upperBound else { return area.upperBound..<area.upperBound }
    var end = start + 1
    while end < area.upperBound, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}

/// Turns libyaml's marks, which count characters, into byte offsets of the file.
struct MarkOffsets {
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
