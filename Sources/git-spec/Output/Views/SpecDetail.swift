internal import Frontmatter
internal import Specs

/// One spec with everything in it, for JSON: what `export` lists and an agent is given.
struct SpecDetail: Encodable {
  struct Criterion: Encodable {
    let text: String
    let met: Bool
  }

  /// A requirement heading with what its text says.
  struct Requirement: Encodable {
    let id: String
    let title: String
    let path: String
    let line: Int
    /// `WHEN …`; empty for a sentence without one.
    let condition: String
    /// `THE SYSTEM SHALL …`, or the first paragraph.
    let action: String
    let criteria: [Criterion]
    let text: String

    init(_ requirement: Body.Requirement, of spec: Spec) {
      let parts = RequirementParts(requirement, of: spec)
      id = requirement.id
      title = requirement.title
      path = spec.path
      line = spec.text.position(at: requirement.idRange.lowerBound).line
      condition = parts.condition
      action = parts.action
      criteria = parts.criteria.map { Criterion(text: $0.text, met: $0.isMet) }
      text = SpecDetail.prose(spec, requirement.content)
    }
  }

  let spec: SpecRow
  /// The header by the names of the schema; what it does not know keeps its own.
  let fields: [String: FieldValue]
  let criteria: [Criterion]
  let requirements: [Requirement]
  /// The Markdown below the header.
  let body: String

  init(_ spec: Spec, _ card: SpecCard, in specs: RootSpecs) {
    self.spec = SpecRow(card, in: specs)
    var fields: [String: FieldValue] = [:]
    for use in spec.fields.uses {
      // A mapping of the schema is told by its parts.
      if use.row?.form == .mapping, case .mapping = use.value { continue }
      if fields[use.name] == nil || !use.isAlias { fields[use.name] = FieldValue(use.value) }
    }
    self.fields = fields
    criteria = spec.criteria.map { Criterion(text: $0.text, met: $0.isMet) }
    requirements =
      spec.schema.definesHeadings
      ? spec.body.requirements.map { Requirement($0, of: spec) } : []
    body = Self.prose(spec, (spec.document?.body.lowerBound ?? 0)..<spec.text.bytes.count)
  }

  private static func prose(_ spec: Spec, _ range: Range<Int>) -> String {
    spec.text.string(range).replacing("\r\n", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0.allSatisfy { $0 == " " } }.joined(separator: "\n").trimmingLineEnds
  }
}

extension String {
  fileprivate var trimmingLineEnds: String {
    var rest = self[...]
    while let last = rest.last, last == "\n" || last == " " { rest.removeLast() }
    return String(rest)
  }
}
