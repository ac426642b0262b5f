internal import Frontmatter

/// S401, S402, S403: a status agrees with what it depends on.
enum Progress: Rule {
  static let rules = [doneWithOpenTasks, inProgressWhileBlocked, doneWithOpenCriteria]

  static let doneWithOpenTasks = RuleInfo(
    "S401", "done-with-open-tasks", .warning,
    summary: "A done ticket has no open task.",
    explanation:
      "Either the ticket is not done, or a task was left behind when its work was finished.",
    bad:
      "=== tickets/TKT-001.md\n---\nid: TKT-001\nstatus: done\n---\n=== tasks/TSK-001.md\n---\nid: TSK-001\nticket_id: TKT-001\nstatus: pending\n---\n",
    good:
      "=== tickets/TKT-001.md\n---\nid: TKT-001\nstatus: done\n---\n=== tasks/TSK-001.md\n---\nid: TSK-001\nticket_id: TKT-001\nstatus: done\n---\n"
  )

  static let inProgressWhileBlocked = RuleInfo(
    "S402", "in-progress-while-blocked", .warning,
    summary: "Work that waits for something is not in progress.",
    explanation:
      "A task in progress or in review, or a ticket being built or tested, waits for a spec that is not done.",
    bad:
      "---\nid: TSK-001\nstatus: in_progress\ndependencies:\n  depends_on: [TSK-002]\n---\n=== tasks/TSK-002.md\n---\nid: TSK-002\nstatus: pending\n---\n",
    good:
      "---\nid: TSK-001\nstatus: in_progress\ndependencies:\n  depends_on: [TSK-002]\n---\n=== tasks/TSK-002.md\n---\nid: TSK-002\nstatus: done\n---\n"
  )

  static let doneWithOpenCriteria = RuleInfo(
    "S403", "done-with-open-criteria", .note,
    summary: "A done ticket or task has no open criterion.",
    explanation: "Boxes below Acceptance Criteria or Done When are looked at.",
    bad: "---\nid: TSK-001\nstatus: done\n---\n## Acceptance Criteria\n- [ ] Tests pass\n",
    good: "---\nid: TSK-001\nstatus: done\n---\n## Acceptance Criteria\n- [x] Tests pass\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard spec.kind == .task || spec.kind == .ticket, let id = spec.id,
      let status = spec.scalar("status")
    else { return [] }
    var findings: [Finding] = []
    let isFinished = Workflow.isFinished(status.text, spec.kind, context)
    if spec.kind == .ticket, isFinished {
      let open = context.waiting.tasks(of: id, in: spec.root).filter {
        !Workflow.isFinished($0.status ?? "", $0.kind, context)
      }
      if !open.isEmpty {
        findings.append(
          spec.finding(
            doneWithOpenTasks, at: status.range,
            "the ticket is \(status.text), but \(counted(open.count, "task")) of it \(open.count == 1 ? "is" : "are") not",
            notes: open.map { task in
              Finding.Note(
                "`\(task.id?.value ?? "")` is \(task.status ?? "without a status")",
                path: task.path,
                position: task.definitions.first?.position)
            }, subject: "open tasks"))
      }
    }
    if Workflow.isUnderWay(status.text, of: spec.schema) {
      findings += blocked(id, status, spec, context)
    }
    if isFinished {
      let open = Criteria.boxes(of: spec).filter { !$0.isChecked }
      if let first = open.first {
        findings.append(
          spec.finding(
            doneWithOpenCriteria, at: first.range,
            "the \(spec.kind) is \(status.text), but \(counted(open.count, "criterion", "criteria")) \(open.count == 1 ? "is" : "are") not ticked",
            subject: "open criteria"))
      }
    }
    return findings
  }

  private static func blocked(
    _ id: String, _ status: Scalar, _ spec: Spec, _ context: RuleContext
  ) -> [Finding] {
    let field = spec.kind == .task ? "dependencies.depends_on" : "dependencies.blocked_by"
    return spec.summary.references.compactMap { reference in
      guard reference.field == field, reference.target != id else { return nil }
      let places = context.index.uses(of: reference.target, in: spec.root).all
      guard places.count == 1, let place = places.first,
        let other = context.index.summary(at: place.path), other.kind == spec.kind,
        let theirs = other.status, !Workflow.isFinished(theirs, other.kind, context)
      else { return nil }
      return spec.finding(
        inProgressWhileBlocked, at: reference.range,
        "the \(spec.kind) is \(status.text), but `\(reference.target)`, which it waits for, is \(theirs)",
        notes: [
          Finding.Note("`\(reference.target)` is here", path: place.path, position: place.position)
        ], subject: "waits for \(reference.target)")
    }
  }
}

/// A kind's statuses in their order.
enum Workflow {
  /// True for `done`, and for the last status of a workflow without it.
  static func isFinished(_ status: String, _ kind: KindName, _ context: RuleContext) -> Bool {
    isFinished(status, context.schema[kind])
  }

  static func isFinished(_ status: String, _ schema: KindSchema?) -> Bool {
    if status == "done" { return true }
    let workflow = schema?.workflow ?? []
    return !workflow.contains("done") && status == workflow.last
  }

  /// True for a status between the first (for tickets the first two) and `done`.
  static func isUnderWay(_ status: String, of schema: KindSchema) -> Bool {
    let waiting = schema.name == .ticket ? ["backlog", "analyzing"] : ["pending"]
    guard let position = schema.workflow.firstIndex(of: status) else { return false }
    return position > 0 && !waiting.contains(status) && status != schema.workflow.last
  }
}

/// "1 task", "3 tasks".
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? one : many ?? one + "s")"
}
