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
    var scan = NameScan()
    bytes.withUnsafeBufferPointer { bytes in
      ByteClass.table.withUnsafeBufferPointer { classes in
        scan.run(bytes, classes, withHeadings: withHeadings)
      }
    }
    hashes = scan.hashes
    isOpaque = scan.isOpaque
  }

  /// The hash by which a text can be looked up; nil when it has no word that is kept.
  package static func key(_ text: String) -> UInt64? {
    // A path with escapes is written otherwise in a file than in a snapshot.
    if text.utf8.contains(0x5C) { return nil }
    var word = Word()
    for byte in text.utf8 {
      let kind = ByteClass.table[Int(byte)]
      if kind.contains(.word) {
        word.add(byte, kind)
      } else {
        if word.isName { return word.lookUp }
        word = Word()
      }
    }
    return word.isName ? word.lookUp : nil
  }
}

/// What a byte can be part of.
private struct ByteClass: OptionSet {
  let rawValue: UInt8

  /// A letter, a digit, `-`, `_`, `.`, `/` or anything that is not ASCII.
  static let word = ByteClass(rawValue: 1)
  /// A digit or a slash: a word without either is no ID and no path.
  static let name = ByteClass(rawValue: 2)
  static let slash = ByteClass(rawValue: 4)
  /// Not ASCII.
  static let foreign = ByteClass(rawValue: 8)
  /// Part of a word, but of no ID.
  static let noID = ByteClass(rawValue: 16)

  static let table: [ByteClass] = (0..<256).map { value in
    let byte = UInt8(value)
    var kind: ByteClass = []
    if byte.isIDByte { kind = .word }
    if byte == 0x2E || byte == 0x2F || byte >= 0x80 { kind = [.word, .noID] }
    if byte.isDigit || byte == 0x2F { kind.insert(.name) }
    if byte == 0x2F { kind.insert(.slash) }
    if byte >= 0x80 { kind.insert(.foreign) }
    return kind
  }
}

/// A run of word bytes; only those with a digit or a slash are kept.
private struct Word {
  private static let start: UInt64 = 0xcbf2_9ce4_8422_2325
  private(set) var hash = start
  /// Hash of what follows the last slash; a file may be named from several places.
  private var tail = start
  /// Everything that its bytes are.
  private(set) var kinds: ByteClass = []

  var isName: Bool { kinds.contains(.name) }
  var lookUp: UInt64 { kinds.contains(.slash) ? tail : hash }

  @inline(__always)
  mutating func add(_ byte: UInt8, _ kind: ByteClass) {
    // Emphasis around a heading's ID is no part of it.
    if kinds.isEmpty, byte == 0x5F { return }
    kinds.formUnion(kind)
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    tail = kind.contains(.slash) ? Self.start : (tail ^ UInt64(byte)) &* 0x100_0000_01b3
  }
}

/// The pass over a text that finds its names.
private struct NameScan {
  var hashes: [UInt64] = []
  var isOpaque = false
  private var isInHeader = true

  private mutating func finish(_ word: Word) {
    guard word.isName else { return }
    hashes.append(word.lookUp)
    // Equal texts may have other bytes then: composed or not, or repaired.
    if isInHeader, word.kinds.contains(.foreign) { isOpaque = true }
  }

  mutating func run(
    _ bytes: UnsafeBufferPointer<UInt8>, _ classes: UnsafeBufferPointer<ByteClass>,
    withHeadings: Bool
  ) {
    hashes.reserveCapacity(24)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = start
    var lineStart = start
    var hasID = false
    var word = Word()
    while index < bytes.count {
      let byte = bytes[index]
      let kind = classes[Int(byte)]
      if kind.contains(.word) {
        if kind.contains(.noID) {
          // An ID in a heading ends before a dot, a slash or a letter that is not ASCII.
          if word.isName, !word.kinds.contains(.noID) { hashes.append(word.hash) }
          if isInHeader, Self.isSeparator(bytes, index) { isOpaque = true }
        }
        word.add(byte, kind)
      } else {
        finish(word)
        word = Word()
        if byte == 0x0A || byte == 0x0D {
          if isInHeader, lineStart > start, Self.isFence(bytes, lineStart..<index) {
            isInHeader = false
            if !withHeadings { break }
          }
          lineStart = index + 1
          if isInHeader, !hasID { hasID = Self.isID(bytes, at: lineStart) }
        } else if byte == 0x5C, isInHeader {
          isOpaque = true
        }
      }
      index += 1
    }
    finish(word)
    if isInHeader || !hasID { isOpaque = true }
  }

  /// A line `id: …` with a word: then the ID is found there, whatever else is wrong with the header.
  private static func isID(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard start + 4 < bytes.count, bytes[start] == UInt8(ascii: "i"),
      bytes[start + 1] == UInt8(ascii: "d"), bytes[start + 2] == 0x3A, bytes[start + 3] == 0x20
    else { return false }
    var index = start + 3
    while index < bytes.count, bytes[index] == 0x20 { index += 1 }
    guard index < bytes.count else { return false }
    let first = bytes[index]
    return first.isDigit || first.isCapital || first.isLowercaseLetter
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
