import Specs
import TestSupport
import Testing

/// The words of a spec, found without reading YAML: none of its IDs may be missing among them.
@Suite struct NamesTests {
  private func missing(_ text: String, _ name: String) throws -> [String] {
    let kind = try #require(Schema.builtIn.kind(ofPath: name))
    let schema = try #require(Schema.builtIn[kind])
    let file = SpecFile(
      path: ".omoi_os/" + name, root: ".omoi_os", kind: kind, content: .bytes(Array(text.utf8)))
    let names = Names(Array(text.utf8), withHeadings: schema.definesHeadings)
    if names.isOpaque { return [] }
    let summary = SpecSummary(reading: file, schema: schema)
    let words = summary.definitions.map(\.id) + summary.references.map(\.target)
    return words.filter { word in Names.key(word).map { !names.hashes.contains($0) } ?? false }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func allWordsOfRandomSpecsAreThere(end: String) throws {
    for seed in 0..<40 {
      for (name, text) in RandomRoot(seed: seed).files {
        #expect(
          try missing(text.replacing("\n", with: end), name) == [], "\(text.debugDescription)")
      }
    }
  }

  @Test func allWordsOfVariedSpecsAreThere() throws {
    let scraps = [
      "\u{85}", "\u{2028}", "ü", "é", "e\u{301}", "：", "\\", "\n---\n", "\n...\n", "---x: y\n",
      "\u{FEFF}",
      "\"", "'", "{", "\r", "\t", ": ", "/", ".", "_", "-", "&a1 ", "*a1", "!!str ", "\u{0}",
    ]
    for seed in 0..<400 {
      var random = Seeded(seed)
      guard
        let (name, text) = RandomRoot(seed: seed % 20).files.sorted(by: { $0.key < $1.key }).first
      else { continue }
      var varied = Array(text.unicodeScalars)
      for _ in 0..<random.number(1...4) {
        varied.insert(
          contentsOf: random.pick(scraps).unicodeScalars, at: random.number(0...varied.count))
      }
      var result = String.UnicodeScalarView()
      result.append(contentsOf: varied)
      #expect(try missing(String(result), name) == [], "\(String(result).debugDescription)")
    }
  }

  /// Where no ID stands in the header, the file's name may be one.
  @Test(arguments: ["id:\nx: [\n", "id: \nx: [\n", "  id: TKT-002\n x: [\n", "id: ''\nx: [\n"])
  func aBrokenHeaderWithoutAPlainIDIsLookedForEverywhere(header: String) throws {
    #expect(try missing("---\n\(header)---\n", "tickets/TKT-001.md") == [])
  }

  /// Snapshots spell such a path with escapes, which no file has.
  @Test(arguments: ["a\tTSK-001.md", "designs/e\u{301}-001.md"])
  func aPathThatIsSpelledWithEscapesIsLookedForEverywhere(path: String) throws {
    #expect(try missing("---\nid: TKT-001\ndesign_ref: \(path)\n---\n", "tickets/a.md") == [])
    #expect(Names.key("designs/e\\314\\201-001.md") == nil)
  }

  @Test(arguments: [
    "### REQ-A-FUNC-001：Title", "### REQ-A-FUNC-001. Title", "### REQ-A-FUNC-001/x",
    "### **REQ-A-FUNC-001**",
    "### `REQ-A-FUNC-001`", "#### REQ-A-FUNC-001ü", "### REQ-A-FUNC-001",
  ])
  func headingsEndWhereTheirIDEnds(heading: String) throws {
    for end in ["\n", "\r"] {
      let text = "---\nid: REQ-A-001\n---\n\(heading)\n".replacing("\n", with: end)
      #expect(try missing(text, "requirements/a.md") == [])
    }
  }

  @Test func aKeyOfDashesEndsNoHeader() throws {
    let text = "---\n---x: y\nid: TSK-001\nticket_id: TKT-001\n---\n"
    #expect(try missing(text, "tasks/TSK-001.md") == [])
    #expect(Names(Array(text.utf8), withHeadings: false).hashes.contains(Names.key("TKT-001") ?? 0))
  }

  @Test func whatMayHideWordsIsOpaque() {
    for header in ["id: \"TSK\\x2d001\"", "id: TSK-00\u{85}1", "id: Ü-001"] {
      #expect(Names(Array("---\n\(header)\n---\n".utf8), withHeadings: false).isOpaque)
    }
    #expect(
      !Names(Array("---\nid: TSK-001\ntitle: Ü\n---\nÜ1 \\\n".utf8), withHeadings: true).isOpaque)
  }
}
