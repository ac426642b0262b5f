import TestSupport
import Testing

/// What git, shells and settings put around a hook does not change its verdict.
@Suite struct HookEnvironmentTests {
  /// git names the index from the top of the working tree; a hook may have gone elsewhere since.
  @Test(arguments: BackendName.allCases)
  func fromAFolderThatTheHookWentTo(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.script(
      ".git/hooks/pre-commit", "#!/bin/sh\ncd sub/er && exec git spec hook pre-commit\n")
    try sandbox.write("sub/er/file", "text\n")
    try sandbox.stage(CommitHookTests.bad)
    try sandbox.write(CommitHookTests.path, CommitHookTests.good)
    expectBlocked(try sandbox.commit(), "S105")
    try sandbox.stage(CommitHookTests.good)
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    expectSilent(try sandbox.commit())
    sandbox.expectNothingWritten()
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func literalPathspecs(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    // Without a backend named: libgit2 refuses such an index, and git is asked.
    if backend == nil { try sandbox.git("update-index", "--split-index") }
    try sandbox.expectVerdicts(["--literal-pathspecs"])
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    for name in ["LITERAL", "GLOB", "NOGLOB", "ICASE"] {
      let environment = ["GIT_\(name)_PATHSPECS": "1"]
      expectFound(try sandbox.spec("check", environment: environment), "S105")
      expectFound(try sandbox.spec("check", "--since", "HEAD", environment: environment), "S105")
    }
  }

  @Test(arguments: BackendName.allCases)
  func aReplacedBlobHidesNothing(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(CommitHookTests.bad)
    try sandbox.shell(
      """
      git replace $(git rev-parse :\(CommitHookTests.path)) \
        $(echo "\(CommitHookTests.good)" | git hash-object -w --stdin)
      """)
    #expect(try sandbox.git("cat-file", "-p", ":" + CommitHookTests.path).contains("pending"))
    expectBlocked(try sandbox.commit(), "S105")
    try sandbox.git("commit", "-qm", "Bad", "--no-verify")
    expectFound(try sandbox.spec("check", "--rev", "HEAD"), "S105")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func theFileMonitorIsNotStarted(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.script(
      "../monitor", "#!/bin/sh\necho \"$@\" >> '\(sandbox.folder)/started'\nexit 1\n")
    try sandbox.git("config", "core.fsmonitor", "../monitor")
    try sandbox.git("status")
    #expect(sandbox.exists("../started"))
    try sandbox.remove("../started")
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    expectFound(try sandbox.spec("check"), "S105")
    expectFound(try sandbox.spec("check", "--since", "HEAD"), "S105")
    expectFound(try sandbox.spec("check", "--staged"))
    #expect(try sandbox.spec("hook", "pre-commit").status == 0)
    #expect(!sandbox.exists("../started"))
  }

  @Test(arguments: BackendName.allCases)
  func anEmptyEnvironment(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    // The shim itself has to find its way, without the script that hashes.
    try sandbox.spec("uninstall").expectSuccess()
    try sandbox.spec("install").expectSuccess()
    func commit() throws -> Outcome {
      try sandbox.run(
        "/usr/bin/env",
        [
          "-i", "PATH=/usr/bin:/bin", "GIT_SPEC_BACKEND=\(backend)", "git", "-c", "user.name=Ann",
          "-c", "user.email=ann@example.org", "commit", "-qm", "x",
        ])
    }
    try sandbox.stage(CommitHookTests.bad)
    expectBlocked(try commit(), "S105")
    try sandbox.stage(CommitHookTests.good)
    expectSilent(try commit())
  }

  @Test(arguments: BackendName.allCases)
  func anIndexThatAnotherProcessHolds(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(CommitHookTests.bad)
    try sandbox.write(".git/index.lock", "")
    expectFound(try sandbox.spec("check", "--staged"), "S105")
    expectFound(try sandbox.spec("check"), "S105")
    expectBlocked(try sandbox.spec("hook", "pre-commit"), "S105")
    #expect(try sandbox.read(".git/index.lock") == "")
  }

  /// Ctrl-C goes to git and the hook alike.
  @Test(arguments: BackendName.allCases)
  func interrupted(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(CommitHookTests.bad)
    for milliseconds in [4, 8, 12, 16, 24, 40] {
      let outcome = try sandbox.run(
        "/usr/bin/timeout",
        ["-s", "INT", "0.0\(milliseconds / 10)\(milliseconds % 10)", "git"]
          + ["commit", "-qm", "x"])
      #expect(outcome.status != 0)
    }
    let left = try sandbox.shell(
      "find . ../home ../bin -name '*.lock' -o -name '*.tmp' -o -name '*git-spec-*'")
    #expect(left == "")
    expectBlocked(try sandbox.commit(), "S105")
  }

  // MARK: Settings and variables that change what git prints

  /// A bad spec in HEAD, one more in the index, one more in the working tree.
  private func threeBadSpecs(_ backend: BackendName) throws -> Sandbox {
    let sandbox = try Sandbox.armed(backend)
    for (number, id) in ["TSK-003", "TSK-004", "TSK-005"].enumerated() {
      let path = ".omoi_os/tasks/\(id).md"
      try sandbox.write(path, Sample.task(id, status: "pendign"))
      if number < 2 { try sandbox.git("add", path) }
      if number < 1 { try sandbox.git("commit", "-qm", "Bäd", "--no-verify") }
    }
    return sandbox
  }

  /// The numbers of errors by three ways to judge, which ask git for all there is.
  private func counts(
    _ sandbox: Sandbox, _ environment: [String: String?] = [:], push: String
  ) throws -> [Int] {
    try [
      sandbox.spec("check", "--since", "HEAD~1", environment: environment),
      sandbox.spec("check", "--staged", environment: environment),
      sandbox.spec("hook", "pre-push", "origin", "url", environment: environment, input: push),
    ].map { ($0.output + $0.error).matches(of: /error\[S105\]/).count }
  }

  private func pushLine(_ sandbox: Sandbox) throws -> String {
    let ids = try sandbox.git("rev-parse", "HEAD", "HEAD~1").split(separator: "\n")
    return "refs/heads/main \(ids[0]) refs/heads/main \(ids[1])\n"
  }

  private static let settings = [
    "diff.noprefix=true", "diff.mnemonicPrefix=true", "diff.relative=true", "color.ui=always",
    "color.diff=always", "diff.external=false", "core.quotePath=false", "core.abbrev=4",
    "log.date=relative", "log.showSignature=true", "log.decorate=full", "log.follow=true",
    "log.showRoot=false", "log.mailmap=true", "log.diffMerges=first-parent", "diff.renames=copies",
    "diff.orderFile=/dev/null", "diff.submodule=log", "diff.ignoreSubmodules=all",
    "format.pretty=oneline", "format.notes=true", "core.pager=false", "pager.log=true",
    "core.ignoreCase=true", "core.fileMode=false", "core.autocrlf=true", "core.symlinks=false",
    "core.preloadIndex=false", "core.untrackedCache=true", "core.commitGraph=false",
    "i18n.logOutputEncoding=ISO-8859-1", "status.relativePaths=true",
    "status.showUntrackedFiles=no", "submodule.recurse=true", "core.excludesFile=/dev/null",
    "tag.sort=-refname", "core.splitIndex=true", "column.ui=always",
    "core.attributesFile=/dev/null",
  ]

  private static let variables: [String: String] = [
    "GIT_TRACE": "2", "GIT_TRACE_SETUP": "1", "GIT_EXTERNAL_DIFF": "false",
    "GIT_DIFF_OPTS": "-u0", "GIT_NAMESPACE": "other", "GIT_PAGER": "false", "PAGER": "false",
    "GIT_PAGER_IN_USE": "true", "GIT_PREFIX": "sub/", "GIT_FLUSH": "0", "LC_ALL": "tr_TR.UTF-8",
    "LANGUAGE": "de", "TZ": "Asia/Kolkata", "CDPATH": "/", "POSIXLY_CORRECT": "1",
    "GIT_DEFAULT_HASH": "sha256", "GIT_INDEX_VERSION": "4", "GIT_ATTR_SOURCE": "HEAD",
    "GIT_REFLOG_ACTION": "other", "GIT_OPTIONAL_LOCKS": "1", "COLUMNS": "1", "TERM": "dumb",
  ]

  @Test func eachSetting() throws {
    let sandbox = try threeBadSpecs(.git)
    let push = try pushLine(sandbox)
    for setting in Self.settings {
      let words = setting.split(separator: "=").map(String.init)
      let environment = [
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": words[0], "GIT_CONFIG_VALUE_0": words[1],
      ]
      #expect(try counts(sandbox, environment, push: push) == [3, 1, 1], "\(setting)")
    }
  }

  @Test func eachVariable() throws {
    let sandbox = try threeBadSpecs(.git)
    let push = try pushLine(sandbox)
    for (name, value) in Self.variables {
      #expect(try counts(sandbox, [name: value], push: push) == [3, 1, 1], "\(name)")
    }
  }

  @Test(arguments: BackendName.allCases)
  func allSettingsAndVariables(backend: BackendName) throws {
    let sandbox = try threeBadSpecs(backend)
    let push = try pushLine(sandbox)
    for setting in Self.settings {
      let words = setting.split(separator: "=").map(String.init)
      try sandbox.git("config", words[0], words[1])
    }
    #expect(try counts(sandbox, Self.variables, push: push) == [3, 1, 1])
    #expect(try sandbox.spec("check", "--rev", "HEAD", environment: Self.variables).status == 1)
  }
}
