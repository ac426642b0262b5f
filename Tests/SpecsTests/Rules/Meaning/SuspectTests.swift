import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct SuspectTests {
  private static let requirement =
    "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: Search\n\nTHE SYSTEM SHALL answer.\n"
  private static let ticket =
    "---\nid: TKT-001\nstatus: done\nrequirements:\n  - REQ-A-001\n  - 1️⃣REQ-A-FUNC-001\n  - REQ-A-FUNC-001\n---\n"

  private func findings(_ change: LaterChanges.Change, in path: String) throws -> [Finding] {
    let bench = Bench([
      "requirements/a.md": Self.requirement, path: Marked(Self.ticket).text,
    ])
    var checker = bench.checker
    checker.laterChanges[ticket: ".omoi_os/\(path)", requirement: "REQ-A-FUNC-001"] = change
    let paths = bench.files.keys.map { ".omoi_os/\($0)" }
    return try checker.check(paths, of: bench.snapshot(bench.files)).findings.filter {
      $0.code == "S409"
    }
  }

  @Test func aLaterChangeIsANoteAtTheReference() throws {
    let found = try findings(.commit("abc1234 \"Sharpen it\""), in: "tickets/TKT-001.md")
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.severity == .note)
    #expect(finding.message == "`REQ-A-FUNC-001` changed after this ticket was last changed")
    #expect(finding.range.lowerBound == Marked(Self.ticket).offsets["1️⃣"])
    let note = try #require(finding.notes.first)
    #expect(note.message == "`REQ-A-FUNC-001` was last changed in abc1234 \"Sharpen it\"")
    #expect(note.path == ".omoi_os/requirements/a.md" && note.position?.line == 4)
    #expect(
      finding.help
        == "look whether the ticket still does what is asked, then change it, if only its `updated`"
    )
  }

  @Test func aChangeThatIsNotCommittedHasNoCommit() throws {
    let found = try findings(.uncommitted, in: "tickets/TKT-001.md")
    #expect(
      found.flatMap(\.notes).map(\.message)
        == ["the change of `REQ-A-FUNC-001` is not committed yet"])
  }

  @Test func onlyTicketsImplementRequirements() throws {
    #expect(try findings(.uncommitted, in: "tasks/TKT-001.md").isEmpty)
  }

  @Test func whatIsNotReportedIsNotLookedFor() {
    let hidden = Settings.parse(
      Array("rules: {S409: ignore}\n".utf8), path: "config.yaml", root: ""
    ).settings
    let all = Judgement()
    #expect(all.mayReport("S409", settings: Settings()) && !all.mayReport("S409", settings: hidden))
    #expect(!Judgement(ignore: ["S4"]).mayReport("S409", settings: Settings()))
    #expect(!Judgement(select: ["S1"]).mayReport("S409", settings: Settings()))
    #expect(Judgement(select: ["S40"]).mayReport("S409", settings: Settings()))
  }

  // MARK: What a requirement asks for

  private func texts(_ text: String) throws -> [String: RequirementText] {
    let spec = try Bench([:]).snapshot(["requirements/a.md": text])
      .load(".omoi_os/requirements/a.md")
    return RequirementText.all(in: try #require(spec))
  }

  private static let file = """
    ---
    id: REQ-A-001
    title: Searching
    status: draft
    updated: 2026-01-01
    priority: HIGH
    ---

    # Searching

    Words.

    ### REQ-A-FUNC-001: Search

    THE SYSTEM SHALL answer.

    ### REQ-A-FUNC-002: Order

    THE SYSTEM SHALL sort.

    """

  @Test(arguments: [
    ("\n", "\r\n"), ("answer.", "answer.  \t"), ("status: draft", "status: approved"),
    ("updated: 2026-01-01\n", "updated: 2026-01-09\ncreated: 2026-01-01\n"),
    ("priority: HIGH\n", ""), ("title: Searching\n", "title: \"Searching\"\n"),
    ("THE SYSTEM SHALL sort.\n", "THE SYSTEM SHALL sort.\n\n\n"),
  ])
  func whatIsAskedForStays(old: String, new: String) throws {
    let (before, after) = (try texts(Self.file), try texts(Self.file.replacing(old, with: new)))
    #expect(before.count == 3)
    for id in ["REQ-A-FUNC-001", "REQ-A-FUNC-002"] { #expect(before[id] == after[id]) }
    #expect((before["REQ-A-001"] == after["REQ-A-001"]) == !old.hasPrefix("priority"))
  }

  @Test(arguments: [("Search\n", "Find\n"), ("answer", "reply"), ("answer.", "answer.\n\nSoon.")])
  func whatIsAskedForChanges(old: String, new: String) throws {
    let (before, after) = (try texts(Self.file), try texts(Self.file.replacing(old, with: new)))
    #expect(before["REQ-A-FUNC-001"] != after["REQ-A-FUNC-001"])
    #expect(before["REQ-A-FUNC-002"] == after["REQ-A-FUNC-002"])
    #expect(before["REQ-A-001"] != after["REQ-A-001"])
  }

  @Test func placeAndLevelDoNotCount() throws {
    let moved = "# Other\n\n#### REQ-A-FUNC-001: Search\nTHE SYSTEM SHALL answer."
    #expect(try texts(moved)["REQ-A-FUNC-001"] != nil)
    #expect(try texts(moved)["REQ-A-FUNC-001"] == texts(Self.file)["REQ-A-FUNC-001"])
  }

  @Test func aFileWhoseHeaderCannotBeReadAsksForNothing() throws {
    #expect(try texts("---\nid: REQ-A-001\n\tx: [\n---\n")["REQ-A-001"] == nil)
  }
}
