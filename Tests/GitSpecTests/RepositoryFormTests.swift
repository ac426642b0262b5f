import TestSupport
import Testing

/// Repositories of unusual form: the verdict is git's, whoever reads them.
@Suite struct RepositoryFormTests {
  @Test(arguments: [nil, BackendName.git])
  func splitIndex(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("update-index", "--split-index")
    try sandbox.expectVerdicts()
  }

  @Test(arguments: [nil, BackendName.git])
  func sparseIndex(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.write("other/deep/file", "x\n")
    try sandbox.git("add", "other")
    expectSilent(try sandbox.commit())
    try sandbox.git("sparse-checkout", "set", "--cone", "--sparse-index", ".omoi_os")
    try sandbox.expectVerdicts()
  }

  /// Specs outside the sparse checkout are in the index, and a reference to them is good.
  @Test(arguments: [nil, BackendName.git])
  func sparseCheckoutWithoutSpecs(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("sparse-checkout", "set", "--no-cone", ".omoi_os/tasks/")
    #expect(!sandbox.exists(".omoi_os/tickets/TKT-001.md"))
    try sandbox.expectVerdicts()
  }

  @Test(arguments: [nil, BackendName.git])
  func sha256(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend, initial: ["--object-format=sha256"])
    try sandbox.expectVerdicts()
    try sandbox.shell(
      "git init -q --bare --object-format=sha256 ../origin.git; git remote add origin ../origin.git"
    )
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    try sandbox.git("commit", "-qam", "Bad", "--no-verify")
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "main"]), "S105")
  }

  @Test(arguments: [
    ["extensions.worktreeConfig", "true"], ["extensions.partialClone", "origin"],
    ["extensions.preciousObjects", "true"], ["extensions.objectFormat", "sha1"],
  ])
  func extensions(setting: [String]) throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.git("config", "core.repositoryformatversion", "1")
    try sandbox.git("config", setting[0], setting[1])
    try sandbox.expectVerdicts()
  }

  @Test(arguments: BackendName.allCases)
  func indexVersionFourAndLineEnds(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("config", "core.autocrlf", "true")
    try sandbox.git("update-index", "--index-version", "4")
    try sandbox.expectVerdicts()
  }

  @Test(arguments: BackendName.allCases)
  func detachedHead(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("checkout", "-q", "--detach")
    try sandbox.expectVerdicts()
  }

  @Test(arguments: BackendName.allCases)
  func separateGitFolder(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(
      backend, initial: ["--separate-git-dir=../elsewhere.git"])
    try sandbox.expectVerdicts()
  }

  @Test func partialClone() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.shell(
      """
      git init -q --bare ../origin.git && git -C ../origin.git config uploadpack.allowFilter true
      git remote add origin ../origin.git && git push -q origin main
      git clone -q --filter=blob:none --no-checkout "file://$PWD/../origin.git" ../partial
      cd ../partial && git sparse-checkout set --no-cone .omoi_os/tasks/ && git checkout -q main
      """)
    sandbox.directory = sandbox.folder + "/partial"
    try sandbox.arm()
    try sandbox.expectVerdicts()
  }

  @Test(arguments: BackendName.allCases)
  func bareNeedsARevision(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    let refused = try sandbox.spec("check", in: "../bare.git")
    #expect(refused.status == 2)
    #expect(refused.error.contains("git spec check --rev HEAD"))
    #expect(try sandbox.spec("check", "--rev", "HEAD", in: "../bare.git").status == 0)
  }

  @Test(arguments: BackendName.allCases)
  func unmergedIndex(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell(
      """
      git checkout -qb side; sed -i s/parser/one/ .omoi_os/tasks/TSK-001.md; git commit -qam one
      git checkout -q main; sed -i s/parser/two/ .omoi_os/tasks/TSK-001.md; git commit -qam two
      git merge -q side || true
      """)
    let outcome = try sandbox.spec("check", "--staged")
    #expect(outcome.status == 3)
    #expect(outcome.error.contains("unmerged"), "\(outcome)")
  }
}
