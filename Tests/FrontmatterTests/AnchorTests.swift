import Frontmatter
import Testing

/// Anchors and aliases: a scalar's alias is its text, at the alias's own place.
@Suite struct AnchorTests {
  private func document(_ text: String) throws -> Document {
    guard case .document(let document) = Document.parse(Array(text.utf8)) else {
      Issue.record("not a document: \(Document.parse(Array(text.utf8)))")
      throw CancellationError()
    }
    return document
  }

  private func plain(_ document: Document, _ name: String) -> Scalar? {
    if case .scalar(let scalar)? = document[name]?.value { scalar } else { nil }
  }

  @Test func anAliasOfAScalarIsItsTextAtItsOwnPlace() throws {
    let source = "---\na: &x TSK-001\nb: *x\nc: [*x, other]\n---\n"
    let document = try document(source)
    let scalar = try #require(plain(document, "b"))
    #expect(scalar.text == "TSK-001")
    #expect(document.text.string(scalar.range) == "*x")
    #expect(scalar.alias == "x" && !scalar.isPlainlyWritten)
    guard case .sequence(let items, _, _)? = document["c"]?.value,
      case .scalar(let first)? = items.first?.value
    else {
      Issue.record("no list")
      return
    }
    #expect(first.text == "TSK-001")
  }

  @Test(arguments: ["b: *nowhere", "b: *x\nx: &x later", "b: [1, *nowhere]"])
  func anAliasOfNothingAboveIsAnErrorAtItsPlace(yaml: String) throws {
    let parsed = Document.parse(Array("---\na: 1\n\(yaml)\n---\n".utf8))
    guard case .failed(let error, let text, _) = parsed else {
      Issue.record("expected a failure")
      return
    }
    #expect(error.kind == .syntax)
    #expect(text.string(error.range).hasPrefix("*"))
    #expect(text.position(at: error.range.lowerBound).line == 3)
  }

  @Test func anchorsAndTagsAreNotPlainlyWritten() throws {
    let document = try document("---\na: &x one\nb: !!str two\nc: three\n---\n")
    #expect(
      ["a", "b", "c"].map { plain(document, $0)?.isPlainlyWritten } == [false, false, true])
  }

  /// An anchor that is used again means the newer value.
  @Test func theLastAnchorAboveCounts() throws {
    let document = try document("---\na: &x one\nb: *x\nc: &x two\nd: *x\n---\n")
    #expect(plain(document, "b")?.text == "one")
    #expect(plain(document, "d")?.text == "two")
  }

  @Test func listsBehindAliasesAreNotExpanded() throws {
    let document = try document("---\na: &x [1, 2]\nb: *x\n---\n")
    guard case .alias(let name, _)? = document["b"]?.value else {
      Issue.record("expected an alias")
      return
    }
    #expect(name == "x")
  }

  @Test func strangeKeysAreNotPlainlyWritten() throws {
    for yaml in ["? a\n: 1", "{a: 1}", "&k a: 1", "!!str a: 1"] {
      #expect(try !document("---\n\(yaml)\n---\n").isPlainlyWritten, "\(yaml)")
    }
    for yaml in ["a: 1", "\"a\" : 1\nb:\n- c", "  a: 1\n  b: 2"] {
      #expect(try document("---\n\(yaml)\n---\n").isPlainlyWritten, "\(yaml)")
    }
  }
}
