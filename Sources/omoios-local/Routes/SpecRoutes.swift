internal import GRDB
internal import HTTPTypes

/// Specs: hidden from the default list, reworded at creation, archived for good.
enum SpecRoutes {
  private static let prefix = "/api/v1/specs"

  static func add(to routes: Routes, _ store: Store, modelIsDown: Bool) {
    routes.on(.get, prefix + "/project/{id}") { try await list($0, store) }
    routes.on(.post, prefix) { try await create($0, store, modelIsDown: modelIsDown) }
    routes.on(.get, prefix + "/{id}") { call in
      let (user, id) = (try call.caller(), call.path("id"))
      return try await store.read { database in
        try Access.spec(id, user, database)
        return .ok(try spec(id, database))
      }
    }
    routes.on(.patch, prefix + "/{id}") { try await change($0, store) }
    routes.on(.delete, prefix + "/{id}") { call in
      let (user, id) = (try call.caller(), call.path("id"))
      return try await store.write { database in
        try Access.spec(id, user, database)
        try database.update("specs", id: id, [("archived", true)])
        return .ok(["message": "Spec archived"])
      }
    }
    routes.on(.get, prefix + "/{id}/versions", open: true) { call in
      let id = call.path("id")
      return try await store.read { database in
        try checkExists(id, database)
        let versions = try database.objects(
          """
          SELECT id, spec_id, version_number, change_type, change_summary, created_at
          FROM spec_versions WHERE spec_id = ? ORDER BY seq DESC
          """, [id])
        return .ok(["versions": .array(versions), "total": .integer(versions.count)])
      }
    }
    SpecLinkRoutes.add(to: routes, store)
  }

  /// A spec with everything below it.
  static func spec(_ id: String, _ database: Database) throws -> JSON {
    let columns = "id, project_id, title, description, status, phase"
    guard
      case .object(let head) = try database.object(
        """
        SELECT \(columns), 0.0 AS progress, 0.0 AS test_coverage, 0 AS active_agents,
          linked_tickets FROM specs WHERE id = ?
        """, [id]),
      case .object(let tail) = try database.object(
        """
        SELECT design, '[]' AS tasks, NULL AS execution, created_at, updated_at
        FROM specs WHERE id = ?
        """, [id])
    else { return nil }
    let requirements = try RequirementRoutes.all(of: id, database)
    return .object(head + [JSON.Member(name: "requirements", value: requirements)] + tail)
  }

  /// For the routes that ask nobody who they are.
  static func checkExists(_ id: String, _ database: Database) throws {
    guard try database.exists("SELECT 1 FROM specs WHERE id = ?", [id]) else {
      throw Refusal(.notFound, "Spec not found")
    }
  }

  private static func list(_ call: Call, _ store: Store) async throws -> Answer {
    let (user, project, status) = (try call.caller(), call.path("id"), call.filter("status"))
    let withArchived = try call.bool("include_archived") ?? false
    return try await store.read { database in
      try Access.project(project, user, database)
      // Without it the filter compares a column with Python's `False`, and nothing is left.
      guard withArchived else { return .ok(["specs": [], "total": 0]) }
      let ids = try String.fetchAll(
        database,
        sql: """
          SELECT id FROM specs WHERE project_id = ? AND (? IS NULL OR status = ?)
          ORDER BY seq DESC
          """, arguments: [project, status, status])
      let specs = try ids.map { try spec($0, database) }
      return .ok(["specs": .array(specs), "total": .integer(specs.count)])
    }
  }

  private static func create(
    _ call: Call, _ store: Store, modelIsDown: Bool
  ) async throws -> Answer {
    let user = try call.caller()
    var form = try call.form()
    let title = form.text("title", length: 1...Width.title)
    let description = form.optionalText("description")
    let project = form.text("project_id")
    try form.check()
    let text = SpecWording.reworded(title, description, modelIsDown: modelIsDown)
    return try await store.write { database in
      try Access.project(project, user, database)
      let id = Store.newID("spec-")
      try database.run(
        "INSERT INTO specs (id, project_id, title, description) VALUES (?, ?, ?, ?)",
        [id, project, text.title, text.description])
      try addVersion(of: id, "created", "Specification created", database)
      return .ok(try spec(id, database))
    }
  }

  private static func change(_ call: Call, _ store: Store) async throws -> Answer {
    let (user, id) = (try call.caller(), call.path("id"))
    var form = try call.form()
    let given = [
      ("title", form.optionalText("title", length: 1...Width.title)),
      ("description", form.optionalText("description")), ("status", form.optionalText("status")),
      ("phase", form.optionalText("phase")),
    ]
    try form.check()
    return try await store.write { database in
      try Access.spec(id, user, database)
      try Width.check((given[2].1, Width.status), (given[3].1, Width.phase))
      var changes: [(column: String, value: (any DatabaseValueConvertible)?)] = []
      for (column, value) in given { if let value { changes.append((column, value)) } }
      let before = database.totalChangesCount
      try database.update("specs", id: id, changes)
      if database.totalChangesCount > before {
        let names = changes.map(\.column).joined(separator: ", ")
        try addVersion(of: id, "updated", "Changed \(names)", database)
      }
      return .ok(try spec(id, database))
    }
  }

  private static func addVersion(
    of id: String, _ type: String, _ summary: String, _ database: Database
  ) throws {
    try database.run(
      """
      INSERT INTO spec_versions (id, spec_id, version_number, change_type, change_summary)
      VALUES (?, ?, 1 + (SELECT count(*) FROM spec_versions WHERE spec_id = ?), ?, ?)
      """, [Store.newID("ver-"), id, id, type, summary])
  }
}

/// What a language model makes of a new spec's words.
enum SpecWording {
  /// Never what was sent: a client has to keep the id and send its words once more.
  static func reworded(
    _ title: String, _ description: String?, modelIsDown: Bool
  ) -> (title: String, description: String?) {
    if modelIsDown {
      let start = String((description ?? "").prefix(100))
      return (start.isEmpty ? title : start, description)
    }
    return (
      String("System Specification: \(title)".prefix(Width.title)),
      "This specification describes what the system does for \(title.lowercased())."
    )
  }
}
