import TestSupport
import Testing

/// Clones that hold only a part: of the history, of the objects, of the files.
@Suite struct PartialCloneTests {
  /// Thirty specs on `origin`, none of them in a clone that checks out other files.
  ///
  /// The other side writes a line for each time it is asked.
  private func partial(_ backend: BackendName?) throws -> Sandbox {
    let sandbox = try Sandbox.armed(backend)
    for number in 10..<40 {
      try sandbox.write(".omoi_os/tasks/TSK-0\(number).md", Sample.task("TSK-0\(number)"))
    }
    try sandbox.write("README", "text\n")
    try sandbox.script(
      "../upload-pack",
      "#!/bin/sh\necho asked >> '\(sandbox.folder)/asked'\nexec git-upload-pack \"$@\"\n")
    try sandbox.shell(
      """
      git add -A; git commit -qm Specs --no-verify; git clone -q --bare . ../origin.git
      git -C ../origin.git config uploadpack.allowFilter true
      git -C ../origin.git config uploadpack.allowAnySHA1InWant true
      git clone -q --filter=blob:none --no-checkout "file://$PWD/../origin.git" ../partial
      cd ../partial; git sparse-checkout set --no-cone README; git checkout -q main
      git config remote.origin.uploadpack "$PWD/../upload-pack"
      """)
    sandbox.directory = sandbox.folder + "/partial"
    try sandbox.arm()
    #expect(!sandbox.exists(".omoi_os"))
    return sandbox
  }

  private func asked(_ sandbox: Sandbox) -> Int {
    ((try? sandbox.read("../asked")) ?? "").split(separator: "\n").count
  }

  /// git by itself would fetch each missing blob anew.
  @Test(arguments: [nil, BackendName.git, .libgit2])
  func missingBlobsAreFetchedAtOnce(backend: BackendName?) throws {
    let sandbox = try partial(backend)
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    try sandbox.git("add", "--sparse", CommitHookTests.path)
    #expect(asked(sandbox) == 0)
    expectBlocked(try sandbox.commit(), "S105")
    #expect(asked(sandbox) == 1)
    expectBlocked(try sandbox.commit(), "S105")
    #expect(asked(sandbox) == 1)
    try sandbox.write(CommitHookTests.path, CommitHookTests.good)
    try sandbox.git("add", "--sparse", CommitHookTests.path)
    expectSilent(try sandbox.commit())
    sandbox.expectNothingWritten()
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func theWorkingTreeTakesTheRestFromTheIndex(backend: BackendName?) throws {
    let sandbox = try partial(backend)
    expectFound(try sandbox.spec("check"))
    #expect(asked(sandbox) == 1)
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func offline(backend: BackendName?) throws {
    let sandbox = try partial(backend)
    try sandbox.shell("mv ../origin.git ../away.git")
    try sandbox.write(CommitHookTests.path, CommitHookTests.good)
    try sandbox.git("add", "--sparse", CommitHookTests.path)
    expectRefused(try sandbox.spec("hook", "pre-commit"), 3, "`origin`", "partial clone")
    expectRefused(try sandbox.spec("check", "--rev", "HEAD"), 3, "`origin`", "partial clone")
    #expect(try sandbox.commit().status != 0)
  }

  @Test(arguments: [nil, BackendName.git])
  func withoutTrees(backend: BackendName?) throws {
    let sandbox = try partial(backend)
    try sandbox.git(
      "clone", "-q", "--filter=tree:0", "file://\(sandbox.folder)/origin.git", "../bare")
    sandbox.directory = sandbox.folder + "/bare"
    try sandbox.arm()
    try sandbox.expectVerdicts()
    expectFound(try sandbox.spec("check", "--rev", "HEAD"))
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func withoutHistory(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.commitBad()
    try sandbox.git("clone", "-q", "--depth=1", "file://\(sandbox.directory)", "../shallow")
    sandbox.directory = sandbox.folder + "/shallow"
    expectFound(try sandbox.spec("check", "--rev", "HEAD"), "S105")
    expectFound(try sandbox.spec("check"), "S105")
    try sandbox.arm()
    try sandbox.stage(Sample.task("TSK-004"), at: ".omoi_os/tasks/TSK-004.md")
    expectSilent(try sandbox.commit())
    expectFound(try sandbox.spec("check", "--rev", "HEAD"), "S105")
  }

  /// A reference to what a sparse checkout leaves out is good.
  @Test(arguments: BackendName.allCases)
  func sparseWorkingTree(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("sparse-checkout", "set", "--no-cone", ".omoi_os/tasks/")
    #expect(!sandbox.exists(".omoi_os/tickets/TKT-001.md"))
    expectFound(try sandbox.spec("check"))
    expectFound(try sandbox.spec("check", "--since", "HEAD"))
    // One that was removed is removed.
    try sandbox.remove(".omoi_os/tasks/TSK-001.md")
    expectFound(try sandbox.spec("check"), "S301")
    expectFound(try sandbox.spec("check", "--since", "HEAD"), "S301")
  }

  @Test(arguments: BackendName.allCases)
  func sharedObjects(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("clone", "-q", "--shared", ".", "../shared")
    sandbox.directory = sandbox.folder + "/shared"
    try sandbox.arm()
    try sandbox.expectVerdicts()
  }
}
