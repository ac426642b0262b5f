import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct DatesTests {
  @Test func formsAndDaysThatDoNotExistAreErrors() throws {
    try expect(
      "S107", in: "---\nid: TSK-001\ncreated: 1️⃣2026-02-30\nupdated: 2️⃣1.2.2026\n---\n",
      at: [("1️⃣", "there is no day `2026-02-30`"), ("2️⃣", "`1.2.2026` is not a date")], as: .error)
    for text in ["2026-1-1", "2026-01-01T10:00:00Z", "26-01-01", "yesterday", "2026/01/01"] {
      try expect(
        "S107", in: "---\nid: TSK-001\ncreated: 1️⃣\(text)\n---\n",
        at: [("1️⃣", "`\(text)` is not a date")])
    }
    try expectNone("S107", in: "---\nid: TSK-001\ncreated: '2024-02-29'\nupdated:\n---\n")
  }

  @Test func updatedBeforeCreatedIsAnError() throws {
    let source = "---\nid: TSK-001\nupdated: 1️⃣2026-01-01\ncreated: 2026-01-02\n---\n"
    try expect(
      "S107", in: source,
      at: [("1️⃣", "`updated` (2026-01-01) is before `created` (2026-01-02)")], as: .error)
    let finding = try #require(
      Bench(["tasks/TSK-001.md": Marked(source).text]).findings().first { $0.code == "S107" })
    #expect(finding.notes.map(\.position?.line) == [4])
    try expectNone("S107", in: "---\nid: TSK-001\nupdated: 2026-01-02\ncreated: 2026-01-02\n---\n")
  }

  @Test func theFutureIsAWarningFromTheDayAfterTomorrowOn() throws {
    try expect(
      "S107", in: "---\nid: TSK-001\ncreated: 1️⃣2026-01-17\n---\n",
      at: [("1️⃣", "`created` is in the future (today is 2026-01-15)")], as: .warning)
    try expectNone("S107", in: "---\nid: TSK-001\ncreated: 2026-01-16\n---\n")
  }
}
