/// S206: an ID that a change brings means nothing else on another branch.
enum TakenID: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S206", "id-taken-elsewhere", .warning,
    summary: "An ID means one spec on every branch.",
    explanation: """
      Two branches that mint one number for two things merge into a duplicate, or into one of the two. \
      A warning in a commit, an error in a push and with `--against`. Two appearances are one spec when \
      the branches inherited it, or when a version of one is in the history of the other (a squash, a \
      rebase, a cherry-pick); equal paths or titles alone prove nothing. `git spec collisions` shows \
      them all, `git spec renumber` mends them.
      """,
    bad:
      "---\nid: TSK-001\ntitle: Log in\n---\n=== tasks/TSK-001.md (on main)\n---\nid: TSK-001\ntitle: Log out\n---\n",
    good:
      "---\nid: TSK-002\ntitle: Log in\n---\n=== tasks/TSK-001.md (on main)\n---\nid: TSK-001\ntitle: Log out\n---\n"
  )

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    var seen: Set<String> = []
    return spec.summary.definitions.compactMap { definition in
      guard !definition.isFromName, seen.insert(definition.id).inserted,
        // What was there before this change is not this change's, unless it was another thing.
        !context.before.contains(where: { isKnown(definition, in: $0, spec.root) })
      else { return nil }
      guard let weight = context.branches.weightOfTakenID else { return nil }
      let others = context.branches.otherMeanings(of: definition, in: spec.root)
      guard let first = others.first else { return nil }
      return spec.finding(
        rule, at: definition.range,
        "`\(definition.id)` means something else on \(first.branchWords)", severity: weight,
        notes: others.prefix(placeLimit).map { note($0) }
          + (Phrase.areAlike(definition.title, first.title)
            ? [Finding.Note("the titles are alike: possibly the same work twice")] : []),
        help: context.branches.keepsItsNumbers
          ? "renumber the other one before it is merged, on \(first.branches.first ?? "its branch"):"
            + " `git spec renumber \(ShellWord.quoted(definition.id))`"
          : "give this one the next free number: `git spec renumber \(ShellWord.quoted(definition.id))`",
        subject: definition.id)
    }
  }

  /// Whether an index has the ID at the same path or under the same title.
  private static func isKnown(
    _ definition: Definition, in index: any SpecIndex, _ root: String
  ) -> Bool {
    index.uses(of: definition.id, in: root)
      .isDefined(at: definition.path, orAs: definition.title)
  }

  /// More meanings than these are not shown.
  private static let placeLimit = 3

  private static func note(_ meaning: Meaning) -> Finding.Note {
    // The file is on another branch: there is no line of it here to show.
    Finding.Note(
      "on \(meaning.branchWords) it is \(meaning.titleWords): \(meaning.path):\(meaning.line)")
  }
}
