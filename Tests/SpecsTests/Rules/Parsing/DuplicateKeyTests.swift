import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct DuplicateKeyTests {
  @Test func theSecondKeyIsToldWithThePlaceOfTheFirst() throws {
    let source = "---\nid: TSK-001\nstatus: pending\n1️⃣status: done\n---\n"
    try expect(
      "S004", in: source, at: [("1️⃣", "the key `status` stands here a second time")], as: .error)
    let finding = try #require(
      Bench(["tasks/TSK-001.md": Marked(source).text]).findings().first { $0.code == "S004" })
    #expect(finding.notes.map(\.position?.line) == [3])
  }

  @Test func keysOfInnerMappingsCount() throws {
    try expect(
      "S004",
      in: "---\nid: TSK-001\ndependencies:\n  blocks: []\n  1️⃣blocks: []\nx: {a: 1, 2️⃣a: 2}\n---\n",
      at: [
        ("1️⃣", "the key `blocks` stands here a second time"),
        ("2️⃣", "the key `a` stands here a second time"),
      ])
    try expectNone("S004", in: "---\nid: TSK-001\na: {k: 1}\nb: {k: 1}\nl:\n- k: 1\n- k: 1\n---\n")
  }
}
