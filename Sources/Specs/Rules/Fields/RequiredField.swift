internal import Frontmatter

/// S101: every field that a kind requires is there.
enum RequiredField: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S101", "missing-field", .error, fixing: .safe,
    summary: "Every required field is there.",
    explanation: """
      Which fields a kind requires stands in its table; a project can require more for kinds of its \
      own. Where the value can be read elsewhere the fix adds it: the ID from the file's name, the \
      title from the first heading, dates from the file's history.
      """,
    bad: "---\nid: TSK-001\n---\n\n# TSK-001: Write the parser\n",
    good: """
      ---
      id: TSK-001
      title: Write the parser
      status: pending
      ticket_id: TKT-001
      estimate: S
      type: implementation
      ---

      """)

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let document = spec.document else { return [] }
    let fence = spec.text.lineContent(spec.text.lineIndex(at: document.openFence.lowerBound))
    var findings: [Finding] = []
    for row in spec.schema.fields where row.isRequired {
      let use = spec.fields[row.name]
      if let use {
        // An empty title has a rule of its own.
        guard case .scalar(let scalar) = use.value,
          scalar.type == .null || row.form != .title && scalar.text.trimmingBlanks.isEmpty
        else { continue }
        findings.append(
          spec.finding(
            rule, at: use.field.key.range, "the required field `\(row.name)` is empty",
            help: expectation(row),
            fix: scalar.isPlainlyWritten
              ? derived(row, spec, context).map {
                spec.fix(
                  .safe, "set it to `\($0)`", [document.replacing(valueOf: use.field, with: $0)])
              } : nil))
        continue
      }
      let value = derived(row, spec, context)
      let edit = value.flatMap { insertion(row.name, $0, spec, document) }
      findings.append(
        spec.finding(
          rule, at: fence.lowerBound..<fence.upperBound,
          "\(spec.kind.withArticle) needs the field `\(row.name)`", help: expectation(row),
          fix: edit.map { spec.fix(.safe, "add `\(row.name): \(value ?? "")`", [$0]) },
          subject: "missing \(row.name)"))
    }
    return findings
  }

  /// Puts a field below the nearest field that comes before it in the table.
  private static func insertion(
    _ name: String, _ yaml: String, _ spec: Spec, _ document: Document
  ) -> Edit? {
    let earlier = spec.schema.fields.prefix { $0.name != name }.map(\.name)
    let neighbour = earlier.reversed().lazy.compactMap { name in
      document.fields.first { $0.key.text == name }
    }.first
    if neighbour == nil, let first = document.fields.first, document.isPlainlyWritten {
      let start =
        first.leadingComments.isEmpty ? first.range.lowerBound : first.leadingComments.lowerBound
      let indent = document.indentation(of: first)
      return Edit(start..<start, with: "\(indent)\(name): \(yaml)\(document.lineEnding.text)")
    }
    return document.inserting(key: name, yaml: yaml, after: neighbour)
  }

  /// A value that other parts of the file, or its history, give beyond doubt.
  private static func derived(_ row: FieldSchema, _ spec: Spec, _ context: RuleContext) -> String? {
    switch row.name {
    case "id": Derived.id(spec)
    case "title": Derived.title(spec).map { YAMLScalar.text($0) }
    case "created": day(\.created, against: "updated", min, spec, context)
    case "updated": day(\.updated, against: "created", max, spec, context)
    default: nil
    }
  }

  /// A day of the file's history, moved so that it keeps its order with the other one.
  private static func day(
    _ day: KeyPath<(created: CalendarDate, updated: CalendarDate), CalendarDate>,
    against other: String, _ choose: (CalendarDate, CalendarDate) -> CalendarDate, _ spec: Spec,
    _ context: RuleContext
  ) -> String? {
    guard let found = context.history.dates(of: spec.path)?[keyPath: day] else { return nil }
    guard let text = spec.scalar(other)?.text, case .day(let written) = CalendarDate.read(text)
    else { return found.description }
    return choose(found, written).description
  }

  private static func expectation(_ row: FieldSchema) -> String? {
    switch row.form {
    case .enumeration(let values, _): "one of \(alternatives(values))"
    case .estimate(let sizes): "one of \(alternatives(sizes)), or a duration such as `4h`"
    case .date: "a day such as `2026-01-31`"
    case .reference(let kinds, let isList):
      kinds.first.map { "the ID of \(isList ? "each" : "its") \($0)" }
    default: nil
    }
  }
}

extension KindName {
  /// "a task", "an epic".
  package var withArticle: String {
    ("aeiou".contains(rawValue.first ?? "x") ? "an " : "a ") + rawValue
  }
}
