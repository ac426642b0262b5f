internal import GRDB
internal import HTTPTypes

/// Tickets of a spec, and its export; the only way to set a ticket's spec.
enum SpecLinkRoutes {
  private static let prefix = "/api/v1/specs/{id}"

  static func add(to routes: Routes, _ store: Store) {
    routes.on(.post, prefix + "/link-tickets") { call in
      try await change(call, store) { id, tickets, database in
        var linked = 0
        // Unknown ids are skipped without a word.
        for ticket in tickets {
          try database.run("UPDATE tickets SET spec_id = ? WHERE id = ?", [id, ticket])
          linked += database.changesCount
        }
        // The count of this call, not of all links.
        try database.run("UPDATE specs SET linked_tickets = ? WHERE id = ?", [linked, id])
        return ["spec_id": .string(id), "linked_count": .integer(linked)]
      }
    }
    routes.on(.post, prefix + "/unlink-tickets") { call in
      try await change(call, store) { id, tickets, database in
        var unlinked = 0
        for ticket in tickets {
          try database.run(
            "UPDATE tickets SET spec_id = NULL WHERE id = ? AND spec_id = ?", [ticket, id])
          unlinked += database.changesCount
        }
        let rest = try database.count("SELECT count(*) FROM tickets WHERE spec_id = ?", [id])
        try database.run("UPDATE specs SET linked_tickets = ? WHERE id = ?", [rest, id])
        return ["spec_id": .string(id), "unlinked_count": .integer(unlinked)]
      }
    }
    routes.on(.get, prefix + "/linked-tickets") { call in
      let (user, id) = (try call.caller(), call.path("id"))
      return try await store.read { database in
        try Access.spec(id, user, database)
        let tickets = try database.objects(
          """
          SELECT id, title, status, priority, phase_id FROM tickets
          WHERE spec_id = ? ORDER BY seq DESC
          """, [id])
        return .ok(["tickets": .array(tickets), "total": .integer(tickets.count)])
      }
    }
    routes.on(.get, prefix + "/export") { call in
      let (user, id) = (try call.caller(), call.path("id"))
      guard call.query["format"] ?? "json" == "json" else {
        throw Refusal(.badRequest, "This server exports json only")
      }
      return try await store.read { database in
        try Access.spec(id, user, database)
        return .ok(try SpecRoutes.spec(id, database))
      }
    }
  }

  private static func change(
    _ call: Call, _ store: Store,
    _ work: @escaping @Sendable (String, [String], Database) throws -> JSON
  ) async throws -> Answer {
    let (user, id) = (try call.caller(), call.path("id"))
    var form = try call.form()
    let tickets = form.texts("ticket_ids")
    try form.check()
    return try await store.write { database in
      try Access.spec(id, user, database)
      return .ok(try work(id, tickets, database))
    }
  }
}
