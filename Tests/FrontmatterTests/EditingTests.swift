import Frontmatter
import Testing

@Suite struct EditingTests {
  private static let texts = [
    "plain", "a: b", "# hash", "", "no", "it's", "\"q\"", "line\nline", "[x", "ü☂", "- x", "12",
    " blank ", "tab\there", "*star", "@at", "a, b", "trailing:", "\u{85}", "\u{FEFF}", "null", "=",
  ]

  @Test(arguments: 0..<20)
  func anotherValueIsReadBackAndNothingElseChanges(part: Int) throws {
    for seed in part * 12..<(part + 1) * 12 {
      guard let document = readDocument(Sketch(seed: seed).bytes) else { continue }
      let start = seed % Self.texts.count
      EditLaws.ofScalars(
        document, with: [Self.texts[start], Self.texts[(start + 7) % Self.texts.count]])
    }
  }

  @Test(arguments: 0..<20)
  func fieldsAndItemsComeAndGoAlone(part: Int) throws {
    for seed in part * 20..<(part + 1) * 20 {
      guard let document = readDocument(Sketch(seed: seed).bytes) else { continue }
      EditLaws.ofFields(document)
    }
  }

  @Test(arguments: EditingTests.texts)
  func everyTextIsReadBackInEveryStyle(text: String) throws {
    for old in [
      "old", "'old'", "\"old\"", "|\n  old", ">-\n  old\n\n", "", "{x: [old]}", "\n- old",
    ] {
      let document = try #require(readDocument(Array("---\na: 1\nb: \(old)\nc: 3\n---\n".utf8)))
      EditLaws.ofScalars(document, with: [text])
    }
  }

  private func after(_ header: String, _ edit: (Document) -> Edit?) throws -> String {
    let document = try #require(readDocument(Array("---\n\(header)---\n".utf8)))
    let edit = try #require(edit(document))
    let text = String(decoding: try Edit.apply([edit], to: document.bytes), as: UTF8.self)
    return String(text.dropFirst(4).dropLast(4))
  }

  @Test func quotesAreKeptAndAddedWhereNeeded() throws {
    func replaced(_ old: String, _ text: String) throws -> String {
      try after("a: \(old)\n") { document in
        document["a"]?.value.scalars(at: []).first.map { document.replacing($0.scalar, with: text) }
      }
    }
    #expect(try replaced("old", "new") == "a: new\n")
    #expect(try replaced("'old'", "it's") == "a: 'it''s'\n")
    #expect(try replaced("\"old\"", "new") == "a: \"new\"\n")
    #expect(try replaced("old # why", "a: b") == "a: 'a: b' # why\n")
    #expect(try replaced("old", "a\nb") == "a: \"a\\nb\"\n")
  }

