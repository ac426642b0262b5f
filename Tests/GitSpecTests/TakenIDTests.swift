import TestSupport
import Testing

/// S206 in hooks, through real git: one ID, two meanings, told where it can still be mended.
@Suite struct TakenIDTests {
  /// An armed repository with an origin, and a branch `side` on it that has a TSK-003.
  private func sandbox(_ backend: BackendName?) throws -> Sandbox {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.shell(
      Sandbox.histories + """
        git checkout -qb side; task TSK-003 'Print twice'; git add -A; git commit -qm Side
        git push -q origin side; git checkout -q main 2>/dev/null; git branch -qD side
        """)
    return sandbox
  }

  private func task(_ sandbox: Sandbox, _ id: String, _ title: String) throws {
    try sandbox.shell(Sandbox.histories + "task \(id) '\(title)'; git add -A")
  }

  @Test(arguments: BackendName.allCases)
  func commitWarnsAndGoesThrough(backend: BackendName) throws {
    let sandbox = try sandbox(backend)
    try task(sandbox, "TSK-003", "Parse twice")
    let outcome = try sandbox.commit()
    #expect(outcome.status == 0)
    #expect(
      outcome.error.contains(
        "warning[S206]: `TSK-003` means something else on origin/side\n"), "\(outcome)")
    #expect(
      outcome.error.contains(
        "on origin/side it is \"Print twice\": .omoi_os/tasks/TSK-003.md:2"), "\(outcome)")
    #expect(outcome.error.contains("`git spec renumber TSK-003`"), "\(outcome)")
    // Told once: an edit of the spec brings no new ID.
    try sandbox.shell("echo More. >> .omoi_os/tasks/TSK-003.md; git add -A")
    expectSilent(try sandbox.commit())
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func newIDsThatNobodyHasAreSilent(backend: BackendName) throws {
    let sandbox = try sandbox(backend)
    try task(sandbox, "TSK-004", "Parse twice")
    expectSilent(try sandbox.commit())
  }

  @Test(arguments: BackendName.allCases)
  func pushIsStopped(backend: BackendName) throws {
    let sandbox = try sandbox(backend)
    try task(sandbox, "TSK-003", "Parse twice")
    #expect(try sandbox.commit().status == 0)
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "main"]), "S206")
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "main:new"]), "S206")
    expectBlocked(try sandbox.tryGit(["push", "-q", "../origin.git", "main"]), "S206")
    expectSilent(
      try sandbox.tryGit(["push", "-q", "--dry-run", "../origin.git", "main~1:refs/heads/old"]))
    // The branch that the push replaces is no other branch.
    expectSilent(try sandbox.tryGit(["push", "-qf", "origin", "main:side"]))
  }

  @Test(arguments: BackendName.allCases)
  func refsPushedTogetherAreJudgedAgainstEachOther(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.shell(
      Sandbox.histories + """
        git checkout -qb a; task TSK-003 'Print'; git add -A; git commit -qnm a
        git checkout -q main 2>/dev/null; git checkout -qb b; task TSK-003 'Parse'; git add -A
        git commit -qnm b
        """)
    let outcome = try sandbox.tryGit(["push", "-q", "origin", "a", "b"])
    expectBlocked(outcome, "S206", "S206")
    #expect(outcome.error.contains("means something else on b (pushed too)"), "\(outcome)")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "a"]))
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "b"]), "S206")
  }

  /// A branch that the same push deletes is gone.
  @Test(arguments: BackendName.allCases)
  func deletedInTheSamePush(backend: BackendName) throws {
    let sandbox = try sandbox(backend)
    try sandbox.arm(in: "../origin.git")
    try task(sandbox, "TSK-003", "Parse twice")
    #expect(try sandbox.commit().status == 0)
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "main:other"]), "S206")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", ":side", "main:refs/heads/other"]))
  }

  /// What was pushed under a branch's former name is its own copy.
  @Test(arguments: BackendName.allCases)
  func renamedBranch(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("checkout", "-qb", "draft")
    try task(sandbox, "TSK-003", "Parse twice")
    expectSilent(try sandbox.commit())
    expectSilent(try sandbox.tryGit(["push", "-qu", "origin", "draft"]))
    try task(sandbox, "TSK-003", "Parse twice, with care")
    expectSilent(try sandbox.tryGit(["commit", "-q", "--amend", "--no-edit"]))
    try sandbox.git("branch", "-m", "final")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "final"]))
  }

  /// A push that gives an inherited number to another spec brings a meaning.
  @Test(arguments: BackendName.allCases)
  func reusedNumberInAPush(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.shell(
      Sandbox.histories + """
        git checkout -qb reuse; git rm -q .omoi_os/tasks/TSK-002.md; sed -i 's/TSK-002//' .omoi_os/tasks/TSK-001.md
        git add -A; git commit -qm Delete; task TSK-002 'Quite another thing' TSK-002-other.md
        git add -A; git commit -qnm Reuse
        """)
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "reuse"]), "S206")
  }

  @Test(arguments: BackendName.allCases)
  func serverRefuses(backend: BackendName) throws {
    let sandbox = try sandbox(backend)
    try sandbox.arm(in: "../origin.git")
    try task(sandbox, "TSK-003", "Parse twice")
    #expect(try sandbox.commit().status == 0)
    let outcome = try sandbox.tryGit(["push", "-q", "--no-verify", "origin", "main"])
    expectBlocked(outcome)
    #expect(outcome.error.contains("error[S206]: `TSK-003` means something else on side"))
  }

  /// A setting weighs it, everywhere.
  @Test func severityIsASetting() throws {
    let sandbox = try sandbox(nil)
    try sandbox.write(".omoi_os/config.yaml", "rules: {S206: error}\n")
    try task(sandbox, "TSK-003", "Parse twice")
    expectBlocked(try sandbox.commit(), "S206")
    try sandbox.write(".omoi_os/config.yaml", "rules: {S206: ignore}\n")
    try sandbox.git("add", "-A")
    let line = "1 finding is switched off by .omoi_os/config.yaml in "
    let commit = try sandbox.commit()
    #expect(commit.status == 0 && commit.error.hasPrefix("git-spec: \(line)"), "\(commit)")
    let push = try sandbox.tryGit(["push", "-q", "origin", "main"])
    #expect(push.status == 0 && push.error.contains(line), "\(push)")
  }

  @Test(arguments: BackendName.allCases)
  func pullTellsWhatItBrought(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.shell(
      Sandbox.histories + """
        git branch -q --set-upstream-to origin/main
        git clone -q ../origin.git ../other; cd ../other; task TSK-003 'Print'; git add -A
        git commit -qm Print; git push -q; cd ../repo
        git checkout -qb mine; task TSK-003 'Parse'; git add -A; git commit -qm Mine
        git checkout -q main 2>/dev/null
        """)
    let outcome = try sandbox.tryGit(["pull", "-q"])
    #expect(outcome.status == 0)
    #expect(
      outcome.error.contains("warning[S206]: `TSK-003` means something else on mine"), "\(outcome)")
    #expect(outcome.error.contains("after this merge"), "\(outcome)")
    // What is on the default branch keeps its number.
    #expect(
      outcome.error.contains("renumber the other one before it is merged, on mine"), "\(outcome)")
  }

  @Test(arguments: BackendName.allCases)
  func rebasingPullTellsWhatItBrought(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.shell(
      Sandbox.histories + """
        git clone -q ../origin.git ../other; cd ../other; task TSK-003 'Print' TSK-003-print.md
        git add -A; git commit -qm Print; git push -q; cd ../repo
        git branch -q --set-upstream-to origin/main
        task TSK-003 'Parse' TSK-003-parse.md; git add -A; git commit -qm Mine
        """)
    let outcome = try sandbox.tryGit(["pull", "-q", "--rebase"])
    #expect(outcome.status == 0)
    #expect(
      outcome.error.contains("warning[S206]: `TSK-003` means something else on main"), "\(outcome)")
    #expect(outcome.error.contains("after this checkout"), "\(outcome)")
  }

  @Test(arguments: BackendName.allCases)
  func checkoutTellsAndFilesDoNot(backend: BackendName) throws {
    let sandbox = try sandbox(backend)
    try task(sandbox, "TSK-003", "Parse twice")
    #expect(try sandbox.commit().status == 0)
    let outcome = try sandbox.tryGit(["checkout", "-q", "side"])
    #expect(outcome.status == 0)
    #expect(outcome.error.contains("`TSK-003` means something else on main"), "\(outcome)")
    expectSilent(try sandbox.tryGit(["checkout", "HEAD", "--", "."]))
    expectSilent(try sandbox.tryGit(["checkout", "-qb", "new"]))
  }

  @Test(arguments: BackendName.allCases)
  func unknownReferenceNamesTheBranchThatHasIt(backend: BackendName) throws {
    let sandbox = try sandbox(backend)
    try sandbox.write(
      ".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004", title: "More", dependsOn: ["TSK-003"]))
    try sandbox.git("add", "-A")
    let outcome = try sandbox.commit()
    expectBlocked(outcome, "S301")
    #expect(
      outcome.error.contains("note: `TSK-003` exists on origin/side: \"Print twice\""),
      "\(outcome)")
    let checked = try sandbox.spec("check")
    #expect(checked.output.contains("`TSK-003` exists on origin/side"), "\(checked)")
  }

  @Test func unknownReferenceNamesTheNewNumber() throws {
    let sandbox = try sandbox(nil)
    try sandbox.write(".omoi_os/config.yaml", "renumbered: {TSK-009: TSK-002}\n")
    try sandbox.write(
      ".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004", title: "More", dependsOn: ["TSK-009"]))
    let checked = try sandbox.spec("check")
    #expect(checked.output.contains("`TSK-009` was renumbered to `TSK-002`"), "\(checked)")
  }

  @Test(arguments: BackendName.allCases)
  func checkAgainstABranchIsAnError(backend: BackendName) throws {
    let sandbox = try sandbox(backend)
    try task(sandbox, "TSK-003", "Parse twice")
    expectFound(try sandbox.spec("check", "--against", "origin/side"), "S206")
    expectFound(try sandbox.spec("check", "--against", "origin/main"))
    expectFound(try sandbox.spec("check"))
    expectRefused(
      try sandbox.spec("check", "--against", "nowhere"), 2, "`nowhere` names no commit here")
  }
}
