import TestSupport
import Testing

/// What keeps git from starting a hook: doctor says so, install mends or refuses it.
@Suite struct DoctorTests {
  static let hook = ".git/hooks/pre-commit"

  private func expectNotArmed(
    _ sandbox: Sandbox, _ words: String..., in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try sandbox.spec("doctor", in: directory)
    #expect(outcome.status == 1, "\(outcome)", sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.output.contains(word), "\(outcome)", sourceLocation: sourceLocation)
    }
  }

  /// Expects the command that doctor names to arm the hook.
  private func expectMended(
    _ sandbox: Sandbox, by mend: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try sandbox.shell(mend.replacing("git spec", with: "'\(Sandbox.program)'"))
    let doctor = try sandbox.spec("doctor")
    #expect(doctor.status == 0, "\(doctor)", sourceLocation: sourceLocation)
    try sandbox.stage(CommitHookTests.bad)
    expectBlocked(try sandbox.commit(), "S105", sourceLocation: sourceLocation)
  }

  @Test func notExecutable() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.shell("chmod -x \(Self.hook)")
    try expectNotArmed(sandbox, "NOT  pre-commit: not executable", "chmod +x")
    try expectMended(sandbox, by: "chmod +x \(Self.hook)")
    try sandbox.shell("chmod -x \(Self.hook)")
    try expectMended(sandbox, by: "git spec install -q")
  }

  @Test(arguments: ["dangling", "folder"])
  func somethingElseInTheHooksPlace(what: String) throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.remove(Self.hook)
    try sandbox.shell(what == "folder" ? "mkdir \(Self.hook)" : "ln -s nowhere \(Self.hook)")
    try expectNotArmed(sandbox, "NOT  pre-commit")
    // Nobody's file is thrown away: install says what is in its way.
    expectRefused(try sandbox.spec("install"), 3, "hooks/pre-commit")
    #expect(sandbox.exists(Self.hook))
    try expectMended(sandbox, by: "rm -r \(Self.hook); git spec install -q")
  }

  @Test func programGone() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.remove("../bin/git-spec")
    try expectNotArmed(sandbox, "its program \(sandbox.folder)/bin/git-spec is gone")
    try expectMended(sandbox, by: "git spec install -q")
  }

  /// CRLF makes `#!/bin/sh` name a program that there is none of.
  @Test func lineEndsOfAnotherSystem() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.shell("sed -i 's/$/\\r/' \(Self.hook)")
    try expectNotArmed(sandbox, "NOT  pre-commit", "CRLF")
    try expectMended(sandbox, by: "git spec install -q")
    #expect(!sandbox.exists(Self.hook + ".before-git-spec"))
  }

  @Test(arguments: BackendName.allCases)
  func bareLeftOver(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("config", "core.bare", "true")
    try expectNotArmed(sandbox, "NOT  core.bare", "git config core.bare false")
    try expectMended(sandbox, by: "git config core.bare false")
  }

  // MARK: Where hooks are

  @Test func emptyHooksPath() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.git("config", "core.hooksPath", "")
    expectRefused(
      try sandbox.spec("install"), 2, "core.hooksPath is empty", "git config --unset core.hooksPath"
    )
    expectRefused(try sandbox.spec("doctor"), 2, "core.hooksPath is empty")
    #expect(!sandbox.exists("/pre-commit"))
  }

  @Test(arguments: BackendName.allCases)
  func hooksPathOfOneWorkTree(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell(
      """
      git worktree add -q -b side ../side; git config extensions.worktreeConfig true
      git -C ../side config --worktree core.hooksPath "$PWD/.git/side-hooks"
      """)
    try expectNotArmed(sandbox, "NOT  pre-commit: not installed in", "side-hooks", in: "../side")
    #expect(try sandbox.spec("doctor").status == 0)
    try sandbox.arm(in: "../side")
    #expect(sandbox.exists(".git/side-hooks/pre-commit"))
    try sandbox.expectVerdicts(in: "../side")
  }

  @Test(arguments: BackendName.allCases)
  func relativeHooksPath(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("config", "core.hooksPath", ".githooks")
    try sandbox.arm()
    #expect(try sandbox.spec("doctor").status == 0)
    try sandbox.git("worktree", "add", "-q", "-b", "side", "../side")
    // git looks into the other worktree's own folder, and finds nothing.
    try expectNotArmed(
      sandbox, "NOT  pre-commit: not installed in \(sandbox.folder)/side/.githooks",
      "is relative", in: "../side")
    try sandbox.write("../side/" + CommitHookTests.path, CommitHookTests.bad)
    try sandbox.git("add", "-A", in: "../side")
    expectSilent(try sandbox.tryGit(["commit", "-qm", "x"], in: "../side"))
    let mend = "git config core.hooksPath \"\(sandbox.directory)/.githooks\""
    #expect(try sandbox.spec("doctor").output.contains("mend it with: \(mend)"))
    try sandbox.shell(mend)
    #expect(try sandbox.spec("doctor", in: "../side").status == 0)
  }

  /// Whoever may read a shared repository has to be able to run its hooks: git skips them else.
  @Test(arguments: [("0660", "770"), ("0664", "775"), ("group", "770"), ("all", "775")])
  func sharedRepository(setting: String, mode: String) throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.git("config", "core.sharedRepository", setting)
    try sandbox.shell("umask 077; '\(Sandbox.program)' install -q")
    #expect(try sandbox.shell("stat -c %a \(Self.hook)") == mode + "\n")
  }

  // MARK: Syncing

  @Test(arguments: [
    (["OMOIOS_TOKEN": "secret"], "a token in OMOIOS_TOKEN"),
    (["OMOIOS_EMAIL": "secret", "OMOIOS_PASSWORD": "secret"], "a login in OMOIOS_EMAIL"),
    (["OMOIOS_API_KEY": "secret"], "an API key in OMOIOS_API_KEY, which today's servers refuse"),
    (["OMOIOS_PASSWORD": "secret"], "OMOIOS_PASSWORD is set, OMOIOS_EMAIL is not"),
    (["OMOIOS_TOKEN": "secret secret"], "OMOIOS_TOKEN holds a space"),
    (["OMOIOS_TOKEN": ""], "none in the environment"),
  ])
  func credentialsAreToldByKindAlone(variables: [String: String], words: String) throws {
    let sandbox = try Sandbox.armed(nil)
    let outcome = try sandbox.spec("doctor", environment: variables)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("--   credentials: \(words)"), "\(outcome)")
    #expect(!outcome.output.contains("secret") && !outcome.error.contains("secret"))
  }

  @Test func syncStateIsTold() throws {
    let sandbox = try Sandbox.armed(nil)
    #expect(
      try sandbox.spec("doctor").output.contains(
        "--   sync state: none in this clone; nothing was synced from it\n"
          + "     mend it with: git spec sync push\n"))
    try sandbox.git("update-ref", "refs/spec-sync/example.org/project-1", "HEAD")
    let state = "refs/spec-sync/example.org/project-1 of 2026-01-10"
    #expect(try sandbox.spec("doctor").output.contains("--   sync state: \(state)\n"))
    try sandbox.git("clone", "-q", "--mirror", ".", "../bare.git")
    let bare = try sandbox.spec("doctor", in: "../bare.git")
    #expect(bare.output.contains(state) && !bare.output.contains("credentials"), "\(bare)")
  }
}
