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

  @Test func hostileNestingIsAnError() {
    let deep = "---\na: " + String(repeating: "[", count: 5000) + "\n---\n"
    guard case .failed(let error, _, _) = Document.parse(Array(deep.utf8)) else {
      Issue.record("expected a failure")
      return
    }
    #expect(error.kind == .tooDeep)
  }
}
