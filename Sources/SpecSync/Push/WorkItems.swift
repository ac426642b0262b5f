/// Tickets and tasks: what the requests of one item are.
extension Push {
  func perform(_ operation: SyncPlan.Operation) async throws {
    switch (operation.action, operation.subject.kind) {
    case (.create, .ticket): try await createTicket(operation)
    case (.create, .task): try await createTask(operation)
    case (.create, .requirement): try await createRequirement(operation)
    case (.create, .spec): try await createSpec(operation)
    case (.update, .ticket): try await updateTicket(operation)
    case (.update, .task): try await updateTask(operation)
    case (.update, .requirement): try await updateRequirement(operation)
    case (.update, .spec): try await updateSpec(operation)
    case (.delete, _): try await end(operation)
    }
  }

  // MARK: Tickets

  private func createTicket(_ operation: SyncPlan.Operation) async throws {
    let uid = operation.subject.uid
    let fields = operation.typedFields
    let initial = fields.only([.title, .description, .priority])
    let blockers = operation.creation[SyncField.dependsOn.rawValue] ?? ""
    let blockedBy = try await servers(of: blockers)
    let ticket = try await made(
      uid,
      find: {
        try await client.tickets(project: project, search: "uid=\(uid)")
          .first { Marker.read(in: $0.description ?? "")?.uid == uid }
      },
      make: {
        try await client.createTicket(
          project: project, fields: initial, blockedBy: blockedBy)
      })
    let remote = RemoteItem(ticket)
    let rest = fields.differing(from: remote)
    try await ledger.note(uid) {
      $0.server = ticket.id
      $0.note(sent: initial.merging(fields.without(rest)) { $1 }, read: remote.fields)
      $0.note(sent: [.dependsOn: blockers], read: [:])
    }
    try await patchTicket(uid, ticket.id, rest)
  }

  private func updateTicket(_ operation: SyncPlan.Operation) async throws {
    guard let server = operation.server else { return }
    try await patchTicket(operation.subject.uid, server, operation.typedFields)
  }

  private func patchTicket(
    _ uid: String, _ server: String, _ fields: [SyncField: String]
  ) async throws {
    if fields.isEmpty { return }
    let ticket = try await client.patchTicket(server, fields)
    try await ledger.note(uid) {
      $0.note(sent: fields, read: RemoteItem(ticket).fields.only(of: fields))
    }
  }

  // MARK: Tasks

  private func createTask(_ operation: SyncPlan.Operation) async throws {
    let uid = operation.subject.uid
    let fields = operation.typedFields
    let ticket = try await server(of: operation.parent)
    let creation = operation.typedCreation
    let initial = fields.only([.title, .description, .priority]).merging(creation) { $1 }
    let task = try await made(
      uid,
      find: {
        try await client.tasks(ticket: ticket)
          .first { Marker.read(in: $0.description ?? "")?.uid == uid }
      },
      make: { try await client.createTask(ticket: ticket, fields: initial) })
    let remote = RemoteItem(task) { _ in nil }
    let rest = fields.differing(from: remote)
    try await ledger.note(uid) {
      $0.server = task.id
      $0.note(sent: initial.merging(fields.without(rest)) { $1 }, read: remote.fields)
    }
    try await patchTask(uid, task.id, rest.without([.dependsOn: ""]))
  }

  private func updateTask(_ operation: SyncPlan.Operation) async throws {
    guard let server = operation.server else { return }
    var fields = operation.typedFields
    fields[.dependsOn] = nil
    try await patchTask(operation.subject.uid, server, fields)
  }

  private func patchTask(
    _ uid: String, _ server: String, _ fields: [SyncField: String]
  ) async throws {
    if fields.isEmpty { return }
    let task = try await client.patchTask(server, fields)
    let read = RemoteItem(task) { _ in nil }.fields.only(of: fields)
    try await ledger.note(uid) { $0.note(sent: fields, read: read) }
  }

  func setDependencies(_ operation: SyncPlan.Operation) async throws {
    let uid = operation.subject.uid
    let value = operation[.dependsOn] ?? ""
    let server = try await server(of: uid)
    try await client.putDependencies(server, try await servers(of: value))
    try await ledger.note(uid) { $0.note(sent: [.dependsOn: value], read: [.dependsOn: value]) }
  }

