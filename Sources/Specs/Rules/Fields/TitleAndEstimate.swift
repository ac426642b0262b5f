internal import Frontmatter

/// S108, S109: a title says something in one line; an estimate is a size or a duration.
enum TitleAndEstimate: Rule {
  static let rules = [title, estimate]

  static let title = RuleInfo(
    "S108", "title", .error,
    summary: "A title is not empty and not longer than 200 characters.",
    explanation:
      "An empty title is an error, one above 200 characters a warning: boards and graphs cut it off.",
    bad: "---\nid: TSK-001\ntitle: \"\"\n---\n",
    good: "---\nid: TSK-001\ntitle: Write the parser\n---\n")

  static let estimate = RuleInfo(
    "S109", "estimate", .error, fixing: .safe,
    summary: "An estimate is a size, or a duration.",
    explanation: """
      Sizes are S, M, L and, on tickets, XL. Durations such as `4h`, `3d`, `1w` or `0.5d` are \
      accepted with a note. A size in small letters is a warning with a fix.
      """,
    bad: "---\nid: TSK-001\nestimate: two days\n---\n", good: "---\nid: TSK-001\nestimate: M\n---\n"
  )

  static let titleLimit = 200

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let document = spec.document else { return [] }
    var findings: [Finding] = []
    for use in spec.fields.uses {
      guard let scalar = use.value.scalar, scalar.type != .null else { continue }
      switch use.row?.form {
      case .title?:
        if scalar.text.allSatisfy(\.isWhitespace) {
          findings.append(spec.finding(title, at: scalar.range, "the title is empty"))
        } else if scalar.text.utf8.count > titleLimit, scalar.text.count > titleLimit {
          findings.append(
            spec.finding(
              title, at: scalar.range,
              "the title has \(scalar.text.count) characters; \(titleLimit) are enough",
              severity: .warning, subject: "long title"))
        }
      case .estimate(let sizes)?:
        if let finding = check(scalar, sizes, spec, document) { findings.append(finding) }
      default: break
      }
    }
    return findings
  }

  private static func check(
    _ scalar: Scalar, _ sizes: [String], _ spec: Spec, _ document: Document
  ) -> Finding? {
    if sizes.contains(scalar.text) || scalar.text.trimmingBlanks.isEmpty { return nil }
    let list = alternatives(sizes)
    if isDuration(scalar.text) {
      return spec.finding(
        estimate, at: scalar.range,
        "the estimate `\(scalar.text)` is a duration; sizes are \(list)",
        severity: .note)
    }
    if let size = sizes.first(where: { $0.lowercased() == scalar.text.lowercased() }) {
      return spec.finding(
        estimate, at: scalar.range, "`\(scalar.text)` is another spelling of the size `\(size)`",
        severity: .warning,
        fix: scalar.isPlainlyWritten
          ? spec.fix(.safe, "write `\(size)`", [document.replacing(scalar, with: size)]) : nil)
    }
    return spec.finding(
      estimate, at: scalar.range, "`\(scalar.text)` is no estimate",
      help: "write one of \(list), or a duration such as `4h`, `3d`, `1w`")
  }

  /// `4h`, `0.5d`: digits, at most one point, then h, d, w or m.
  static func isDuration(_ text: String) -> Bool {
    guard let unit = text.utf8.last, "hdwm".utf8.contains(unit) else { return false }
    let parts = text.utf8.dropLast().split(separator: 0x2E, omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
  }
}
