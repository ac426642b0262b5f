internal import Frontmatter

/// S404, S410: what a change may not do without a word.
enum Changes: Rule {
  static let rules = [backward, approvedEdited]

  static let backward = RuleInfo(
    "S404", "status-went-backward", .warning,
    summary: "A status moves forward.",
    explanation: """
      Shown when a change is judged against the commit before it. Reopening something done is fine, \
      and so is the way to `blocked` and back. A project sets its own order under `status`.
      """,
    bad:
      "=== tasks/TSK-001.md (before)\n---\nid: TSK-001\nstatus: review\n---\n=== tasks/TSK-001.md\n---\nid: TSK-001\nstatus: pending\n---\n",
    good:
      "=== tasks/TSK-001.md (before)\n---\nid: TSK-001\nstatus: done\n---\n=== tasks/TSK-001.md\n---\nid: TSK-001\nstatus: in_progress\n---\n"
  )

  static let approvedEdited = RuleInfo(
    "S410", "approved-document-edited", .note,
    summary: "An approved document is not edited as if it were a draft.",
    explanation:
      "People agreed to the text as it was. Set the status to `draft` or `review` with the edit. A change of dates alone is fine.",
    bad:
      "=== designs/a.md (before)\n---\nid: DESIGN-A-001\nstatus: approved\n---\nOld.\n=== designs/a.md\n---\nid: DESIGN-A-001\nstatus: approved\n---\nNew.\n",
    good:
      "=== designs/a.md (before)\n---\nid: DESIGN-A-001\nstatus: approved\n---\nOld.\n=== designs/a.md\n---\nid: DESIGN-A-001\nstatus: review\n---\nNew.\n"
  )

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let old = context.baseline, let was = old.scalar("status")?.text,
      let status = spec.scalar("status")
    else { return [] }
    let order = spec.schema.workflow
    if let from = order.firstIndex(of: was), let to = order.firstIndex(of: status.text), to < from,
      was != "done", was != order.last || !order.contains("done")
    {
      return [
        spec.finding(
          backward, at: status.range, "the status went back from \(was) to \(status.text)")
      ]
    }
    if was == "approved", status.text == "approved", content(old) != content(spec) {
      return [
        spec.finding(
          approvedEdited, at: status.range, "this \(spec.kind) is approved and was edited",
          help: "set `status: review` until it is approved again")
      ]
    }
    return []
  }

  /// The bytes of a spec without its dates.
  private static func content(_ spec: Spec) -> [UInt8] {
    guard let document = spec.document else { return spec.text.bytes }
    let dates = document.fields.filter { spec.schema.field(named: $0.key.text)?.form == .date }
    let edits = dates.map { Edit($0.range, with: "") }
    return (try? Edit.apply(edits, to: spec.text.bytes)) ?? spec.text.bytes
  }
}
