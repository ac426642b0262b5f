/// A file's bytes with a line table: turns byte offsets into lines and columns.
package struct SourceText: Sendable {
  package let bytes: [UInt8]
  /// Byte offset at which each line starts; lines end at LF, CRLF or a lone CR.
  private let lineStarts: [Int]
  /// Characters before each block of bytes; empty when no line is long.
  private let blocks: [Int]
  private static let blockSize = 512

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
    blocks = Self.hasLongLine(starts, bytes.count) ? Self.blocks(bytes) : []
  }

  private static func hasLongLine(_ starts: [Int], _ count: Int) -> Bool {
    // Most files are shorter than a long line.
    guard count > 8 * blockSize else { return false }
    var end = count
    for start in starts.reversed() {
      if end - start > 8 * blockSize { return true }
      end = start
    }
    return false
  }

  private static func blocks(_ bytes: [UInt8]) -> [Int] {
    var blocks: [Int] = []
    var count = 0
    bytes.withUnsafeBufferPointer { bytes in
      for index in bytes.indices {
        if index % blockSize == 0 { blocks.append(count) }
        if bytes[index] & 0xC0 != 0x80 { count += 1 }
      }
    }
    blocks.append(count)
    return blocks
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
    guard end > start else { return Position(line: line + 1, column: 1) }
    // A line's first byte begins a character, whatever it is.
    let stray = bytes[start] & 0xC0 == 0x80 ? 1 : 0
    return Position(line: line + 1, column: 1 + stray + characters(in: start..<end))
  }

  /// Number of bytes in a range that begin a character.
  private func characters(in range: Range<Int>) -> Int {
    let size = Self.blockSize
    guard !blocks.isEmpty, range.count > 2 * size else {
      return bytes[range].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
    }
    let first = range.lowerBound / size + 1
    let last = range.upperBound / size
    return characters(in: range.lowerBound..<first * size) + blocks[last] - blocks[first]
      + characters(in: last * size..<range.upperBound)
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
