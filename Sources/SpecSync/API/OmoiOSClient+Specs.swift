extension OmoiOSClient {
  /// All specs of a project, archived ones among them: the server shows all or none.
  package func specs(project: String) async throws(APIError) -> [ServerSpec] {
    let path: RequestPath = "/api/v1/specs/project/\(project)"
    let success = try await call(.get, path.query(["include_archived": "true"]))
    let page: SpecPage = try success.decoded()
    try success.checkTotal(page.total)
    guard page.specs.count >= page.total else {
      throw success.error(
        .badAnswer, "\(page.specs.count) of \(page.total) specs: the list is short")
    }
    return page.specs
  }

  package func spec(_ id: String) async throws(APIError) -> ServerSpec {
    try await get("/api/v1/specs/\(id)")
  }

  /// Makes a spec, whose title and description the server rewrites: patch them afterwards.
  package func createSpec(
    project: String, title: String, description: String?
  ) async throws(APIError) -> ServerSpec {
    var members: [String: JSONValue] = ["project_id": .string(project), "title": .string(title)]
    if let description { members["description"] = .string(description) }
    return try await call(.post, "/api/v1/specs", .object(members)).created()
  }

  /// Changes `title`, `description`, `status` or `phase`.
  package func patchSpec(
    _ id: String, _ fields: [SyncField: String]
  ) async throws(APIError) -> ServerSpec {
    let path: RequestPath = "/api/v1/specs/\(id)"
    let members = try body(
      fields,
      taking: [
        .title: "title", .description: "description", .status: "status", .phase: "phase",
      ], .patch, path)
    return try await call(.patch, path, .object(members)).decoded()
  }

  /// Archives a spec, for good; its tickets vanish from all lists until they are unlinked.
  package func deleteSpec(_ id: String) async throws(APIError) {
    _ = try await call(.delete, "/api/v1/specs/\(id)")
  }

  /// Replaces a spec's design whole: what is nil here is gone there.
  package func putDesign(spec: String, _ design: ServerDesign) async throws(APIError) {
    var members: [String: JSONValue] = ["api_spec": .array(design.apiSpec)]
    if let text = design.architecture { members["architecture"] = .string(text) }
    if let text = design.dataModel { members["data_model"] = .string(text) }
    _ = try await call(.put, "/api/v1/specs/\(spec)/design", .object(members))
  }

  /// Puts tickets into a spec; once or twice is the same, and unknown ones are skipped silently.
  package func linkTickets(spec: String, _ tickets: [String]) async throws(APIError) {
    try await changeLinks("/api/v1/specs/\(spec)/link-tickets", tickets)
  }

  package func unlinkTickets(spec: String, _ tickets: [String]) async throws(APIError) {
    try await changeLinks("/api/v1/specs/\(spec)/unlink-tickets", tickets)
  }

  private func changeLinks(_ path: RequestPath, _ tickets: [String]) async throws(APIError) {
    let body: JSONValue = ["ticket_ids": .array(tickets.map { .string($0) })]
    _ = try await call(.post, path, body, .harmless)
  }

  /// The server's IDs of the tickets in a spec.
  package func linkedTickets(spec: String) async throws(APIError) -> [String] {
    let success = try await call(.get, "/api/v1/specs/\(spec)/linked-tickets")
    let answer: JSONValue = try success.decoded()
    guard let items = answer.array ?? answer["tickets"]?.array ?? answer["ticket_ids"]?.array else {
      throw success.error(.badAnswer, "no list of tickets")
    }
    var ids: [String] = []
    for item in items {
      guard let id = item.string ?? item["id"]?.string ?? item["ticket_id"]?.string else {
        throw success.error(.badAnswer, "a ticket without `id`")
      }
      ids.append(id)
    }
    return ids
  }
}

private struct SpecPage: Decodable {
  let specs: [ServerSpec]
  let total: Int
}
