internal import Specs

/// What `git spec export json` prints, as a JSON Schema: every key, none more.
enum ExportSchema {
  static let document = JSONSchema.document(
    "export",
    whole.with([
      .title: .text("What `git spec export json` prints"),
      .definitions: .named([
        "spec": spec, "detail": detail, "requirement": requirement, "graph": graph,
        "source": source, "share": share, "linked": linked,
      ]),
    ]).parts)

  private static let whole = object([
    "schema_version": JSONSchema([.type: .text("integer"), .minimum: .number(1)]),
    "command": one(of: ["export"]),
    "commit": text("The commit that was looked at; null for the working tree.").orNull,
    "roots": list(root, "Spec roots, in the order of their paths."),
    "problems": list(
      object([
        "kind": one(of: Trouble.Kind.allCases.map(\.rawValue)), "root": text(),
        "id": text().orNull, "path": text(), "line": integer, "message": text(),
      ]), "What makes the export less than it should be."),
  ])

  private static let root = object([
    "root": text("Path of the spec root from the repository's top."),
    "specs": list(part("detail")),
    "graphs": object(
      Dictionary(
        uniqueKeysWithValues: SpecGraph.Content.allCases.map { ($0.rawValue, part("graph")) })),
    "traceability": object([
      "root": text(),
      "coverage": object(
        Dictionary(
          uniqueKeysWithValues: [
            "requirements_linked", "requirements_built", "tickets_linked", "tickets_designed",
            "tasks_linked",
          ].map { ($0, part("share")) })),
      "sources": list(part("source")),
      "documents": list(part("source"), "PRDs and documents that define requirements as well."),
      "orphans": object(
        Dictionary(
          uniqueKeysWithValues: [
            "requirements_without_ticket", "tickets_without_requirement", "tickets_without_task",
            "tasks_without_ticket", "designs_without_requirement",
          ].map { ($0, list(text())) })),
    ]),
  ])

  private static let spec = object([
    "id": text().orNull, "kind": text(), "root": text(), "path": text(), "line": integer,
    "title": text(), "status": text("In the schema's spelling.").orNull,
    "state": one(of: Readiness.State.allCases.map(\.rawValue)).orNull,
    "reasons": list(
      object([
        "kind": one(of: Readiness.Reason.Kind.allCases.map(\.rawValue)), "id": text().orNull,
        "text": text(),
      ]), "What holds a task or a ticket up."),
    "priority": text("Of a task without one its ticket's.").orNull,
    "feature": text("Its own, else that of its ticket, design or requirement.").orNull,
    "assignee": text().orNull, "estimate": text().orNull, "type": text().orNull,
    "ticket_id": text().orNull,
    "references": JSONSchema([
      .type: .text("object"), .additionalProperties: .schema(list(text())),
      .description: .text("IDs and paths by field."),
    ]),
    "tasks": object(["done": integer, "all": integer]).orNull,
    "problem": text("Why the file cannot be read.").orNull,
  ])

  private static let criterion = object(["text": text(), "met": flag])

  private static let detail = object([
    "spec": part("spec"),
    "fields": JSONSchema([
      .type: .text("object"), .description: .text("The header by the names of the schema."),
    ]),
    "criteria": list(criterion), "requirements": list(part("requirement")),
    "body": text("The Markdown below the header."),
  ])

  private static let requirement = object([
    "id": text(), "title": text(), "path": text(), "line": integer,
    "condition": text("WHEN …; empty for a sentence without one."),
    "action": text("THE SYSTEM SHALL …, or the first paragraph."),
    "criteria": list(criterion), "text": text(),
  ])

  private static let graph = object([
    "root": text(),
    "nodes": list(
      object([
        "id": text(), "kind": text(), "title": text(), "status": text().orNull,
        "state": one(of: Readiness.State.allCases.map(\.rawValue)).orNull,
        "paths": list(text()), "line": integer, "layer": integer, "missing": flag,
        "in_circle": flag, "critical": flag,
      ])),
    "edges": list(
      object([
        "from": text("What comes first."), "to": text("What builds on it."), "field": text(),
        "closes_circle": flag,
      ])),
    "circles": list(list(text())), "critical_path": list(text()),
    "critical_hours": JSONSchema([.type: .text("number")]),
  ])

  private static let share = object([
    "count": integer, "all": integer, "percent": integer.orNull,
  ])

  private static let linked = object([
    "id": text(), "title": text(), "line": integer, "tickets": list(text()), "begun": flag,
    "built": flag,
  ])

  private static let source = object([
    "id": text().orNull, "path": text(), "title": text(), "linked": part("share"),
    "designs": list(text()),
    "tickets": list(text(), "Tickets that name the file as a whole."),
    "requirements": list(part("linked")),
  ])

  // MARK: Parts

  private static let integer = JSONSchema([.type: .text("integer"), .minimum: .number(0)])
  private static let flag = JSONSchema([.type: .text("boolean")])

  private static func text(_ description: String? = nil) -> JSONSchema {
    var parts: [JSONSchema.Keyword: JSONSchema.Part] = [.type: .text("string")]
    if let description { parts[.description] = .text(description) }
    return JSONSchema(parts)
  }

  private static func one(of values: [String]) -> JSONSchema {
    JSONSchema([.values: .words(values)])
  }

  private static func list(_ items: JSONSchema, _ description: String? = nil) -> JSONSchema {
    var parts: [JSONSchema.Keyword: JSONSchema.Part] = [
      .type: .text("array"), .items: .schema(items),
    ]
    if let description { parts[.description] = .text(description) }
    return JSONSchema(parts)
  }

  private static func object(_ properties: [String: JSONSchema]) -> JSONSchema {
    JSONSchema([
      .type: .text("object"), .properties: .named(properties),
      .required: .words(properties.keys.sorted()), .additionalProperties: .flag(false),
    ])
  }

  private static func part(_ name: String) -> JSONSchema {
    JSONSchema([.reference: .text("#/$defs/\(name)")])
  }
}

extension JSONSchema {
  /// This, or null where there is none.
  fileprivate var orNull: JSONSchema {
    JSONSchema([.anyOf: .schemas([self, JSONSchema([.type: .text("null")])])])
  }
}
