import Frontmatter
import Specs
import Testing

/// What is written to the settings, and what forbids a plan.
struct RenumberTraceTests {
  private func plan(
    _ settings: String?, _ moves: [(String, String)] = [("TSK-005", "TSK-041")]
  ) throws -> (text: String, plan: RenumberPlan) {
    var files: [String: String] = [:]
    for (old, _) in moves { files["tasks/\(old).md"] = "---\nid: \(old)\n---\n" }
    files["config.yaml"] = settings
    let bench = RenumberBench(files)
    let plan = bench.plan(moves.map { RenumberBench.move($0.0, $0.1, "tasks/\($0.0).md") })
    return (try bench.applying(plan).text("config.yaml"), plan)
  }

  @Test(arguments: [
    (nil, "renumbered:\n  TSK-005: TSK-041\n"),
    ("", "renumbered:\n  TSK-005: TSK-041\n"),
    ("# settings\n", "# settings\nrenumbered:\n  TSK-005: TSK-041\n"),
    ("ids: {width: 3}\n", "ids: {width: 3}\nrenumbered:\n  TSK-005: TSK-041\n"),
    ("ids: {width: 3}", "ids: {width: 3}\nrenumbered:\n  TSK-005: TSK-041"),
    ("ids:\r\n  width: 3\r\n", "ids:\r\n  width: 3\r\nrenumbered:\r\n  TSK-005: TSK-041\r\n"),
    ("{ids: {width: 3}}\n", "{ids: {width: 3}, renumbered: {TSK-005: TSK-041}}\n"),
    ("{}\n", "{renumbered: {TSK-005: TSK-041}}\n"),
    ("renumbered:\n", "renumbered: {TSK-005: TSK-041}\n"),
    ("renumbered: ~ # none\n", "renumbered: {TSK-005: TSK-041} # none\n"),
    ("renumbered: {}\nids: {}\n", "renumbered: {TSK-005: TSK-041}\nids: {}\n"),
    (
      "renumbered: {TSK-001: TSK-002} # x\n",
      "renumbered: {TSK-001: TSK-002, TSK-005: TSK-041} # x\n"
    ),
    ("renumbered: {TSK-001: TSK-002,}\n", "renumbered: {TSK-001: TSK-002, TSK-005: TSK-041,}\n"),
    (
      "renumbered:\n    TSK-001: TSK-002 # old\n\n# ids\nids: {}\n",
      "renumbered:\n    TSK-001: TSK-002 # old\n    TSK-005: TSK-041\n\n# ids\nids: {}\n"
    ),
    (
      "renumbered:\r\n  TSK-001: TSK-002",
      "renumbered:\r\n  TSK-001: TSK-002\r\n  TSK-005: TSK-041"
    ),
    ("renumbered: {TSK-005: \"TSK-007\"}\n", "renumbered: {TSK-005: \"TSK-041\"}\n"),
    ("renumbered:\n  TSK-005:\n", "renumbered:\n  TSK-005: TSK-041\n"),
    ("renumbered: {TSK-003: TSK-005}\n", "renumbered: {TSK-003: TSK-005, TSK-005: TSK-041}\n"),
  ])
  func theTraceIsWrittenInTheStyleInUse(settings: String?, expected: String) throws {
    let (text, plan) = try plan(settings)
    #expect(plan.problems == [])
    #expect(text == expected)
    #expect(plan.trace?.entries == [.init(old: "TSK-005", new: "TSK-041")])
    #expect(plan.trace?.isNew == (settings == nil))
    #expect(plan.doubtful.isEmpty)
  }

