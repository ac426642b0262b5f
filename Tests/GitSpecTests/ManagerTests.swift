import TestSupport
import Testing

/// Hooks that other managers run, and what the doctor and the push make of them.
@Suite struct ManagerTests {
  private func repository() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.write(".omoi_os/tickets/TKT-001.md", Sample.ticket())
    return sandbox
  }

  @Test(arguments: [
    ("lefthook.yml", "pre-commit: {commands: {git-spec: {run: git spec hook pre-commit}}}\n"),
    (".pre-commit-config.yaml", "repos: [{repo: x, hooks: [{id: git-spec}]}]\n"),
    (".husky/pre-commit", "git spec hook pre-commit \"$@\"\n"),
  ])
  func aHookThatAManagerCallsIsArmed(file: String, settings: String) throws {
    let sandbox = try repository()
    try sandbox.script(".git/hooks/pre-commit", "#!/bin/sh\n# lefthook\nexit 0\n")
    let before = try sandbox.spec("doctor").output
    #expect(before.contains("NOT  pre-commit: the hook there is lefthook's"))
    #expect(before.contains("add `git-spec hook pre-commit` to lefthook's settings"))
    try sandbox.write(file, settings)
    #expect(try sandbox.spec("doctor").output.contains("ok   pre-commit: called by \(file)\n"))
  }

  @Test func installNamesAManagerOnce() throws {
    let sandbox = try repository()
    for hook in ["pre-commit", "pre-push"] {
      try sandbox.script(".git/hooks/\(hook)", "#!/bin/sh\n# lefthook\nexit 0\n")
    }
    let outcome = try sandbox.spec("install")
    #expect(outcome.error.split(separator: "\n").filter { $0.contains("note:") }.count == 1)
    #expect(outcome.error.contains("lefthook's pre-commit, pre-push are kept and run first."))
  }

  /// pre-commit and prek read git's lines themselves and give the hook variables.
  @Test func aPushedRefInVariables() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/TSK-001.md", Sample.task(status: "pendign"))
    try sandbox.shell("git add -A && git commit -qm Bad")
    let head = try sandbox.git("rev-parse", "HEAD").split(separator: "\n")[0]
    let variables = [
      "PRE_COMMIT_TO_REF": String(head), "PRE_COMMIT_REMOTE_NAME": "origin",
      "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main",
    ]
    let outcome = try sandbox.spec(
      "hook", "pre-push", environment: variables.mapValues { Optional($0) })
    #expect(outcome.status == 1 && outcome.error.contains("error[S105]"), "\(outcome)")
    #expect(try sandbox.spec("hook", "pre-push").status == 0)
  }

  /// They are given as whatever `--to-ref` was: a branch is as good as a hash, a mistake is told.
  @Test func aPushedRefInVariablesByItsName() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/TSK-001.md", Sample.task(status: "pendign"))
    try sandbox.shell("git add -A && git commit -qm Bad")
    let named = try sandbox.spec(
      "hook", "pre-push", environment: ["PRE_COMMIT_TO_REF": "HEAD", "PRE_COMMIT_FROM_REF": ""])
    #expect(named.status == 1 && named.error.contains("error[S105]"), "\(named)")
    let wrong = try sandbox.spec(
      "hook", "pre-push", environment: ["PRE_COMMIT_TO_REF": "no-such-branch"])
    #expect(wrong.status > 1 && wrong.error.contains("no-such-branch"), "\(wrong)")
  }

  @Test func eachCommitOnTheCommandLine() throws {
    let sandbox = try repository()
    try sandbox.shell("git add -A && git commit -qm Begin")
    let old = try sandbox.git("rev-parse", "HEAD").split(separator: "\n")[0]
    try sandbox.write(".omoi_os/tasks/TSK-001.md", Sample.task(status: "pendign"))
    try sandbox.shell("git add -A && git commit -qm Bad")
    try sandbox.write(".omoi_os/tasks/TSK-001.md", Sample.task())
    try sandbox.shell("git add -A && git commit -qm Good")
    let new = try sandbox.git("rev-parse", "HEAD").split(separator: "\n")[0]
    let line = "refs/heads/main \(new) refs/heads/main \(old)\n"
    #expect(try sandbox.spec("hook", "pre-push", "origin", "url", input: line).status == 0)
    let outcome = try sandbox.spec(
      "hook", "pre-push", "--each-commit", "origin", "url", input: line)
    #expect(outcome.status == 1 && outcome.error.contains("in commit"), "\(outcome)")
  }

  /// The file is found again under the name that the fix gave it.
  @Test func aNamedFileThatAFixRenames() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/foo.md", Sample.task())
    let outcome = try sandbox.spec(
      "check", "--fix", "--unsafe-fixes", ".omoi_os/tasks/foo.md")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(sandbox.exists(".omoi_os/tasks/TSK-001-foo.md"))
    #expect(outcome.error.contains("fixed 1 file"))
  }

  @Test func quietlyOnlyWhatIsWrongIsSaid() throws {
    let sandbox = try repository()
    try sandbox.write(
      ".omoi_os/tasks/TSK-001.md", Sample.task().replacing("- [ ] Tests pass", with: ""))
    #expect(try sandbox.spec("check").output.contains("note[S406]"))
    #expect(try sandbox.spec("check", "-q").output == "")
    #expect(try sandbox.spec("validate", "-q").output == "")
  }

  @Test func aRootFurtherDownIsMadeWithItsFolders() throws {
    let sandbox = try repository()
    #expect(try sandbox.spec("init", "--root", "services/pay/.omoi_os").status == 0)
    #expect(sandbox.exists("services/pay/.omoi_os/config.yaml"))
  }
}
