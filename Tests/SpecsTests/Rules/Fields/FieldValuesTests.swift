import Specs
import TestSupport
import Testing

@Suite struct FieldValuesTests {
  // MARK: S105

  @Test func anotherValueIsAnErrorWithTheNearestAndTheList() throws {
    let source = "---\nid: TSK-001\nstatus: 1️⃣pendign\ntype: 2️⃣magic\n---\n"
    try expect(
      "S105", in: source,
      at: [
        ("1️⃣", "`pendign` is no status of a task"), ("2️⃣", "`magic` is no type of a task"),
      ], as: .error)
    let findings = try Bench(["tasks/TSK-001.md": Marked(source).text]).findings()
      .filter { $0.code == "S105" }
    #expect(findings.map(\.label) == ["did you mean `pending`?", ""])
    #expect(
      findings[0].help
        == "it is one of `pending`, `in_progress`, `review`, `done` or `blocked`")
    #expect(findings.allSatisfy { $0.fix == nil })
  }

  @Test(arguments: [
    ("PENDING", "pending"), ("In Progress", "in_progress"), ("in-progress", "in_progress"),
    ("todo", "pending"), ("WIP", "in_progress"), ("completed", "done"), ("Done", "done"),
  ])
  func anotherSpellingIsAWarningWithAFix(written: String, meant: String) throws {
    try expect(
      "S105", in: "---\nid: TSK-001\nstatus: 1️⃣\(written) # now\n---\n",
      at: [("1️⃣", "`\(written)` is another spelling of the status `\(meant)`")], as: .warning)
    try expectFix(
      "S105", in: "---\nid: TSK-001\nstatus: \(written) # now\n---\n",
      makes: "---\nid: TSK-001\nstatus: \(meant) # now\n---\n")
    try expectFix(
      "S105", in: "---\nid: TSK-001\nstatus: '\(written)'\n---\n",
      makes: "---\nid: TSK-001\nstatus: '\(meant)'\n---\n")
  }

  @Test func aSynonymCountsOnlyWhereItsValueExists() throws {
    try expect(
      "S105", in: "---\nid: TSK-001\nstatus: 1️⃣open\n---\n",
      at: [("1️⃣", "`open` is no status of a task")], as: .error)
    try expect(
      "S105", in: "---\nid: TKT-001\nstatus: 1️⃣open\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "`open` is another spelling of the status `backlog`")], as: .warning)
  }

  @Test func featureAndEpicAreTypesOfATicketOnly() throws {
    for type in ["feature", "epic", "bugfix"] {
      try expectNone(
        "S105", in: Sample.ticket().replacing("estimate", with: "type: \(type)\nestimate"),
        path: "tickets/TKT-001.md")
    }
    try expect(
      "S105", in: "---\nid: TSK-001\ntype: 1️⃣feature\n---\n",
      at: [("1️⃣", "`feature` is no type of a task")])
  }

  // MARK: S106

  @Test func aSingleValueBecomesAList() throws {
    try expect(
      "S106", in: "---\nid: TKT-001\nrequirements: 1️⃣REQ-A-FUNC-001\n---\n",
      path: "tickets/TKT-001.md",
      at: [("1️⃣", "`requirements` is a single value; expected a list")], as: .error)
    try expectFix(
      "S106",
      in: "---\nid: TSK-001\ntags: one two # why\ndependencies:\n  blocks: TSK-002, TSK-003\n---\n",
      makes:
        "---\nid: TSK-001\ntags: [one two] # why\ndependencies:\n  blocks: [TSK-002, TSK-003]\n---\n"
    )
  }

  @Test func otherFormsAreErrorsWithoutFix() throws {
    try expect(
      "S106",
      in:
        "---\nid: TSK-001\ntitle: 1️⃣[a]\nstatus: 2️⃣{a: b}\ndependencies: 3️⃣[TSK-002]\ntags: [x, 4️⃣[y]]\nrequirements: 5️⃣{a: b}\n---\n",
      at: [
        ("1️⃣", "`title` is a list; expected a single value"),
        ("2️⃣", "`status` is a mapping; expected a single value"),
        ("3️⃣", "`dependencies` is a list; expected a mapping of fields, each on its line"),
        ("4️⃣", "an entry of `tags` is a list; expected a single value"),
        ("5️⃣", "`requirements` is a mapping; expected a list"),
      ])
    try expectNone(
      "S106", in: "---\nid: TSK-001\nphase: [1]\ntags:\ntitle: &t A\nfeature: *t\n---\n")
  }
}
