import TestSupport
import Testing

/// The driver as git calls it: by every command that merges files, in every kind of repository.
@Suite struct MergeDriverTests {
  static let path = ".omoi_os/tasks/TSK-001.md"

  /// A task whose header and list both sides change in the same places.
  static func task(
    _ status: String, _ updated: Int, _ requirements: [String], done: Set<Int> = [],
    title: String = "Write the parser"
  ) -> String {
    """
    ---
    id: TSK-001
    title: \(title)
    status: \(status)
    updated: 2026-01-0\(updated)
    requirements: [\(requirements.joined(separator: ", "))]
    ---
    # TSK-001: Write the parser

    \((1...3).map { "- [\(done.contains($0) ? "x" : " ")] step \($0)" }.joined(separator: "\n"))

    """
  }

  static let base = task("pending", 1, ["REQ-A-001"])
  static let ours = task("in_progress", 5, ["REQ-A-001", "REQ-A-002"], done: [1])
  static let theirs = task("done", 4, ["REQ-A-003"], done: [2])
  static let merged = task("done", 5, ["REQ-A-002", "REQ-A-003"], done: [1, 2])
  /// The same with the sides exchanged, as in a rebase: the order is that of the upstream.
  static let rebased = task("done", 5, ["REQ-A-003", "REQ-A-002"], done: [1, 2])
  static let line =
    "git-spec: TSK-001.md: status pending → done (further along), updated later, "
    + "requirements +2 −1, body merged\n"

  /// `main` and `side` changed the task, each in its own way.
  static func diverged(
    _ variables: [String: String] = [:], ours: String = ours, theirs: String = theirs,
    base: String = base
  ) throws -> Sandbox {
    let sandbox = try Sandbox(variables)
    try sandbox.git("init", "-q", ".")
    let install = try sandbox.spec("install", "-q", "--hooks", "pre-receive")
    guard install.status == 0 else { throw Sandbox.Failed(description: "\(install)") }
    try sandbox.write(path, base)
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Base")
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.write(path, theirs)
    try sandbox.git("commit", "-qam", "Side")
    try sandbox.git("checkout", "-q", "main")
    try sandbox.write(path, ours)
    try sandbox.git("commit", "-qam", "Main")
    return sandbox
  }

