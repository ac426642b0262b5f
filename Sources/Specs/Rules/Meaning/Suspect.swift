internal import Frontmatter

/// S409: a ticket is as new as the requirements that it implements.
enum Suspect: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    LaterChanges.code, "suspect-ticket", .note,
    summary: "A ticket is looked at again when a requirement that it implements changes.",
    explanation: """
      The requirement's text is another now than at the ticket's last commit. For a heading its title \
      and its section count, for a whole file the fields and the body; a new status or date, blanks \
      at the ends of lines and another place are no change. Told only by a check of everything, and \
      not in a partial clone, which would fetch old files for it.
      """,
    bad: example(ticketNow: ticket("2026-01-05")), good: example(ticketNow: ticket("2026-01-09")))

  private static func ticket(_ day: String) -> String {
    "---\nid: TKT-001\nupdated: \(day)\nrequirements: [REQ-A-FUNC-001]\n---\n"
  }

  /// A requirement that was sharpened after the ticket was committed.
  private static func example(ticketNow: String) -> String {
    func requirement(_ words: String) -> String {
      "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: Search\n\nTHE SYSTEM SHALL answer\(words).\n"
    }
    return "=== requirements/a.md (before)\n\(requirement(""))"
      + "=== tickets/TKT-001.md (before)\n\(ticket("2026-01-05"))"
      + "=== requirements/a.md\n\(requirement(" within a second"))"
      + "=== tickets/TKT-001.md\n\(ticketNow)"
  }

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard !context.laterChanges.isEmpty, spec.kind == .ticket else { return [] }
    var told: Set<String> = []
    return spec.summary.references.compactMap { reference in
      let id = reference.target
      guard reference.field == "requirements",
        let change = context.laterChanges[ticket: spec.path, requirement: id],
        told.insert(id).inserted
      else { return nil }
      return finding(reference, change, spec, context)
    }
  }

  private static func finding(
    _ reference: Reference, _ change: LaterChanges.Change, _ spec: Spec, _ context: RuleContext
  ) -> Finding {
    let id = reference.target
    let place = context.index.uses(of: id, in: spec.root).all.first
    let words =
      switch change {
      case .commit(let commit): "`\(id)` was last changed in \(commit)"
      case .uncommitted: "the change of `\(id)` is not committed yet"
      }
    return spec.finding(
      rule, at: reference.range, "`\(id)` changed after this ticket was last changed",
      notes: [Finding.Note(words, path: place?.path, position: place?.position)],
      help:
        "look whether the ticket still does what is asked, then change it, if only its `updated`")
  }
}
