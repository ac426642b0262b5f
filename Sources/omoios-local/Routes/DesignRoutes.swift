internal import GRDB
internal import HTTPTypes

/// The one design of a spec, replaced whole; nobody is asked who they are.
enum DesignRoutes {
  private static let path = "/api/v1/specs/{id}/design"
  private static let kept = [
    "method", "endpoint", "description", "path", "purpose", "request_schema", "response_schema",
  ]

  static func add(to routes: Routes, _ store: Store) {
    routes.on(.get, path, open: true) { call in
      let id = call.path("id")
      return try await store.read { database in
        try SpecRoutes.checkExists(id, database)
        let design = try database.text("SELECT design FROM specs WHERE id = ?", [id])
        return .ok(
          design.map { .written($0) } ?? ["architecture": nil, "data_model": nil, "api_spec": []])
      }
    }
    routes.on(.put, path, open: true) { call in
      let id = call.path("id")
      let design = try design(call)
      return try await store.write { database in
        try SpecRoutes.checkExists(id, database)
        try database.update("specs", id: id, [("design", design.line)])
        return .ok(design)
      }
    }
  }

  private static func design(_ call: Call) throws -> JSON {
    var form = try call.form()
    let architecture = text("architecture", "graph TD", &form)
    let model = text("data_model", "erDiagram", &form)
    var endpoints: [JSON] = []
    if let sent = form.sent("api_spec") {
      if case .array(let values) = sent {
        endpoints = values.map { endpoint($0, &form) }
      } else {
        form.wrong("api_spec", "list_type", "Input should be a valid list", sent)
      }
    }
    try form.check()
    return ["architecture": architecture, "data_model": model, "api_spec": .array(endpoints)]
  }

  /// A text as it is; an object becomes a Mermaid drawing of its members.
  private static func text(_ name: String, _ kind: String, _ form: inout Form) -> JSON {
    guard case .object(let members) = form.given(name) else {
      return form.optionalText(name).map { .string($0) } ?? nil
    }
    guard !members.isEmpty else { return nil }
    let lines = members.enumerated().map { index, member in
      "    n\(index)[\"\(member.name): \(member.value.text ?? member.value.line)\"]"
    }
    return .string(([kind] + lines).joined(separator: "\n"))
  }

  private static func endpoint(_ value: JSON, _ form: inout Form) -> JSON {
    guard value["method"]?.text != nil else {
      form.wrong("api_spec", "missing", "Field required", value)
      return nil
    }
    return .object(kept.map { JSON.Member(name: $0, value: value[$0] ?? nil) })
  }
}
