import Frontmatter
import Specs
import Testing

/// Scalars that are not simply their text: aliases, anchors, tags, and text that breaks in brackets.
@Suite struct LooseScalarTests {
  private func findings(_ header: String, _ code: String, path: String = "tasks/TSK-001.md") throws
    -> [(message: String, hasFix: Bool)]
  {
    try Bench([path: "---\n\(header)---\n\n# TSK-001: Parse\n"]).findings()
      .filter { $0.code == code }.map { ($0.message, $0.fix != nil) }
  }

  @Test func anUndefinedAliasIsAnErrorAtItsPlace() throws {
    try expect(
      "S003", in: "---\nid: TSK-001\ntitle: 1️⃣*nobody\n---\n",
      at: [("1️⃣", "no value above is named `&nobody`; put a text with `*` in quotes")])
  }

  @Test func anAliasedIDIsIndexed() throws {
    let aliased = "---\ntags: [&id TSK-001]\nid: *id\n---\n"
    let findings = try Bench([
      "tasks/TSK-001-a.md": aliased, "tasks/TSK-001-b.md": "---\nid: TSK-001\n---\n",
    ]).findings()
    #expect(
      findings.filter { $0.code == "S205" }.map(\.path).contains(".omoi_os/tasks/TSK-001-a.md"))
  }

  /// The references in it would be unseen, so it is no list.
  @Test func anAliasOfAListIsNoListOfReferences() throws {
    try expect(
      "S106",
      in: "---\nid: TKT-001\ntags: &x [REQ-A-001]\nrequirements: 1️⃣*x\n---\n",
      path: "tickets/TKT-001.md",
      at: [("1️⃣", "`requirements` is an alias; expected a list")])
  }

  @Test func anAliasedReferenceIsAReference() throws {
    try expect(
      "S301", in: "---\nid: TSK-001\ntags: [&t TSK-099]\ndependencies:\n  depends_on: [1️⃣*t]\n---\n",
      at: [("1️⃣", "task depends on an unknown task `TSK-099`")])
  }

  // MARK: Fixes that would have broken the header

  @Test(arguments: [
    ("list[int]", "['list[int]']"), ("a]", "['a]']"), ("x, y", "['x, y']"), ("'a]'", "['a]']"),
    ("\"a]\"", "[\"a]\"]"), ("plain", "[plain]"), ("TSK-001, TSK-002", "[TSK-001, TSK-002]"),
  ])
  func aScalarInBracketsIsQuotedWhereItHasTo(text: String, list: String) throws {
    let path = "tasks/TSK-001.md"
    let fixed = try Bench([path: "---\nid: TSK-001\ntags: \(text)\n---\n"]).fixed(path, "S106")
    #expect(fixed == "---\nid: TSK-001\ntags: \(list)\n---\n")
  }

  @Test func anchoredScalarsAreNotRewritten() throws {
    let cases = [
      ("title: &t no\n", "S012"), ("title: !!str no\n", "S012"), ("tags: &t one\n", "S106"),
      ("status: &s todo\n", "S105"), ("estimate: &e Small\n", "S109"), ("title: &t\n", "S101"),
    ]
    for (field, code) in cases {
      let found = try findings("id: TSK-001\n" + field, code)
      #expect(found.allSatisfy { !$0.hasFix }, "\(field) \(found)")
    }
    // Without the anchor each has one.
    for (field, code) in [
      ("title: no\n", "S012"), ("tags: one\n", "S106"), ("status: todo\n", "S105"),
    ] {
      #expect(try findings("id: TSK-001\n" + field, code).contains { $0.hasFix }, "\(field)")
    }
  }

  @Test func anAliasIsNotPutInQuotes() throws {
    #expect(try findings("id: TSK-001\nphase: &p no\ntitle: *p\n", "S012").isEmpty)
  }

  @Test func aFileOfOtherCapitalsBehindAnAnchorIsOnlyTold() throws {
    let ticket = "---\nid: TKT-001\ndesign_ref: &d designs/Login.md\n---\n"
    let found = try Bench([
      "tickets/TKT-001.md": ticket, "designs/login.md": "---\nid: DESIGN-LOGIN-001\n---\n",
    ]).findings().filter { $0.code == "S303" }
    #expect(found.count == 1 && found[0].fix == nil)
  }

  // MARK: Bold lines

  @Test func aBoldDateThatIsNoneIsQuoted() throws {
    let path = "designs/a.md"
    let fixed = try Bench([path: "# Design\n\n**Updated**: Jan 5: late\n"]).fixed(path, "S001")
    #expect(fixed.contains("updated: 'Jan 5: late'\n"), "\(fixed)")
    let day = try Bench([path: "# Design\n\n**Updated**: 2026-01-05\n"]).fixed(path, "S001")
    #expect(day.contains("updated: 2026-01-05\n"), "\(day)")
  }

  @Test func boldLinesInCodeAreNoHeader() throws {
    let path = "designs/a.md"
    let text = "# Design\n\n**Status**: draft\n\n```\n**Created**: 2026-01-05\n```\n"
    let fixed = try Bench([path: text]).fixed(path, "S001")
    #expect(fixed.contains("status: draft\n"), "\(fixed)")
    #expect(!fixed.contains("created:"), "\(fixed)")
    let only = "# Design\n\n```\n**Created**: 2026-01-05\n```\n"
    #expect(try Bench([path: only]).fixed(path, "S001") == only)
  }

  /// The ID is the mistake; a heading that follows it would make two.
  @Test func aHeadingDoesNotFollowAnIDOfAnotherKind() throws {
    let path = "tasks/TSK-001.md"
    let findings = try Bench([path: "---\nid: TKT-001\n---\n\n# TSK-001: Parse\n"]).findings()
    #expect(findings.contains { $0.code == "S202" })
    #expect(!findings.contains { ["S203", "S204"].contains($0.code) })
  }

  @Test func aWordOfNoTypeIsToldOnce() throws {
    let found = try Bench(["tasks/TSK-001.md": "---\nid: TSK-001\nstatus: no\n---\n"]).findings()
      .filter { $0.start.line == 3 }
    #expect(found.map(\.code) == ["S105"])
  }
}
