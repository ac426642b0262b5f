internal import Frontmatter

/// S004: no key stands twice in one mapping.
enum DuplicateKey: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S004", "duplicate-key", .error,
    summary: "No key stands twice.",
    explanation: """
      YAML readers keep the last of two equal keys and drop the first in silence, so one of the two \
      values is lost. Keep the right one.
      """,
    bad: "---\nid: TSK-001\nstatus: pending\nstatus: done\n---\n",
    good: "---\nid: TSK-001\nstatus: done\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    (spec.document?.duplicates ?? []).map { duplicate in
      spec.finding(
        rule, at: duplicate.second, "the key `\(duplicate.key)` stands here a second time",
        notes: [
          Finding.Note(
            "it is here first", path: spec.path,
            position: spec.text.position(at: duplicate.first.lowerBound))
        ], help: "keep one of the two; readers take the last and drop the first")
    }
  }
}
