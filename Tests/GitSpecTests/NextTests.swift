import TestSupport
import Testing

/// The next free number is above everything that is, was or may become one, anywhere in the clone.
@Suite struct NextTests {
  /// A ticket of the lines that `git spec next` has to know of.
  private static let functions =
    Sandbox.histories + """
      ticket() { sed "s/TKT-001/$1/g" .omoi_os/tickets/TKT-001.md > ".omoi_os/tickets/$1.md"; }

      """

  /// A repository in which a script has used a number, wherever it is.
  private func expectNext(
    _ id: String, after script: String, kind: String = "ticket",
    backends: [BackendName?] = [nil], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for backend in backends {
      let sandbox = try Sandbox.history("")
      if let backend { sandbox.environment["GIT_SPEC_BACKEND"] = backend.rawValue }
      try sandbox.shell(Self.functions + script)
      let found = try sandbox.next(kind, sourceLocation: sourceLocation)
      #expect(found == id, "\(String(describing: backend))", sourceLocation: sourceLocation)
    }
  }

  @Test func besideWhatIsHere() throws {
    try expectNext("TKT-002", after: "", backends: BackendName.allCases)
    try expectNext("TSK-002", after: "", kind: "task", backends: BackendName.allCases)
    try expectNext("TKT-008", after: "ticket TKT-007; git add -A", backends: BackendName.allCases)
    try expectNext("TKT-008", after: "ticket TKT-007", backends: BackendName.allCases)
  }

  @Test func otherRefs() throws {
    let side = "git checkout -q -b side; ticket TKT-007; commit Side; git checkout -q main; "
    try expectNext("TKT-008", after: side, backends: BackendName.allCases)
    try expectNext(
      "TKT-008", after: side + "git tag kept side; git branch -qD side",
      backends: BackendName.allCases)
    try expectNext(
      "TKT-008", after: side + "git tag -a -m Kept kept side; git branch -qD side",
      backends: BackendName.allCases)
    try expectNext(
      "TKT-008",
      after: side + "git update-ref refs/remotes/origin/side side; git branch -qD side",
      backends: BackendName.allCases)
    // Refs of pull requests count whether the settings name them or not.
    let pull = side + "git update-ref refs/pull/1/head side; git branch -qD side; "
    try expectNext("TKT-008", after: pull)
    try expectNext(
      "TKT-008", after: pull + "printf 'ids: {refs: [refs/pull/*]}\\n' > .omoi_os/config.yaml")
    try expectNext("TKT-008", after: "ticket TKT-007; git stash -qu")
  }

  @Test func history() throws {
    try expectNext(
      "TKT-008",
      after: "ticket TKT-007; commit Add; git rm -q .omoi_os/tickets/TKT-007.md\n"
        + "git commit -qm Remove", backends: BackendName.allCases)
    // Brought by a merge that is no parent's, and gone again.
    try expectNext(
      "TKT-008",
      after: """
        git checkout -qb side; echo a > a; commit a; git checkout -q main; echo b > b; commit b
        git merge -q --no-commit side; ticket TKT-007; commit Merge
        rm .omoi_os/tickets/TKT-007.md; commit Remove
        """)
  }

  @Test func onlyMentioned() throws {
    try expectNext(
      "TKT-013", after: "edit TSK-001.md '- [ ] plan TKT-012'; commit Plan",
      backends: BackendName.allCases)
    try expectNext("TKT-013", after: "edit TSK-001.md 'as in (TKT-012).'")
    try expectNext("TKT-002", after: "edit TSK-001.md 'as in XTKT-012, TKT-012a and TKT-12'")
    try expectNext(
      "TKT-013", after: "printf 'renumbered: {TKT-003: TKT-012}\\n' > .omoi_os/config.yaml")
    try expectNext(
      "TKT-013", after: "printf 'renumbered: {TKT-012: TKT-003}\\n' > .omoi_os/config.yaml")
  }