  @Test func anEmptyValueGetsABlank() throws {
    #expect(
      try after("a:\nb: 1\n") { $0.replacing(valueOf: $0.fields[0], with: "x") } == "a: x\nb: 1\n")
    #expect(
      try after("a: # why\n") { $0.replacing(valueOf: $0.fields[0], with: "x") } == "a: x # why\n")
  }

  /// `{Task Title}` is a key without a colon.
  @Test func aKeyWithoutColonInBracesGetsOneWithItsValue() throws {
    let text = try after("title: {Task Title}\n") { document in
      guard case .mapping(let inner, _, _)? = document["title"]?.value,
        let scalar = inner[0].value.scalars(at: []).first?.scalar
      else { return nil }
      return document.replacing(scalar, with: "a")
    }
    #expect(text == "title: {Task Title: a}\n")
    #expect(
      try after("{Task Title}\n") { $0.replacing(valueOf: $0.fields[0], with: "a") }
        == "{Task Title: a}\n")
  }

  @Test func aFieldGoesWithItsCommentsAndLeavesThoseOfOthers() throws {
    let header = "# file\n\n# of a\na: 1 # here\n\n# of b\nb: 2\n"
    #expect(try after(header) { $0.removing($0.fields[0]) } == "# file\n\n# of b\nb: 2\n")
    #expect(try after(header) { $0.removing($0.fields[1]) } == "# file\n\n# of a\na: 1 # here\n\n")
  }

  @Test(arguments: [
    ("{a: 1, b: 2, c: 3}", 0, "{b: 2, c: 3}"), ("{a: 1, b: 2, c: 3}", 1, "{a: 1, c: 3}"),
    ("{a: 1, b: 2, c: 3}", 2, "{a: 1, b: 2}"), ("{a: 1}", 0, "{}"), ("{a: 1,}", 0, "{}"),
    ("{ a: [x, y] , b: 2 }", 0, "{ b: 2 }"),
  ])
  func aFieldInBracesGoesWithItsComma(header: String, index: Int, expected: String) throws {
    #expect(try after(header + "\n") { $0.removing($0.fields[index]) } == expected + "\n")
    #expect(
      try after("m: \(header)\n") { document in
        guard case .mapping(let inner, _, _)? = document["m"]?.value else { return nil }
        return document.removing(inner[index])
      } == "m: \(expected)\n")
  }

  @Test(arguments: [
    ("[a, b, c]", 0, "[b, c]"), ("[a, b, c]", 1, "[a, c]"), ("[a, b, c]", 2, "[a, b]"),
    ("[a]", 0, "[]"), ("[a,]", 0, "[]"), ("[ a , ]", 0, "[ ]"), ("[a, b,]", 1, "[a,]"),
    ("[a, # why\n b]", 1, "[a]"),
  ])
  func anItemInBracketsGoesWithItsComma(list: String, index: Int, expected: String) throws {
    #expect(
      try after("l: \(list)\n") { document in
        guard case .sequence(let items, let style, _)? = document["l"]?.value else { return nil }
        return document.removing(itemAt: index, of: items, style: style)
      } == "l: \(expected)\n")
  }

  @Test func nothingIsInsertedInBraces() throws {
    let document = try #require(readDocument(Array("---\n{a: 1}\n---\n".utf8)))
    #expect(document.inserting(key: "b", yaml: "2") == nil)
  }

  @Test func insertedLinesAreIndentedAndEndAsTheOthers() throws {
    let document = try #require(readDocument(Array("---\r\n  a: 1\r\n---\r\n".utf8)))
    let edit = try #require(document.inserting(key: "b", yaml: "2"))
    #expect(String(decoding: edit.replacement, as: UTF8.self) == "  b: 2\r\n")
  }

  /// An alias needs the anchor that it names.
  @Test func anAnchorStaysWhenItsValueIsReplaced() throws {
    let text = try after("a: &x old\nb: *x\n") { document in
      document["a"]?.value.scalars(at: []).first.map { document.replacing($0.scalar, with: "new") }
    }
    #expect(text == "a: &x new\nb: *x\n")
  }

  @Test func editsAreAppliedTogetherInAnyOrder() throws {
    let bytes = Array("abcdef".utf8)
    let edits = [Edit(4..<5, with: "E"), Edit(0..<1, with: ""), Edit(2..<2, with: "+")]
    for order in [edits, edits.reversed(), [edits[1], edits[0], edits[2]]] {
      #expect(String(decoding: try Edit.apply(order, to: bytes), as: UTF8.self) == "b+cdEf")
    }
  }

  @Test func editsThatWantTheSameBytesAreRefused() {
    let bytes = Array("abcdef".utf8)
    for pair in [
      [Edit(0..<3, with: ""), Edit(2..<4, with: "")],
      [Edit(1..<2, with: "x"), Edit(1..<2, with: "y")],
      [Edit(3..<3, with: "x"), Edit(3..<3, with: "y")],
    ] {
      #expect(throws: Edit.Overlap.self) { try Edit.apply(pair, to: bytes) }
    }
  }
}
