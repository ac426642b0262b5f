/// What a command that writes has done, or with --dry-run would do: one plan, told in two ways.
struct PlanReport: Encodable {
  struct Step: Encodable {
    /// The verb: `make`, `keep`, `write`, `renew`, `restore`, `remove`.
    let action: String
    let path: String
    /// The step in words, for people.
    let description: String
  }

  let schemaVersion = 1
  let command: String
  let dryRun: Bool
  let steps: [Step]
  let remarks: [String]

  /// Prints the plan: as JSON, or a line for each step.
  func answer(as format: AnswerFormat, quiet: Bool, idle: String, closing: String? = nil) throws {
    if format == .json { return Talk.answer(try JSONText.text(self)) }
    for remark in remarks { Talk.say("note: \(Terminal.safe(remark))") }
    if quiet && !dryRun { return }
    for step in steps {
      Talk.answer("\(dryRun ? "would" : "done:") \(Terminal.safe(step.description))\n")
    }
    if steps.isEmpty {
      Talk.answer("nothing to do: \(Terminal.safe(idle))\n")
    } else if let closing, !dryRun {
      Talk.answer(Terminal.safe(closing) + "\n")
    }
  }
}
