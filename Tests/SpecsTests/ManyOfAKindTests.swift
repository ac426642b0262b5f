import Frontmatter
import Specs
import TestSupport
import Testing

/// Files with thousands of one thing cost what they weigh; each took minutes or gigabytes before.
///
/// The limits are far above what a debug build takes and far below what squares would.
@Suite(.serialized) struct ManyOfAKindTests {
  private func expectFast(
    _ files: [String: String], seconds: Int = 10, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [Finding] {
    var findings: [Finding] = []
    let time = try ContinuousClock().measure { findings = try Bench(files).findings() }
    #expect(time < .seconds(seconds), sourceLocation: sourceLocation)
    return findings
  }

  private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  @Test(.timeLimit(.minutes(1)))
  func commentsAndIDs() throws {
    let body = (1...4000).map { "<!-- note \($0) -->\n\nSee TSK-\(10_000 + $0).\n\n" }.joined()
    let found = try expectFast(["tasks/TSK-001.md": Sample.task() + body])
    #expect(found.filter { $0.code == "S309" }.count == 4000)
  }

  @Test(.timeLimit(.minutes(1)))
  func conflictBlocks() throws {
    let block = "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n"
    let found = try expectFast(["tasks/TSK-001.md": Sample.task() + repeated(block, 8000)])
    #expect(found.contains { $0.code == "S010" })
  }

  @Test(.timeLimit(.minutes(1)))
  func referencesInOneLine() throws {
    let ids = (1...2000).map { "TSK-\(100_000 + $0)" }.joined(separator: ", ")
    let padding = repeated(" ", 1_000_000 - ids.count)
    let text = Sample.task().replacing("depends_on: []", with: "depends_on: [\(ids)\(padding)]")
    let found = try expectFast([
      "tasks/TSK-001.md": text, "tickets/TKT-001.md": Sample.ticket(),
    ]).filter { $0.code == "S301" }
    #expect(found.count == 2000)
    #expect(found.last.map { $0.start.column } == 16 + 1999 * 12)
  }

  @Test(.timeLimit(.minutes(1)))
  func repeatedReferences() throws {
    let ids = repeated("TSK-002, ", 8000)
    let text = Sample.task().replacing("depends_on: []", with: "depends_on: [\(ids)]")
    let found = try expectFast([
      "tasks/TSK-001.md": text, "tasks/TSK-002.md": Sample.task("TSK-002"),
    ]).filter { $0.code == "S307" }
    #expect(found.count == 7999)
  }

  @Test(.timeLimit(.minutes(1)))
  func openBraces() throws {
    let text = Sample.task(title: "\"\(repeated("{", 100_000))\"")
    let found = try expectFast(["tasks/TSK-001.md": text])
    #expect(found.contains { $0.code == "S108" })
    #expect(!found.contains { $0.code == "S011" })
  }

  @Test(.timeLimit(.minutes(1)))
  func backticks() throws {
    let body = repeated("` `` ``` ", 30_000)
    _ = try expectFast(["tasks/TSK-001.md": Sample.task() + body])
  }

  @Test(.timeLimit(.minutes(1)))
  func headingsWithBoxes() throws {
    let body = (1...40_000).map { "## Part \($0)\n- [ ] Do it\n" }.joined()
    let found = try expectFast([
      "tasks/TSK-001.md": Sample.task(status: "done") + body
    ])
    // Only the box of the sample itself is a criterion.
    #expect(found.filter { $0.code == "S403" }.count == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func requirementHeadings() throws {
    let body = (1...20_000).map { "### REQ-A-FUNC-\(10_000 + $0): Part\n\n```\nx\n```\n" }.joined()
    let found = try expectFast(["requirements/a.md": "---\nid: REQ-A-001\n---\n" + body])
    #expect(found.filter { $0.code == "S407" }.count == 20_000)
  }

  @Test(.timeLimit(.minutes(1)))
  func filesOfOneID() throws {
    var files = ["tickets/TKT-001.md": Sample.ticket()]
    let count = 2000
    for number in 1...count { files["tasks/TSK-001-\(number).md"] = Sample.task() }
    let found = try expectFast(files, seconds: 20).filter { $0.code == "S205" }
    #expect(found.count == 1)
    let notes = try #require(found.first?.notes)
    #expect(notes.count == 9)
    #expect(notes.dropLast().allSatisfy { $0.path != nil && $0.position != nil })
    #expect(notes.last?.message == "and by \(count - 1 - 8) more")
    #expect(notes.last?.path == nil)
  }
}
