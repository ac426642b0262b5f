internal import Frontmatter

/// Hashes of the words of a spec that may be IDs or paths, found without reading YAML.
///
/// Every ID that a spec defines or names in its header is among them, so a spec without a word's
/// hash need not be parsed to know that it does not use that word. The other way round a hash says
/// only "perhaps".
package struct Names: Sendable {
  package let hashes: [UInt64]
  /// True when escapes may hide words: such a spec always has to be parsed.
  package let isOpaque: Bool

  package static let none = Names(hashes: [], isOpaque: false)

  private init(hashes: [UInt64], isOpaque: Bool) {
    self.hashes = hashes
    self.isOpaque = isOpaque
  }

  /// Scans a header, and the whole text where headings define IDs.
  package init(_ bytes: [UInt8], withHeadings: Bool) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var hashes: [UInt64] = []
    hashes.reserveCapacity(24)
    var hasEscape = false
    bytes.withUnsafeBufferPointer { bytes in
      var index = start
      var lineStart = start
      var isInHeader = true
      var word = Word()
      while index < bytes.count {
        let byte = bytes[index]
        if Names.isWordByte[Int(byte)] {
          word.add(byte)
        } else {
          if word.isName { hashes.append(word.hash) }
          word = Word()
          if byte == 0x0A || byte == 0x0D {
            // A closing fence is the second line of three dashes or dots; more is never harmful.
            if isInHeader, lineStart > start, !withHeadings,
              index - lineStart >= 3, Names.isFence(bytes, lineStart)
            {
              isInHeader = false
              break
            }
            lineStart = index + 1
          } else if byte == 0x5C, isInHeader {
            hasEscape = true
          }
        }
        index += 1
      }
      if word.isName { hashes.append(word.hash) }
    }
    self.hashes = hashes
    isOpaque = hasEscape
  }

  /// The hash by which a text can be looked up; nil when it has no word that is kept.
  package static func key(_ text: String) -> UInt64? {
    var word = Word()
    for byte in text.utf8 {
      if isWordByte[Int(byte)] {
        word.add(byte)
      } else {
        if word.isName { return word.hash }
        word = Word()
      }
    }
    return word.isName ? word.hash : nil
  }

  /// A run of word bytes; only those with a digit or a slash are kept.
  private struct Word {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var isName = false

    mutating func add(_ byte: UInt8) {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      if byte &- 0x30 < 10 || byte == 0x2F { isName = true }
    }
  }

  /// Letters, digits, `-`, `_`, `.`, `/` and everything that is not ASCII.
  private static let isWordByte: [Bool] = (0..<256).map { value in
    let byte = UInt8(value)
    return byte.isIDByte || byte == 0x2E || byte == 0x2F || byte >= 0x80
  }

  private static func isFence(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    let mark = bytes[start]
    return (mark == 0x2D || mark == 0x2E) && bytes[start + 1] == mark && bytes[start + 2] == mark
  }
}
