import Specs
import TestSupport
import Testing

@Suite struct TitleAndEstimateTests {
  // MARK: S108

  @Test(arguments: ["\"\"", "'  '", "\"\\n\""])
  func aTitleOfBlanksIsAnError(title: String) throws {
    try expect(
      "S108", in: "---\nid: TSK-001\ntitle: 1️⃣\(title)\n---\n", at: [("1️⃣", "the title is empty")],
      as: .error)
  }

  @Test func aTitleAbove200CharactersIsAWarning() throws {
    let long = String(repeating: "ü", count: 201)
    try expect(
      "S108", in: "---\nid: TSK-001\ntitle: 1️⃣\(long)\n---\n",
      at: [("1️⃣", "the title has 201 characters; 200 are enough")], as: .warning)
    try expectNone("S108", in: "---\nid: TSK-001\ntitle: \(long.dropFirst())\n---\n")
    // Empty without quotes is a missing field.
    try expectNone("S108", in: "---\nid: TSK-001\ntitle:\n---\n")
  }

  // MARK: S109

  @Test(arguments: ["4h", "3d", "1w", "0.5d", "90m"])
  func aDurationIsANote(text: String) throws {
    try expect(
      "S109", in: "---\nid: TSK-001\nestimate: 1️⃣\(text)\n---\n",
      at: [("1️⃣", "the estimate `\(text)` is a duration; sizes are `S`, `M` or `L`")], as: .note)
  }

  @Test(arguments: ["two days", "5", "XXL", "h", ".5d", "1.2.3d", "4 h", "S M", "XL"])
  func anythingElseIsAnError(text: String) throws {
    try expect(
      "S109", in: "---\nid: TSK-001\nestimate: 1️⃣\(text)\n---\n",
      at: [("1️⃣", "`\(text)` is no estimate")], as: .error)
  }

  @Test func aSizeInSmallLettersIsAWarningWithAFix() throws {
    try expect(
      "S109", in: "---\nid: TSK-001\nestimate: 1️⃣m\n---\n",
      at: [("1️⃣", "`m` is another spelling of the size `M`")], as: .warning)
    try expectFix(
      "S109", in: "---\nid: TKT-001\nestimate: xl # much\n---\n", path: "tickets/TKT-001.md",
      makes: "---\nid: TKT-001\nestimate: XL # much\n---\n")
    try expectNone("S109", in: "---\nid: TKT-001\nestimate: XL\n---\n", path: "tickets/TKT-001.md")
  }
}
