import Frontmatter
import Specs
import TestSupport
import Testing

/// Tables with a project's settings applied.
enum Own {
  static func schema(_ settings: String) -> Schema {
    let parsed = Settings.parse(Array(settings.utf8), path: "config.yaml", root: ".omoi_os")
    #expect(parsed.findings.map(\.message) == [])
    return parsed.settings.applied(to: .builtIn)
  }
}

/// Drafts that have all that their kind needs, and files that they may refer to.
enum Drafts {
  static let today = Bench([:]).today ?? CalendarDate(secondsSince1970: 0)

  static let kinds: [KindName] = [.prd, .requirement, .design, .ticket, .task]

  static func draft(_ kind: KindName, title: String = "Mail digest") throws -> SpecDraft {
    let ids: [KindName: String] = [
      .prd: "PRD-MAIL-001", .requirement: "REQ-MAIL-001", .design: "DESIGN-MAIL-001",
      .ticket: "TKT-002", .task: "TSK-002",
    ]
    var draft = SpecDraft(kind, id: ids[kind] ?? "EPC-001", title: title, today: today)
    if [.prd, .requirement, .design].contains(kind) { draft.feature = try Feature("mail") }
    if kind == .requirement { draft.headings = ["REQ-MAIL-FUNC-001"] }
    if kind == .task { draft.ticket = "TKT-001" }
    return draft
  }

  static let others = [
    "tickets/TKT-001.md": Sample.ticket(),
    "designs/old.md": WorkflowDocumentTests.design.replacing("REQ-MAIL-001", with: "REQ-OLD-001")
      .replacing("DESIGN-MAIL", with: "DESIGN-OLD"),
    "requirements/old.md": WorkflowDocumentTests.requirements.replacing("REQ-MAIL", with: "REQ-OLD")
      .replacing("docs/prd-mail-digest.md", with: "docs/prd-old.md")
      .replacing("designs/mail-digest.md", with: "designs/old.md"),
    "docs/prd-old.md": WorkflowDocumentTests.prd.replacing("PRD-MAIL", with: "PRD-OLD"),
  ]

  /// Errors and warnings of a root; notes do not make a spec invalid.
  static func worse(
    _ files: [String: String], with others: [String: String] = others
  ) throws -> [String] {
    try Bench(others.merging(files) { $1 }).findings().filter { $0.severity > .note }
      .map { "\($0.code) \($0.path): \($0.message)" }
  }

  static func document(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Document {
    let bytes = Array(text.utf8)
    guard case .document(let document) = Document.parse(bytes) else {
      Issue.record("no header is read", sourceLocation: sourceLocation)
      throw Unread()
    }
    #expect(document.bytes == bytes, sourceLocation: sourceLocation)
    return document
  }

  struct Unread: Error {}

  /// Titles that YAML, Markdown or a rule may take for something else.
  static let titles = [
    "Mail digest", "Say \"hello\"", "It's Ann's", "key: value", "a:b", "ends with:", "C #", "#",
    "# heading", "## x ##", "issue #12", "tag # comment", "-", "- item", "-x", "--- ", "...", "yes",
    "No", "null", "~", "true", "on", "12", "1e3", "12:30", "0x1F", "1_000", "2026-01-01", "🎉 party",
    "👩‍👩‍👧", "C:\\temp\\new", "\\", "a\\#", "Serve /users/{id}", "{ braces }", "{}", "[x] done",
    "[link](x)", "a, b and c", "שלום עולם", "مرحبا: #1", "a\u{200F}b", "  trailing  ",
    "\ttab\tbed\t",
    "@home", "`code`", "``` fence", "%percent", "&anchor", "*bold*", "!tag", "| pipe |", "> quote",
    "? question", "=", "<<", "<!-- git-spec: ignore all -->", "<b>html</b>", "it'\u{301}s",
    "\u{301}mark", "a\u{81}b", "\u{FEFF}bom", "x\u{FFFE}", "a\u{2028}b", "a\u{85}b", "日本語の題名",
    "<<<<<<< ours", "=======", ">>>>>>> theirs", "TODO", "100%", "\u{A0}nbsp\u{A0}", "a;b", "$x",
    "Requirements", "Login Design", "PRD", "'", "''", "\"", "😀: 'x' \"y\" #z, [w]",
    String(repeating: "a", count: 200), String(repeating: "é: ", count: 66) + "é",
    String(repeating: "👩‍👩‍👧", count: 200),
  ]
}
