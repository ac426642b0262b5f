internal import HTTPTypes

/// The test's own door: faults to come and requests that were. Not part of the imitated API.
enum ControlRoutes {
  static func add(to routes: Routes, faults: Faults, log: RequestLog, identity: Identity) {
    routes.on(.post, "/_control/faults", open: true) { call in
      var form = try call.form()
      let (match, word) = (form.text("match"), form.text("fault"))
      let times = form.number("times", default: 1)
      let after = form.number("after", default: 0)
      let parts = match.split(separator: " ")
      let fault = Fault(word)
      if fault == nil { form.wrong("fault", "value_error", "Unknown fault", .string(word)) }
      if parts.count != 2 {
        form.wrong("match", "value_error", "Should be METHOD /path", .string(match))
      }
      try form.check()
      guard let fault else { throw Refusal.crash }
      faults.order(
        Faults.Order(
          method: String(parts[0]), path: String(parts[1]), fault: fault, times: Int(times),
          after: Int(after)))
      return .ok(["fault": .string(fault.word)])
    }
    routes.on(.delete, "/_control/faults", open: true) { _ in
      faults.clear()
      return .ok([:])
    }
    routes.on(.get, "/_control/requests", open: true) { _ in
      let counts = log.snapshot
      let requests = counts.requests.sorted { $0.key < $1.key }.map {
        JSON.Member(name: $0.key, value: .integer($0.value))
      }
      return .ok([
        "total": .integer(counts.requests.values.reduce(0, +)),
        "most_at_once": .integer(counts.mostRunning), "requests": .object(requests),
        "first_at": counts.firstAt.map { .integer($0) } ?? .null,
      ])
    }
    routes.on(.post, "/_control/reset-counts", open: true) { _ in
      log.reset()
      return .ok([:])
    }
    routes.on(.post, "/_control/expire-tokens", open: true) { call in
      try await identity.expireTokens(refresh: try call.bool("refresh") ?? false)
      return .ok([:])
    }
  }
}
