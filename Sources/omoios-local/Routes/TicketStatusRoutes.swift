internal import GRDB
internal import HTTPTypes

/// The words of the status machine.
enum TicketStatus {
  static let phases = [
    "backlog": "PHASE_BACKLOG", "analyzing": "PHASE_REQUIREMENTS",
    "building": "PHASE_IMPLEMENTATION", "building-done": "PHASE_DEPLOYMENT",
    "testing": "PHASE_TESTING", "done": "PHASE_DONE",
  ]

  static let next = [
    "backlog": ["analyzing"], "analyzing": ["building"], "building": ["building-done"],
    "building-done": ["testing"], "testing": ["done", "building"],
  ]
}

/// The status machine beside PATCH, and the overlay of blocked tickets, which no answer shows.
enum TicketStatusRoutes {
  static func add(to routes: Routes, _ store: Store) {
    routes.on(.post, "/api/v1/tickets/{id}/transition") { call in
      let (user, id) = (try call.caller(), try call.uuid("id"))
      var form = try call.form()
      let target = form.text("to_status")
      _ = form.optionalText("reason")
      let forces = form.bool("force", default: false)
      try form.check()
      return try await store.write { database in
        try Access.ticket(id, user, database)
        let status =
          try database.text("SELECT status FROM tickets WHERE id = ?", [id]) ?? ""
        if !forces {
          // Meant as a refusal, but it trips over its own message.
          if try isBlocked(id, database) { throw Refusal.crash }
          guard TicketStatus.next[status, default: []].contains(target) else {
            throw Refusal(
              .badRequest, "Invalid transition from \(status) to \(target) (blocked=False)")
          }
        }
        try Width.check((target, Width.status))
        var changes: [(column: String, value: (any DatabaseValueConvertible)?)] = [
          ("status", target)
        ]
        if let phase = TicketStatus.phases[target] { changes.append(("phase_id", phase)) }
        try database.update("tickets", id: id, changes)
        return .ok(try TicketRoutes.ticket(id, database))
      }
    }
    routes.on(.post, "/api/v1/tickets/{id}/block") { call in
      let (user, id) = (try call.caller(), try call.uuid("id"))
      guard let type = call.query["blocker_type"] else {
        throw Refusal(invalid: [
          Form.problem("missing", ["query", "blocker_type"], "Field required", nil)
        ])
      }
      return try await store.write { database in
        try Access.ticket(id, user, database)
        try database.update("tickets", id: id, [("is_blocked", true), ("blocker_type", type)])
        return .ok(try TicketRoutes.ticket(id, database))
      }
    }
    routes.on(.post, "/api/v1/tickets/{id}/unblock") { call in
      let (user, id) = (try call.caller(), try call.uuid("id"))
      return try await store.write { database in
        try Access.ticket(id, user, database)
        guard try isBlocked(id, database) else { throw Refusal.crash }
        try database.update("tickets", id: id, [("is_blocked", false), ("blocker_type", nil)])
        return .ok(try TicketRoutes.ticket(id, database))
      }
    }
  }

  private static func isBlocked(_ id: String, _ database: Database) throws -> Bool {
    try database.exists("SELECT 1 FROM tickets WHERE id = ? AND is_blocked", [id])
  }
}
