extension Document {
  /// The file with each line of its header under the whole name of the field that it belongs to,
  /// lists an entry a line; comments stay, and so does the body, byte for byte.
  ///
  /// The header's lines begin with one blank, by which they are told from the body's.
  package var fieldLines: [UInt8] {
    bytes[..<openFence.upperBound] + headerLines.flatMap(\.text)
      + bytes[closeFence.lowerBound...]
  }

  /// The header's lines, each with the byte offset that it stands for.
  var headerLines: [(offset: Int, text: [UInt8])] {
    var lines = FieldLines(bytes: bytes)
    lines.read(self)
    return lines.lines
  }
}

/// Writes a header line by line.
private struct FieldLines {
  let bytes: [UInt8]
  private(set) var lines: [(offset: Int, text: [UInt8])] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func read(_ document: Document) {
    if document.mappingStyle == .block, !document.fields.isEmpty {
      mapping(document.fields, "", in: document.header)
    } else {
      loose(document.header)
    }
  }

  // MARK: Lines

  private func nextLine(_ start: Int, _ end: Int) -> Int {
    LineEndings.next(bytes, from: start, limit: end)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  private static func isSpace(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == 0x0A || byte == 0x0D
  }

  /// The range without line ends and blanks at its end.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, Self.isSpace(bytes[end - 1]) { end -= 1 }
    return range.lowerBound..<end
  }

  private func skippingBlanks(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound, Self.isBlank(bytes[start]) { start += 1 }
    return start..<range.upperBound
  }

  /// The line end of the line that a byte is in.
  private func lineEnd(at offset: Int) -> ArraySlice<UInt8> {
    let next = nextLine(offset, bytes.count)
    var start = next
    while start > offset, bytes[start - 1] == 0x0A || bytes[start - 1] == 0x0D { start -= 1 }
    return bytes[start..<next]
  }

