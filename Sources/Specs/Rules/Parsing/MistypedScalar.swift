internal import Frontmatter

/// S012: a text is not written so that YAML reads it as something else.
enum MistypedScalar: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S012", "mistyped-scalar", .warning, fixing: .safe,
    summary: "A text is read as text.",
    explanation: """
      Without quotes YAML reads `no` as false, `12:30` as 750 and `2026-01-01` as a date. `1e3` is a \
      text to YAML 1.1 but a number to YAML 1.2, so tools disagree. The fix puts quotes around it.
      """,
    bad: "---\nid: TSK-001\ntitle: no\n---\n", good: "---\nid: TSK-001\ntitle: \"no\"\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    var findings: [Finding] = []
    for use in spec.fields.uses {
      guard let row = use.row, row.form.isText else { continue }
      for scalar in use.value.scalars where scalar.isPlainlyWritten {
        // Another word than the table's has its own finding.
        if case .enumeration(let values, _) = row.form, !values.contains(scalar.text) { continue }
        guard let reading = reading(scalar) else { continue }
        findings.append(
          spec.finding(
            rule, at: scalar.range, "`\(scalar.text)` is read as \(reading), not as text",
            fix: spec.fix(
              .safe, "put it in quotes", [Edit(scalar.range, with: "\"\(scalar.text)\"")])))
      }
    }
    return findings
  }

  /// What YAML takes the scalar for; nil for a text.
  private static func reading(_ scalar: Scalar) -> String? {
    switch scalar.type {
    case .bool: "a truth value"
    case .int, .float: "a number"
    case .timestamp: "a date"
    case .string where scalar.style == .plain && isExponent(scalar.text): "a number by some tools"
    case .string, .null, .merge: nil
    }
  }

  /// `1e3`: digits, an `e`, digits.
  static func isExponent(_ text: String) -> Bool {
    let parts = text.lowercased().utf8.split(separator: 0x65, omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
  }
}

extension FieldSchema.Form {
  /// True for values that are words to people.
  fileprivate var isText: Bool {
    switch self {
    case .id, .title, .text, .enumeration, .reference, .file, .list: true
    case .date, .estimate, .mapping, .any: false
    }
  }
}
