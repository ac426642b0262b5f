import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct FieldNamesTests {
  // MARK: S102

  @Test func anUnknownFieldIsAWarningWithTheNearestName() throws {
    let source =
      "---\nid: TSK-001\n1️⃣staus: pending\ndependencies:\n  2️⃣block: []\n3️⃣colour: red\n---\n"
    try expect(
      "S102", in: source,
      at: [
        ("1️⃣", "a task has no field `staus`"),
        ("2️⃣", "a task has no field `dependencies.block`"),
        ("3️⃣", "a task has no field `colour`"),
      ], as: .warning)
    let help = try Bench(["tasks/TSK-001.md": Marked(source).text]).findings()
      .filter { $0.code == "S102" }.map(\.help)
    #expect(
      help == [
        "did you mean `status`?", "did you mean `dependencies.blocks`?",
        "a project's own fields are named in .omoi_os/config.yaml under `fields`",
      ])
  }

  @Test func mergeKeysAndCommonFieldsAreKnown() throws {
    try expectNone(
      "S102",
      in:
        "---\nid: TSK-001\n<<: {}\ncreated: 2026-01-01\nphase: 1\ntags: []\nauthor: a\naction: b\ncondition: c\nassignee: d\nprd_ref: e\ntickets: []\n---\n"
    )
  }

  // MARK: S103

  @Test func anotherNameIsANoteAndBecomesTheFirst() throws {
    try expect(
      "S103", in: "---\nid: TSK-001\n1️⃣parent_ticket: TKT-001\n2️⃣linked-design: designs/a.md\n---\n",
      at: [
        ("1️⃣", "`parent_ticket` is another name of `ticket_id`"),
        ("2️⃣", "`linked-design` is another name of `design_ref`"),
      ], as: .note)
    try expectFix(
      "S103", in: "---\nid: TSK-001\nparent_ticket: TKT-001 # why\n'linked_design': a\n---\n",
      makes: "---\nid: TSK-001\nticket_id: TKT-001 # why\n'design_ref': a\n---\n")
  }

  @Test func aListAtTheTopMovesIntoItsMapping() throws {
    try expectFix(
      "S103", in: "---\nid: TSK-001\ndepends_on:\n  - TSK-002 # a\n\n  - TSK-003\ntitle: x\n---\n",
      makes:
        "---\nid: TSK-001\ndependencies:\n  depends_on:\n    - TSK-002 # a\n\n    - TSK-003\ntitle: x\n---\n"
    )
    try expectFix(
      "S103", in: "---\nid: TSK-001\ndepends_on:\n- TSK-002\ntitle: x\n---\n",
      makes: "---\nid: TSK-001\ndependencies:\n  depends_on:\n  - TSK-002\ntitle: x\n---\n")
    try expectFix(
      "S103", in: "---\nid: TSK-001\ndependencies:\n    blocks: []\ndepends_on: [TSK-002]\n---\n",
      makes: "---\nid: TSK-001\ndependencies:\n    blocks: []\n    depends_on: [TSK-002]\n---\n")
    try expectFix(
      "S103", in: "---\nid: TKT-001\ndependencies:\n  depends_on: [TKT-002]\n---\n",
      path: "tickets/TKT-001.md",
      makes: "---\nid: TKT-001\ndependencies:\n  blocked_by: [TKT-002]\n---\n")
  }

  @Test func aRepetitionUnderAnotherNameGoes() throws {
    try expect(
      "S103", in: "---\nid: TSK-001\nticket_id: TKT-001\n1️⃣ticket: TKT-001\n---\n",
      at: [("1️⃣", "`ticket` repeats `ticket_id` under another name")])
    try expectFix(
      "S103", in: "---\nid: TSK-001\n# old\nticket: TKT-001\nticket_id: TKT-001\n---\n",
      makes: "---\nid: TSK-001\nticket_id: TKT-001\n---\n")
    try expectFix(
      "S103", in: "---\n{id: TSK-001, ticket: TKT-001, ticket_id: TKT-001}\n---\n",
      makes: "---\n{id: TSK-001, ticket_id: TKT-001}\n---\n")
    try expectFix(
      "S103",
      in: "---\nid: TSK-001\ndependencies: {depends-on: [TSK-002], depends_on: [TSK-002]}\n---\n",
      makes: "---\nid: TSK-001\ndependencies: {depends_on: [TSK-002]}\n---\n")
  }

  @Test func theOlderPrefixOfDesignsIsANoteWithoutFix() throws {
    try expect(
      "S103", in: "---\nid: 1️⃣DES-A-001\n---\n", path: "designs/a.md",
      at: [("1️⃣", "`DES-` is another form of the prefix `DESIGN-`")], as: .note)
  }

  // MARK: S104

  @Test func namesThatDisagreeAreAnErrorWithBothPlaces() throws {
    let source = "---\nid: TSK-001\nticket_id: TKT-001\n1️⃣parent_ticket: TKT-002\n---\n"
    try expect(
      "S104", in: source,
      at: [("1️⃣", "`parent_ticket` and `ticket_id` are one field and disagree")], as: .error)
    let finding = try #require(
      Bench(["tasks/TSK-001.md": Marked(source).text]).findings().first { $0.code == "S104" })
    #expect(finding.notes.map(\.position?.line) == [3])
    #expect(finding.fix == nil)
    try expectNone("S104", in: "---\nid: TSK-001\nticket_id: TKT-001\nticket: 'TKT-001'\n---\n")
  }
}
