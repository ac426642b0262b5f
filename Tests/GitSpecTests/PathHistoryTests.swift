import Git
import TestSupport
import Testing

@testable import git_spec

/// What a path was at a commit, out of one walk of the history: git looks into the commit itself.
@Suite struct PathHistoryTests {
  private static let folder = ".omoi_os/tickets"
  private static let names = ["a.md", "b.md", "sub/c.md"]

  /// Commits on top of any earlier ones, some of them merges with contents of their own.
  private func history(_ seed: Int, in sandbox: Sandbox) throws {
    var random = Seeded(seed)
    var stream = ""
    for mark in 1...40 {
      stream += "commit refs/heads/c\(mark)\nmark :\(mark)\n"
      stream += "committer Ann <ann@example.org> \(1_760_000_000 + mark / 4) +0000\n"
      stream += "data <<END\nCommit \(mark)\nEND\n"
      var parents: [Int] = []
      for _ in 0..<(random.chance(30) ? 2 : 1) where mark > 1 && !random.chance(5) {
        parents.append(random.number(max(1, mark - 6)...mark - 1))
      }
      for (number, parent) in parents.enumerated() where number == 0 || parent != parents[0] {
        stream += "\(number == 0 ? "from" : "merge") :\(parent)\n"
      }
      for _ in 0..<random.number(0...2) {
        let path = "\(Self.folder)/\(random.pick(Self.names))"
        let text = "\(random.number(0...5))"
        stream += random.chance(20) ? "D \(path)\n" : "M 100644 inline \(path)\ndata 1\n\(text)\n"
      }
      stream += "\n"
    }
    try sandbox.write("../stream", stream)
    // One tip above all branches, so that one walk has them all.
    try sandbox.shell(
      """
      git init -q .; git fast-import --quiet < ../stream
      tree=$(git rev-parse 'c40^{tree}')
      git update-ref HEAD $(git for-each-ref --sort=-v:refname --format='-p %(objectname)' \\
        'refs/heads/c*' | xargs git commit-tree -m tip $tree)
      """)
  }

  @Test(arguments: 1...8)
  func entriesAreThoseOfTheCommits(seed: Int) throws {
    let sandbox = try Sandbox()
    try history(seed, in: sandbox)
    let repository = try Repository.open(
      directory: sandbox.directory, environment: sandbox.environment)
    let tip = try #require(try repository.resolve("HEAD"))
    let commits = try repository.commits(reachableFrom: [tip], excluding: [])
    let changes = try repository.changes(
      of: commits.map(\.id), in: [RepositoryPath(text: Self.folder)])
    let history = PathHistory(CommitOrder(commits), changes)
    #expect(commits.count == 41)
    for (position, commit) in commits.enumerated() {
      let entries = try repository.entries(in: .commit(commit.id), below: ".omoi_os")
      let known = Dictionary(uniqueKeysWithValues: entries.map { ($0.path.text, $0) })
      for name in Self.names {
        let path = "\(Self.folder)/\(name)"
        #expect(history.entry(path, at: position) == known[path], "\(name) at \(commit.id)")
      }
    }
    for name in Self.names {
      let path = "\(Self.folder)/\(name)"
      let last = history.lastChange(of: path)
      let now = history.entry(path, at: 0)
      #expect((last == nil) == (now == nil))
      if let last { #expect(history.entry(path, at: last)?.id == now?.id) }
    }
  }
}
