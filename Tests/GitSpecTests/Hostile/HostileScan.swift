import Foundation

/// Looks at every byte that left the program for what a terminal, an eye or a runner would obey.
///
/// Written from what these obey, and not from the program's own list.
struct HostileScan {
  var allowsColor = false
  /// What a line may begin with.
  var commands: [String] = []

  /// What is wrong, each with the line that it is in.
  func problems(_ bytes: Data) -> [String] {
    guard let text = String(validating: bytes, as: UTF8.self) else { return ["it is not UTF-8"] }
    return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { line($0) }
  }

  private func line(_ line: Substring.UnicodeScalarView) -> [String] {
    var scalars = Array(line)
    if allowsColor { scalars = Self.withoutColor(scalars) }
    scalars = Self.withoutIsolates(scalars)
    let text = String(String.UnicodeScalarView(scalars))
    func problem(_ what: String) -> String { "\(what) in: \(text.debugDescription.prefix(300))" }
    var problems: [String] = []
    for (place, scalar) in scalars.enumerated() where Self.isHostile(scalars, place) {
      problems.append(problem("U+\(String(scalar.value, radix: 16, uppercase: true))"))
    }
    if text.firstMatch(of: /##[A-Za-z]*\[/) != nil { problems.append(problem("##[")) }
    let start = text.drop { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
    if start.hasPrefix("::"), !start.hasPrefix(":::"),
      !commands.contains(where: { text.hasPrefix($0) })
    {
      problems.append(problem("::"))
    }
    return Array(Set(problems))
  }

  private static func isHostile(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    let scalar = scalars[place]
    switch scalar.properties.generalCategory {
    case .control: return scalar != "\t"
    case .lineSeparator, .paragraphSeparator: return true
    default: break
    }
    if scalar.properties.isNoncharacterCodePoint || (0xFFF9...0xFFFB).contains(scalar.value) {
      return true
    }
    guard scalar.properties.isDefaultIgnorableCodePoint else { return false }
    // Joiners and selectors of other scripts and of emoji have work to do; in ASCII they hide.
    let isJoiner =
      [0x200C, 0x200D].contains(scalar.value) || scalar.properties.isVariationSelector
    guard isJoiner, place > 0 else { return true }
    let next = place + 1 < scalars.count ? scalars[place + 1] : nil
    if next?.value == 0x20E3 { return false }
    if scalars[place - 1].isASCII { return true }
    return scalar.properties.isVariationSelector ? false : next?.isASCII ?? true
  }

  /// Own isolates come in pairs in a line, around letters that run leftward.
  private static func withoutIsolates(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var place = 0
    while place < scalars.count {
      if scalars[place].value == 0x2068,
        let end = scalars[place...].firstIndex(where: { $0.value == 0x2069 }),
        scalars[place..<end].contains(where: { (0x590...0x8FF).contains($0.value) })
      {
        result += scalars[(place + 1)..<end]
        place = end + 1
      } else {
        result.append(scalars[place])
        place += 1
      }
    }
    return result
  }

  private static let colors = ["0", "1", "1;31", "1;33", "1;36", "34", "32", "36", "31", "33"]

  private static func withoutColor(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    colors.reduce(String(String.UnicodeScalarView(scalars))) {
      $0.replacing("\u{1B}[\($1)m", with: "")
    }.unicodeScalars.map { $0 }
  }
}

extension Unicode.Scalar.Properties {
  var isVariationSelector: Bool {
    isDefaultIgnorableCodePoint && generalCategory == .nonspacingMark
  }
}
