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
    let found: (open: Range<Int>, header: Range<Int>, close: Range<Int>?)? =
      bytes.withUnsafeBufferPointer { bytes in
        let openEnd = Fences.lineEnd(bytes, start)
        guard Fences.isFence(bytes, start, openEnd, mark: 0x2D) else { return nil }
        var line = openEnd
        while line < bytes.count {
          let next = Fences.lineEnd(bytes, line)
          if Fences.isFence(bytes, line, next, mark: 0x2D)
            || Fences.isFence(bytes, line, next, mark: 0x2E)
          {
            return (start..<openEnd, openEnd..<line, line..<next)
          }
          line = next
        }
        return (start..<openEnd, openEnd..<bytes.count, nil)
      }
    guard let found else { return nil }
    (open, header, close) = found
  }

  static func byteOrderMarkLength(_ bytes: [UInt8]) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// End of the line that begins at `start`, its line end included.
  private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if bytes[index] == 0x0A { return index + 1 }
      if bytes[index] == 0x0D {
        return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? index + 2 : index + 1
      }
      index += 1
    }
    return index
  }

  /// Three marks, then nothing but blanks.
  private static func isFence(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, mark: UInt8
  ) -> Bool {
    guard end - start >= 3, bytes[start] == mark, bytes[start + 1] == mark,
      bytes[start + 2] == mark
    else { return false }
    for index in start + 3..<end {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      default: return false
      }
    }
    return true
  }
}
