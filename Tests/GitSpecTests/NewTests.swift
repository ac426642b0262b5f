import Foundation
import TestSupport
import Testing

/// `git spec new`: valid files under numbers that nobody else gets, never over another file.
@Suite struct NewTests {
  private func repository(_ files: [String: String] = [:]) throws -> Sandbox {
    let sandbox = try Sandbox.history("")
    for (path, text) in files { try sandbox.write(path, text) }
    return sandbox
  }

  // MARK: What is written

  @Test(arguments: BackendName.allCases)
  func everyKind(backend: BackendName) throws {
    let sandbox = try Sandbox.history("", backend: backend)
    #expect(try sandbox.new("ticket", "--title", "Parse") == [".omoi_os/tickets/TKT-002.md"])
    let task = try sandbox.new("task", "--title", "Scan", "--ticket", "TKT-002")
    #expect(task == [".omoi_os/tasks/TSK-002.md"])
    #expect(
      try sandbox.new("feature", "Log in") == [
        ".omoi_os/docs/prd-log-in.md", ".omoi_os/requirements/log-in.md",
        ".omoi_os/designs/log-in.md",
      ])
    // The second of a feature has its number in its name.
    for (kind, path) in [
      ("prd", "docs/prd-log-in-002"), ("requirement", "requirements/log-in-002"),
      ("design", "designs/log-in-002"),
    ] {
      let made = try sandbox.new(kind, "--title", "More", "--feature", "Log in")
      #expect(made == [".omoi_os/\(path).md"])
    }
    try sandbox.expectClean()
  }

  private static let titles = [
    "He said \"no\": #1 - it's", ": x", "# x", "- x", "[x](y.md)", "{x}", "🚀 go", "@at", "%p",
    "*a", "&b", "!c", "|", "> q", "true", "123", "2026-01-01", "null", "~", "a\\b",
    "`code` <b>", "tab\there", "x:", "---", "...", "<!-- x", "- [ ] x", "```", "-x", "1e3",
    String(repeating: "x", count: 200),
  ]

  @Test(arguments: ["ticket", "task", "prd", "requirement", "design"])
  func awkwardTitlesAreValid(kind: String) throws {
    let sandbox = try repository()
    for (number, title) in Self.titles.enumerated() {
      var words = ["new", kind, "--title=\(title)"]
      if kind == "task" { words += ["--ticket", "TKT-001"] }
      if !["ticket", "task"].contains(kind) { words += ["--feature", "f\(number)"] }
      let outcome = try sandbox.run(Sandbox.program, words)
      #expect(outcome.status == 0, "\(title): \(outcome)")
    }
    try sandbox.expectClean()
  }

  @Test func titlesThatAreRefused() throws {
    let sandbox = try repository()
    let before = try sandbox.wholeTree()
    let long = String(repeating: "x", count: 201)
    for (title, words) in [
      ("{NNN} x", "`{NNN}`"), (long, "201 characters"), ("", "empty"), (" \t", "empty"),
    ] {
      let outcome = try sandbox.spec("new", "ticket", "--title", title)
      expectRefused(outcome, 2, words)
      #expect(outcome.output == "")
    }
    expectRefused(try sandbox.spec("new", "ticket"), 2, "--title")
    #expect(try sandbox.wholeTree() == before)
  }

  @Test func namesOfOthers() throws {
    let sandbox = try repository()
    expectRefused(try sandbox.spec("new", "tickt", "--title", "x"), 2, "did you mean `ticket`")
    expectRefused(try sandbox.spec("new", "task", "--title", "x"), 2, "--ticket")
    expectRefused(
      try sandbox.spec("new", "task", "--title", "x", "--ticket", "TKT-01"), 2, "`TKT-01`",
      "did you mean `TKT-001`")
    expectRefused(
      try sandbox.spec("new", "task", "--title", "x", "--ticket", "TSK-001"), 2,
      "is a task, not a ticket")
    expectRefused(
      try sandbox.spec("new", "ticket", "--title", "x", "--ticket", "TKT-001"), 2, "only a task")
    expectRefused(
      try sandbox.spec("new", "ticket", "--title", "x", "--priority", "HIHG"), 2, "`HIHG`")
    expectRefused(try sandbox.spec("new", "ticket", "x", "--title", "y"), 2, "one word too many")
    expectRefused(try sandbox.spec("new", "prd", "--title", "x"), 2, "--feature")
  }

  @Test func asJSON() throws {
    let sandbox = try repository()
    let bad = try sandbox.spec("new", "tickt", "--title", "x", "--format", "json")
    #expect(bad.status == 2)
    let failure = try #require(try json(bad)["error"] as? [String: Any])
    #expect((failure["message"] as? String)?.contains("`tickt`") == true)
    let worse = try sandbox.spec("new", "--bogus", "--format", "json")
    #expect(worse.status == 2)
    #expect(try json(worse)["command"] as? String == "new")
    let good = try json(try sandbox.spec("new", "ticket", "--title", "x", "--format", "json"))
    let specs = try #require(good["specs"] as? [[String: Any]])
    #expect(specs.map { $0["path"] as? String } == [".omoi_os/tickets/TKT-002.md"])
    #expect(specs.map { $0["id"] as? String } == ["TKT-002"])
  }

  @Test func dryRunWritesNothing() throws {
    let sandbox = try repository()
    let before = try sandbox.wholeTree()
    let files = try sandbox.shell("find .git | sort")
    let outcome = try sandbox.spec("new", "feature", "Log in", "--dry-run")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.split(separator: "\n").count == 3, "\(outcome)")
    #expect(try sandbox.wholeTree() == before)
    #expect(try sandbox.shell("find .git | sort") == files)
    // The real run writes what was shown.
    let made = try sandbox.new("feature", "Log in")
    #expect(made.allSatisfy { outcome.output.contains("would write \($0) ") }, "\(outcome)")
    #expect(try sandbox.shell("find .git -name '*.lock'") == ".git/git-spec.lock\n")
  }

  // MARK: Many at once

  @Test func twentyAtOnceInFiveWorktrees() throws {
    let sandbox = try Sandbox.history(
      "for n in 1 2 3 4; do git worktree add -q -b side$n ../side$n; done")
    try sandbox.bash(
      """
      for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        case $((n % 5)) in 0) top=../repo;; *) top=../side$((n % 5));; esac
        (cd $top && '\(Sandbox.program)' new ticket --title "Ticket $n" \
          >> ../made 2>> ../said) &
      done
      wait
      """)
    #expect(try sandbox.read("../said") == "")
    let paths = try sandbox.read("../made").split(separator: "\n").map(String.init)
    #expect(
      paths.sorted() == (2...21).map { ".omoi_os/tickets/TKT-\($0 < 10 ? "00" : "0")\($0).md" })
    var files: [String] = []
    for top in ["../repo", "../side1", "../side2", "../side3", "../side4"] {
      let new = sandbox.names(top + "/.omoi_os/tickets").filter { $0 != "TKT-001.md" }
      #expect(new.count == 4, "\(top): \(new)")
      files += new.map { ".omoi_os/tickets/" + $0 }
      sandbox.directory = sandbox.path(top)
      try sandbox.expectClean()
      sandbox.directory = sandbox.folder + "/repo"
    }
    #expect(files.sorted() == paths.sorted())
  }

  /// The system lets go of the lock of a process that is killed.
  @Test func killedOnesAreInNobodysWay() throws {
    let sandbox = try repository()
    try sandbox.bash(
      """
      for delay in 0.00 0.01 0.02 0.03 0.04 0.05 0.06 0.08; do
        '\(Sandbox.program)' new ticket --title Killed > /dev/null 2>&1 &
        process=$!; sleep $delay; kill -9 $process 2>/dev/null || :; wait $process || :
      done
      """)
    _ = try sandbox.new("ticket", "--title", "Next")
    // What is there is whole.
    try sandbox.expectClean()
  }

  @Test func theLockIsWaitedFor() throws {
    let sandbox = try repository()
    try sandbox.bash(
      """
      flock .git/git-spec.lock sh -c 'touch ../held; sleep 1; touch ../let-go' &
      while ! [ -e ../held ]; do sleep 0.02; done
      '\(Sandbox.program)' new ticket --title Next; [ -e ../let-go ]; wait
      """)
  }

  // MARK: Files that are in the way

  @Test func neverOverAnotherFile() throws {
    let path = ".omoi_os/docs/prd-x.md"
    for (what, ending) in [
      ("printf precious > \(path)", "x-001.md"),
      ("printf precious > \(path); echo '*-x.md' > .gitignore", "x-001.md"),
      ("ln -s nowhere \(path)", "x-001.md"), ("mkdir \(path)", "x-001.md"),
    ] {
      let sandbox = try repository()
      try sandbox.shell("mkdir .omoi_os/docs; \(what)")
      let before = try sandbox.wholeTree()
      let made = try sandbox.new("prd", "--feature", "x", "--title", "X")
      #expect(made == [".omoi_os/docs/prd-\(ending)"], "\(what)")
      try sandbox.shell("rm \(made[0])")
      #expect(try sandbox.wholeTree() == before, "\(what)")
    }
  }

  @Test func aFolderThatIsALinkIsNotFollowed() throws {
    let sandbox = try repository()
    try sandbox.shell("mkdir ../away; ln -s ../../away .omoi_os/docs")
    expectRefused(
      try sandbox.spec("new", "prd", "--feature", "x", "--title", "X"), 3, ".omoi_os/docs")
    #expect(sandbox.names("../away") == [])
    try sandbox.shell("rm -r .omoi_os/tickets; ln -s ../../away .omoi_os/tickets")
    let link = "symbolic link, behind which git sees no specs"
    expectRefused(try sandbox.spec("new", "ticket", "--title", "x"), 3, link, ".omoi_os/tickets")
    try sandbox.shell("rm .omoi_os/docs; touch .omoi_os/docs")
    expectRefused(
      try sandbox.spec("new", "prd", "--feature", "x", "--title", "X"), 3, ".omoi_os/docs")
    try sandbox.shell("mv .omoi_os ../root; ln -s ../root .omoi_os")
    expectRefused(try sandbox.spec("new", "ticket", "--title", "x"), 3, link, "/.omoi_os\n")
    #expect(sandbox.names("../away") == [])
  }

  @Test func readOnlyFolder() throws {
    let sandbox = try repository()
    try sandbox.shell("chmod a+rwX . .omoi_os; chmod 555 .omoi_os/tickets")
    defer { _ = try? sandbox.shell("chmod 755 .omoi_os/tickets") }
    let before = try sandbox.wholeTree()
    guard let outcome = try sandbox.specAsNobody("new", "ticket", "--title", "x") else { return }
    expectRefused(outcome, 3, "Permission denied", ".omoi_os/tickets")
    #expect(try sandbox.wholeTree() == before)
  }

  @Test func fullDisk() throws {
    let sandbox = try repository()
    let before = try sandbox.wholeTree()
    for words in [["ticket", "--title", "x"], ["feature", "Log in"]] {
      let outcome = try sandbox.specOnFullDisk(["new"] + words)
      #expect(outcome.output.contains("File too large"), "\(outcome)")
      #expect(outcome.output.hasSuffix("status 3\n"), "\(outcome)")
      #expect(try sandbox.wholeTree() == before)
    }
    #expect(try sandbox.new("ticket", "--title", "x") == [".omoi_os/tickets/TKT-002.md"])
  }

  /// The design cannot be written: neither PRD nor requirements stay behind.
  @Test func aFeatureIsWrittenWholeOrNotAtAll() throws {
    let sandbox = try repository()
    try sandbox.shell("touch .omoi_os/designs")
    let before = try sandbox.wholeTree()
    expectRefused(try sandbox.spec("new", "feature", "Log in"), 3, ".omoi_os/designs")
    #expect(try sandbox.wholeTree() == before)
  }
}
