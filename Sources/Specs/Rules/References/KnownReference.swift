internal import Frontmatter

/// S301, S302, S304, S307, S310: a reference by ID means one other spec of the right kind.
enum KnownReference: Rule {
  static let rules = [unknown, wrongKind, itself, repeated, ambiguous]

  static let unknown = RuleInfo(
    "S301", "unknown-reference", .error,
    summary: "Every ID in frontmatter is the ID of a spec.",
    explanation: """
      The nearest ID is shown, and the commit that removed the spec when there was one. Removing a \
      spec reports the references that it leaves behind.
      """,
    bad: "---\nid: TSK-001\ndependencies:\n  depends_on: [TSK-099]\n---\n",
    good:
      "---\nid: TSK-001\ndependencies:\n  depends_on: [TSK-002]\n---\n=== tasks/TSK-002.md\n---\nid: TSK-002\n---\n"
  )

  static let wrongKind = RuleInfo(
    "S302", "wrong-kind-of-reference", .error,
    summary: "A reference means a spec of the kind that the field expects.",
    explanation:
      "`ticket_id` names a ticket, `depends_on` tasks, `requirements` requirements or their headings.",
    bad: "---\nid: TSK-001\nticket_id: TSK-002\n---\n=== tasks/TSK-002.md\n---\nid: TSK-002\n---\n",
    good:
      "---\nid: TSK-001\nticket_id: TKT-001\n---\n=== tickets/TKT-001.md\n---\nid: TKT-001\n---\n")

  static let itself = RuleInfo(
    "S304", "self-reference", .error,
    summary: "A spec does not refer to itself.",
    explanation: "A task that waits for itself never starts.",
    bad: "---\nid: TSK-001\ndependencies:\n  depends_on: [TSK-001]\n---\n",
    good: "---\nid: TSK-001\ndependencies:\n  depends_on: []\n---\n")

  static let repeated = RuleInfo(
    "S307", "repeated-entry", .warning, fixing: .safe,
    summary: "A list of references names each spec once.",
    explanation: "The fix removes the later entry.",
    bad: "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002, TSK-002]\n---\n",
    good: "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002]\n---\n")

