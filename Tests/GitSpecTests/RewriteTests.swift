import TestSupport
import Testing

/// Commands that make commits of other commits: which hooks run, and what they see.
@Suite struct RewriteTests {
  static let path = CommitHookTests.path

  /// git has made the commit already: post-merge can only tell.
  @Test(arguments: BackendName.allCases)
  func pullThatFastForwards(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.shell("git clone -q ../origin.git ../other")
    try sandbox.shell("git push -q -u origin main")
    try sandbox.commitBad()
    try sandbox.git("push", "-q", "--no-verify", "origin", "main")
    sandbox.directory = sandbox.folder + "/other"
    try sandbox.arm()
    let pull = try sandbox.tryGit(["pull", "-q"])
    #expect(pull.status == 0, "\(pull)")
    #expect(
      pull.error.contains("error[S105]") && pull.error.contains("after this merge"), "\(pull)")
    #expect(try sandbox.read(Self.path) == CommitHookTests.bad)
    // Nothing came along, and nothing is said again.
    expectSilent(try sandbox.tryGit(["pull", "-q"]))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func rebaseRewordsAndEdits(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.commitBad()
    try sandbox.stage("text\n", at: "README")
    expectSilent(try sandbox.commit())
    func rebase(_ word: String) throws -> Outcome {
      try sandbox.tryGit(
        ["rebase", "-q", "-i", "--root"],
        environment: ["GIT_SEQUENCE_EDITOR": "sed -i '2,$s/^pick/\(word)/'"])
    }
    // Another message for an old bad spec is no change of it.
    expectSilent(try rebase("reword"))
    #expect(sandbox.hooksRun.contains("pre-commit"))
    expectSilent(try rebase("edit"))
    try sandbox.stage(CommitHookTests.bad + "More.\n")
    expectBlocked(try sandbox.tryGit(["commit", "-q", "--amend", "--no-edit"]), "S105")
    try sandbox.stage(CommitHookTests.good)
    expectSilent(try sandbox.tryGit(["commit", "-q", "--amend", "--no-edit"]))
    // git runs no hook here: what is staged now gets through, and the push has to see it.
    let count = sandbox.hooksRun.count
    expectSilent(try sandbox.tryGit(["rebase", "--continue"]))
    #expect(sandbox.hooksRun.count == count)
    sandbox.expectNothingWritten()
  }

  /// No hook of ours runs for a patch: the push has to see it.
  @Test(arguments: BackendName.allCases)
  func patchesByMail(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.commitBad()
    try sandbox.shell("git format-patch -q -1 -o ../patches; git reset -q --hard HEAD^")
    expectSilent(try sandbox.tryGit(["am", "-q", "../patches/0001-Bad.patch"]))
    #expect(try sandbox.read(Self.path) == CommitHookTests.bad)
    #expect(!sandbox.hooksRun.contains("pre-commit"))
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "main"]), "S105")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func theWorkingTreeInAConflict(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell(
      """
      for side in one two; do
        git checkout -q -b $side main
        sed -i "s/parser/$side/" .omoi_os/tasks/TSK-002.md .omoi_os/tasks/TSK-001.md
        git commit -qam $side
      done
      git merge -q one || true
      """)
    let check = try sandbox.spec("check")
    #expect(check.status == 1)
    #expect(check.output.contains("error[S010]: a merge conflict is not resolved"), "\(check)")
    #expect(check.output.contains("--> .omoi_os/tasks/TSK-001.md:3:1"), "\(check)")
    expectRefused(try sandbox.spec("check", "--staged"), 3, "unmerged", "TSK-001.md")
  }

  @Test(arguments: BackendName.allCases)
  func revert(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    // The task that others build on goes by reverting the commit that made it.
    try sandbox.stage(Sample.task("TSK-003"), at: ".omoi_os/tasks/TSK-003.md")
    expectSilent(try sandbox.commit())
    try sandbox.stage(
      Sample.task("TSK-004", dependsOn: ["TSK-003"]), at: ".omoi_os/tasks/TSK-004.md")
    expectSilent(try sandbox.commit())
    try sandbox.git("revert", "-n", "HEAD~1")
    expectBlocked(try sandbox.commit(), "S301")
    sandbox.expectNothingWritten()
  }
}
