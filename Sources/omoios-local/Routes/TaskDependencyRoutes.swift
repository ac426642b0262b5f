internal import GRDB
internal import HTTPTypes

/// What tasks wait for, as it is stored: any object, with the known part in a table of its own.
enum TaskDependencies {
  /// Stores an object as it came; ids in it are not looked at.
  static func store(_ dependencies: JSON?, of task: String, _ database: Database) throws {
    let isPoison = dependencies?["depends_on"]?.isNull ?? false
    try database.run(
      "UPDATE tasks SET dependencies = ?, poisoned = ?, updated_at = \(Store.now) WHERE id = ?",
      [dependencies?.line, isPoison, task])
    try database.run("DELETE FROM task_edges WHERE task_id = ?", [task])
    for (place, target) in (dependencies?["depends_on"]?.texts ?? []).enumerated() {
      try database.run(
        "INSERT INTO task_edges (task_id, depends_on, place) VALUES (?, ?, ?)",
        [task, target, place])
    }
  }

  static func of(_ task: String, _ database: Database) throws -> [String] {
    try String.fetchAll(
      database, sql: "SELECT depends_on FROM task_edges WHERE task_id = ? ORDER BY place",
      arguments: [task])
  }

  /// One `"depends_on": null` anywhere, and every question about dependencies fails.
  static func checkPoison(_ database: Database) throws {
    if try database.exists("SELECT 1 FROM tasks WHERE poisoned") { throw Refusal.crash }
  }

  /// Throws as the original does for itself, for unknown ids, and (by accident) for repeated ones.
  static func check(_ targets: [String], of task: String, _ database: Database) throws {
    guard !targets.contains(task) else {
      throw Refusal(.badRequest, "Task cannot depend on itself")
    }
    let unknown = try targets.filter {
      try !database.exists("SELECT 1 FROM tasks WHERE id = ?", [$0])
    }
    guard unknown.isEmpty, Set(targets).count == targets.count else {
      throw Refusal(
        .notFound, "Dependency tasks not found: \(unknown.joined(separator: ", "))")
    }
  }
}

enum TaskDependencyRoutes {
  static func add(to routes: Routes, _ store: Store) {
    let path = "/api/v1/tasks/{id}/dependencies"
    routes.on(.get, path) { try await show($0, store) }
    // Replaces everything, extra keys included; nothing looks for cycles.
    routes.on(.put, path) { call in
      try await change(call, store) { targets, task, database in
        try TaskDependencies.check(targets, of: task, database)
        return targets.isEmpty
          ? nil : ["depends_on": .array(targets.map { .string($0) })]
      }
    }
    routes.on(.post, path) { call in
      try await change(call, store) { targets, task, database in
        try TaskDependencies.check(targets, of: task, database)
        let old = try TaskDependencies.of(task, database)
        let all = old + targets.filter { !old.contains($0) }
        return try stored(task, database).setting("depends_on", .array(all.map { .string($0) }))
      }
    }
    routes.on(.delete, path + "/{target}") { call in
      let (user, id, target) = (try call.caller(), call.path("id"), call.path("target"))
      return try await store.write { database in
        try Access.task(id, user, database)
        let old = try TaskDependencies.of(id, database)
        guard !old.isEmpty else { throw Refusal(.badRequest, "Task has no dependencies") }
        guard old.contains(target) else { throw Refusal(.notFound, "Dependency not found") }
        let rest = old.filter { $0 != target }
        let dependencies =
          rest.isEmpty
          ? nil : try stored(id, database).setting("depends_on", .array(rest.map { .string($0) }))
        try TaskDependencies.store(dependencies, of: id, database)
        return .ok(answer(id, rest))
      }
    }
  }

  private static func change(
    _ call: Call, _ store: Store,
    _ next: @escaping @Sendable ([String], String, Database) throws -> JSON?
  ) async throws -> Answer {
    let (user, id) = (try call.caller(), call.path("id"))
    var form = try call.form()
    let targets = form.texts("depends_on")
    try form.check()
    return try await store.write { database in
      try Access.task(id, user, database)
      try TaskDependencies.store(try next(targets, id, database), of: id, database)
      return .ok(answer(id, try TaskDependencies.of(id, database)))
    }
  }

  private static func show(_ call: Call, _ store: Store) async throws -> Answer {
    let (user, id) = (try call.caller(), call.path("id"))
    return try await store.read { database in
      try Access.task(id, user, database)
      try TaskDependencies.checkPoison(database)
      let targets = try TaskDependencies.of(id, database)
      // Ids that nobody has count as incomplete.
      let complete = try targets.allSatisfy {
        try database.exists("SELECT 1 FROM tasks WHERE id = ? AND status = 'completed'", [$0])
      }
      let blocked = try database.objects(
        """
        SELECT id, title, status FROM tasks
        WHERE id IN (SELECT task_id FROM task_edges WHERE depends_on = ?)
        """, [id])
      return .ok([
        "task_id": .string(id), "depends_on": .array(targets.map { .string($0) }),
        "dependencies_complete": .bool(complete), "blocked_tasks": .array(blocked),
      ])
    }
  }

  private static func stored(_ task: String, _ database: Database) throws -> JSON {
    let text = try database.text("SELECT dependencies FROM tasks WHERE id = ?", [task])
    return try text.map { try JSON(parsing: $0.utf8) } ?? [:]
  }

  private static func answer(_ id: String, _ targets: [String]) -> JSON {
    ["task_id": .string(id), "depends_on": .array(targets.map { .string($0) })]
  }
}
