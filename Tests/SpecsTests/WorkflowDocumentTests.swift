import Specs
import TestSupport
import Testing

/// The templates of the workflow document, filled in, and the two shapes of its examples.
@Suite struct WorkflowDocumentTests {
  private func worse(_ files: [String: String]) throws -> [String] {
    try Bench(files).findings().filter { $0.severity > .note }
      .map { "\($0.code) \($0.path): \($0.message)" }
  }

  @Test(arguments: ["\n", "\r\n"])
  func theTemplatesFilledInHaveNoErrorAndNoWarning(end: String) throws {
    let files = [
      "docs/prd-mail-digest.md": Self.prd, "requirements/mail-digest.md": Self.requirements,
      "designs/mail-digest.md": Self.design, "tickets/TKT-001.md": Self.ticket,
      "tasks/TSK-001.md": Self.task,
    ]
    #expect(try worse(files.mapValues { $0.replacing("\n", with: end) }) == [])
  }

  @Test func theExamplesHaveOnlyDanglingReferences() throws {
    let found = try worse([
      "tickets/TKT-002.md": Self.exampleTicket, "tasks/TSK-003.md": Self.exampleTask,
    ])
    #expect(
      found.map { String($0.prefix(4)) } == ["S301", "S301", "S301", "S301", "S301"], "\(found)")
  }

  // MARK: The document itself

  static let path = "seed/spec-driven-dev.md"

  /// Fenced blocks of the document that begin with frontmatter, with the fences inside them.
  func blocks() throws -> [String] {
    let text = String(decoding: try Shared.read(Self.path), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var blocks: [String] = []
    var index = 0
    while index < lines.count {
      guard lines[index] == "```markdown" || lines[index] == "```yaml",
        index + 1 < lines.count, lines[index + 1] == "---"
      else {
        index += 1
        continue
      }
      var block: [String] = []
      var isInner = false
      index += 1
      while index < lines.count {
        let line = lines[index]
        if line.hasPrefix("```") {
          if isInner {
            isInner = false
          } else if line == "```", !opensBlock(lines, index) {
            break
          } else {
            isInner = true
          }
        }
        block.append(line)
        index += 1
      }
      blocks.append(block.joined(separator: "\n") + "\n")
      index += 1
    }
    return blocks
  }

  /// A bare fence inside the example opens a block when another bare one ends it before any heading.
  private func opensBlock(_ lines: [String], _ index: Int) -> Bool {
    for line in lines[(index + 1)...] {
      if line == "```" { return true }
      if line.hasPrefix("#") || line.hasPrefix("---") || line.hasPrefix("```")
        || line.hasPrefix("**")
      {
        return false
      }
    }
    return false
  }

  private func filled(_ block: String, _ number: Int) -> String {
    var text = block
    for (placeholder, value) in [
      ("{NNN}", "00\(number)"), ("{FEATURE}", "MAIL"), ("{feature-name}", "mail-digest"),
      ("{date}", "2026-01-02"), ("{YYYY-MM-DD}", "2026-01-02"), ("{Feature Name}", "Mail Digest"),
      ("{Ticket Title}", "Send digests"), ("{Task Title}", "Collect"),
    ] {
      text = text.replacing(placeholder, with: value)
    }
    return text
  }

  @Test(.enabled(if: Shared.has(WorkflowDocumentTests.path), "the folder ../shared is not there"))
  func theDocumentsOwnBlocksHaveNoErrorAndNoWarningButDanglingReferences() throws {
    let blocks = try blocks()
    #expect(blocks.count >= 12)
    var paths: Set<String> = []
    for block in blocks {
      let text = filled(block, 9)
      let id = text.split(separator: "\n").first { $0.hasPrefix("id: ") }.map {
        String($0.dropFirst(4))
      }
      let name = try #require(id)
      let path =
        switch name.prefix(3) {
        case "PRD": "docs/prd-mail-digest.md"
        case "REQ": "requirements/mail-digest.md"
        case "DES": "designs/mail-digest.md"
        case "TKT": "tickets/\(name).md"
        default: "tasks/\(name).md"
        }
      paths.insert(path)
      let found = try worse([path: text]).filter { !$0.hasPrefix("S301") && !$0.hasPrefix("S303") }
      #expect(found == [], "\(text.prefix(300))")
    }
    #expect(paths.count >= 7, "\(paths)")
  }
}
