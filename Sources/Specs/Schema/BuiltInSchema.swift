extension Schema {
  /// The table of the workflow document, before a project's settings.
  package static let builtIn = Schema(kinds: [
    prd, document, requirement, design, ticket, task,
  ])

  private static let documentStatus = ["draft", "review", "approved"]
  private static let priorities = ["CRITICAL", "HIGH", "MEDIUM", "LOW"]
  /// Spellings that mean a value of some workflow; applied only where that value exists.
  private static let statusSynonyms = [
    "open": "backlog", "todo": "pending", "wip": "in_progress", "completed": "done",
  ]
  private static let taskTypes = [
    "implementation", "refactor", "test", "documentation", "research", "bugfix",
  ]

  private static func status(_ values: [String], required: Bool = true) -> FieldSchema {
    FieldSchema(
      "status", .enumeration(values, synonyms: statusSynonyms.filter { values.contains($0.value) }),
      required: required, merge: .furthest)
  }

  private static func enumeration(
    _ name: String, _ values: [String], required: Bool = false
  ) -> FieldSchema {
    FieldSchema(name, .enumeration(values, synonyms: [:]), required: required)
  }

  /// Rows that every kind has; a kind's own row of the same name goes first.
  private static let common: [FieldSchema] = [
    FieldSchema("id", .id, required: true),
    FieldSchema("title", .title, required: true),
    FieldSchema("feature", .text),
    FieldSchema("created", .date),
    FieldSchema("updated", .date, merge: .later),
    FieldSchema("status", .text),
    enumeration("priority", priorities),
    FieldSchema("type", .text),
    FieldSchema("assignee", .text),
    FieldSchema("author", .text),
    FieldSchema("category", .text),
    FieldSchema("phase", .any),
    FieldSchema("condition", .text),
    FieldSchema("action", .text),
    FieldSchema("prd_ref", .file(kinds: [.prd, .document])),
    FieldSchema("design_ref", .file(kinds: [.design]), aliases: ["linked_design"]),
    FieldSchema("requirements", .reference(kinds: [.requirement], isList: true), merge: .set),
    FieldSchema("tickets", .reference(kinds: [.ticket], isList: true), merge: .set),
    FieldSchema("tasks", .reference(kinds: [.task], isList: true), merge: .set),
    FieldSchema("tags", .list, merge: .set),
  ]

  private static func rows(_ own: [FieldSchema], required: [String] = []) -> [FieldSchema] {
    let names = Set(own.map(\.name))
    let shared = common.filter { !names.contains($0.name) }
    // In the order in which the templates write them; missing fields are put in by it.
    let head = shared.prefix { $0.name != "status" && $0.name != "priority" }
    let all = head + own + shared.dropFirst(head.count)
    return all.map { field in
      var field = field
      if required.contains(field.name) { field.isRequired = true }
      return field
    }
  }

  private static let prd = KindSchema(
    name: .prd, folder: "docs", filePrefix: "prd-", idShape: .feature(prefixes: ["PRD"]),
    definesHeadings: true, workflow: documentStatus,
    fields: rows(
      [status(documentStatus)], required: ["feature", "created", "updated", "author"]))

  private static let document = KindSchema(
    name: .document, folder: "docs", idShape: .free, definesHeadings: true, fields: rows([]))

  private static let requirement = KindSchema(
    name: .requirement, folder: "requirements", idShape: .feature(prefixes: ["REQ"]),
    definesHeadings: true, workflow: documentStatus,
    fields: rows(
      [
        status(documentStatus),
        enumeration("category", ["functional", "non-functional", "constraint"], required: true),
        enumeration("priority", priorities, required: true),
      ], required: ["feature", "created", "updated"]))

  private static let design = KindSchema(
    name: .design, folder: "designs", idShape: .feature(prefixes: ["DESIGN"]),
    aliasPrefixes: ["DES"], workflow: documentStatus,
    fields: rows(
      [
        status(documentStatus),
        FieldSchema("api_endpoints", .any),
        FieldSchema("data_models", .any),
        FieldSchema("components", .any),
      ], required: ["feature", "created", "updated", "requirements"]))

  private static let ticketWorkflow = ["backlog", "analyzing", "building", "testing", "done"]
  private static let ticket = KindSchema(
    name: .ticket, folder: "tickets", idShape: .scoped(prefixes: ["TKT"]), isNamedByID: true,
    workflow: ticketWorkflow,
    fields: rows([
      status(ticketWorkflow + ["blocked"]),
      enumeration("priority", priorities, required: true),
      FieldSchema("estimate", .estimate(sizes: ["S", "M", "L", "XL"]), required: true),
      enumeration("type", taskTypes + ["feature", "epic"]),
      FieldSchema("dependencies", .mapping),
      FieldSchema(
        "dependencies.blocked_by", .reference(kinds: [.ticket], isList: true),
        aliases: ["dependencies.depends_on", "depends_on", "blocked_by"], merge: .set),
      FieldSchema(
        "dependencies.blocks", .reference(kinds: [.ticket], isList: true), aliases: ["blocks"],
        merge: .set),
      FieldSchema(
        "dependencies.related", .reference(kinds: [], isList: true), merge: .set),
    ]))

  private static let taskWorkflow = ["pending", "in_progress", "review", "done"]
  private static let task = KindSchema(
    name: .task, folder: "tasks", idShape: .scoped(prefixes: ["TSK"]), isNamedByID: true,
    workflow: taskWorkflow,
    fields: rows([
      status(taskWorkflow + ["blocked"]),
      FieldSchema(
        "ticket_id", .reference(kinds: [.ticket], isList: false), required: true,
        aliases: ["parent_ticket", "ticket"]),
      FieldSchema("estimate", .estimate(sizes: ["S", "M", "L"]), required: true),
      enumeration("type", taskTypes, required: true),
      FieldSchema("dependencies", .mapping),
      FieldSchema(
        "dependencies.depends_on", .reference(kinds: [.task], isList: true),
        aliases: ["depends_on"], merge: .set),
      FieldSchema(
        "dependencies.blocks", .reference(kinds: [.task], isList: true), aliases: ["blocks"],
        merge: .set),
    ]))
}
