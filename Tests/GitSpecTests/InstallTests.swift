import Foundation
import TestSupport
import Testing

@Suite struct InstallTests {
  private static let hooks = [
    "pre-commit", "pre-merge-commit", "pre-push", "post-merge", "post-checkout",
  ]

  /// Names, modes, link targets and contents below a folder, as one text.
  private func image(_ sandbox: Sandbox, _ folder: String = ".git") throws -> String {
    try sandbox.shell(
      """
      find '\(folder)' -printf '%y %m %p %l\\n' | sort
      find '\(folder)' -type f -print0 | sort -z | xargs -0 -r sha256sum
      """)
  }

  private func repository(_ variables: [String: String] = [:]) throws -> Sandbox {
    let sandbox = try Sandbox(variables)
    try sandbox.git("init", "-q", ".")
    return sandbox
  }

  @Test func twiceChangesNothing() throws {
    let sandbox = try repository()
    #expect(try sandbox.spec("install").status == 0)
    let first = try image(sandbox)
    let second = try sandbox.spec("install")
    #expect(second.output.hasPrefix("nothing to do"), "\(second)")
    #expect(try image(sandbox) == first)
  }

  @Test func uninstallLeavesWhatWasThere() throws {
    let sandbox = try repository()
    try sandbox.script(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
    try sandbox.script(".git/hooks/shared", "#!/bin/sh\nexit 0\n")
    try sandbox.shell("ln -s shared .git/hooks/pre-push; chmod 640 .git/hooks/pre-commit")
    let before = try image(sandbox)
    #expect(try sandbox.spec("install").status == 0)
    #expect(try image(sandbox) != before)
    #expect(try sandbox.spec("uninstall").status == 0)
    #expect(try image(sandbox) == before)
    #expect(try sandbox.spec("uninstall").output.hasPrefix("nothing to do"))
  }

  @Test func aFolderThatInstallMadeGoesAgain() throws {
    let sandbox = try repository()
    try sandbox.shell("rm -r .git/hooks")
    let before = try image(sandbox)
    #expect(try sandbox.spec("install").status == 0)
    #expect(try sandbox.spec("install", "--hooks", "pre-receive").status == 0)
    #expect(try sandbox.spec("uninstall").status == 0)
    #expect(try image(sandbox) == before)
  }

  /// Killed before any of its steps, install leaves a repository in which git and the user's hook
  /// work, and a second install completes.
  @Test func killedBetweenSteps() throws {
    for step in 0..<10 {
      let sandbox = try repository()
      try sandbox.script(".git/hooks/pre-commit", "#!/bin/sh\necho mine >> ../ran\n")
      let before = try image(sandbox)
      let killed = try sandbox.spec(
        "install", environment: ["GIT_SPEC_TEST_STOP_AFTER": String(step)])
      #expect(killed.status == (step < 8 ? 137 : 0))
      #expect(try sandbox.tryGit(["commit", "-q", "--allow-empty", "-m", "x"]).status == 0)
      #expect(try sandbox.read("../ran") == "mine\n", "step \(step)")
      #expect(try sandbox.spec("install").status == 0)
      #expect(try sandbox.spec("doctor").status == 0)
      #expect(try sandbox.spec("uninstall").status == 0)
      try sandbox.shell(
        "git update-ref -d HEAD; rm -rf .git/logs .git/objects/??  .git/index .git/COMMIT_EDITMSG; mkdir -p .git/refs/heads"
      )
      #expect(
        try image(sandbox, ".git/hooks") == hooksPart(before), "step \(step)")
      #expect(!sandbox.exists(".gitattributes"), "step \(step)")
      #expect(try !sandbox.read(".git/config").contains("merge"), "step \(step)")
    }
  }

