internal import Frontmatter

/// S205, S208, S210: an ID means one thing, and goes on meaning it.
enum UniqueID: Rule {
  static let rules = [duplicate, changed, headingTwice]

  static let duplicate = RuleInfo(
    "S205", "duplicate-id", .error,
    summary: "No two specs of a root have one ID.",
    explanation: """
      References to a duplicate ID are ambiguous and a sync would mix the two up. File names do not \
      matter: IDs are compared as they stand in the files, requirement headings included. There is \
      one finding for each ID, with all its places.
      """,
    bad:
      "=== tasks/TSK-001-a.md\n---\nid: TSK-001\n---\n=== tasks/TSK-001-b.md\n---\nid: TSK-001\n---\n",
    good:
      "=== tasks/TSK-001-a.md\n---\nid: TSK-001\n---\n=== tasks/TSK-002-b.md\n---\nid: TSK-002\n---\n"
  )

  static let changed = RuleInfo(
    "S208", "id-changed", .warning,
    summary: "The ID of an existing file stays.",
    explanation:
      "Other branches, pages and people still use the old ID. Shown when a change is judged against the commit before it.",
    bad:
      "=== tasks/TSK-001.md (before)\n---\nid: TSK-001\n---\n=== tasks/TSK-001.md\n---\nid: TSK-002\n---\n",
    good:
      "=== tasks/TSK-001.md (before)\n---\nid: TSK-001\n---\n=== tasks/TSK-001.md\n---\nid: TSK-001\n---\n"
  )

  static let headingTwice = RuleInfo(
    "S210", "requirement-heading-twice", .error,
    summary: "A requirement heading stands once in a file.",
    explanation: "Two headings with one ID are two requirements that no reference can tell apart.",
    bad:
      "=== requirements/a.md\n---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: Log in\n### REQ-A-FUNC-001: Log out\n",
    good:
      "=== requirements/a.md\n---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: Log in\n### REQ-A-FUNC-002: Log out\n"
  )

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    var findings: [Finding] = []
    var seen: [String: Definition] = [:]
    for definition in spec.summary.definitions {
      if definition.isFromName { continue }
      if let first = seen[definition.id] {
        findings.append(
          spec.finding(
            headingTwice, at: definition.range,
            "`\(definition.id)` is defined here a second time",
            notes: [
              Finding.Note(
                "it is defined here first\(titled(first))", path: spec.path,
                position: first.position)
            ], help: "give one of them the next free number"))
        continue
      }
      seen[definition.id] = definition
      if let finding = duplicate(definition, spec, context) { findings.append(finding) }
    }
    if let old = context.baseline?.id, let new = spec.summary.id, old != new.value {
      findings.append(
        spec.finding(
          changed, at: new.range, "the ID of this file was `\(old)` and is now `\(new.value)`",
          help: "references elsewhere, on other branches too, still mean `\(old)`"))
    }
    return findings
  }

  private static func duplicate(
    _ definition: Definition, _ spec: Spec, _ context: RuleContext
  ) -> Finding? {
    let uses = context.index.uses(of: definition.id, in: spec.root)
    // Nearly every ID is defined once.
    guard uses.all.count > 1 else { return nil }
    let others = uses.firstInFiles.filter { $0.path != spec.path }.prefix(placeLimit)
    guard !others.isEmpty else { return nil }
    let count = uses.fileCount - 1
    var notes = others.map {
      Finding.Note("it is also used here\(titled($0))", path: $0.path, position: $0.position)
    }
    if count > placeLimit { notes.append(Finding.Note("and by \(count - placeLimit) more")) }
    return spec.finding(
      duplicate, at: definition.range, "the ID `\(definition.id)` is used by \(count + 1) files",
      label: definition.title, notes: notes,
      help:
        "give all but one of them another ID: `git spec renumber \(ShellWord.quoted(spec.path))`",
      subject: definition.id, shared: true)
  }

  /// More places than these are only counted.
  private static let placeLimit = 8

  private static func titled(_ definition: Definition) -> String {
    definition.title.isEmpty ? "" : ": \"\(definition.title)\""
  }
}
