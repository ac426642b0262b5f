import Specs
import TestSupport
import Testing

@Suite struct DoubleEncodedTests {
  @Test func textEncodedTwiceIsAWarningOnce() throws {
    try expect(
      "S009", in: "---\nid: TSK-001\ntitle: Caf1️⃣Ã© menu\n---\n\nItâ€™s\n",
      at: [("1️⃣", "`Ã©` is `é` encoded twice (and 1 more)")], as: .warning)
    try expect(
      "S009", in: "---\nid: TSK-001\n---\n1️⃣ðŸ˜€\n", at: [("1️⃣", "`ðŸ˜€` is `😀` encoded twice")])
  }

  @Test func theFixIsUnsafeAndDecodesOnce() throws {
    try expectFix(
      "S009", in: "---\nid: TSK-001\ntitle: Caf\u{C3}\u{A9} ü\n---\n\nItâ€™s\n",
      makes: "---\nid: TSK-001\ntitle: Café ü\n---\n\nIt’s\n", .unsafe)
  }

  @Test func codeAndOrdinaryLettersAreLeftAlone() throws {
    try expectNone("S009", in: "---\nid: TSK-001\n---\n```\nÃ©\n```\n")
    try expectNone("S009", in: "---\nid: TSK-001\ntitle: Ärger über Ölfässer, ÀÃ, naïveté\n---\n")
  }
}