  private func hooksPart(_ image: String) -> String {
    image.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0.isEmpty || $0.contains(".git/hooks") }.joined(separator: "\n")
  }

  @Test func killedUninstallCanBeCompleted() throws {
    for step in 0..<7 {
      let sandbox = try repository()
      try sandbox.script(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
      let before = try image(sandbox)
      #expect(try sandbox.spec("install").status == 0)
      _ = try sandbox.spec("uninstall", environment: ["GIT_SPEC_TEST_STOP_AFTER": String(step)])
      #expect(try sandbox.tryGit(["status"]).status == 0)
      #expect(try sandbox.spec("uninstall").status == 0)
      try? sandbox.remove(".git/index")
      #expect(try image(sandbox) == before, "step \(step)")
      #expect(!sandbox.exists(".gitattributes"), "step \(step)")
    }
  }

  @Test func leftoversOfAKilledProcessGo() throws {
    let sandbox = try repository()
    try sandbox.write(".git/hooks/pre-commit.git-spec-999999999.tmp", "half")
    #expect(try sandbox.spec("install").status == 0)
    #expect(!sandbox.exists(".git/hooks/pre-commit.git-spec-999999999.tmp"))
  }

  @Test func anExistingHookRunsFirstWithItsArguments() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.spec("uninstall").expectSuccess()
    try sandbox.shell("git init -q --bare ../origin.git; git remote add origin ../origin.git")
    let hook = "#!/bin/sh\necho \"$@\" > ../arguments\ncat > ../input\nexit ${MINE-0}\n"
    for name in ["pre-push", "pre-commit"] { try sandbox.script(".git/hooks/\(name)", hook) }
    try sandbox.arm()
    let push = try sandbox.tryGit(["push", "-q", "origin", "main"])
    expectSilent(push)
    let head = try sandbox.git("rev-parse", "HEAD").dropLast()
    let zeros = String(repeating: "0", count: 40)
    #expect(try sandbox.read("../arguments") == "origin ../origin.git\n")
    #expect(try sandbox.read("../input") == "refs/heads/main \(head) refs/heads/main \(zeros)\n")
    // Its failure is the hook's, with its own status, and git-spec is not asked.
    let direct = try sandbox.run(
      sandbox.directory + "/.git/hooks/pre-commit", [], environment: ["MINE": "7"])
    #expect(direct.status == 7)
    try sandbox.git("checkout", "-qb", "side")
    #expect(
      try sandbox.tryGit(["push", "-q", "origin", "side"], environment: ["MINE": "7"]).status != 0)
    // Stepping aside is for git-spec alone.
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    try sandbox.git("add", "-A")
    #expect(
      try sandbox.tryGit(
        ["commit", "-qm", "x"], environment: ["MINE": "7", "GIT_SPEC": "0"]
      ).status != 0)
    expectBlocked(try sandbox.commit(), "S105")
    sandbox.expectNothingWritten()
  }

  @Test func aHookThatDoesNotReadItsInput() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.spec("uninstall").expectSuccess()
    try sandbox.script(".git/hooks/pre-push", "#!/bin/sh\nexec <&-\nexit 0\n")
    try sandbox.arm()
    try sandbox.shell("git init -q --bare ../origin.git; git remote add origin ../origin.git")
    try sandbox.shell(
      "i=0; while [ $i -lt 300 ]; do echo create refs/heads/b$i HEAD; i=$((i+1)); done | git update-ref --stdin"
    )
    expectSilent(try sandbox.tryGit(["push", "-q", "--all", "origin"]))
  }

  @Test func aHookThatIsNotExecutableStaysUnused() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.spec("uninstall").expectSuccess()
    try sandbox.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n")
    try sandbox.arm()
    try sandbox.write("README", "text\n")
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
  }

  // MARK: Where hooks are

  @Test(arguments: ["hooks", "absolute", "global"])
  func hooksPath(form: String) throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.spec("uninstall").expectSuccess()
    switch form {
    case "hooks": try sandbox.git("config", "core.hooksPath", ".githooks")
    case "absolute": try sandbox.git("config", "core.hooksPath", sandbox.directory + "/.git/own")
    default: try sandbox.git("config", "--global", "core.hooksPath", "~/hooks")
    }
    if form == "global" {
      let refused = try sandbox.spec("install")
      #expect(refused.status == 2)
      #expect(refused.error.contains("outside this repository"))
      #expect(!sandbox.exists("../home/hooks"))
      #expect(
        try sandbox.run(sandbox.folder + "/bin/git-spec", ["install", "--global"]).status == 0)
    } else {
      try sandbox.arm()
    }
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    try sandbox.git("add", CommitHookTests.path)
    expectBlocked(try sandbox.commit(), "S105")
    #expect(try sandbox.spec("doctor").status == 0)
    #expect(try sandbox.spec("uninstall", "--global").status == 0)
    expectSilent(try sandbox.commit())
  }

  @Test func huskyGetsItsSnippet() throws {
    let sandbox = try repository()
    try sandbox.git("config", "core.hooksPath", ".husky/_")
    let outcome = try sandbox.spec("install")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains(".husky/pre-commit"))
    #expect(!sandbox.exists(".husky"))
  }

  @Test func otherManagersAreKeptAndNamed() throws {
    let sandbox = try repository()
    try sandbox.script(".git/hooks/pre-commit", "#!/bin/sh\n# File generated by pre-commit: x\n")
    let outcome = try sandbox.spec("install")
    #expect(outcome.status == 0)
    #expect(outcome.error.contains(".pre-commit-config.yaml"))
    #expect(sandbox.exists(".git/hooks/pre-commit.before-git-spec"))
  }

  @Test func inALinkedWorkTreeTheSharedHooksAreArmed() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.spec("uninstall").expectSuccess()
    try sandbox.git("worktree", "add", "-q", "../side")
    try sandbox.arm(in: "../side")
    #expect(sandbox.exists(".git/hooks/pre-commit"))
  }

  @Test func readOnlyFolder() throws {
    let sandbox = try repository()
    try sandbox.shell("chmod 777 .. . .git; chmod 555 .git/hooks")
    defer { _ = try? sandbox.shell("chmod 755 .git/hooks") }
    let before = try image(sandbox, ".git/hooks")
    let environment: [String: String?] = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
    ]
    // The superuser may write anywhere: somebody else has to try.
    let outcome =
      getuid() == 0
      ? try sandbox.run(
        "/usr/bin/setpriv", ["--reuid=65534", "--clear-groups", Sandbox.program, "install"],
        environment: environment) : try sandbox.spec("install")
    if outcome.status == 126 || outcome.status == 127 || outcome.error.contains("setpriv") {
      print("skipped: the program cannot be started as another user")
      return
    }
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("Permission denied"), "\(outcome)")
    #expect(try image(sandbox, ".git/hooks") == before)
  }

  // MARK: Starting the program

  @Test func withAnEmptyPath() throws {
    let sandbox = try Sandbox.armed(nil)
    // The script that hashes needs a PATH; here the shim starts the program itself.
    try sandbox.spec("uninstall").expectSuccess()
    try sandbox.spec("install").expectSuccess()
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    try sandbox.git("add", "-A")
    expectBlocked(try sandbox.tryGit(["commit", "-qm", "x"], environment: ["PATH": nil]), "S105")
    for backend in BackendName.allCases {
      expectBlocked(
        try sandbox.tryGit(
          ["commit", "-qm", "x"], environment: ["PATH": "", "GIT_SPEC_BACKEND": backend.rawValue]),
        "S105")
    }
  }

  @Test func programGone() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.remove("../bin/git-spec")
    try sandbox.write("README", "text\n")
    try sandbox.git("add", "-A")
    let outcome = try sandbox.commit()
    #expect(outcome.status != 0)
    #expect(outcome.error.contains("so the specs were not checked"), "\(outcome)")
    #expect(try sandbox.tryGit(["commit", "-qm", "x"], environment: ["GIT_SPEC": "0"]).status == 0)
    // From PATH, when it is there.
    try sandbox.shell("mkdir ../other && ln -s '\(Sandbox.program)' ../other/git-spec")
    try sandbox.write("README", "more\n")
    expectSilent(
      try sandbox.tryGit(
        ["commit", "-qam", "x"], environment: ["PATH": sandbox.folder + "/other:/usr/bin:/bin"]))
    #expect(try sandbox.spec("doctor").status == 1)
  }

  @Test func shimsAsShipped() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    for name in Self.hooks + ["pre-receive"] {
      let sandbox = try Sandbox()
      try sandbox.git("init", "-q", ".")
      try sandbox.spec("install", "--hooks", name).expectSuccess()
      let installed = try sandbox.read(".git/hooks/\(name)")
        .replacing("'\(Sandbox.program)' ", with: "")
        .replacing("at \(Sandbox.program) nor", with: "at its place nor")
      let shipped = try String(
        contentsOf: file.appendingPathComponent("hooks/\(name)"), encoding: .utf8)
      #expect(installed == shipped, "hooks/\(name) is not what install writes")
    }
  }
}

extension Outcome {
  func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 0, "\(self)", sourceLocation: sourceLocation)
  }
}
