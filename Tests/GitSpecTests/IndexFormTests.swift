import TestSupport
import Testing

/// Indexes and object stores in the forms that git makes to be fast.
@Suite struct IndexFormTests {
  /// git leaves out the checksum at an index's end when `index.skipHash` says so.
  @Test(arguments: [nil, BackendName.git])
  func indexWithoutItsChecksum(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(CommitHookTests.bad)
    let zeroed =
      "head -c -20 .git/index > ../index; head -c 20 /dev/zero >> ../index; cp ../index .git/index"
    try sandbox.shell(zeroed)
    expectBlocked(try sandbox.spec("hook", "pre-commit"), "S105")
    expectFound(try sandbox.spec("check", "--staged"), "S105")
    expectBlocked(try sandbox.commit(), "S105")
    try sandbox.stage(CommitHookTests.good)
    try sandbox.shell(zeroed)
    expectSilent(try sandbox.commit())
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func everythingThatMakesGitFast(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.shell(
      """
      git config core.untrackedCache true; git update-index --untracked-cache; git status -s
      git config index.threads 4; git config pack.writeReverseIndex true
      for number in 1 2 3; do git commit -q --allow-empty -m $number; done
      git repack -qadb; git commit -q --allow-empty -m loose
      git commit-graph write --reachable --split; git multi-pack-index write --bitmap
      git pack-refs --all
      """)
    #expect(try sandbox.shell("ls .git/objects/pack/*.bitmap .git/objects/pack/multi-*") != "")
    try sandbox.expectVerdicts()
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    try sandbox.stage(CommitHookTests.bad)
    try sandbox.git("commit", "-qm", "Bad", "--no-verify")
    try sandbox.git("gc", "-q")
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "main"]), "S105")
    expectFound(try sandbox.spec("check", "--since", "HEAD~1"), "S105")
  }

  /// Entries that git is told not to look at are in the commit all the same.
  @Test(arguments: BackendName.allCases, ["--assume-unchanged", "--skip-worktree"])
  func entriesThatAreNotLookedAt(backend: BackendName, flag: String) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(CommitHookTests.bad)
    try sandbox.git("update-index", flag, CommitHookTests.path)
    try sandbox.write(CommitHookTests.path, CommitHookTests.good)
    expectBlocked(try sandbox.commit(), "S105")
    sandbox.expectNothingWritten()
  }
}
