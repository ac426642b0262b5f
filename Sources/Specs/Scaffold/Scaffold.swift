/// A spec that is not yet written.
package struct NewSpec: Sendable, Equatable {
  package let id: String
  /// Path below the spec root.
  package let path: String
  package let text: String
}

/// Makes new specs as the workflow document's templates form them; valid at once.
package enum Scaffold {
  /// The file of a draft; `isTaken` says which paths below the root are in use.
  package static func spec(
    _ draft: SpecDraft, in schema: Schema, isTaken: (String) -> Bool = { _ in false }
  ) throws(ScaffoldError) -> NewSpec {
    let values = try DraftValues(draft, in: schema)
    return NewSpec(
      id: draft.id, path: try path(of: draft, in: schema, isTaken: isTaken),
      text: "---\n" + (try TemplateHeader(values).lines()) + "---\n\n" + body(values))
  }

  /// Where the file of a draft goes: the first of its paths that is free.
  package static func path(
    of draft: SpecDraft, in schema: Schema, isTaken: (String) -> Bool = { _ in false }
  ) throws(ScaffoldError) -> String {
    let paths = try paths(of: draft, in: schema)
    guard let path = paths.first(where: { !isTaken($0) }) else {
      throw .fileExists(paths[paths.count - 1])
    }
    return path
  }

  /// Paths that the file of a draft may have, named as the workflow document names it.
  ///
  /// Files of tickets, tasks and a project's own kinds are named by their ID, the others by their
  /// feature; the second of a feature has its number in its name as well.
  package static func paths(
    of draft: SpecDraft, in schema: Schema
  ) throws(ScaffoldError) -> [String] {
    guard let kind = schema[draft.kind] else {
      throw .unknownKind(draft.kind.rawValue, known: schema.kinds.map(\.name.rawValue))
    }
    var names = [draft.id]
    if case .feature = kind.idShape {
      guard let feature = draft.feature else { throw .featureNeeded(draft.kind) }
      let name = (kind.filePrefix ?? "") + feature.slug
      names = [name, "\(name)-\(SpecID(draft.id)?.digits ?? draft.id)"]
    }
    return names.map { "\(kind.folder)/\($0).md" }
  }

  private static func body(_ values: DraftValues) -> String {
    switch values.draft.kind {
    case .prd: TemplateBody.prd(values)
    case .requirement: TemplateBody.requirement(values)
    case .design: TemplateBody.design(values)
    case .ticket: TemplateBody.ticket(values)
    case .task: TemplateBody.task(values)
    default: TemplateBody.plain(values)
    }
  }
}

/// IDs of the specs that a new feature begins with.
package struct FeatureIDs: Sendable {
  package var prd: String
  package var requirement: String
  /// Of the first requirement heading.
  package var heading: String
  package var design: String

  package init(prd: String, requirement: String, heading: String, design: String) {
    self.prd = prd
    self.requirement = requirement
    self.heading = heading
    self.design = design
  }
}

extension Scaffold {
  /// Drafts of a feature's PRD, requirements and design, in this order, that refer to each other.
  package static func drafts(
    of feature: Feature, title: String? = nil, ids: FeatureIDs, today: CalendarDate,
    author: String? = nil, priority: String? = nil, in schema: Schema,
    isTaken: (String) -> Bool = { _ in false }
  ) throws(ScaffoldError) -> [SpecDraft] {
    func draft(_ kind: KindName, _ id: String) -> SpecDraft {
      var draft = SpecDraft(kind, id: id, title: title ?? feature.name, today: today)
      draft.feature = feature
      return draft
    }
    var prd = draft(.prd, ids.prd)
    prd.author = author
    var design = draft(.design, ids.design)
    design.requirements = [ids.requirement]
    var requirement = draft(.requirement, ids.requirement)
    requirement.priority = priority
    requirement.headings = [ids.heading]
    requirement.prd = try path(of: prd, in: schema, isTaken: isTaken)
    requirement.design = try path(of: design, in: schema, isTaken: isTaken)
    return [prd, requirement, design]
  }
}
