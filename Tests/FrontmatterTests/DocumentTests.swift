import Frontmatter
import Testing

@Suite struct DocumentTests {
  private func document(_ text: String) throws -> Document {
    guard case .document(let document) = Document.parse(Array(text.utf8)) else {
      Issue.record("not a document: \(Document.parse(Array(text.utf8)))")
      throw CancellationError()
    }
    return document
  }

  @Test func positionsNameWhatTheyPointAt() throws {
    let source =
      "---\nid: TKT-001\ntitle: \"Ä b\" # why\nlist:\n  - a\n  # c\n  - 'b'\nmap: {x: [1, 2]}\n---\n\nbody\n"
    let document = try document(source)
    #expect(document.fields.map(\.key.text) == ["id", "title", "list", "map"])
    let title = try #require(document["title"])
    #expect(document.text.string(title.value.range) == "\"Ä b\"")
    #expect(document.text.string(title.range) == "title: \"Ä b\" # why\n")
    guard case .sequence(let items, _, let range) = try #require(document["list"]).value else {
      Issue.record("no list")
      return
    }
    #expect(document.text.string(range) == "- a\n  # c\n  - 'b'")
    #expect(items.map { document.text.string($0.range) } == ["  - a\n", "  # c\n  - 'b'\n"])
    #expect(document.text.string(document.body) == "\nbody\n")
  }

  @Test func typesAreThoseOfYAML11() {
    let expected: [(String, ScalarType)] = [
      ("yes", .bool), ("No", .bool), ("on", .bool), ("y", .string), ("~", .null), ("", .null),
      ("null", .null), ("012", .int), ("0o17", .string), ("0x1F", .int), ("1_000", .int),
      ("12:30:45", .int), ("1e3", .string), ("1.0e+3", .float), ("1.", .float), (".5", .float),
      (".inf", .float), ("-.INF", .float), (".nan", .float), ("2026-01-01", .timestamp),
      ("2026-1-1", .string), ("2026-01-01T10:00:00Z", .timestamp),
      ("2026-01-01 10:00:00 +01:00", .timestamp), ("TSK-001", .string), ("<<", .merge),
      ("+12", .int), ("-", .string), ("08", .string), ("0", .int), ("-0b101", .int),
    ]
    for (text, type) in expected { #expect(ScalarType(plain: text) == type, "\(text)") }
  }

  @Test func unterminatedHeaderKeepsItsID() {
    guard
      case .failed(let error, _, let salvage) = Document.parse(
        Array("---\nid: TSK-001\n# T\n".utf8))
    else {
      Issue.record("expected a failure")
      return
    }
    #expect(error.kind == .unterminated)
    #expect(salvage.map(\.text) == ["TSK-001"])
  }

  @Test func brokenYAMLNamesThePlace() {
    guard
      case .failed(let error, let text, let salvage) = Document.parse(
        Array("---\nid: TSK-001\ntitle: a: b\n---\n".utf8))
    else {
      Issue.record("expected a failure")
      return
    }
    #expect(text.position(at: error.range.lowerBound) == Position(line: 3, column: 9))
    #expect(salvage.first?.text == "TSK-001")
  }

  @Test func duplicateKeysAreListed() throws {
    let document = try document("---\na: 1\nb: {c: 1, c: 2}\na: 2\n---\n")
    #expect(document.duplicates.map(\.key) == ["c", "a"])
  }

  /// Two spellings of one character are one to Swift, and two keys to YAML.
  @Test(arguments: [2, 40])
  func keysAreComparedByTheirBytes(count: Int) throws {
    let keys = ["caf\u{E9}", "cafe\u{301}"] + (0..<count).map { "k\($0)" }
    let text = "---\n" + keys.map { $0 + ": 1\n" }.joined() + "---\n"
    guard case .document(let document) = Document.parse(Array(text.utf8)) else {
      Issue.record("not read")
      return
    }
    #expect(document.duplicates.isEmpty)
  }

  @Test func hostileNestingIsAnError() {
    let deep = "---\na: " + String(repeating: "[", count: 5000) + "\n---\n"
    guard case .failed(let error, _, _) = Document.parse(Array(deep.utf8)) else {
      Issue.record("expected a failure")
      return
    }
    #expect(error.kind == .tooDeep)
  }

  /// libyaml skips the mark without counting it.
  @Test func aByteOrderMarkInsideTheHeaderMovesNoPosition() throws {
    let source = "---\n\u{FEFF}# ü\nid: TSK-001\ntitle: \u{FEFF}x ü\nlast: y\n---\n"
    switch Document.parse(Array(source.utf8)) {
    case .document(let document):
      for (key, value) in [("id", "TSK-001"), ("last", "y")] {
        let field = try #require(document[key])
        #expect(document.text.string(field.key.range) == key)
        #expect(document.text.string(field.value.range) == value)
      }
    case .failed(let error, let text, _):
      // Refused: then at the mark.
      #expect(text.string(error.range).hasPrefix("\u{FEFF}"))
    case .absent: Issue.record("no header found")
    }
  }

  /// YAML 1.1 ends lines there; no editor does.
  @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}"])
  func aLineThatOnlyYAMLEndsIsAnErrorAtTheSeparator(separator: String) throws {
    for header in ["a: 1\(separator)b: 2\n", "l:\n  - x\(separator)  - y\n"] {
      let source = "---\n\(header)---\n"
      guard case .failed(let error, let text, _) = Document.parse(Array(source.utf8)) else {
        Issue.record("expected a failure")
        continue
      }
      #expect(error.kind == .control)
      #expect(text.string(error.range) == separator)
    }
    // Inside a value it harms nobody.
    #expect(try document("---\na: \"x\(separator)y\"\nb: 2\n---\n").fields.count == 2)
  }

  @Test func aSecondDocumentIsAnErrorWhereItBegins() {
    guard
      case .failed(let error, let text, _) = Document.parse(Array("---\na: 1\n--- b\n---\n".utf8))
    else {
      Issue.record("expected a failure")
      return
    }
    #expect(text.position(at: error.range.lowerBound) == Position(line: 3, column: 1))
  }

  @Test(arguments: ["", "\n", "--", "----\n", " ---\n", "text\n---\n", "...\na: 1\n---\n"])
  func aFileThatDoesNotBeginWithAFenceHasNoHeader(source: String) {
    guard case .absent = Document.parse(Array(source.utf8)) else {
      Issue.record("expected no header")
      return
    }
  }

  @Test(arguments: ["---\n---\n", "---\n\n# only words\n---\n", "---\r---", "---\n...\n"])
  func aHeaderMayBeEmpty(source: String) throws {
    #expect(try document(source).fields.isEmpty)
  }

  @Test(arguments: [("- a\n", "a list"), ("words\n", "a single value"), ("12\n", "a single value")])
  func aHeaderThatIsNoMappingSaysWhatItIs(header: String, words: String) {
    guard case .failed(let error, _, _) = Document.parse(Array("---\n\(header)---\n".utf8)) else {
      Issue.record("expected a failure")
      return
    }
    #expect(error.kind == .notMapping)
    #expect(error.message.contains(words))
  }

  @Test func keysThatAreNoScalarsAreErrors() {
    for header in ["? [a]\n: 1\n", "{[a]: 1}\n", "? {a: 1}\n: x\n"] {
      guard case .failed(let error, _, _) = Document.parse(Array("---\n\(header)---\n".utf8))
      else {
        Issue.record("expected a failure")
        continue
      }
      #expect(error.kind == .syntax)
    }
  }

  @Test func salvageReadsLinesThatLookLikeFields() {
    let source =
      "---\nid: 'TSK-001' # why\ntitle: a: b # c\n  inner: no\nid: second\nempty:\nx y: no\n---\n"
    guard case .failed(_, let text, let salvage) = Document.parse(Array(source.utf8)) else {
      Issue.record("expected a failure")
      return
    }
    #expect(salvage.map(\.key) == ["id", "title", "empty"])
    #expect(salvage.map(\.text) == ["TSK-001", "a: b", ""])
    #expect(salvage.map { text.string($0.valueRange) } == ["TSK-001", "a: b", ""])
  }
}
