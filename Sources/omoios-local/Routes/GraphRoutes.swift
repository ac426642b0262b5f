internal import GRDB
internal import HTTPTypes

/// The project's graph, which works only while no dependency between tasks is real.
enum GraphRoutes {
  static func add(to routes: Routes, _ store: Store) {
    routes.on(.get, "/api/v1/graph/dependency-graph/project/{id}", open: true) { call in
      let id = call.path("id")
      return try await store.read { database in
        guard try database.exists("SELECT 1 FROM projects WHERE id = ?", [id]) else {
          throw Refusal(.notFound, "Project not found")
        }
        try TaskDependencies.checkPoison(database)
        // The critical path reads a key that edges do not have.
        let isReal = try database.exists(
          """
          SELECT 1 FROM task_edges e JOIN tasks t ON t.id = e.task_id
          JOIN tasks d ON d.id = e.depends_on JOIN tickets k ON k.id = t.ticket_id
          WHERE k.project_id = ?
          """, [id])
        if isReal { throw Refusal.crash }
        let tickets = try database.objects(
          """
          SELECT id, 'ticket' AS type, title, status, priority, is_blocked, dependencies
          FROM tickets WHERE project_id = ? ORDER BY seq
          """, [id])
        let tasks = try database.objects(
          """
          SELECT t.id, 'task' AS type, t.title, t.status, t.priority, t.ticket_id, t.dependencies
          FROM tasks t JOIN tickets k ON k.id = t.ticket_id WHERE k.project_id = ? ORDER BY t.seq
          """, [id])
        return .ok(["nodes": .array(tickets + tasks), "edges": []])
      }
    }
  }
}
