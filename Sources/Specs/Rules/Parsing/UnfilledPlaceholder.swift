internal import Frontmatter

/// S011: the blanks of the templates are filled in.
enum UnfilledPlaceholder: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S011", "unfilled-placeholder", .error,
    summary: "The templates' placeholders are filled in.",
    explanation: """
      Only the placeholders of the workflow document's templates count, such as `{NNN}`, \
      `{FEATURE}`, `{feature-name}` or `{YYYY-MM-DD}`, and only in frontmatter values and in the \
      first heading. Braces in paths and code mean something else and are left alone.
      """,
    bad: "---\nid: TSK-001\ntitle: \"{Task Title}\"\n---\n",
    good: "---\nid: TSK-001\ntitle: Write the parser\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let document = spec.document else {
      return inBrokenHeader(spec).map { finding(spec, $0) }
    }
    var findings: [Finding] = []
    if document.header.contains(where: { spec.text.bytes[$0] == 0x7B }) {
      for field in document.fields { walk(field.value, spec, &findings) }
    }
    if let heading = spec.body.title {
      for range in occurrences(in: heading.range, of: spec.text) {
        findings.append(finding(spec, range))
      }
    }
    return findings
  }

  /// `title: {Feature Name} PRD` is no YAML, and the placeholder is why.
  static func breaks(_ spec: Spec, at offset: Int) -> Bool {
    let line = spec.text.lineIndex(at: offset)
    return inBrokenHeader(spec).contains { spec.text.lineIndex(at: $0.lowerBound) == line }
  }

  private static func inBrokenHeader(_ spec: Spec) -> [Range<Int>] {
    guard spec.parseError?.kind == .syntax,
      let header = Document.headerRange(of: spec.text.bytes)
    else { return [] }
    // A comment may show what to fill in. Where it begins is looked for once in a line.
    var line = 0..<0
    var comment: Int?
    return occurrences(in: header, of: spec.text).filter { range in
      if !line.contains(range.lowerBound) {
        line = spec.text.lineRange(spec.text.lineIndex(at: range.lowerBound))
        comment = spec.text.bytes[line].firstIndex(of: 0x23)
        Work.did(line.count)
      }
      return comment.map { $0 >= range.lowerBound } ?? true
    }
  }

  /// Unquoted braces are a mapping to YAML: `title: {Task Title}`.
  static func isWhole(_ value: Value, _ spec: Spec) -> Bool {
    guard case .mapping(_, _, let range) = value else { return false }
    return Placeholder.whole(range, of: spec.text.bytes) != nil
  }

  private static func walk(_ value: Value, _ spec: Spec, _ findings: inout [Finding]) {
    switch value {
    case .scalar(let scalar):
      for range in occurrences(in: scalar.range, of: spec.text) {
        findings.append(finding(spec, range))
      }
    case .sequence(let items, _, _):
      for item in items { walk(item.value, spec, &findings) }
    case .mapping(let fields, _, let range):
      if isWhole(value, spec) {
        findings.append(finding(spec, range))
      } else {
        for field in fields { walk(field.value, spec, &findings) }
      }
    case .alias: break
    }
  }

  private static func finding(_ spec: Spec, _ range: Range<Int>) -> Finding {
    spec.finding(
      rule, at: range, "the placeholder `\(spec.text.string(range))` is not filled in")
  }

  private static func occurrences(in range: Range<Int>, of text: SourceText) -> [Range<Int>] {
    Placeholder.places(in: range, of: text.bytes).map(\.range)
  }
}
