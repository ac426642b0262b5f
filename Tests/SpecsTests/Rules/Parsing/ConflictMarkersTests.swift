import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct ConflictMarkersTests {
  private let block = "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> side\n"

  @Test func anUnfinishedMergeIsAnErrorWhereItBegins() throws {
    try expect(
      "S010", in: Sample.task() + "1️⃣" + block, at: [("1️⃣", "a merge conflict is not resolved")],
      as: .error)
    try expect(
      "S010",
      in: "---\nid: TSK-001\n1️⃣<<<<<<< HEAD\nstatus: a\n=======\nstatus: b\n>>>>>>> x\n---\n",
      at: [("1️⃣", "a merge conflict is not resolved")], as: .error)
    try expect(
      "S010", in: Sample.task() + "1️⃣<<<<<<<<< a\n||||||||| b\n=========\n>>>>>>>>> c\n",
      at: [("1️⃣", "a merge conflict is not resolved")])
  }

  @Test func aHeaderWithMarkersHasNoSecondError() throws {
    let text = "---\nid: TSK-001\n<<<<<<< HEAD\nstatus: a\n=======\nstatus: b\n>>>>>>> x\n---\n"
    let findings = try Bench(["tasks/TSK-001.md": text]).findings().filter { $0.severity == .error }
    #expect(findings.map(\.code) == ["S010"])
    #expect(findings[0].notes.map(\.position?.line) == [7])
  }

  @Test func inACodeFenceItIsAWarning() throws {
    try expect(
      "S010", in: Sample.task() + "```\n1️⃣\(block)```\n",
      at: [("1️⃣", "a code block shows conflict markers")], as: .warning)
  }

  @Test func partsOfAConflictAreText() throws {
    for text in [
      "Title\n=======\n", "<<<<<<< HEAD\nmine\n=======\n", "=======\n>>>>>>> side\n",
      "<<<<<<< HEAD\n>>>>>>> side\n", "<<<<<< a\n======\n>>>>>> b\n",
      " <<<<<<< a\n=======\n>>>>>>> b\n",
      "<<<<<<<a\n=======\n>>>>>>>b\n", "<<<<<<< a\n========\n>>>>>>> b\n",
    ] {
      try expectNone("S010", in: Sample.task() + text)
    }
  }

  @Test func markersWithCRLFCount() throws {
    let text = (Sample.task() + block).replacing("\n", with: "\r\n")
    #expect(try Bench(["tasks/TSK-001.md": text]).findings().contains { $0.code == "S010" })
  }
}
