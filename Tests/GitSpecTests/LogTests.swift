import Foundation
import TestSupport
import Testing

/// What `git spec log` says of one spec on one line of history.
@Suite struct LogTests {
  private static let path = ".omoi_os/tasks/TSK-001.md"
  private static let created = "created: \"Write the parser\" (pending)"

  @Test(arguments: BackendName.allCases)
  func changesNewestFirst(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.commit("Begin", [Self.path: Sample.task(dependsOn: ["TSK-002"])])
    try sandbox.commit("Other", [".omoi_os/tasks/TSK-009.md": Sample.task("TSK-009")])
    let started = Sample.task(status: "in_progress", dependsOn: ["TSK-004"])
    try sandbox.commit(
      "Start",
      [
        Self.path: started.replacing("[ ]", with: "[x]").replacing(
          "# TSK-001", with: "Intro.\n\n# TSK-001")
      ])
    try sandbox.commit(
      "Reformat",
      [
        Self.path: try sandbox.read(Self.path).replacing(
          "depends_on: [TSK-004]", with: "depends_on:\n    - TSK-004")
      ])
    try sandbox.write(Self.path, try sandbox.read(Self.path).replacing("[x]", with: "[ ]"))
    let outcome = try sandbox.spec("log", "TSK-001")
    let ids = try sandbox.git("log", "--abbrev=7", "--format=%h", "--", Self.path)
      .split(separator: "\n")
    #expect(outcome.status == 0 && outcome.error == "")
    #expect(
      outcome.output == """
        TSK-001 "Write the parser"
        task in .omoi_os/tasks/TSK-001.md

        not committed yet
          [ ] Tests pass

        \(ids[0]) 2026-01-10  Ann  Reformat
          only its form changed

        \(ids[1]) 2026-01-10  Ann  Start
          status: pending → in_progress
          dependencies.depends_on: +TSK-004 −TSK-002
          [x] Tests pass
          body: +2 lines

        \(ids[2]) 2026-01-10  Ann  Begin
          \(Self.created)

        """)
    #expect(try sandbox.log("TSK-001", "--rev", "HEAD").first == "Reformat: only its form changed")
    #expect(try sandbox.log("TSK-001", "--rev", "HEAD~2") == ["Begin: " + Self.created])
    #expect(try sandbox.log("TSK-001", "-n", "2").count == 2)
    #expect(try sandbox.log("TSK-001", "--max-count", "99").count == 4)
  }

  @Test(arguments: BackendName.allCases)
  func aSpecIsFollowedAcrossNamesAndNumbers(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    try sandbox.commit("Move", [Self.path: nil, ".omoi_os/tasks/a/TSK-001.md": Sample.task()])
    let rewritten = Sample.task(title: "Quite another thing")
    try sandbox.commit(
      "Move and edit",
      [".omoi_os/tasks/a/TSK-001.md": nil, ".omoi_os/tasks/TSK-001-b.md": rewritten])
    let renumbered = Sample.task("TSK-041", title: "Quite another thing")
    try sandbox.commit(
      "Renumber", [".omoi_os/tasks/TSK-001-b.md": nil, ".omoi_os/tasks/TSK-041.md": renumbered])
    let expected = [
      "Renumber: renamed from tasks/TSK-001-b.md; id: TSK-001 → TSK-041",
      "Move and edit: renamed from tasks/a/TSK-001.md; title: Write the parser → Quite another thing",
      "Move: renamed from tasks/TSK-001.md", "Begin: " + Self.created,
    ]
    #expect(try sandbox.log("TSK-041") == expected)
    let old = try sandbox.spec("log", "TSK-001")
    #expect(Sandbox.blocks(old.output) == expected)
    #expect(old.error.contains("TSK-001 was renumbered: `git spec log TSK-041`"), "\(old)")
  }

  /// With another title and little of its text, only the trace says which spec it was.
  @Test func theTraceOfRenumberingCounts() throws {
    let sandbox = try Sandbox.forLog()
    let other = "---\nid: TSK-041\ntitle: Nothing alike\n---\n\nText of its own.\n"
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    try sandbox.commit("Renumber", [Self.path: nil, ".omoi_os/tasks/TSK-041.md": other])
    #expect(try sandbox.log("TSK-041") == ["Renumber: created: \"Nothing alike\""])
    try sandbox.write(".omoi_os/config.yaml", "renumbered: {TSK-001: TSK-041}\n")
    #expect(try sandbox.log("TSK-041").map { $0.prefix(8) } == ["Renumber", "Begin: c"])
  }

  /// The number of a spec that got another one was given away in the same commit.
  @Test func aNumberThatIsGivenToAnotherSpec() throws {
    let sandbox = try Sandbox.forLog()
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    try sandbox.commit(
      "Swap",
      [
        Self.path: nil, ".omoi_os/tasks/TSK-002.md": Sample.task("TSK-002"),
        ".omoi_os/tasks/TSK-001-new.md": "---\nid: TSK-001\ntitle: Sweep the floor\n---\n\nHm.\n",
      ])
    #expect(try sandbox.log("TSK-001").first == "Swap: created: \"Sweep the floor\"")
    #expect(
      try sandbox.log("TSK-002") == [
        "Swap: renamed from tasks/TSK-001.md; id: TSK-001 → TSK-002", "Begin: " + Self.created,
      ])
  }

  @Test(arguments: BackendName.allCases)
  func deletedSpecsAreFound(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.commit("Begin", [Self.path: Sample.task(), ".omoi_os/x.md": "x"])
    try sandbox.commit("Start", [Self.path: Sample.task(status: "done")])
    let deleted = [
      "deleted: \"Write the parser\" (done)", "Start: status: pending → done",
      "Begin: " + Self.created,
    ]
    try sandbox.remove(Self.path)
    #expect(try sandbox.log("TSK-001") == ["-: " + deleted[0]] + deleted[1...])
    try sandbox.commit("Delete", [:])
    #expect(try sandbox.log("TSK-001") == ["Delete: " + deleted[0]] + deleted[1...])
    try sandbox.commit("Put back", [Self.path: Sample.task(status: "done")])
    #expect(
      try sandbox.log("TSK-001")
        == ["Put back: created: \"Write the parser\" (done)", "Delete: " + deleted[0]]
        + deleted[1...])
  }

  /// Its file is named otherwise, so that only what was in it tells.
  @Test func deletedSpecsOfOtherNamesAreFound() throws {
    let sandbox = try Sandbox.forLog()
    try sandbox.commit("Begin", [".omoi_os/tasks/parser.md": Sample.task(), ".omoi_os/x": "x"])
    try sandbox.commit("Delete", [".omoi_os/tasks/parser.md": nil])
    #expect(try sandbox.log("TSK-001").map { $0.prefix(7) } == ["Delete:", "Begin: "])
  }

  @Test(arguments: BackendName.allCases)
  func aBrokenHeaderIsTold(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    try sandbox.commit("Break", [Self.path: Sample.task(status: "[")])
    try sandbox.commit("Break more", [Self.path: Sample.task(status: "[[") + "\nMore.\n"])
    try sandbox.commit("Mend", [Self.path: Sample.task(status: "done") + "\nMore.\n"])
    #expect(
      try sandbox.log("TSK-001") == [
        "Mend: frontmatter can be read again; status: pending → done",
        "Break more: frontmatter could not be read; body: +2 lines",
        "Break: frontmatter could not be read", "Begin: " + Self.created,
      ])
    #expect(
      try sandbox.log("TSK-001", "-n", "1") == [
        "Mend: frontmatter can be read again; status: pending → done"
      ])
  }

  /// A copy of a spec is another file with its ID, however the first one went on.
  @Test func aCopyIsNoRename() throws {
    let sandbox = try Sandbox.forLog()
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    try sandbox.commit(
      "Copy",
      [Self.path: Sample.task(status: "done"), ".omoi_os/tasks/TSK-001-b.md": Sample.task()])
    #expect(
      try sandbox.log("TSK-001") == [
        "Copy: " + Self.created, "Copy: status: pending → done", "Begin: " + Self.created,
      ])
  }

  /// What lies in the working tree may be anything.
  @Test(arguments: BackendName.allCases)
  func whatIsNotCommittedMayBeAnything(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    try sandbox.write(Self.path, Sample.task() + String(repeating: "x", count: 5_000_001))
    #expect(try sandbox.log("TSK-001")[0] == "-: the file is too large to be read")
    try sandbox.shell("rm \(Self.path); ln -s ../x \(Self.path)")
    #expect(
      try sandbox.log("TSK-001")[0] == "-: a symbolic link stands in the file's place")
    try sandbox.remove(Self.path)
    try sandbox.write(".omoi_os/tasks/TSK-001 \"b\".md", Sample.task(status: "done"))
    #expect(
      try sandbox.log("TSK-001") == [
        "-: renamed from tasks/TSK-001.md; status: pending → done", "Begin: " + Self.created,
      ])
    #expect(try sandbox.log("TSK-001", "--rev", "HEAD") == ["Begin: " + Self.created])
  }

  /// A header that older tools wrote has no fields to compare with.
  @Test func theFirstHeaderThatCanBeRead() throws {
    let sandbox = try Sandbox.forLog()
    try sandbox.commit("Begin", [Self.path: "# TSK-001: Write the parser\n"])
    try sandbox.commit("More", [Self.path: "# TSK-001: Write the parser\n\nMore.\n"])
    try sandbox.commit("Header", [Self.path: Sample.task()])
    let log = try sandbox.log("TSK-001")
    #expect(
      log.first?.hasPrefix("Header: frontmatter can be read: \"Write the parser\" (pending); body")
        == true, "\(log)")
    #expect(
      log.dropFirst() == [
        "More: frontmatter could not be read; body: +2 lines",
        "Begin: created: (no title); frontmatter could not be read",
      ])
  }

  // MARK: Requirements

  private static func requirements(_ words: String, _ other: String = "sort") -> String {
    "---\nid: REQ-A-001\ntitle: All\n---\n\n### REQ-A-FUNC-001: Search\n\nWHEN asked, THE SYSTEM SHALL \(words).\n\n"
      + "### REQ-A-FUNC-002: Order\n\nTHE SYSTEM SHALL \(other).\n"
  }

  @Test(arguments: BackendName.allCases)
  func requirementsUnderHeadings(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    let (a, b) = (".omoi_os/requirements/a.md", ".omoi_os/requirements/b.md")
    try sandbox.commit("Begin", [a: Self.requirements("answer")])
    try sandbox.commit("Edit", [a: Self.requirements("cry")])
    try sandbox.commit("Edit the other", [a: Self.requirements("cry", "shuffle")])
    let parts = Self.requirements("cry", "shuffle").components(separatedBy: "### REQ-A-FUNC-002")
    try sandbox.commit(
      "Move it",
      [a: parts[0], b: "---\nid: REQ-B-001\n---\n\n### REQ-A-FUNC-002" + parts[1]])
    try sandbox.commit("Renumber it", [a: parts[0].replacing("FUNC-001", with: "FUNC-009")])
    let action = "action: THE SYSTEM SHALL answer. → THE SYSTEM SHALL cry."
    #expect(
      try sandbox.log("REQ-A-FUNC-009") == [
        "Renumber it: id: REQ-A-FUNC-001 → REQ-A-FUNC-009", "Edit: \(action)",
        "Begin: created: \"Search\"",
      ])
    #expect(
      try sandbox.log("REQ-A-FUNC-002") == [
        "Move it: renamed from requirements/a.md",
        "Edit the other: action: THE SYSTEM SHALL sort. → THE SYSTEM SHALL shuffle.",
        "Begin: created: \"Order\"",
      ])
    #expect(try sandbox.log("REQ-A-FUNC-001").count == 3)
    #expect(try sandbox.log("REQ-A-001").count == 5)
  }
}
