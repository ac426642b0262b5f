import Foundation
import TestSupport
import Testing

/// `git spec renumber` through real git: everything moves, or nothing does.
@Suite struct RenumberTests {
  /// A task TSK-002 of a branch `mine`, referred to in all ways; `main` gets another TSK-002.
  static let branched = """
    cat > .omoi_os/tickets/TKT-002.md < .omoi_os/tickets/TKT-001.md
    sed -i 's/TKT-001/TKT-002/' .omoi_os/tickets/TKT-002.md; commit Ticket
    git checkout -q -b mine; task TSK-002 'Print mine' TSK-002-print-mine.md
    task TSK-003 'Uses it'
    sed -i 's/^type: .*/&\\ndependencies:\\n  depends_on: [TSK-002]\\n  blocks: []/' \\
      .omoi_os/tasks/TSK-003.md
    edit TSK-003.md 'After TSK-002, see [it](TSK-002-print-mine.md); not ATSK-002.'
    printf -- '- [ ] TSK-002 is done\\n' >> .omoi_os/tickets/TKT-002.md
    commit Mine
    git checkout -q main; task TSK-002 'Print theirs' TSK-002-print-theirs.md
    task TSK-004 'Uses theirs'; edit TSK-004.md 'After TSK-002.'; commit Theirs
    git checkout -q mine

    """

  private func repository(_ more: String = "", backend: BackendName? = nil) throws -> Sandbox {
    try Sandbox.history(Self.branched + more, backend: backend)
  }

  // MARK: What moves

