import Specs
import Testing

/// What two versions of a spec differ in, told from their texts alone.
@Suite struct SpecDifferenceTests {
  private func part(
    _ text: String, _ id: String = "TSK-001", _ path: String = "tasks/TSK-001.md",
    settings: Settings = Settings()
  ) throws -> SpecPart {
    let schema = settings.applied(to: .builtIn)
    let kind = try #require(schema.kind(ofPath: path))
    let file = SpecFile(
      path: ".omoi_os/" + path, root: ".omoi_os", kind: kind, content: .bytes(Array(text.utf8)))
    return SpecPart(id, in: Spec(file, schema: try #require(schema[kind])))
  }

  private func difference(
    _ old: String, _ new: String, settings: Settings = Settings()
  ) throws -> SpecDifference {
    try part(new, settings: settings)
      .difference(from: part(old, settings: settings), settings: settings)
  }

  /// The fields that differ between two headers, a line each.
  private func fields(_ old: String, _ new: String) throws -> [String] {
    try Self.told(difference("---\n\(old)\n---\n", "---\n\(new)\n---\n").fields)
  }

  private static func told(_ fields: [FieldChange]) -> [String] {
    fields.map { field in
      if field.isList {
        let entries = field.added.map { "+" + $0 } + field.removed.map { "-" + $0 }
        return "\(field.name): \(entries.joined(separator: " "))"
      }
      return "\(field.name): \(field.old ?? "nil") > \(field.new ?? "nil")"
    }
  }

  @Test func valuesAreUnderTheSchemasNames() throws {
    #expect(
      try fields("status: pending", "status: in_progress") == ["status: pending > in_progress"])
    #expect(try fields("ticket: TKT-1", "ticket_id: TKT-2") == ["ticket_id: TKT-1 > TKT-2"])
    #expect(
      try fields("depends_on: [A]", "dependencies:\n  depends_on: [A, B]")
        == ["dependencies.depends_on: +B"])
    #expect(try fields("ticket: TKT-1", "parent-ticket: TKT-1") == [])
    #expect(try fields("own: 1", "own: 2") == ["own: 1 > 2"])
  }

  @Test func anotherSpellingOfAValueIsShownAsWritten() throws {
    #expect(try fields("status: open", "status: backlog") == ["status: open > backlog"])
  }

  @Test func whatIsAddedAndRemoved() throws {
    #expect(try fields("id: A", "id: A\nassignee: ann") == ["assignee: nil > ann"])
    #expect(try fields("assignee: ann\nid: A", "id: A") == ["assignee: ann > nil"])
    #expect(try fields("id: A", "id: A\ntags: [x, y]") == ["tags: +x +y"])
    #expect(try fields("tags: [x, y]\nid: A", "id: A") == ["tags: -x -y"])
  }

  @Test(arguments: [
    ("tags: [x, y]", "tags:\n  - x\n  - \"y\""), ("title: A b", "title: >-\n  A\n  b"),
    ("title: 'A'", "title: \"A\" # note"), ("created: 2026-01-01", "created: \"2026-01-01\""),
    ("id: A\nstatus: x", "status: x\nid: A"), ("tags: x", "tags: [x]"), ("tags: []", "id:"),
    ("assignee:", "id:"), ("tags: [x, y]", "tags: [y, x]"), ("own: {a: 1}", "own:\n  a: 1"),
    ("estimate: 2", "estimate: \"2\""), ("own: yes", "own: true"),
  ])
  func formIsNoChange(old: String, new: String) throws {
    #expect(try fields(old, new) == [])
    #expect(try fields(new, old) == [])
  }

  @Test func valuesThatReadTheSameAndMeanAnother() throws {
    #expect(try fields("own: 2", "own: \"2\"") == ["own: 2 > \"2\""])
  }

