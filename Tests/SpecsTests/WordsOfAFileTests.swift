@testable import Specs
import Testing

/// The words by which an index looks for the files that may name an ID: none may be missed.
@Suite struct WordsOfAFileTests {
  private func knows(_ text: String, _ name: String) throws -> Bool {
    let names = Names(Array(text.utf8), withHeadings: true)
    let key = try #require(Names.key(name))
    return names.isOpaque || names.hashes.contains(key)
  }

  private static let header = "---\nid: REQ-A-001\n---\n\n"

  @Test(arguments: [
    "### REQ-A-FUNC-001. Log in\n", "### _REQ-A-FUNC-001: Log in_\n", "### REQ-A-FUNC-001—Log in\n",
    "### **REQ-A-FUNC-001**: Log in\n", "#### REQ-A-FUNC-001\n", "### `REQ-A-FUNC-001` Log in\n",
    "### __REQ-A-FUNC-001__\r\n", "###   REQ-A-FUNC-001:Log in ###\n",
  ])
  func headingsInEmphasisAndBesidePunctuation(heading: String) throws {
    let text = Self.header + heading
    // Whatever the parser takes for a requirement the index has to find.
    let bench = Bench(["requirements/a.md": text])
    let isRequirement = !bench.snapshot(bench.files).index
      .definitions(of: "REQ-A-FUNC-001", in: Bench.root).isEmpty
    if isRequirement { #expect(try knows(text, "REQ-A-FUNC-001")) }
  }

  /// The three forms that were missed are requirements indeed.
  @Test(arguments: ["001. Log in", "001: Log out_", "001—Three"])
  func theyAreRequirements(rest: String) throws {
    let mark = rest.hasSuffix("_") ? "_" : ""
    let bench = Bench(["requirements/a.md": Self.header + "### \(mark)REQ-A-FUNC-\(rest)\n"])
    let found = bench.snapshot(bench.files).index.definitions(
      of: "REQ-A-FUNC-001", in: Bench.root)
    #expect(found.count == 1)
  }

  @Test(arguments: ["designs/a.md", "./designs/a.md", ".omoi_os/designs/a.md"])
  func filesAreFoundByTheirNameWhateverTheFolder(path: String) throws {
    let text = "---\nid: TKT-001\ndesign_ref: \(path)\n---\n"
    #expect(try knows(text, "designs/a.md"))
  }

  /// Three dashes with something behind them are a key, not the header's end.
  @Test func aFieldOfDashesHidesNothing() throws {
    let text = "---\nid: TSK-001\n---x: 1\nticket_id: TKT-001\n---\n"
    #expect(try knows(text, "TKT-001"))
  }
}