  @Test(arguments: BackendName.allCases)
  func everyReferenceFollowsAndTheMergeIsClean(backend: BackendName) throws {
    let sandbox = try repository(backend: backend)
    #expect(try sandbox.collisions(status: 1).ids == ["TSK-002"])
    try sandbox.renumber("TSK-002", "--against", "main")
    #expect(
      sandbox.names(".omoi_os/tasks") == ["TSK-001.md", "TSK-003.md", "TSK-005-print-mine.md"])
    let user = try sandbox.read(".omoi_os/tasks/TSK-003.md")
    #expect(user.contains("depends_on: [TSK-005]"))
    #expect(
      user.contains("After TSK-005, see [it](TSK-005-print-mine.md); not ATSK-002."), "\(user)")
    #expect(try sandbox.read(".omoi_os/tickets/TKT-002.md").contains("- [ ] TSK-005 is done"))
    let moved = try sandbox.read(".omoi_os/tasks/TSK-005-print-mine.md")
    #expect(moved.contains("id: TSK-005\n") && moved.contains("# TSK-005: Print mine\n"))
    #expect(try sandbox.read(".omoi_os/config.yaml").contains("  TSK-002: TSK-005\n"))
    #expect(try sandbox.git("diff", "--cached", "--name-only") == "")
    try sandbox.expectClean()
    // Nothing is left to do, and main's references go on meaning main's spec.
    try sandbox.shell("git add -A; git commit -qm Renumber")
    #expect(try sandbox.collisions(status: 0).ids == [])
    #expect(try sandbox.renumber("--all-collisions").output == "nothing to renumber\n")
    try sandbox.git("merge", "-q", "main")
    try sandbox.expectClean()
    #expect(try sandbox.read(".omoi_os/tasks/TSK-004.md").contains("After TSK-002."))
    #expect(
      try sandbox.read(".omoi_os/tasks/TSK-002-print-theirs.md").contains("title: Print theirs"))
  }

  @Test(arguments: BackendName.allCases)
  func allCollisions(backend: BackendName) throws {
    let sandbox = try repository(backend: backend)
    let outcome = try sandbox.renumber("--all-collisions")
    #expect(outcome.output.hasPrefix("TSK-002 becomes TSK-005: "), "\(outcome)")
    #expect(try sandbox.collisions(status: 0).ids == [])
    #expect(try sandbox.renumber("--all-collisions").output == "nothing to renumber\n")
  }

  @Test func theDryRunTellsWhatTheRunDoes() throws {
    let sandbox = try repository()
    let before = try sandbox.wholeTree()
    let files = try sandbox.shell("find .git | sort")
    let plan = try sandbox.renumber("TSK-002", "--dry-run")
    let document = try json(try sandbox.renumber("TSK-002", "--dry-run", "--format", "json"))
    #expect(try sandbox.wholeTree() == before)
    #expect(try sandbox.shell("find .git | sort") == files)
    #expect(try sandbox.renumber("TSK-002").output == plan.output)
    #expect(plan.output.split(separator: "\n").count == 9, "\(plan)")
    #expect((document["edits"] as? [Any])?.count == 6)
    #expect(document["trace"] as? [String: String] == ["TSK-002": "TSK-005"])
    #expect(document["dry_run"] as? Bool == true)
  }

  @Test func namedInManyWays() throws {
    let path = ".omoi_os/tasks/TSK-002-print-mine.md"
    for (words, folder) in [
      (["TSK-002", "TSK-009"], nil), ([path, "TSK-009"], nil),
      (["TSK-002-print-mine.md", "TSK-009"], ".omoi_os/tasks"),
      (["../tasks/TSK-002-print-mine.md", "TSK-009"], ".omoi_os/tickets"),
      (["TSK-002", "TSK-009", "--root", ".omoi_os"], nil),
      (["TSK-002", "TSK-009", "--root", ".."], ".omoi_os/tasks"),
    ] as [([String], String?)] {
      let sandbox = try repository()
      let outcome = try sandbox.run(Sandbox.program, ["renumber"] + words, in: folder)
      #expect(outcome.status == 0, "\(words): \(outcome)")
      #expect(sandbox.exists(".omoi_os/tasks/TSK-009-print-mine.md"), "\(words)")
      try sandbox.expectClean()
    }
  }

  @Test func requirementHeadings() throws {
    let sandbox = try Sandbox.history("")
    _ = try sandbox.new("feature", "Log in")
    let id = "REQ-LOG-IN-FUNC-001"
    try sandbox.shell(Sandbox.histories + "edit TSK-001.md 'Builds \(id).'; commit Feature")
    try sandbox.renumber(id)
    #expect(
      try sandbox.read(".omoi_os/tasks/TSK-001.md").contains("Builds REQ-LOG-IN-FUNC-002."))
    #expect(
      try sandbox.read(".omoi_os/requirements/log-in.md").contains("### REQ-LOG-IN-FUNC-002:"))
    try sandbox.expectClean()
  }

  @Test func aDoneSpecMovesOnlyWhenNamed() throws {
    let sandbox = try repository(
      "sed -i 's/^status: .*/status: done/' .omoi_os/tasks/TSK-002-*.md; commit Done")
    let before = try sandbox.wholeTree()
    let outcome = try sandbox.spec("renumber", "--all-collisions")
    expectRefused(outcome, 1, "TSK-002 is done", "`git spec renumber TSK-002`")
    #expect(try sandbox.wholeTree() == before)
    try sandbox.renumber("TSK-002")
    #expect(sandbox.exists(".omoi_os/tasks/TSK-005-print-mine.md"))
  }

  /// Line ends, byte-order marks and names stay.
  @Test func bytesStay() throws {
    let name = "TSK-002-it's \"né\" 100%.md"
    let sandbox = try Sandbox.history("task TSK-002 Two; task TSK-003 Three")
    let folder = ".omoi_os/tasks/"
    let text = try sandbox.read(folder + "TSK-002.md") + "And [this](<\(name)>).\n"
    let crlf = "\u{FEFF}" + text.replacing("\n", with: "\r\n")
    try sandbox.remove(folder + "TSK-002.md")
    try sandbox.write(folder + name, crlf)
    try sandbox.shell("chmod 755 .omoi_os/tasks/TSK-002*; git add -A; git commit -qm Add")
    try sandbox.renumber("TSK-002", "TSK-007")
    let moved = name.replacing("TSK-002", with: "TSK-007")
    #expect(try sandbox.read(folder + moved) == crlf.replacing("TSK-002", with: "TSK-007"))
    #expect(FileManager.default.isExecutableFile(atPath: sandbox.path(folder + moved)))
    #expect(sandbox.names(".omoi_os/tasks") == ["TSK-001.md", "TSK-003.md", moved].sorted())
  }

  // MARK: What is refused

  /// Expects a refusal that changes nothing.
  private func expectNothing(
    _ sandbox: Sandbox, _ words: [String], _ status: Int32, _ message: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try sandbox.wholeTree()
    let outcome = try sandbox.run(Sandbox.program, ["renumber"] + words)
    #expect(outcome.status == status, "\(outcome)", sourceLocation: sourceLocation)
    for word in message {
      #expect(outcome.error.contains(word), "\(outcome)", sourceLocation: sourceLocation)
    }
    #expect(outcome.output == "", "\(outcome)", sourceLocation: sourceLocation)
    #expect(try sandbox.wholeTree() == before, sourceLocation: sourceLocation)
  }

  @Test func newIDsThatCannotBe() throws {
    let sandbox = try repository()
    try expectNothing(sandbox, ["TSK-002", "TSK-003"], 2, "`TSK-003` is in use already")
    try expectNothing(sandbox, ["TSK-002", "TSK-002"], 2, "is its ID already")
    for id in ["TSK-2", "tsk-009", "TKT-009", "TSK-009.md", "", "TSK-009/../../x", "-x"] {
      try expectNothing(sandbox, ["TSK-002", "--", id], 2)
    }
    try expectNothing(sandbox, ["TSK-0002"], 2, "`TSK-0002`", "did you mean `TSK-002`")
    try expectNothing(sandbox, ["nosuch.md"], 2, "no spec with an ID is at `nosuch.md`")
    try expectNothing(sandbox, [], 2, "--all-collisions")
    try expectNothing(sandbox, ["TSK-002", "--all-collisions"], 2, "leave out TSK-002")
    try expectNothing(sandbox, ["TSK-002", "--against", "nosuch"], 2, "nosuch")
  }

  /// Nobody mends a collision by a new one.
  @Test(arguments: BackendName.allCases)
  func anIDThatIsTakenElsewhere(backend: BackendName) throws {
    let sandbox = try repository(backend: backend)
    try expectNothing(
      sandbox, ["TSK-002", "TSK-004"], 2, "`TSK-004` is in use already, on main", "Uses theirs")
    // Where it was renumbered there, it is the same spec.
    try sandbox.shell("git checkout -q -b other")
    try sandbox.renumber("TSK-002", "TSK-008")
    try sandbox.shell("git add -A; git commit -qm Renumber; git checkout -q mine")
    try sandbox.renumber("TSK-002", "TSK-008")
  }

  @Test func twoFilesWithOneID() throws {
    let sandbox = try repository()
    try sandbox.shell(Sandbox.histories + "task TSK-002 Again TSK-002-again.md; commit Again")
    try expectNothing(
      sandbox, ["TSK-002"], 2, ".omoi_os/tasks/TSK-002-again.md: \"Again\"",
      ".omoi_os/tasks/TSK-002-print-mine.md: \"Print mine\"")
    try sandbox.renumber(".omoi_os/tasks/TSK-002-again.md")
    #expect(try sandbox.spec("check", "--ignore", "S4").status == 0)
  }

  @Test func workInProgressIsNotTouched() throws {
    let sandbox = try repository("echo More >> .omoi_os/tasks/TSK-003.md")
    try expectNothing(sandbox, ["TSK-002"], 3, ".omoi_os/tasks/TSK-003.md", "not staged")
    // Another file's changes are in nobody's way, nor is what is staged or new.
    try sandbox.shell("git add -A; echo More >> .omoi_os/tasks/TSK-001.md")
    try sandbox.shell(Sandbox.histories + "task TSK-007 New; edit TSK-007.md 'See TSK-002.'")
    try sandbox.renumber("TSK-002", "TSK-008")
    #expect(try sandbox.read(".omoi_os/tasks/TSK-007.md").contains("See TSK-008."))
    #expect(try sandbox.read(".omoi_os/tasks/TSK-001.md").hasSuffix("More\n"))
  }

  /// A file that was only written anew has no changes, whatever its time says.
  @Test func theTimeOfAFileIsNoChange() throws {
    let sandbox = try Sandbox.history("task TSK-002 Two; commit Two")
    try sandbox.shell("touch -d '2020-01-01' .omoi_os/tasks/*")
    #expect(try sandbox.git("diff-files", "--name-only") != "")
    try sandbox.renumber("TSK-002")
  }

  @Test func whatIsNotCheckedOutIsNamed() throws {
    let sandbox = try repository(
      "git sparse-checkout set --no-cone '/*' '!/.omoi_os/tickets/TKT-002.md'")
    try expectNothing(sandbox, ["TSK-002"], 3, ".omoi_os/tickets/TKT-002.md", "not checked out")
  }

  @Test func settingsThatDoNotParse() throws {
    let sandbox = try repository("printf 'ids: [\\n' > .omoi_os/config.yaml; commit Broken")
    try expectNothing(sandbox, ["TSK-002"], 2, ".omoi_os/config.yaml", "trace")
  }

  @Test func aFileInTheWay() throws {
    let sandbox = try repository(
      "echo '*.md' > .omoi_os/tasks/.gitignore; echo x > .omoi_os/tasks/TSK-009-print-mine.md")
    try expectNothing(
      sandbox, ["TSK-002", "TSK-009"], 3, "git ignores .omoi_os/tasks/TSK-009-print-mine.md")
  }

  @Test func readOnlyFolderIsRolledBack() throws {
    let sandbox = try repository()
    try sandbox.shell("chmod -R a+rwX .; chmod 555 .omoi_os/tickets")
    defer { _ = try? sandbox.shell("chmod 755 .omoi_os/tickets") }
    try sandbox.shell("git config core.fileMode false")
    let before = try sandbox.wholeTree()
    guard let outcome = try sandbox.specAsNobody("renumber", "TSK-002") else { return }
    expectRefused(outcome, 3, "Permission denied", "everything is as it was")
    #expect(try sandbox.wholeTree() == before)
  }

  @Test func fullDisk() throws {
    let sandbox = try repository()
    let before = try sandbox.wholeTree()
    let outcome = try sandbox.specOnFullDisk(["renumber", "TSK-002"])
    #expect(outcome.output.contains("File too large"), "\(outcome)")
    #expect(outcome.output.contains("everything is as it was"), "\(outcome)")
    #expect(outcome.output.hasSuffix("status 3\n"), "\(outcome)")
    #expect(try sandbox.wholeTree() == before)
  }

  @Test func failuresAsJSON() throws {
    let sandbox = try repository()
    for words in [["TSK-09"], [], ["TSK-002", "TSK-003"]] {
      let outcome = try sandbox.run(
        Sandbox.program, ["renumber"] + words + ["--format", "json"])
      #expect(outcome.status == 2)
      #expect(try json(outcome)["error"] != nil, "\(outcome)")
    }
  }
}
