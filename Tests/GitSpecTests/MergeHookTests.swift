import TestSupport
import Testing

/// Merges and rewrites through real git commands, under both backends.
@Suite struct MergeHookTests {
  /// `side` and `main` both add a task of the same ID in files of their own.
  private func diverged(_ backend: BackendName) throws -> Sandbox {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.write(".omoi_os/tasks/TSK-003-side.md", Sample.task("TSK-003", title: "Side"))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    try sandbox.git("checkout", "-q", "main")
    try sandbox.write(".omoi_os/tasks/TSK-003-main.md", Sample.task("TSK-003", title: "Main"))
    try sandbox.git("add", "-A")
    // The commit warns of the other branch (S206); what counts here is the merge.
    #expect(try sandbox.commit().status == 0)
    return sandbox
  }

  @Test(arguments: BackendName.allCases)
  func mergeThatMakesADuplicate(backend: BackendName) throws {
    let sandbox = try diverged(backend)
    let merge = try sandbox.tryGit(["merge", "-q", "--no-edit", "side"])
    expectBlocked(merge, "S205")
    #expect(merge.error.contains("TSK-003-main.md") && merge.error.contains("TSK-003-side.md"))
    // The merge is still there to be completed; pre-commit judges alike.
    expectBlocked(try sandbox.commit(), "S205")
    try sandbox.shell(
      "cd .omoi_os/tasks && sed 's/TSK-003/TSK-004/' TSK-003-side.md >TSK-004-side.md && git rm -qf TSK-003-side.md && git add -A"
    )
    expectSilent(try sandbox.commit())
    #expect(sandbox.hooksRun.contains("pre-merge-commit"))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func mergeOfAnotherBranchsOldErrors(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", status: "pendign"))
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Bad", "--no-verify")
    try sandbox.git("checkout", "-q", "main")
    try sandbox.write(".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004"))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    // The error is in one of the parents: the merge did not cause it.
    expectSilent(try sandbox.tryGit(["merge", "-q", "--no-edit", "side"]))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func mergeThatLosesATarget(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", dependsOn: ["TSK-002"]))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit())
    try sandbox.git("checkout", "-q", "main")
    try sandbox.write(".omoi_os/tasks/TSK-001.md", Sample.task())
    try sandbox.git("rm", "-q", ".omoi_os/tasks/TSK-002.md")
    expectSilent(try sandbox.commit("-a"))
    let merge = try sandbox.tryGit(["merge", "-q", "--no-edit", "side"])
    expectBlocked(merge, "S301")
    #expect(merge.error.contains(".omoi_os/tasks/TSK-003.md:9:16"))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func conflictResolvedBadlyThenWell(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    let path = ".omoi_os/tasks/TSK-001.md"
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.write(path, Sample.task(title: "Side", blocks: ["TSK-002"]))
    expectSilent(try sandbox.commit("-a"))
    try sandbox.git("checkout", "-q", "main")
    try sandbox.write(path, Sample.task(title: "Main", blocks: ["TSK-002"]))
    expectSilent(try sandbox.commit("-a"))
    #expect(try sandbox.tryGit(["merge", "-q", "side"]).status == 1)
    // Taking the markers along.
    try sandbox.git("add", "-A")
    expectBlocked(try sandbox.commit(), "S010", "S010")
    try sandbox.write(path, Sample.task(title: "Both", status: "pendign", blocks: ["TSK-002"]))
    try sandbox.git("add", "-A")
    expectBlocked(try sandbox.commit(), "S105")
    try sandbox.write(path, Sample.task(title: "Both", blocks: ["TSK-002"]))
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.tryGit(["merge", "--continue"]))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func octopus(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    for (number, name) in ["a", "b"].enumerated() {
      try sandbox.git("checkout", "-qb", name, "main")
      try sandbox.write(
        ".omoi_os/tasks/TSK-003-\(name).md", Sample.task("TSK-003", title: "Side \(number)"))
      try sandbox.git("add", "-A")
      #expect(try sandbox.commit().status == 0)
    }
    try sandbox.git("checkout", "-q", "main")
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "Own")
    expectBlocked(try sandbox.tryGit(["merge", "-q", "--no-edit", "a", "b"]), "S205")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func squashAndNoCommit(backend: BackendName) throws {
    let sandbox = try diverged(backend)
    try sandbox.git("merge", "-q", "--squash", "side")
    expectBlocked(try sandbox.commit(), "S205")
    try sandbox.git("reset", "-q", "--hard")
    try sandbox.git("merge", "-q", "--no-commit", "side")
    expectBlocked(try sandbox.commit(), "S205")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func postMergeOnlyTells(backend: BackendName) throws {
    let sandbox = try diverged(backend)
    let merge = try sandbox.tryGit(["merge", "-q", "--no-edit", "--no-verify", "side"])
    #expect(merge.status == 0)
    #expect(merge.error.contains("error[S205]") && merge.error.contains("after this merge"))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func cherryPickWithAConflict(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    let path = ".omoi_os/tasks/TSK-001.md"
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.write(path, Sample.task(title: "Side", blocks: ["TSK-002"]))
    expectSilent(try sandbox.commit("-a"))
    try sandbox.git("checkout", "-q", "main")
    try sandbox.write(path, Sample.task(title: "Main", blocks: ["TSK-002"]))
    expectSilent(try sandbox.commit("-a"))
    #expect(try sandbox.tryGit(["cherry-pick", "side"]).status == 1)
    try sandbox.write(path, Sample.task(title: "Both", status: "pendign", blocks: ["TSK-002"]))
    try sandbox.git("add", "-A")
    expectBlocked(try sandbox.tryGit(["cherry-pick", "--continue"]), "S105")
    sandbox.expectNothingWritten()
  }
}
