internal import Frontmatter

/// S201, S202: an ID is formed as its kind forms them, and says the kind that the folder says.
enum IDShape: Rule {
  static let rules = [shape, kind]

  static let shape = RuleInfo(
    "S201", "id-shape", .error,
    summary: "An ID has the form that its kind prescribes.",
    explanation: """
      A prefix, perhaps words in capitals, and a number of three digits or more, joined by hyphens: \
      `TSK-014`, `TKT-AUTH-003`, `REQ-CREATE-REPO-001`. Requirement headings are looked at as well.
      """,
    bad: "---\nid: TSK-1\n---\n", good: "---\nid: TSK-001\n---\n")

  static let kind = RuleInfo(
    "S202", "kind-and-folder-disagree", .error,
    summary: "A spec lies in the folder of its kind.",
    explanation:
      "The folder decides what a file is. An ID with another kind's prefix is in the wrong folder, or is the wrong ID.",
    bad: "---\nid: TKT-001\n---\n", good: "---\nid: TSK-001\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    ownID(spec, in: context) + (spec.schema.definesHeadings ? headings(spec) : [])
  }

  /// Headings that want to define a requirement and do not: nobody could refer to them.
  private static func headings(_ spec: Spec) -> [Finding] {
    spec.body.misshapenIDs.map { range in
      let text = spec.text.string(range)
      var words = text.uppercased().split(separator: "-").map(String.init)
      let digits = words.removeLast()
      words.append(String(repeating: "0", count: max(0, 3 - digits.count)) + digits)
      return spec.finding(
        shape, at: range, "`\(text)` is no ID of a requirement",
        label: "expected a form such as `REQ-FEATURE-FUNC-001`",
        help: "did you mean `\(words.joined(separator: "-"))`?")
    }
  }

  private static func ownID(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let id = spec.summary.id, spec.document != nil, !id.value.isEmpty,
      // A placeholder has its own finding.
      !id.value.utf8.contains(0x7B)
    else { return [] }
    let word = id.value.prefix { $0 != "-" }
    if let other = context.schema.kind(ofPrefix: String(word)), !spec.schema.prefixes.isEmpty,
      !spec.schema.prefixes.contains(String(word))
    {
      return [
        spec.finding(
          kind, at: id.range,
          "`\(id.value)` is the ID of \(other.name.withArticle), but this folder holds \(spec.kind)s",
          help:
            "move the file to \(spec.root)/\(other.folder)/, or give it an ID that begins with `\(spec.schema.idPrefix ?? "")-`"
        )
      ]
    }
    guard let problem = problem(id.value, spec.schema) else { return [] }
    let better = id.value.uppercased()
    let help = self.problem(better, spec.schema) == nil ? "did you mean `\(better)`?" : nil
    return [
      spec.finding(
        shape, at: id.range, "`\(id.value)` is no ID of \(spec.kind.withArticle)", label: problem,
        help: help)
    ]
  }

  /// What is wrong with an ID; nil when nothing is.
  static func problem(_ text: String, _ schema: KindSchema) -> String? {
    if schema.idForm.matches(text) { return nil }
    return switch schema.idShape {
    case .free: "expected a form such as `WORD-TOPIC-001`"
    case .scoped(let prefixes):
      "expected `\(prefixes.first ?? "")-001` or `\(prefixes.first ?? "")-SCOPE-001`"
    case .feature(let prefixes): "expected `\(prefixes.first ?? "")-FEATURE-001`"
    }
  }
}

extension KindSchema {
  /// Every prefix that the kind's IDs may have; empty when they are free.
  package var prefixes: [String] {
    switch idShape {
    case .feature(let prefixes), .scoped(let prefixes): prefixes + aliasPrefixes
    case .free: []
    }
  }
}
