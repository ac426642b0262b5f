internal import Frontmatter

/// One line of a file cut to what a terminal shows, with the columns of a spot in it.
struct Excerpt {
  let line: String
  /// Blanks up to the spot.
  let indent: String
  let markWidth: Int
  /// The line before the spot, the spot, and the line behind it.
  let parts: (before: String, marked: String, behind: String)

  /// Characters of a line that are shown, and how many of them stand before the spot.
  private static let limit = 120
  private static let before = limit / 3
  /// Bytes looked at on either side: four for each character, whatever the length of the line.
  private static let bytesForEach = 4

  init(_ text: SourceText, _ start: Position, _ end: Position?) {
    let content = text.lineContent(start.line - 1)
    let from = min(text.offset(of: start), content.upperBound)
    let until =
      end.map { $0.line == start.line ? text.offset(of: $0) : content.upperBound }
      ?? Self.wordEnd(text, from, content)
    let window = Self.window(text, from, content)
    func scalars(_ range: Range<Int>) -> [Unicode.Scalar] {
      Array(text.string(range).unicodeScalars)
    }
    let all = scalars(window)
    let spot = scalars(window.lowerBound..<max(window.lowerBound, from)).count
    let spotEnd = min(
      all.count, spot + scalars(from..<min(max(from, until), window.upperBound)).count)
    var first = 0
    var last = all.count
    if all.count > Self.limit {
      first = max(0, spot - Self.before)
      last = min(all.count, first + Self.limit)
    }
    let isCutBefore = first > 0 || window.lowerBound > content.lowerBound
    let isCutBehind = last < all.count || window.upperBound < content.upperBound
    func string(_ range: Range<Int>) -> String {
      Terminal.safe(String(String.UnicodeScalarView(all[range].map { $0 == "\t" ? " " : $0 })))
    }
    let mark = isCutBefore ? "…" : ""
    line = mark + string(first..<last) + (isCutBehind ? "…" : "")
    indent = String(
      repeating: " ", count: Terminal.width(mark) + Terminal.width(string(first..<max(first, spot)))
    )
    let end = max(spot, min(spotEnd, last))
    markWidth = max(1, Terminal.width(string(spot..<end)))
    parts = (
      mark + string(first..<max(first, spot)), string(spot..<end),
      string(end..<max(end, last)) + (isCutBehind ? "…" : "")
    )
  }

  /// A place without an end marks the word there.
  private static func wordEnd(_ text: SourceText, _ start: Int, _ line: Range<Int>) -> Int {
    let limit = min(line.upperBound, start + limit * bytesForEach)
    return text.bytes[start..<limit].firstIndex { [0x20, 0x09, 0x2C, 0x5D].contains($0) } ?? limit
  }

  /// The part of a line around a spot, from whole character to whole character.
  private static func window(_ text: SourceText, _ spot: Int, _ line: Range<Int>) -> Range<Int> {
    var start = max(line.lowerBound, spot - before * bytesForEach)
    var end = min(line.upperBound, spot + limit * bytesForEach)
    while start > line.lowerBound, text.bytes[start] & 0xC0 == 0x80 { start -= 1 }
    while end < line.upperBound, text.bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}
