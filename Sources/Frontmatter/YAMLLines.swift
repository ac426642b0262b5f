/// The lines that values take: what libyaml has no marks for.
extension YAMLParser {
  /// YAML 1.1 also ends lines at U+0085, U+2028 and U+2029, which no editor shows as an end: a key
  /// or item behind one would share its line, and an edit of one would take the other along.
  func requireNewLine(_ start: Int, after previous: Range<Int>) throws(ParseError) {
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
  func fields(
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

  func lineStart(_ offset: Int) -> Int {
    var index = offset
    while index > area.lowerBound, bytes[index - 1] != 0x0A, bytes[index - 1] != 0x0D { index -= 1 }
    return index
  }

  func lineEnd(_ offset: Int) -> Int {
    LineEndings.next(bytes, from: offset, limit: area.upperBound)
  }

  /// Start of the line that holds the dash of the item whose value begins at `start`.
  func dashLineStart(before start: Int, after end: Int) -> Int {
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
  func commentsAbove(_ line: Int, notBefore limit: Int) -> Range<Int> {
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
}
