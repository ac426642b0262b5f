internal import GRDB
internal import HTTPTypes

/// Projects; `settings` is replaced whole by each PATCH.
enum ProjectRoutes {
  private static let columns = """
    id, name, description, github_owner, github_repo, github_connected, default_phase_id, status,
    settings, autonomous_execution_enabled, created_at, updated_at
    """

  static func add(to routes: Routes, _ store: Store) {
    routes.on(.get, "/api/v1/projects") { call in
      let user = try call.caller()
      let limit = try call.integer("limit", default: 100)
      let offset = try call.integer("offset", default: 0)
      guard (1...1000).contains(limit) else {
        let isSmall = limit < 1
        throw Refusal(invalid: [
          Form.problem(
            isSmall ? "greater_than_equal" : "less_than_equal", ["query", "limit"],
            "Input should be \(isSmall ? "greater than or equal to 1" : "less than or equal to 1000")",
            .string(String(limit)))
        ])
      }
      let status = call.filter("status")
      return try await store.read { database in
        let condition = "organization_id = ? AND (? IS NULL OR status = ?)"
        return .ok([
          "projects": .array(
            try database.objects(
              "SELECT \(columns) FROM projects WHERE \(condition) ORDER BY seq DESC LIMIT ? OFFSET ?",
              [user.organization, status, status, limit, max(offset, 0)])),
          "total": .integer(
            try database.count(
              "SELECT count(*) FROM projects WHERE \(condition)",
              [user.organization, status, status])),
        ])
      }
    }
    routes.on(.get, "/api/v1/projects/{id}") { call in
      let (user, id) = (try call.caller(), call.path("id"))
      return try await store.read { database in
        try Access.project(id, user, database)
        return .ok(try project(id, database))
      }
    }
    routes.on(.post, "/api/v1/projects") { try await create($0, store) }
    routes.on(.patch, "/api/v1/projects/{id}") { try await change($0, store) }
    routes.on(.delete, "/api/v1/projects/{id}") { call in
      let (user, id) = (try call.caller(), call.path("id"))
      return try await store.write { database in
        try Access.project(id, user, database)
        try database.update("projects", id: id, [("status", "archived")])
        return .ok(["message": "Project archived"])
      }
    }
    routes.on(.get, "/api/v1/projects/{id}/stats") { try await stats($0, store) }
  }

  private static func project(_ id: String, _ database: Database) throws -> JSON {
    try database.object("SELECT \(columns) FROM projects WHERE id = ?", [id]) ?? nil
  }

  private static func create(_ call: Call, _ store: Store) async throws -> Answer {
    let user = try call.caller()
    var form = try call.form()
    let (organization, name) = (form.text("organization_id"), form.text("name"))
    let description = form.optionalText("description")
    let phase = form.text("default_phase_id", default: "PHASE_BACKLOG")
    let owner = form.optionalText("github_owner")
    let repository = form.optionalText("github_repo")
    let settings = form.optionalObject("settings")?.line
    try form.check()
    guard organization == user.organization else { throw Access.foreign }
    return try await store.write { database in
      guard
        try !database.exists(
          "SELECT 1 FROM projects WHERE organization_id = ? AND name = ?", [organization, name])
      else { throw Refusal(.conflict, "Project '\(name)' already exists in this organization") }
      let id = Store.newID("project-")
      try database.run(
        """
        INSERT INTO projects (id, organization_id, name, description, default_phase_id,
          github_owner, github_repo, settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, [id, organization, name, description, phase, owner, repository, settings])
      return .ok(try project(id, database))
    }
  }

  private static func change(_ call: Call, _ store: Store) async throws -> Answer {
    let (user, id) = (try call.caller(), call.path("id"))
    var form = try call.form()
    let texts = [
      "name", "description", "default_phase_id", "status", "github_owner", "github_repo",
    ].map { ($0, form.optionalText($0)) }
    let flags = ["github_connected", "autonomous_execution_enabled"].map {
      ($0, form.optionalBool($0))
    }
    let settings = form.optionalObject("settings")?.line
    try form.check()
    return try await store.write { database in
      try Access.project(id, user, database)
      var changes: [(column: String, value: (any DatabaseValueConvertible)?)] = []
      for (column, value) in texts { if let value { changes.append((column, value)) } }
      for (column, value) in flags { if let value { changes.append((column, value)) } }
      if let settings { changes.append(("settings", settings)) }
      try database.update("projects", id: id, changes)
      return .ok(try project(id, database))
    }
  }

  private static func stats(_ call: Call, _ store: Store) async throws -> Answer {
    let (user, id) = (try call.caller(), call.path("id"))
    return try await store.read { database in
      try Access.project(id, user, database)
      func groups(_ column: String) throws -> JSON {
        let rows = try Row.fetchAll(
          database,
          sql: "SELECT \(column), count(*) FROM tickets WHERE project_id = ? GROUP BY 1",
          arguments: [id])
        return .object(rows.map { JSON.Member(name: $0[0], value: .integer($0[1])) })
      }
      return .ok([
        "total_tickets": .integer(
          try database.count("SELECT count(*) FROM tickets WHERE project_id = ?", [id])),
        "tickets_by_status": try groups("status"), "tickets_by_phase": try groups("phase_id"),
      ])
    }
  }
}
