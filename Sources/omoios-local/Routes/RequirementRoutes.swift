internal import GRDB
internal import HTTPTypes

/// Requirements and their criteria; nobody is asked who they are.
enum RequirementRoutes {
  private static let path = "/api/v1/specs/{id}/requirements"
  private static let columns = "id, title, condition, action, linked_design, status"

  static func add(to routes: Routes, _ store: Store) {
    routes.on(.post, path, open: true) { try await create($0, store) }
    routes.on(.patch, path + "/{requirement}", open: true) { try await change($0, store) }
    routes.on(.delete, path + "/{requirement}", open: true) { call in
      let (id, requirement) = (call.path("id"), call.path("requirement"))
      return try await store.write { database in
        try check(requirement, of: id, database)
        try database.run("DELETE FROM criteria WHERE requirement_id = ?", [requirement])
        try database.run("DELETE FROM requirements WHERE id = ?", [requirement])
        return .ok(["message": "Requirement deleted"])
      }
    }
    CriterionRoutes.add(to: routes, store)
  }

  /// The requirements of a spec with their criteria.
  static func all(of spec: String, _ database: Database) throws -> JSON {
    let ids = try String.fetchAll(
      database, sql: "SELECT id FROM requirements WHERE spec_id = ? ORDER BY seq",
      arguments: [spec])
    return .array(try ids.map { try requirement($0, database) })
  }

  static func check(_ requirement: String, of spec: String, _ database: Database) throws {
    guard
      try database.exists(
        "SELECT 1 FROM requirements WHERE id = ? AND spec_id = ?", [requirement, spec])
    else { throw Refusal(.notFound, "Requirement not found") }
  }

  private static func requirement(_ id: String, _ database: Database) throws -> JSON {
    let criteria = try database.objects(
      "SELECT id, text, completed FROM criteria WHERE requirement_id = ? ORDER BY seq", [id])
    let found = try database.object("SELECT \(columns) FROM requirements WHERE id = ?", [id])
    return (found ?? [:]).setting("criteria", .array(criteria))
  }

  private static func create(_ call: Call, _ store: Store) async throws -> Answer {
    let spec = call.path("id")
    var form = try call.form()
    let (title, condition) = (form.text("title"), form.text("condition"))
    let (action, design) = (form.text("action"), form.optionalText("linked_design"))
    try form.check()
    return try await store.write { database in
      try SpecRoutes.checkExists(spec, database)
      try Width.check((title, Width.title), (design, Width.linkedDesign))
      let id = Store.newID("req-")
      try database.run(
        """
        INSERT INTO requirements (id, spec_id, title, condition, action, linked_design)
        VALUES (?, ?, ?, ?, ?, ?)
        """, [id, spec, title, condition, action, design])
      return .ok(try requirement(id, database))
    }
  }

  private static func change(_ call: Call, _ store: Store) async throws -> Answer {
    let (spec, id) = (call.path("id"), call.path("requirement"))
    var form = try call.form()
    let given = ["title", "condition", "action", "status", "linked_design"].map {
      ($0, form.optionalText($0))
    }
    try form.check()
    return try await store.write { database in
      try check(id, of: spec, database)
      try Width.check(
        (given[0].1, Width.title), (given[3].1, Width.status), (given[4].1, Width.linkedDesign))
      for case (let column, let value?) in given {
        try database.run("UPDATE requirements SET \(column) = ? WHERE id = ?", [value, id])
      }
      return .ok(try requirement(id, database))
    }
  }
}

/// Criteria: created open, closed by a second call.
enum CriterionRoutes {
  private static let path = "/api/v1/specs/{id}/requirements/{requirement}/criteria"

  static func add(to routes: Routes, _ store: Store) {
    routes.on(.post, path, open: true) { call in
      let (spec, requirement) = (call.path("id"), call.path("requirement"))
      var form = try call.form()
      let text = form.text("text")
      try form.check()
      return try await store.write { database in
        try RequirementRoutes.check(requirement, of: spec, database)
        let id = Store.newID("crit-")
        try database.run(
          "INSERT INTO criteria (id, requirement_id, text) VALUES (?, ?, ?)",
          [id, requirement, text])
        return .ok(try criterion(id, database))
      }
    }
    routes.on(.patch, path + "/{criterion}", open: true) { call in
      let (requirement, id) = (call.path("requirement"), call.path("criterion"))
      var form = try call.form()
      let (text, completed) = (form.optionalText("text"), form.optionalBool("completed"))
      try form.check()
      return try await store.write { database in
        try check(id, of: requirement, database)
        try database.run(
          """
          UPDATE criteria SET text = coalesce(?, text), completed = coalesce(?, completed)
          WHERE id = ?
          """, [text, completed, id])
        return .ok(try criterion(id, database))
      }
    }
    routes.on(.delete, path + "/{criterion}", open: true) { call in
      let (requirement, id) = (call.path("requirement"), call.path("criterion"))
      return try await store.write { database in
        try check(id, of: requirement, database)
        try database.run("DELETE FROM criteria WHERE id = ?", [id])
        return .ok(["message": "Criterion deleted"])
      }
    }
  }

  private static func criterion(_ id: String, _ database: Database) throws -> JSON {
    try database.object("SELECT id, text, completed FROM criteria WHERE id = ?", [id]) ?? nil
  }

  private static func check(_ id: String, of requirement: String, _ database: Database) throws {
    guard
      try database.exists(
        "SELECT 1 FROM criteria WHERE id = ? AND requirement_id = ?", [id, requirement])
    else { throw Refusal(.notFound, "Criterion not found") }
  }
}
