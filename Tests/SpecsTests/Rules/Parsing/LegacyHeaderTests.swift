import Specs
import TestSupport
import Testing

/// The fix of S001 for files with bold lines in the place of frontmatter.
@Suite struct LegacyHeaderTests {
  @Test func boldLinesBecomeFrontmatter() throws {
    let text = """
      # TSK-001: Write the parser

      **Status**: In Progress
      **Parent Ticket:** TKT-001
      **Created**: 2025-01-07
      **Tags**: a, b
      **Unheard Of**: x

      Text.

      """
    let header = """
      ---
      id: TSK-001
      title: Write the parser
      status: in_progress
      ticket_id: TKT-001
      created: 2025-01-07
      tags: [a, b]
      ---


      """
    try expectFix("S001", in: text, makes: header + text)
  }

  @Test func aTitleThatYAMLWouldMisreadIsQuoted() throws {
    let text = "# TSK-001: Parser: first steps\n\n**Status**: pending\n"
    try expectFix(
      "S001", in: text,
      makes: "---\nid: TSK-001\ntitle: 'Parser: first steps'\nstatus: pending\n---\n\n" + text)
  }

  @Test func withoutBoldLinesNothingIsGuessed() throws {
    let findings = try Bench(["tasks/TSK-001.md": "# TSK-001: A\n\n**bold** text\n"]).findings()
      .filter { $0.code == "S001" }
    #expect(findings.map { $0.fix == nil } == [true])
    #expect(findings[0].help == "begin it with `---`, the fields of a task, `---`")
  }
}
