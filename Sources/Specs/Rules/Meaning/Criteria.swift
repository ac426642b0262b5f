internal import Frontmatter

/// S405, S406: a ticket is of a size to be finished, and says when it is.
enum Criteria: Rule {
  static let rules = [tooManyTasks, none]

  static let taskLimit = 5
  static let tooManyTasks = RuleInfo(
    "S405", "too-many-tasks", .note,
    summary: "A ticket has at most five tasks.",
    explanation: "A ticket with more is hard to review in one piece; consider splitting it.",
    bad: ticket + (1...6).map(task).joined(), good: ticket + (1...5).map(task).joined())

  static let none = RuleInfo(
    "S406", "no-acceptance-criteria", .note,
    summary: "A ticket or task says when it is done.",
    explanation:
      "Boxes (`- [ ] …`) below a heading Acceptance Criteria or Done When can be ticked one by one.",
    bad: "---\nid: TSK-001\n---\n# TSK-001: Write the parser\n",
    good:
      "---\nid: TSK-001\n---\n# TSK-001: Write the parser\n\n## Acceptance Criteria\n\n- [ ] Tests pass\n"
  )

  private static let ticket = "=== tickets/TKT-001.md\n---\nid: TKT-001\n---\n"
  private static func task(_ number: Int) -> String {
    "=== tasks/TSK-00\(number).md\n---\nid: TSK-00\(number)\nticket_id: TKT-001\n---\n"
  }

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard spec.kind == .task || spec.kind == .ticket, spec.document != nil else { return [] }
    var findings: [Finding] = []
    if spec.kind == .ticket, let id = spec.summary.id {
      let count = context.waiting.tasks(of: id.value, in: spec.root).count
      if count > taskLimit {
        findings.append(
          spec.finding(
            tooManyTasks, at: id.range, "the ticket has \(count) tasks; consider splitting it",
            subject: "too many tasks"))
      }
    }
    if boxes(of: spec).isEmpty {
      findings.append(
        spec.finding(
          none, at: spec.body.title?.range ?? spec.summary.id?.range,
          "the \(spec.kind) has no acceptance criteria",
          help: "add `- [ ] …` lines below a heading `## Acceptance Criteria`"))
    }
    return findings
  }

  /// Boxes below Acceptance Criteria or Done When, as a heading or a bold label.
  static func boxes(of spec: Spec) -> [Body.Checkbox] {
    let isCriteria = belowCriteria(spec.body.headings)
    // Thousands of boxes may stand under one label.
    var last: (label: String, isTitle: Bool)?
    return spec.body.checkboxes.filter { box in
      if let label = box.label {
        if let last, last.label == label { return last.isTitle }
        let found = isTitle(label)
        last = (label, found)
        return found
      }
      return box.heading.map { isCriteria[$0] } ?? false
    }
  }

  /// For each heading, whether it or one that it is below names criteria.
  private static func belowCriteria(_ headings: [Body.Heading]) -> [Bool] {
    var result: [Bool] = []
    // The headings that the current one is below, each of a lower level than the next.
    var open: [(level: Int, isCriteria: Bool)] = []
    for heading in headings {
      while let last = open.last, last.level >= heading.level { open.removeLast() }
      let isCriteria = open.last?.isCriteria == true || isTitle(heading.text)
      open.append((heading.level, isCriteria))
      result.append(isCriteria)
    }
    return result
  }

  /// Whether a heading or label announces criteria.
  static func isTitle(_ text: String) -> Bool {
    Work.did(text.utf8.count)
    let words = Array(text.utf8.map { $0.isCapital ? $0 | 0x20 : $0 })
    return titles.contains { title in
      words.count >= title.count
        && (0...words.count - title.count).contains {
          words[$0..<$0 + title.count].elementsEqual(title)
        }
    }
  }

  private static let titles = ["acceptance criteria", "done when", "definition of done"]
    .map { Array($0.utf8) }
}
