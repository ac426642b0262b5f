/// The frontmatter of a new spec: the template's fields in the template's order.
struct TemplateHeader {
  private let values: DraftValues
  private var draft: SpecDraft { values.draft }

  init(_ values: DraftValues) { self.values = values }

  /// Fields in the order of the templates; those in `whenGiven` only with a value.
  private static let order: [KindName: [String]] = [
    .prd: ["id", "title", "feature", "created", "updated", "status", "author"],
    .requirement: [
      "id", "title", "feature", "created", "updated", "status", "category", "priority", "prd_ref",
      "design_ref",
    ],
    .design: ["id", "title", "feature", "created", "updated", "status", "requirements"],
    // `type` and `feature` as the document's example of a ticket has them.
    .ticket: [
      "id", "title", "status", "priority", "type", "feature", "estimate", "design_ref",
      "requirements", "dependencies",
    ],
    .task: [
      "id", "title", "status", "priority", "ticket_id", "estimate", "type", "feature",
      "dependencies",
    ],
  ]

  /// Lists that the templates show empty under `dependencies`.
  private static let dependencies: [KindName: [String]] = [
    .ticket: ["blocked_by", "blocks"], .task: ["depends_on", "blocks"],
  ]

  /// The lines between the fences.
  func lines() throws(ScaffoldError) -> String {
    var names = Self.order[draft.kind] ?? ["id", "title"]
    let required = values.schema.fields.filter { $0.isRequired && !names.contains($0.name) }
    names += required.map(\.name)
    names += given.filter { !names.contains($0) }
    var lines = ""
    for name in names {
      guard let row = values.schema.field(named: name) else {
        throw .noField(name, draft.kind)
      }
      guard let value = try value(row) else {
        if !row.isRequired { continue }
        throw name == "feature"
          ? .featureNeeded(draft.kind) : .valueNeeded(field: name, draft.kind)
      }
      lines += "\(Written.scalar(name)):\(value)\n"
    }
    return lines
  }

  /// Fields whose values somebody asked for, so that none is dropped in silence.
  private var given: [String] {
    let all = [
      ("feature", draft.feature?.slug), ("priority", draft.priority),
      ("estimate", draft.estimate), ("type", draft.type), ("ticket_id", draft.ticket),
      ("author", draft.author),
      // Templates of other kinds have them, or are what others refer to.
      ("requirements", draft.kind == .task ? draft.requirements.first : nil),
    ]
    return all.compactMap { $0.1 == nil ? nil : $0.0 }
  }

  /// What follows the colon; nil where there is nothing to say.
  private func value(_ row: FieldSchema) throws(ScaffoldError) -> String? {
    switch row.name {
    case "id": scalar(draft.id)
    case "title": scalar(values.fullTitle)
    case "feature": scalar(draft.feature?.slug)
    case "created", "updated": " \(draft.today)"
    case "status": scalar(values.status)
    case "author": scalar(values.author ?? "unknown")
    case "category": scalar(values.category)
    case "priority": scalar(values.priority)
    case "estimate": scalar(values.estimate)
    case "type": scalar(values.type)
    case "ticket_id": scalar(draft.ticket)
    case "prd_ref": scalar(draft.prd)
    case "design_ref": scalar(draft.design)
    case "requirements": list(draft.requirements)
    case "dependencies": dependencies
    default: neutral(row.form)
    }
  }

  private func scalar(_ text: String?) -> String? { text.map { " " + Written.scalar($0) } }

  private func list(_ items: [String]) -> String {
    items.isEmpty ? " []" : items.map { "\n  - " + Written.scalar($0) }.joined()
  }

  private var dependencies: String {
    let names = Self.dependencies[draft.kind] ?? []
    return names.isEmpty ? " {}" : names.map { "\n  \($0): []" }.joined()
  }

  /// A value for a field that only a project requires; nil for a reference, which nobody can guess.
  private func neutral(_ form: FieldSchema.Form) -> String? {
    switch form {
    case .enumeration(let values, _): scalar(values.first)
    case .estimate(let sizes): scalar(sizes.first)
    case .date: " \(draft.today)"
    case .list, .reference(_, isList: true): " []"
    case .mapping: " {}"
    case .reference(_, isList: false), .file: nil
    case .id, .title, .text, .any: " to be decided"
    }
  }
}
