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
      if !hasSentence(prose(of: requirement, spec)) {
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
        $0.kind == .ticket && $0.names(id, in: "requirements")
      } ?? false
    }
  }

  /// The requirement's text without what code blocks show.
  private static func prose(of requirement: Body.Requirement, _ spec: Spec) -> String {
    var text = ""
    var start = requirement.content.lowerBound
    let end = requirement.content.upperBound
    for fence in spec.body.fences[spec.body.firstFence(endingAfter: start)...] {
      guard fence.lowerBound < end else { break }
      text += spec.text.string(start..<max(start, fence.lowerBound))
      start = max(start, min(fence.upperBound, end))
    }
    return text + spec.text.string(start..<end)
  }

  /// Whether a text has "the system shall", whatever its capitals, marks and line ends.
  static func hasSentence(_ text: String) -> Bool {
    // By scalars, because a CRLF is one character to Swift.
    let words = text.uppercased().unicodeScalars.split { "*_` \n\r\t>".unicodeScalars.contains($0) }
      .map { String($0) }
    return words.indices.dropLast().contains { index in
      words[index + 1].hasPrefix("SHALL") && index > 0
        && (words[index] == "SYSTEM" || words[..<index].suffix(4).contains("THE"))
    }
  }
}
