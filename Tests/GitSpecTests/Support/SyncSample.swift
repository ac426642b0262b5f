/// Specs as small as they may be, with what syncing looks at.
enum SyncSample {
  private static func list(_ ids: [String]) -> String { "[\(ids.joined(separator: ", "))]" }

  static func ticket(
    _ id: String = "TKT-001", title: String = "Parsing", status: String = "backlog",
    priority: String = "HIGH", blockedBy: [String] = [], blocks: [String] = [],
    requirements: [String] = [], design: String? = nil, body: String = "Text of it."
  ) -> String {
    """
    ---
    id: \(id)
    title: \(title)
    status: \(status)
    priority: \(priority)
    estimate: M
    requirements: \(list(requirements))
    \(design.map { "design_ref: \($0)\n" } ?? "")dependencies:
      blocked_by: \(list(blockedBy))
      blocks: \(list(blocks))
    ---

    # \(id): \(title)

    \(body)

    """
  }

  static func task(
    _ id: String = "TSK-001", title: String = "Write it", status: String = "pending",
    ticket: String = "TKT-001", type: String = "implementation", dependsOn: [String] = [],
    blocks: [String] = [], body: String = "Text of it."
  ) -> String {
    """
    ---
    id: \(id)
    title: \(title)
    status: \(status)
    priority: LOW
    ticket_id: \(ticket)
    estimate: S
    type: \(type)
    dependencies:
      depends_on: \(list(dependsOn))
      blocks: \(list(blocks))
    ---

    # \(id): \(title)

    \(body)

    """
  }

  /// A file whose headings are requirements, each with two criteria, the first one met.
  static func requirements(
    _ id: String = "REQ-LOGIN-001", headings: [String] = ["REQ-LOGIN-FUNC-001"],
    design: String? = nil
  ) -> String {
    let blocks = headings.map {
      """
      ### \($0): Enter

      WHEN a user enters, THE SYSTEM SHALL greet them.

      - [x] Greets
      - [ ] Smiles

      """
    }
    return """
      ---
      id: \(id)
      title: Log in
      feature: login
      created: 2026-01-01
      updated: 2026-01-01
      status: draft
      category: functional
      priority: HIGH
      \(design.map { "design_ref: \($0)\n" } ?? "")---

      # Log in

      \(blocks.joined(separator: "\n"))
      """
  }

  static func design(
    _ id: String = "DESIGN-LOGIN-001", title: String = "The door",
    requirements: [String] = ["REQ-LOGIN-001"], tickets: [String] = [],
    architecture: String = "One door."
  ) -> String {
    """
    ---
    id: \(id)
    title: \(title)
    feature: login
    created: 2026-01-01
    updated: 2026-01-01
    status: draft
    requirements: \(list(requirements))
    tickets: \(list(tickets))
    ---

    # \(title)

    ## Architecture

    \(architecture)

    ## Data Model

    A key.

    ## API Endpoints

    | Method | Path | Purpose |
    |---|---|---|
    | GET | `/door` | Look |

    """
  }

  static let requirementsPath = ".omoi_os/requirements/login.md"
  static let designPath = ".omoi_os/designs/login.md"
  static func ticketPath(_ id: String = "TKT-001") -> String { ".omoi_os/tickets/\(id).md" }
  static func taskPath(_ id: String = "TSK-001") -> String { ".omoi_os/tasks/\(id).md" }

  /// Two tickets, the second waiting for the first, with three tasks.
  static let work = [
    ticketPath(): ticket(),
    ticketPath("TKT-002"): ticket("TKT-002", title: "Printing", blockedBy: ["TKT-001"]),
    taskPath(): task(),
    taskPath("TSK-002"): task("TSK-002", title: "Test it", type: "test", dependsOn: ["TSK-001"]),
    taskPath("TSK-003"): task("TSK-003", title: "Print it", ticket: "TKT-002"),
  ]

  /// A file of requirements and the design that names it.
  static let login = [requirementsPath: requirements(), designPath: design()]
}
