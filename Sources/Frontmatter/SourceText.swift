/// A file's bytes with a line table: turns byte offsets into lines and columns.
package struct SourceText: Sendable {
  package let bytes: [UInt8]
  /// Byte offset at which each line starts; lines end at LF, CRLF or a lone CR.
  private let lineStarts: [Int]
  /// Characters before each block of bytes; only where a line is long, to find columns in it.
  private let charactersBefore: [Int]
  private static let block = 256

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
    let hasLongLine = zip(starts, starts.dropFirst() + [bytes.count]).contains {
      $1 - $0 > 16 * Self.block
    }
    charactersBefore = hasLongLine ? Self.characters(beforeBlocksOf: bytes) : []
  }

  private static func characters(beforeBlocksOf bytes: [UInt8]) -> [Int] {
    var counts = [0]
    var count = 0
    for start in stride(from: 0, to: bytes.count, by: block) {
      for byte in bytes[start..<min(start + block, bytes.count)] where byte & 0xC0 != 0x80 {
        count += 1
      }
      counts.append(count)
    }
    return counts
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
    let start = lineStarts[line]
    let end = min(offset, bytes.count)
    guard start < end else { return Position(line: line + 1, column: 1) }
    // A line that begins in the middle of a character counts that as one.
    let broken = bytes[start] & 0xC0 == 0x80 ? 1 : 0
    return Position(line: line + 1, column: 1 + broken + characters(in: start..<end))
  }

  /// Byte offset of a place; the line's end for a column beyond it.
  package func offset(of position: Position) -> Int {
    guard position.line >= 1, position.line <= lineStarts.count else { return bytes.count }
    let line = lineRange(position.line - 1)
    var index = line.lowerBound
    var left = position.column - 1
    while left > 0, index < line.upperBound {
      let block = index / Self.block
      if !charactersBefore.isEmpty, index % Self.block == 0, index + Self.block <= line.upperBound,
        charactersBefore[block + 1] - charactersBefore[block] <= left
      {
        left -= charactersBefore[block + 1] - charactersBefore[block]
        index += Self.block
        // The last character of the block may end in the next one.
        while index < line.upperBound, bytes[index] & 0xC0 == 0x80 { index += 1 }
        continue
      }
      index += 1
      while index < line.upperBound, bytes[index] & 0xC0 == 0x80 { index += 1 }
      left -= 1
    }
    return index
  }

  /// Number of characters that begin in a byte range.
  private func characters(in range: Range<Int>) -> Int {
    func count(_ range: Range<Int>) -> Int {
      // Asked for each finding, of which one line may have many.
      bytes.withUnsafeBufferPointer { bytes in
        var (index, count) = (range.lowerBound, 0)
        while index < range.upperBound {
          if bytes[index] & 0xC0 != 0x80 { count += 1 }
          index += 1
        }
        return count
      }
    }
    let (first, last) = (range.lowerBound / Self.block + 1, range.upperBound / Self.block)
    guard !charactersBefore.isEmpty, first < last else { return count(range) }
    return count(range.lowerBound..<first * Self.block) + charactersBefore[last]
      - charactersBefore[first] + count(last * Self.block..<range.upperBound)
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

extension SourceText {
  /// Whether some line has this content, line ends apart.
  package func hasLine(_ line: String) -> Bool {
    let wanted = Array(line.utf8)
    return (0..<lineCount).contains { bytes[lineContent($0)].elementsEqual(wanted) }
  }
}
