extension TemplateBody {
  static func requirement(_ values: DraftValues) -> String {
    let headings = values.draft.headings.map(RequirementHeading.init)
    let functional = headings.filter(\.isFunctional)
    let others = headings.filter { !$0.isFunctional }
    func sections(_ headings: [RequirementHeading]) -> String {
      if headings.isEmpty { return "None yet.\n" }
      return headings.map { $0.section(values) }.joined(separator: "\n---\n\n")
    }
    let rows = headings.map { "| \($0.id) | User Stories #1 | Architecture | None yet |\n" }
      .joined()
    return """
      # \(Written.heading(values.title(with: "Requirements")))

      ## Overview

      What these requirements cover.

      ## Functional Requirements

      \(sections(functional))
      ## Non-Functional Requirements

      \(sections(others))
      ## Traceability

      | Requirement ID | PRD Section | Design Section | Ticket |
      |----------------|-------------|----------------|--------|
      \(rows)
      """
  }
}

/// A requirement that a file defines by a heading of its own.
private struct RequirementHeading {
  let id: String
  /// The word before the number: `FUNC`, `PERF`, `SEC`.
  let word: String

  init(id: String) {
    self.id = id
    word = SpecID(id)?.segments.last ?? "FUNC"
  }

  /// The words of the templates decide; a word of the project's own is functional.
  var isFunctional: Bool { word != "PERF" && word != "SEC" }

  func section(_ values: DraftValues) -> String {
    switch word {
    case "PERF":
      """
      \(head("Performance", values))
      THE SYSTEM SHALL reach the targets that are listed here.

      **Metrics**:
      - P50 latency: to be agreed
      - P99 latency: to be agreed
      - Throughput: to be agreed

      """
    case "SEC":
      """
      \(head("Security", values))
      THE SYSTEM SHALL refuse whatever its user is not allowed to do.

      """
    default:
      """
      \(head(nil, values))
      WHEN the feature is used as described, THE SYSTEM SHALL do what the criteria below say.

      **Acceptance Criteria**:
      - [ ] The result can be observed and tested
      - [ ] A wrong input is refused with an explanation

      **Notes**: None

      """
    }
  }

  private func head(_ category: String?, _ values: DraftValues) -> String {
    """
    ### \(id): \(Written.heading(category ?? values.title))

    **Priority**: \(values.priority ?? "HIGH")
    **Category**: \(category ?? "Functional")

    """
  }
}
