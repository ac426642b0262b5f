import TestSupport
import Testing

/// Pushes and the receiving side through real git commands, under both backends.
@Suite struct PushHookTests {
  static let path = ".omoi_os/tasks/TSK-003.md"

  private func remoteHas(_ ref: String, _ sandbox: Sandbox) throws -> Bool {
    try sandbox.tryGit(["rev-parse", "--verify", "-q", ref], in: "../origin.git").status == 0
  }

  @Test(arguments: BackendName.allCases)
  func badAndMended(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.commitBad()
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "main"]), "S105")
    try sandbox.write(Self.path, Sample.task("TSK-003"))
    expectSilent(try sandbox.commit("-a"))
    // The tip is what counts.
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    sandbox.expectNothingWritten()
  }

  /// A commit that the last one undoes is a pushed commit all the same.
  @Test(arguments: BackendName.allCases)
  func eachCommitWhereTheLastUndoesIt(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.write(".omoi_os/config.yaml", "hooks: {each_commit: true}\n")
    try sandbox.shell("git add -A; git commit -qm Settings; git push -q origin main")
    try sandbox.commitBad()
    try sandbox.shell("git revert -n HEAD; git commit -qnm Undo")
    for branch in ["main", "main:refs/heads/new"] {
      expectBlocked(try sandbox.tryGit(["push", "-q", "origin", branch]), "S105")
    }
    try sandbox.arm(in: "../origin.git")
    expectBlocked(try sandbox.tryGit(["push", "-q", "--no-verify", "origin", "main"]))
  }

  @Test(arguments: BackendName.allCases)
  func eachCommitOnDemand(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.write(".omoi_os/config.yaml", "hooks: {each_commit: true}\n")
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    try sandbox.commitBad()
    try sandbox.write(Self.path, Sample.task("TSK-003"))
    expectSilent(try sandbox.commit("-a"))
    let push = try sandbox.tryGit(["push", "-q", "origin", "main"])
    expectBlocked(push, "S105")
    #expect(push.error.contains("in commit"))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func anotherBranchThanTheOneCheckedOut(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commitBad()
    try sandbox.git("checkout", "-q", "main")
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "side"]), "S105")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main:copy"]))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func twoRefsWithOneBad(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commitBad()
    try sandbox.git("checkout", "-qb", "fine", "main")
    try sandbox.write(".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004"))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "fine", "side"]), "S105")
    #expect(try !remoteHas("fine", sandbox))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func oldErrorsOnTheRemote(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.commitBad()
    try sandbox.git("push", "-q", "--no-verify", "origin", "main")
    try sandbox.write(".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004"))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    try sandbox.git("checkout", "-qb", "side")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "side"]))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func tags(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("checkout", "-q", "--detach")
    try sandbox.commitBad()
    try sandbox.git("tag", "light")
    try sandbox.git("tag", "-m", "words", "heavy")
    try sandbox.git("tag", "tree", "HEAD^{tree}")
    try sandbox.git("tag", "blob", "HEAD:.omoi_os/tasks/TSK-001.md")
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "light"]), "S105")
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "heavy"]), "S105")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "tree", "blob"]))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func orphan(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("checkout", "-q", "--orphan", "alone")
    try sandbox.commitBad()
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "alone"]), "S105")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func deletionAndNothing(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("push", "-q", "origin", "main:gone")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", ":gone"]))
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    #expect(try !remoteHas("gone", sandbox))
    // A deletion beside a bad ref does not hide it.
    try sandbox.git("push", "-q", "origin", "main:gone")
    try sandbox.commitBad()
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", ":gone", "main"]), "S105")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func forced(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.write(".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004"))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    try sandbox.git("reset", "-q", "--hard", "HEAD^")
    expectSilent(try sandbox.tryGit(["push", "-qf", "origin", "main"]))
    try sandbox.commitBad()
    expectBlocked(try sandbox.tryGit(["push", "-qf", "origin", "main"]), "S105")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func rebasedThenPushed(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.write(".omoi_os/tasks/TSK-003-side.md", Sample.task("TSK-003", title: "Side"))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    try sandbox.git("checkout", "-q", "main")
    try sandbox.write(".omoi_os/tasks/TSK-003-main.md", Sample.task("TSK-003", title: "Main"))
    try sandbox.git("add", "-A")
    // The commit warns of the other branch (S206), which is not pushed.
    #expect(try sandbox.commit().status == 0)
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    // No hook of ours runs in a rebase or a clean cherry-pick: the push has to see it.
    try sandbox.git("checkout", "-q", "side")
    try sandbox.git("rebase", "-q", "main")
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "side"]), "S205")
    try sandbox.git("checkout", "-qb", "picked", "main")
    try sandbox.git("cherry-pick", "side")
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "picked"]), "S205")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func toAURLAndPorcelain(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.commitBad()
    let push = try sandbox.tryGit(["push", "--porcelain", "../origin.git", "main"])
    expectBlocked(push, "S105")
    // Standard output belongs to git.
    #expect(!push.output.contains("S105") && !push.output.contains("git-spec"))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func oldObjectUnknownHere(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.shell(
      """
      git clone -q ../origin.git ../other && cd ../other
      echo more > more && git add more && git commit -qm More && git push -q origin main
      """)
    try sandbox.write(".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004"))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    expectSilent(try sandbox.tryGit(["push", "-qf", "origin", "main"]))
    sandbox.expectNothingWritten()
  }

  /// libgit2 does not know where a shallow history ends; alone it refuses, with git it goes on.
  @Test(arguments: [nil, BackendName.git])
  func fromAShallowClone(backend: BackendName?) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "Second")
    try sandbox.git("push", "-q", "origin", "main")
    try sandbox.git("clone", "-q", "--depth=1", "file://\(sandbox.folder)/origin.git", "../shallow")
    try sandbox.arm(in: "../shallow")
    sandbox.directory = sandbox.folder + "/shallow"
    try sandbox.commitBad()
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "HEAD:side"]), "S105")
    try sandbox.write(Self.path, Sample.task("TSK-003"))
    expectSilent(try sandbox.commit("-a"))
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "HEAD:side"]))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func receivingSide(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.arm(in: "../origin.git")
    #expect(sandbox.exists("../origin.git/hooks/pre-receive"))
    try sandbox.commitBad()
    let push = try sandbox.tryGit(["push", "-q", "--no-verify", "origin", "main"])
    #expect(push.status != 0)
    #expect(push.error.contains("error[S105]"), "\(push)")
    try sandbox.write(Self.path, Sample.task("TSK-003"))
    expectSilent(try sandbox.commit("-a"))
    expectSilent(try sandbox.tryGit(["push", "-q", "--no-verify", "origin", "main"]))
    sandbox.expectNothingWritten()
  }
}
