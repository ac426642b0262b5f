/// The Markdown of new specs, with the headings, lists and tables of the workflow document.
enum TemplateBody {
  static func ticket(_ values: DraftValues) -> String {
    """
    # \(values.draft.id): \(Written.heading(values.title))

    ## Description

    What this ticket accomplishes.

    ## Acceptance Criteria

    - [ ] The behaviour described above can be observed
    - [ ] Errors are reported to whoever can mend them
    - [ ] The change is documented where its users look
    - [ ] All tests pass
    - [ ] Code reviewed and approved

    ## Technical Notes

    Context and decisions that matter to the implementation.

    ## Tasks

    None yet.

    ## Dependencies

    **Blocked By**: None
    **Blocks**: None

    ## Estimate

    **Size**: \(values.estimate ?? "M")
    **Rationale**: A first guess

    """
  }

  static func task(_ values: DraftValues) -> String {
    let size = values.estimate ?? "S"
    return """
      # \(values.draft.id): \(Written.heading(values.title))

      ## Objective

      What this task accomplishes, in one sentence.

      ## Context

      Why this task exists and how it fits into the bigger picture.

      ## Deliverables

      - [ ] The code that does it
      - [ ] Tests for the above

      ## Implementation Notes

      Guidance for the implementation.

      ```python
      # Code structure or pseudocode
      ```

      ## Acceptance Criteria

      - [ ] The objective is reached
      - [ ] Errors are handled
      - [ ] All new code has tests
      - [ ] Tests pass

      ## Dependencies

      **Depends On**: None
      **Blocks**: None

      ## Estimate

      **Size**: \(size)\(taskHours[size].map { " (\($0))" } ?? "")

      """
  }

  private static let taskHours = ["S": "< 2 hours", "M": "2-4 hours", "L": "4-8 hours"]

  /// A kind that only the settings know.
  static func plain(_ values: DraftValues) -> String {
    """
    # \(values.draft.id): \(Written.heading(values.title))

    What this \(values.draft.kind) is about.

    """
  }
}
