import TestSupport
import Testing

/// Where the repository, its working tree and its parts are: said by variables, settings, links.
@Suite struct RepositoryPlaceTests {
  /// An armed repository with a bad spec in the working tree and a folder to stand in.
  private func repository(_ backend: BackendName?) throws -> Sandbox {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.write("sub/file", "text\n")
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    return sandbox
  }

  @Test(arguments: BackendName.allCases)
  func relativePlaces(backend: BackendName) throws {
    let sandbox = try repository(backend)
    let check = try sandbox.tryGit(
      ["--git-dir=../.git", "--work-tree=..", "spec", "check"], in: "sub")
    expectFound(check, "S105")
    #expect(check.output.contains("--> .omoi_os/tasks/TSK-003.md:4:9"))
    try sandbox.git("add", "-A")
    expectBlocked(
      try sandbox.tryGit(
        ["--git-dir=../.git", "--work-tree=..", "commit", "-qm", "x"], in: "sub"), "S105")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func gitDirAloneTakesTheCurrentFolder(backend: BackendName) throws {
    let sandbox = try repository(backend)
    try sandbox.write("../other/.omoi_os/tickets/TKT-009.md", "no header\n")
    let environment = ["GIT_DIR": sandbox.directory + "/.git"]
    let top = try sandbox.git(
      "rev-parse", "--show-toplevel", environment: environment, in: "../other")
    #expect(top == sandbox.folder + "/other\n")
    let check = try sandbox.spec("check", environment: environment, in: "../other")
    expectFound(check, "S001")
    #expect(check.output.contains("TKT-009.md"))
  }

  @Test(arguments: BackendName.allCases)
  func workTreeBySetting(backend: BackendName) throws {
    let sandbox = try repository(backend)
    try sandbox.shell("mkdir ../tree; mv .omoi_os ../tree; git config core.worktree ../../tree")
    let environment = ["GIT_DIR": sandbox.directory + "/.git"]
    expectFound(try sandbox.spec("check", environment: environment, in: "../tree"), "S105")
    try sandbox.expectVerdicts(environment: environment, in: "../tree")
    // Without the variable too, from where the repository is found.
    expectFound(try sandbox.spec("check"))
  }

  @Test(arguments: [nil, BackendName.git])
  func bareBySettingOfOneWorkTree(backend: BackendName?) throws {
    let sandbox = try repository(backend)
    try sandbox.shell(
      """
      git worktree add -q -b side ../side
      git config extensions.worktreeConfig true; git config --worktree core.bare true
      """)
    expectRefused(try sandbox.spec("check"), 2, "bare")
    try sandbox.expectVerdicts(in: "../side")
  }

  @Test(arguments: BackendName.allCases)
  func headThatIsALink(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell("ln -sf refs/heads/main .git/HEAD")
    try sandbox.expectVerdicts()
  }

  @Test(arguments: BackendName.allCases)
  func throughALink(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell("ln -s repo ../link")
    try sandbox.expectVerdicts(in: "../link")
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    let path = sandbox.folder + "/link/" + CommitHookTests.path
    expectFound(try sandbox.spec("check", path, in: "../link/.omoi_os"), "S105")
  }
}
