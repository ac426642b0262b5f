/// A file in the middle of a merge, with git's marks around what people have to decide.
package struct ConflictedFile {
  private enum Line {
    case common
    case mark
    /// A line of ours (0), of theirs (1) or of what both come from (2).
    case side(Int)
  }

  private let text: SourceText
  private let lines: [Line]

  /// Nil for a file without marks, or with marks that are not whole.
  package init?(_ bytes: [UInt8]) {
    text = SourceText(bytes)
    var lines: [Line] = []
    var side: Int?
    var hasConflict = false
    for index in 0..<text.lineCount {
      let mark = Self.mark(bytes[text.lineContent(index)])
      switch (mark, side) {
      case (0x3C?, nil): side = 0
      case (0x7C?, 0?): side = 2
      case (0x3D?, 0?), (0x3D?, 2?): side = 1
      case (0x3E?, 1?): (side, hasConflict) = (nil, true)
      case (0x3C?, _), (0x3E?, _): return nil
      default:
        lines.append(side.map { .side($0) } ?? .common)
        continue
      }
      lines.append(.mark)
    }
    guard hasConflict, side == nil else { return nil }
    self.lines = lines
  }

  /// The byte of seven or more that a mark begins with; nil for any other line.
  private static func mark(_ line: ArraySlice<UInt8>) -> UInt8? {
    guard let first = line.first, [0x3C, 0x3D, 0x3E, 0x7C].contains(first) else { return nil }
    let run = line.prefix { $0 == first }
    let rest = line[run.endIndex...]
    guard run.count >= 7, rest.isEmpty || rest.first == 0x20 else { return nil }
    return first == 0x3D && !rest.isEmpty ? nil : first
  }

  /// The file with each line of its header under the whole name of its field, the marks where they
  /// are; nil unless both sides can be read.
  package var fieldLines: [UInt8]? {
    guard let ours = fieldLines(ofSide: 0), let theirs = fieldLines(ofSide: 1) else { return nil }
    let base = fieldLines(ofSide: 2)
    var result: [UInt8] = []
    for (index, line) in lines.enumerated() {
      let raw = text.bytes[text.lineRange(index)]
      switch line {
      case .mark: result += raw
      case .common: result += ours[index] ?? Array(raw)
      case .side(0): result += ours[index] ?? Array(raw)
      case .side(1): result += theirs[index] ?? Array(raw)
      case .side: result += base.map { $0[index] ?? Array(raw) } ?? Array(raw)
      }
    }
    return result
  }

  /// What the lines of one side become, by their place in the file; nil for lines of the body and
  /// the fences, which stay.
  private func fieldLines(ofSide side: Int) -> [[UInt8]?]? {
    var bytes: [UInt8] = []
    var places: [Int] = []
    for (index, line) in lines.enumerated() {
      switch line {
      case .common: break
      case .side(side): break
      default: continue
      }
      bytes += text.bytes[text.lineRange(index)]
      places.append(index)
    }
    guard case .document(let document) = Document.parse(bytes) else { return nil }
    var result = [[UInt8]?](repeating: nil, count: lines.count)
    for (line, place) in places.enumerated()
    where document.header.contains(document.text.lineRange(line).lowerBound) {
      result[place] = []
    }
    for (offset, text) in document.headerLines {
      result[places[document.text.lineIndex(at: offset)]]? += text
    }
    return result
  }
}
