import TestSupport
import Testing

/// History with branches, and clones that do not have all of it.
@Suite struct LogMergeTests {
  private static let path = ".omoi_os/tasks/TSK-001.md"
  private static let begin = "Begin: created: \"Write the parser\" (pending)"

  private static func task(
    _ status: String = "pending", estimate: String = "S", type: String = "implementation"
  ) -> String {
    Sample.task(status: status).replacing("estimate: S", with: "estimate: \(estimate)")
      .replacing("type: implementation", with: "type: \(type)")
  }

  private func repository(_ backend: BackendName?) throws -> Sandbox {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.commit("Begin", [Self.path: Self.task()])
    return sandbox
  }

  /// What one side did is shown where it was done, and the merge is not.
  @Test(arguments: BackendName.allCases)
  func ordinaryMergesAreNotShown(backend: BackendName) throws {
    let sandbox = try repository(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commit("On the side", [Self.path: Self.task("done")])
    try sandbox.git("checkout", "-q", "main")
    try sandbox.commit("Other", ["x": "x"])
    #expect(try sandbox.merge("side").status == 0)
    #expect(try sandbox.log("TSK-001") == ["On the side: status: pending → done", Self.begin])
  }

  @Test(arguments: BackendName.allCases)
  func mergesThatChangedItAreShown(backend: BackendName) throws {
    let sandbox = try repository(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commit("On the side", [Self.path: Self.task("done")])
    try sandbox.git("checkout", "-q", "main")
    try sandbox.commit("On main", [Self.path: Self.task(type: "test")])
    _ = try sandbox.merge("side", "--no-commit")
    try sandbox.commit("Merge", [Self.path: Self.task("done", estimate: "L", type: "test")])
    #expect(
      try sandbox.log("TSK-001") == [
        "Merge  (merge): status: pending → done; estimate: S → L",
        "On main: type: implementation → test", "On the side: status: pending → done", Self.begin,
      ])
    let json = try sandbox.spec("log", "TSK-001", "--format", "json").output
    #expect(json.split(separator: "\n").count { $0.contains("\"merge\" : true") } == 1)
  }

  /// A spec that came on the side, was renamed on main, or was taken away on either.
  @Test(arguments: BackendName.allCases)
  func whatEitherSideDid(backend: BackendName) throws {
    let sandbox = try repository(backend)
    try sandbox.commit("Second", [".omoi_os/tasks/TSK-002.md": Sample.task("TSK-002")])
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commit("Third", [".omoi_os/tasks/TSK-003.md": Sample.task("TSK-003")])
    try sandbox.commit("Without second", [".omoi_os/tasks/TSK-002.md": nil])
    try sandbox.commit("Edit", [Self.path: Self.task("done")])
    try sandbox.git("checkout", "-q", "main")
    try sandbox.git("mv", Self.path, ".omoi_os/tasks/TSK-001-b.md")
    try sandbox.commit("Rename", [:])
    #expect(try sandbox.merge("side").status == 0)
    #expect(try sandbox.log("TSK-003").map { $0.prefix(5) } == ["Third"])
    #expect(try sandbox.log("TSK-002").map { $0.prefix(7) } == ["Without", "Second:"])
    // git merged the rename with the edit: the result is neither parent's.
    #expect(
      try sandbox.log("TSK-001") == [
        "Merge  (merge): status: pending → done", "Rename: renamed from tasks/TSK-001.md",
        "Edit: status: pending → done", Self.begin,
      ])
  }

  /// In the middle of a merge, with its marks in the file.
  @Test(arguments: BackendName.allCases)
  func aConflictThatIsOpen(backend: BackendName) throws {
    let sandbox = try repository(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commit("On the side", [Self.path: Self.task("done")])
    try sandbox.git("checkout", "-q", "main")
    try sandbox.commit("On main", [Self.path: Self.task("blocked")])
    #expect(try sandbox.merge("side").status == 1)
    let log = try sandbox.log("TSK-001")
    #expect(log.first == "-: frontmatter could not be read")
    #expect(log.dropFirst() == ["On main: status: pending → blocked", Self.begin])
  }

  /// Sections of one file that different sides edited are no merge's work.
  @Test(arguments: BackendName.allCases)
  func sectionsAreMergedByThemselves(backend: BackendName) throws {
    func text(_ a: String, _ b: String) -> String {
      "---\nid: REQ-A-001\n---\n\n### REQ-A-FUNC-001: A\n\nTHE SYSTEM SHALL \(a).\n\nText.\n\n"
        + "More.\n\n### REQ-A-FUNC-002: B\n\nTHE SYSTEM SHALL \(b).\n"
    }
    let path = ".omoi_os/requirements/a.md"
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.commit("Begin", [path: text("a", "b")])
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commit("Side", [path: text("a", "x")])
    try sandbox.git("checkout", "-q", "main")
    try sandbox.commit("Main", [path: text("y", "b")])
    #expect(try sandbox.merge("side").status == 0)
    #expect(try sandbox.log("REQ-A-FUNC-001").map { $0.prefix(5) } == ["Main:", "Begin"])
    #expect(try sandbox.log("REQ-A-FUNC-002").map { $0.prefix(5) } == ["Side:", "Begin"])
  }

  // MARK: Clones

  /// libgit2 cannot walk a shallow history, so it is not asked to.
  @Test(arguments: [nil, BackendName.git])
  func aShallowCloneSaysSo(backend: BackendName?) throws {
    let sandbox = try repository(backend)
    try sandbox.commit("Start", [Self.path: Self.task("done")])
    try sandbox.commit("Other", ["x": "x"])
    try sandbox.git("clone", "-q", "--depth=1", "file://\(sandbox.directory)", "../shallow")
    let outcome = try sandbox.spec("log", "TSK-001", in: "../shallow")
    #expect(outcome.error.contains("history is cut off"), "\(outcome)")
    #expect(
      Sandbox.blocks(outcome.output) == ["Other: already there: \"Write the parser\" (done)"])
  }

