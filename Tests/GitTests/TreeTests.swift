import Git
import TestSupport
import Testing

/// Trees asked for by themselves, against what git says of the same trees.
@Suite struct TreeTests {
  @Test(arguments: 0..<8, BackendName.allCases)
  func changesAreThoseOfDiffTree(seed: Int, backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    let history = RandomHistory(seed: seed)
    try history.build(in: sandbox)
    let repository = try sandbox.open(backend)
    let trees = try (1...history.count).map {
      try repository.rootTree(of: try sandbox.id("c\($0)"))
    }
    #expect(try trees == (1...history.count).map { try sandbox.id("c\($0)^{tree}") })
    for (number, old) in trees.enumerated() {
      let new = trees[(number + 5) % trees.count]
      let found = try repository.changes(
        fromTree: old, toTree: new, at: RepositoryPath(bytes: Array("top".utf8))
      ).map(\.line).sorted()
      let fields = try sandbox.bytes("git diff-tree -r -z --no-renames --raw \(old) \(new)")
        .split(separator: 0)
      let expected = try stride(from: 0, to: fields.count, by: 2).map { index in
        let words = latin(fields[index].dropFirst()).split(separator: " ")
        func side(_ mode: Substring, _ id: Substring) throws -> String {
          // Sides without a file have a mode of zeros.
          mode == "000000" ? "none" : "\(try #require(Int(mode, radix: 8)).octal):\(id)"
        }
        return try "\(side(words[0], words[2])) \(side(words[1], words[3])) top/"
          + latin(fields[index + 1])
      }.sorted()
      #expect(found == expected, "c\(number + 1)")
    }
  }

  @Test(arguments: BackendName.allCases)
  func everythingComesFromNoTree(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell("mkdir -p a/b; echo 1 > a/b/c; echo 2 > d; git add -A; git commit -qm x")
    let repository = try sandbox.open(backend)
    let tree = try sandbox.id("HEAD^{tree}")
    let top = RepositoryPath(bytes: [])
    let came = try repository.changes(fromTree: nil, toTree: tree, at: top)
    #expect(came.map { $0.path.text } == ["a/b/c", "d"] && came.allSatisfy { $0.old == nil })
    let went = try repository.changes(fromTree: tree, toTree: nil, at: top)
    #expect(went.map { $0.path.text } == ["a/b/c", "d"] && went.allSatisfy { $0.new == nil })
  }

  @Test(arguments: BackendName.allCases)
  func foldersAtPaths(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      for f in .omoi_os a/.omoi_os a/b/c/.omoi_os a/.omoi_os/deep/.omoi_os x.omoi_os; do
        mkdir -p $f; echo $f > $f/file
      done
      mkdir z; echo file > z/.omoi_os; git add -A; git commit -qm x
      """)
    let repository = try sandbox.open(backend)
    let tree = try sandbox.id("HEAD^{tree}")
    for path in [".omoi_os", "a/.omoi_os", "a/b/c/.omoi_os"] {
      let folder = try repository.folder(at: RepositoryPath(text: path), in: tree)
      #expect(try folder == .tree(sandbox.id("HEAD:\(path)")))
    }
    func look(_ path: String) throws -> FolderAnswer {
      try repository.folder(at: RepositoryPath(text: path), in: tree)
    }
    #expect(try look("z/.omoi_os") == .noFolder)
    #expect(try look("z/.omoi_os/deeper") == .noFolder)
    #expect(try look("nowhere/.omoi_os") == .missing)
    #expect(try look("") == .tree(tree))
  }

  @Test(arguments: BackendName.allCases)
  func missingTreesAreErrors(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      mkdir a; echo 1 > a/b; git add -A; git commit -qm x; id=$(git rev-parse HEAD:a)
      rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)
      """)
    let repository = try sandbox.open(backend)
    let tree = try sandbox.id("HEAD^{tree}")
    #expect(throws: GitError.self) {
      try repository.changes(fromTree: nil, toTree: tree, at: RepositoryPath(bytes: []))
    }
    #expect(throws: GitError.self) { try repository.rootTree(of: tree) }
  }

  @Test(arguments: BackendName.allCases)
  func otherWorktrees(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      git commit -q --allow-empty -m x; git worktree add -q -b side ../side
      git worktree add -q --detach "../with  blanks"; git worktree add -q ../gone; rm -r ../gone
      """)
    let head = try sandbox.id("HEAD")
    let found = try sandbox.open(backend).otherWorktrees()
    #expect(
      found == [
        Worktree(top: sandbox.folder + "/side", head: head, branch: "side"),
        Worktree(top: sandbox.folder + "/with  blanks", head: head, branch: nil),
      ])
    let linked = try sandbox.open(backend, in: "../side").otherWorktrees()
    #expect(linked.map(\.top) == [sandbox.directory, sandbox.folder + "/with  blanks"])
  }

  /// Deleted, replaced, staged and tagged: every version that some name still leads to.
  @Test(arguments: BackendName.allCases)
  func everyVersionOfAFile(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      put() { mkdir -p s/a; echo "$1" > "s/a/$2"; git add -A; git commit -qm x; }
      put 1 x.md; put 2 x.md; git rm -q s/a/x.md; git commit -qm gone; put 3 "y z.md"; put 4 n.txt
      git checkout -q --orphan other; git rm -rqf .; mkdir -p s; echo 5 > s/t.md; git add -A
      git commit -qm t; git tag t; git checkout -q main; git branch -D other
      echo 6 > s/staged.md; git add -A; echo 7 > s/loose.md; echo 8 > outside.md
      """)
    let repository = try sandbox.open(backend)
    let path = RepositoryPath(text: "s")
    let found = Set(
      try repository.everyBlob(below: path, where: { $0.text.hasSuffix(".md") }).ids)
    let expected = try Set(
      ["1", "2", "3", "5", "6"].map { text in
        try sandbox.shell("echo \(text) | git hash-object --stdin").dropLast()
      })
    #expect(Set(found.map { $0.hex[...] }) == expected)
    #expect(
      try repository.uncommittedFiles(below: path, where: { _ in true }).map {
        String(decoding: $0, as: UTF8.self)
      }
        == [sandbox.directory + "/s/loose.md"])
  }

  @Test(arguments: BackendName.allCases)
  func unstagedChanges(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      for f in same edited staged gone; do echo 1 > $f; done; git add -A; git commit -qm x
      echo 2 > edited; echo 2 > staged; git add staged; rm gone; echo 1 > new
      """)
    let paths = ["same", "edited", "staged", "gone", "new"].map { RepositoryPath(text: $0) }
    let found = try sandbox.open(backend).unstagedChanges(among: paths)
    #expect(found.map(\.text) == ["edited", "gone"])
  }
}

extension Int {
  fileprivate var octal: String { String(self, radix: 8) }
}
