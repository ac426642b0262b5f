internal import Frontmatter

/// S102, S103, S104: fields go by the names of the table.
enum FieldNames: Rule {
  static let rules = [unknown, alias, disagreement]

  static let unknown = RuleInfo(
    "S102", "unknown-field", .warning,
    summary: "Every field is one that the kind knows.",
    explanation: """
      A field that no tool reads is usually a slip of the pen, and its value is lost. A project adds \
      fields of its own in `config.yaml` under `fields`.
      """,
    bad: "---\nid: TSK-001\nstaus: pending\n---\n", good: "---\nid: TSK-001\nstatus: pending\n---\n"
  )

  static let alias = RuleInfo(
    "S103", "alias", .note, fixing: .safe,
    summary: "A field is written by its first name.",
    explanation: """
      Older names are read everywhere: `parent_ticket` and `ticket` for `ticket_id`, `linked_design` \
      for `design_ref`, `depends_on` at the top level, hyphens for underscores, the ID prefix `DES-` \
      for `DESIGN-`. One name makes files easier to search; the fix writes the first one.
      """,
    bad: "---\nid: TSK-001\nparent_ticket: TKT-001\n---\n",
    good: "---\nid: TSK-001\nticket_id: TKT-001\n---\n")

  static let disagreement = RuleInfo(
    "S104", "aliases-disagree", .error,
    summary: "Two names of one field hold one value.",
    explanation:
      "When a file has `ticket_id` and `parent_ticket` with different values, nobody knows which is meant.",
    bad: "---\nid: TSK-001\nticket_id: TKT-001\nparent_ticket: TKT-002\n---\n",
    good: "---\nid: TSK-001\nticket_id: TKT-001\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let document = spec.document else { return [] }
    var findings: [Finding] = []
    var first: [String: FieldTable.Use] = [:]
    var madeParents: Set<String> = []
    // The first name goes first, wherever it stands.
    for use in spec.fields.uses where !use.isAlias && first[use.name] == nil {
      first[use.name] = use
    }
    var unknownCount = 0
    var values: [String: [String]] = [:]
    for use in spec.fields.uses {
      guard let row = use.row else {
        if !isExempt(use, spec) {
          unknownCount += 1
          findings.append(
            unknownField(use, spec, namingNearest: unknownCount <= KnownReference.searchLimit))
        }
        continue
      }
      guard use.isAlias else { continue }
      if let other = first[row.name] {
        let known = values[row.name] ?? other.value.scalars.map(\.text)
        values[row.name] = known
        findings.append(besides(other, known, use, spec, document))
      } else {
        first[row.name] = use
        let fix = AliasFix(document, use, row)
        // Two edits that make one mapping would make it twice: the second follows in its turn.
        let waits = fix.makesParent && madeParents.contains(fix.parentName)
        if fix.makesParent { madeParents.insert(fix.parentName) }
        findings.append(
          spec.finding(
            alias, at: use.field.key.range, "`\(use.written)` is another name of `\(row.name)`",
            fix: waits
              ? nil : fix.edits.map { spec.fix(.safe, "write `\(row.name)`", $0) }))
      }
    }
    if let id = spec.summary.id, let word = SpecID(id.value)?.prefix,
      spec.schema.aliasPrefixes.contains(word), let prefix = spec.schema.idPrefix
    {
      findings.append(
        spec.finding(alias, at: id.range, "`\(word)-` is another form of the prefix `\(prefix)-`"))
    }
    return findings
  }

  /// `<<` merges a mapping and is no field.
  private static func isExempt(_ use: FieldTable.Use, _ spec: Spec) -> Bool {
    use.field.key.type == .merge
  }

  private static func unknownField(
    _ use: FieldTable.Use, _ spec: Spec, namingNearest: Bool
  ) -> Finding {
    let near = namingNearest ? nearest(use.written, spec) : nil
    return spec.finding(
      unknown, at: use.field.key.range,
      "\(spec.kind.withArticle) has no field `\(use.written)`",
      help: near.map { "did you mean `\($0)`?" }
        ?? "a project's own fields are named in \(spec.root)/config.yaml under `fields`")
  }

  /// The field of the same mapping that was probably meant.
  private static func nearest(_ written: String, _ spec: Spec) -> String? {
    let parent = written.split(separator: ".").dropLast().joined(separator: ".")
    let names = spec.schema.fields.map(\.name).filter {
      parent.isEmpty ? !$0.contains(".") : $0.hasPrefix(parent + ".")
    }
    return Nearest.match(written, in: names)
  }

  /// `known` are the values of the other field.
  private static func besides(
    _ other: FieldTable.Use, _ known: [String], _ use: FieldTable.Use, _ spec: Spec,
    _ document: Document
  ) -> Finding {
    let place = spec.text.position(at: other.field.key.range.lowerBound)
    let note = Finding.Note("`\(other.written)` is here", path: spec.path, position: place)
    let values = use.value.scalars.map(\.text)
    if values == known {
      return spec.finding(
        alias, at: use.field.key.range,
        "`\(use.written)` repeats `\(other.written)` under another name", notes: [note],
        fix: spec.fix(.safe, "remove it", [document.removing(use.field)]))
    }
    return spec.finding(
      disagreement,
      at: use.field.range.clamped(to: use.field.key.range.lowerBound..<use.value.range.upperBound),
      "`\(use.written)` and `\(other.written)` are one field and disagree", notes: [note],
      help: "keep the right one as `\(use.name)`")
  }
}
