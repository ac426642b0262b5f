import Frontmatter
import Testing

/// Files made to hurt: each is answered by a value or an error, in time that grows with its size.
@Suite struct HostileTests {
  private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private func parse(_ header: String, body: String = "") -> Parsed {
    Document.parse(Array("---\n\(header)\n---\n\(body)".utf8))
  }

  private func failure(_ header: String) -> ParseError? {
    if case .failed(let error, _, _) = parse(header) { error } else { nil }
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["[", "{a: ", "- ", "? ", "[{a: ", "!!seq [", "&a ["])
  func deepNestingIsAnError(opening: String) {
    for count in [101, 2_000, 100_000] {
      #expect(failure("a: \n  " + repeated(opening, count)) != nil)
    }
  }

  @Test func nestingOfAHundredLevelsIsRead() throws {
    let depth = 99
    let header = "a: " + repeated("[", depth) + repeated("]", depth)
    #expect(readDocument(Array("---\n\(header)\n---\n".utf8)) != nil)
    #expect(failure("a: " + repeated("[", 101) + repeated("]", 101))?.kind == .tooDeep)
  }

  @Test(.timeLimit(.minutes(1)))
  func aliasesAreNeverExpanded() throws {
    var header = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<40 {
      header += "a\(level): &a\(level) [\(repeated("*a\(level - 1), ", 10))]\n"
    }
    let document = try #require(readDocument(Array("---\n\(header)---\n".utf8)))
    #expect(document.fields.count == 40)
    guard case .sequence(let items, _, _)? = document.fields.last?.value else {
      Issue.record("no list")
      return
    }
    #expect(items.count == 10)
  }

  @Test func anAliasOfNothingIsAnError() throws {
    let error = try #require(failure("a: *nowhere\nb: &nowhere x"))
    #expect(error.kind == .syntax)
    #expect(error.range == 7..<15)
    #expect(readDocument(Array("---\na: &x {b: *x}\n---\n".utf8)) != nil)
  }

  @Test(arguments: ["\u{0}", "\u{1}", "\u{8}", "\u{B}", "\u{1F}", "\u{7F}", "\u{80}", "\u{FFFE}"])
  func controlCharactersAreErrorsAtTheirPlace(character: String) throws {
    let error = try #require(failure("a: ü x\(character)y"))
    #expect(error.kind == .control)
    #expect(error.range.lowerBound == 11)
  }

  @Test(
    arguments: [
      [0x80], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8AreErrorsAtTheFirst(bytes: [UInt8]) {
    let start = Array("---\na: ü ".utf8)
    guard case .failed(let error, _, _) = Document.parse(start + bytes + Array("\n---\n".utf8))
    else {
      Issue.record("expected a failure")
      return
    }
    #expect(error.kind == .notUTF8)
    #expect(error.range.lowerBound == start.count)
    // Below the header they are nobody's concern here.
    #expect(readDocument(Array("---\na: 1\n---\n".utf8) + bytes) != nil)
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "a: ", "a: '", "a: \"", "a: |\n  ", "# ", "a: [", "? ",
    ])
  func aLineOfAMegabyteIsReadOrRefused(start: String) {
    Laws.ofReading(Array("---\n\(start)\(repeated("x, ", 350_000))\n---\n".utf8))
    Laws.ofReading(Array("---\n\(start)\(repeated("ü{", 50_000))\n---\n".utf8))
  }

  @Test(.timeLimit(.minutes(1)))
  func aHundredThousandKeysAndItemsAreRead() throws {
    let keys = (0..<100_000).map { "k\($0): \($0)\n" }.joined()
    let document = try #require(readDocument(Array("---\n\(keys)---\n".utf8)))
    #expect(document.fields.count == 100_000)
    #expect(document.fields.last?.value.scalar?.text == "99999")

    for list in [repeated("  - x\n", 100_000), "  [" + repeated("x, ", 100_000) + "]\n"] {
      let document = try #require(readDocument(Array("---\nl:\n\(list)---\n".utf8)))
      guard case .sequence(let items, _, _)? = document["l"]?.value else {
        Issue.record("no list")
        continue
      }
      #expect(items.count == 100_000)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func aKeyThatStandsAHundredThousandTimesIsListed() throws {
    let document = try #require(
      readDocument(Array("---\n\(repeated("a: 1\n", 100_000))---\n".utf8)))
    #expect(document.duplicates.count == 99_999)
    #expect(document.duplicates.allSatisfy { $0.first == 4..<5 })
  }

  @Test(.timeLimit(.minutes(1)))
  func fiveMegabytesOfBodyCostOnePass() throws {
    let bytes = Array("---\na: 1\n---\n".utf8) + [UInt8](repeating: 0x0D, count: 5_000_000)
    let document = try #require(readDocument(bytes))
    #expect(document.text.lineCount == 5_000_003)
    #expect(document.bytes == bytes)
  }

  @Test(.timeLimit(.minutes(1)))
  func aHeaderThatIsNeverClosedIsSearchedOnce() {
    let text = "---\n" + repeated("key: value --\n", 70_000)
    guard case .failed(let error, _, let salvage) = Document.parse(Array(text.utf8)) else {
      Issue.record("expected a failure")
      return
    }
    #expect(error.kind == .unterminated)
    #expect(salvage.map(\.key) == ["key"])
  }

  @Test(.timeLimit(.minutes(1)))
  func commentsAndBlankLinesBelongToFieldsInOnePass() throws {
    let comments =
      repeated("# about\n", 60_000) + repeated("\n", 60_000) + repeated("# b\n", 60_000)
    let document = try #require(
      readDocument(Array("---\na:\n- x\n\(comments)- y\nb: 1\n---\n".utf8)))
    #expect(document.fields.map(\.key.text) == ["a", "b"])
  }

  /// Places at the end of a long line cost no more than those at its start.
  @Test(.timeLimit(.minutes(1)))
  func positionsInALongLineAreFoundQuickly() {
    let text = SourceText(Array(repeated("ü, ", 400_000).utf8))
    for offset in stride(from: 0, to: text.bytes.count, by: 256) {
      if text.position(at: offset).line != 1 { Issue.record("there is one line") }
    }
    #expect(text.position(at: text.bytes.count) == Position(line: 1, column: 1_200_001))
  }
}