  private func expect(
    _ sandbox: Sandbox, _ expected: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try sandbox.read(Self.path) == expected, sourceLocation: location)
    #expect(try sandbox.git("status", "--porcelain", "-uno") == "", sourceLocation: location)
  }

  // MARK: Commands

  @Test(arguments: BackendName.allCases)
  func merge(backend: BackendName) throws {
    let sandbox = try Self.diverged(["GIT_SPEC_BACKEND": backend.rawValue])
    let merge = try sandbox.tryGit(["merge", "-q", "--no-edit", "side"])
    #expect(merge.status == 0)
    #expect(merge.error == Self.line, "\(merge)")
    try expect(sandbox, Self.merged)
  }

  @Test func nothingIsSaidWhenQuiet() throws {
    let sandbox = try Self.diverged(["GIT_SPEC_QUIET": "1"])
    let merge = try sandbox.tryGit(["merge", "-q", "--no-edit", "side"])
    #expect(merge.status == 0 && merge.error == "", "\(merge)")
  }

  @Test func theDriverNeverStepsAside() throws {
    let sandbox = try Self.diverged(["GIT_SPEC": "0"])
    try sandbox.git("merge", "-q", "--no-edit", "side")
    try expect(sandbox, Self.merged)
  }

  @Test func squash() throws {
    let sandbox = try Self.diverged()
    try sandbox.git("merge", "-q", "--squash", "side")
    try sandbox.git("commit", "-qm", "Squashed")
    try expect(sandbox, Self.merged)
  }

  @Test(arguments: ["--merge", "--apply"])
  func rebase(backend: String) throws {
    let sandbox = try Self.diverged()
    try sandbox.git("rebase", "-q", backend, "side")
    try expect(sandbox, Self.rebased)
  }

  @Test func cherryPick() throws {
    let sandbox = try Self.diverged()
    try sandbox.git("cherry-pick", "side")
    try expect(sandbox, Self.merged)
  }

  @Test func revert() throws {
    let sandbox = try Self.diverged()
    // A revert merges the state before the change into what has come since.
    try sandbox.write(
      Self.path,
      Self.task("in_progress", 5, ["REQ-A-001", "REQ-A-002", "REQ-A-004"], done: [1, 3]))
    try sandbox.git("commit", "-qam", "More")
    try sandbox.git("revert", "--no-edit", "HEAD~")
    try expect(
      sandbox,
      Self.task("pending", 5, ["REQ-A-001", "REQ-A-004"], done: [3])
        .replacing("2026-01-05", with: "2026-01-01"))
  }

  @Test func stashPop() throws {
    let sandbox = try Self.diverged()
    try sandbox.git("checkout", "-q", "HEAD~")
    try sandbox.write(Self.path, Self.theirs)
    try sandbox.git("stash", "-q")
    try sandbox.git("checkout", "-q", "main")
    try sandbox.git("stash", "pop", "-q")
    #expect(try sandbox.read(Self.path) == Self.merged)
  }

  @Test func applyMailbox() throws {
    let sandbox = try Self.diverged()
    try sandbox.shell("git format-patch -q -1 -o ../patches side && git am -q -3 ../patches/*")
    try expect(sandbox, Self.merged)
  }

  @Test func checkoutWithChanges() throws {
    let sandbox = try Self.diverged()
    try sandbox.git("checkout", "-q", "main~")
    try sandbox.write(Self.path, Self.theirs)
    try sandbox.git("checkout", "-q", "-m", "main")
    #expect(try sandbox.read(Self.path) == Self.merged)
  }

  @Test func mergeTree() throws {
    let sandbox = try Self.diverged()
    let tree = try sandbox.git("merge-tree", "--write-tree", "main", "side").dropLast()
    #expect(try sandbox.git("show", "\(tree):\(Self.path)") == Self.merged)
  }

  @Test func checkoutMergeMakesTheConflictAnew() throws {
    let sandbox = try Self.diverged(
      ours: Self.task("pending", 1, ["REQ-A-001"], title: "Ours"),
      theirs: Self.task("pending", 1, ["REQ-A-001"], title: "Theirs"))
    #expect(try sandbox.tryGit(["merge", "-q", "side"]).status == 1)
    let marked = try sandbox.read(Self.path)
    #expect(marked.contains("<<<<<<< ours\ntitle: Ours\n=======\ntitle: Theirs\n>>>>>>> theirs\n"))
    try sandbox.write(Self.path, "lost")
    try sandbox.git("checkout", "-q", "--merge", "--", Self.path)
    #expect(try sandbox.read(Self.path) == marked)
  }

  @Test func renameOnOneSide() throws {
    let sandbox = try Self.diverged()
    try sandbox.git("mv", Self.path, ".omoi_os/tasks/TSK-001-parser.md")
    try sandbox.git("commit", "-qm", "Rename")
    let merge = try sandbox.tryGit(["merge", "-q", "--no-edit", "side"])
    #expect(merge.status == 0)
    #expect(merge.error.hasPrefix("git-spec: TSK-001-parser.md: "), "\(merge)")
    #expect(try sandbox.read(".omoi_os/tasks/TSK-001-parser.md") == Self.merged)
  }

  @Test(arguments: ["with space", "it's", "a$(touch x)b", "ünï\u{2028}", "100%O", "-dash", "a;b&c"])
  func weirdNames(name: String) throws {
    let sandbox = try Self.diverged()
    let path = ".omoi_os/tasks/TSK-001-\(name).md"
    try sandbox.git("mv", Self.path, path)
    try sandbox.git("commit", "-qm", "Rename")
    try sandbox.git("merge", "-q", "--no-edit", "side")
    #expect(try sandbox.read(path) == Self.merged)
    #expect(!sandbox.exists("x"))
  }

  // MARK: How conflicts look

  @Test(arguments: [
    ("merge", "<<<<<<< ours\ntitle: Ours\n=======\ntitle: Theirs\n>>>>>>> theirs\n"),
    (
      "diff3",
      "<<<<<<< ours\ntitle: Ours\n||||||| base\ntitle: Write the parser\n=======\n"
        + "title: Theirs\n>>>>>>> theirs\n"
    ),
    (
      "zdiff3",
      "<<<<<<< ours\ntitle: Ours\n||||||| base\ntitle: Write the parser\n=======\n"
        + "title: Theirs\n>>>>>>> theirs\n"
    ),
  ])
  func conflictStyle(style: String, marked: String) throws {
    for (setting, options) in [(true, []), (false, ["-c", "merge.conflictStyle=\(style)"])] {
      let sandbox = try Self.diverged(
        ours: Self.task("pending", 1, ["REQ-A-001"], title: "Ours"),
        theirs: Self.task("pending", 1, ["REQ-A-001"], title: "Theirs"))
      if setting { try sandbox.git("config", "merge.conflictStyle", style) }
      let merge = try sandbox.tryGit(options + ["merge", "-q", "side"])
      #expect(merge.status == 1)
      #expect(merge.error.contains("git-spec: TSK-001.md: conflict in title\n"), "\(merge)")
      #expect(try sandbox.read(Self.path).contains(marked))
    }
  }

  @Test func markerSize() throws {
    let sandbox = try Self.diverged(
      ours: Self.task("pending", 1, ["REQ-A-001"], title: "Ours"),
      theirs: Self.task("pending", 1, ["REQ-A-001"], title: "Theirs"))
    try sandbox.write(".git/info/attributes", "*.md conflict-marker-size=12\n")
    #expect(try sandbox.tryGit(["merge", "-q", "side"]).status == 1)
    #expect(
      try sandbox.read(Self.path).contains("\n<<<<<<<<<<<< ours\ntitle: Ours\n============\n"))
  }

  @Test func rerereReplays() throws {
    let sandbox = try Self.diverged(
      ours: Self.task("pending", 1, ["REQ-A-001"], title: "Ours"),
      theirs: Self.task("pending", 1, ["REQ-A-001"], title: "Theirs"))
    try sandbox.git("config", "rerere.enabled", "true")
    #expect(try sandbox.tryGit(["merge", "-q", "side"]).status == 1)
    let resolved = Self.task("pending", 1, ["REQ-A-001"], title: "Both")
    try sandbox.write(Self.path, resolved)
    try sandbox.git("commit", "-qam", "Merge")
    try sandbox.git("reset", "-q", "--hard", "HEAD~")
    let again = try sandbox.tryGit(["merge", "-q", "side"])
    #expect((again.output + again.error).contains("using previous resolution"), "\(again)")
    #expect(try sandbox.read(Self.path) == resolved)
  }

  // MARK: Histories and repositories

  /// Two merge bases: git merges those first, and the driver makes that virtual base as well.
  @Test func crissCross() throws {
    let sandbox = try Self.diverged()
    try sandbox.shell(
      """
      git branch main2 && git branch side2 side
      git merge -q --no-edit side2
      git checkout -q side && git merge -q --no-edit main2
      """)
    let one = try sandbox.read(Self.path)
    try sandbox.write(Self.path, one.replacing("updated: 2026-01-05", with: "updated: 2026-01-07"))
    try sandbox.git("commit", "-qam", "Side again")
    try sandbox.git("checkout", "-q", "main")
    let two = try sandbox.read(Self.path)
    try sandbox.write(
      Self.path,
      two.replacing("updated: 2026-01-05", with: "updated: 2026-01-06")
        .replacing("[ ] step 3", with: "[x] step 3"))
    try sandbox.git("commit", "-qam", "Main again")
    #expect(
      try sandbox.git("merge-base", "--all", "main", "side").split(separator: "\n").count == 2)
    let merge = try sandbox.tryGit(["merge", "-q", "--no-edit", "side"])
    #expect(merge.status == 0, "\(merge)")
    let text = try sandbox.read(Self.path)
    #expect(text.contains("updated: 2026-01-07\n") && text.contains("[x] step 3"), "\(text)")
  }

  /// The virtual base holds a conflict with longer markers, so the file is merged by lines.
  @Test func crissCrossWithAConflictInTheBase() throws {
    let sandbox = try Self.diverged(
      ours: Self.task("pending", 1, ["REQ-A-001"], title: "Ours"),
      theirs: Self.task("pending", 1, ["REQ-A-001"], title: "Theirs"))
    try sandbox.shell(
      """
      git branch main2 && git branch side2 side
      git merge -q side2 || git checkout -q --ours . ; git commit -qam "Merge, ours"
      git checkout -q side
      git merge -q main2 || git checkout -q --ours . ; git commit -qam "Merge, theirs"
      git checkout -q main
      """)
    let merge = try sandbox.tryGit(["merge", "-q", "side"])
    #expect(merge.status == 1)
    #expect(
      merge.error.contains("merged line by line, because the base cannot be read"), "\(merge)")
    let text = try sandbox.read(Self.path)
    #expect(text.contains("<<<<<<< ours\ntitle: Ours\n=======\ntitle: Theirs\n>>>>>>> theirs\n"))
  }

  @Test func linkedWorktree() throws {
    let sandbox = try Self.diverged()
    try sandbox.git("worktree", "add", "-q", "../linked", "side")
    try sandbox.git("merge", "-q", "--no-edit", "main", in: "../linked")
    #expect(try sandbox.read("../linked/" + Self.path) == Self.rebased)
    #expect(try sandbox.spec("doctor", in: "../linked").output.contains("armed in 2 worktrees"))
  }

  @Test func fromASubfolder() throws {
    let sandbox = try Self.diverged()
    try sandbox.git("merge", "-q", "--no-edit", "side", in: ".omoi_os/tasks")
    try expect(sandbox, Self.merged)
  }

  @Test func bareRepository() throws {
    let sandbox = try Self.diverged()
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    #expect(try sandbox.spec("install", "-q", in: "../bare.git").status == 0)
    let tree = try sandbox.git(
      "merge-tree", "--write-tree", "main", "side", in: "../bare.git"
    ).dropLast()
    #expect(try sandbox.git("show", "\(tree):\(Self.path)", in: "../bare.git") == Self.merged)
    #expect(
      try sandbox.spec("doctor", in: "../bare.git").output.contains("merge attributes: armed"))
  }

  @Test func lineEndsThatGitConverts() throws {
    let sandbox = try Self.diverged()
    try sandbox.write(
      ".git/info/attributes", "**/.omoi_os/**/*.md merge=spec text eol=crlf\n")
    try sandbox.shell("rm \(Self.path) && git checkout -q -- .")
    #expect(try sandbox.read(Self.path).contains("\r\n"))
    try sandbox.git("merge", "-q", "--no-edit", "side")
    #expect(try sandbox.git("show", "HEAD:\(Self.path)") == Self.merged)
    #expect(
      try sandbox.read(Self.path)
        == Self.merged.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\r\n"))
  }

  // MARK: Settings

  @Test(arguments: BackendName.allCases)
  func settingsComeFromHEAD(backend: BackendName) throws {
    func sides(_ value: String) -> String {
      Self.base.replacing("---\n#", with: "lane: \(value)\n---\n#")
    }
    let sandbox = try Self.diverged(
      ["GIT_SPEC_BACKEND": backend.rawValue], ours: sides("doing"), theirs: sides("finished"),
      base: sides("planned"))
    // What lies in the working tree is not merged yet, or not committed: it does not count.
    let settings = "merge: {furthest: {lane: [planned, doing, finished]}}\n"
    try sandbox.write(".omoi_os/config.yaml", settings)
    let merge = try sandbox.tryGit(["merge", "-q", "side"])
    #expect(merge.status == 1 && merge.error.contains("conflict in lane"), "\(merge)")
    try sandbox.git("merge", "--abort")
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Settings")
    try sandbox.remove(".omoi_os/config.yaml")
    try sandbox.git("merge", "-q", "--no-edit", "side")
    #expect(try sandbox.read(Self.path) == sides("finished"))
  }

  @Test func brokenSettingsAreToldAndDoNotCount() throws {
    let sandbox = try Self.diverged()
    try sandbox.write(".omoi_os/config.yaml", "merge: {newest: [title]}\nrules: [\n")
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Settings")
    let merge = try sandbox.tryGit(["merge", "-q", "--no-edit", "side"])
    #expect(merge.status == 0)
    let lines = merge.error.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("git-spec: .omoi_os/config.yaml:"), "\(merge)")
    try expect(sandbox, Self.merged)
  }
}