  @Test func listsAndMappingsOfTheProjectsOwn() throws {
    #expect(try fields("own: [a, b, a]", "own: [a, b]") == ["own: -a"])
    let reordered = try difference("---\nown: [a, b]\n---\n", "---\nown: [b, a]\n---\n").fields
    #expect(reordered == [FieldChange("own", added: [], removed: [])])
    #expect(
      try fields("own: {a: {b: 1}, c: 2}", "own: {a: {b: 3}}")
        == ["own.a.b: 1 > 3", "own.c: 2 > nil"])
    #expect(
      try fields("own: [{a: 1}]", "own:\n  - a: 1\n  - a: 2\n    b: x") == ["own: +{a: 2, b: x}"])
    #expect(try fields("own: x", "own: [x, y]") == ["own: x > [x, y]"])
  }

  /// The settings say which lists have no order.
  @Test func setsOfTheSettings() throws {
    var settings = Settings()
    settings.merge["own"] = .set
    let found = try difference(
      "---\nown: [a, b]\n---\n", "---\nown: [b, a]\n---\n", settings: settings)
    #expect(found.isEmpty)
  }

  // MARK: Bodies

  private func body(_ old: String, _ new: String) throws -> SpecDifference {
    let header = "---\nid: TSK-001\ntitle: Parse\n---\n"
    return try difference(header + old, header + new)
  }

  @Test func boxesAreTickedAndUnticked() throws {
    let found = try body(
      "## Done When\n- [ ] Tests pass\n- [X] Docs\n- [x] Same\n",
      "## Done When\n- [x] Tests pass\n- [ ] Docs\n- [X] Same\n")
    #expect(
      found.boxes == [
        BoxChange("Tests pass", isChecked: true), BoxChange("Docs", isChecked: false),
      ])
    #expect(found.body.isZero && found.fields == [])
  }

  /// Boxes of one text are told apart by their headings, and by their order.
  @Test func boxesOfOneText() throws {
    let old = "## A\n- [ ] Tests\n## B\n- [ ] Tests\n- [ ] Tests\n"
    let new = "## A\n- [ ] Tests\n## B\n- [ ] Tests\n- [x] Tests\n"
    #expect(try body(old, new).boxes == [BoxChange("Tests", isChecked: true)])
    let moved = try body("## A\n- [ ] Tests\n## B\n", "## A\n## B\n- [x] Tests\n")
    #expect(moved.boxes == [BoxChange("Tests", isChecked: true)])
    #expect(moved.body == LineCount(added: 1, removed: 1))
  }

  @Test func aNewBoxIsALine() throws {
    let found = try body("- [ ] A\n", "- [ ] A\n- [x] B\n")
    #expect(found.boxes == [] && found.body == LineCount(added: 1, removed: 0))
  }

  @Test func linesOfTheRest() throws {
    #expect(try body("a\nb\nc\n", "a\nx\ny\nc\n").body == LineCount(added: 2, removed: 1))
    #expect(try body("a\nb\n", "b\na\n").body == LineCount(added: 1, removed: 1))
    #expect(try body("", "a\n").body == LineCount(added: 1, removed: 0))
  }

  @Test(arguments: [
    ("a\nb\n", "a\r\nb"), ("a\n", "\n\na  \n\n"), ("\n# Parse\n\na\n", "# TSK-001: Parse\n\na\n"),
  ])
  func formOfABody(old: String, new: String) throws {
    #expect(try body(old, new).isEmpty)
    #expect(try body(new, old).isEmpty)
  }

  /// A heading that says the title anew does not count beside the title itself.
  @Test func theTitlesHeadingIsNoLine() throws {
    let found = try difference(
      "---\nid: TSK-001\ntitle: A\n---\n# TSK-001: A\n",
      "---\nid: TSK-001\ntitle: B\n---\n# TSK-001: B\n")
    #expect(Self.told(found.fields) == ["title: A > B"] && found.body.isZero)
  }

  @Test func manyLinesAreCountedWithoutOrder() throws {
    let lines = (0..<7000).map { "line \($0)" }
    let found = try body(
      lines.joined(separator: "\n"), lines.reversed().joined(separator: "\n") + "\nmore")
    #expect(found.body == LineCount(added: 1, removed: 0))
  }

  // MARK: Headers that cannot be read

  @Test func aBrokenHeaderIsTold() throws {
    let good = try part("---\nid: TSK-001\nstatus: done\n---\na\n")
    let bad = try part("---\nid: TSK-001\nstatus: [\n---\na\nb\n")
    #expect(good.trouble == nil && bad.trouble == "frontmatter could not be read")
    #expect(try part("no header\n").trouble == "frontmatter could not be read")
    #expect(bad.id == "TSK-001")
    let found = bad.difference(from: good)
    #expect(found.fields == [] && found.body == LineCount(added: 1, removed: 0))
  }

  // MARK: Requirements under headings

  private static let header = "---\nid: REQ-A-001\ntitle: All\n---\n"

  private func requirement(_ text: String) throws -> SpecPart {
    try part(
      Self.header + "# All\n\n" + text + "\n### REQ-A-FUNC-002: Other\n\nText.\n",
      "REQ-A-FUNC-001", "requirements/a.md")
  }

  private let sentence = """
    ### REQ-A-FUNC-001: Search

    **WHEN** a user asks,
    **THE SYSTEM SHALL** answer.

    **Priority**: HIGH

    Because.

    **Acceptance Criteria**:
    - [ ] Answers
    - [ ] Is fast

    """

  @Test(arguments: [
    ("Search", "Find", ["title: Search > Find"]),
    ("asks", "asks twice", ["condition: WHEN a user asks > WHEN a user asks twice"]),
    ("answer", "cry", ["action: THE SYSTEM SHALL answer. > THE SYSTEM SHALL cry."]),
    ("HIGH", "LOW", ["priority: HIGH > LOW"]),
    ("**Priority**: HIGH\n", "", ["priority: HIGH > nil"]),
    ("- [ ] Is fast", "- [ ] Is small", ["criteria: +Is small -Is fast"]),
    ("- [ ] Is fast\n", "", ["criteria: -Is fast"]),
    ("Because", "For once", []), ("answer.\n", "answer.  \n", []),
  ])
  func partsOfARequirement(from: String, to: String, expected: [String]) throws {
    let old = try requirement(sentence)
    let new = try requirement(sentence.replacing(from, with: to))
    let found = new.difference(from: old)
    #expect(Self.told(found.fields) == expected)
    let isText = from == "Because"
    #expect(found.body == LineCount(added: isText ? 1 : 0, removed: isText ? 1 : 0))
    #expect(!new.isSame(as: old))
    #expect(found.isEmpty == from.hasPrefix("answer.\n"))
  }

  @Test func criteriaOfARequirementAreTicked() throws {
    let found = try requirement(sentence.replacing("[ ] Answers", with: "[x] Answers"))
      .difference(from: requirement(sentence))
    #expect(found.boxes == [BoxChange("Answers", isChecked: true)])
    #expect(found.fields == [] && found.body.isZero)
  }

  @Test func aSectionHasNothingToDoWithItsFile() throws {
    let old = try requirement(sentence)
    let new = try part(
      Self.header.replacing("All", with: "Every") + "Intro.\n\n## More\n" + sentence
        + "\n### REQ-A-FUNC-002: Else\n\nOther.\n", "REQ-A-FUNC-001", "requirements/a.md")
    #expect(new.difference(from: old).isEmpty && new.isSame(as: old))
    #expect(new.title == "Search" && new.kind == .requirement && new.id == "REQ-A-FUNC-001")
  }

  @Test func theFileOfRequirementsIsASpecOfItsOwn() throws {
    let whole = try part(Self.header + sentence, "REQ-A-001", "requirements/a.md")
    #expect(whole.section == nil && whole.title == "All")
  }
}
