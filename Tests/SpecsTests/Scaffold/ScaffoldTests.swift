import Frontmatter
import Specs
import TestSupport
import Testing

/// New specs are valid at once, whatever their title, and look like the document's templates.
@Suite struct ScaffoldTests {
  @Test(arguments: Drafts.kinds, Drafts.titles)
  func aNewSpecHasNoErrorAndNoWarning(kind: KindName, title: String) throws {
    let draft = try Drafts.draft(kind, title: title)
    let new = try Scaffold.spec(draft, in: .builtIn)
    #expect(new.text.utf8.allSatisfy { $0 != 0x0D })
    #expect(try Drafts.worse([new.path: new.text]) == [])
    let document = try Drafts.document(new.text)
    let read = try #require(document["title"]?.value.scalar)
    #expect(read.type == .string && read.style != .literal)
    // The words that the templates put behind a title follow it.
    let visible = title.unicodeScalars.filter {
      $0.value < 0x80 && $0.value > 0x20 && $0 != "\u{7F}"
    }
    #expect(
      read.text.unicodeScalars.filter { $0.value < 0x80 && $0.value > 0x20 }
        .starts(with: visible))
    #expect(document["id"]?.value.scalar?.text == new.id)
  }

  @Test func everyTitleIsHeldByTheHeaderAsItIs() throws {
    for title in Drafts.titles where !title.unicodeScalars.contains(where: Self.isChanged) {
      let new = try Scaffold.spec(Drafts.draft(.task, title: title), in: .builtIn)
      let read = try Drafts.document(new.text)["title"]?.value.scalar?.text
      let wanted = title.trimmingBlanks
      #expect(read.map { Array($0.unicodeScalars) } == Array(wanted.unicodeScalars))
    }
  }

  private static func isChanged(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar.value == 0x2028
      || scalar.value == 0xFEFF || scalar.value == 0xFFFE
  }

  @Test(arguments: [
    ("Add a, b [c]", "title: Add a, b [c]"), ("It's", "title: It's"), ("a:b", "title: a:b"),
    ("-x", "title: -x"), ("a #b", "title: 'a #b'"), ("yes", "title: 'yes'"),
    ("1e3", "title: '1e3'"), ("2026-01-01", "title: '2026-01-01'"), ("a: b", "title: 'a: b'"),
    ("It's: x", "title: 'It''s: x'"), ("C:\\new", "title: C:\\new"),
    ("two\nlines\r\nor\tmore", "title: two lines or more"), ("\u{202E}turned", "title: turned"),
    ("\u{FEFF}b\u{FFFF}om", "title: bom"),
  ])
  func aTitleIsQuotedOnlyWhereItHasToBe(title: String, line: String) throws {
    let text = try Scaffold.spec(Drafts.draft(.task, title: title), in: .builtIn).text
    #expect(text.split(separator: "\n").map(String.init).contains(line))
  }

  @Test(arguments: [("C #", "# TSK-002: C \\#"), ("C#", "# TSK-002: C#"), ("#", "# TSK-002: \\#")])
  func aHashAtTheEndOfAHeadingIsKept(title: String, line: String) throws {
    let text = try Scaffold.spec(Drafts.draft(.task, title: title), in: .builtIn).text
    #expect(text.split(separator: "\n").map(String.init).contains(line))
  }

  @Test(arguments: Drafts.kinds)
  func aTitleThatSaysNothingIsRefused(kind: KindName) throws {
    for (title, error) in [
      ("", ScaffoldError.emptyText(field: "title")), (" \n\t ", .emptyText(field: "title")),
      ("\u{200B}\u{2060}", .emptyText(field: "title")),
      ("Do {NNN}", .placeholder("{NNN}", field: "title")),
      ("{Task Title}", .placeholder("{Task Title}", field: "title")),
      (String(repeating: "a", count: 201), .longTitle(count: 201, limit: 200)),
    ] {
      #expect(throws: error) {
        try Scaffold.spec(Drafts.draft(kind, title: title), in: .builtIn)
      }
    }
  }

  // MARK: The document's form

  @Test(
    arguments: [
      (.prd, ["id", "title", "feature", "created", "updated", "status", "author"]),
      (
        .requirement,
        [
          "id", "title", "feature", "created", "updated", "status", "category", "priority",
          "prd_ref", "design_ref",
        ]
      ),
      (.design, ["id", "title", "feature", "created", "updated", "status", "requirements"]),
      (
        .ticket,
        [
          "id", "title", "status", "priority", "estimate", "design_ref", "requirements",
          "dependencies",
        ]
      ),
      (
        .task,
        [
          "id", "title", "status", "ticket_id", "estimate", "type", "dependencies", "requirements",
        ]
      ),
    ] as [(KindName, [String])])
  func theFieldsAreTheTemplatesInItsOrder(kind: KindName, fields: [String]) throws {
    var draft = try Drafts.draft(kind)
    draft.prd = "docs/prd-old.md"
    draft.design = "designs/old.md"
    draft.requirements = ["REQ-OLD-001", "REQ-OLD-FUNC-001"]
    let new = try Scaffold.spec(draft, in: .builtIn)
    #expect(try Drafts.document(new.text).fields.map(\.key.text) == fields)
    #expect(try Drafts.worse([new.path: new.text]) == [])
    #expect(
      new.text.contains("requirements:\n  - REQ-OLD-001\n  - REQ-OLD-FUNC-001\n")
        == fields.contains("requirements"))
    // Without what they would refer to the fields of references are left out, or empty where the
    // template has them.
    let bare = try Scaffold.spec(Drafts.draft(kind), in: .builtIn)
    let left = fields.filter { !$0.hasSuffix("_ref") && (kind != .task || $0 != "requirements") }
    #expect(try Drafts.document(bare.text).fields.map(\.key.text) == left)
    #expect(bare.text.contains("requirements: []\n") == left.contains("requirements"))
  }

  @Test(
    arguments: [
      (
        .prd,
        """
        # Mail digest
        ## Executive Summary
        ## Problem Statement
        ### Current State
        ### Desired State
        ### Impact of Not Building
        ## Goals & Success Metrics
        ### Primary Goals
        ### Success Metrics
        ## User Stories
        ### Primary User: User
        ## Scope
        ### In Scope
        ### Out of Scope
        ### Future Considerations
        ## Constraints
        ### Technical Constraints
        ### Business Constraints
        ## Risks & Mitigations
        ## Dependencies
        ## Open Questions
        """
      ),
      (
        .requirement,
        """
        # Mail digest Requirements
        ## Overview
        ## Functional Requirements
        ### REQ-MAIL-FUNC-001: Mail digest
        ## Non-Functional Requirements
        ## Traceability
        """
      ),
      (
        .design,
        """
        # Mail digest Design
        ## Overview
        ## Architecture
        ### System Context
        ### Component Diagram
        ## Data Model
        ### Database Schema
        ### Pydantic Models
        ## API Specification
        ### Endpoints
        ### Request/Response Examples
        #### POST /api/v1/records
        ## Implementation Details
        ### Algorithm/Logic
        ### State Machine (if applicable)
        ## Integration Points
        ## Configuration
        ## Testing Strategy
        ### Unit Tests
        ### Integration Tests
        ### E2E Tests
        ## Security Considerations
        ## Performance Considerations
        ## Open Questions
        """
      ),
      (
        .ticket,
        """
        # TKT-002: Mail digest
        ## Description
        ## Acceptance Criteria
        ## Technical Notes
        ## Tasks
        ## Dependencies
        ## Estimate
        """
      ),
      (
        .task,
        """
        # TSK-002: Mail digest
        ## Objective
        ## Context
        ## Deliverables
        ## Implementation Notes
        ## Acceptance Criteria
        ## Dependencies
        ## Estimate
        """
      ),
    ] as [(KindName, String)])
  func theHeadingsAreTheTemplatesInItsOrder(kind: KindName, headings: String) throws {
    let document = try Drafts.document(Scaffold.spec(Drafts.draft(kind), in: .builtIn).text)
    let body = Body(document.text, from: document.body.lowerBound)
    #expect(
      body.headings.map { String(repeating: "#", count: $0.level) + " " + $0.text }
        == headings.split(separator: "\n").map(String.init))
    #expect(document.text.bytes.last == 0x0A && body.fences.allSatisfy { $0.count > 8 })
  }

  /// The lists above are the document's own: its templates, filled, have the same fields and headings.
  @Test(.enabled(if: Shared.has(WorkflowDocumentTests.path), "the folder ../shared is not there"))
  func theDocumentItselfHasTheseFieldsAndHeadings() throws {
    let blocks = try WorkflowDocumentTests().blocks().filter {
      $0.contains("\n# ") && ($0.contains("{NNN}") || $0.contains("{FEATURE}"))
    }
    #expect(blocks.count == Drafts.kinds.count)
    for (kind, block) in zip(Drafts.kinds, blocks) {
      var draft = try Drafts.draft(kind)
      draft.prd = "docs/prd-old.md"
      draft.design = "designs/old.md"
      draft.headings = [
        "REQ-MAIL-FUNC-001", "REQ-MAIL-FUNC-002", "REQ-MAIL-PERF-001", "REQ-MAIL-SEC-001",
      ]
      let template = try UserTemplate(filling: Array(block.utf8), with: draft, in: .builtIn)
      let theirs = try Drafts.document(String(decoding: template.bytes, as: UTF8.self))
      let ours = try Drafts.document(Scaffold.spec(draft, in: .builtIn).text)
      #expect(theirs.fields.map(\.key.text) == ours.fields.map(\.key.text))
      for field in theirs.fields where !["requirements", "author"].contains(field.key.text) {
        #expect(field.value.scalar?.text == ours[field.key.text]?.value.scalar?.text)
      }
      func headings(_ document: Document) -> [Body.Heading] {
        Body(document.text, from: document.body.lowerBound).headings
      }
      #expect(headings(theirs).map(\.level) == headings(ours).map(\.level), "\(kind)")
      for (their, our) in zip(headings(theirs), headings(ours)) {
        // What stands in braces is the author's to say.
        let known = their.text.prefix { $0 != "{" }
        #expect(our.text.hasPrefix(known), "\(kind)")
      }
    }
  }

  /// Boxes, tables and code of the templates, block by block.
  @Test(
    arguments: [
      (.prd, 3, 2, 0), (.requirement, 2, 1, 0), (.design, 8, 4, 8), (.ticket, 5, 0, 0),
      (.task, 6, 0, 1),
    ] as [(KindName, Int, Int, Int)])
  func theListsAndTablesAreThere(kind: KindName, boxes: Int, tables: Int, fences: Int) throws {
    let text = try Scaffold.spec(Drafts.draft(kind), in: .builtIn).text
    let body = Body(SourceText(Array(text.utf8)), from: 0)
    #expect(body.checkboxes.count == boxes && body.checkboxes.allSatisfy { !$0.isChecked })
    #expect(text.split(separator: "\n").count { $0.hasPrefix("|--") } == tables)
    #expect(body.fences.count == fences)
    #expect(!text.contains("\n\n\n"))
  }

  /// A new spec has the notes that a fresh one must have, and no others.
  @Test(
    arguments: [
      (.prd, []), (.requirement, ["S408"]), (.design, []), (.ticket, []), (.task, []),
    ] as [(KindName, [String])])
  func theNotesOfANewSpec(kind: KindName, codes: [String]) throws {
    let new = try Scaffold.spec(Drafts.draft(kind), in: .builtIn)
    let found = try Bench(["tickets/TKT-001.md": Sample.ticket(), new.path: new.text]).findings()
    #expect(found.filter { $0.path.hasSuffix(new.path) }.map(\.code) == codes)
  }
}