  /// Another root's numbers and other files' words are nobody's here.
  @Test func othersDoNotCount() throws {
    try expectNext("TKT-002", after: "echo TKT-070 > README.md; git add -A")
    try expectNext("TKT-002", after: "echo TKT-070 > README.md; commit README")
    for end in ["", "git add -A", "commit Sub"] {
      let sandbox = try Sandbox.history("")
      try sandbox.shell(
        Self.functions + """
          mkdir -p sub/.omoi_os/tickets
          sed s/TKT-001/TKT-050/ .omoi_os/tickets/TKT-001.md > sub/.omoi_os/tickets/TKT-050.md
          \(end)
          """)
      #expect(try sandbox.next("ticket") == "TKT-002")
      #expect(try sandbox.next("ticket", in: "sub") == "TKT-051")
      #expect(try sandbox.next("ticket", "--root", "sub/.omoi_os") == "TKT-051")
    }
  }

  /// The very bytes of another root's file are a use all the same.
  @Test func equalFilesOfTwoRootsCountInBoth() throws {
    let sandbox = try Sandbox.history("")
    try sandbox.shell(
      Self.functions + """
        ticket TKT-050; commit Add
        mkdir -p a/.omoi_os/tickets; git mv .omoi_os/tickets/TKT-050.md a/.omoi_os/tickets
        git add -A
        """)
    #expect(try sandbox.next("ticket") == "TKT-051")
    #expect(try sandbox.next("ticket", in: "a") == "TKT-051")
  }

  @Test(arguments: BackendName.allCases)
  func otherWorktrees(backend: BackendName) throws {
    for step in ["", "git add -A", "git add -A; git commit -qm Other"] {
      for detached in ["-b other", "--detach"] {
        let sandbox = try Sandbox.history("", backend: backend)
        try sandbox.shell(
          Self.functions + """
            git worktree add -q \(detached) ../other; cd ../other; ticket TKT-007; \(step)
            """)
        #expect(try sandbox.next("ticket") == "TKT-008", "\(step) \(detached)")
        #expect(try sandbox.next("ticket", in: "../other") == "TKT-008", "\(step) \(detached)")
      }
    }
  }

  /// What a detached HEAD elsewhere deleted again is on no ref, and used all the same.
  @Test func historyOfADetachedWorktree() throws {
    let sandbox = try Sandbox.history("")
    try sandbox.shell(
      Self.functions + """
        git worktree add -q --detach ../other; cd ../other; ticket TKT-007; commit Add
        rm .omoi_os/tickets/TKT-007.md; commit Remove
        """)
    #expect(try sandbox.next("ticket") == "TKT-008")
  }

  /// A locked working tree may be on a disk that is not plugged in.
  @Test func aWorktreeThatIsAwayIsLeftOut() throws {
    let sandbox = try Sandbox.history(
      "git worktree add -q -b other ../other; git worktree lock ../other; rm -r ../other")
    #expect(try sandbox.next("ticket") == "TKT-002")
    #expect(try sandbox.new("ticket", "--title", "New") == [".omoi_os/tickets/TKT-002.md"])
  }

  @Test(arguments: BackendName.allCases)
  func unfinishedMerge(backend: BackendName) throws {
    let script = """
      git checkout -qb side; ticket TKT-007; edit TSK-001.md 'Side.'; commit Side
      git checkout -q main; edit TSK-001.md 'Main.'; commit Main; git tag -d x 2>/dev/null || :
      tip=$(git rev-parse side); git branch -qD side; git merge -q $tip >/dev/null || :
      git rm -qf .omoi_os/tickets/TKT-007.md
      """
    let sandbox = try Sandbox.history("", backend: backend)
    try sandbox.shell(Self.functions + script)
    #expect(try sandbox.git("ls-files", "-u") != "")
    #expect(try sandbox.next("ticket") == "TKT-008")
    #expect(try sandbox.new("ticket", "--title", "New") == [".omoi_os/tickets/TKT-008.md"])
  }

  @Test func widths() throws {
    try expectNext("TSK-0010", after: "task TSK-0009 Nine", kind: "task")
    try expectNext("TSK-1000", after: "task TSK-999 Nine", kind: "task")
    try expectNext(
      "TSK-0002", after: "printf 'ids: {width: 4}\\n' > .omoi_os/config.yaml", kind: "task")
    try expectNext(
      "TSK-0010", after: "printf 'ids: {width: 3}\\n' > .omoi_os/config.yaml; task TSK-0009 Nine",
      kind: "task")
  }

