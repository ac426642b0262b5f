import Specs
import Testing

/// The spec that moves: its ID, its name, its headings and their anchors.
struct RenumberDefinitionTests {
  private func moved(
    _ source: String, name: String = "tasks/TSK-005-x.md", _ old: String = "TSK-005",
    _ new: String = "TSK-041", others: [String: String] = [:]
  ) throws -> (files: RenumberBench, plan: RenumberPlan) {
    let bench = RenumberBench([name: source].merging(others) { $1 })
    // Whatever is asked stays: what changes is the definition.
    let plan = bench.plan([RenumberBench.move(old, new, name)]) { _, _ in .stays }
    #expect(plan.problems == [])
    return (try bench.applying(plan), plan)
  }

  @Test(arguments: [
    ("id: TSK-005", "# TSK-005: Parser", "id: TSK-041", "# TSK-041: Parser"),
    ("id: 'TSK-005'", "# **TSK-005** Parser", "id: 'TSK-041'", "# **TSK-041** Parser"),
    ("id:   \"TSK-005\"  # mine", "# `TSK-005`", "id:   \"TSK-041\"  # mine", "# `TSK-041`"),
    ("id: &me TSK-005", "#   TSK-005 #", "id: &me TSK-041", "#   TSK-041 #"),
    ("id: \"TSK\\x2d005\"", "# Parser", "id: \"TSK-041\"", "# Parser"),
    ("\"id\": TSK-005", "# [TSK-005]", "\"id\": TSK-041", "# [TSK-041]"),
    ("id: |-\n  TSK-005", "# TSK-005 of TSK-005", "id: |-\n  TSK-041", "# TSK-041 of TSK-005"),
  ])
  func theDefinitionMoves(
    id: String, heading: String, newID: String, newHeading: String
  ) throws {
    let after = try moved("---\n\(id)\n---\n\n\(heading)\n\nTSK-005\n").files
    #expect(after.files.keys.sorted() == ["config.yaml", "tasks/TSK-041-x.md"])
    #expect(
      after.text("tasks/TSK-041-x.md") == "---\n\(newID)\n---\n\n\(newHeading)\n\nTSK-005\n")
  }

  @Test(arguments: [
    ("tasks/TSK-005.md", "tasks/TSK-041.md"), ("tasks/a/TSK-005-x.md", "tasks/a/TSK-041-x.md"),
    ("tasks/TSK-005_x.md", "tasks/TSK-041_x.md"), ("tasks/x-TSK-005.md", "tasks/x-TSK-005.md"),
    ("tasks/parser.md", "tasks/parser.md"), ("tasks/TSK-0051.md", "tasks/TSK-0051.md"),
    ("tasks/TSK-005-2026-plan.md", "tasks/TSK-041-2026-plan.md"),
  ])
  func theFileFollows(name: String, expected: String) throws {
    let plan = try moved(movingTask, name: name).plan
    #expect(plan.path(after: ".omoi_os/\(name)") == ".omoi_os/\(expected)")
    #expect(plan.renames.count == (name == expected ? 0 : 1))
  }

  @Test func anIDThatOnlyTheNameSaysMovesByTheName() throws {
    let (after, plan) = try moved("# TSK-005: Parser\n")
    #expect(after.text("tasks/TSK-041-x.md") == "# TSK-041: Parser\n")
    #expect(plan.renames.count == 1)
  }

  @Test(arguments: [
    ("### REQ-A-FUNC-001: Log in", "### REQ-A-FUNC-009: Log in"),
    ("#### **REQ-A-FUNC-001**: Log in", "#### **REQ-A-FUNC-009**: Log in"),
    ("### `REQ-A-FUNC-001` Log in", "### `REQ-A-FUNC-009` Log in"),
    ("### ***REQ-A-FUNC-001***", "### ***REQ-A-FUNC-009***"),
  ])
  func aRequirementHeadingMoves(heading: String, expected: String) throws {
    let head = "---\nid: REQ-A-001\n---\n# REQ-A-FUNC-001\n"
    let (after, plan) = try moved(
      "\(head)\(heading)\nREQ-A-FUNC-001\n", name: "requirements/a.md", "REQ-A-FUNC-001",
      "REQ-A-FUNC-009")
    #expect(after.text("requirements/a.md") == "\(head)\(expected)\nREQ-A-FUNC-001\n")
    #expect(plan.files.flatMap(\.edits).map(\.form) == [.definition])
    #expect(plan.renames == [])
  }

  @Test func theOtherSpecOfTheIDKeepsItsOwn() throws {
    let other = "---\nid: TSK-005\ntasks: [TSK-005]\n---\n# TSK-005: Other\nTSK-005\n"
    let bench = RenumberBench([RenumberBench.mover: movingTask, "tasks/TSK-005-y.md": other])
    let plan = bench.plan([RenumberBench.move("TSK-005", "TSK-041", RenumberBench.mover)])
    #expect(
      try bench.applying(plan).text("tasks/TSK-005-y.md")
        == "---\nid: TSK-005\ntasks: [TSK-041]\n---\n# TSK-005: Other\nTSK-041\n")
    #expect(plan.leftAlone.isEmpty && plan.doubtful.isEmpty)
  }

  @Test(arguments: [
    ("../tasks/TSK-005-x.md#tsk-005-parser", "../tasks/TSK-041-x.md#tsk-041-parser"),
    ("../tasks/TSK-005-x.md#TSK-005-Parser", "../tasks/TSK-041-x.md#TSK-041-Parser"),
    ("../requirements/a.md#req-a-func-001-log-in", "../requirements/a.md#req-a-func-009-log-in"),
    (
      "../requirements/a.md#req-a-func-001-log-in-1", "../requirements/a.md#req-a-func-009-log-in-1"
    ),
    ("a.md#req-a-func-001-log-in", "a.md#req-a-func-001-log-in"),
    ("#on-tsk-005", "#on-tsk-041"),
    ("#on%2Dtsk%2D005", "#on%2Dtsk%2D041"),
  ])
  func anchorsFollowTheirHeadings(target: String, expected: String) throws {
    let bench = RenumberBench([
      RenumberBench.mover: movingTask,
      "requirements/a.md": "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: **Log in!**\n",
      "docs/b.md": "## On `TSK-005`\n[x](\(target)) [y]\n",
    ])
    let plan = bench.plan([
      RenumberBench.move("TSK-005", "TSK-041", RenumberBench.mover),
      RenumberBench.move("REQ-A-FUNC-001", "REQ-A-FUNC-009", "requirements/a.md"),
    ])
    #expect(
      try bench.applying(plan).text("docs/b.md") == "## On `TSK-041`\n[x](\(expected)) [y]\n")
  }

  @Test func aHeadingThatStaysKeepsItsAnchor() throws {
    let source = "## On TSK-005\n[x](#on-tsk-005)\n"
    let bench = RenumberBench([RenumberBench.mover: movingTask, "docs/b.md": source])
    let plan = bench.plan([RenumberBench.move("TSK-005", "TSK-041", RenumberBench.mover)]) {
      _, _ in .stays
    }
    #expect(try bench.applying(plan).text("docs/b.md") == source)
    #expect(plan.doubtful.isEmpty)
  }

  @Test func chainsAndSwapsAreMadeAtOnce() throws {
    func task(_ id: String, _ other: String) -> String {
      "---\nid: \(id)\ntitle: t\ntasks: [\(other)]\n---\n# \(id)\n[x](\(other).md)\n"
    }
    let bench = RenumberBench([
      "tasks/TSK-001.md": task("TSK-001", "TSK-002"),
      "tasks/TSK-002.md": task("TSK-002", "TSK-001"),
      "tasks/TSK-003.md": task("TSK-003", "TSK-001"),
    ])
    let swap = bench.plan([
      RenumberBench.move("TSK-001", "TSK-002", "tasks/TSK-001.md"),
      RenumberBench.move("TSK-002", "TSK-001", "tasks/TSK-002.md"),
    ])
    var after = try bench.applying(swap)
    #expect(after.text("tasks/TSK-002.md") == task("TSK-002", "TSK-001"))
    #expect(after.text("tasks/TSK-001.md") == task("TSK-001", "TSK-002"))
    #expect(after.text("tasks/TSK-003.md") == task("TSK-003", "TSK-002"))
    #expect(swap.renames.map(\.old) == [".omoi_os/tasks/TSK-001.md", ".omoi_os/tasks/TSK-002.md"])
    let chain = bench.plan([
      RenumberBench.move("TSK-001", "TSK-002", "tasks/TSK-001.md"),
      RenumberBench.move("TSK-002", "TSK-009", "tasks/TSK-002.md"),
    ])
    after = try bench.applying(chain)
    #expect(after.text("tasks/TSK-002.md") == task("TSK-002", "TSK-009"))
    #expect(after.text("tasks/TSK-009.md") == task("TSK-009", "TSK-002"))
    #expect(after.text("config.yaml") == "renumbered:\n  TSK-001: TSK-002\n  TSK-002: TSK-009\n")
  }
}