  /// Lines that belong to no field: comments and blank ones.
  private mutating func loose(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let next = nextLine(start, range.upperBound)
      let content = skippingBlanks(trimmed(start..<next))
      lines.append(
        (start, (content.isEmpty ? [] : [0x20]) + bytes[content] + lineEnd(at: start)))
      start = next
    }
  }

  private mutating func line(_ name: String, _ content: Range<Int>, endingAs offset: Int) {
    lines.append(
      (
        offset,
        [0x20] + Array(name.utf8) + [0x3A] + (content.isEmpty ? [] : [0x20]) + bytes[content]
          + lineEnd(at: offset)
      ))
  }

  /// What stands behind a colon or a dash, line by line; what is below the value is no part of it.
  private mutating func written(_ name: String, _ range: Range<Int>, valueEnd: Int) {
    var start = range.lowerBound
    var isFirst = true
    while start < range.upperBound, isFirst || start < valueEnd {
      let next = nextLine(start, range.upperBound)
      let content = trimmed(start..<next)
      line(name, isFirst ? skippingBlanks(content) : content, endingAs: start)
      (start, isFirst) = (next, false)
    }
    loose(start..<max(start, range.upperBound))
  }

  // MARK: Values

  private func startsLine(_ offset: Int, after start: Int) -> Bool {
    offset == start || offset > start && (bytes[offset - 1] == 0x0A || bytes[offset - 1] == 0x0D)
  }

  private mutating func mapping(_ fields: [Field], _ prefix: String, in range: Range<Int>) {
    var cursor = range.lowerBound
    for field in fields {
      guard startsLine(field.range.lowerBound, after: cursor),
        field.range.upperBound <= range.upperBound
      else { continue }
      loose(cursor..<field.range.lowerBound)
      self.field(field, prefix)
      cursor = field.range.upperBound
    }
    loose(cursor..<range.upperBound)
  }

  private mutating func field(_ field: Field, _ prefix: String) {
    guard let (name, colon) = name(of: field) else { return loose(field.range) }
    let behind = colon + 1..<field.range.upperBound
    let whole = prefix + name
    let below = nextLine(colon, field.range.upperBound)
    let value = field.value
    switch value {
    case .mapping(let inner, .block, _)
    where inner.first.map { startsLine($0.range.lowerBound, after: below) } == true:
      rest(whole, colon + 1..<below)
      mapping(inner, whole + ".", in: below..<field.range.upperBound)
    case .sequence(let items, .block, _)
    where items.first.map { startsLine($0.range.lowerBound, after: below) } == true:
      rest(whole, colon + 1..<below)
      entries(items, whole, in: below..<field.range.upperBound)
    case .mapping(_, .flow, let range), .sequence(_, .flow, let range):
      guard isClean(value), bytes[colon + 1..<range.lowerBound].allSatisfy(Self.isSpace) else {
        return written(whole, behind, valueEnd: range.upperBound)
      }
      flow(value, whole)
      let next = nextLine(range.upperBound, field.range.upperBound)
      rest(whole, range.upperBound..<next)
      loose(next..<max(next, field.range.upperBound))
    default: written(whole, behind, valueEnd: value.range.upperBound)
    }
  }

  /// A comment, an anchor or a tag beside the key of what is written below it.
  private mutating func rest(_ name: String, _ range: Range<Int>) {
    let content = skippingBlanks(trimmed(range))
    if !content.isEmpty { line(name, content, endingAs: content.lowerBound) }
  }

  /// The key as it is written, and where its colon is; nil for one that is not on one line.
  private func name(of field: Field) -> (String, colon: Int)? {
    let key = field.key.range
    guard key.lowerBound >= field.range.lowerBound, key.upperBound < field.range.upperBound,
      bytes[field.range.lowerBound..<key.lowerBound].allSatisfy(Self.isBlank),
      !bytes[key].contains(where: { $0 == 0x0A || $0 == 0x0D })
    else { return nil }
    let colon = skippingBlanks(key.upperBound..<field.range.upperBound).lowerBound
    guard colon < field.range.upperBound, bytes[colon] == 0x3A else { return nil }
    return (String(decoding: bytes[key], as: UTF8.self), colon)
  }

  /// Entries of a list with dashes; one that is no single value stands as it is written.
  private mutating func entries(_ items: [Item], _ name: String, in range: Range<Int>) {
    var cursor = range.lowerBound
    for item in items {
      guard startsLine(item.range.lowerBound, after: cursor),
        item.range.upperBound <= range.upperBound
      else { continue }
      let itemStart = firstLine(of: item)
      loose(cursor..<itemStart)
      cursor = item.range.upperBound
      let dash = skippingBlanks(itemStart..<item.range.upperBound).lowerBound
      let end = item.value.range.upperBound
      let isSingle: Bool
      switch item.value {
      case .scalar(let scalar): isSingle = !scalar.range.isEmpty && dash + 1 < end
      case .alias: isSingle = true
      default: isSingle = false
      }
      guard !isSingle || bytes[dash] != 0x2D else {
        written(name, dash + 1..<item.range.upperBound, valueEnd: end)
        continue
      }
      var start = itemStart
      let indent = dash - start
      while start < item.range.upperBound, start <= dash || start < end {
        let next = nextLine(start, item.range.upperBound)
        let content = trimmed(start..<next)
        let blanks = skippingBlanks(content).lowerBound - start
        line(
          name, min(start + min(indent, blanks), content.upperBound)..<content.upperBound,
          endingAs: start)
        start = next
      }
      loose(start..<max(start, item.range.upperBound))
    }
    loose(cursor..<max(cursor, range.upperBound))
  }

  /// Where the line of an entry's dash begins; comments above it are in its range.
  private func firstLine(of item: Item) -> Int {
    var start = item.range.lowerBound
    while start < item.value.range.lowerBound {
      let next = nextLine(start, item.range.upperBound)
      let content = skippingBlanks(trimmed(start..<next))
      guard content.isEmpty || bytes[content.lowerBound] == 0x23 else { break }
      start = next
    }
    return start
  }

  // MARK: Brackets

  /// Whether a value in brackets can be cut into lines: no comment, anchor or tag is in it, and none
  /// of its single values goes over a line's end.
  private func isClean(_ value: Value) -> Bool {
    var cursor = value.range.lowerBound
    func skips(to end: Int) -> Bool {
      guard cursor <= end else { return false }
      return bytes[cursor..<end].allSatisfy {
        Self.isSpace($0) || [0x5B, 0x5D, 0x7B, 0x7D, 0x2C].contains($0)
      }
    }
    switch value {
    case .sequence(let items, .flow, let range):
      for item in items {
        guard skips(to: item.value.range.lowerBound), isOnOneLine(item.value.range) else {
          return false
        }
        cursor = item.value.range.upperBound
      }
      return skips(to: range.upperBound)
    case .mapping(let fields, .flow, let range):
      for field in fields {
        guard skips(to: field.key.range.lowerBound), isOnOneLine(field.key.range),
          field.value.range.lowerBound >= field.key.range.upperBound
        else { return false }
        let between = bytes[field.key.range.upperBound..<field.value.range.lowerBound]
        guard between.filter({ !Self.isBlank($0) }) == [0x3A] else { return false }
        switch field.value {
        case .mapping(_, .flow, _), .sequence(_, .flow, _):
          guard isClean(field.value) else { return false }
        default: guard isOnOneLine(field.value.range) else { return false }
        }
        cursor = field.value.range.upperBound
      }
      return skips(to: range.upperBound)
    default: return false
    }
  }

  private func isOnOneLine(_ range: Range<Int>) -> Bool {
    !range.isEmpty && !bytes[range].contains { $0 == 0x0A || $0 == 0x0D }
  }

  private mutating func flow(_ value: Value, _ name: String) {
    switch value {
    case .sequence(let items, .flow, _) where !items.isEmpty:
      for item in items { line(name, item.value.range, endingAs: item.value.range.lowerBound) }
    case .mapping(let fields, .flow, _) where !fields.isEmpty:
      for field in fields {
        let key = String(decoding: bytes[field.key.range], as: UTF8.self)
        flow(field.value, "\(name).\(key)")
      }
    default: line(name, value.range, endingAs: value.range.lowerBound)
    }
  }
}
