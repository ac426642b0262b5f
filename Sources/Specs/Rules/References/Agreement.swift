internal import Frontmatter

/// S306, S308: two specs that name each other agree.
enum Agreement: Rule {
  static let rules = [reciprocal, taskList]

  static let reciprocal = RuleInfo(
    "S306", "not-reciprocal", .note, fixing: .safe,
    summary: "What one spec says of another, the other says too.",
    explanation: """
      A task that lists `TSK-002` under `blocks` should stand in that task's `depends_on`, and the \
      other way round; tickets use `blocks` and `blocked_by`. The fix adds the missing entry to the \
      other file.
      """,
    bad:
      "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002]\n---\n=== tasks/TSK-002.md\n---\nid: TSK-002\ndependencies:\n  depends_on: []\n---\n",
    good:
      "---\nid: TSK-001\ndependencies:\n  blocks: [TSK-002]\n---\n=== tasks/TSK-002.md\n---\nid: TSK-002\ndependencies:\n  depends_on: [TSK-001]\n---\n"
  )

  static let taskList = RuleInfo(
    "S308", "task-list-disagrees", .note,
    summary: "A ticket lists the tasks that name it.",
    explanation: """
      The list is the field `tasks`, or the items below the heading Tasks that begin with a task's \
      ID. A listed task that belongs to another ticket, and a task of the ticket that is not \
      listed, are both told. A ticket without any list is left alone.
      """,
    bad:
      "=== tickets/TKT-001.md\n---\nid: TKT-001\ntasks: [TSK-001]\n---\n=== tasks/TSK-001.md\n---\nid: TSK-001\nticket_id: TKT-002\n---\n",
    good:
      "=== tickets/TKT-001.md\n---\nid: TKT-001\ntasks: [TSK-001]\n---\n=== tasks/TSK-001.md\n---\nid: TSK-001\nticket_id: TKT-001\n---\n"
  )

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let id = spec.id else { return [] }
    switch spec.kind {
    case .task: return pairs(id, spec, context, waits: "dependencies.depends_on")
    case .ticket:
      return pairs(id, spec, context, waits: "dependencies.blocked_by") + tasks(id, spec, context)
    default: return []
    }
  }

  private static func pairs(
    _ id: String, _ spec: Spec, _ context: RuleContext, waits: String
  ) -> [Finding] {
    let opposite = [waits: "dependencies.blocks", "dependencies.blocks": waits]
    var findings: [Finding] = []
    var told: Set<String> = []
    for reference in spec.summary.references {
      guard told.insert("\(reference.field) \(reference.target)").inserted else { continue }
      guard let field = opposite[reference.field], reference.target != id else { continue }
      let places = context.index.uses(of: reference.target, in: spec.root).all
      // With two specs of that ID nobody knows which should answer.
      guard places.count == 1, let place = places.first,
        let other = context.index.summary(at: place.path), other.kind == spec.kind,
        !other.names(id, in: field)
      else { continue }
      findings.append(
        spec.finding(
          reciprocal, at: reference.range,
          "\(spec.kind) \(Phrase.of(reference.field)) `\(reference.target)`, which does not say so",
          notes: [
            Finding.Note(
              "its `\(field)` does not name `\(id)`", path: place.path, position: place.position)
          ], fix: adding(id, to: field, ofSpecAt: place.path, context)))
    }
    return findings
  }

  /// Adds an ID to another spec's list, only where the list is already there.
  private static func adding(
    _ id: String, to field: String, ofSpecAt path: String, _ context: RuleContext
  ) -> Fix? {
    context.listEnds.end(of: field, at: path, context.spec).map { end in
      Fix(
        .safe, "add `\(id)` to the `\(field)` of \(path)",
        edits: [
          Fix.FileEdit(path: path, edit: Edit(end.place, with: end.before + id + end.after))
        ])
    }
  }

  // MARK: Task lists

  private static func tasks(_ id: String, _ spec: Spec, _ context: RuleContext) -> [Finding] {
    let listed = listedTasks(spec)
    guard !listed.isEmpty else { return [] }
    var findings: [Finding] = []
    for (task, range) in listed {
      let places = context.index.uses(of: task, in: spec.root).all
      guard places.count == 1, let place = places.first,
        let summary = context.index.summary(at: place.path), summary.kind == .task,
        let owner = summary.targets(of: "ticket_id").first, owner != id
      else { continue }
      findings.append(
        spec.finding(
          taskList, at: range, "the ticket lists `\(task)`, which belongs to `\(owner)`",
          notes: [
            Finding.Note("`\(task)` is here", path: place.path, position: place.position)
          ]))
    }
    let names = Set(listed.map(\.id))
    for task in context.waiting.tasks(of: id, in: spec.root) {
      guard let name = task.id?.value, !names.contains(name) else { continue }
      findings.append(
        spec.finding(
          taskList, at: listed.last?.range,
          "`\(name)` belongs to this ticket, which does not list it",
          notes: [
            Finding.Note(
              "`\(name)` is here", path: task.path,
              position: task.definitions.first?.position)
          ]))
    }
    return findings
  }

  /// Task IDs of the `tasks` field, else of the list below the heading Tasks.
  private static func listedTasks(_ spec: Spec) -> [(id: String, range: Range<Int>)] {
    let field = spec.summary.references.filter { $0.field == "tasks" }
    if !field.isEmpty { return field.map { ($0.target, $0.range) } }
    guard let section = spec.body.headings.firstIndex(where: { $0.text.lowercased() == "tasks" })
    else { return [] }
    let heading = spec.body.headings[section]
    let end =
      spec.body.headings[(section + 1)...].first { $0.level <= heading.level }?.line.lowerBound
      ?? spec.text.bytes.count
    return Mentions.ids(in: heading.line.upperBound..<end, of: spec, isPrefix: { $0 == "TSK" })
      .filter { isListItem(spec, $0.range) }
  }

  /// True when only list marks and emphasis stand before the ID on its line.
  private static func isListItem(_ spec: Spec, _ range: Range<Int>) -> Bool {
    let line = spec.text.lineRange(spec.text.lineIndex(at: range.lowerBound))
    let before = spec.text.string(line.lowerBound..<range.lowerBound)
    guard let mark = before.first(where: { $0 != " " && $0 != "\t" }) else { return false }
    return ("-*+".contains(mark) || mark.isNumber)
      && before.allSatisfy { " \t-*+.[]()xX`_|".contains($0) || $0.isNumber }
  }
}
