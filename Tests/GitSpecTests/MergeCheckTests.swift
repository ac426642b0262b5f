import TestSupport
import Testing

/// `git spec check --merge-with`: the merge judged before anybody makes it.
@Suite struct MergeCheckTests {
  private func expect(
    _ script: String, backend: BackendName? = nil, with revision: String = "side",
    finds codes: [String], saying words: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let sandbox = try Sandbox.history(script, backend: backend)
    let before = try sandbox.shell("git count-objects -v; git status --porcelain; git for-each-ref")
    let outcome = try sandbox.spec("check", "--merge-with", revision)
    let found = outcome.output.split(separator: "\n").compactMap { line -> String? in
      line.hasPrefix("error[") ? String(line.dropFirst(6).prefix(4)) : nil
    }
    #expect(found.sorted() == codes.sorted(), "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.status == (codes.isEmpty ? 0 : 1), "\(outcome)", sourceLocation: sourceLocation)
    for word in words {
      #expect(
        (outcome.output + outcome.error).contains(word), "\(outcome)",
        sourceLocation: sourceLocation)
    }
    // Nothing is left of the merge.
    let after = try sandbox.shell("git count-objects -v; git status --porcelain; git for-each-ref")
    #expect(after == before, sourceLocation: sourceLocation)
  }

  @Test(arguments: BackendName.allCases)
  func cleanMergeIsSilent(backend: BackendName) throws {
    try expect(
      """
      git checkout -qb side; task TSK-002 'Print'; edit TSK-001.md There; commit Side
      git checkout -q main; task TSK-003 'Parse'; commit Main
      """, backend: backend, finds: [])
  }

  /// The merge driver's own merge: lines alone would conflict in the header.
  @Test(arguments: BackendName.allCases)
  func driverMergesTheHeaders(backend: BackendName) throws {
    try expect(
      """
      tagged() { sed -i "s/^type: .*/&\\ntags: [$1]/" .omoi_os/tasks/TSK-001.md; }
      git checkout -qb side; tagged a; commit Side; git checkout -q main; tagged b; commit Main
      """, backend: backend, finds: [])
  }

  @Test(arguments: BackendName.allCases)
  func duplicatesOfOtherNames(backend: BackendName) throws {
    try expect(
      """
      git checkout -qb side; task TSK-002 'Print' TSK-002-print.md; commit Side
      git checkout -q main; task TSK-002 'Parse' TSK-002-parse.md; commit Main
      """, backend: backend, finds: ["S205"],
      saying: ["the ID `TSK-002` is used by 2 files", "TSK-002-print.md", "TSK-002-parse.md"])
  }

  @Test(arguments: BackendName.allCases)
  func oneFileThatBothSidesWrote(backend: BackendName) throws {
    try expect(
      """
      git checkout -qb side; task TSK-002 'Print'; commit Side
      git checkout -q main; task TSK-002 'Parse'; commit Main
      """, backend: backend, finds: ["S206"],
      saying: [
        "note: the merge conflicts in 1 file: .omoi_os/tasks/TSK-002.md",
        "`TSK-002` means something else on side", "there it is \"Print\"",
        ".omoi_os/tasks/TSK-002.md:2:5", "2 | id: TSK-002",
      ])
  }

  /// One spec that both sides changed: one finding, not one for each thing that markers break.
  @Test(arguments: BackendName.allCases)
  func conflictInOneSpec(backend: BackendName) throws {
    try expect(
      """
      titled() { sed -i "s/^title: .*/title: $1/" .omoi_os/tasks/TSK-001.md; }
      git checkout -qb side; titled There; commit Side; git checkout -q main; titled Here
      commit Main
      """, backend: backend, finds: ["S010"],
      saying: ["merging side conflicts in this file", ".omoi_os/tasks/TSK-001.md:1:1"])
  }

  /// The branch was cut before `TSK-001` became `TSK-041`, and refers to it under its old number,
  /// which another spec has now.
  @Test(arguments: BackendName.allCases)
  func referenceThatMeansAnotherSpecNow(backend: BackendName) throws {
    try expect(
      """
      git checkout -qb side; task TSK-002 'Print'
      sed -i 's/^type: .*/&\\ndependencies: {depends_on: [TSK-001]}/' .omoi_os/tasks/TSK-002.md
      commit Side; git checkout -q main
      git mv .omoi_os/tasks/TSK-001.md .omoi_os/tasks/TSK-041.md
      sed -i 's/TSK-001/TSK-041/' .omoi_os/tasks/TSK-041.md
      printf 'renumbered: {TSK-001: TSK-041}\\n' > .omoi_os/config.yaml
      task TSK-001 'The other one' TSK-001-other.md; commit Renumber
      """, backend: backend, finds: ["S206"],
      saying: [
        "`TSK-001` is another spec after this merge", "on side it is \"Begin\"",
        "in the merge it is \"The other one\"", ".omoi_os/tasks/TSK-002.md:8:",
      ])
  }

  /// git does not know the renumbered file again, so the old one comes back.
  @Test(arguments: BackendName.allCases)
  func ghostThatComesBack(backend: BackendName) throws {
    try expect(
      """
      git checkout -qb side; edit TSK-001.md There; commit Side
      git checkout -q main; git rm -q .omoi_os/tasks/TSK-001.md; mkdir -p .omoi_os/tasks
      printf -- '---\\nid: TSK-041\\ntitle: Begin\\nstatus: done\\n---\\n' > .omoi_os/tasks/TSK-041.md
      printf 'renumbered: {TSK-001: TSK-041}\\n' > .omoi_os/config.yaml; commit Renumber
      """, backend: backend, finds: ["S206"],
      saying: [
        "`TSK-001` was renumbered to `TSK-041` on this side, and this merge brings it back",
        "the merge conflicts in 1 file",
      ])
  }

  /// A driver that keeps one side is common; what it drops is gone without a conflict.
  @Test(arguments: BackendName.allCases)
  func idsThatAreLost(backend: BackendName) throws {
    try expect(
      """
      mkdir -p .omoi_os/requirements; r=.omoi_os/requirements/a.md
      printf -- '---\\nid: REQ-A-001\\ntitle: A\\n---\\n\\n### REQ-A-FUNC-001: One\\n' > $r
      git config merge.ours.driver true; echo '.omoi_os/requirements/*.md merge=ours' > .gitattributes
      commit Requirements
      git checkout -qb side; printf '\\n### REQ-A-FUNC-002: Two\\n' >> $r; commit Two
      git checkout -q main; printf '\\n### REQ-A-FUNC-003: Three\\n' >> $r; commit Three
      """, backend: backend, finds: ["S206"],
      saying: ["`REQ-A-FUNC-002` of side is lost in this merge"])
  }

  @Test(arguments: BackendName.allCases)
  func deletedByOneSideIsNotLost(backend: BackendName) throws {
    try expect(
      """
      task TSK-002 'Print'; commit Print; git checkout -qb side
      git rm -q .omoi_os/tasks/TSK-002.md; commit Delete
      git checkout -q main; task TSK-003 'Parse'; commit Parse
      """, backend: backend, finds: [])
  }

  @Test func danglingReferences() throws {
    try expect(
      """
      task TSK-002 'Print'; commit Print; git checkout -qb side
      git rm -q .omoi_os/tasks/TSK-002.md; commit Delete
      git checkout -q main; task TSK-003 'Parse'
      sed -i 's/^type: .*/&\\ndependencies: {depends_on: [TSK-002]}/' .omoi_os/tasks/TSK-003.md
      commit Parse
      """, finds: ["S301"], saying: ["an unknown task `TSK-002`"])
  }

  @Test(arguments: BackendName.allCases)
  func bareRepositoryAndNamedCommits(backend: BackendName) throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -qb side; task TSK-002 'Print' TSK-002-print.md; commit Side
      git checkout -q main; task TSK-002 'Parse' TSK-002-parse.md; commit Main
      git clone -q --bare . ../bare.git
      """, backend: backend)
    for (ours, theirs) in [("main", "side"), ("side", "main")] {
      let outcome = try sandbox.spec(
        "check", "--rev", ours, "--merge-with", theirs, in: "../bare.git")
      expectFound(outcome, "S205")
    }
    expectFound(try sandbox.spec("check", "--rev", "main", "--merge-with", "main~1"))
  }

  /// Services check out the merge itself for a pull request: then its other side is judged.
  @Test(arguments: BackendName.allCases)
  func theMergeIsMadeAlready(backend: BackendName) throws {
    let merged = """
      git checkout -qb side; task TSK-002 'Print' TSK-002-print.md; commit Side
      git checkout -q main; task TSK-002 'Parse' TSK-002-parse.md; commit Main
      git branch base; git merge -q side -m Merge

      """
    try expect(
      merged, backend: backend, with: "base", finds: ["S205"],
      saying: ["is a merge with base; its other side is judged"])
    try expect(
      merged + "edit TSK-001.md; commit More\n", backend: backend, with: "base", finds: [],
      saying: ["has base in it already, so there is nothing to merge"])
  }

  @Test func whatCannotBeJudgedIsSaid() throws {
    let sandbox = try Sandbox.history("git checkout -qb side; git checkout -q main")
    expectRefused(
      try sandbox.spec("check", "--merge-with", "nowhere"), 2, "`nowhere` names no commit here")
    expectRefused(
      try sandbox.spec("check", "--merge-with", "side", "--staged"), 2, "--merge-with judges")
    try sandbox.shell("git rm -rqf .omoi_os; git commit -qm Empty")
    expectRefused(try sandbox.spec("check", "--merge-with", "main"), 2, "git spec init")
  }

  @Test func unrelatedHistoriesAreComparedWhole() throws {
    try expect(
      """
      git checkout -q --orphan side; git rm -rqf .; task TSK-001 'Other' TSK-001-other.md
      commit Apart; git checkout -q main
      """, finds: ["S205"], saying: ["the two histories share no commit that is here"])
  }
}
