import TestSupport
import Testing

/// One history after another: is what two branches call by one ID one spec, and why.
@Suite struct CollisionHistoryTests {
  @Test(arguments: cases, BackendName.allCases)
  func verdict(_ history: Case, backend: BackendName) throws {
    let sandbox = try Sandbox.history(history.script, backend: backend)
    let found = try sandbox.collisions(status: history.ids.isEmpty ? 0 : 1)
    #expect(found.ids == history.ids)
    #expect(found.sameFile.map(\.id) == history.sameFiles)
    #expect(Set(found.ghosts.map(\.id)) == Set(history.ghosts))
    #expect(found.troubles == [])
    // The same from the other side: a verdict has no direction.
    try sandbox.shell(
      "git checkout -q \"$(git branch --format='%(refname:short)' | grep -v main | head -1)\"")
    let other = try sandbox.collisions()
    #expect(Set(other.ids) == Set(history.ids))
  }

  /// Without common history path and title decide, and that is said.
  @Test(arguments: BackendName.allCases)
  func unrelatedHistories(backend: BackendName) throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -q --orphan other; git rm -rqf .; task TSK-001 'Begin'; edit TSK-001.md Apart
      task TSK-002 'Print'; commit Apart
      git checkout -q main; task TSK-002 'Parse'; commit Parse
      """, backend: backend)
    let found = try sandbox.collisions(status: 1)
    #expect(found.ids == ["TSK-002"])
    #expect(found.collisions.map(\.guessed) == [true])
  }

  /// Forced, libgit2 cannot walk a history that is cut off; left to itself the tool asks git.
  @Test(arguments: [BackendName?.none, .git])
  func shallowCloneGuessesAndSaysSo(backend: BackendName?) throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -qb side; edit TSK-001.md There; task TSK-002 'Print'; commit There
      git checkout -q main; edit TSK-001.md Here; task TSK-002 'Parse'; commit Here
      git clone -q --no-single-branch --depth 1 "file://$PWD" ../shallow
      """, backend: backend)
    sandbox.directory = sandbox.folder + "/shallow"
    let found = try sandbox.collisions(status: 1)
    #expect(found.ids == ["TSK-002"])
    #expect(found.collisions.map(\.guessed) == [true])
  }

  /// The branch's own copy on the remote is not another branch, however it was rewritten.
  @Test(arguments: BackendName.allCases)
  func ownCopyOnTheRemoteIsNoOtherBranch(backend: BackendName) throws {
    let sandbox = try Sandbox.history(
      """
      git init -q --bare ../origin.git; git remote add origin ../origin.git
      git checkout -qb side; task TSK-002 'Print'; commit Print; git push -q origin side
      task TSK-002 'Print with care'; git add -A; git commit -q --amend -m Print
      """, backend: backend)
    #expect(try sandbox.collisions(status: 0).ids == [])
    try sandbox.git("checkout", "-q", "main")
    // Both versions are drafts of one author, which only their history could tell.
    #expect(try sandbox.collisions("--all", status: 1).ids == ["TSK-002"])
  }

  @Test(arguments: BackendName.allCases)
  func workingTreeCounts(backend: BackendName) throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -qb side; task TSK-002 'Print'; edit TSK-001.md There; commit Print
      git checkout -q main; task TSK-002 'Parse'; edit TSK-001.md Here
      """, backend: backend)
    let found = try sandbox.collisions(status: 1)
    #expect(found.ids == ["TSK-002"])
    try sandbox.shell(Sandbox.histories + "task TSK-002 'Print'")
    #expect(try sandbox.collisions(status: 0).ids == [])
  }

  /// A number that is reused before anything is committed is another spec's at once.
  @Test(arguments: BackendName.allCases)
  func reusedInTheWorkingTree(backend: BackendName) throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -qb side; rm .omoi_os/tasks/TSK-001.md
      task TSK-001 'Quite another thing' TSK-001-other.md
      """, backend: backend)
    #expect(try sandbox.collisions(status: 1).ids == ["TSK-001"])
    expectFound(try sandbox.spec("check", "--against", "main"), "S206")
    try sandbox.git("add", "-A")
    let staged = try sandbox.spec("check", "--staged")
    #expect(staged.output.contains("warning[S206]: `TSK-001`"), "\(staged)")
  }

  /// A ghost on one branch hides no collision with another.
  @Test func ghostsHideNoCollision() throws {
    let sandbox = try Sandbox.history(
      """
      git branch other; task TSK-002 'Print'; commit Print; git checkout -qb old; edit TSK-001.md
      commit Old; git checkout -q main; git mv .omoi_os/tasks/TSK-002.md .omoi_os/tasks/TSK-009.md
      sed -i 's/TSK-002/TSK-009/' .omoi_os/tasks/TSK-009.md
      printf 'renumbered: {TSK-002: TSK-009}\\n' > .omoi_os/config.yaml; commit Renumber
      task TSK-002 'New meaning'; commit New
      git checkout -q other; task TSK-002 'Entirely other'; commit Other; git checkout -q main
      """)
    let found = try sandbox.collisions(status: 1)
    #expect(found.ids == ["TSK-002"])
    #expect(found.ghosts.map(\.ref) == ["old"])
  }

  @Test func worktreesAtNoBranchAreLookedAt() throws {
    let sandbox = try Sandbox.history(
      """
      git worktree add -q --detach ../tree; cd ../tree; task TSK-002 'Print'; commit Print
      cd ../repo; task TSK-002 'Parse'; commit Parse
      """)
    let found = try sandbox.collisions(status: 1)
    #expect(found.collisions.first?.claims.last?.ref == "worktree \(sandbox.folder)/tree")
  }

  @Test func possiblyTheSameWorkTwice() throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -qb side; task TSK-002 'Write retry tests.'; task TSK-003 'Cache the index'
      task TSK-005 'A1'; commit Side
      git checkout -q main; task TSK-002 'Write Retry Tests'; task TSK-004 'Cache the Index'
      task TSK-005 'B1'; commit Main
      """)
    let found = try sandbox.collisions(status: 1)
    #expect(found.collisions.map(\.similar) == [true, false])
    #expect(found.similar.map(\.id) == ["TSK-004"])
    #expect(found.similar.map(\.otherId) == ["TSK-003"])
  }
}
