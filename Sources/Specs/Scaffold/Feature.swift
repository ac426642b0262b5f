/// A feature's name in the forms that IDs, file names and headings give it.
package struct Feature: Hashable, Sendable {
  /// Words in capitals as IDs have them: `CREATE`, `REPO`.
  package let segments: [String]
  /// The name as it was given, in one line.
  package let name: String

  /// `CREATE-REPO`.
  package var inIDs: String { segments.joined(separator: "-") }
  /// `create-repo`, for file names and the field `feature`.
  package var slug: String { inIDs.lowercased() }

  /// File names hold the slug, a prefix, a number and an ending within what file systems allow.
  package static let limit = 80

  /// Reads any spelling: `create repo`, `create-repo`, `CREATE_REPO`, `createRepo`.
  ///
  /// Letters with marks become the letter, other scripts become nothing.
  package init(_ text: String) throws(ScaffoldError) {
    name = OneLine.of(text)
    var words: [String] = []
    var word = ""
    var small = 0
    // A word such as `GitHub` is one; only one that begins small is two.
    var beginsSmall = false
    func end() {
      if !word.isEmpty { words.append(word.uppercased()) }
      word = ""
      small = 0
    }
    for character in name {
      guard let letter = Self.plain(character) else {
        // An apostrophe is part of its word.
        if character != "'" && character != "’" { end() }
        continue
      }
      if letter.isCapital, beginsSmall, small >= 2 { end() }
      if word.isEmpty { beginsSmall = letter.isLowercaseLetter }
      small = letter.isLowercaseLetter ? small + 1 : 0
      word.unicodeScalars.append(Unicode.Scalar(letter))
    }
    end()
    segments = words
    guard !words.isEmpty else { throw .unusableFeature(name) }
    guard inIDs.utf8.count <= Self.limit else { throw .longFeature(limit: Self.limit) }
  }

  /// The ASCII letter or digit of a character, its marks taken off; nil when it has none.
  private static func plain(_ character: Character) -> UInt8? {
    func usable(_ byte: UInt8?) -> UInt8? {
      byte.flatMap { $0.isDigit || $0.isCapital || $0.isLowercaseLetter ? $0 : nil }
    }
    let scalars = character.unicodeScalars
    if let first = scalars.first, first.isASCII {
      // Written in parts, or a plain letter; an enclosed digit is a picture.
      let hasMarksOnly = scalars.dropFirst().allSatisfy {
        $0.properties.generalCategory == .nonspacingMark && $0.value < 0x370
      }
      return hasMarksOnly ? usable(UInt8(first.value)) : nil
    }
    // Equal strings have equal canonical forms, so comparing decomposes.
    return bases.first { base in
      marks.contains { mark in
        var parts = String.UnicodeScalarView()
        parts.append(Unicode.Scalar(base))
        parts.append(mark)
        return String(parts) == String(character)
      }
    }
  }

  private static let bases = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
  /// Grave, acute, circumflex, tilde, macron, breve, dot, diaeresis, ring, double acute, caron,
  /// cedilla, ogonek.
  private static let marks: [Unicode.Scalar] = [
    "\u{300}", "\u{301}", "\u{302}", "\u{303}", "\u{304}", "\u{306}", "\u{307}", "\u{308}",
    "\u{30A}", "\u{30B}", "\u{30C}", "\u{327}", "\u{328}",
  ]
}

/// Texts that people give, made fit for one line of a file.
enum OneLine {
  /// The text with every line end, tab and control character a blank, without blanks at its ends
  /// and without the invisible marks that turn the direction of what follows.
  static func of(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isBlank = true
    for scalar in text.unicodeScalars {
      if isDropped(scalar) { continue }
      let separates = isSeparator(scalar)
      if separates, isBlank { continue }
      result.append(separates ? " " : scalar)
      isBlank = separates || scalar == " "
    }
    while let last = result.last, last.properties.isWhitespace { result.removeLast() }
    while let first = result.first, first.properties.isWhitespace { result.removeFirst() }
    return String(result)
  }

  /// Whether a reader sees anything in a text.
  static func isVisible(_ text: String) -> Bool {
    text.unicodeScalars.contains {
      !$0.properties.isWhitespace && $0.properties.generalCategory != .format
    }
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      || scalar.value == 0x2028 || scalar.value == 0x2029
  }

  /// Overrides of direction, byte-order marks, and what is no character at all.
  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      || scalar.value == 0xFEFF || scalar.value & 0xFFFE == 0xFFFE
  }
}
