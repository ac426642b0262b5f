import Git
import TestSupport
import Testing

/// A merge beside the repository is the one that `git merge` makes: git makes it in a clone.
@Suite struct MergedTreeTests {
  /// A driver that everybody can see at work; what it says must not be taken for git's answer.
  static let driver = FileMergeDriver(
    name: "spec", command: "echo noise; echo 'merged %P' >> %A; exit 0",
    attributes: ["**/.omoi_os/**/*.md merge=spec"])

  /// A spec at the top and one below a folder that both sides change, a rename, a plain file.
  static func repository(_ format: String = "sha1") throws -> Sandbox {
    let sandbox = try Sandbox()
    sandbox.environment["TMPDIR"] = sandbox.folder + "/tmp"
    try sandbox.shell("mkdir ../tmp; git init -q --object-format=\(format) .")
    try sandbox.shell(
      """
      mkdir -p .omoi_os/tasks sub/.omoi_os/tasks
      for file in .omoi_os/tasks/a.md .omoi_os/top.md sub/.omoi_os/tasks/b.md; do
        printf 'base\\n' > $file
      done
      seq 9 > old; seq 9 > plain; echo base > .omoi_os/tasks/c.txt
      git add -A; git commit -qm base
      git checkout -qb side; echo side | tee .omoi_os/tasks/a.md .omoi_os/top.md > sub/.omoi_os/tasks/b.md
      git mv old new; sed -i 1d plain; echo x > .omoi_os/tasks/theirs.md
      git add -A; git commit -qm side
      git checkout -q main; echo main | tee .omoi_os/tasks/a.md .omoi_os/top.md > sub/.omoi_os/tasks/b.md
      echo 10 >> old; echo 10 >> plain; echo y > .omoi_os/tasks/ours.md
      git add -A; git commit -qm main
      """)
    return sandbox
  }

  /// Every byte of the repository and the working tree.
  static func bytes(of sandbox: Sandbox, in directory: String? = nil) throws -> String {
    try sandbox.shell(
      "find . -type f -exec sha256sum {} + | sort; find . | sort; git count-objects -v",
      in: directory)
  }

  /// What a real merge in a clone leaves: the tree of its index where nothing conflicts, and the
  /// unmerged entries.
  private func merged(
    _ sandbox: Sandbox, _ ours: String, _ theirs: String, driver: FileMergeDriver? = driver
  ) throws -> (tree: String?, unmerged: [String]) {
    try sandbox.shell("rm -rf ../clone; git clone -q -n . ../clone")
    var settings: [String] = []
    if let driver {
      try sandbox.write("../attributes", driver.attributes.joined(separator: "\n") + "\n")
      settings = [
        "-c", "core.attributesFile=\(sandbox.folder)/attributes", "-c",
        "merge.\(driver.name).driver=\(driver.command)",
      ]
    }
    let (a, b) = (try sandbox.id(ours).hex, try sandbox.id(theirs).hex)
    try sandbox.git("checkout", "-qf", a, in: "../clone")
    let outcome = try sandbox.tryGit(
      settings + ["merge", "-q", "--no-commit", "--no-ff", "--allow-unrelated-histories", b],
      in: "../clone")
    let unmerged = try sandbox.bytes("git -C ../clone ls-files -u -z").split(separator: 0)
    return (
      outcome.status == 0 ? String(try sandbox.git("write-tree", in: "../clone").dropLast()) : nil,
      // Git puts the name of a side behind a path that is taken; we know ours by its ID.
      unmerged.map { latin($0).replacing("~HEAD", with: "~\(a)") }
    )
  }

  private func lines(_ merged: MergedTree) -> [String] {
    merged.conflicts.flatMap { conflict in
      [(1, conflict.base), (2, conflict.ours), (3, conflict.theirs)].compactMap { stage, entry in
        entry.map {
          "\(String($0.mode.rawValue, radix: 8)) \($0.id) \(stage)\t\(latin($0.path.bytes))"
        }
      }
    }
  }

  // MARK: git is the oracle

