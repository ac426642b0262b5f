internal import Frontmatter
internal import Specs

/// Texts as they are compared and sent.
package enum SyncText {
  /// The lines of a text, whatever ends them.
  static func lines(_ text: String) -> [String] {
    let source = SourceText(Array(text.utf8))
    return source.lines(in: 0..<source.bytes.count)
  }

  /// What of a text is compared: one line end for all, no blanks behind lines, no blank lines at
  /// either end, no marker.
  package static func normalised(_ text: String) -> String {
    lines(Marker.strip(from: text)).map { String(withoutBlanksAtEnd($0[...])) }
      .trimmingBlankLines
      .joined(separator: "\n")
  }

  static func withoutBlanksAtEnd(_ line: Substring) -> Substring {
    var scalars = line.unicodeScalars
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    return Substring(scalars)
  }
}
