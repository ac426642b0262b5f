import Frontmatter
import Testing

/// Strings written as scalars are read back as the same strings.
@Suite struct YAMLScalarTests {
  private static let strings = [
    "Plain words", "a, b [c] {d}", "-x", "- x", "a: b", "a #b", "it's", "it'\u{301}s", "'", "''",
    "\"q\"", "\\", "tab\there", "\u{81}", "a\u{9F}b", "a\u{85}b", "\u{2028}", "\u{FEFF}x",
    "x\u{FFFE}", "x\u{FFFF}y", "\u{301}mark", "😀", "שלום", "yes", "2026-01-01", "1e3", "~", "=",
    "---", "...", "? a", ": a", "@a", "`a`", "%a", "&a", "*a", "!a", "|", ">", "", " ", "a ", " a",
    "a:", "null", "{NNN}", "\u{7F}", "\u{A0}x\u{A0}", "a\nb", "a\r\nb", "\u{1F}",
  ]

  @Test(arguments: strings, [ScalarStyle.plain, .singleQuoted, .doubleQuoted, .literal])
  func aStringIsReadBackInEveryStyle(string: String, style: ScalarStyle) {
    func readBack(_ text: String, _ pick: (Value) -> Value?) -> String? {
      guard case .document(let document) = Document.parse(Array(text.utf8)),
        let value = document["k"]?.value, case .scalar(let scalar)? = pick(value)
      else { return nil }
      return scalar.type == .string ? scalar.text : nil
    }
    // By scalars, for canonically equal strings may have other bytes.
    func same(_ read: String?) -> Bool {
      read.map { Array($0.unicodeScalars) } == Array(string.unicodeScalars)
    }
    let inLine = YAMLScalar.text(string, style: style, inBrackets: false)
    #expect(same(readBack("---\nk: \(inLine)\n---\n") { $0 }), "\(inLine)")
    let inList = YAMLScalar.text(string, style: style)
    let read = readBack("---\nk: [\(inList), b]\n---\n") {
      if case .sequence(let items, _, _) = $0, items.count == 2 { items[0].value } else { nil }
    }
    #expect(same(read), "\(inList)")
  }

  @Test func commasAndBracketsNeedQuotesOnlyInBrackets() {
    #expect(YAMLScalar.text("a, b [c]") == "'a, b [c]'")
    #expect(YAMLScalar.text("a, b [c]", inBrackets: false) == "a, b [c]")
    #expect(YAMLScalar.text("[c]", inBrackets: false) == "'[c]'")
  }
}
