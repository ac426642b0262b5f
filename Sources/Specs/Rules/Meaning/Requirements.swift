internal import Frontmatter

/// S407, S408: a requirement says what the system does, and some ticket builds it.
enum Requirements: Rule {
  static let rules = [noSentence, noTicket]

  static let noSentence = RuleInfo(
    "S407", "no-ears-sentence", .note,
    summary: "A requirement heading is followed by an EARS sentence.",
    explanation:
      "`WHEN … THE SYSTEM SHALL …`, or `THE SYSTEM SHALL …` alone; bold, in a list or over several lines.",
    bad:
      "=== requirements/a.md\n---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: Log in\n\nUsers log in.\n",
    good:
      "=== requirements/a.md\n---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: Log in\n\nWHEN a user logs in, THE SYSTEM SHALL open a session.\n"
  )

  static let noTicket = RuleInfo(
    "S408", "requirement-without-ticket", .note,
    summary: "A ticket builds each requirement.",
    explanation:
      "No ticket names the requirement under `requirements`. A file whose requirements are headings is not itself asked for.",
    bad: "=== requirements/a.md\n---\nid: REQ-A-001\n---\n",
    good:
      "=== requirements/a.md\n---\nid: REQ-A-001\n---\n=== tickets/TKT-001.md\n---\nid: TKT-001\nrequirements: [REQ-A-001]\n---\n"
  )

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard spec.schema.definesHeadings else { return [] }
    var findings: [Finding] = []
    for requirement in spec.body.requirements {
      if !hasSentence(spec.text.string(requirement.content)) {
        findings.append(
          spec.finding(
            noSentence, at: requirement.idRange,
            "`\(requirement.id)` has no sentence with THE SYSTEM SHALL"))
      }
      if !hasTicket(requirement.id, spec, context) {
        findings.append(
          spec.finding(noTicket, at: requirement.idRange, "no ticket builds `\(requirement.id)`"))
      }
    }
    if spec.kind == .requirement, spec.body.requirements.isEmpty, let id = spec.summary.id,
      !hasTicket(id.value, spec, context)
    {
      findings.append(spec.finding(noTicket, at: id.range, "no ticket builds `\(id.value)`"))
    }
    return findings
  }

  private static func hasTicket(_ id: String, _ spec: Spec, _ context: RuleContext) -> Bool {
    context.index.referrers(to: id, in: spec.root).contains { path in
      context.index.summary(at: path).map {
        $0.kind == .ticket && $0.targets(of: "requirements").contains(id)
      } ?? false
    }
  }

  /// Whether a text has "the system shall", whatever its capitals, marks and line ends.
  static func hasSentence(_ text: String) -> Bool {
    let letters = text.uppercased().map { "*_`>".contains($0) || $0.isWhitespace ? " " : $0 }
    let words = String(letters).split(separator: " ")
    return words.indices.dropLast().contains { index in
      words[index + 1].hasPrefix("SHALL") && index > 0
        && (words[index] == "SYSTEM" || words[..<index].suffix(4).contains("THE"))
    }
  }
}
