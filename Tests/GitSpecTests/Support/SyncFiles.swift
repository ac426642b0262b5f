import TestSupport

/// Spec files of all kinds for pushing.
enum SyncFiles {
  /// A design with two requirements, three tickets, six tasks: thirteen items of two kinds of order.
  static var some: [String: String] { group(1, requirements: 2, tickets: 3, tasks: 6, seed: 1) }

  /// About so many items, thirty to a group.
  static func many(_ count: Int, seed: Int, revision: Int = 0) -> [String: String] {
    var files: [String: String] = [:]
    for number in 1...max(1, count / 30) {
      let group = group(
        number, requirements: 4, tickets: 5, tasks: 20, seed: seed, revision: revision)
      files.merge(group) { $1 }
    }
    return files
  }

  static func group(
    _ number: Int, root: String = ".omoi_os", requirements: Int, tickets: Int, tasks: Int,
    seed: Int, revision: Int = 0
  ) -> [String: String] {
    var random = Seeded(seed &* 1000 &+ number &* 10 &+ revision)
    var files: [String: String] = [:]
    let again = revision == 0 ? "" : " \(revision)"
    // Every third requirements file has no design and is a spec of its own.
    let hasDesign = number % 3 != 0
    if hasDesign {
      files["\(root)/designs/area-\(number).md"] = design(number, again)
    }
    var text = """
      ---
      id: REQ-A\(number)-001
      title: Area \(number) requirements\(again)
      feature: area-\(number)
      created: 2026-01-08
      updated: 2026-01-08
      status: \(random.pick(["draft", "review", "approved"]))
      category: functional
      priority: HIGH

      """
    if hasDesign { text += "design_ref: designs/area-\(number).md\n" }
    text += "---\n\n# Area \(number) requirements\(again)\n"
    for place in 1...requirements {
      text += """

        ### REQ-A\(number)-FUNC-00\(place): Rule \(place) of \(number)

        WHEN \(place) things of \(number) happen\(again), THE SYSTEM SHALL answer in \(place) s.

        **Acceptance Criteria**:

        """
      for criterion in 1...random.number(2...4) {
        let mark = random.chance(40) ? "x" : " "
        text += "- [\(mark)] Rule \(place) of \(number) holds in case \(criterion)\(again)\n"
      }
    }
    files["\(root)/requirements/area-\(number).md"] = text
    for place in 1...tickets {
      let id = ticketID(number, place)
      let blockers = place > 1 && random.chance(60) ? [ticketID(number, place - 1)] : []
      files["\(root)/tickets/\(id).md"] = ticket(
        id, "Ticket \(place) of area \(number)\(again)",
        random.pick(["backlog", "analyzing", "building", "testing", "done"]),
        random.pick(["HIGH", "MEDIUM", "LOW"]), blockers, "REQ-A\(number)-FUNC-001")
    }
    for place in 1...tasks {
      let id = taskID(number, place)
      let dependencies = place > 1 && random.chance(70) ? [taskID(number, place - 1)] : []
      files["\(root)/tasks/\(id).md"] = Sample.task(
        id, title: "Task \(place) of area \(number)\(again)",
        status: random.pick(["pending", "in_progress", "done"]),
        ticket: ticketID(number, 1 + place % tickets), dependsOn: dependencies)
    }
    return files
  }

  private static func ticketID(_ group: Int, _ place: Int) -> String {
    let text = String(group * 10 + place)
    return "TKT-" + String(repeating: "0", count: max(0, 3 - text.count)) + text
  }

  private static func taskID(_ group: Int, _ place: Int) -> String {
    let text = String(group * 100 + place)
    return "TSK-" + String(repeating: "0", count: max(0, 3 - text.count)) + text
  }

  private static func design(_ number: Int, _ again: String) -> String {
    """
    ---
    id: DESIGN-A\(number)-001
    title: Area \(number) design\(again)
    feature: area-\(number)
    created: 2026-01-08
    updated: 2026-01-08
    status: draft
    requirements:
      - REQ-A\(number)-001
    ---

    # Area \(number) design

    ## Architecture

    One program and a file\(again).

    ## Data Model

    A table of \(number) rows\(again).

    """
  }

  private static func ticket(
    _ id: String, _ title: String, _ status: String, _ priority: String, _ blockers: [String],
    _ requirement: String
  ) -> String {
    """
    ---
    id: \(id)
    title: \(title)
    status: \(status)
    priority: \(priority)
    estimate: M
    requirements: [\(requirement)]
    dependencies:
      blocked_by: [\(blockers.joined(separator: ", "))]
      blocks: []
    ---

    # \(id): \(title)

    ## Acceptance Criteria

    - [ ] Tests pass

    """
  }
}
