/// Finds the lines that open and close a header, without reading the YAML between them.
struct Fences {
  /// Bytes of the opening fence line, its line end included.
  let open: Range<Int>
  /// Bytes between the fences.
  let header: Range<Int>
  /// Bytes of the closing fence line, its line end included; nil when there is none.
  let close: Range<Int>?

  /// Nil when the first line is no opening fence.
  init?(_ bytes: [UInt8]) {
    let start = Fences.byteOrderMarkLength(bytes)
    let openEnd = LineEndings.next(bytes, from: start, limit: bytes.count)
    guard Fences.isFence(bytes, start..<openEnd, mark: 0x2D) else { return nil }
    open = start..<openEnd
    var line = openEnd
    while line < bytes.count {
      let next = LineEndings.next(bytes, from: line, limit: bytes.count)
      if Fences.isFence(bytes, line..<next, mark: 0x2D)
        || Fences.isFence(bytes, line..<next, mark: 0x2E)
      {
        header = openEnd..<line
        close = line..<next
        return
      }
      line = next
    }
    header = openEnd..<bytes.count
    close = nil
  }

  static func byteOrderMarkLength(_ bytes: [UInt8]) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Three marks, then nothing but blanks.
  private static func isFence(_ bytes: [UInt8], _ line: Range<Int>, mark: UInt8) -> Bool {
    line.count >= 3 && bytes[line.lowerBound..<line.lowerBound + 3].allSatisfy { $0 == mark }
      && bytes[line.lowerBound + 3..<line.upperBound].allSatisfy {
        $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D
      }
  }
}
