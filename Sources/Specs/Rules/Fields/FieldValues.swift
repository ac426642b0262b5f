internal import Frontmatter

/// S105, S106: a field's value is of the form that the table gives it.
enum FieldValues: Rule {
  static let rules = [enumeration, type]

  static let enumeration = RuleInfo(
    "S105", "not-an-allowed-value", .error, fixing: .safe,
    summary: "An enumeration holds one of its values.",
    explanation: """
      Other spellings of a value are warnings with a fix: case, `-` or a blank for `_`, and where the \
      kind has the value that is meant, `open` for `backlog`, `todo` for `pending`, `wip` for \
      `in_progress` and `completed` for `done`. Anything else is an error. A project adds values in \
      `config.yaml` under `fields` or `status`.
      """,
    bad: "---\nid: TSK-001\nstatus: pendign\n---\n",
    good: "---\nid: TSK-001\nstatus: pending\n---\n")

  static let type = RuleInfo(
    "S106", "wrong-type", .error, fixing: .safe,
    summary: "A field holds a value of its type.",
    explanation:
      "A list is written as a list even with one item, a single value without brackets. The fix turns a single value into a list.",
    bad: "---\nid: TKT-001\nrequirements: REQ-AUTH-FUNC-001\n---\n",
    good: "---\nid: TKT-001\nrequirements: [REQ-AUTH-FUNC-001]\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let document = spec.document else { return [] }
    return spec.fields.uses.flatMap { use -> [Finding] in
      // A placeholder has its own finding.
      guard let row = use.row, !use.value.isNull, !UnfilledPlaceholder.isWhole(use.value, spec)
      else { return [] }
      switch row.form {
      case .any: return []
      // What an alias of a list or a mapping holds is not read: references in it would be unseen.
      case .list where use.value.isAlias: return []
      case .mapping:
        if case .mapping = use.value { return [] }
        return [wrong(use, spec, "a mapping of fields, each on its line")]
      case .list, .reference(_, isList: true):
        return list(use, spec, document)
      case .enumeration(let values, let synonyms):
        guard let scalar = use.value.scalar else { return [wrong(use, spec, "a single value")] }
        return value(scalar, use, spec, document, values: values, synonyms: synonyms)
      default:
        return use.value.scalar == nil
          ? [wrong(use, spec, "a single value")] : []
      }
    }
  }

  private static func wrong(
    _ use: FieldTable.Use, _ spec: Spec, _ expected: String, fix: Fix? = nil
  ) -> Finding {
    spec.finding(
      type, at: use.value.range,
      "`\(use.written)` is \(use.value.article); expected \(expected)", fix: fix,
      subject: "type of \(use.written)")
  }

  private static func list(
    _ use: FieldTable.Use, _ spec: Spec, _ document: Document
  ) -> [Finding] {
    switch use.value {
    case .sequence(let items, _, _):
      return items.compactMap { item in
        if let scalar = item.value.scalar, scalar.text.trimmingBlanks.isEmpty || item.value.isNull {
          return spec.finding(
            type, at: scalar.range, "an entry of `\(use.written)` is empty", help: "remove it",
            subject: "empty entry of \(use.written)")
        }
        if item.value.scalar != nil || item.value.isAlias
          || UnfilledPlaceholder.isWhole(item.value, spec)
        {
          return nil
        }
        return spec.finding(
          type, at: item.value.range,
          "an entry of `\(use.written)` is \(item.value.article); expected a single value")
      }
    case .scalar(let scalar)
    where scalar.style != .literal && scalar.style != .folded && scalar.isPlainlyWritten:
      let words = scalar.text.split(whereSeparator: { ", ".contains($0) }).map(String.init)
      // Several IDs in one text are a list with its brackets forgotten.
      let items =
        words.allSatisfy({ SpecID($0) != nil })
        ? words.map { YAMLScalar.text($0) } : [YAMLScalar.text(scalar.text, style: scalar.style)]
      let yaml = "[" + items.joined(separator: ", ") + "]"
      return [
        wrong(
          use, spec, "a list",
          fix: spec.fix(
            .safe, "write it as a list", [document.replacing(valueOf: use.field, with: yaml)]))
      ]
    default: return [wrong(use, spec, "a list")]
    }
  }

  private static func value(
    _ scalar: Scalar, _ use: FieldTable.Use, _ spec: Spec, _ document: Document,
    values: [String], synonyms: [String: String]
  ) -> [Finding] {
    // An empty value is a missing one.
    if values.contains(scalar.text) || scalar.text.trimmingBlanks.isEmpty { return [] }
    if let meant = Spelling.of(scalar.text, values: values, synonyms: synonyms) {
      return [
        spec.finding(
          enumeration, at: scalar.range,
          "`\(scalar.text)` is another spelling of the \(use.written) `\(meant)`",
          severity: .warning,
          fix: scalar.isPlainlyWritten
            ? spec.fix(.safe, "write `\(meant)`", [document.replacing(scalar, with: meant)]) : nil)
      ]
    }
    let near = Nearest.match(scalar.text, in: values)
    return [
      spec.finding(
        enumeration, at: scalar.range,
        "`\(scalar.text)` is no \(use.written) of \(spec.kind.withArticle)",
        label: near.map { "did you mean `\($0)`?" } ?? "",
        help: "it is one of \(alternatives(values))")
    ]
  }
}

extension Value {
  var isNull: Bool { scalar?.type == .null }
  var isAlias: Bool { if case .alias = self { true } else { false } }
}
