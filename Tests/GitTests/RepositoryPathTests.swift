import Git
import Testing

/// A path is text that keeps every byte.
@Suite struct RepositoryPathTests {
  /// Pieces of what decoders trip over, so that random bytes meet them often.
  private static let pieces: [[UInt8]] = [
    Array("/.omoi_os/".utf8), Array("e\u{301}".utf8), Array("\u{E9}".utf8),
    Array("\u{1100}\u{1161}".utf8), Array("\u{212B}".utf8), Array("\u{1F469}\u{200D}".utf8),
    [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xFF], [0x5C],
    Array("\\377".utf8), Array("\\n".utf8), [0x0A], [0x09], [0x0D], [0x7F], [0x01],
  ]

  private func randomPath(_ random: inout SeededRandom) -> [UInt8] {
    (0..<Int.random(in: 0...8, using: &random)).flatMap { _ -> [UInt8] in
      Bool.random(using: &random)
        ? Self.pieces.randomElement(using: &random) ?? []
        : [UInt8.random(in: 1...255, using: &random)]
    }
  }

  @Test func bytesComeBack() throws {
    var random = SeededRandom(1)
    for _ in 0..<20_000 {
      let bytes = randomPath(&random)
      let path = RepositoryPath(bytes: bytes)
      try #require(path.bytes == bytes)
      try #require(RepositoryPath(text: path.text).bytes == bytes)
    }
  }

  /// Swift calls strings equal that are canonically equivalent; paths of other bytes must not be.
  @Test func otherBytesAreAnotherPath() throws {
    var random = SeededRandom(2)
    var bytesByText: [String: [UInt8]] = [:]
    for _ in 0..<20_000 {
      let bytes = randomPath(&random)
      let text = RepositoryPath(bytes: bytes).text
      let other = bytesByText.updateValue(bytes, forKey: text)
      try #require(other == nil || other == bytes, "\(text)")
    }
  }

  /// Printed paths must not command a terminal or break a report's lines.
  @Test func textHasNoControlCharacters() throws {
    var random = SeededRandom(3)
    for _ in 0..<5_000 {
      let text = RepositoryPath(bytes: randomPath(&random)).text
      try #require(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    }
  }

  @Test func readsLikeGitsQuotedPaths() {
    #expect(RepositoryPath(bytes: Array("a b/ü.md".utf8)).text == "a b/ü.md")
    #expect(RepositoryPath(bytes: [0x61, 0xFF, 0x0A, 0x5C]).text == "a\\377\\n\\\\")
  }
}
