internal import Frontmatter

/// Hashes of the words of a spec that may be IDs or paths, found without reading YAML.
///
/// Every ID that a spec defines or names in its header is among them, so a spec without a word's
/// hash need not be parsed to know that it does not use that word. The other way round a hash says
/// only "perhaps".
package struct Names: Sendable {
  package let hashes: [UInt64]
  /// True when escapes or foreign letters may hide words, or when a header without a line `id:` may
  /// leave the ID to the file's name: such a spec always has to be parsed.
  package let isOpaque: Bool

  /// Of a file that is not read as text; its name may still say which spec it is.
  package static let none = Names(hashes: [], isOpaque: true)

  private init(hashes: [UInt64], isOpaque: Bool) {
    self.hashes = hashes
    self.isOpaque = isOpaque
  }

  /// Scans a header, and the whole text where headings define IDs.
  package init(_ bytes: [UInt8], withHeadings: Bool) {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(24)
    var isOpaque = false
    bytes.withUnsafeBufferPointer { bytes in
      var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var lineStart = index
      var isInHeader = true
      var hasID = false
      var word = Word()
      func finishWord() {
        guard word.isName else { return }
        hashes.append(word.lookUp)
        // Equal texts may have other bytes then: composed or not, or repaired.
        if isInHeader, word.isForeign { isOpaque = true }
      }
      while index < bytes.count {
        let byte = bytes[index]
        if byte >= 0x80, isInHeader, Names.isSeparator(bytes, index) { isOpaque = true }
        if Names.isWordByte[Int(byte)] {
          // An ID in a heading ends before a dot, a slash or a letter that is not ASCII.
          if word.isName, !byte.isIDByte, !word.isLonger { hashes.append(word.hash) }
          word.add(byte)
        } else {
          finishWord()
          word = Word()
          if byte == 0x0A || byte == 0x0D {
            if isInHeader, lineStart > 3, Names.isFence(bytes, lineStart..<index) {
              isInHeader = false
              if !withHeadings { break }
            }
            lineStart = index + 1
            if isInHeader, !hasID { hasID = Names.isID(bytes, at: lineStart) }
          } else if byte == 0x5C, isInHeader {
            isOpaque = true
          }
        }
        index += 1
      }
      finishWord()
      if isInHeader || !hasID { isOpaque = true }
    }
    self.hashes = hashes
    self.isOpaque = isOpaque
  }

  /// The hash by which a text can be looked up; nil when it has no word that is kept.
  package static func key(_ text: String) -> UInt64? {
    var word = Word()
    for byte in text.utf8 {
      if isWordByte[Int(byte)] {
        word.add(byte)
      } else {
        if word.isName { return word.lookUp }
        word = Word()
      }
    }
    return word.isName ? word.lookUp : nil
  }

  /// A run of word bytes; only those with a digit or a slash are kept.
  private struct Word {
    private static let start: UInt64 = 0xcbf2_9ce4_8422_2325
    var hash = start
    /// Hash of what follows the last slash; a file may be named from several places.
    private var tail = start
    private var hasSlash = false
    private var isEmpty = true
    var isName = false
    /// True when a byte is not ASCII.
    var isForeign = false
    /// True when a byte is none of an ID's.
    var isLonger = false

    var lookUp: UInt64 { hasSlash ? tail : hash }

    mutating func add(_ byte: UInt8) {
      // Emphasis around a heading's ID is no part of it.
      if isEmpty, byte == 0x5F { return }
      isEmpty = false
      if byte == 0x2F {
        hasSlash = true
        tail = Self.start
      } else {
        tail = (tail ^ UInt64(byte)) &* 0x100_0000_01b3
      }
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      if byte >= 0x80 { isForeign = true }
      if !byte.isIDByte { isLonger = true }
      if byte &- 0x30 < 10 || byte == 0x2F { isName = true }
    }
  }

  /// Letters, digits, `-`, `_`, `.`, `/` and everything that is not ASCII.
  private static let isWordByte: [Bool] = (0..<256).map { value in
    let byte = UInt8(value)
    return byte.isIDByte || byte == 0x2E || byte == 0x2F || byte >= 0x80
  }

  /// A line that begins with the key `id`, however it is indented.
  private static func isID(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    var index = start
    while index < bytes.count, bytes[index] == 0x20 { index += 1 }
    return index + 2 < bytes.count && bytes[index] == UInt8(ascii: "i")
      && bytes[index + 1] == UInt8(ascii: "d") && bytes[index + 2] == 0x3A
  }

  /// U+0085, U+2028 and U+2029 end lines in YAML 1.1, and may join two words into one.
  private static func isSeparator(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    if bytes[index] == 0xC2 { return index + 1 < bytes.count && bytes[index + 1] == 0x85 }
    return bytes[index] == 0xE2 && index + 2 < bytes.count && bytes[index + 1] == 0x80
      && bytes[index + 2] | 1 == 0xA9
  }

  /// A line of three dashes or dots with nothing but blanks behind: the header's end, or no harm.
  private static func isFence(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>
  ) -> Bool {
    guard line.count >= 3 else { return false }
    let mark = bytes[line.lowerBound]
    return (mark == 0x2D || mark == 0x2E) && bytes[line.lowerBound + 1] == mark
      && bytes[line.lowerBound + 2] == mark
      && bytes[(line.lowerBound + 3)..<line.upperBound].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }
}