  @Test func anEarlierEntryIsReplacedAndTold() throws {
    let (text, plan) = try plan("renumbered: {TSK-005: TSK-007, TSK-041: TSK-008}\n")
    #expect(text == "renumbered: {TSK-005: TSK-041, TSK-041: TSK-008}\n")
    #expect(
      plan.trace?.notes == [
        "`TSK-005` was renumbered to `TSK-007` before; the trace now says `TSK-041`",
        "`TSK-041` was itself renumbered before, to `TSK-008`; it is in use again now",
      ])
    #expect(plan.trace?.position.column == 23)
  }

  @Test func twoSpecsOfOneIDLeaveOneEntry() throws {
    let bench = RenumberBench(["tasks/TSK-005.md": movingTask, "tasks/TSK-005-x.md": movingTask])
    let plan = bench.plan([
      RenumberBench.move("TSK-005", "TSK-041", "tasks/TSK-005.md"),
      RenumberBench.move("TSK-005", "TSK-042", "tasks/TSK-005-x.md"),
    ])
    #expect(try bench.applying(plan).text("config.yaml") == "renumbered:\n  TSK-005: TSK-042\n")
    #expect(
      plan.trace?.notes == ["`TSK-005` becomes `TSK-041` and `TSK-042`; the trace says `TSK-042`"])
  }

  @Test func settingsThatNameAFileAreListed() throws {
    let (text, plan) = try plan("ignore: [{path: tasks/TSK-005.md}]\n")
    #expect(text.hasPrefix("ignore: [{path: tasks/TSK-005.md}]\n"))
    #expect(plan.doubtful.map(\.reason) == ["it stands in the settings"])
    #expect(plan.doubtful.map(\.mention.position.column) == [23])
  }

  @Test(arguments: [
    ("a: [\n", "1"), ("- a\n", "the settings are a list"),
    ("renumbered: [a]\n", "`renumbered` is a list"),
    ("ids: {}\n...\n", "cannot be added to"), ("renumbered: &a {}\nx: *a\n", ""),
  ])
  func settingsThatCannotBeWrittenForbidThePlan(settings: String, words: String) throws {
    let (text, plan) = try plan(settings)
    if words.isEmpty {
      #expect(plan.problems == [])
      return
    }
    #expect(text == settings)
    #expect(plan.problems.count == 1)
    #expect(plan.problems.first?.description.contains(words) == true)
    #expect(plan.files.isEmpty && plan.trace == nil && plan.renames.isEmpty)
  }

  @Test func whatIsWrongWithMovesIsSaid() {
    let bench = RenumberBench([
      RenumberBench.mover: movingTask, "tasks/TSK-006.md": "---\nid: TSK-006\n---\n",
      "tasks/tsk-041-X.md": "", "tasks/odd.md": "---\nid: again\n---\n",
      "docs/d.md": "---\nid: DOC-001\n---\n",
    ])
    func problems(_ moves: (String, String, String)...) -> [String] {
      bench.plan(moves.map { RenumberBench.move($0.0, $0.1, $0.2) }).problems.map(\.description)
    }
    let path = RenumberBench.mover
    #expect(
      problems(("TSK-005", "TSK-041", path)) == [
        "the file would be named .omoi_os/tasks/TSK-041-x.md, which differs from"
          + " .omoi_os/tasks/tsk-041-X.md only in capitals"
      ])
    #expect(
      problems(("TSK-005", "TSK-006", path)) == [
        "`TSK-006` is in use already, at .omoi_os/tasks/TSK-006.md:2"
      ])
    #expect(
      problems(("TSK-005", "TKT-041", path)) == [
        "`TKT-041` cannot be the new ID: expected `TSK-001` or `TSK-SCOPE-001`"
      ])
    #expect(
      problems(("DOC-001", "TKT-041", "docs/d.md")) == [
        "`TKT-041` cannot be the new ID: it is the ID of a ticket"
      ])
    #expect(
      problems(("TSK-005", "TSK-041", "tasks/none.md")) == [
        "there is no spec at .omoi_os/tasks/none.md"
      ])
    #expect(
      problems(("TSK-005", "TSK-041", "tasks/TSK-006.md")) == [
        ".omoi_os/tasks/TSK-006.md does not define `TSK-005`; its ID is `TSK-006`"
      ])
    #expect(problems(("again", "TSK-042", "tasks/odd.md")).count == 1)
    #expect(
      problems(("TSK-005", "TSK-042", path), ("TSK-006", "TSK-042", "tasks/TSK-006.md")) == [
        "two specs would both get the ID `TSK-042`"
      ])
    #expect(
      problems(("TSK-005", "TSK-042", path), ("TSK-005", "TSK-043", path)) == [
        "`TSK-005` in .omoi_os/tasks/TSK-005-x.md would get two IDs"
      ])
  }

  @Test func nothingToDoIsAnEmptyPlan() {
    let bench = RenumberBench([RenumberBench.mover: movingTask])
    #expect(bench.plan([]).isEmpty)
    #expect(bench.plan([RenumberBench.move("TSK-005", "TSK-005", RenumberBench.mover)]).isEmpty)
  }
}