  static let ambiguous = RuleInfo(
    "S310", "ambiguous-reference", .warning,
    summary: "A reference means exactly one spec.",
    explanation:
      "The ID is used by several files, so nobody can say which is meant. It goes away with the duplicate (S205).",
    bad:
      "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002]\n---\n=== tasks/TSK-002-a.md\n---\nid: TSK-002\n---\n=== tasks/TSK-002-b.md\n---\nid: TSK-002\n---\n",
    good:
      "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002]\n---\n=== tasks/TSK-002-a.md\n---\nid: TSK-002\n---\n"
  )

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    var findings: [Finding] = []
    var seen: [String: Reference] = [:]
    for reference in spec.summary.references where !reference.isFile {
      let key = "\(reference.field) \(reference.target)"
      if let first = seen[key] {
        // Under another name of the field it is that name which is told.
        if first.use == reference.use {
          findings.append(repetition(reference, first.range, spec))
        }
        continue
      }
      seen[key] = reference
      let isNamed = findings.count < searchLimit
      if let finding = judge(reference, spec, context, namingNearest: isNamed) {
        findings.append(finding)
      }
    }
    return findings
  }

  /// A search looks at every ID: where more references of a spec are wrong than these, naming what
  /// the first of them may have meant is help enough.
  static let searchLimit = 50

  static func judge(
    _ reference: Reference, _ spec: Spec, _ context: RuleContext, namingNearest: Bool = true
  ) -> Finding? {
    let target = reference.target
    if target.utf8.contains(0x7B) { return nil }  // A placeholder has its own finding.
    if target == spec.id {
      return spec.finding(
        itself, at: reference.range, "the \(spec.kind) \(Phrase.of(reference.field)) itself")
    }
    let found = context.index.uses(of: target, in: spec.root)
    guard let first = found.all.first else {
      return missing(reference, spec, context, namingNearest: namingNearest)
    }
    if !reference.kinds.isEmpty, !reference.kinds.contains(first.kind),
      found.kinds.isDisjoint(with: reference.kinds)
    {
      return spec.finding(
        wrongKind, at: reference.range,
        "the \(spec.kind) \(Phrase.of(reference.field)) `\(target)`, which is \(first.kind.withArticle)",
        notes: [place(first)],
        help:
          "`\(reference.field)` takes \(reference.kinds.map { "\($0)s" }.joined(separator: " or "))"
      )
    }
    guard found.all.count > 1, found.fileCount > 1 else { return nil }
    return spec.finding(
      ambiguous, at: reference.range,
      "`\(target)` is ambiguous: \(found.fileCount) files have this ID",
      notes: found.firstInFiles.prefix(placeLimit).map(place))
  }

  /// More places than these are only counted.
  private static let placeLimit = 8

  private static func missing(
    _ reference: Reference, _ spec: Spec, _ context: RuleContext, namingNearest: Bool
  ) -> Finding {
    let kind = reference.kinds.first?.rawValue ?? "spec"
    let verb = Phrase.of(reference.field)
    let message = "\(spec.kind) \(verb) an unknown \(kind) `\(reference.target)`"
    let label = "no spec has this ID here"
    let old = context.before.lazy.compactMap {
      $0.uses(of: reference.target, in: spec.root).all.first
    }.first
    if let old {
      return spec.finding(
        unknown, at: reference.range, message, label: label,
        notes: [
          Finding.Note("this change takes `\(reference.target)` away: it was in \(old.path)")
        ],
        help: "keep it, or change what refers to it")
    }
    let candidates = namingNearest ? context.index.candidates(in: spec.root) : nil
    let near = candidates?.nearest(toID: reference.target) {
      $0.id != spec.id && (reference.kinds.isEmpty || reference.kinds.contains($0.kind))
    }
    var notes = elsewhere(reference.target, spec, context)
    if let commit = context.history.removal(of: reference.target, in: spec.root) {
      notes.append(Finding.Note("`\(reference.target)` was deleted in \(commit)"))
    }
    return spec.finding(
      unknown, at: reference.range, message, label: label, notes: notes,
      help: near.map {
        "did you mean `\($0.id)`\($0.title.isEmpty ? "" : " \"\($0.title)\"")?"
      } ?? "write that \(kind) in the same change, or leave the reference out until it is there")
  }

  /// Where an unknown ID is known: under a new number, or on another branch.
  private static func elsewhere(
    _ id: String, _ spec: Spec, _ context: RuleContext
  ) -> [Finding.Note] {
    if let new = context.settings.renumbered[id] {
      return [Finding.Note("`\(id)` was renumbered to `\(new)`")]
    }
    return context.branches.meanings(of: id, in: spec.root).prefix(1).map {
      Finding.Note("`\(id)` exists on \($0.branchWords): \($0.titleWords)")
    }
  }

  private static func place(_ definition: Definition) -> Finding.Note {
    let title = definition.title.isEmpty ? "" : ": \"\(definition.title)\""
    return Finding.Note(
      "`\(definition.id)` is here\(title)", path: definition.path, position: definition.position)
  }

  private static func repetition(
    _ reference: Reference, _ first: Range<Int>, _ spec: Spec
  ) -> Finding {
    let fix = spec.document.flatMap { document -> Fix? in
      guard case .sequence(let items, let style, _) = spec.fields.uses[reference.use].value,
        let index = index(of: reference.range, in: items)
      else { return nil }
      return spec.fix(
        .safe, "remove the repetition",
        [document.removing(itemAt: index, of: items, style: style)])
    }
    return spec.finding(
      repeated, at: reference.range, "`\(reference.target)` is named twice in `\(reference.field)`",
      notes: [
        Finding.Note(
          "it is here first", path: spec.path, position: spec.text.position(at: first.lowerBound))
      ], fix: fix)
  }
}

extension KnownReference {
  /// Place of a value in a list, whose items stand in the order of their bytes.
  private static func index(of range: Range<Int>, in items: [Item]) -> Int? {
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].value.range.lowerBound < range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < items.count && items[low].value.range == range ? low : nil
  }
}