  // MARK: The end of an item

  private func end(_ operation: SyncPlan.Operation) async throws {
    guard let server = operation.server else { return }
    let uid = operation.subject.uid
    let status = operation.typedFields.only([.status])
    switch operation.subject.kind {
    case .ticket: _ = try await client.patchTicket(server, status)
    case .task: _ = try await client.patchTask(server, status)
    case .spec: try await gone { try await client.deleteSpec(server) }
    case .requirement:
      let spec = try await self.server(of: operation.parent)
      try await gone { try await client.deleteRequirement(spec: spec, server) }
    }
    try await ledger.note(uid) {
      $0.isDeleted = true
      $0.server = nil
    }
  }

  /// What is not there any more needs no deleting.
  private func gone(_ delete: () async throws -> Void) async throws {
    do {
      try await delete()
    } catch let error as APIError where error.kind == .notFound {
      return
    }
  }

  // MARK: Making exactly once

  /// Makes something whose marker is looked for before the request is repeated.
  func made<Thing>(
    _ uid: String, find: () async throws -> Thing?, make: () async throws -> Thing
  ) async throws -> Thing {
    try await ledger.begin(uid)
    for attempt in 0..<Self.attempts {
      // Whoever took the lease over makes what was not there when he looked.
      guard isAlone() else { throw LeaseIsOver() }
      do {
        return try await make()
      } catch let error as APIError where error.kind == .answerLost {
        if let found = try await find() { return found }
        // A server that answered has ended; one that did not may still be at it.
        for pause in error.isAnswered ? [Self.pause << attempt] : Self.pauses {
          try await Task.sleep(for: .milliseconds(pause))
          if let found = try await find() { return found }
        }
        if attempt == Self.attempts - 1 { throw error }
      } catch let error as APIError {
        // Refused or not sent: nothing of it is there, and nobody has to look for it.
        try await ledger.note(uid) { _ in }
        throw error
      }
    }
    preconditionFailure("the last attempt returns or throws")
  }

  private static var attempts: Int { 4 }
  /// Milliseconds, doubled each time.
  private static var pause: Int { 250 }
  private static var pauses: [Int] { [250, 500, 1000, 2000, 4000] }

  // MARK: Server IDs

  func server(of uid: String?) async throws -> String {
    guard let uid, let server = await ledger.server(uid) else {
      throw MissingItem(uid: uid ?? "")
    }
    return server
  }

  private func servers(of uids: String) async throws -> [String] {
    var result: [String] = []
    for uid in uids.split(separator: "\n") {
      // What is not ours stands for itself: a colleague's dependency that was there already.
      result.append(await ledger.server(String(uid)) ?? String(uid))
    }
    return result
  }
}

/// The time is up for which nobody else pushes, as after a computer was asleep.
package struct LeaseIsOver: Error {}

/// An item that should have been made before is not there: a mistake of the plan's.
struct MissingItem: ItemTrouble, CustomStringConvertible {
  let uid: String
  var description: String { "the item \(uid) has no ID on the server" }
}

extension SyncPlan.Operation {
  var typedFields: [SyncField: String] { Self.typed(fields) }
  var typedCreation: [SyncField: String] { Self.typed(creation) }

  private static func typed(_ values: [String: String]) -> [SyncField: String] {
    var result: [SyncField: String] = [:]
    for (name, value) in values {
      if let field = SyncField(rawValue: name) { result[field] = value }
    }
    return result
  }
}

extension [SyncField: String] {
  func only(_ fields: Set<SyncField>) -> Self { filter { fields.contains($0.key) } }

  /// What was sent: of a field that a colleague changed, what was read before is the base still.
  func only(of sent: Self) -> Self { filter { sent[$0.key] != nil } }

  func without(_ other: Self) -> Self { filter { other[$0.key] == nil } }

  /// Fields whose value is not what the server has.
  func differing(from remote: RemoteItem) -> Self {
    filter { FieldHash.of($0.value, $0.key) != FieldHash.of(remote.fields[$0.key] ?? "", $0.key) }
  }
}
