internal import Frontmatter
internal import Specs

/// Files of requirements, and documents that have some.
extension ItemReader {
  static func requirements(
    _ spec: Spec, _ settings: Settings.Sync, _ id: String, hasHeadings: Bool,
    into reading: inout ItemReading
  ) {
    var seen: Set<String> = []
    for requirement in hasHeadings ? spec.body.requirements : [] {
      var draft = self.requirement(spec, settings, requirement.id, in: id)
      draft.set(
        .title, requirementTitle(requirement.id, requirement.title), from: "title")
      draft.setRequirement(RequirementParts(requirement, of: spec), own: { _ in nil })
      if !seen.insert(requirement.id).inserted { draft.report("id", .definedTwice) }
      reading.add(draft)
    }
    if !hasHeadings {
      var draft = requirement(spec, settings, id, in: id)
      draft.setTitle(prefix: id)
      draft.setRequirement(RequirementParts(wholeBodyOf: spec), own: { spec.meaning(of: $0) })
      draft.addHomelessFields(but: [
        "title", "status", "condition", "action", "design_ref", "tickets",
      ])
      reading.add(draft)
    }
    reading.add(file(spec, settings, id, tellsFields: hasHeadings))
  }

  /// A requirement's title on the server, by whose beginning it is found again.
  package static func requirementTitle(_ id: String, _ title: String) -> String {
    title.isEmpty ? id : "\(id): \(title)"
  }

  /// What headings and whole files have in common.
  private static func requirement(
    _ spec: Spec, _ settings: Settings.Sync, _ id: String, in file: String
  ) -> ItemDraft {
    var draft = ItemDraft(spec, settings, kind: .requirement, as: .requirement, id: id)
    draft.setStatus { $0 }
    draft.link { $0.file = file }
    draft.linkDesign()
    if let design = spec.meaning(of: "design_ref") {
      if design.unicodeScalars.count <= ItemDraft.linkedDesignLimit {
        draft.set(.linkedDesign, design, from: "design_ref")
      } else {
        draft.addHomeless("design_ref", value: design)
      }
    }
    return draft
  }

  /// The file as a spec of its own, for where no design names it.
  private static func file(
    _ spec: Spec, _ settings: Settings.Sync, _ id: String, tellsFields: Bool
  ) -> ItemDraft {
    var draft = ItemDraft(spec, settings, kind: .requirement, as: .spec, id: id)
    draft.setTitle()
    draft.setDescription()
    draft.setStatus { $0 }
    let tickets = draft.targets("tickets")
    draft.link { links in
      links.file = id
      links.tickets = tickets
    }
    draft.linkDesign()
    if tellsFields {
      draft.addHomelessFields(but: ["title", "status", "design_ref", "tickets"])
    }
    return draft
  }
}

extension ItemDraft {
  /// The sentence and the criteria; `own` are the fields that say them in the header.
  fileprivate mutating func setRequirement(
    _ parts: RequirementParts, own: (String) -> String?
  ) {
    set(.condition, own("condition") ?? parts.condition, from: "condition")
    set(.action, own("action") ?? parts.action, from: "action")
    let lines = parts.criteria.map { ($0.isMet ? "[x] " : "[ ] ") + $0.text }
    set(.criteria, lines.joined(separator: "\n"), from: "criteria")
    for label in parts.labels { addHomeless(ItemReader.word(label)) }
  }
}
