import Frontmatter
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
}
