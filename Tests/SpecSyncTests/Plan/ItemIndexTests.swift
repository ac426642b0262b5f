import Testing
import TestSupport

@testable import SpecSync

/// The index is stored as lines and asked as a table: both hold the same.
@Suite struct ItemIndexTests {
  private func entries(_ seed: Int, _ count: Int) -> [IndexEntry] {
    var random = Seeded(seed)
    let words = ["a", "TKT-1", "ä\tb", "c\nd", "50%", "%09", " ", "x y", "🙂"]
    func word() -> String { (0...random.number(0...2)).map { _ in random.pick(words) }.joined() }
    return (0..<count).map { number in
      IndexEntry(
        uid: UID.mint(root: "r\(number % 3)"), kind: random.pick(SyncItem.Kind.allCases),
        root: "r\(number % 3)", id: "TKT-\(random.number(1...9))", path: word(), blob: "b\(number)",
        server: random.chance(80) ? "s\(number)" : nil,
        parent: random.chance(50) ? "p\(random.number(0...5))" : nil,
        before: random.chance(30) ? ["u\(random.number(0...3))", "v"] : [],
        isDeleted: random.chance(20))
    }
  }

  @Test(arguments: 0..<20) func linesAreReadAsTheyWereWritten(seed: Int) throws {
    let entries = entries(seed, 40)
    let index = ItemIndex(entries)
    let again = try #require(ItemIndex(index.text))
    #expect(again.all == entries.sorted { $0.uid < $1.uid })
    #expect(again.text == index.text)
  }

  @Test(arguments: 0..<20) func everyQuestionIsAnsweredAsByAWalk(seed: Int) throws {
    let entries = entries(seed, 60)
    // Some as lines, some as later changes, and one that replaces a line.
    var index = try #require(ItemIndex(ItemIndex(entries.prefix(50)).text))
    index = index.with(entries.dropFirst(50))
    for entry in entries {
      #expect(index.entry(uid: entry.uid) == entry)
      #expect(
        Set(index.entries(id: entry.id, root: entry.root).map(\.uid))
          == Set(entries.filter { $0.id == entry.id && $0.root == entry.root }.map(\.uid)))
      #expect(
        Set(index.entries(path: entry.path).map(\.uid))
          == Set(entries.filter { $0.path == entry.path }.map(\.uid)))
      if let server = entry.server { #expect(index.entry(server: server) == entry) }
      if let parent = entry.parent {
        #expect(
          Set(index.children(of: parent).map(\.uid))
            == Set(entries.filter { $0.parent == parent }.map(\.uid)))
      }
      for uid in entry.before {
        #expect(
          Set(index.blockers(of: uid).map(\.uid))
            == Set(entries.filter { $0.before.contains(uid) }.map(\.uid)))
      }
    }
  }

  @Test(arguments: 0..<10) func partsAreTheWholeIndex(seed: Int) throws {
    let entries = entries(seed, 70)
    let index = try #require(ItemIndex(ItemIndex(entries.prefix(60)).text))
      .with(entries.dropFirst(60))
    let parts = index.text(of: Set(ItemIndex.parts))
    #expect(parts.count == ItemIndex.parts.count)
    let joined = ItemIndex.parts.flatMap { parts[$0] ?? [] }
    #expect(try #require(ItemIndex(joined)).all == index.all)
    for (part, lines) in parts {
      for entry in try #require(ItemIndex(lines)).all {
        #expect(ItemIndex.part(of: entry.uid) == part)
      }
    }
  }

  @Test func aLineThatIsNoneIsRefused() {
    #expect(ItemIndex(Array("a\tb\n".utf8)) == nil)
    #expect(ItemIndex([])?.isEmpty == true)
  }

  @Test func aUidTellsItsRoot() {
    let uid = UID.mint(root: "backend/.omoi_os")
    #expect(uid.hasPrefix(UID.tag(of: "backend/.omoi_os")))
    #expect(UID.tag(of: "backend/.omoi_os") != UID.tag(of: ".omoi_os"))
    #expect(uid.count == 20 && uid.allSatisfy(\.isHexDigit))
    #expect(UID.mint(root: "a") != UID.mint(root: "a"))
  }
}