  @Test(arguments: BackendName.allCases)
  func nothingCommitted(backend: BackendName) throws {
    let sandbox = try Sandbox(["GIT_SPEC_BACKEND": backend.rawValue])
    try sandbox.git("init", "-q", ".")
    expectRefused(try sandbox.spec("next", "ticket"), 2, "git spec init")
    try sandbox.write(".omoi_os/tickets/TKT-004.md", Sample.ticket("TKT-004"))
    #expect(try sandbox.next("ticket") == "TKT-005")
    #expect(try sandbox.next("task") == "TSK-001")
    #expect(try sandbox.next("prd", "--feature", "log in") == "PRD-LOG-IN-001")
  }

  @Test func sha256() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", "--object-format=sha256", ".")
    try sandbox.write(".omoi_os/tickets/TKT-001.md", Sample.ticket())
    try sandbox.shell(
      Self.functions
        + "commit a; git checkout -qb x; ticket TKT-004; commit b; git checkout -q main")
    #expect(try sandbox.next("ticket") == "TKT-005")
  }

  /// What is in a repository of its own is not in this one.
  @Test func nestedRepository() throws {
    let sandbox = try Sandbox.history("")
    try sandbox.shell(
      Self.functions + """
        mkdir .omoi_os/tickets/inner; cd .omoi_os/tickets/inner; git init -q .
        sed s/TKT-001/TKT-060/ ../TKT-001.md > TKT-060.md; commit Inner; echo x >> TKT-060.md
        """)
    for command in ["true", "git add -A 2>/dev/null; git commit -qm Nested"] {
      try sandbox.shell(command)
      let outcome = try sandbox.spec("next", "ticket")
      #expect(outcome.output == "TKT-002\n", "\(outcome)")
      #expect(
        outcome.error.contains("tickets/inner:1: a repository of its own stands in the place"),
        "\(outcome)")
    }
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func shallowClone(backend: BackendName?) throws {
    let sandbox = try Sandbox.history(Self.functions + "ticket TKT-007; commit Add")
    try sandbox.git("clone", "-q", "--depth=1", "file://\(sandbox.directory)", "../shallow")
    sandbox.directory = sandbox.folder + "/shallow"
    if let backend { sandbox.environment["GIT_SPEC_BACKEND"] = backend.rawValue }
    #expect(try sandbox.next("ticket") == "TKT-008")
  }

  /// Old versions stay where they are; that they do not count is told.
  @Test(arguments: [nil, BackendName.git, .libgit2], ["blob:none", "tree:0"])
  func partialClone(backend: BackendName?, filter: String) throws {
    let sandbox = try Sandbox.history(
      "for n in 1 2 3; do edit TSK-001.md \"plan TKT-02$n\"; commit $n; done\n"
        + "sed -i '/plan/d' .omoi_os/tasks/TSK-001.md; commit Clear\n"
        + "git config uploadpack.allowFilter true; git config uploadpack.allowAnySHA1InWant true")
    #expect(try sandbox.next("ticket") == "TKT-024")
    try sandbox.git(
      "clone", "-q", "--filter=\(filter)", "file://\(sandbox.directory)", "../partial")
    sandbox.directory = sandbox.folder + "/partial"
    if let backend { sandbox.environment["GIT_SPEC_BACKEND"] = backend.rawValue }
    func missing() throws -> String {
      try sandbox.git("rev-list", "--objects", "--all", "--missing=print")
        .split(separator: "\n").filter { $0.hasPrefix("?") }.sorted().joined(separator: " ")
    }
    let before = try missing()
    #expect(before != "")
    let outcome = try sandbox.spec("next", "ticket")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output == "TKT-002\n")
    #expect(outcome.error.contains("partial clone lacks versions of specs"), "\(outcome)")
    #expect(try sandbox.spec("new", "ticket", "--title", "New").status == 0)
    #expect(try missing() == before)
  }

  @Test func wrongWords() throws {
    let sandbox = try Sandbox.history("")
    expectRefused(try sandbox.spec("next", "tickt"), 2, "there is no kind `tickt`", "`ticket`")
    expectRefused(try sandbox.spec("next", "prd"), 2, "--feature")
    let outcome = try sandbox.spec("next", "tickt", "--format", "json")
    #expect(outcome.status == 2)
    let answer = try json(outcome)
    #expect(answer["command"] as? String == "next")
    #expect((answer["error"] as? [String: Any])?["kind"] as? String == "usage")
    let good = try json(try sandbox.spec("next", "ticket", "--format", "json"))
    #expect(good["id"] as? String == "TKT-002")
    #expect(good["root"] as? String == ".omoi_os")
  }
}
