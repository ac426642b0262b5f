import Git
import TestSupport
import Testing

/// HEAD, revisions, objects and refs: git says what they come to.
@Suite struct RevisionTests {
  /// Two branches merged, tags of every kind, and a remote's refs.
  private func repository() throws -> Sandbox {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      echo one > file; git add .; git commit -qm 'One: begin'
      git checkout -qb side; git commit -q --allow-empty -m Side
      git checkout -q main; git commit -q --allow-empty -m Two
      git merge -q --no-ff -m Merge side
      git tag light; git tag -m words heavy; git tag -m words nested heavy
      git tag -m words nested-tree HEAD^{tree}; git tag tree HEAD^{tree}; git tag blob HEAD:file
      git update-ref refs/remotes/origin/main HEAD~1; git update-ref refs/heads/deep/er/x HEAD
      git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
      git notes add -m note; git config branch.main.remote .; git config branch.main.merge refs/heads/side
      """)
    return sandbox
  }

  @Test(arguments: BackendName.allCases)
  func headOfABranchAndDetached(backend: BackendName) throws {
    let sandbox = try repository()
    let head = try sandbox.id("HEAD")
    #expect(try sandbox.open(backend).head() == .commit(head, branch: "main"))
    try sandbox.git("checkout", "-q", "deep/er/x")
    #expect(try sandbox.open(backend).head() == .commit(head, branch: "deep/er/x"))
    // A tag of the branch's name does not change the branch's.
    try sandbox.git("tag", "deep/er/x", "HEAD~1")
    #expect(try sandbox.open(backend).head() == .commit(head, branch: "deep/er/x"))
    try sandbox.git("checkout", "-q", "--detach")
    #expect(try sandbox.open(backend).head() == .commit(head, branch: nil))
  }

  @Test(arguments: BackendName.allCases)
  func headUnborn(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    #expect(try sandbox.open(backend).head() == .unborn)
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "x")
    try sandbox.git("checkout", "-q", "--orphan", "new")
    #expect(try sandbox.open(backend).head() == .unborn)
  }

  /// A HEAD that should name a commit and does not is no unborn one: everything would look new.
  @Test(arguments: BackendName.allCases, ["missing", "garbage", "empty"])
  func headBroken(backend: BackendName, how: String) throws {
    let sandbox = try repository()
    let content =
      how == "missing" ? String(repeating: "12", count: 20) + "\n" : how == "empty" ? "" : "words\n"
    try sandbox.write(".git/refs/heads/main", content)
    #expect(try sandbox.tryGit(["rev-parse", "--verify", "-q", "HEAD^{commit}"]).status != 0)
    #expect(throws: GitError.self) {
      let repository = try sandbox.open(backend)
      guard case .commit(let id, _) = try repository.head() else { return }
      // libgit2 reads the ref alone; whoever goes on from it hears about it.
      _ = try repository.commit(id)
    }
  }

  /// libgit2 does not know every expression; git has the last word.
  @Test(arguments: [nil, BackendName.git])
  func resolve(backend: BackendName?) throws {
    let sandbox = try repository()
    let oid = try sandbox.id("HEAD~1").hex
    let revisions = [
      "HEAD", "HEAD~1", "HEAD^2", "HEAD^3", "main", "side", "deep/er/x", "heads/main", "light",
      "heavy", "nested", "nested-tree", "tree", "blob", "HEAD^{tree}", "HEAD:file", "HEAD:nothing",
      oid, String(oid.prefix(9)), String(repeating: "12", count: 20), "nope", "-x", "--all", "",
      "HEAD@{0}", "HEAD@{1}", "main@{upstream}", "origin/main", "origin", "refs/notes/commits",
      "v1..v2", "HEAD:", "@", "@~1", "HEAD^{commit}", "heavy^{}", "HEAD^{blob}", ":file", "a b",
      ":/Two", "HEAD^{/begin}", "@{-1}", "HEAD^!", "main~2^0", "HEAD~99",
    ]
    let repository = try sandbox.open(backend)
    for revision in revisions {
      // In two steps: behind `:/words` the suffix would be one of the words.
      let object = try sandbox.tryGit(
        ["rev-parse", "--verify", "-q", "--end-of-options", revision])
      let commit = try sandbox.tryGit(
        ["rev-parse", "--verify", "-q", object.output.dropLast() + "^{commit}"])
      let expected =
        object.status == 0 && commit.status == 0 ? ObjectID(hex: commit.output.dropLast()) : nil
      #expect(try repository.resolve(revision) == expected, "\(revision)")
    }
  }

  @Test(arguments: BackendName.allCases)
  func peelToCommit(backend: BackendName) throws {
    let sandbox = try repository()
    let repository = try sandbox.open(backend)
    for name in ["HEAD", "light", "heavy", "nested"] {
      let commit = try sandbox.id(name + "^{commit}")
      #expect(try repository.peelToCommit(try sandbox.id(name)) == commit, "\(name)")
    }
    for name in ["tree", "blob", "nested-tree"] {
      #expect(try repository.peelToCommit(try sandbox.id(name)) == nil, "\(name)")
    }
    let missing = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
    #expect(throws: GitError.self) { try repository.peelToCommit(missing) }
  }

  @Test(arguments: BackendName.allCases)
  func hasObject(backend: BackendName) throws {
    let sandbox = try repository()
    // One in a pack, others loose.
    try sandbox.git("repack", "-qad")
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "Loose")
    let repository = try sandbox.open(backend)
    for name in ["HEAD", "HEAD~1", "heavy", "nested", "tree", "blob"] {
      #expect(try repository.hasObject(try sandbox.id(name)), "\(name)")
    }
    let missing = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
    #expect(try !repository.hasObject(missing))
    #expect(try !repository.hasObject(.zero))
  }

  @Test(arguments: BackendName.allCases)
  func commitsOwnData(backend: BackendName) throws {
    let sandbox = try repository()
    let message = "Sümmary\nover two lines\n\nand a body\n"
    try sandbox.git(
      "commit", "-q", "--allow-empty", "-F", "-",
      environment: ["GIT_COMMITTER_DATE": "1760000000 -0330"], input: message)
    // No message at all.
    try sandbox.git("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", "")
    let repository = try sandbox.open(backend)
    for name in ["HEAD", "HEAD~1", "HEAD~2", "side", "HEAD~3"] {
      let commit = try repository.commit(try sandbox.id(name))
      let zone = commit.offset < 0 ? "-" : "+"
      let minutes = abs(commit.offset)
      let parents = commit.parents.map(\.hex).joined(separator: " ")
      let text =
        "\(commit.id) \(commit.tree) (\(parents)) \(commit.time) "
        + "\(zone)\(minutes / 60 * 100 + minutes % 60) \(commit.summary)\n"
      let oracle = try sandbox.git("log", "-1", "--format=%H %T (%P) %cd %s", "--date=raw", name)
      #expect(text == oracle.replacing(/([+-])0{1,3}(\d)/) { "\($0.1)\($0.2)" })
    }
  }

  @Test(arguments: BackendName.allCases)
  func references(backend: BackendName) throws {
    let sandbox = try repository()
    try sandbox.git("pack-refs", "--all")
    try sandbox.git("branch", "loose")
    let repository = try sandbox.open(backend)
    for prefixes in [
      ["refs/heads/"], ["refs/tags/"], ["refs/remotes/origin/"], ["refs/heads/", "refs/tags/"],
      ["refs/"], ["refs/heads/deep/"], ["refs/none/"],
    ] {
      let command = "git for-each-ref --format='%(refname)' " + prefixes.joined(separator: " ")
      let expected = try sandbox.lines(command).map { name -> String in
        let peeled = try sandbox.tryGit(["rev-parse", "-q", "--verify", name + "^{commit}"])
        return "\(name) \(peeled.status == 0 ? String(peeled.output.dropLast()) : "none")"
      }
      let found = try repository.references(below: prefixes)
      #expect(found.map { "\($0.name) \($0.target?.hex ?? "none")" } == expected, "\(prefixes)")
    }
  }

  /// A tracking branch whose objects are gone must not stop a push of another one.
  @Test(arguments: BackendName.allCases)
  func referenceToAMissingObject(backend: BackendName) throws {
    let sandbox = try repository()
    try sandbox.write(".git/refs/remotes/origin/old", String(repeating: "12", count: 20) + "\n")
    let found = try sandbox.open(backend).references(below: ["refs/remotes/origin/"])
    let main = try #require(found.first { $0.name == "refs/remotes/origin/main" })
    #expect(main.target == (try sandbox.id("HEAD~1")))
    #expect(found.first { $0.name == "refs/remotes/origin/old" }?.target == nil)
  }
}
