internal import Frontmatter
package import Specs

/// From a spec to what the server shall hold for it.
package enum ItemReader {
  /// The items of one spec; of a file with requirement headings one for each, and one for the file.
  ///
  /// The item of a file counts whether it is used or not: what the header says and the server has
  /// no place for is told with it.
  package static func items(of spec: Spec, settings: Settings.Sync) -> ItemReading {
    var reading = ItemReading()
    let hasRequirements = spec.schema.definesHeadings && !spec.body.requirements.isEmpty
    guard Settings.Sync.kinds.contains(spec.kind) || hasRequirements else {
      reading.homelessKind = spec.kind
      return reading
    }
    guard spec.document != nil else {
      reading.problems = [.init(kind: nil, id: nil, field: "frontmatter", reason: .noHeader)]
      return reading
    }
    guard let id = spec.meaning(of: "id") else {
      reading.problems = [.init(kind: nil, id: nil, field: "id", reason: .missing)]
      return reading
    }
    switch spec.kind {
    case .ticket: reading.add(ticket(spec, settings, id))
    case .task: reading.add(task(spec, settings, id))
    case .design: reading.add(design(spec, settings, id))
    default: requirements(spec, settings, id, hasHeadings: hasRequirements, into: &reading)
    }
    return reading
  }

  /// The body as it is sent, before our marker is put to it.
  static func description(of spec: Spec) -> String {
    let lines = spec.text.lines(in: spec.document?.body ?? 0..<0).trimmingBlankLines
    let text = Marker.strip(from: lines.joined(separator: "\n"))
    return SyncText.lines(text).trimmingBlankLines.joined(separator: "\n")
  }

  // MARK: Tickets and tasks

  private static func ticket(_ spec: Spec, _ settings: Settings.Sync, _ id: String) -> ItemDraft {
    var draft = ItemDraft(spec, settings, kind: .ticket, as: .ticket, id: id)
    draft.setTitle()
    draft.setDescription()
    draft.set(.priority, spec.meaning(of: "priority"), from: "priority")
    draft.setStatus { ticketStatuses.contains($0) ? $0 : nil }
    let (after, before) = (
      draft.targets("dependencies.blocked_by"), draft.targets("dependencies.blocks")
    )
    let requirements = draft.targets("requirements")
    draft.link { links in
      links.after = after
      links.before = before
      links.requirements = requirements
    }
    draft.linkDesign()
    draft.addHomelessFields(but: [
      "title", "priority", "status", "dependencies.blocked_by", "dependencies.blocks",
      "requirements", "design_ref",
    ])
    return draft
  }

  /// `blocked` is no status there but an overlay that no answer shows.
  private static let ticketStatuses: Set<String> = [
    "backlog", "analyzing", "building", "testing", "done",
  ]

  private static func task(_ spec: Spec, _ settings: Settings.Sync, _ id: String) -> ItemDraft {
    var draft = ItemDraft(spec, settings, kind: .task, as: .task, id: id)
    draft.setTitle()
    draft.setDescription()
    draft.set(.priority, spec.meaning(of: "priority"), from: "priority")
    draft.setStatus { taskStatuses[$0] }
    draft.create(.taskType, spec.meaning(of: "type"), from: "type")
    let (after, before) = (
      draft.targets("dependencies.depends_on"), draft.targets("dependencies.blocks")
    )
    let ticket = draft.targets("ticket_id").first
    draft.link { links in
      links.ticket = ticket
      links.after = after
      links.before = before
    }
    draft.addHomelessFields(but: [
      "title", "priority", "status", "type", "ticket_id", "dependencies.depends_on",
      "dependencies.blocks",
    ])
    return draft
  }

  /// The scheduler knows these words; it makes others of its own for review and blocked.
  private static let taskStatuses = [
    "pending": "pending", "in_progress": "running", "done": "completed",
  ]

  // MARK: Designs

  private static func design(_ spec: Spec, _ settings: Settings.Sync, _ id: String) -> ItemDraft {
    var draft = ItemDraft(spec, settings, kind: .design, as: .spec, id: id)
    draft.setTitle()
    draft.setDescription()
    draft.setStatus { $0 }
    let parts = DesignParts(of: spec)
    draft.set(.architecture, parts.architecture, from: "architecture")
    draft.set(.dataModel, parts.dataModel, from: "data_model")
    draft.set(.apiSpec, text(of: parts.endpoints), from: "api_spec")
    let (requirements, tickets) = (draft.targets("requirements"), draft.targets("tickets"))
    draft.link { links in
      links.requirements = requirements
      links.tickets = tickets
    }
    draft.addHomelessFields(but: ["title", "status", "requirements", "tickets"])
    for column in parts.otherColumns { draft.addHomeless("api_spec.\(word(column))") }
    return draft
  }

  /// Endpoints in the one spelling of JSON that equal values have, as the server's are compared.
  private static func text(of endpoints: [DesignParts.Endpoint]) -> String {
    let objects = endpoints.map { endpoint in
      let members = [
        "description": endpoint.description, "endpoint": endpoint.endpoint,
        "method": endpoint.method, "purpose": endpoint.purpose,
      ]
      return JSONValue.object(members.compactMapValues { $0.map { .string($0) } })
    }
    return JSONValue.array(objects).text
  }

  /// A title in a body as the name of a field: `Linked Tickets` is `linked_tickets`.
  static func word(_ title: String) -> String {
    title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
  }
}

extension ItemReading {
  mutating func add(_ draft: ItemDraft) {
    items.append(draft.item)
    problems += draft.problems
  }
}
