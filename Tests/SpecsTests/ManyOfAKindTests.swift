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

  /// Expects a thousand findings of a rule, the last of which counts the others.
  private func expectTold(
    _ count: Int, _ code: String, _ findings: [Finding],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let told = findings.filter { $0.code == code }
    #expect(told.count == 1000, sourceLocation: sourceLocation)
    #expect(
      told.last?.notes.last?.message
        == "and \(count - 1000) more of \(code) in this file, which are not listed",
      sourceLocation: sourceLocation)
  }

  private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  @Test(.timeLimit(.minutes(1)))
  func commentsAndIDs() throws {
    let body = (1...4000).map { "<!-- note \($0) -->\n\nSee TSK-\(10_000 + $0).\n\n" }.joined()
    let found = try expectFast(["tasks/TSK-001.md": Sample.task() + body])
    expectTold(4000, "S309", found)
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
    ])
    expectTold(2000, "S301", found)
    #expect(found.last { $0.code == "S301" }?.start.column == 16 + 999 * 12)
  }

  @Test(.timeLimit(.minutes(1)))
  func repeatedReferences() throws {
    let ids = repeated("TSK-002, ", 8000)
    let text = Sample.task().replacing("depends_on: []", with: "depends_on: [\(ids)]")
    let found = try expectFast([
      "tasks/TSK-001.md": text, "tasks/TSK-002.md": Sample.task("TSK-002"),
    ])
    expectTold(7999, "S307", found)
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
    expectTold(20_000, "S407", found)
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

  /// What is told of one file has a bound, and every rule and severity is in it.
  @Test(arguments: [999, 1000, 1001, 5000])
  func findingsOfOneFile(count: Int) throws {
    let text = Sample.task(status: "nonsense").replacing(
      "title:", with: repeated("priority: LOW\n", count) + "title:")
    let found = try Bench(["tasks/TSK-001.md": text]).findings()
    #expect(Set(found.map(\.code)).isSuperset(of: ["S004", "S105", "S301"]))
    if count > 1001 { return expectTold(count - 1, "S004", found) }
    #expect(found.filter { $0.code == "S004" }.count == count - 1)
    #expect(found.allSatisfy { !$0.notes.contains { $0.message.contains("not listed") } })
  }

  /// A value takes hundreds of times its bytes: there is an end to them, and it is told.
  @Test(arguments: ["k: 1\n", "- a\n", "- [a]\n"])
  func valuesOfOneHeader(text: String) throws {
    let list = text.hasPrefix("-") ? "x:\n" : ""
    func errors(_ count: Int) throws -> [String] {
      let header = "---\nid: TSK-001\n\(list)\(repeated(text, count))---\n"
      return try Bench(["tasks/TSK-001.md": header]).findings().filter {
        $0.code == "S002" || $0.message.contains("values stand")
      }.map(\.message)
    }
    #expect(try errors(1000) == [])
    #expect(try errors(150_001) == ["more than 150000 values stand in the frontmatter"])
  }

  /// What is not listed is compared with what was before all the same.
  @Test func olderFindingsBeyondTheBound() throws {
    let lost = (1...3000).map { "TSK-\(10_000 + $0)" }.joined(separator: ", ")
    var files = [
      "tasks/TSK-001.md": Sample.task().replacing(
        "depends_on: []", with: "depends_on: [TSK-002, \(lost)]"),
      "tasks/TSK-002.md": Sample.task("TSK-002"), "tickets/TKT-001.md": Sample.ticket(),
    ]
    let before = files
    // One of the first is mended: what it makes room for is older as well.
    files["tasks/TSK-003.md"] = Sample.task("TSK-10001")
    let mended = try Bench(files, before: before).change()
    #expect(mended.findings.filter { $0.code == "S301" }.map(\.message) == [])
    files["tasks/TSK-002.md"] = nil
    let broken = try Bench(files, before: before).change()
    #expect(
      broken.findings.filter { $0.code == "S301" }.map(\.message) == [
        "task depends on an unknown task `TSK-002`"
      ])
  }
}
