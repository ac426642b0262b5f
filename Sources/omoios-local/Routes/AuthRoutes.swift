internal import GRDB
internal import HTTPTypes

/// Health and credentials.
enum AuthRoutes {
  static func add(to routes: Routes, _ identity: Identity) {
    routes.on(.get, "/health", open: true) { _ in
      .ok(["status": "healthy", "version": "0.1.0"])
    }
    routes.on(.post, "/api/v1/auth/login", open: true) { call in
      try identity.countLogin()
      var form = try call.form()
      let (email, password) = (form.text("email"), form.text("password"))
      try form.check()
      return .ok(try await identity.logIn(email: email, password: password))
    }
    routes.on(.post, "/api/v1/auth/refresh", open: true) { call in
      var form = try call.form()
      let token = form.text("refresh_token")
      try form.check()
      return .ok(try await identity.refresh(token))
    }
    routes.on(.get, "/api/v1/auth/me") { call in
      let user = try call.caller()
      return .ok([
        "id": .string(user.id), "email": .string(user.email), "full_name": nil,
        "is_active": true, "is_verified": true,
      ])
    }
    addKeys(to: routes, identity.store)
  }

  private static func addKeys(to routes: Routes, _ store: Store) {
    routes.on(.get, "/api/v1/auth/api-keys") { call in
      let user = try call.caller()
      return .ok(
        .array(
          try await store.read {
            try $0.objects(
              "SELECT id, name, created_at FROM api_keys WHERE user_id = ? ORDER BY rowid",
              [user.id])
          }))
    }
    // The row is stored, and then the answer fails: nobody ever sees the secret.
    routes.on(.post, "/api/v1/auth/api-keys") { call in
      let user = try call.caller()
      var form = try call.form()
      let name = form.text("name")
      try form.check()
      try await store.write {
        try $0.run(
          "INSERT INTO api_keys (id, user_id, name) VALUES (?, ?, ?)",
          [Store.newID(), user.id, name])
      }
      throw Refusal.crash
    }
    routes.on(.delete, "/api/v1/auth/api-keys/{id}") { call in
      let (user, id) = (try call.caller(), call.path("id"))
      try await store.write {
        guard
          try $0.exists("SELECT 1 FROM api_keys WHERE id = ? AND user_id = ?", [id, user.id])
        else { throw Refusal(.notFound, "API key not found") }
        try $0.run("DELETE FROM api_keys WHERE id = ?", [id])
      }
      return .ok(["message": "API key revoked"])
    }
  }
}
