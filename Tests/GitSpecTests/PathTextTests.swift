import Foundation
import Git
@testable import Specs
import Testing

/// A path that frontmatter names is found by its text, which has to be the one that git's path has.
@Suite struct PathTextTests {
  private func text(_ path: String) -> String { RepositoryPath(bytes: Array(path.utf8)).text }

  @Test func everyCharacterIsSpelledAlike() throws {
    for value in UInt32(1)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let path = "a\(scalar)b"
      if RootPath.spelled(path) != text(path)
        || !RootPath.spelled(path).utf8.elementsEqual(
          text(path).utf8)
      {
        Issue.record("U+\(String(value, radix: 16))")
        return
      }
    }
  }

  @Test func randomPathsAreSpelledAlike() {
    let letters = [
      "a", "/", "\\", "\\n", "\n", "\t", "\r", "\u{7F}", " ", "e\u{301}", "é", "\u{1}", "\u{1161}",
      "각", "\u{212B}", "Å", "A\u{30A}", "👩‍👧", "\u{FEFF}", "0", "\u{0}", "\r\n", "\u{301}",
    ]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<5000 {
      let count = Int.random(in: 0...8, using: &random)
      let path = (0..<count).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
      if !RootPath.spelled(path).utf8.elementsEqual(text(path).utf8) {
        Issue.record("\(Array(path.utf8)): \(RootPath.spelled(path)), not \(text(path))")
        return
      }
      #expect(RepositoryPath(text: text(path)).bytes == Array(path.utf8))
    }
  }

  /// Swift takes texts for equal that Unicode takes for equal; git does not.
  @Test func namesOfOtherBytesAreOtherTexts() {
    for value in UInt32(0x80)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let name = String(scalar)
      let decomposed = name.decomposedStringWithCanonicalMapping
      // Vowel signs of some scripts join without being combining marks; those are not told apart.
      if decomposed.unicodeScalars.dropFirst().contains(where: {
        $0.properties.canonicalCombiningClass == .notReordered && !(0x1160...0x11FF ~= $0.value)
      }) {
        continue
      }
      if !decomposed.utf8.elementsEqual(name.utf8), text(decomposed) == text(name) {
        Issue.record("U+\(String(value, radix: 16)) is taken for its parts")
      }
    }
  }

  @Test func pathsThatNameTheRootAreThoseBelowIt() {
    for path in [
      "designs/a.md", "./designs/a.md", ".omoi_os/designs/a.md", "x/.omoi_os/designs/a.md",
    ] {
      #expect(RootPath.normalized(path, in: "x/.omoi_os") == "designs/a.md")
    }
    for path in ["", "/a.md", "../a.md", "designs/../a.md", "designs//a.md", "designs/./a.md"] {
      #expect(RootPath.normalized(path, in: ".omoi_os") == nil)
    }
  }
}
