// The server asks for no credentials on these routes; they are sent all the same.
extension OmoiOSClient {
  /// Makes a requirement; its status starts as `pending`.
  package func createRequirement(
    spec: String, title: String, condition: String, action: String, linkedDesign: String? = nil
  ) async throws(APIError) -> ServerRequirement {
    var members: [String: JSONValue] = [
      "title": .string(title), "condition": .string(condition), "action": .string(action),
    ]
    if let linkedDesign { members["linked_design"] = .string(linkedDesign) }
    return try await call(.post, "/api/v1/specs/\(spec)/requirements", .object(members)).created()
  }

  /// Changes `title`, `condition`, `action`, `status` or `linkedDesign`; the last is cleared by "".
  package func patchRequirement(
    spec: String, _ id: String, _ fields: [SyncField: String]
  ) async throws(APIError) -> ServerRequirement {
    let path: RequestPath = "/api/v1/specs/\(spec)/requirements/\(id)"
    let members = try body(
      fields,
      taking: [
        .title: "title", .condition: "condition", .action: "action", .status: "status",
        .linkedDesign: "linked_design",
      ], .patch, path)
    return try await call(.patch, path, .object(members)).decoded()
  }

  package func deleteRequirement(spec: String, _ id: String) async throws(APIError) {
    _ = try await call(.delete, "/api/v1/specs/\(spec)/requirements/\(id)")
  }

  /// Makes a criterion, which is not completed yet, whatever one asks for.
  package func createCriterion(
    spec: String, requirement: String, text: String
  ) async throws(APIError) -> ServerCriterion {
    try await call(
      .post, "/api/v1/specs/\(spec)/requirements/\(requirement)/criteria", ["text": .string(text)]
    ).created()
  }

  package func patchCriterion(
    spec: String, requirement: String, _ id: String, text: String? = nil, completed: Bool? = nil
  ) async throws(APIError) -> ServerCriterion {
    var members: [String: JSONValue] = [:]
    if let text { members["text"] = .string(text) }
    if let completed { members["completed"] = .bool(completed) }
    return try await call(
      .patch, "/api/v1/specs/\(spec)/requirements/\(requirement)/criteria/\(id)",
      .object(members)
    ).decoded()
  }

  package func deleteCriterion(
    spec: String, requirement: String, _ id: String
  ) async throws(APIError) {
    _ = try await call(
      .delete, "/api/v1/specs/\(spec)/requirements/\(requirement)/criteria/\(id)")
  }
}
