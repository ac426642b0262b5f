/// Edits of a header as values; each changes only the bytes it must.
extension Document {
  /// Puts another YAML value in the place of a field's; the text is used as it is.
  package func replacing(valueOf field: Field, with yaml: String) -> Edit {
    switch field.value {
    case .scalar(let scalar): edit(scalar.range, anchored(yaml, scalar.anchor))
    // Dashes may stand right below their key, other values only further in.
    case .sequence(_, .block, let range): edit(range, "  " + yaml)
    default: edit(field.value.range, yaml)
    }
  }

  /// Puts another string in the place of a scalar; keeps its quotes, adds them where needed.
  package func replacing(_ scalar: Scalar, with text: String) -> Edit {
    edit(scalar.range, anchored(YAMLScalar.text(text, style: scalar.style), scalar.anchor))
  }

  /// A value under its anchor, which aliases elsewhere may name.
  private func anchored(_ yaml: String, _ anchor: String?) -> String {
    anchor.map { "&\($0) \(yaml)" } ?? yaml
  }

  /// An edit that gives an empty value the blank, or the colon, that it had no need of.
  private func edit(_ range: Range<Int>, _ yaml: String) -> Edit {
    guard range.isEmpty, range.lowerBound > header.lowerBound else {
      return Edit(range, with: yaml)
    }
    let line = text.lineRange(text.lineIndex(at: range.lowerBound - 1)).lowerBound
    let before = bytes[max(line, header.lowerBound)..<range.lowerBound]
    switch before.last {
    case 0x3A, 0x2D, 0x3F: return Edit(range, with: " " + yaml)
    default:
      // `{Task Title}` and `? key` are keys without a colon.
      let last = before.last { $0 != 0x20 && $0 != 0x09 }
      let isBehindMark = last.map { [0x3A, 0x2D, 0x3F, 0x2C, 0x5B, 0x7B].contains($0) } ?? true
      return Edit(range, with: isBehindMark ? yaml : ": " + yaml)
    }
  }

  /// True when every top-level field is a line `key: …`; edits of lines need that.
  ///
  /// YAML has stranger ones: a key behind a question mark, or in braces.
  package var isPlainlyWritten: Bool {
    mappingStyle == .block
      && fields.allSatisfy { field in
        let key = field.key.range
        let line = text.lineRange(text.lineIndex(at: key.lowerBound))
        let rest = bytes[key.upperBound..<max(key.upperBound, line.upperBound)]
        return field.key.anchor == nil && field.key.tag == nil
          && rest.first { $0 != 0x20 && $0 != 0x09 } == 0x3A
          && bytes[max(line.lowerBound, header.lowerBound)..<key.lowerBound].allSatisfy {
            $0 == 0x20
          }
      }
  }

  /// Writes a key by another name.
  package func renaming(_ field: Field, to name: String) -> Edit {
    Edit(field.key.range, with: YAMLScalar.text(name, style: field.key.style))
  }

  /// Adds a line `key: yaml` below a field, or at the header's end.
  ///
  /// Nil when the header is written in braces, where there are no lines to add to.
  package func inserting(key: String, yaml: String, after field: Field? = nil) -> Edit? {
    guard isPlainlyWritten else { return nil }
    let place = field?.range.upperBound ?? header.upperBound
    let indent = fields.first.map { indentation(of: $0) } ?? ""
    let end = lineEnding.text
    var line = "\(indent)\(key): \(yaml)\(end)"
    if place > 0, place <= bytes.count, bytes[place - 1] != 0x0A, bytes[place - 1] != 0x0D {
      line = end + line
    }
    return Edit(place..<place, with: line)
  }

  /// Takes a field away with its lines and the comments above it; in braces with one comma.
  package func removing(_ field: Field) -> Edit {
    let last = field.range.isEmpty ? 0x0A : bytes[field.range.upperBound - 1]
    guard last == 0x0A || last == 0x0D else { return Edit(entry(field.range), with: "") }
    return Edit(
      min(field.leadingComments.lowerBound, field.range.lowerBound)..<field.range.upperBound,
      with: "")
  }

