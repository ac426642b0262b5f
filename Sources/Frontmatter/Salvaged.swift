/// A `key: value` line of a header that cannot be read as YAML.
package struct Salvaged: Sendable {
  package let key: String
  /// The value without quotes and trailing comment.
  package let text: String
  package let keyRange: Range<Int>
  package let valueRange: Range<Int>

  /// Lines at the left margin that look like fields; the first of each key counts.
  static func fields(
    _ text: SourceText, in header: Range<Int>, stopAtProse: Bool
  ) -> [Salvaged] {
    var found: [Salvaged] = []
    var seen: Set<String> = []
    guard !header.isEmpty else { return [] }
    let bytes = text.bytes
    var line = text.lineIndex(at: header.lowerBound)
    while line < text.lineCount, text.lineRange(line).lowerBound < header.upperBound {
      let content = text.lineContent(line)
      line += 1
      // Without a closing fence the header ends where Markdown visibly begins.
      if stopAtProse, content.isEmpty || bytes[content.lowerBound] == 0x23 { break }
      guard let colon = bytes[content].firstIndex(of: 0x3A), colon > content.lowerBound,
        bytes[content.lowerBound..<colon].allSatisfy(isKeyByte),
        colon + 1 == content.upperBound || bytes[colon + 1] == 0x20
      else { continue }
      let key = text.string(content.lowerBound..<colon)
      guard seen.insert(key).inserted else { continue }
      let value = valueRange(bytes, colon + 1..<content.upperBound)
      found.append(
        Salvaged(
          key: key, text: text.string(value), keyRange: content.lowerBound..<colon,
          valueRange: value))
    }
    return found
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x2D
  }

  private static func valueRange(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    if start < end, bytes[start] == 0x22 || bytes[start] == 0x27,
      let close = bytes[(start + 1)..<end].firstIndex(of: bytes[start])
    {
      return start + 1..<close
    }
    if let comment = (start..<end).first(where: {
      bytes[$0] == 0x23 && $0 > start && bytes[$0 - 1] == 0x20
    }) {
      end = comment
    }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return start..<end
  }
}
