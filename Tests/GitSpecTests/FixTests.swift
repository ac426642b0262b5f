import Foundation
import TestSupport
import Testing

/// `--fix` on files as they are found: odd names, odd modes, odd states of the index.
@Suite struct FixTests {
  static let path = ".omoi_os/tasks/TSK-003.md"
  /// A task with one safe fix.
  static let fixable = Sample.task("TSK-003", title: "Fix me", status: "todo")
  static let fixed = Sample.task("TSK-003", title: "Fix me")

  private func repository(_ files: [String: String] = [path: fixable]) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for (path, text) in Sample.root.merging(files, uniquingKeysWith: { $1 }) {
      try sandbox.write(path, text)
    }
    return sandbox
  }

  /// A file that was renamed and edited in one commit keeps the day it was begun; one that only
  /// came when another went does not take over its day.
  @Test func datesAreTakenFromTheHistoryOfRenamedFiles() throws {
    func design(_ id: String, _ line: String) -> String {
      "---\nid: \(id)\ntitle: A\nfeature: a\nstatus: draft\nrequirements: []\n---\n\n\(line)\n"
    }
    let sandbox = try repository()
    func commit(_ day: String, _ files: [String: String?]) throws {
      for (name, text) in files {
        let path = ".omoi_os/designs/\(name)"
        if let text { try sandbox.write(path, text) } else { try sandbox.git("rm", "-q", path) }
      }
      try sandbox.git("add", "-A")
      let date = "2026-01-\(day)T12:00:00Z"
      try sandbox.git(
        "commit", "-qm", day, environment: ["GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date])
    }
    try commit(
      "01", ["a.md": design("DESIGN-A-001", "First"), "c.md": design("DESIGN-C-001", "x")])
    try commit("02", ["a.md": nil, "b.md": design("DESIGN-A-001", "Other\nlines\nby far")])
    try commit("03", ["c.md": nil, "d.md": design("DESIGN-D-001", "x")])
    _ = try sandbox.spec("check", "--fix")
    let created = try ["b", "d"].map { name in
      try sandbox.read(".omoi_os/designs/\(name).md").split(separator: "\n").first {
        $0.hasPrefix("created:")
      }
    }
    #expect(created == ["created: 2026-01-01", "created: 2026-01-03"])
  }

  // MARK: What is written

  @Test(arguments: ["\n", "\r\n"])
  func twoOldNamesBecomeOneMapping(end: String) throws {
    let header = "---\nid: TSK-003\ntitle: Old\nstatus: pending\nticket_id: TKT-001\nestimate: S\n"
    let old =
      header + "type: test\ndepends_on:\n- TSK-001\nblocks: [TSK-002]\n---\n\n# TSK-003: Old\n"
    let sandbox = try repository([Self.path: old.replacing("\n", with: end)])
    let outcome = try sandbox.spec("check", "--fix", Self.path)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.output.contains("S004"))
    let new =
      header + "type: test\ndependencies:\n  depends_on:\n  - TSK-001\n  blocks: [TSK-002]\n"
      + "---\n\n# TSK-003: Old\n"
    #expect(try sandbox.read(Self.path) == new.replacing("\n", with: end))
    #expect(try sandbox.spec("check", "--diff", Self.path).output == "")
  }

  @Test func nothingOutsideThePathIsWritten() throws {
    // TSK-003 blocks TSK-001, which would have to say so in its own file.
    let blocking = Sample.task("TSK-003", title: "Fix me", status: "todo", blocks: ["TSK-001"])
    let other = ".omoi_os/tasks/TSK-004.md"
    let sandbox = try repository([
      Self.path: blocking, other: Self.fixable.replacing("TSK-003", with: "TSK-004"),
    ])
    let before = try [other, ".omoi_os/tasks/TSK-001.md"].map(sandbox.read)
    _ = try sandbox.spec("check", "--fix", "TSK-003.md", in: ".omoi_os/tasks")
    #expect(try sandbox.read(Self.path) == blocking.replacing("todo", with: "pending"))
    #expect(try [other, ".omoi_os/tasks/TSK-001.md"].map(sandbox.read) == before)
    let diff = try sandbox.spec("check", "--diff", other)
    #expect(diff.status == 1)
    #expect(!diff.output.contains("TSK-001.md"), "\(diff)")
    #expect(try sandbox.spec("check", "--fix").status == 0)
    #expect(try sandbox.read(".omoi_os/tasks/TSK-001.md").contains("depends_on: [TSK-003]"))
  }

  @Test func theModeIsKept() throws {
    let sandbox = try repository()
    for mode in ["640", "755", "604"] {
      try sandbox.write(Self.path, Self.fixable)
      try sandbox.shell("chmod \(mode) \(Self.path)")
      #expect(try sandbox.spec("check", "--fix").status == 0)
      #expect(try sandbox.shell("stat -c %a \(Self.path)") == mode + "\n")
      #expect(try sandbox.read(Self.path) == Self.fixed)
    }
  }

  @Test func longNames() throws {
    let path = ".omoi_os/tasks/TSK-003-\(String(repeating: "n", count: 239)).md"
    #expect(URL(fileURLWithPath: path).lastPathComponent.utf8.count == 250)
    let sandbox = try repository([path: Self.fixable])
    let outcome = try sandbox.spec("check", "--fix")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try sandbox.read(path) == Self.fixed)
  }

  @Test func whatAKilledProcessOfTheSameNumberLeftIsNotInTheWay() throws {
    let sandbox = try repository()
    let outcome = try sandbox.run(
      "/bin/sh",
      [
        "-c", "echo x > .omoi_os/tasks/.git-spec-$$-0.tmp; exec \"$0\" check --fix",
        Sandbox.program,
      ])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try sandbox.read(Self.path) == Self.fixed)
    #expect(try sandbox.shell("ls -A .omoi_os/tasks | grep -c tmp").hasPrefix("1"))
  }

  @Test func aFolderThatCannotBeWrittenIsToldAndOthersAreFixed() throws {
    let ticket = ".omoi_os/tickets/TKT-002.md"
    let sandbox = try repository([
      Self.path: Self.fixable, ticket: Sample.ticket("TKT-002", status: "open"),
    ])
    try sandbox.shell("chmod 777 ..; chmod -R a+rwX .; chmod 555 .omoi_os/tasks")
    defer { _ = try? sandbox.shell("chmod 755 .omoi_os/tasks") }
    let environment: [String: String?] = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
    ]
    // The superuser may write anywhere: somebody else has to try.
    let outcome =
      getuid() == 0
      ? try sandbox.run(
        "/usr/bin/setpriv",
        ["--reuid=65534", "--clear-groups", Sandbox.program, "check", "--fix"],
        environment: environment) : try sandbox.spec("check", "--fix")
    if outcome.status == 126 || outcome.status == 127 || outcome.error.contains("setpriv") {
      print("skipped: the program cannot be started as another user")
      return
    }
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("Permission denied"), "\(outcome)")
    #expect(outcome.error.contains(Self.path), "\(outcome)")
    #expect(try sandbox.read(Self.path) == Self.fixable)
    #expect(try sandbox.read(ticket).contains("status: backlog"))
  }

  // MARK: The index

  @Test(arguments: BackendName.allCases)
  func stagedEditAndRenameAreBothStaged(backend: BackendName) throws {
    let misnamed = ".omoi_os/tasks/fix-me.md"
    let sandbox = try repository([misnamed: Self.fixable])
    try sandbox.git("add", "-A")
    let outcome = try sandbox.spec(
      "check", "--staged", "--fix", "--unsafe-fixes",
      environment: ["GIT_SPEC_BACKEND": backend.rawValue])
    #expect(outcome.status == 0, "\(outcome)")
    let staged = try sandbox.git("ls-files", "--", ".omoi_os/tasks").split(separator: "\n")
    let name = try #require(staged.map(String.init).first { $0.contains("TSK-003") })
    #expect(!staged.contains { $0 == misnamed })
    #expect(try sandbox.git("show", ":\(name)") == Self.fixed)
    #expect(try sandbox.git("diff", "--stat") == "")
    #expect(try sandbox.git("ls-files", "--others") == "")
  }

  /// What git cannot do for a fix is trouble, as what cannot be written is.
  @Test(arguments: [[".omoi_os/tasks/fix-me.md", "git mv failed"], [Self.path, "git add failed"]])
  func anIndexThatIsLocked(what: [String]) throws {
    let sandbox = try repository([what[0]: Self.fixable])
    try sandbox.git("add", "-A")
    try sandbox.write(".git/index.lock", "")
    let outcome = try sandbox.spec("check", "--staged", "--fix", "--unsafe-fixes")
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("not fixed: \(what[0]): \(what[1])"), "\(outcome)")
    #expect(outcome.error.contains("index.lock"), "\(outcome)")
  }

  @Test func aFileThatGitConvertsSaysSo() throws {
    let sandbox = try repository([:])
    try sandbox.git("config", "core.autocrlf", "true")
    try sandbox.write(Self.path, Self.fixable.replacing("\n", with: "\r\n"))
    try sandbox.git("add", "-A")
    let outcome = try sandbox.spec("check", "--staged", "--fix")
    #expect(outcome.error.contains("git converts it on its way into the index"), "\(outcome)")
    #expect(try sandbox.read(Self.path).contains("todo\r\n"))
    #expect(try sandbox.git("show", ":\(Self.path)") == Self.fixable)
  }

  @Test func aFileWithUnstagedChangesIsNamedAndLeft() throws {
    let sandbox = try repository()
    try sandbox.git("add", "-A")
    try sandbox.write(Self.path, Self.fixable + "More.\n")
    let outcome = try sandbox.spec("check", "--staged", "--fix")
    #expect(outcome.error.contains("not staged"), "\(outcome)")
    #expect(outcome.error.contains(Self.path), "\(outcome)")
    #expect(try sandbox.read(Self.path) == Self.fixable + "More.\n")
    #expect(try sandbox.git("show", ":\(Self.path)") == Self.fixable)
  }

  // MARK: Many edits

  @Test(.timeLimit(.minutes(1)))
  func tensOfThousandsOfLineEndsAreShown() throws {
    let body = String(repeating: "one\r\ntwo\n", count: 25_000) + "last\n"
    let sandbox = try repository([Self.path: Self.fixed + body])
    let outcome = try sandbox.spec("check", "--diff")
    #expect(outcome.status == 1)
    #expect(outcome.output.split(separator: "\n").filter { $0.hasPrefix("-one") }.count == 25_000)
  }
}
