/// A requirement's sentence in its two halves: `WHEN …` and `THE SYSTEM SHALL …`.
package struct EARSSentence: Sendable, Equatable {
  /// Empty for a sentence without one; no comma at its end.
  package let condition: String
  package let action: String
  /// The sentence undivided.
  package let whole: String

  /// The sentences of a text, with what follows each up to the next; nothing when none is there.
  package static func sentences(in text: String) -> [EARSSentence] {
    var pieces: [String] = []
    var condition = ""
    for part in parts(of: plain(text)) {
      if Requirements.hasSentence(part) {
        pieces.append(condition + part)
        condition = ""
      } else if !pieces.isEmpty, condition.isEmpty, !opens(part) {
        pieces[pieces.count - 1] += " " + part
      } else if opens(part) || !condition.isEmpty {
        // A condition that ends with a full stop.
        condition += part + " "
      }
    }
    if !condition.isEmpty, !pieces.isEmpty {
      pieces[pieces.count - 1] += " " + condition.trimmingBlanks
    }
    return pieces.map(EARSSentence.init)
  }

  private init(_ sentence: String) {
    whole = sentence
    let words = sentence.split(separator: " ")
    let capitals = words.map { $0.uppercased() }
    guard let shall = capitals.firstIndex(where: { $0.hasPrefix("SHALL") }), shall > 0 else {
      condition = ""
      action = sentence
      return
    }
    let the = capitals[max(0, shall - 4)..<shall].lastIndex(of: "THE") ?? shall - 1
    var before = words[..<the].joined(separator: " ")
    if capitals[..<the].last == "THEN" { before = String(before.dropLast(4)) }
    while let last = before.last, last == "," || last == " " { before.removeLast() }
    condition = before
    action = words[the...].joined(separator: " ")
  }

  private static let openers: Set<String> = ["WHEN", "WHILE", "WHERE", "IF"]
  private static let keywords: Set<String> = openers.union(["THEN", "THE", "SYSTEM", "SHALL"])

  /// Whether a text begins as such sentences do, in capitals, marks aside.
  static func opens(_ text: String) -> Bool {
    let words = text.split(separator: " ").prefix(2).map(bare)
    guard let first = words.first else { return false }
    return openers.contains(first) || (first == "THE" && words.last == "SYSTEM")
  }

  private static func bare(_ word: some StringProtocol) -> String {
    String(word.filter { !"*_,:".contains($0) })
  }

  /// A text cut behind each full stop that a capital letter follows.
  private static func parts(of text: String) -> [String] {
    var parts: [String] = []
    var part: [Substring] = []
    for word in text.split(separator: " ") {
      if let last = part.last?.last, ".!?".contains(last), word.first?.isUppercase == true {
        parts.append(part.joined(separator: " "))
        part = []
      }
      part.append(word)
    }
    if !part.isEmpty { parts.append(part.joined(separator: " ")) }
    return parts
  }

  /// A text without bold marks and without marks around the words of the pattern.
  static func plain(_ text: String) -> String {
    withoutBold(text).split(separator: " ").map { word in
      let bare = String(word.filter { !"*_".contains($0) })
      return keywords.contains(bare.filter { $0 != "," }) ? bare : String(word)
    }.joined(separator: " ")
  }

  private static let codeLimit = 2000

  /// Leaves code as it is, and stars that stand alone.
  private static func withoutBold(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    func run(of mark: Unicode.Scalar, from start: Int) -> Int {
      var end = start
      while end < scalars.count, scalars[end] == mark { end += 1 }
      return end
    }
    while index < scalars.count {
      let scalar = scalars[index]
      guard scalar == "`" || scalar == "*" else {
        result.append(scalar)
        index += 1
        continue
      }
      let end = run(of: scalar, from: index)
      if scalar == "*" {
        let standsAlone =
          (index == 0 || scalars[index - 1] == " ")
          && (end == scalars.count || scalars[end] == " ")
        if end - index != 2 || standsAlone { result.append(contentsOf: scalars[index..<end]) }
        index = end
        continue
      }
      // Code ends at a run of as many backticks.
      var close = end
      var isClosed = false
      // A text of thousands of runs must not be searched for each of them.
      let limit = min(scalars.count, end + codeLimit)
      while close < limit {
        let start = scalars[close...].firstIndex(of: "`") ?? scalars.count
        close = run(of: "`", from: start)
        isClosed = close - start == end - index
        if isClosed { break }
      }
      let stop = isClosed ? close : end
      result.append(contentsOf: scalars[index..<stop])
      index = stop
    }
    return String(result)
  }
}