  @Test(arguments: BackendName.allCases, ["sha1", "sha256"])
  func theDriversMergeIsGits(backend: BackendName, format: String) throws {
    if backend == .libgit2, format == "sha256" { return }
    let sandbox = try Self.repository(format)
    let before = try Self.bytes(of: sandbox)
    let repository = try sandbox.open(backend)
    let (ours, theirs) = (try sandbox.id("main"), try sandbox.id("side"))
    let merged = try repository.mergedTree(ours, theirs, driver: Self.driver)
    #expect(merged.isClean && merged.conflicts.isEmpty)
    #expect(merged.bases == [try sandbox.id("main~")])
    #expect(try Self.bytes(of: sandbox) == before)
    let expected = try self.merged(sandbox, "main", "side")
    #expect(merged.tree.hex == expected.tree)
    #expect(
      merged.messages.contains {
        $0.kind == "Auto-merging" && $0.paths.map(\.text) == [".omoi_os/tasks/a.md"]
          && $0.text == "Auto-merging .omoi_os/tasks/a.md"
      })
    #expect(merged.repository.backendName == backend.rawValue)
    try expectReadable(merged, ours, sandbox)
  }

  /// Every question about a commit can be asked about the merged tree.
  private func expectReadable(
    _ merged: MergedTree, _ ours: ObjectID, _ sandbox: Sandbox
  ) throws {
    let (repository, tree) = (merged.repository, Snapshot.commit(merged.tree))
    try sandbox.git("commit", "-qm", "Merge", in: "../clone")
    let clone = "git -C ../clone"
    #expect(
      try repository.lines(in: tree) == sandbox.entries("\(clone) ls-tree -r -z --full-tree HEAD"))
    let diff = "\(clone) diff --raw -z --no-renames --no-abbrev"
    #expect(
      try repository.lines(from: .commit(ours), to: tree) == sandbox.changes("\(diff) \(ours) HEAD")
    )
    #expect(
      try repository.lines(from: tree, to: .index) == sandbox.changes("\(diff) HEAD \(ours)"))
    let entries = try repository.entries(in: tree, below: ".omoi_os")
    let texts = try repository.mapFiles(entries, isWorkingTree: false, limit: 1000) { $1 }
    for (entry, text) in zip(entries, texts) {
      let expected = try sandbox.bytes("\(clone) cat-file blob 'HEAD:\(entry.path)'")
      #expect(text == .bytes(expected), "\(entry.path)")
      #expect(try repository.blob(entry.id, limit: 1000) == .bytes(expected))
      #expect(try repository.file(entry.path, in: merged.tree, limit: 1000) == .bytes(expected))
    }
    #expect(texts.contains(.bytes(Array("main\nmerged .omoi_os/tasks/a.md\n".utf8))))
    #expect(
      try repository.file(RepositoryPath(text: "none"), in: merged.tree, limit: 10) == nil)
  }

  @Test(arguments: BackendName.allCases)
  func withoutADriverTheConflictsAreGits(backend: BackendName) throws {
    let sandbox = try Self.repository()
    let before = try Self.bytes(of: sandbox)
    let merged = try sandbox.open(backend).mergedTree(
      try sandbox.id("main"), try sandbox.id("side"))
    #expect(!merged.isClean)
    let expected = try self.merged(sandbox, "main", "side", driver: nil)
    #expect(expected.tree == nil && lines(merged) == expected.unmerged)
    #expect(
      merged.conflicts.map(\.path.text)
        == [".omoi_os/tasks/a.md", ".omoi_os/top.md", "sub/.omoi_os/tasks/b.md"])
    #expect(merged.messages.filter { $0.kind == "CONFLICT (contents)" }.count == 3)
    let text = try merged.repository.file(
      RepositoryPath(text: ".omoi_os/top.md"), in: merged.tree, limit: 1000)
    guard case .bytes(let bytes)? = text else { throw Sandbox.Failed(description: "no text") }
    #expect(latin(bytes).contains("=======\nside\n"))
    #expect(try Self.bytes(of: sandbox) == before)
  }

  /// Links, submodules, odd names, several bases and none.
  @Test(arguments: 1...8)
  func randomHistories(seed: Int) throws {
    let sandbox = try Sandbox.repository()
    try RandomHistory(seed: 400 + seed).build(in: sandbox)
    var random = Seeded(seed)
    for _ in 0..<4 {
      let (a, b) = ("c\(random.number(1...12))", "c\(random.number(1...12))")
      let expected = try merged(sandbox, a, b)
      let found = try sandbox.open(random.chance(50) ? .git : .libgit2).mergedTree(
        try sandbox.id(a), try sandbox.id(b), driver: Self.driver)
      let name = Comment(rawValue: "\(a) \(b)")
      if let tree = expected.tree { #expect(found.tree.hex == tree, name) }
      #expect(found.isClean == (expected.tree != nil), name)
      #expect(lines(found).sorted() == expected.unmerged.sorted(), name)
    }
  }

  // MARK: Attributes

  @Test func theTreesOwnAttributesWin() throws {
    let sandbox = try Self.repository()
    try sandbox.write(".omoi_os/.gitattributes", "tasks/*.md merge=union\n")
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Attributes")
    // They are those of the commit, whatever is in the working tree.
    try sandbox.shell("rm .omoi_os/.gitattributes; echo '* -merge' > .gitattributes")
    let merged = try sandbox.open(nil).mergedTree(
      try sandbox.id("main"), try sandbox.id("side"), driver: Self.driver)
    #expect(merged.tree.hex == (try self.merged(sandbox, "main", "side").tree))
    let text = try merged.repository.file(
      RepositoryPath(text: ".omoi_os/tasks/a.md"), in: merged.tree, limit: 1000)
    #expect(text == .bytes(Array("main\nside\n".utf8)))
  }

  /// The user's own lines stay, in a file behind a link or in the usual place.
  @Test(arguments: [true, false])
  func theUsersAttributesStay(isNamed: Bool) throws {
    let sandbox = try Self.repository()
    try sandbox.shell(
      """
      sed -i 1d plain; echo 0 > new; sed -i 1s/.*/x/ plain; git commit -qam more
      mkdir -p ../home/.config/git; printf 'plain merge=union' > ../home/own
      """)
    if isNamed {
      try sandbox.shell("ln -s own ../home/link; git config --global core.attributesFile '~/link'")
    } else {
      try sandbox.shell("mv ../home/own ../home/.config/git/attributes")
    }
    let merged = try sandbox.open(nil).mergedTree(
      try sandbox.id("main"), try sandbox.id("side"), driver: Self.driver)
    #expect(merged.conflicts.map(\.path.text) == [])
    let other = try sandbox.open(nil, environment: ["HOME": "/", "GIT_CONFIG_GLOBAL": "/dev/null"])
    let conflicting = try other.mergedTree(
      try sandbox.id("main"), try sandbox.id("side"), driver: Self.driver)
    #expect(conflicting.conflicts.map(\.path.text) == ["plain"])
  }

  // MARK: Lifetime

  @Test func theTemporaryFolderGoesAway() throws {
    let sandbox = try Self.repository()
    let (ours, theirs) = (try sandbox.id("main"), try sandbox.id("side"))
    func left() throws -> [String] { try sandbox.lines("ls ../tmp") }
    func read(_ repository: Repository, _ tree: ObjectID) throws -> Int {
      try repository.entries(in: .commit(tree), below: ".omoi_os").count
    }
    var merged: MergedTree? = try sandbox.open(nil).mergedTree(ours, theirs, driver: Self.driver)
    #expect(try left().allSatisfy { $0.hasPrefix("git-spec-") } && left().count == 1)
    // Whoever keeps the repository may still read from it.
    var repository = merged?.repository
    let tree = try #require(merged?.tree)
    merged = nil
    #expect(try repository.map { try read($0, tree) } == 6)
    repository = nil
    #expect(try left() == [])
    let closed = try sandbox.open(nil).mergedTree(ours, theirs, driver: Self.driver)
    closed.close()
    #expect(try left() == [])
    let none = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
    #expect(throws: GitError.self) { try sandbox.open(nil).mergedTree(ours, none) }
    #expect(try left() == [])
  }

  @Test func anOldGitIsNamed() throws {
    let sandbox = try Self.repository()
    try sandbox.script(
      "../bin/git",
      """
      #!/bin/sh
      for word; do
        case $word in
        merge-tree) echo 'usage: git merge-tree <base-tree> <branch1> <branch2>' >&2; exit 129 ;;
        version) echo 'git version 2.30.2'; exit ;;
        esac
      done
      exec /usr/bin/git "$@"
      """)
    let error = #expect(throws: GitError.self) {
      try sandbox.open(nil).mergedTree(try sandbox.id("main"), try sandbox.id("side"))
    }
    #expect(error?.message == "git version 2.30.2 cannot merge beside the working tree")
    #expect(error?.hints == ["install git 2.38 or newer"])
    #expect(try sandbox.lines("ls ../tmp") == [])
  }
}