  @Test(arguments: BackendName.allCases)
  func bareAndEmptyRepositories(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.write(Self.path, Self.task())
    #expect(
      try sandbox.log("TSK-001") == ["-: created: \"Write the parser\" (pending)"])
    try sandbox.commit("Begin", [:])
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    #expect(try sandbox.log("TSK-001", in: "../bare.git") == [Self.begin])
    try sandbox.git("init", "-q", "--bare", "../empty.git")
    expectRefused(try sandbox.spec("log", "TSK-001", in: "../empty.git"), 2, "no spec root")
  }

  @Test func linkedWorktreesAndSubfolders() throws {
    let sandbox = try repository(.libgit2)
    try sandbox.git("worktree", "add", "-q", "../tree")
    try sandbox.write("../tree/" + Self.path, Self.task("done"))
    #expect(
      try sandbox.log("TSK-001", in: "../tree") == ["-: status: pending → done", Self.begin])
    #expect(
      try sandbox.log("TSK-001", in: "../tree/.omoi_os/tasks") == [
        "-: status: pending → done", Self.begin,
      ])
    #expect(try sandbox.log("TSK-001", in: ".omoi_os") == [Self.begin])
  }

  /// The versions of one spec are fetched at once, and nothing else is.
  @Test(arguments: BackendName.allCases)
  func aPartialCloneFetchesLittle(backend: BackendName) throws {
    let sandbox = try repository(backend)
    for number in 1...9 {
      try sandbox.commit(
        "Edit",
        [".omoi_os/tasks/TSK-00\(number).md": Sample.task("TSK-00\(number)", status: "review")])
    }
    try sandbox.commit(
      "Finish", [Self.path: Self.task("done"), ".omoi_os/tasks/TSK-002.md": Sample.task("TSK-002")])
    try sandbox.git("config", "uploadpack.allowFilter", "true")
    try sandbox.git("config", "uploadpack.allowAnySHA1InWant", "true")
    try sandbox.git(
      "clone", "-q", "--filter=blob:none", "file://\(sandbox.directory)", "../partial")
    func missing() throws -> Int {
      try sandbox.git(
        "rev-list", "--objects", "--all", "--missing=print", in: "../partial"
      ).split(separator: "\n").count { $0.hasPrefix("?") }
    }
    let before = try missing()
    #expect(
      try sandbox.log("TSK-001", in: "../partial") == [
        "Finish: status: review → done", "Edit: status: pending → review", Self.begin,
      ])
    #expect(try before - missing() == 2)
    // Where nothing can be fetched, it is told.
    try sandbox.git("remote", "set-url", "origin", "file:///nowhere", in: "../partial")
    let offline = try sandbox.spec("log", "TSK-002", in: "../partial")
    #expect(offline.status == 0 && offline.error.contains("left out"), "\(offline)")
    #expect(offline.output.contains("this partial clone has not fetched it"), "\(offline)")
  }

  @Test func aCloneWithoutFoldersSaysSo() throws {
    let sandbox = try repository(.libgit2)
    try sandbox.commit("Start", [Self.path: Self.task("done")])
    try sandbox.git("config", "uploadpack.allowFilter", "true")
    try sandbox.git("config", "uploadpack.allowAnySHA1InWant", "true")
    try sandbox.git(
      "clone", "-q", "--filter=tree:0", "file://\(sandbox.directory)", "../treeless")
    try sandbox.write("../treeless/" + Self.path, Self.task("review"))
    let outcome = try sandbox.spec("log", "TSK-001", in: "../treeless")
    #expect(outcome.status == 0 && outcome.error.contains("history is left out"), "\(outcome)")
    #expect(Sandbox.blocks(outcome.output) == ["-: status: done → review"])
  }

  /// An author's day, wherever that is, and names beyond ASCII.
  @Test(arguments: BackendName.allCases)
  func zonesAndNames(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.write(Self.path, Self.task())
    try sandbox.git("add", "-A")
    try sandbox.git(
      "commit", "-qm", "Begin",
      environment: [
        "GIT_COMMITTER_DATE": "2026-01-10T23:30:00-0330", "GIT_AUTHOR_NAME": "Zoë Ünal",
      ])
    let outcome = try sandbox.spec("log", "TSK-001")
    #expect(outcome.output.contains(" 2026-01-10  Zoë Ünal  Begin\n"), "\(outcome)")
  }
}
