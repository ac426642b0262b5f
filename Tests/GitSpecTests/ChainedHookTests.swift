import Foundation
import TestSupport
import Testing

/// Hooks in places of odd names and with odd modes, and what they hand on.
@Suite struct ChainedHookTests {
  private func repository() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    return sandbox
  }

  /// A push of many refs: both hooks get every byte, in time that grows with the lines alone.
  @Test(.timeLimit(.minutes(1)), arguments: ["pre-push", "pre-receive"])
  func bothHooksGetTheWholeInput(hook: String) throws {
    let sandbox = try repository()
    try sandbox.script(".git/hooks/\(hook)", "#!/bin/sh\ncat > first\n")
    try sandbox.spec("install", "-q", "--hooks", hook).expectSuccess()
    try sandbox.script("../bin/second", "#!/bin/sh\necho \"$@\" > arguments\ncat > second\n")
    try sandbox.shell(
      "sed -i \"s|'\(Sandbox.program)'|'\(sandbox.folder)/bin/second'|\" .git/hooks/\(hook)")
    let hash = String(repeating: "0123456789", count: 4)
    let special = ["", "  two  blanks ", "back\\slash \\n", "$HOME `id` \"quoted\" 'x'", "%s %d"]
    let lines = special + (1...5000).map { "refs/heads/b\($0) \(hash) refs/heads/b\($0) \(hash)" }
    for input in [
      lines.joined(separator: "\n") + "\n", special[1...3].joined(separator: "\n") + "\n", "",
    ] {
      let outcome = try sandbox.run(
        sandbox.directory + "/.git/hooks/\(hook)", ["origin", "u r l"], input: input)
      #expect(outcome.status == 0, "\(outcome)")
      #expect(try sandbox.read("first") == input)
      #expect(try sandbox.read("second") == input)
      #expect(try sandbox.read("arguments") == "hook \(hook) origin u r l\n")
    }
  }

  @Test func aProgramInAFolderWithAQuote() throws {
    let sandbox = try repository()
    for (path, text) in Sample.root { try sandbox.write(path, text) }
    let folder = sandbox.folder + "/it's \"here\" $x"
    // A hard link costs nothing; another file system takes a copy.
    try sandbox.shell(
      """
      mkdir '\(folder.replacing("'", with: "'\\''"))'
      cd '\(folder.replacing("'", with: "'\\''"))'
      ln '\(Sandbox.program)' git-spec 2>/dev/null || cp '\(Sandbox.program)' git-spec
      """)
    let program = folder + "/git-spec"
    try sandbox.run(program, ["install"]).expectSuccess()
    let doctor = try sandbox.run(program, ["doctor"])
    #expect(doctor.status == 0, "\(doctor)")
    #expect(doctor.output.contains("ok   pre-commit: armed"), "\(doctor)")
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    try sandbox.git("add", "-A")
    expectBlocked(try sandbox.commit(), "S105")
    try sandbox.remove(program)
    let gone = try sandbox.spec("doctor")
    #expect(gone.status == 1)
    #expect(gone.output.contains("its program \(program) is gone"), "\(gone)")
  }

  @Test func aHookNamedTwiceIsInstalledOnce() throws {
    let sandbox = try repository()
    try sandbox.script(".git/hooks/pre-commit", "#!/bin/sh\necho mine\n")
    let outcome = try sandbox.spec("install", "--hooks", "pre-commit, pre-commit")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.output.ranges(of: "installed pre-commit, merge driver;").count == 1, "\(outcome)")
    #expect(
      try sandbox.read(".git/hooks/pre-commit.before-git-spec") == "#!/bin/sh\necho mine\n")
    try sandbox.spec("uninstall").expectSuccess()
    #expect(try sandbox.read(".git/hooks/pre-commit") == "#!/bin/sh\necho mine\n")
  }

  @Test func aShimDeletedByHandGivesTheOldHookItsPlaceBack() throws {
    let sandbox = try repository()
    try sandbox.script(".git/hooks/pre-commit", "#!/bin/sh\necho mine\n")
    try sandbox.shell("chmod 750 .git/hooks/pre-commit")
    try sandbox.spec("install").expectSuccess()
    try sandbox.remove(".git/hooks/pre-commit")
    try sandbox.spec("uninstall").expectSuccess()
    #expect(try sandbox.read(".git/hooks/pre-commit") == "#!/bin/sh\necho mine\n")
    #expect(try sandbox.shell("stat -c %a .git/hooks/pre-commit") == "750\n")
    #expect(!sandbox.exists(".git/hooks/pre-commit.before-git-spec"))
  }

  /// Git skips a hook that it may not run without a word.
  @Test(arguments: ["0022", "0077", "0111", "0777"])
  func hooksCanBeRunWhateverTheMask(mask: String) throws {
    let sandbox = try repository()
    let outcome = try sandbox.run(
      "/bin/sh", ["-c", "umask \(mask); exec \"$0\" install", Sandbox.program])
    #expect(outcome.status == 0, "\(outcome)")
    for hook in ["pre-commit", "pre-merge-commit", "pre-push", "post-merge", "post-checkout"] {
      let mode = try sandbox.shell("stat -c %a .git/hooks/\(hook)").dropLast()
      let bits = try #require(UInt32(mode, radix: 8))
      #expect(bits & 0o500 == 0o500, "\(hook) \(mode)")
      #expect((bits & 0o444) >> 2 & ~bits == 0, "\(hook) \(mode)")
    }
    #expect(try sandbox.spec("doctor").status == 0)
  }
}
