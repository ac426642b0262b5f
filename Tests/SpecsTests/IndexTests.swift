import Frontmatter
import Specs
import TestSupport
import Testing

/// Three indexes, one answer.
@Suite struct IndexTests {
  private static let root = ".omoi_os"

  private func summaries(_ files: [String: String]) -> [(
    path: String, summary: SpecSummary?, text: String
  )] {
    files.sorted { $0.key < $1.key }.map { name, text in
      let path = "\(Self.root)/\(name)"
      guard let kind = Schema.builtIn.kind(ofPath: name), let schema = Schema.builtIn[kind] else {
        return (path, nil, text)
      }
      let file = SpecFile(
        path: path, root: Self.root, kind: kind, content: .bytes(Array(text.utf8)))
      return (path, SpecSummary(reading: file, schema: schema), text)
    }
  }

  private func snapshot(_ files: [String: String]) -> SnapshotIndex {
    var index = SnapshotIndex()
    for (path, summary, _) in summaries(files) {
      index.add(file: path, in: Self.root)
      if let summary { index.add(summary) }
    }
    return index
  }

  private func lazy(_ files: [String: String]) -> LazyIndex {
    let all = summaries(files)
    let known = Dictionary(
      all.map { ($0.path, $0.summary) }, uniquingKeysWith: { first, _ in first })
    let index = LazyIndex { known[$0] ?? nil }
    for (path, summary, text) in all {
      index.add(file: path, in: Self.root)
      guard let summary else { continue }
      let isFull = Schema.builtIn[summary.kind]?.definesHeadings ?? false
      index.add(path, in: Self.root, names: Names(Array(text.utf8), withHeadings: isFull))
    }
    return index
  }

  private func expectSame(
    _ a: any SpecIndex, _ b: any SpecIndex, _ words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let ids =
      (1...7).flatMap { ["TSK-00\($0)", "TKT-00\($0)"] }
      + ["A", "B"].flatMap { ["REQ-\($0)-001", "REQ-\($0)-FUNC-001", "REQ-\($0)-FUNC-002"] }
      + [
        "DESIGN-A-001", "PRD-A-001", "designs/a.md", "designs/b.md", "again", "", "odd word", "Ü1",
      ]
    func places(_ list: [Definition]) -> [String] {
      list.map { "\($0.id) \($0.path) \($0.position.line) \($0.title) \($0.isHeading)" }
    }
    for id in ids {
      #expect(
        places(a.definitions(of: id, in: Self.root))
          == places(b.definitions(of: id, in: Self.root)),
        "\(words): \(id)", sourceLocation: sourceLocation)
      #expect(
        a.referrers(to: id, in: Self.root) == b.referrers(to: id, in: Self.root), "\(words): \(id)",
        sourceLocation: sourceLocation)
      #expect(
        a.definitions(of: id, in: "other").isEmpty && b.definitions(of: id, in: "other").isEmpty)
    }
    for name in [
      "designs/a.md", "designs/A.md", "designs/b.md", "designs/B.md", "tasks/TSK-001.md", "x",
    ] {
      let path = "\(Self.root)/\(name)"
      #expect(
        a.file(path, in: Self.root) == b.file(path, in: Self.root), "\(words): \(name)",
        sourceLocation: sourceLocation)
      #expect(a.summary(at: path)?.id?.value == b.summary(at: path)?.id?.value)
    }
  }

  @Test(arguments: 0..<8)
  func aLazyIndexAnswersLikeAFullOne(part: Int) {
    for seed in part * 10..<(part + 1) * 10 {
      let files = RandomRoot(seed: seed).files
      expectSame(snapshot(files), lazy(files), "seed \(seed)")
    }
  }

  @Test(arguments: 0..<8)
  func anOverlayAnswersLikeAnIndexBuiltAfresh(part: Int) {
    for seed in part * 10..<(part + 1) * 10 {
      var root = RandomRoot(seed: seed)
      let before = root.files
      root.change()
      let after = root.files
      let replaced = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      let own = after.filter { replaced.contains($0.key) }
      for base in [snapshot(before) as any SpecIndex, lazy(before)] {
        let overlay = OverlayIndex(
          over: base, replaced: Set(replaced.map { "\(Self.root)/\($0)" }), own: snapshot(own),
          ownFiles: Set(own.keys.map { "\(Self.root)/\($0)" }))
        expectSame(overlay, snapshot(after), "seed \(seed)")
      }
    }
  }

  @Test func aSpecThatNamesAnotherTwiceRefersToItOnce() {
    let index = snapshot([
      "tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002"], blocks: ["TSK-002"])
    ])
    #expect(index.referrers(to: "TSK-002", in: Self.root) == [".omoi_os/tasks/TSK-001.md"])
  }

  @Test func troubleInReadingIsKept() {
    struct Trouble: Error {}
    let index = LazyIndex { _ in throw Trouble() }
    index.add(
      "\(Self.root)/tasks/TSK-001.md", in: Self.root,
      names: Names(Array("a1".utf8), withHeadings: false))
    #expect(index.definitions(of: "a1", in: Self.root).isEmpty)
    #expect(index.trouble is Trouble)
  }
}
