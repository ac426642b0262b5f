import Foundation
import TestSupport
import Testing

/// Where `git spec new` writes, and by which template.
@Suite struct NewPlaceTests {
  // MARK: Templates

  private func repository(template: String) throws -> Sandbox {
    let sandbox = try Sandbox.history("")
    try sandbox.write(".omoi_os/templates/ticket.md", template)
    return sandbox
  }

  private static let template = """
    ---
    id: TKT-{NNN}
    title: {Ticket Title}
    status: backlog
    priority: LOW
    estimate: M
    created: {YYYY-MM-DD}
    updated: {YYYY-MM-DD}
    ---

    # TKT-{NNN}: {Ticket Title}

    Ours, for {SCOPE}.

    ## Acceptance Criteria

    - [ ] It is done

    """

  @Test func aTemplateIsFilled() throws {
    let sandbox = try repository(template: Self.template)
    let outcome = try sandbox.spec("new", "ticket", "--title", "A: b")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output == ".omoi_os/tickets/TKT-002.md\n")
    #expect(
      outcome.error == "note: .omoi_os/templates/ticket.md:13: `{SCOPE}` is left to fill in\n")
    let text = try sandbox.read(".omoi_os/tickets/TKT-002.md")
    #expect(text.contains("title: 'A: b'\n"), "\(text)")
    #expect(text.contains("created: 2026-01-15\n"), "\(text)")
    #expect(text.contains("# TKT-002: A: b\n\nOurs, for {SCOPE}.\n"), "\(text)")
    // The template itself is no spec.
    try sandbox.expectClean()
  }

  /// Nobody uses the numbers of a template's examples.
  @Test func templatesUseNoNumbers() throws {
    let example = Self.template.replacing("Ours", with: "As in TKT-700")
    let sandbox = try repository(template: example)
    #expect(try sandbox.next("ticket") == "TKT-002")
    try sandbox.shell("git add -A")
    #expect(try sandbox.next("ticket") == "TKT-002")
    try sandbox.shell("git commit -qm Template")
    #expect(try sandbox.next("ticket") == "TKT-002")
  }

  @Test func templatesThatCannotBeUsed() throws {
    for make in ["ln -s nowhere", "mkdir", "head -c 6000000 /dev/zero >", "mkfifo"] {
      let sandbox = try Sandbox.history("mkdir .omoi_os/templates")
      try sandbox.shell("\(make) .omoi_os/templates/ticket.md")
      let outcome = try sandbox.spec("new", "ticket", "--title", "x")
      expectRefused(outcome, 3, ".omoi_os/templates/ticket.md")
      #expect(sandbox.names(".omoi_os/tickets") == ["TKT-001.md"], "\(make)")
    }
  }

  /// Bytes that are no text come to no spec.
  @Test func binaryTemplate() throws {
    let sandbox = try repository(template: "")
    try sandbox.write(".omoi_os/templates/ticket.md", Data([0x2D, 0x2D, 0x2D, 0xFF, 0x00, 0xFE]))
    expectRefused(
      try sandbox.spec("new", "ticket", "--title", "x"), 3, ".omoi_os/templates/ticket.md")
    #expect(sandbox.names(".omoi_os/tickets") == ["TKT-001.md"])
  }

  // MARK: Roots

  private func twoRoots() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.shell("git init -q .; mkdir -p a/src b other")
    for root in ["a", "b"] {
      try sandbox.write("\(root)/.omoi_os/tickets/TKT-001.md", Sample.ticket())
    }
    return sandbox
  }

  @Test func theNearestRootIsTaken() throws {
    let sandbox = try twoRoots()
    for (folder, root) in [
      ("a", "a"), ("a/src", "a"), ("b/.omoi_os", "b"), ("b/.omoi_os/tickets", "b"),
    ] {
      let made = try sandbox.spec(
        "new", "ticket", "--title", "x", "--dry-run", "--format", "json", in: folder)
      #expect(made.output.contains("\(root)/.omoi_os/tickets/TKT-002.md"), "\(folder): \(made)")
    }
    #expect(
      try sandbox.new("ticket", "--title", "x", "--root", "b/.omoi_os") == [
        "b/.omoi_os/tickets/TKT-002.md"
      ])
    // Paths are taken from the current folder.
    #expect(
      try sandbox.new("ticket", "--title", "x", "--root", "../b/.omoi_os", in: "a") == [
        "../b/.omoi_os/tickets/TKT-003.md"
      ])
  }

  @Test func severalRootsAndNoneAbove() throws {
    let sandbox = try twoRoots()
    for words in [
      ["new", "ticket", "--title", "x"], ["next", "ticket"], ["renumber", "TKT-001"],
    ] {
      let outcome = try sandbox.run(Sandbox.program, words, in: "other")
      expectRefused(outcome, 2, "a/.omoi_os\n", "b/.omoi_os\n", "--root")
    }
    expectRefused(
      try sandbox.spec("new", "ticket", "--title", "x", "--root", "c/.omoi_os"), 2, "c/.omoi_os")
    try sandbox.remove("b")
    let only = try sandbox.new("ticket", "--title", "x", in: "other")
    #expect(only == ["../a/.omoi_os/tickets/TKT-002.md"])
  }

  @Test func noRoot() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for words in [
      ["new", "ticket", "--title", "x"], ["next", "ticket"], ["renumber", "TKT-001"],
    ] {
      expectRefused(try sandbox.run(Sandbox.program, words), 2, "`git spec init`")
    }
  }

  /// A shell opens the path that is printed.
  @Test func thePathIsThatOfTheCurrentFolder() throws {
    let sandbox = try Sandbox.history("mkdir -p src/deep")
    let words = ["new", "ticket", "--title", "Deep down"]
    let outcome = try sandbox.run(Sandbox.program, words, in: "src/deep")
    #expect(outcome.output == "../../.omoi_os/tickets/TKT-002.md\n", "\(outcome)")
    #expect(sandbox.exists("src/deep/../../.omoi_os/tickets/TKT-002.md"))
    let inside = try sandbox.run(Sandbox.program, words, in: ".omoi_os/tickets")
    #expect(inside.output == "TKT-003.md\n", "\(inside)")
  }

  /// What git ignores has no number that counts, but its name is taken.
  @Test func anIgnoredFileCostsItsNumber() throws {
    let sandbox = try Sandbox.history("echo TKT-002.md > .omoi_os/.gitignore")
    try sandbox.write(".omoi_os/tickets/TKT-002.md", "mine")
    let outcome = try sandbox.spec("new", "ticket", "--title", "Next")
    #expect(outcome.output == ".omoi_os/tickets/TKT-003.md\n", "\(outcome)")
    #expect(try sandbox.read(".omoi_os/tickets/TKT-002.md") == "mine")
  }

  @Test func settingsThatDoNotCountAreTold() throws {
    let sandbox = try Sandbox.history("printf 'ids: {width: 99}\\n' > .omoi_os/config.yaml")
    let outcome = try sandbox.spec("next", "task")
    #expect(outcome.output == "TSK-002\n")
    #expect(
      outcome.error.contains(
        "note: .omoi_os/config.yaml:1: the width of IDs is a number from 3 to 9; it does not count"),
      "\(outcome)")
  }

  /// What somebody gave is written, or refused.
  @Test func noOptionIsDropped() throws {
    let sandbox = try Sandbox.history("")
    _ = try sandbox.new("feature", "Auth")
    let again = try sandbox.spec("new", "feature", "auth", "--dry-run")
    #expect(
      again.error == "note: `auth` has 3 specs already: .omoi_os/docs/prd-auth.md and others\n",
      "\(again)")
    _ = try sandbox.new(
      "task", "--title", "T", "--ticket", "TKT-001", "--requirement", "REQ-AUTH-001",
      "--requirement", "REQ-AUTH-001", "--author", "Bob")
    let task = try sandbox.read(".omoi_os/tasks/TSK-002.md")
    #expect(task.contains("requirements:\n  - REQ-AUTH-001\n") && task.contains("author: Bob\n"))
    #expect(task.split(separator: "REQ-AUTH-001").count == 2)
    for words in [
      ["new", "feature", "Zed", "--requirement", "REQ-AUTH-001"],
      ["new", "feature", "A", "--feature", "B"],
    ] {
      expectRefused(try sandbox.run(Sandbox.program, words), 2, "leave out --")
    }
  }

  /// A template of the project's own that would make no spec is refused, with the reason.
  @Test(arguments: [
    ("title: {Ticket Title}", "it has no frontmatter"),
    ("---\nid: TKT-001\ntitle: {Ticket Title}\n---\n", "its `id` comes out as `TKT-001`"),
    ("---\nid: TKT-{NNN}\ntitle: &t {Ticket Title}\n---\n", "line 3: "),
  ])
  func templatesThatMakeNoSpec(text: String, reason: String) throws {
    let sandbox = try Sandbox.history("")
    try sandbox.write(".omoi_os/templates/ticket.md", text)
    let outcome = try sandbox.spec("new", "ticket", "--title", "Fix: a # b")
    expectRefused(outcome, 2, ".omoi_os/templates/ticket.md makes no spec", reason)
    #expect(!sandbox.exists(".omoi_os/tickets/TKT-002.md"))
  }
}
