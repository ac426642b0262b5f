internal import Frontmatter

/// What a new spec is to say; what is left out gets the template's default.
package struct SpecDraft: Sendable {
  package var kind: KindName
  package var id: String
  package var title: String
  /// Written as `created` and `updated`.
  package var today: CalendarDate
  package var feature: Feature?
  package var author: String?
  package var status: String?
  package var priority: String?
  package var estimate: String?
  package var type: String?
  /// ID of the ticket that a task belongs to.
  package var ticket: String?
  /// Paths below the root of specs that exist, or are made in the same step.
  package var prd: String?
  package var design: String?
  /// IDs that exist, or are made in the same step.
  package var requirements: [String] = []
  /// IDs of the requirement headings that a requirement file begins with: `REQ-LOGIN-FUNC-001`.
  package var headings: [String] = []

  package init(_ kind: KindName, id: String, title: String, today: CalendarDate) {
    self.kind = kind
    self.id = id
    self.title = title
    self.today = today
  }
}

/// A draft held against the table: every value is one that its field may have.
struct DraftValues {
  let draft: SpecDraft
  let schema: KindSchema
  /// In one line.
  let title: String
  let author: String?
  let status: String
  /// Nil where the kind has no such field, or nothing was given and the kind asks for nothing.
  let priority: String?
  let estimate: String?
  let type: String?
  let category: String?

  init(_ draft: SpecDraft, in table: Schema) throws(ScaffoldError) {
    guard let schema = table[draft.kind] else {
      throw .unknownKind(draft.kind.rawValue, known: table.kinds.map(\.name.rawValue))
    }
    self.draft = draft
    self.schema = schema
    title = try Self.line(draft.title, "title")
    if title.count > TitleAndEstimate.titleLimit {
      throw .longTitle(count: title.count, limit: TitleAndEstimate.titleLimit)
    }
    author = try draft.author.map { text throws(ScaffoldError) in try Self.line(text, "author") }
    let first = schema.workflow.first ?? "draft"
    status = try Self.value("status", draft.status, or: first, schema) ?? first
    priority = try Self.value("priority", draft.priority, or: "HIGH", schema)
    let size = draft.kind == .task ? "S" : "M"
    estimate = try Self.value("estimate", draft.estimate, or: size, schema)
    type = try Self.value("type", draft.type, or: "implementation", schema)
    category = try Self.value("category", nil, or: "functional", schema)
  }

  /// A text fit for one line; what would count as empty or not filled in is refused.
  private static func line(_ text: String, _ field: String) throws(ScaffoldError) -> String {
    let line = OneLine.of(text)
    guard OneLine.isVisible(line) else { throw .emptyText(field: field) }
    let bytes = Array(line.utf8)
    if let place = Placeholder.places(in: 0..<bytes.count, of: bytes).first {
      throw .placeholder(place.placeholder.rawValue, field: field)
    }
    return line
  }

  /// A given value in the spelling of the table, else the default of a field that the kind requires.
  private static func value(
    _ field: String, _ given: String?, or usual: String, _ schema: KindSchema
  ) throws(ScaffoldError) -> String? {
    guard let row = schema.field(named: field) else {
      if given != nil { throw .noField(field, schema.name) }
      return nil
    }
    var allowed: [String] = []
    var synonyms: [String: String] = [:]
    switch row.form {
    case .enumeration(let values, let others): (allowed, synonyms) = (values, others)
    case .estimate(let sizes): allowed = sizes
    default:
      if let given { return try line(given, field) }
      return row.isRequired ? usual : nil
    }
    guard let given else {
      return row.isRequired ? (allowed.contains(usual) ? usual : allowed.first) : nil
    }
    let word = OneLine.of(given)
    if allowed.contains(word) { return word }
    if let meant = Spelling.of(word, values: allowed, synonyms: synonyms) { return meant }
    if case .estimate = row.form, TitleAndEstimate.isDuration(word) { return word }
    throw .notAllowed(word, field: field, kind: schema.name, allowed: allowed)
  }

  /// The title with the word that the templates put behind it; not twice, and not beyond the limit.
  func title(with word: String) -> String {
    let whole = "\(title) \(word)"
    let hasIt = title.lowercased() == word.lowercased() || title.hasSuffix(" \(word)")
    return hasIt || whole.count > TitleAndEstimate.titleLimit ? title : whole
  }

  /// The title field's text.
  var fullTitle: String { Self.titleWord[draft.kind].map { title(with: $0) } ?? title }

  private static let titleWord: [KindName: String] = [
    .prd: "PRD", .requirement: "Requirements", .design: "Design",
  ]
}

/// Texts of a header and of headings.
enum Written {
  /// A string as the value of a field, in quotes only where it needs them.
  static func scalar(_ text: String, inBrackets: Bool = false) -> String {
    // Plain, some tools read `1e3` as a number.
    YAMLScalar.text(
      text, style: MistypedScalar.isExponent(text) ? .singleQuoted : .plain, inBrackets: inBrackets)
  }

  /// A text as a heading's; Markdown drops a run of `#` at its end unless it is escaped.
  static func heading(_ text: String) -> String {
    let rest = text.unicodeScalars.reversed().drop { $0 == "#" }
    let run = text.unicodeScalars.count - rest.count
    guard run > 0, rest.first.map({ $0 == " " }) ?? true else { return text }
    return String(String.UnicodeScalarView(rest.reversed())) + "\\"
      + String(repeating: "#", count: run)
  }
}
