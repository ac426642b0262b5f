package import Frontmatter

extension SourceText {
  /// The lines of a byte range without their line ends, whatever those are.
  package func lines(in range: Range<Int>) -> [String] {
    var lines: [String] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let next = LineEndings.next(bytes, from: start, limit: range.upperBound)
      var end = next
      while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
      lines.append(string(start..<end))
      start = next
    }
    return lines
  }
}

extension [String] {
  /// The lines without the blank ones at both ends.
  package var trimmingBlankLines: [String] {
    guard let first = firstIndex(where: { !$0.isBlank }),
      let last = lastIndex(where: { !$0.isBlank })
    else { return [] }
    return Array(self[first...last])
  }
}

extension String {
  /// Whether there is nothing in it but blanks and tabs.
  package var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
}
