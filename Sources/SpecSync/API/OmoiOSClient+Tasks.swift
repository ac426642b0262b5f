extension OmoiOSClient {
  /// All tasks of a ticket, with those that the server made itself.
  package func tasks(ticket: String) async throws(APIError) -> [ServerTask] {
    try await tasks(
      RequestPath("/api/v1/tasks").query(["ticket_id": ticket, "limit": "\(Self.enough)"]))
  }

  /// All tasks of all projects that the user may see: match them by ticket, never by title.
  package func allTasks() async throws(APIError) -> [ServerTask] {
    try await tasks(RequestPath("/api/v1/tasks").query(["limit": "\(Self.enough)"]))
  }

  private func tasks(_ path: RequestPath) async throws(APIError) -> [ServerTask] {
    let success = try await call(.get, path)
    let tasks: [ServerTask] = try success.decoded()
    // The answer has no total, so that a full list cannot be told from a cut one.
    guard tasks.count < Self.enough else {
      throw success.error(.badAnswer, "\(tasks.count) tasks: the list may be cut off")
    }
    return tasks
  }

  /// One task, with its dependencies.
  package func task(_ id: String) async throws(APIError) -> ServerTask {
    try await get("/api/v1/tasks/\(id)")
  }

  /// Makes a task; it starts as `pending`, and its dependencies come later.
  ///
  /// - Parameter fields: `title`, `description`, `priority`, `taskType`, `phase`.
  package func createTask(
    ticket: String, fields: [SyncField: String]
  ) async throws(APIError) -> ServerTask {
    let path: RequestPath = "/api/v1/tasks"
    var members = try body(
      fields,
      taking: [
        .title: "title", .description: "description", .priority: "priority",
        .taskType: "task_type", .phase: "phase_id",
      ], .post, path)
    members["ticket_id"] = .string(ticket)
    // Required, unlike a ticket's.
    members["description"] = members["description"] ?? ""
    return try await call(.post, path, .object(members)).created()
  }

  /// Changes `title`, `description`, `priority` or `status`, the only fields that the server takes.
  package func patchTask(
    _ id: String, _ fields: [SyncField: String]
  ) async throws(APIError) -> ServerTask {
    let path: RequestPath = "/api/v1/tasks/\(id)"
    let members = try body(fields, taking: Self.changeable, .patch, path)
    return try await call(.patch, path, .object(members)).decoded()
  }

  /// Replaces what a task waits for; the server looks for no cycles.
  ///
  /// - Parameter ids: The server's IDs of tasks; none of them twice, or it answers 404.
  package func putDependencies(_ task: String, _ ids: [String]) async throws(APIError) {
    let path: RequestPath = "/api/v1/tasks/\(task)/dependencies"
    guard !ids.contains(task) else {
      throw RequestContext(.put, path.text, id: "not sent").error(
        .validation, "a task cannot wait for itself")
    }
    var seen: Set<String> = []
    let once = ids.filter { seen.insert($0).inserted }
    _ = try await call(.put, path, ["depends_on": .array(once.map { .string($0) })])
  }
}
