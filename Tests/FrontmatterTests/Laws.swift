import Frontmatter
import Testing

/// What has to be true of every file, whatever is in it.
enum Laws {
  /// Reading keeps every byte, and each part lies where it should.
  static func ofReading(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    var broken: [String] = []
    switch Document.parse(bytes) {
    case .document(let document): broken = brokenParts(document, bytes)
    case .absent(let text):
      if text.bytes != bytes { broken.append("a byte changed") }
      if Document.headerRange(of: bytes) != nil { broken.append("there is a header") }
    case .failed(let error, let text, let salvage):
      if text.bytes != bytes { broken.append("a byte changed") }
      let ranges =
        [error.range] + salvage.flatMap { [$0.keyRange, $0.valueRange] }
        + (error.related.map { [$0.range] } ?? [])
      if ranges.contains(where: { $0.lowerBound < 0 || $0.upperBound > bytes.count }) {
        broken.append("a place out of bounds")
      }
      for line in salvage where text.string(line.valueRange) != line.text {
        broken.append("`\(line.text)` is not where it was found")
      }
    }
    #expect(broken == [], "\(visible(Array(bytes.prefix(2000))))", sourceLocation: sourceLocation)
  }

  private static func brokenParts(_ document: Document, _ bytes: [UInt8]) -> [String] {
    var broken: [String] = []
    func require(_ isTrue: Bool, _ words: @autoclosure () -> String) {
      if !isTrue { broken.append(words()) }
    }
    require(document.bytes == bytes, "a byte changed")
    require(
      document.openFence.lowerBound == (document.hasByteOrderMark ? 3 : 0), "something comes first")
    require(document.openFence.upperBound == document.header.lowerBound, "the header is apart")
    require(document.header.upperBound == document.closeFence.lowerBound, "the fence is apart")
    require(document.closeFence.upperBound == document.body.lowerBound, "the body is apart")
    require(document.body.upperBound == bytes.count, "the body ends early")
    require(Document.headerRange(of: bytes) == document.header, "the header is elsewhere")
    require(Document.bodyStart(of: bytes) == document.body.lowerBound, "the body is elsewhere")
    for range in [document.openFence, document.closeFence] {
      let words = document.text.string(range).filter { !$0.isWhitespace }
      require(words == "---" || words == "...", "`\(words)` is no fence")
    }
    if document.mappingStyle == .block {
      fields(document.fields, in: document.header, style: .block, document, &broken)
    }
    return broken
  }

  /// Fields and items come in order, apart from each other, each around its key and value.
  private static func fields(
    _ fields: [Field], in area: Range<Int>, style: CollectionStyle, _ document: Document,
    _ broken: inout [String]
  ) {
    var end = area.lowerBound
    for field in fields {
      let key = field.key.text
      if field.range.lowerBound < end { broken.append("`\(key)` overlaps the field before it") }
      if field.range.upperBound > area.upperBound { broken.append("`\(key)` leaves the header") }
      if field.leadingComments.upperBound > field.range.lowerBound
        || field.leadingComments.lowerBound < min(end, field.range.lowerBound)
      {
        broken.append("the comments of `\(key)` lie elsewhere")
      }
      for range in [field.key.range, field.value.range]
      where range.lowerBound < field.range.lowerBound
        || range.upperBound > field.range.upperBound
      {
        broken.append("`\(key)` is not in its own lines")
      }
      if style == .block {
        let line = document.text.lineIndex(at: field.range.lowerBound)
        if document.text.lineRange(line).lowerBound != field.range.lowerBound {
          broken.append("`\(key)` does not begin with a line")
        }
      }
      value(field.value, document, &broken)
      end = field.range.upperBound
    }
  }

  private static func value(_ value: Value, _ document: Document, _ broken: inout [String]) {
    switch value {
    case .scalar, .alias: break
    case .sequence(let items, _, _):
      var end = 0
      for item in items {
        if item.range.lowerBound < end { broken.append("an item overlaps the one before it") }
        if item.value.range.lowerBound < item.range.lowerBound
          || item.value.range.upperBound > item.range.upperBound
        {
          broken.append("an item is not in its own lines")
        }
        end = item.range.upperBound
        self.value(item.value, document, &broken)
      }
    case .mapping(let inner, let style, _):
      // The first key of a mapping in a list stands on the dash's line.
      fields(inner, in: document.header, style: style, document, &broken)
    }
  }

  /// Lines and columns are those that a reader counts, and they grow with the bytes.
  static func ofPositions(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    let text = SourceText(bytes)
    var position = Position(line: 1, column: 1)
    var lineStart = 0
    var broken: [Int] = []
    for offset in bytes.indices {
      let isInside = offset > lineStart && bytes[offset] & 0xC0 == 0x80
      if !isInside, text.position(at: offset) != position { broken.append(offset) }
      let isEnd =
        bytes[offset] == 0x0A
        || (bytes[offset] == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A))
      if isEnd {
        position = Position(line: position.line + 1, column: 1)
        lineStart = offset + 1
      } else if offset + 1 == bytes.count || bytes[offset + 1] & 0xC0 != 0x80 {
        position.column += 1
      }
    }
    #expect(broken == [], "\(visible(bytes))", sourceLocation: sourceLocation)
    let joined = (0..<text.lineCount).flatMap { bytes[text.lineRange($0)] }
    #expect(joined == bytes, sourceLocation: sourceLocation)
  }
}
