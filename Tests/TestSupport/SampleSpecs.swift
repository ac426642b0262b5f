/// Specs that nothing is wrong with, for tests to break.
package enum Sample {
  package static func task(
    _ id: String = "TSK-001", title: String = "Write the parser", status: String = "pending",
    ticket: String = "TKT-001", dependsOn: [String] = [], blocks: [String] = []
  ) -> String {
    """
    ---
    id: \(id)
    title: \(title)
    status: \(status)
    ticket_id: \(ticket)
    estimate: S
    type: implementation
    dependencies:
      depends_on: [\(dependsOn.joined(separator: ", "))]
      blocks: [\(blocks.joined(separator: ", "))]
    ---

    # \(id): \(title)

    ## Acceptance Criteria

    - [ ] Tests pass

    """
  }

  package static func ticket(
    _ id: String = "TKT-001", title: String = "Parsing", status: String = "backlog",
    blockedBy: [String] = []
  ) -> String {
    """
    ---
    id: \(id)
    title: \(title)
    status: \(status)
    priority: HIGH
    estimate: M
    dependencies:
      blocked_by: [\(blockedBy.joined(separator: ", "))]
      blocks: []
    ---

    # \(id): \(title)

    ## Acceptance Criteria

    - [ ] Tests pass

    """
  }

  /// A ticket with two tasks.
  package static let root = [
    ".omoi_os/tickets/TKT-001.md": ticket(),
    ".omoi_os/tasks/TSK-001.md": task(blocks: ["TSK-002"]),
    ".omoi_os/tasks/TSK-002.md": task(
      "TSK-002", title: "Write the printer", dependsOn: ["TSK-001"]),
  ]
}
