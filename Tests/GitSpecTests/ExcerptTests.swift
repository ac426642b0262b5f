import Frontmatter
import Testing

@testable import git_spec

/// The line below a finding, cut around its spot.
@Suite struct ExcerptTests {
  private func excerpt(_ line: String, _ column: Int, _ end: Int?) -> Excerpt {
    Excerpt(
      SourceText(Array(line.utf8)), Position(line: 1, column: column),
      end.map { Position(line: 1, column: $0) })
  }

  @Test func aShortLineIsShownWhole() {
    let shown = excerpt("    - TSK-099", 7, 14)
    #expect(shown.line == "    - TSK-099")
    #expect(shown.indent.count == 6)
    #expect(shown.markWidth == 7)
  }

  @Test func withoutAnEndTheWordIsMarked() {
    #expect(excerpt("  a: [TSK-001, x]", 7, nil).markWidth == 7)
    #expect(excerpt("word", 1, nil).markWidth == 4)
  }

  /// Wherever the spot is, the marks stand below it and both cuts are shown.
  @Test(arguments: ["a", "é", "€", "𝄞"])
  func aLongLineIsCutAroundTheSpot(letter: String) {
    let count = 40_000
    for column in [1, 30, 41, 42, 500, 20_000, count - 90, count - 10, count - 3] {
      var line = Array(repeating: letter, count: count)
      line[column - 1] = "X"
      line[column] = "Y"
      let shown = excerpt(line.joined(), column, column + 2)
      let marked = Array(shown.line)[shown.indent.count..<shown.indent.count + shown.markWidth]
      #expect(String(marked) == "XY", "column \(column)")
      #expect(shown.line.hasPrefix("…") == (column > 41), "column \(column)")
      #expect(shown.line.count <= 122)
      #expect(!shown.line.contains("\u{FFFD}"))
      #expect(shown.line.count >= 42)
    }
  }

  @Test func wideCharactersTakeTwoColumns() {
    let shown = excerpt("表表: TSK-099", 5, 12)
    #expect(shown.indent.count == 6)
    #expect(shown.markWidth == 7)
  }

  @Test func aPlaceBehindTheLineIsItsEnd() {
    let shown = excerpt("abc", 99, 120)
    #expect(shown.line == "abc")
    #expect(shown.indent.count == 3)
    #expect(shown.markWidth == 1)
  }
}
