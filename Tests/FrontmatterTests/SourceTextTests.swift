import Frontmatter
import TestSupport
import Testing

@Suite struct SourceTextTests {
  @Test func countsLinesAndColumnsInScalars() {
    let text = SourceText(Array("é=1\r\nb: ü x\n".utf8))
    #expect(text.lineCount == 2)
    #expect(text.position(at: 0) == Position(line: 1, column: 1))
    #expect(text.position(at: 2) == Position(line: 1, column: 2))
    #expect(text.position(at: 12) == Position(line: 2, column: 6))
    #expect(text.string(text.lineContent(0)) == "é=1")
  }

  /// Long lines have a table of their own, which must not be noticed.
  @Test func columnsOfLongLinesAreCountedLikeThoseOfShortOnes() {
    var random = Seeded(7)
    let alphabet: [[UInt8]] = [
      [0x61], [0xC3, 0xA9], [0xF0, 0x9F, 0x98, 0x80], [0x80], [0xFF], [0x20],
    ]
    for ends in [0, 1] {
      var bytes: [UInt8] = (0..<3_000).flatMap { _ in random.pick(alphabet) }
      for _ in 0..<ends { bytes[random.number(0...bytes.count - 1)] = 0x0A }
      let text = SourceText(bytes)
      var lineStart = 0
      var column = 1
      for offset in bytes.indices {
        if offset == lineStart {
          column = 1
        } else if bytes[offset] & 0xC0 != 0x80 {
          column += 1
        }
        if offset == lineStart || bytes[offset] & 0xC0 != 0x80,
          text.position(at: offset).column != column
        {
          Issue.record("column \(text.position(at: offset).column), not \(column)")
        }
        if bytes[offset] == 0x0A { lineStart = offset + 1 }
      }
    }
  }

  @Test func lineEndsOfEveryFormOpenALine() {
    let text = SourceText(Array("a\rb\r\nc\nd".utf8))
    #expect(text.lineCount == 4)
    #expect((0..<4).map { text.string(text.lineContent($0)) } == ["a", "b", "c", "d"])
    #expect((0..<4).map { text.string(text.lineRange($0)) } == ["a\r", "b\r\n", "c\n", "d"])
    #expect(SourceText([]).lineCount == 1)
    #expect(SourceText([0x0A]).lineCount == 1)
    #expect(text.position(at: 99) == Position(line: 4, column: 2))
  }
}
