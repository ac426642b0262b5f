/// Characters with which a text would do more than be read.
enum Hostile {
  /// Controls, marks that turn the direction of text around, what is drawn as nothing, and what no
  /// text may hold.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F: true
    case 0x20...0xFF: scalar.value == 0xAD
    // Fillers, marks of direction, ends of lines, invisible operators, tags.
    case 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x200E, 0x200F,
      0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB,
      0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE00FF, 0xE01F0...0xE0FFF:
      true
    // Noncharacters.
    case 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }

  /// Marks that are drawn as nothing and have work to do in some scripts and in emoji.
  static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x200C || scalar.value == 0x200D || isSelector(scalar)
  }

  static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
    default: false
    }
  }

  /// Whether a joiner at a place does its work: between letters or emoji beyond ASCII.
  ///
  /// Between others it would only hide a word from whoever looks for it, or from a runner's eye.
  static func works(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    guard place > 0 else { return false }
    let before = scalars[place - 1]
    let next = place + 1 < scalars.count ? scalars[place + 1] : nil
    if isSelector(scalars[place]) {
      // `1️⃣` is a digit, a selector and the key around them.
      if next?.value == 0x20E3 { return "0123456789#*".unicodeScalars.contains(before) }
      return isLetter(before) && !isJoiner(before)
    }
    guard let next else { return false }
    return (isLetter(before) || isSelector(before)) && isLetter(next) && !isJoiner(next)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value > 0x7F, !isHidden(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .otherSymbol, .modifierSymbol, .mathSymbol,
      .otherLetter, .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter,
      .decimalNumber, .letterNumber, .otherNumber, .otherPunctuation:
      return true
    default: return false
    }
  }
}
