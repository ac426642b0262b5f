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

  private static func estimate(_ sizes: [String]) -> FieldSchema {
    FieldSchema(
      "estimate", .estimate(sizes: sizes), "How much work it is: a size, or a duration such as 4h.",
      required: true)
  }

  private static let dependencies = FieldSchema(
    "dependencies", .mapping, "What it waits for, and what waits for it.")

  /// Rows that every kind has; a kind's own row of the same name goes first, and says the same.
  private static let common: [FieldSchema] = [
    FieldSchema("id", .id, "The spec's own ID.", required: true),
    FieldSchema("title", .title, "What it is about, in up to 200 characters.", required: true),
    FieldSchema("feature", .text, "The feature that it belongs to."),
    FieldSchema("created", .date, "The day on which it was written."),
    FieldSchema("updated", .date, "The day of its last change.", merge: .later),
    FieldSchema("status", .text, "How far along it is."),
    FieldSchema("priority", .enumeration(priorities, synonyms: [:]), "How urgent it is."),
    FieldSchema("type", .text, "What sort of work it is."),
    FieldSchema("assignee", .text, "Who works on it."),
    FieldSchema("author", .text, "Who wrote it."),
    FieldSchema("category", .text, "What sort of requirement it is."),
    FieldSchema("phase", .any, "The phase of the work that it belongs to."),
    FieldSchema("condition", .text, "When the requirement applies."),
    FieldSchema("action", .text, "What the system does then."),
    FieldSchema(
      "prd_ref", .file(kinds: [.prd, .document]),
      "The product requirements that it comes from: a path from the spec root."),
    FieldSchema(
      "design_ref", .file(kinds: [.design]),
      "The design that it follows: a path from the spec root.", aliases: ["linked_design"]),
    FieldSchema(
      "requirements", .reference(kinds: [.requirement], isList: true),
      "The requirements that it serves, by their IDs or those of their headings.", merge: .set),
    FieldSchema(
      "tickets", .reference(kinds: [.ticket], isList: true), "The tickets that carry it out.",
      merge: .set),
    FieldSchema(
      "tasks", .reference(kinds: [.task], isList: true), "The tasks that carry it out.",
      merge: .set),
    FieldSchema("tags", .list, "Words to find it by.", merge: .set),
  ]

  private static func rows(_ own: [FieldSchema], required: [String] = []) -> [FieldSchema] {
    let names = Set(own.map(\.name))
    let shared = common.filter { !names.contains($0.name) }
    let own = own.map { field in
      var field = field
      if field.summary.isEmpty {
        field.summary = common.first { $0.name == field.name }?.summary ?? ""
      }
      return field
    }
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
        FieldSchema("api_endpoints", .any, "The endpoints that it adds or changes."),
        FieldSchema("data_models", .any, "The data models that it adds or changes."),
        FieldSchema("components", .any, "The parts that it is made of."),
      ], required: ["feature", "created", "updated", "requirements"]))

  private static let ticketWorkflow = ["backlog", "analyzing", "building", "testing", "done"]
  private static let ticket = KindSchema(
    name: .ticket, folder: "tickets", idShape: .scoped(prefixes: ["TKT"]), isNamedByID: true,
    workflow: ticketWorkflow,
    fields: rows([
      status(ticketWorkflow + ["blocked"]),
      enumeration("priority", priorities, required: true),
      estimate(["S", "M", "L", "XL"]),
      enumeration("type", taskTypes + ["feature", "epic"]),
      dependencies,
      FieldSchema(
        "dependencies.blocked_by", .reference(kinds: [.ticket], isList: true),
        "The tickets that have to be done first.",
        aliases: ["dependencies.depends_on", "depends_on", "blocked_by"], merge: .set),
      FieldSchema(
        "dependencies.blocks", .reference(kinds: [.ticket], isList: true),
        "The tickets that wait for this one.", aliases: ["blocks"], merge: .set),
      FieldSchema(
        "dependencies.related", .reference(kinds: [], isList: true),
        "Specs that have to do with it, of any kind.", merge: .set),
    ]))

  private static let taskWorkflow = ["pending", "in_progress", "review", "done"]
  private static let task = KindSchema(
    name: .task, folder: "tasks", idShape: .scoped(prefixes: ["TSK"]), isNamedByID: true,
    workflow: taskWorkflow,
    fields: rows([
      status(taskWorkflow + ["blocked"]),
      FieldSchema(
        "ticket_id", .reference(kinds: [.ticket], isList: false),
        "The ticket that the task belongs to.", required: true,
        aliases: ["parent_ticket", "ticket"]),
      estimate(["S", "M", "L"]),
      enumeration("type", taskTypes, required: true),
      dependencies,
      FieldSchema(
        "dependencies.depends_on", .reference(kinds: [.task], isList: true),
        "The tasks that have to be done first.",
        aliases: ["depends_on"], merge: .set),
      FieldSchema(
        "dependencies.blocks", .reference(kinds: [.task], isList: true),
        "The tasks that wait for this one.", aliases: ["blocks"], merge: .set),
    ]))
}
