/// A file's bytes with a line table: turns byte offsets into lines and columns.
package struct SourceText: Sendable {
  package let bytes: [UInt8]
  /// Byte offset at which each line starts; lines end at LF, CRLF or a lone CR.
  private let lineStarts: [Int]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) {
        starts.append(index)
      }
    }
    lineStarts = starts
  }

  /// Number of lines; a final line end opens no further line.
  package var lineCount: Int {
    lineStarts.count > 1 && lineStarts.last == bytes.count ? lineStarts.count - 1 : lineStarts.count
  }

  /// The line (from 0) that holds a byte offset.
  package func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Byte range of a line (from 0) with its line end.
  package func lineRange(_ line: Int) -> Range<Int> {
    lineStarts[line]..<(line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count)
  }

  /// Byte range of a line (from 0) without its line end.
  package func lineContent(_ line: Int) -> Range<Int> {
    let range = lineRange(line)
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return range.lowerBound..<end
  }

  /// Line and column from 1; the column counts Unicode scalars, an invalid byte counts as one.
  package func position(at offset: Int) -> Position {
    let line = lineIndex(at: offset)
    var column = 1
    var index = lineStarts[line]
    while index < min(offset, bytes.count) {
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      column += 1
    }
    return Position(line: line + 1, column: column)
  }

  /// The text of a byte range; invalid UTF-8 is repaired with U+FFFD.
  package func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}

/// A place in a file: line and column from 1, columns in Unicode scalars.
package struct Position: Hashable, Sendable, Comparable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: Position, b: Position) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}
