internal import GRDB
internal import HTTPTypes

/// Tickets: lists, creation with its duplicates, single ones, and PATCH without any rules.
enum TicketRoutes {
  static let columns = """
    id, title, description, phase_id, status, priority, project_id, approval_status
    """

  static func add(to routes: Routes, _ store: Store, _ embeddings: Embeddings) {
    for path in ["/api/v1/tickets", "/api/v1/tickets/list"] {
      routes.on(.get, path) { try await list($0, store) }
    }
    routes.on(.post, "/api/v1/tickets") { try await create($0, store, embeddings) }
    routes.on(.get, "/api/v1/tickets/{id}") { call in
      let (user, id) = (try call.caller(), try call.uuid("id"))
      return try await store.read { database in
        try Access.ticket(id, user, database)
        return .ok(try ticket(id, database))
      }
    }
    routes.on(.patch, "/api/v1/tickets/{id}") { try await change($0, store) }
  }

  static func ticket(_ id: String, _ database: Database) throws -> JSON {
    try database.object("SELECT \(columns) FROM tickets WHERE id = ?", [id]) ?? nil
  }

  private static func list(_ call: Call, _ store: Store) async throws -> Answer {
    let user = try call.caller()
    let page = try call.page(limit: 10)
    let project = call.filter("project_id")
    let search = call.filter("search")
    var condition = Access.visibleTicket
    var arguments: [(any DatabaseValueConvertible)?] = [user.organization]
    for name in ["status", "priority", "phase_id", "project_id"] {
      guard let value = call.filter(name) else { continue }
      condition += " AND t.\(name) = ?"
      arguments.append(value)
    }
    if let search {
      // `%` and `_` mean what they mean to ILIKE: the original escapes nothing.
      condition += " AND (t.title LIKE ? ESCAPE '\\' OR t.description LIKE ? ESCAPE '\\')"
      arguments += ["%\(search)%", "%\(search)%"]
    }
    let (sql, values) = (condition, StatementArguments(arguments))
    return try await store.read { database in
      if let project {
        guard
          try database.exists(
            "SELECT 1 FROM projects WHERE id = ? AND organization_id = ?",
            [project, user.organization])
        else { throw Access.foreign }
      }
      let tickets = try database.objects(
        """
        SELECT t.id, t.title, t.description, t.status, t.priority, t.phase_id, t.project_id,
          t.approval_status, t.created_at
        FROM tickets t WHERE \(sql) ORDER BY t.seq DESC LIMIT ? OFFSET ?
        """, values + [page.limit, page.offset])
      return .ok([
        "tickets": .array(tickets),
        "total": .integer(
          try database.count("SELECT count(*) FROM tickets t WHERE \(sql)", values)),
      ])
    }
  }

  private static func create(
    _ call: Call, _ store: Store, _ embeddings: Embeddings
  ) async throws -> Answer {
    let user = try call.caller()
    var form = try call.form()
    let title = form.text("title")
    let description = form.optionalText("description")
    let phase = form.text("phase_id", default: "PHASE_REQUIREMENTS")
    let priority = form.text("priority", default: "MEDIUM")
    let project = form.optionalText("project_id")
    let dependencies = form.optionalObject("dependencies")?.line
    let checks = form.bool("check_duplicates", default: true)
    let threshold = form.number("similarity_threshold", default: 0.85)
    let forces = form.bool("force_create", default: false)
    try form.check()
    if let project {
      try await store.read { try Access.project(project, user, $0) }
    }
    // Forcing alone still embeds afterwards.
    if checks { try await embeddings.reach() }
    return try await store.write { database in
      if checks, !forces, threshold <= 1,
        let duplicate = try duplicate(of: title, description, database)
      {
        return .ok(duplicate)
      }
      try Width.check((title, Width.title), (phase, Width.phase), (priority, Width.priority))
      let id = Store.newID()
      try database.run(
        """
        INSERT INTO tickets
          (id, title, description, phase_id, priority, project_id, dependencies, embedded)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, [id, title, description, phase, priority, project, dependencies, checks])
      // The first step of an agent's work, which no client asked for.
      try database.run(
        """
        INSERT INTO tasks (id, ticket_id, phase_id, task_type, title, description, priority)
        VALUES (?, ?, ?, 'analyze_requirements', NULL, ?, ?)
        """, [Store.newID(), id, phase, "Analyze requirements for: \(title)", priority])
      return .ok(try ticket(id, database))
    }
  }

  /// The answer for a ticket that is there already, whoever's it is; nil for a new one.
  private static func duplicate(
    of title: String, _ description: String?, _ database: Database
  ) throws -> JSON? {
    let found = try database.objects(
      """
      SELECT id AS ticket_id, title, description, status, 1.0 AS similarity_score FROM tickets
      WHERE embedded AND title = ? AND description IS ? AND status NOT IN ('done', 'cancelled')
      ORDER BY seq LIMIT 5
      """, [title, description])
    guard !found.isEmpty else { return nil }
    return [
      "is_duplicate": true, "message": .string("Found \(found.count) similar ticket(s)"),
      "candidates": .array(found), "highest_similarity": 1.0,
    ]
  }

  private static func change(_ call: Call, _ store: Store) async throws -> Answer {
    let (user, id) = (try call.caller(), try call.uuid("id"))
    var form = try call.form()
    let (title, description) = (form.optionalText("title"), form.optionalText("description"))
    let (priority, status) = (form.optionalText("priority"), form.optionalText("status"))
    try form.check()
    return try await store.write { database in
      try Access.ticket(id, user, database)
      try Width.check(
        (title, Width.title), (priority, Width.priority), (status, Width.status))
      var changes: [(column: String, value: (any DatabaseValueConvertible)?)] = []
      if let title { changes.append(("title", title)) }
      if let description { changes.append(("description", description)) }
      if let priority { changes.append(("priority", priority)) }
      if let status {
        changes.append(("status", status))
        if let phase = TicketStatus.phases[status] { changes.append(("phase_id", phase)) }
      }
      try database.update("tickets", id: id, changes)
      return .ok(try ticket(id, database))
    }
  }
}

/// The provider of embeddings; when it cannot be reached, everybody waits for it.
struct Embeddings: Sendable {
  let delay: Duration?
  let standstill: Standstill

  func reach() async throws {
    guard let delay else { return }
    await standstill.begin(delay)
    await standstill.wait()
    throw Refusal.crash
  }
}
