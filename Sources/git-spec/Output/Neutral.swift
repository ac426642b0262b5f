/// Text in which nothing steers a terminal, misleads an eye, or is obeyed by the runner of a CI job.
///
/// GitHub's runner obeys `##[command]` anywhere in a line of a step's output and `::command::` at its
/// start, blanks aside; Azure's agent obeys `##vso[command]`, TeamCity's `##teamcity[command]`.
enum Neutral {
  /// One line of a text from outside, with whatever is hidden in it made visible.
  static func line(_ text: String) -> String {
    if isPlain(text) { return text }
    return rewritten(text) ?? text
  }

  /// A text of ours that goes out: lines, tabs and our own marks stay, all else is as in a line.
  ///
  /// Only at the start of a line, and only those of `commands`, runner commands are ours.
  static func lines(_ text: String, usesColor: Bool, commands: [String] = []) -> String {
    if isPlain(text) { return text }
    return rewritten(
      text, keepsLines: true, marks: OwnMarks(usesColor: usesColor, commands: commands)) ?? text
  }

  /// A document in which every text stands in quotes, its hidden characters by their numbers: whoever
  /// reads it gets the same values.
  static func json(_ document: String) -> String {
    if isPlain(document) { return document }
    return rewritten(document, keepsLines: true, as: .json) ?? document
  }

  /// The same for a document in XML, whose texts have lines.
  static func xml(_ text: String) -> String {
    if isPlain(text) { return text }
    return rewritten(text, keepsLines: true, as: .xml) ?? text
  }

  /// Whether a text is printable ASCII that begins no command: most is, and needs no further look.
  private static func isPlain(_ text: String) -> Bool {
    var last: UInt8 = 0
    for byte in text.utf8 {
      guard byte &- 0x20 < 0x5F, byte != last || byte != 0x23 && byte != 0x3A else { return false }
      last = byte
    }
    return true
  }

  /// Nil where nothing has to be written otherwise.
  private static func rewritten(
    _ text: String, keepsLines: Bool = false, marks: OwnMarks? = nil, as spelling: Spelling = .shown
  ) -> String? {
    guard needsLook(text, keepsLines: keepsLines) else { return nil }
    var rewriting = Rewriting(
      scalars: Array(text.unicodeScalars), keepsLines: keepsLines, marks: marks, spelling: spelling)
    return rewriting.text()
  }

  /// A quick look at each character, which says yes too often rather than too seldom.
  private static func needsLook(_ text: String, keepsLines: Bool) -> Bool {
    var (last, isStart): (Unicode.Scalar, Bool) = ("\0", true)
    // Headings have two of them and a blank: only a name or a bracket behind makes a command.
    var isBehindHashes = false
    for scalar in text.unicodeScalars {
      if isBehindHashes {
        if scalar == "[" || scalar.properties.isAlphabetic { return true }
        isBehindHashes = scalar == "#"
      }
      switch scalar.value {
      case 0x0A, 0x09:
        guard keepsLines else { return true }
        if scalar.value == 0x0A { isStart = true }
      case 0x20: break
      case 0x23: if last.value == 0x23 { isBehindHashes = true }
      case 0x3A: if last.value == 0x3A, isStart { return true }
      case 0x21...0x7E: break
      default: if Hostile.isHidden(scalar) || Hostile.isJoiner(scalar) { return true }
      }
      // Behind blanks of any kind, and behind the first colon, a line still begins.
      // What ASCII has of blanks is told by number; only others are looked up.
      if isStart, scalar.value > 0x20, scalar.value != 0x3A,
        scalar.isASCII || !scalar.properties.isWhitespace
      {
        isStart = false
      }
      last = scalar
    }
    return false
  }

  /// How a format writes a character that must not stand there by itself.
  enum Spelling {
    case shown, json, xml

    func hidden(_ scalar: Unicode.Scalar) -> String {
      switch self {
      case .shown: Self.shown(scalar)
      case .json:
        String(scalar).utf16.map { "\\u" + Self.hex(UInt32($0), digits: 4).lowercased() }.joined()
      // XML has no word for most controls and for noncharacters.
      case .xml:
        scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE
          ? Self.shown(scalar) : "&#\(scalar.value);"
      }
    }

    /// What ends a command's mark and thereby the command.
    func broken(_ scalar: Unicode.Scalar) -> String {
      guard self == .shown else { return hidden(scalar) }
      return scalar == "#" ? "# " : "\\" + String(scalar)
    }

    /// `␛`, `<U+202E>`
    private static func shown(_ scalar: Unicode.Scalar) -> String {
      switch scalar.value {
      case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? ""
      case 0x7F: "\u{2421}"
      default: "<U+\(hex(scalar.value, digits: 4))>"
      }
    }

    private static func hex(_ number: UInt32, digits: Int) -> String {
      let text = String(number, radix: 16, uppercase: true)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
  }
}