  /// Takes one item out of a list; in brackets with one comma, else with its lines.
  package func removing(itemAt index: Int, of items: [Item], style: CollectionStyle) -> Edit {
    let item = items[index]
    if style == .block { return Edit(item.range, with: "") }
    if index + 1 < items.count {
      return Edit(item.range.lowerBound..<items[index + 1].range.lowerBound, with: "")
    }
    if index > 0 {
      return Edit(items[index - 1].range.upperBound..<item.range.upperBound, with: "")
    }
    return Edit(entry(item.range), with: "")
  }

  /// The bytes of an entry in brackets or braces with the comma behind it, else the one before.
  private func entry(_ range: Range<Int>) -> Range<Int> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0A || byte == 0x0D }
    var end = range.upperBound
    while end < header.upperBound {
      if bytes[end] == 0x23 {
        while end < header.upperBound, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
      } else if isSpace(bytes[end]) {
        end += 1
      } else {
        break
      }
    }
    if end < header.upperBound, bytes[end] == 0x2C {
      end += 1
      while end < header.upperBound, isBlank(bytes[end]) { end += 1 }
      return range.lowerBound..<end
    }
    var start = range.lowerBound
    while start > header.lowerBound, isSpace(bytes[start - 1]) { start -= 1 }
    // A comma that cannot be found may stay: YAML allows one behind the last entry.
    guard start > header.lowerBound, bytes[start - 1] == 0x2C else { return range }
    return start - 1..<range.upperBound
  }

  /// Blanks before a field's key on its line.
  package func indentation(of field: Field) -> String {
    let line = text.lineRange(text.lineIndex(at: field.key.range.lowerBound))
    return text.string(line.lowerBound..<field.key.range.lowerBound)
  }
}

/// Writes strings so that YAML reads them back as the same strings.
package enum YAMLScalar {
  /// The string in a style where it is possible, else in double quotes.
  ///
  /// Commas and brackets need quotes only where the value may stand in brackets.
  package static func text(
    _ string: String, style: ScalarStyle = .plain, inBrackets: Bool = true
  ) -> String {
    switch style {
    case .plain where isPlainSafe(string, inBrackets: inBrackets): return string
    case .plain, .singleQuoted:
      guard string.unicodeScalars.allSatisfy(isPrintable) else { return doubleQuoted(string) }
      // By scalars: a mark behind a quote makes one character of the two.
      var result = "'".unicodeScalars
      for scalar in string.unicodeScalars {
        result.append(scalar)
        if scalar == "'" { result.append(scalar) }
      }
      result.append("'")
      return String(result)
    case .doubleQuoted, .literal, .folded: return doubleQuoted(string)
    }
  }

  /// True when the bare string is read as that very string.
  package static func isPlainSafe(_ string: String, inBrackets: Bool = true) -> Bool {
    guard let first = string.utf8.first, let last = string.utf8.last,
      ScalarType(plain: string) == .string, last != 0x20, last != 0x3A
    else { return false }
    if string == "=" || string.hasPrefix("---") || string.hasPrefix("...") { return false }
    let indicators = Set("-?:,[]{}#&*!|>'\"%@` \t=".utf8)
    if indicators.contains(first) {
      // A dash may begin a word, not stand alone.
      let second = string.utf8.dropFirst().first
      guard first == 0x2D, let second, second != 0x20, second != 0x09 else { return false }
    }
    var previous: UInt8 = 0
    for byte in string.utf8 {
      if previous == 0x3A, byte == 0x20 || byte == 0x09 { return false }
      if byte == 0x23, previous == 0x20 || previous == 0x09 { return false }
      if inBrackets, [0x2C, 0x5B, 0x5D, 0x7B, 0x7D].contains(byte) { return false }
      previous = byte
    }
    return string.unicodeScalars.allSatisfy(isPrintable)
  }

  /// What a line of YAML may hold as it is.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !isBreak(scalar)
      && scalar.value != 0xFEFF && scalar.value != 0xFFFE && scalar.value != 0xFFFF
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    [0x85, 0x2028, 0x2029].contains(scalar.value)
  }

  private static func doubleQuoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if !isPrintable(scalar) {
          let hex = String(scalar.value, radix: 16, uppercase: true)
          result += "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
