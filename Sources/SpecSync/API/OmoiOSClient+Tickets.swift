extension OmoiOSClient {
  /// All tickets of a project, newest first; those of an archived spec are hidden by the server.
  ///
  /// - Parameter search: Only those with this text in title or description; `%` and `_` stand for
  ///   any characters, so look at what comes back.
  package func tickets(
    project: String, search: String? = nil
  ) async throws(APIError) -> [ServerTicket] {
    // Pages shift when somebody makes a ticket meanwhile, and the list has no upper bound: so ask
    // how many there are, then for all of them and some more.
    var limit = 1
    for _ in 0..<3 {
      let path: RequestPath = "/api/v1/tickets"
      let success =
        if let search {
          try await call(
            .get, path.query(["limit": "\(limit)", "project_id": project, "search": search]))
        } else {
          try await call(.get, path.query(["limit": "\(limit)", "project_id": project]))
        }
      let page: TicketPage = try success.decoded()
      try success.checkTotal(page.total)
      guard page.tickets.count >= min(page.total, limit) else {
        throw success.error(
          .badAnswer, "\(page.tickets.count) of \(page.total) tickets: the list is short")
      }
      if page.total < limit || page.total == 0 { return page.tickets }
      limit = page.total + 100
    }
    throw RequestContext(.get, "/api/v1/tickets", id: "several").error(
      .badAnswer, "tickets are made faster than they can be listed")
  }

  package func ticket(_ id: String) async throws(APIError) -> ServerTicket {
    try await get("/api/v1/tickets/\(id)")
  }

  /// Makes a ticket; it starts in `backlog`, whatever one asks for.
  ///
  /// - Parameters:
  ///   - fields: `title`, `description`, `priority`, `phase`.
  ///   - blockedBy: The server's IDs of tickets; can be said at creation only.
  package func createTicket(
    project: String, fields: [SyncField: String], blockedBy: [String] = [], blocks: [String] = []
  ) async throws(APIError) -> ServerTicket {
    let path: RequestPath = "/api/v1/tickets"
    var members = try body(
      fields,
      taking: [
        .title: "title", .description: "description", .priority: "priority", .phase: "phase_id",
      ], .post, path)
    members["project_id"] = .string(project)
    // Otherwise the server looks for similar ones among all tenants', may refuse, and stands still
    // for seconds.
    members["check_duplicates"] = false
    var dependencies: [String: JSONValue] = [:]
    if !blockedBy.isEmpty { dependencies["blocked_by"] = .array(blockedBy.map { .string($0) }) }
    if !blocks.isEmpty { dependencies["blocks"] = .array(blocks.map { .string($0) }) }
    if !dependencies.isEmpty { members["dependencies"] = .object(dependencies) }
    return try await call(.post, path, .object(members)).created()
  }

  /// Changes `title`, `description`, `priority` or `status`, the only fields that the server takes.
  package func patchTicket(
    _ id: String, _ fields: [SyncField: String]
  ) async throws(APIError) -> ServerTicket {
    let path: RequestPath = "/api/v1/tickets/\(id)"
    let members = try body(fields, taking: Self.changeable, .patch, path)
    return try await call(.patch, path, .object(members)).decoded()
  }

  /// What a PATCH of a ticket or task takes.
  static var changeable: [SyncField: String] {
    [.title: "title", .description: "description", .priority: "priority", .status: "status"]
  }
}

private struct TicketPage: Decodable {
  let tickets: [ServerTicket]
  let total: Int
}
