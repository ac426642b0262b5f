import Frontmatter
import Specs
import TestSupport
import Testing

/// A project's own templates: placeholders are filled, every other byte stays.
@Suite struct UserTemplateTests {
  private func filled(
    _ template: String, _ draft: SpecDraft, in schema: Schema = .builtIn
  ) throws -> (text: String, rest: [String]) {
    let result = try UserTemplate(filling: Array(template.utf8), with: draft, in: schema)
    return (
      String(decoding: result.bytes, as: UTF8.self),
      result.leftovers.map { "\($0.line) \($0.placeholder)" }
    )
  }

  private static let task = """
    ---
    # Ours: {Task Title} goes below.
    id: TSK-{NNN}
    title: {Task Title}   # what it is
    status: pending  # {type}
    ticket_id: TKT-{NNN}
    estimate: S
    type: {type}
    created: {YYYY-MM-DD}
    tags: [ours,  "{feature}"]
    dependencies: {depends_on: [], blocks: []}
    ---

    # TSK-{NNN}: {Task Title}

    Feature {Feature Name} (`{feature-name}`, {FEATURE}), begun {date}.

    ```
    {type} {NNN}
    ```

    ## Acceptance Criteria

    - [ ] {Anything of ours}

    """

  @Test(arguments: ["\n", "\r\n"], Drafts.titles)
  func aTaskTemplateBecomesAValidTask(end: String, title: String) throws {
    var draft = try Drafts.draft(.task, title: title)
    draft.feature = try Feature("Mail Digest")
    let template = Self.task.replacing("\n", with: end)
    let (text, rest) = try filled(template, draft)
    #expect(rest == [])
    #expect(try Drafts.worse(["tasks/TSK-002.md": text]) == [])
    let document = try Drafts.document(text)
    let expected = try Drafts.document(Scaffold.spec(draft, in: .builtIn).text)
    let read = document["title"]?.value.scalar?.text.unicodeScalars
    #expect(
      read.map(Array.init)
        == (expected["title"]?.value.scalar?.text.unicodeScalars)
        .map(Array.init))
    #expect(LineEndings(document.bytes).isMixed == false)
    // Lines without placeholders, comments and code are what they were.
    let old = template.split(separator: end, omittingEmptySubsequences: false)
    let new = text.split(separator: end, omittingEmptySubsequences: false)
    #expect(old.count == new.count)
    for (old, new) in zip(old, new) where !old.contains("{") || old.hasPrefix("# Ours") {
      #expect(old == new)
    }
    #expect(new[3].hasSuffix("   # what it is"))
    #expect(new[2] == "id: TSK-002" && new[4] == "status: pending  # {type}")
    #expect(new[5] == "ticket_id: TKT-001" && new[7] == "type: implementation")
    #expect(new[8] == "created: 2026-01-15" && new[9] == "tags: [ours,  \"mail-digest\"]")
    #expect(new[10] == "dependencies: {depends_on: [], blocks: []}")
    #expect(new[15] == "Feature Mail Digest (`mail-digest`, MAIL-DIGEST), begun 2026-01-15.")
    #expect(new[18] == "{type} {NNN}" && new[23] == "- [ ] {Anything of ours}")
  }

  @Test(arguments: ["It's \"x\": #1, [y]", "plain", "\\n", "yes", "a, b", "a] b"])
  func aTitleIsEscapedAsItsPlaceInTheHeaderNeedsIt(title: String) throws {
    let template = """
      ---
      id: "TSK-{NNN}"
      title: "{Task Title}"
      author: 'by {Task Title}'
      phase: >-
        {Task Title}
      tags: [{Task Title}, '{Task Title}', "{Task Title}", x {Task Title}]
      condition:
        - {k: {Task Title}}
      ---

      """
    let (text, rest) = try filled(template, Drafts.draft(.task, title: title))
    #expect(rest == [])
    let document = try Drafts.document(text)
    #expect(document["id"]?.value.scalar?.text == "TSK-002")
    #expect(document["title"]?.value.scalar?.text == title)
    #expect(document["title"]?.value.scalar?.style == .doubleQuoted)
    #expect(document["author"]?.value.scalar?.text == "by \(title)")
    #expect(document["phase"]?.value.scalar?.text == title)
    let tags = document["tags"]?.value.scalars
    #expect(tags?.map(\.text) == [title, title, title, "x \(title)"])
    #expect(tags?.allSatisfy { $0.type == .string } == true)
    guard case .sequence(let items, _, _)? = document["condition"]?.value,
      case .mapping(let fields, _, _)? = items.first?.value
    else {
      Issue.record("no list of a mapping")
      return
    }
    #expect(fields.first?.value.scalar?.text == title)
  }

  @Test func whatCannotBeFilledStaysAndIsTold() throws {
    let template = """
      ---
      id: TKT-{NNN}
      title: {Ticket Title} ({Task Title})
      design_ref: designs/{feature-name}.md
      type: {type}
      requirements: [REQ-{FEATURE}-FUNC-001]
      # {description}
      ---

      # TKT-{NNN}: {Ticket Title}

      {description}

      - TSK-{NNN}: {Task 1 title}
      - TKT-{NNN} and {SCOPE}

      """
    let (text, rest) = try filled(template, Drafts.draft(.ticket, title: "A: b"))
    #expect(
      text == """
        ---
        id: TKT-002
        title: 'A: b ({Task Title})'
        design_ref: designs/{feature-name}.md
        type: {type}
        requirements: [REQ-{FEATURE}-FUNC-001]
        # {description}
        ---

        # TKT-002: A: b

        {description}

        - TSK-{NNN}: {Task 1 title}
        - TKT-002 and {SCOPE}

        """)
    #expect(
      rest == [
        "3 {Task Title}", "4 {feature-name}", "5 {type}", "6 {FEATURE}", "12 {description}",
        "14 {NNN}", "15 {SCOPE}",
      ])
  }

  /// The number that a template shows is an example, and so is its count of requirements.
  @Test func idsAreTheDraftsWhateverNumberTheTemplateShows() throws {
    var draft = try Drafts.draft(.requirement)
    draft.id = "REQ-MAIL-004"
    draft.headings = ["REQ-MAIL-FUNC-007"]
    let (text, rest) = try filled(
      """
      ---
      id: REQ-{FEATURE}-001
      title: {Feature Name} Requirements
      prd_ref: docs/prd-{feature-name}.md
      ---

      # {Feature Name} Requirements ({Requirement Title})

      ### REQ-{FEATURE}-FUNC-001: One
      ### REQ-{FEATURE}-FUNC-002: Two
      ### REQ-{FEATURE}-PERF-001: Fast
      ### REQ-{FEATURE}-FUNC-{NNN}: One

      """, draft)
    #expect(
      text == """
        ---
        id: REQ-MAIL-004
        title: Mail digest Requirements
        prd_ref: docs/prd-mail.md
        ---

        # Mail digest Requirements (Mail digest)

        ### REQ-MAIL-FUNC-007: One
        ### REQ-MAIL-FUNC-008: Two
        ### REQ-MAIL-PERF-001: Fast
        ### REQ-MAIL-FUNC-007: One

        """)
    #expect(rest == [])
    var prd = try Drafts.draft(.prd)
    prd.id = "PRD-MAIL-002"
    #expect(
      try filled("---\nid: PRD-{FEATURE}-001\n---\n", prd).text == "---\nid: PRD-MAIL-002\n---\n")
    #expect(
      try filled("---\nid: TSK-{SCOPE}-{NNN}\n---\n", Drafts.draft(.task)).text
        == "---\nid: TSK-002\n---\n")
  }

  @Test func aPathOfPlaceholdersIsThePathThatIsGiven() throws {
    var draft = try Drafts.draft(.ticket)
    draft.design = "designs/old: 2.md"
    let template =
      "---\ndesign_ref: designs/{feature-name}.md # where\nprd_ref: {feature}.md\n---\n"
    let (text, rest) = try filled(template, draft)
    #expect(text == "---\ndesign_ref: 'designs/old: 2.md' # where\nprd_ref: {feature}.md\n---\n")
    #expect(rest == ["3 {feature}"])
    draft.title = "a, b"
    draft.design = "designs/a, b.md"
    let inBraces = "---\n{title: {Ticket Title}, design_ref: designs/{feature-name}.md}\n---\n"
    #expect(
      try filled(inBraces, draft).text
        == "---\n{title: 'a, b', design_ref: 'designs/a, b.md'}\n---\n")
    let fixed = "---\ndesign_ref: designs/always.md\n---\n"
    #expect(try filled(fixed, draft).text == fixed)
  }

  @Test func aKindOfTheSettingsHasItsTemplateToo() throws {
    let schema = Own.schema("kinds: {epic: {folder: epics, prefix: EPC}}\n")
    let epic = KindName(rawValue: "epic")
    #expect(UserTemplate.path(of: epic) == "templates/epic.md")
    let (text, rest) = try filled(
      "---\nid: EPC-{NNN}\ntitle: {Feature Name}\n---\n\n# EPC-{NNN}\n",
      Drafts.draft(epic, title: "12"), in: schema)
    #expect(text == "---\nid: EPC-001\ntitle: '12'\n---\n\n# EPC-001\n")
    #expect(rest == [])
  }

  /// Broken headers, no headers, no text: placeholders are filled, and nothing else is touched.
  @Test(arguments: [
    "", "{NNN}", "---\n", "---\ntitle: {Task Title}\n", "---\nid: [TSK-{NNN}\n---\n{NNN}",
    "no header {NNN} {Task Title}", "---\n{Task Title}: {NNN}\n---\n", "{", "}{NNN",
    "\u{FEFF}---\nid: TSK-{NNN}\n---\n",
  ])
  func anythingCanBeATemplate(template: String) throws {
    let (text, rest) = try filled(template, Drafts.draft(.task, title: "T"))
    #expect(rest == [])
    let wanted = template.replacing("TSK-{NNN}", with: "TSK-002").replacing("{NNN}", with: "002")
    // A placeholder that is a key is no value.
    let isKey = template.hasPrefix("---\n{")
    #expect(
      text
        == (isKey
          ? template.replacing("{NNN}", with: "'002'")
          : wanted.replacing("{Task Title}", with: "T")))
  }

  @Test func bytesThatAreNoTextStay() throws {
    let template: [UInt8] =
      Array("---\nid: TSK-{NNN}\n---\n".utf8) + [0xFF, 0xC3, 0x0D, 0x7B, 0x80]
    let result = try UserTemplate(
      filling: template, with: Drafts.draft(.task), in: .builtIn)
    #expect(
      result.bytes == Array("---\nid: TSK-002\n---\n".utf8) + [0xFF, 0xC3, 0x0D, 0x7B, 0x80])
  }

  @Test(.timeLimit(.minutes(1)))
  func aTemplateOfNothingButPlaceholdersTakesNoLongTime() throws {
    let many = String(repeating: "{NNN}", count: 50_000)
    let template = "---\nid: TSK-{NNN}\ntags: [\(many)]\n---\n\(many)"
    let result = try UserTemplate(
      filling: Array(template.utf8), with: Drafts.draft(.task), in: .builtIn)
    #expect(result.leftovers == [])
    #expect(!result.bytes.contains(0x7B))
  }

  /// What is filled is what the rule would report, placeholder by placeholder.
  @Test(arguments: Placeholder.allCases)
  func theRuleAndTheTemplatesKnowTheSamePlaceholders(placeholder: Placeholder) throws {
    let text = Sample.task(title: "'x \(placeholder.rawValue)'")
    let found = try Bench(["tasks/TSK-001.md": text]).findings().filter { $0.code == "S011" }
    #expect(found.count == 2)
    var draft = try Drafts.draft(.task)
    draft.feature = try Feature("f")
    let result = try filled(text, draft)
    #expect((result.text == text) == !result.rest.isEmpty)
  }
}
