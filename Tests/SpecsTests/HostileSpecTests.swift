import Specs
import TestSupport
import Testing

/// Specs made to hurt: judging them takes time that grows with their size, not with its square.
@Suite struct HostileSpecTests {
  private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private func codes(_ text: String) throws -> [String: Int] {
    let found = try Bench(["tasks/TSK-001.md": text, "tasks/TSK-002.md": Sample.task("TSK-002")])
      .findings().filter { $0.path == ".omoi_os/tasks/TSK-001.md" }
    return Dictionary(found.map { ($0.code, 1) }, uniquingKeysWith: +)
  }

  @Test(.timeLimit(.minutes(1)))
  func bracesThatNeverClose() throws {
    let braces = repeated("{", 200_000)
    #expect(try codes("---\nid: TSK-001\ntitle: \"\(braces)\"\n---\n# \(braces)\n")["S011"] == nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func manyHeadingsWithBoxes() throws {
    let body = repeated("## Part\n- [ ] a\n", 20_000)
    #expect(try codes("---\nid: TSK-001\nstatus: done\n---\n\(body)")["S406"] == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func manyRepeatedEntriesOnOneLine() throws {
    let list = "[" + repeated("TSK-002, ", 2_500) + "]"
    #expect(
      try codes("---\nid: TSK-001\ndependencies:\n  blocks: \(list)\n---\n")["S307"] == 1000)
  }

  @Test(.timeLimit(.minutes(1)))
  func manyCommentsAndMentions() throws {
    let body = repeated("<!-- x -->\nTSK-002 TSK-099\n", 20_000)
    #expect(try codes("---\nid: TSK-001\n---\n\(body)")["S309"] == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func manyUnclosedComments() throws {
    #expect(try codes("---\nid: TSK-001\n---\n" + repeated("<!--\n", 50_000))["S309"] == nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func manyConflictMarkers() throws {
    let text = "---\nid: TSK-001\n---\n" + repeated("<<<<<<< a\n", 30_000) + repeated("<", 300_000)
    #expect(try codes(text)["S010"] == nil)
  }
}
