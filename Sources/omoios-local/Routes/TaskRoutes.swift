internal import GRDB
internal import HTTPTypes

/// Tasks: a bare list over all projects, creation without any dedup, PATCH without rules.
enum TaskRoutes {
  private static let listed = """
    t.id, t.ticket_id, t.phase_id, t.task_type, t.title, t.description, t.priority, t.status,
    t.sandbox_id, t.assigned_agent_id, t.created_at
    """

  static func add(to routes: Routes, _ store: Store) {
    routes.on(.get, "/api/v1/tasks") { try await list($0, store) }
    routes.on(.post, "/api/v1/tasks") { try await create($0, store) }
    routes.on(.get, "/api/v1/tasks/{id}") { call in
      let (user, id) = (try call.caller(), call.path("id"))
      return try await store.read { database in
        try Access.task(id, user, database)
        let task = try database.object(
          """
          SELECT \(listed), t.conversation_id, t.result, t.error_message, t.dependencies,
            t.timeout_seconds, t.retry_count, t.max_retries, t.updated_at, t.started_at,
            t.completed_at FROM tasks t WHERE t.id = ?
          """, [id])
        return .ok(task ?? nil)
      }
    }
    routes.on(.patch, "/api/v1/tasks/{id}") { try await change($0, store) }
    routes.on(.post, "/api/v1/tasks/{id}/cancel") { call in
      try await end(
        call, store, only: "status IN ('claiming', 'assigned', 'running')",
        "Task not found or not cancellable", prefix: "Task cancelled: ")
    }
    routes.on(.post, "/api/v1/tasks/{id}/fail") { call in
      try await end(
        call, store, only: "status NOT IN ('completed', 'failed')",
        "Task not found or already finished", prefix: "")
    }
  }

  private static func list(_ call: Call, _ store: Store) async throws -> Answer {
    let user = try call.caller()
    let limit = try call.integer("limit", default: 100)
    guard limit >= 0 else { throw Refusal.crash }
    let ticket = call.filter("ticket_id")
    var condition = Access.visibleTicket.replacing("t.", with: "k.")
    var arguments: [(any DatabaseValueConvertible)?] = [user.organization]
    for name in ["status", "phase_id", "ticket_id"] {
      guard let value = call.filter(name) else { continue }
      condition += " AND t.\(name) = ?"
      arguments.append(value)
    }
    if let hasSandbox = try call.bool("has_sandbox") {
      condition += " AND t.sandbox_id IS \(hasSandbox ? "NOT NULL" : "NULL")"
    }
    let (sql, values) = (condition, StatementArguments(arguments + [limit]))
    return try await store.read { database in
      if let ticket { try Access.ticket(ticket, user, database) }
      return .ok(
        .array(
          try database.objects(
            """
            SELECT \(listed) FROM tasks t JOIN tickets k ON k.id = t.ticket_id
            WHERE \(sql) ORDER BY t.seq DESC LIMIT ?
            """, values)))
    }
  }

  private static func create(_ call: Call, _ store: Store) async throws -> Answer {
    let user = try call.caller()
    var form = try call.form()
    let (ticket, title) = (form.text("ticket_id"), form.text("title"))
    let description = form.text("description")
    let type = form.text("task_type", default: "implementation")
    let priority = form.text("priority", default: "MEDIUM")
    let phase = form.text("phase_id", default: "PHASE_IMPLEMENTATION")
    let dependencies = form.optionalObject("dependencies")
    let configuration = form.optionalObject("execution_config").map { given -> String in
      let config: JSON = [
        "require_spec_skill": given["require_spec_skill"] ?? false,
        "selected_skill": given["selected_skill"] ?? nil,
      ]
      return config.line
    }
    try form.check()
    return try await store.write { database in
      try Access.ticket(ticket, user, database)
      for (value, width) in [
        (title, Width.title), (type, Width.taskType), (priority, Width.priority),
        (phase, Width.phase),
      ] where Width.exceeds(value, width) {
        throw Refusal(.badRequest, databaseError(width))
      }
      let id = Store.newID()
      try database.run(
        """
        INSERT INTO tasks (id, ticket_id, phase_id, task_type, title, description, priority,
          dependencies, execution_config) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [id, ticket, phase, type, title, description, priority, nil, configuration])
      try TaskDependencies.store(dependencies, of: id, database)
      let task = try database.object(
        """
        SELECT id, ticket_id, phase_id, task_type, title, description, priority, status,
          dependencies, execution_config, created_at FROM tasks WHERE id = ?
        """, [id])
      return Answer(status: .created, body: task)
    }
  }

  /// The original hands the database's words on, SQL and all.
  private static func databaseError(_ width: Int) -> String {
    """
    Failed to create task: (psycopg.errors.StringDataRightTruncation) value too long for type \
    character varying(\(width))
    [SQL: INSERT INTO tasks (id, ticket_id, phase_id, task_type, title, description, priority) \
    VALUES (%(id)s, %(ticket_id)s, %(phase_id)s, %(task_type)s, %(title)s, %(description)s, \
    %(priority)s)]
    """
  }

  private static func change(_ call: Call, _ store: Store) async throws -> Answer {
    let (user, id) = (try call.caller(), call.path("id"))
    var form = try call.form()
    let (title, description) = (form.optionalText("title"), form.optionalText("description"))
    let (priority, status) = (form.optionalText("priority"), form.optionalText("status"))
    try form.check()
    return try await store.write { database in
      try Access.task(id, user, database)
      try Width.check(
        (title, Width.title), (priority, Width.priority), (status, Width.status))
      let given = [
        ("title", title), ("description", description), ("priority", priority), ("status", status),
      ]
      var changes: [(column: String, value: (any DatabaseValueConvertible)?)] = []
      for (column, value) in given { if let value { changes.append((column, value)) } }
      try database.update("tasks", id: id, changes)
      let task = try database.object(
        """
        SELECT id, ticket_id, title, description, status, priority, updated_at
        FROM tasks WHERE id = ?
        """, [id])
      return .ok(task ?? nil)
    }
  }

  private static func end(
    _ call: Call, _ store: Store, only condition: String, _ refusal: String, prefix: String
  ) async throws -> Answer {
    let (user, id) = (try call.caller(), call.path("id"))
    var form = try call.form()
    let reason = form.text("reason")
    try form.check()
    return try await store.write { database in
      try Access.task(id, user, database)
      guard try database.exists("SELECT 1 FROM tasks WHERE id = ? AND \(condition)", [id]) else {
        throw Refusal(.notFound, refusal)
      }
      let message = prefix + reason
      try database.update(
        "tasks", id: id, [("status", "failed"), ("error_message", message)])
      return .ok(["task_id": .string(id), "status": "failed"])
    }
  }
}
