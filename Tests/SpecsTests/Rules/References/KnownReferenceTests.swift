import Specs
import TestSupport
import Testing

@Suite struct KnownReferenceTests {
  private let others = [
    "tickets/TKT-001.md": Sample.ticket(), "tasks/TSK-002.md": Sample.task("TSK-002"),
    "tasks/TSK-003.md": Sample.task("TSK-003", title: "Implement it"),
  ]

  // MARK: S301

  @Test func anUnknownIDIsAnErrorWithTheNearest() throws {
    let source =
      "---\nid: TSK-001\nticket_id: 1️⃣TKT-009\ndependencies:\n  depends_on:\n    - 2️⃣\"TSK-0003\"\n    - TSK-002\n  blocks: [3️⃣X]\n---\n"
    try expect(
      "S301", in: source,
      at: [
        ("1️⃣", "task belongs to an unknown ticket `TKT-009`"),
        ("2️⃣", "task depends on an unknown task `TSK-0003`"),
        ("3️⃣", "task blocks an unknown task `X`"),
      ], as: .error, with: others)
    var files = others
    files["tasks/TSK-001.md"] = Marked(source).text
    let help = try Bench(files).findings().filter { $0.code == "S301" }.map(\.help)
    #expect(
      help == [
        "did you mean `TKT-001` \"Parsing\"?", "did you mean `TSK-003` \"Implement it\"?",
        "write that task in the same change, or leave the reference out until it is there",
      ])
  }

  private struct Past: SpecHistory {
    func removal(of id: String, in root: String) -> String? { "abc1234 \"Drop it\"" }
    func dates(of path: String) -> (created: CalendarDate, updated: CalendarDate)? { nil }
  }

  @Test func theCommitThatRemovedItIsNamed() throws {
    let files = ["tasks/TSK-001.md": Sample.task(ticket: "TKT-077")]
    let bench = Bench(files)
    var checker = bench.checker
    checker.history = Past()
    let found = try checker.check([".omoi_os/tasks/TSK-001.md"], of: bench.snapshot(files)).findings
    let notes = found.filter { $0.code == "S301" }.flatMap { $0.notes.map(\.message) }
    #expect(notes == ["`TKT-077` was deleted in abc1234 \"Drop it\""])
  }

  // MARK: S302

  @Test func theWrongKindIsAnErrorWithItsPlace() throws {
    let source =
      "---\nid: TSK-001\nticket_id: 1️⃣TSK-002\ndependencies:\n  depends_on: [2️⃣TKT-001]\n---\n"
    try expect(
      "S302", in: source,
      at: [
        ("1️⃣", "the task belongs to `TSK-002`, which is a task"),
        ("2️⃣", "the task depends on `TKT-001`, which is a ticket"),
      ], as: .error, with: others)
    try expectNone(
      "S302",
      in: "---\nid: TKT-002\ndependencies:\n  related: [TSK-002, TKT-001]\n---\n",
      path: "tickets/TKT-002.md", with: others)
  }

  @Test func aRequirementMayBeAHeading() throws {
    for code in ["S301", "S302"] {
      try expectNone(
        code, in: "---\nid: TKT-002\nrequirements: [REQ-A-001, REQ-A-FUNC-001]\n---\n",
        path: "tickets/TKT-002.md",
        with: ["requirements/a.md": "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: A\n"])
    }
  }

  // MARK: S304

  @Test func aReferenceToItselfIsAnErrorAndNoCycle() throws {
    let source =
      "---\nid: TSK-001\ndependencies:\n  depends_on: [1️⃣TSK-001]\n  blocks: [2️⃣TSK-001]\n---\n"
    try expect(
      "S304", in: source,
      at: [("1️⃣", "the task depends on itself"), ("2️⃣", "the task blocks itself")], as: .error)
    let codes = try Bench(["tasks/TSK-001.md": Marked(source).text]).findings().map(\.code)
    #expect(codes.filter { $0.hasPrefix("S3") } == ["S304", "S304"])
  }

  // MARK: S307

  @Test func aRepeatedEntryIsAWarningAndGoes() throws {
    try expect(
      "S307",
      in:
        "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002, TSK-003, 1️⃣'TSK-002', 2️⃣TSK-002]\n---\n",
      at: [
        ("1️⃣", "`TSK-002` is named twice in `dependencies.blocks`"),
        ("2️⃣", "`TSK-002` is named twice in `dependencies.blocks`"),
      ], as: .warning, with: others)
    try expectFix(
      "S307", in: "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002, TSK-003, TSK-002]\n---\n",
      makes: "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002, TSK-003]\n---\n", with: others)
    try expectFix(
      "S307",
      in:
        "---\nid: TSK-001\ndependencies:\n  blocks:\n    - TSK-002 # a\n    - TSK-002 # b\n    - TSK-003\n---\n",
      makes: "---\nid: TSK-001\ndependencies:\n  blocks:\n    - TSK-002 # a\n    - TSK-003\n---\n",
      with: others)
    try expectNone(
      "S307",
      in: "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002]\n  depends_on: [TSK-002]\n---\n",
      with: others)
  }

  // MARK: S310

  @Test func anIDOfTwoFilesIsAmbiguous() throws {
    var files = others
    files["tasks/TSK-002-again.md"] = Sample.task("TSK-002", title: "Again")
    let source = "---\nid: TSK-001\ndependencies:\n  blocks: [1️⃣TSK-002]\n---\n"
    try expect(
      "S310", in: source, at: [("1️⃣", "`TSK-002` is ambiguous: 2 files have this ID")], as: .warning,
      with: files)
    files["tasks/TSK-001.md"] = Marked(source).text
    let found = try Bench(files).findings()
    #expect(found.first { $0.code == "S310" }?.notes.count == 2)
    #expect(!found.contains { $0.code == "S306" })
  }

  /// Each name costs a look at every ID: a spec full of wrong references gets the first ones.
  @Test func theFirstOfManyUnknownReferencesAreNamed() throws {
    let wrong = (0..<80).map { "TSK-1\(100 + $0)" }
    let found = try Bench([
      "tasks/TSK-001.md": Sample.task(dependsOn: wrong), "tickets/TKT-001.md": Sample.ticket(),
      "tasks/TSK-110.md": Sample.task("TSK-110"),
    ]).findings().filter { $0.code == "S301" }
    #expect(found.count == 80)
    #expect(found.prefix(50).allSatisfy { $0.help?.hasPrefix("did you mean `TSK-110`") == true })
    #expect(found.dropFirst(50).allSatisfy { $0.help?.hasPrefix("write that task") == true })
  }
}
