import Git
import TestSupport
import Testing

/// Walks through histories of every shape, beside git's own.
@Suite struct HistoryTests {
  private func pick(_ history: RandomHistory, _ random: inout SeededRandom) -> String {
    "c\(Int.random(in: 1...history.count, using: &random))"
  }

  @Test(arguments: 1...30)
  func randomHistories(seed: Int) throws {
    let sandbox = try Sandbox.repository()
    let history = RandomHistory(seed: seed)
    try history.build(in: sandbox)
    var random = SeededRandom(1000 + seed)
    let repositories = try BackendName.allCases.map { try sandbox.open($0) }
    for _ in 0..<2 {
      let (a, b, c) = (
        pick(history, &random), pick(history, &random), pick(history, &random)
      )
      let ids = try sandbox.lines("git rev-parse \(a) \(b) \(c)").map {
        try #require(ObjectID(hex: $0))
      }
      let bases = Set(try sandbox.lines("git merge-base --all \(a) \(b) || true"))
      let range = try sandbox.lines("git rev-list --topo-order \(a) \(b) ^\(c)")
      for repository in repositories {
        let name = Comment(rawValue: "\(repository.backendName): \(a) \(b) \(c)")
        let found = try repository.mergeBases(ids[0], ids[1])
        #expect(Set(found.map(\.hex)) == bases && found.count == bases.count, name)
        let commits = try repository.commits(
          reachableFrom: [ids[0], ids[1]], excluding: [ids[2]])
        #expect(commits.map(\.id.hex).sorted() == range.sorted(), name)
        expectNewestFirst(commits, name)
        let some = try repository.commits(
          reachableFrom: [ids[0], ids[1]], excluding: [ids[2]], limit: 2)
        #expect(some.count == min(2, commits.count), name)
        expectNewestFirst(some, name)
      }
    }
  }

  private func expectNewestFirst(_ commits: [Commit], _ name: Comment) {
    var seen: Set<ObjectID> = []
    for commit in commits {
      seen.insert(commit.id)
      #expect(seen.isDisjoint(with: commit.parents), name)
    }
  }

  @Test(arguments: BackendName.allCases)
  func oneLineIsInGitsOrder(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    // A clock that goes backwards.
    for day in [20, 10, 15, 11] {
      try sandbox.git(
        "commit", "-q", "--allow-empty", "-m", "x",
        environment: ["GIT_COMMITTER_DATE": "2026-01-\(day)T12:00:00Z"])
    }
    let repository = try sandbox.open(backend)
    let head = try sandbox.id("HEAD")
    let found = try repository.commits(reachableFrom: [head], excluding: [])
    #expect(found.map(\.id.hex) == (try sandbox.lines("git rev-list HEAD")))
    let two = try repository.commits(reachableFrom: [head], excluding: [], limit: 2)
    #expect(two == Array(found.prefix(2)))
    #expect(try repository.commits(reachableFrom: [], excluding: [head]) == [])
    #expect(try repository.commits(reachableFrom: [head], excluding: [head]) == [])
  }

  /// Names as the commits have them, beside those that git prints.
  @Test(arguments: BackendName.allCases)
  func authorsAreGits(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.write(".mailmap", "Other <ann@example.org>\n")
    for name in ["Ann", "Zoë Ünal", "A. <B> \"C\"", "名前", "  two  words "] {
      try sandbox.git(
        "commit", "-q", "--allow-empty", "--allow-empty-message", "-m", name == "Ann" ? "" : "x",
        environment: ["GIT_AUTHOR_NAME": name])
    }
    let repository = try sandbox.open(backend)
    let found = try repository.commits(reachableFrom: [sandbox.id("HEAD")], excluding: [])
    #expect(
      found.map(\.author)
        == (try sandbox.git("log", "--format=%an").split(separator: "\n").map(String.init)))
    #expect(try repository.commit(sandbox.id("HEAD")).author == found.first?.author)
  }

  /// The other side may know commits that are not here.
  @Test(arguments: BackendName.allCases)
  func unknownCommitsExcludeNothing(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "x")
    let missing = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
    let head = try sandbox.id("HEAD")
    let found = try sandbox.open(backend).commits(reachableFrom: [head], excluding: [missing])
    #expect(found.map(\.id) == [head])
  }

  @Test(arguments: BackendName.allCases)
  func crissCrossAndUnrelated(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      commit() { git commit-tree -m "$1" $(git write-tree) $2; }
      base=$(commit base); a=$(commit a "-p $base"); b=$(commit b "-p $base")
      git branch left $(commit left "-p $a -p $b"); git branch right $(commit right "-p $b -p $a")
      git branch alone $(commit alone); git branch base $base
      """)
    let repository = try sandbox.open(backend)
    for (a, b, count) in [
      ("left", "right", 2), ("left", "alone", 0), ("left", "base", 1), ("left", "left", 1),
    ] {
      let expected = try sandbox.lines("git merge-base --all \(a) \(b) || true")
      #expect(expected.count == count)
      let found = try repository.mergeBases(try sandbox.id(a), try sandbox.id(b))
      #expect(found.map(\.hex).sorted() == expected.sorted(), "\(a) \(b)")
    }
  }

  /// What stands in for an object here is not what is pushed.
  @Test(arguments: BackendName.allCases)
  func replacedCommitsAreReadAsTheyAre(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    for _ in 0..<3 { try sandbox.git("commit", "-q", "--allow-empty", "-m", "x") }
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "Last")
    try sandbox.git("replace", "--graft", "HEAD")
    #expect(try sandbox.lines("git rev-list HEAD").count == 1)
    let found = try sandbox.open(backend).commits(
      reachableFrom: [try sandbox.id("HEAD")], excluding: [])
    #expect(found.map(\.id.hex) == (try sandbox.lines("git --no-replace-objects rev-list HEAD")))
  }
}
