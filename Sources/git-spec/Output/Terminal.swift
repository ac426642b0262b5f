/// Text made safe and pretty for a terminal.
enum Terminal {
  enum Style: String, CaseIterable {
    case bold = "1"
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case quiet = "34"
    case good = "32"
    case busy = "36"
    case bad = "31"
    case doubtful = "33"
  }

  static func styled(_ text: String, _ style: Style, _ usesColor: Bool) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// A text from outside as one line, with controls and whatever is hidden in it made visible: no file
  /// and no server can steer a terminal or a runner.
  static func safe(_ text: String) -> String { Neutral.line(text) }

  /// Whether a text is printable ASCII: most is, and needs no look at each letter's properties.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 &- 0x20 < 0x5F }
  }

  /// Columns that a text takes: none for combining marks, two for wide characters.
  static func width(_ text: String) -> Int {
    if isPlain(text) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    // Vowels and finals of Hangul join the letter before.
    case 0x1160...0x11FF: return 0
    case 0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x23F0, 0x23F3, 0x25FD...0x25FE,
      0x2614...0x2615, 0x2648...0x2653, 0x267F, 0x2693, 0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE,
      0x26C4...0x26C5, 0x26CE, 0x26D4, 0x26EA, 0x26F2...0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705,
      0x270A...0x270B, 0x2728, 0x274C, 0x274E, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x27B0,
      0x27BF, 0x2B1B...0x2B1C, 0x2B50, 0x2B55, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A,
      0x1F200...0x1F320, 0x1F32D...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7F0,
      0x1F90C...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// Columns of the terminal; `COLUMNS` stands in for it, and without either 100 are filled.
  static func columns(_ environment: [String: String]) -> Int {
    if let text = environment["COLUMNS"], let columns = Int(text), columns > 0 {
      return min(columns, 1000)
    }
    return Surroundings.terminalColumns ?? 100
  }

  /// The safe text in at most so many columns, what is cut marked by an ellipsis.
  ///
  /// Text of a script that runs leftward is kept from pulling along what stands beside it.
  static func clipped(_ text: String, to limit: Int) -> String { isolated(cut(text, to: limit)) }

  /// The same without marks around text that runs leftward: for what is not yet a terminal's.
  static func cut(_ text: String, to limit: Int) -> String {
    if text.utf8.count <= limit, isPlain(text) { return text }
    // Nobody sees more of a title than a screen holds; a page of it need not be looked at.
    let text = safe(String(text.prefix(max(0, limit) + 1)))
    var (result, used) = ("", 0)
    var widths: [Int] = []
    for character in text {
      let character = plain(character)
      let width = width(String(character))
      if used + width > limit {
        while used >= max(1, limit), let last = widths.popLast() {
          result.removeLast()
          used -= last
        }
        result += limit > 0 ? "…" : ""
        break
      }
      result.append(character)
      widths.append(width)
      used += width
    }
    return result
  }

  /// The safe text in at most so many columns, cut in the middle: what sets the names of one
  /// project apart stands at their end.
  static func shortened(_ text: String, to limit: Int) -> String {
    // Of a page of text nobody tells the end apart.
    guard text.utf8.count <= 4096, limit > 6, width(safe(text)) > limit else {
      return cut(text, to: limit)
    }
    var (tail, used) = ("", 0)
    for character in safe(text).reversed() {
      let character = plain(character)
      let width = width(String(character))
      if used + width > (limit - 1) / 2 { break }
      tail = String(character) + tail
      used += width
    }
    let head = cut(text, to: limit - used)
    return head + tail
  }

  /// A character with so many marks on it that they cover the lines around keeps some of them.
  private static func plain(_ character: Character) -> Character {
    let scalars = character.unicodeScalars
    guard scalars.count > marksLimit else { return character }
    return String(String.UnicodeScalarView(scalars.prefix(marksLimit))).first ?? character
  }

  private static let marksLimit = 12

  /// The same filled with blanks.
  static func padded(_ text: String, to columns: Int, rightward: Bool = false) -> String {
    let clipped = clipped(text, to: columns)
    let blanks = String(repeating: " ", count: max(0, columns - width(clipped)))
    return rightward ? blanks + clipped : clipped + blanks
  }

  /// Lines of at most so many columns, broken between words where there are any.
  static func wrapped(_ text: String, to columns: Int) -> [String] {
    lines(text, to: columns).map(isolated)
  }

  /// The same without marks around text that runs leftward: for what is cut once more.
  static func lines(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var (line, used) = ("", 0)
    for word in safe(text).split(separator: " ", omittingEmptySubsequences: true) {
      let word = isPlain(String(word)) ? String(word) : String(word.map(plain))
      var rest = word[...]
      let length = width(word)
      if used > 0, used + 1 + length <= columns {
        line += " " + word
        used += 1 + length
        continue
      }
      if used > 0, length > columns, used < columns {
        // A word that is longer than a line may begin in this one.
        line += " "
        used += 1
      } else {
        if used > 0 { lines.append(line) }
        (line, used) = ("", 0)
      }
      while let character = rest.first {
        let width = width(String(character))
        if used + width > max(columns, 2) {
          let end = wordEnd(of: line)
          lines.append(String(line.dropLast(end.count)).trimmingTail)
          (line, used) = (end, self.width(end))
        }
        line.append(character)
        used += width
        rest = rest.dropFirst()
      }
    }
    if used > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// What goes into the next line when a path or a name does not fit: the word that was begun.
  private static func wordEnd(of line: String) -> String {
    let end = String(line.reversed().prefix { !"/- ".contains($0) }.reversed())
    return end.count * 2 > line.count ? "" : end
  }

  /// Text with letters of a script that runs leftward, in marks that end its direction with it.
  private static func isolated(_ text: String) -> String {
    text.unicodeScalars.contains(where: runsLeftward) ? "\(isolateStart)\(text)\(isolateEnd)" : text
  }

  static let isolateStart: Unicode.Scalar = "\u{2068}"
  static let isolateEnd: Unicode.Scalar = "\u{2069}"

  static func runsLeftward(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      true
    default: false
    }
  }
}
