internal import Frontmatter
internal import Synchronization

/// Finds the word that a mistyped one was probably meant to be.
package enum Nearest {
  /// The candidate with the fewest edits, if they are few for the word's length; ties go to the first.
  package static func match(_ word: String, in candidates: some Sequence<String>) -> String? {
    let words = Array(candidates)
    return NearestWords(words).match(word).map { words[$0] }
  }
}

/// Words prepared for many searches: in small letters, with the letters that each has.
struct NearestWords: Sendable {
  private let words: [[UInt8]]
  private let letters: [UInt64]

  init(_ words: some Sequence<String>) {
    self.words = words.map { Array($0.lowercased().utf8) }
    letters = self.words.map(Self.letters)
  }

  /// Index of the nearest word that is wanted; nil when none is near.
  func match(_ word: String, where isWanted: (Int) -> Bool = { _ in true }) -> Int? {
    // The work grows with the square of the length, and nobody mistypes a page.
    guard word.utf8.count <= 256 else { return nil }
    let target = Array(word.lowercased().utf8)
    let wanted = Self.letters(target)
    // A few letters may be wrong; a longer way is another word.
    var limit = max(2, target.count / 6)
    var best: Int?
    var rows = DistanceRows()
    Work.did(words.count)
    for index in words.indices {
      // Each edit changes the letters that a word has by two at the most.
      guard abs(words[index].count - target.count) <= limit,
        (letters[index] ^ wanted).nonzeroBitCount <= 2 * limit, isWanted(index),
        let distance = rows.distance(target, words[index], limit: limit)
      else { continue }
      if best == nil || distance < limit {
        best = index
        limit = distance
        if distance == 0 { break }
      }
    }
    return best
  }

  private static func letters(_ word: [UInt8]) -> UInt64 {
    word.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }
}

/// The rows of an edit distance, kept from word to word.
private struct DistanceRows {
  private var beforeLast: [Int] = []
  private var last: [Int] = []
  private var row: [Int] = []

  /// Insertions, deletions, substitutions and swaps of neighbours; nil above the limit.
  mutating func distance(_ x: [UInt8], _ y: [UInt8], limit: Int) -> Int? {
    // What both begin and end with costs nothing.
    var start = 0
    while start < x.count, start < y.count, x[start] == y[start] { start += 1 }
    var (xEnd, yEnd) = (x.count, y.count)
    while xEnd > start, yEnd > start, x[xEnd - 1] == y[yEnd - 1] {
      xEnd -= 1
      yEnd -= 1
    }
    let (height, width) = (xEnd - start, yEnd - start)
    if height == 0 || width == 0 { return max(height, width) <= limit ? max(height, width) : nil }
    if last.count <= width {
      (beforeLast, last, row) = (Self.zeros(width), Self.zeros(width), Self.zeros(width))
    }
    let far = limit + 1
    for j in 0...width { last[j] = j }
    for i in 1...height {
      // Only cells near the diagonal can stay within the limit.
      let (low, high) = (max(1, i - limit), min(width, i + limit))
      guard low <= high else { return nil }
      row[low - 1] = low == 1 ? i : far
      var least = row[low - 1]
      let letter = x[start + i - 1]
      for j in low...high {
        let other = y[start + j - 1]
        let above = j <= i - 1 + limit ? last[j] : far
        var cost = min(last[j - 1] + (letter == other ? 0 : 1), above + 1, row[j - 1] + 1)
        if i > 1, j > 1, letter == y[start + j - 2], x[start + i - 2] == other {
          cost = min(cost, beforeLast[j - 2] + 1)
        }
        row[j] = cost
        least = min(least, cost)
      }
      if high < width { row[high + 1] = far }
      if least > limit { return nil }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[width] <= limit ? last[width] : nil
  }

  private static func zeros(_ width: Int) -> [Int] { [Int](repeating: 0, count: width + 2) }
}

/// Definitions of a root, for naming the one that an unknown reference was meant to be.
///
/// A search looks at every definition, so that thousands of unknown references would cost thousands
/// times thousands: after so many looks no more is searched, and errors are told without a guess.
package final class Candidates: Sendable {
  private let definitions: [Definition]
  private let looksLeft = Atomic<Int>(lookLimit)
  private static let lookLimit = 20_000_000
  private let ids: NearestWords
  private let paths: NearestWords

  package init(_ definitions: [Definition]) {
    self.definitions = definitions
    ids = NearestWords(definitions.lazy.map(\.id))
    paths = NearestWords(definitions.lazy.map(\.path))
  }

  /// The definition whose ID is nearest.
  package func nearest(
    toID id: String, where isWanted: (Definition) -> Bool
  ) -> Definition? {
    guard maySearch else { return nil }
    return ids.match(id) { isWanted(definitions[$0]) }.map { definitions[$0] }
  }

  private var maySearch: Bool {
    looksLeft.subtract(definitions.count, ordering: .relaxed).newValue >= 0
  }

  /// The spec whose path is nearest; headings have none of their own.
  func nearest(
    toPath path: String, where isWanted: (Definition) -> Bool
  ) -> Definition? {
    guard maySearch else { return nil }
    return paths.match(path) { !definitions[$0].isHeading && isWanted(definitions[$0]) }
      .map { definitions[$0] }
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

/// "a", "a or b", "a, b or c", each in backticks; of very many the first ones.
func alternatives(_ words: [String]) -> String {
  let limit = 40
  var quoted = words.prefix(limit).map { "`\($0)`" }
  if words.count > limit { quoted.append("\(words.count - limit) others") }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
  return quoted.dropLast().joined(separator: ", ") + " or " + last
}
