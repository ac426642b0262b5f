import Frontmatter
import Specs
import Testing

/// Old names at the top level become one mapping, whatever stands around them.
@Suite struct AliasFixTests {
  /// A task's file after its S103 fixes, round by round as `--fix` applies them.
  private func fixed(_ header: String, kind: String = "tasks") throws -> String {
    var bench = Bench(["\(kind)/T.md": header])
    for _ in 0..<5 {
      // One fix a round: several may want the same bytes.
      let fix = try bench.findings().lazy.filter { $0.code == "S103" }.compactMap(\.fix).first
      let text = bench.files["\(kind)/T.md"] ?? ""
      guard let fix else { return text }
      let bytes = try Edit.apply(fix.edits.map(\.edit), to: Array(text.utf8))
      bench.files["\(kind)/T.md"] = String(decoding: bytes, as: UTF8.self)
    }
    Issue.record("the fixes never end")
    return ""
  }

  private func hasDuplicates(_ text: String) -> Bool {
    guard case .document(let document) = Document.parse(Array(text.utf8)) else { return true }
    return !document.duplicates.isEmpty
  }

  @Test func twoNamesBecomeOneMapping() throws {
    let text = try fixed(
      "---\nid: TSK-001\ndepends_on: [TSK-002]\nblocks:\n  - TSK-003\nstatus: pending\n---\n")
    #expect(
      text == """
        ---
        id: TSK-001
        dependencies:
          depends_on: [TSK-002]
          blocks:
            - TSK-003
        status: pending
        ---

        """)
  }

  /// One round must not write the mapping twice, which would be a duplicate key.
  @Test func theFirstRoundMakesTheMappingOnce() throws {
    let bench = Bench([
      "tasks/T.md": "---\nid: TSK-001\ndepends_on: [TSK-002]\nblocks: [TSK-003]\n---\n"
    ])
    let text = try bench.fixed("tasks/T.md", "S103")
    #expect(text.ranges(of: "dependencies:").count == 1, "\(text)")
    #expect(!hasDuplicates(text))
  }

  @Test func windowsLineEndsAndUnindentedListsKeepTheirForm() throws {
    let text = try fixed(
      "---\r\nid: TSK-001\r\ndepends_on:\r\n- TSK-002\r\n- TSK-003\r\nblocks:\r\n- TSK-004\r\n---\r\n"
    )
    #expect(
      text
        == "---\r\nid: TSK-001\r\ndependencies:\r\n  depends_on:\r\n  - TSK-002\r\n  - TSK-003\r\n"
        + "  blocks:\r\n  - TSK-004\r\n---\r\n")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let before: String
    let after: String
    var testDescription: String { name }
  }

  private static let mappings = [
    Case(
      name: "empty, alias before",
      before: "id: TSK-001\ndepends_on: [TSK-002]\ndependencies:\nstatus: pending\n",
      after: "id: TSK-001\ndependencies:\n  depends_on: [TSK-002]\nstatus: pending\n"),
    Case(
      name: "empty, alias behind",
      before: "id: TSK-001\ndependencies:\ndepends_on: [TSK-002]\n",
      after: "id: TSK-001\ndependencies:\n  depends_on: [TSK-002]\n"),
    Case(
      name: "empty braces",
      before: "id: TSK-001\ndependencies: {}\ndepends_on:\n  - TSK-002\n  - TSK-003\n",
      after: "id: TSK-001\ndependencies: {depends_on: [TSK-002, TSK-003]}\n"),
    Case(
      name: "braces, alias before",
      before: "id: TSK-001\ndepends_on: [TSK-002]\ndependencies: {blocks: []}\n",
      after: "id: TSK-001\ndependencies: {blocks: [], depends_on: [TSK-002]}\n"),
    Case(
      name: "braces with both",
      before: "id: TSK-001\ndependencies: {}\ndepends_on: [TSK-002]\nblocks: [TSK-003]\n",
      after: "id: TSK-001\ndependencies: {depends_on: [TSK-002], blocks: [TSK-003]}\n"),
    Case(
      name: "block, alias right behind",
      before: "id: TSK-001\ndependencies:\n    blocks: []\ndepends_on:\n- TSK-002\n",
      after: "id: TSK-001\ndependencies:\n    blocks: []\n    depends_on:\n    - TSK-002\n"),
    Case(
      name: "block, alias before",
      before: "id: TSK-001\ndepends_on: [TSK-002]\ndependencies:\n  blocks: []\n",
      after: "id: TSK-001\ndependencies:\n  blocks: []\n  depends_on: [TSK-002]\n"),
    Case(
      name: "comment behind the value",
      before: "id: TSK-001\ndepends_on: [TSK-002] # the parser\ndependencies:\n  blocks: []\n",
      after: "id: TSK-001\ndependencies:\n  blocks: []\n  depends_on: [TSK-002] # the parser\n"),
  ]

  @Test(arguments: mappings)
  func theMappingThatIsThereTakesIt(_ example: Case) throws {
    let text = try fixed("---\n\(example.before)---\n")
    #expect(text == "---\n\(example.after)---\n")
    #expect(!hasDuplicates(text))
  }

  @Test(arguments: mappings)
  func theSameWithWindowsLineEnds(_ example: Case) throws {
    func windows(_ text: String) -> String { text.replacing("\n", with: "\r\n") }
    let text = try fixed(windows("---\n\(example.before)---\n"))
    #expect(text == windows("---\n\(example.after)---\n"))
  }

  @Test func aCommentAboveIsKept() throws {
    let text = try fixed("---\nid: TSK-001\n# the parser first\ndepends_on: [TSK-002]\n---\n")
    #expect(
      text
        == "---\nid: TSK-001\n# the parser first\ndependencies:\n  depends_on: [TSK-002]\n---\n")
  }

  /// A comment between braces would be lost, so there is no fix.
  @Test func aCommentThatBracesCannotHoldKeepsTheAlias() throws {
    let text = "---\nid: TSK-001\ndependencies: {}\ndepends_on:\n  - TSK-002 # why\n---\n"
    #expect(try fixed(text) == text)
  }

  @Test func withoutAFinalLineEnd() throws {
    let text = try fixed("---\nid: TSK-001\ndepends_on: [TSK-002]\n---")
    #expect(text == "---\nid: TSK-001\ndependencies:\n  depends_on: [TSK-002]\n---")
  }

  @Test func onATicketDependsOnIsBlockedBy() throws {
    let text = try fixed(
      "---\nid: TKT-001\ndepends_on: [TKT-002]\nblocks: [TKT-003]\n---\n", kind: "tickets")
    #expect(
      text
        == "---\nid: TKT-001\ndependencies:\n  blocked_by: [TKT-002]\n  blocks: [TKT-003]\n---\n")
  }

  /// Forms that no edit of lines fits are told and left alone.
  @Test(arguments: [
    "---\nid: TSK-001\n? depends_on\n: [TSK-002]\n---\n",
    "---\n{id: TSK-001, depends_on: [TSK-002]}\n---\n",
    "---\nid: TSK-001\n&a depends_on: [TSK-002]\n---\n",
    "---\nid: TSK-001\n!!str depends_on: [TSK-002]\n---\n",
    "---\nid: TSK-001\ndepends_on: [TSK-002]\ndependencies: *x\nx: &x {}\n---\n",
    "---\nid: TSK-001\ndepends_on: [TSK-002]\ndependencies: [TSK-003]\n---\n",
  ])
  func strangeFormsGetNoFix(text: String) throws {
    let fixes = try Bench(["tasks/T.md": text]).findings().filter { $0.code == "S103" }
      .compactMap(\.fix)
    #expect(fixes.isEmpty)
  }

  /// Other fixes that add lines need the same plain form.
  @Test func aKeyBehindAQuestionMarkGetsNoLinesBesideIt() throws {
    let findings = try Bench(["tasks/TSK-001.md": "---\n? id\n: TSK-001\n---\n# TSK-001: Parse\n"])
      .findings()
    #expect(findings.contains { $0.code == "S101" })
    #expect(findings.filter { $0.code == "S101" }.allSatisfy { $0.fix == nil })
  }
}
