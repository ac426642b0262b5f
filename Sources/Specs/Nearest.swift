/// Finds the word that a mistyped one was probably meant to be.
package enum Nearest {
  /// The candidate with the fewest edits, if they are few for the word's length; ties go to the first.
  package static func match(_ word: String, in candidates: some Sequence<String>) -> String? {
    // The work grows with the square of the length, and nobody mistypes a page.
    guard word.utf8.count <= 256 else { return nil }
    let target = Array(word.lowercased().utf8)
    // A few letters may be wrong; a longer way is another word.
    var limit = max(2, target.count / 6)
    var best: String?
    for candidate in candidates {
      let letters = Array(candidate.lowercased().utf8)
      guard abs(letters.count - target.count) <= limit else { continue }
      guard let distance = distance(target, letters, limit: limit) else { continue }
      if best == nil || distance < limit {
        best = candidate
        limit = distance
        if distance == 0 { break }
      }
    }
    return best
  }

  /// Insertions, deletions, substitutions and swaps of neighbours; nil above the limit.
  static func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in 0..<b.count {
        row[j + 1] = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
        }
      }
      if (row.min() ?? 0) > limit { return nil }
      (beforeLast, last) = (last, row)
    }
    return last[b.count] <= limit ? last[b.count] : nil
  }
}

/// Values of enumerations in other spellings.
enum Spelling {
  /// The value that a spelling stands for: equal but for case and separators, or a synonym.
  static func of(_ text: String, values: [String], synonyms: [String: String]) -> String? {
    let plain = plain(text)
    return values.first { Self.plain($0) == plain }
      ?? synonyms.first { Self.plain($0.key) == plain }?.value
  }

  private static func plain(_ text: String) -> String {
    String(text.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  package var trimmingBlanks: String {
    var rest = self[...]
    while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
    return String(rest)
  }
}

/// "a", "a or b", "a, b or c", each in backticks.
func alternatives(_ words: [String]) -> String {
  let quoted = words.map { "`\($0)`" }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
  return quoted.dropLast().joined(separator: ", ") + " or " + last
}
