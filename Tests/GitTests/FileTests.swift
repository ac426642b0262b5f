import Foundation
import Git
import TestSupport
import Testing

/// Files of a commit, the index and the working tree, and what differs: git lists them too.
@Suite struct FileTests {
  /// The index that `git add -A` would make, which is the working tree as git sees it.
  private static let asAdded =
    "cp .git/index ../added; export GIT_INDEX_FILE=../added; git add -A 2>/dev/null"

  @Test(arguments: 1...12)
  func entriesOfRandomTrees(seed: Int) throws {
    let sandbox = try Sandbox.repository()
    try RandomHistory(seed: seed).build(in: sandbox)
    for name in ["c6", "c12"] {
      let commit = try sandbox.id(name)
      try sandbox.git("read-tree", "--reset", name)
      let tree = try sandbox.entries("git ls-tree -r -z --full-tree \(name)")
      let index = try sandbox.entries("git ls-files -s -z")
      for backend in BackendName.allCases {
        let repository = try sandbox.open(backend)
        #expect(try repository.lines(in: .commit(commit)) == tree, "\(backend) \(name)")
        #expect(try repository.lines(in: .index) == index, "\(backend) \(name)")
      }
    }
  }

  @Test(arguments: 1...12)
  func changesBetweenRandomTrees(seed: Int) throws {
    let sandbox = try Sandbox.repository()
    try RandomHistory(seed: 100 + seed).build(in: sandbox)
    let diff = "git diff --raw -z --no-renames --no-abbrev"
    var random = SeededRandom(seed)
    for _ in 0..<2 {
      let (a, b) = (Int.random(in: 1...12, using: &random), Int.random(in: 1...12, using: &random))
      let ids = (try sandbox.id("c\(a)"), try sandbox.id("c\(b)"))
      try sandbox.git("read-tree", "--reset", "c\(b)")
      let trees = try sandbox.changes("\(diff) c\(a) c\(b)")
      // A folder that the index no longer has is nobody's to judge.
      let kept = Set(
        try sandbox.entries("git ls-files -s -z").map { root(of: path($0)) })
      let index = try sandbox.changes("\(diff) --cached c\(a)").filter {
        kept.contains(root(of: path($0)))
      }
      let back = try sandbox.changes("\(diff) --cached -R c\(a)")
      for backend in BackendName.allCases {
        let repository = try sandbox.open(backend)
        let (old, new) = (Snapshot.commit(ids.0), Snapshot.commit(ids.1))
        let name = Comment(rawValue: "\(backend) c\(a) c\(b)")
        #expect(try repository.lines(from: old, to: new) == trees, name)
        #expect(try repository.lines(from: old, to: .index) == index, name)
        #expect(try repository.lines(from: .index, to: old) == back, name)
        #expect(
          try repository.changes(from: .empty, to: new, below: ".omoi_os").compactMap(\.new)
            == repository.entries(in: new, below: ".omoi_os"), name)
      }
    }
  }

  @Test(arguments: 1...6)
  func changesOfManyCommits(seed: Int) throws {
    let sandbox = try Sandbox.repository()
    try RandomHistory(seed: 300 + seed).build(in: sandbox)
    let commits = try (1...12).map { try sandbox.id("c\($0)") }
    let empty = try sandbox.git("hash-object", "-w", "-t", "tree", "--stdin").dropLast()
    let expected = try commits.map { commit -> [String] in
      let parent = try sandbox.tryGit(["rev-parse", "--verify", "-q", commit.hex + "^1"])
      let old = parent.status == 0 ? parent.output.dropLast() : empty
      return try sandbox.changes("git diff --raw -z --no-renames --no-abbrev \(old) \(commit)")
    }
    for backend in BackendName.allCases {
      let found = try sandbox.open(backend).changes(of: commits, below: ".omoi_os")
      for (commit, changes) in zip(commits, expected) {
        let own = found.first { $0.commit == commit }?.changes ?? []
        #expect(own.map(\.line).sorted() == changes, "\(backend) \(commit)")
      }
    }
  }

  /// The path of a line, which follows two words.
  private func path(_ line: String) -> String {
    String(line.split(separator: " ", maxSplits: 2)[2])
  }

  /// Files edited, removed, made executable, added, ignored: the list is what `git add -A` sees.
  @Test(arguments: 1...8)
  func randomWorkingTrees(seed: Int) throws {
    let sandbox = try Sandbox.repository()
    try RandomHistory(seed: 200 + seed).build(in: sandbox)
    try sandbox.git("checkout", "-qf", "c12")
    try sandbox.shell(
      """
      echo '*.ignored' > .gitignore
      mkdir -p .omoi_os/new/er other/.omoi_os; chmod -R u+w .
      echo x > .omoi_os/new/er/file; echo x > .omoi_os/new/a.ignored; echo x > other/.omoi_os/new
      ln -s nowhere .omoi_os/new/link; ln -s . .omoi_os/new/loop; : > .omoi_os/new/empty
      find . -path ./.git -prune -o -type f -print0 | sort -z | awk -v RS='\\0' -v ORS='\\0' \
        'NR % 3 == \(seed % 3)' | xargs -0 -r sh -c 'for file; do echo more >> "$file"; done' sh
      find . -path ./.git -prune -o -type f -print0 | sort -z | awk -v RS='\\0' -v ORS='\\0' \
        'NR % 5 == \(seed % 5)' | xargs -0 -r rm -f --
      find . -path ./.git -prune -o -type f -print0 | sort -z | awk -v RS='\\0' -v ORS='\\0' \
        'NR % 4 == \(seed % 4)' | xargs -0 -r chmod a+x --
      """)
    // A submodule is a folder here, with no text of its own.
    let entries = try sandbox.entries("\(Self.asAdded); git ls-files -s -z")
      .filter { !$0.hasPrefix("160000") }.map(withoutID).sorted()
    let changes = try sandbox.changes(
      "\(Self.asAdded); git diff --cached --raw -z --no-renames --no-abbrev c7"
    ).filter { !$0.contains("160000") }.map(path).sorted()
    #expect(!entries.isEmpty && !changes.isEmpty)
    for backend in BackendName.allCases {
      let repository = try sandbox.open(backend)
      let found = try repository.entries(in: .workingTree, below: ".omoi_os")
      #expect(found.map(\.withoutID).sorted() == entries, "\(backend)")
      let differing = try repository.changes(
        from: .commit(try sandbox.id("c7")), to: .workingTree, below: ".omoi_os")
      #expect(
        differing.filter { $0.old?.mode != .gitlink }.map { latin($0.path.bytes) }.sorted()
          == changes, "\(backend)")
    }
  }

  private func withoutID(_ line: String) -> String {
    let words = line.split(separator: " ", maxSplits: 2)
    return "\(words[0]) \(words[2])"
  }

  @Test(arguments: BackendName.allCases)
  func intentToAddIsNotInTheIndex(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      mkdir .omoi_os; cd .omoi_os; echo x > later; : > empty; : > empty-later; echo x > now
      printf x > "$(printf 'odd\\nname \\377')"
      git add empty now; git add -N later empty-later odd*
      """)
    // What a commit would hold.
    let expected = try sandbox.entries("git ls-tree -r -z $(git write-tree)")
    #expect(expected.count == 2)
    #expect(try sandbox.open(backend).lines(in: .index) == expected)
  }

  @Test(arguments: BackendName.allCases)
  func unmergedFilesAreNamed(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      mkdir .omoi_os; echo base > .omoi_os/a; echo base > b; git add .; git commit -qm x
      git checkout -qb side; echo side | tee .omoi_os/a > b; git commit -qam side
      git checkout -q main; echo main | tee .omoi_os/a > b; git commit -qam main
      git merge -q side || true
      """)
    let error = #expect(throws: GitError.self) { try sandbox.open(backend).lines(in: .index) }
    #expect(error?.code == .unmerged)
    #expect(error?.message.contains(".omoi_os/a") == true)
    #expect(error?.message.contains("b,") == false)
    // Elsewhere a conflict is not ours.
    try sandbox.git("add", ".omoi_os/a")
    #expect(
      try sandbox.open(backend).lines(in: .index)
        == sandbox.entries("git ls-files -s -z -- .omoi_os"))
  }

  /// Trees of 2005 hold group-writable files; git reads them as plain ones.
  @Test(arguments: BackendName.allCases)
  func oldModes(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    let blob = try #require(
      ObjectID(hex: sandbox.git("hash-object", "-w", "--stdin", input: "x").dropLast()))
    var tree: [UInt8] = []
    for (mode, name) in [("100664", "a"), ("100600", "b"), ("100775", "c"), ("120000", "d")] {
      tree += Array("\(mode) \(name)".utf8) + [0] + blob.bytes
    }
    try sandbox.write("../tree", Data(tree))
    try sandbox.shell(
      """
      tree=$(git hash-object -w -t tree --literally ../tree)
      top=$(printf '040000 tree %s\t.omoi_os\n' $tree | git mktree)
      git update-ref HEAD $(git commit-tree -m x $top); git read-tree HEAD
      """)
    let head = try sandbox.id("HEAD")
    #expect(latin(try sandbox.bytes("git cat-file tree HEAD:.omoi_os")).contains("100664 a"))
    let expected = try sandbox.entries("git ls-files -s -z")
    #expect(expected.map { $0.prefix(6) } == ["100644", "100644", "100755", "120000"])
    let repository = try sandbox.open(backend)
    #expect(try repository.lines(in: .commit(head)) == expected)
    #expect(try repository.lines(in: .index) == expected)
    #expect(try repository.lines(from: .commit(head), to: .index) == [])
  }

  /// A file becomes executable, a link, a folder, a submodule, and each the other way round.
  @Test(arguments: BackendName.allCases)
  func changesOfKind(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      mkdir .omoi_os; cd .omoi_os
      for name in mode link folder module back same; do echo x > $name; done; ln -s same back-link
      git add .; git commit -qm a
      chmod +x mode; rm link folder back-link; ln -s same link; mkdir folder; echo x > folder/file
      echo x > back-link; git rm -q --cached module; rm module
      git add .
      git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),.omoi_os/module
      git commit -qm b
      """)
    let (a, b) = (try sandbox.id("HEAD~1"), try sandbox.id("HEAD"))
    let diff = "git diff --raw -z --no-renames --no-abbrev"
    let forward = try sandbox.changes("\(diff) HEAD~1 HEAD")
    #expect(forward.count == 6)
    let repository = try sandbox.open(backend)
    #expect(try repository.lines(from: .commit(a), to: .commit(b)) == forward)
    #expect(try repository.lines(from: .commit(a), to: .index) == forward)
    let backward = try sandbox.changes("\(diff) HEAD HEAD~1")
    #expect(try repository.lines(from: .commit(b), to: .commit(a)) == backward)
  }

  @Test(arguments: BackendName.allCases)
  func sparseCheckout(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      for root in .omoi_os b/.omoi_os b/c/.omoi_os; do
        mkdir -p $root/in $root/out; echo x > $root/in/file; echo y > $root/out/file
      done
      git add .; git commit -qm x; git sparse-checkout set --no-cone 'in/'
      echo new > .omoi_os/in/new; rm b/.omoi_os/in/file
      """)
    #expect(!sandbox.exists(".omoi_os/out/file"))
    let repository = try sandbox.open(backend)
    let expected = try sandbox.entries("\(Self.asAdded); git ls-files -s -z")
    #expect(expected.count == 6)
    let found = try repository.entries(in: .workingTree, below: ".omoi_os")
    #expect(found.map(\.withoutID).sorted() == expected.map(withoutID).sorted())
    let changes = try repository.changes(
      from: .commit(try sandbox.id("HEAD")), to: .workingTree, below: ".omoi_os")
    #expect(changes.map(\.path.text) == [".omoi_os/in/new", "b/.omoi_os/in/file"])
    #expect(try repository.lines(in: .index) == sandbox.entries("git ls-files -s -z"))
  }

  @Test(arguments: BackendName.allCases)
  func contents(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    var random = SeededRandom(5)
    for (number, size) in [0, 1, 2, 100, 65_535, 65_536, 65_537, 300_000].enumerated() {
      let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
      try sandbox.write("file\(number)", Data(bytes))
    }
    // As they are stored, whatever filters a checkout would apply.
    try sandbox.write(".gitattributes", "* text eol=crlf\n")
    try sandbox.write("lines", "one\ntwo\n")
    try sandbox.git("-c", "core.safecrlf=false", "add", ".")
    let names = (0..<8).map { "file\($0)" } + ["lines"]
    let ids = try names.map { try sandbox.id(":" + $0) }
    let repository = try sandbox.open(backend)
    var found: [Blob] = []
    // More of them than are asked for ahead of their answers.
    let many = Array(repeating: ids, count: 20).flatMap { $0 }
    try repository.forEachBlob(many, limit: 200_000) { index, blob in
      #expect(index == found.count)
      found.append(blob)
    }
    for (index, name) in names.enumerated() {
      let oracle = try sandbox.bytes("git cat-file blob :\(name)")
      let expected = oracle.count > 200_000 ? Blob.tooLarge(oracle.count) : .bytes(oracle)
      #expect(found[index] == expected, "\(name)")
      #expect(try repository.blob(ids[index], limit: 200_000) == expected, "\(name)")
    }
    #expect(Array(found.suffix(ids.count)) == Array(found.prefix(ids.count)))
    let missing = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
    #expect(throws: GitError.self) { try repository.blob(missing, limit: 10) }
    // An error in the middle does not shift the answers that follow.
    #expect(throws: GitError.self) {
      try repository.forEachBlob([ids[1], missing, ids[3]], limit: 1000) { _, _ in }
    }
    #expect(try repository.blob(ids[2], limit: 1000) == found[2])
  }
}
