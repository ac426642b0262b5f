/// Finds bytes that are not UTF-8.
package enum UTF8Check {
  /// Offset of the first byte in a range that does not begin or continue a valid character.
  package static func firstInvalid(_ bytes: [UInt8], in range: Range<Int>) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var index = range.lowerBound
      let end = range.upperBound
      while index < end {
        let first = bytes[index]
        if first < 0x80 {
          index += 1
          continue
        }
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, low) = (3, 0xA0)
        case 0xED: (length, high) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, low) = (4, 0x90)
        case 0xF4: (length, high) = (4, 0x8F)
        case 0xF1...0xF3: length = 4
        default: return index
        }
        guard index + length <= end else { return index }
        guard bytes[index + 1] >= low, bytes[index + 1] <= high else { return index }
        for next in index + 2..<max(index + 2, index + length) where bytes[next] & 0xC0 != 0x80 {
          return index
        }
        index += length
      }
      return nil
    }
  }
}
