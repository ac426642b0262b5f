/// Specs with their design, requirements with their criteria, and the tickets of a spec.
extension Push {
  // MARK: Specs

  func createSpec(_ operation: SyncPlan.Operation) async throws {
    let uid = operation.subject.uid
    let fields = operation.typedFields
    let title = fields[.title] ?? operation.subject.id
    let description = fields[.description]
    let spec = try await made(
      uid,
      find: { try await newSpec(uid) },
      make: {
        try await client.createSpec(project: project, title: title, description: description)
      })
    // The server rewrites the words of a new spec; until the next request they are not ours.
    try await ledger.note(uid) {
      $0.server = spec.id
      $0.note(sent: [:], read: RemoteItem(spec).fields)
    }
    try await patchSpec(uid, spec.id, fields)
  }

  /// A spec that was made by a request whose answer was lost.
  private func newSpec(_ uid: String) async throws -> ServerSpec? {
    let all = try await client.specs(project: project)
    if let marked = all.first(where: { Marker.read(in: $0.description ?? "")?.uid == uid }) {
      return marked
    }
    let new = await ledger.unknownSpecs(among: all)
    if new.count > 1 { throw AmbiguousSpec(count: new.count) }
    return new.first
  }

  func updateSpec(_ operation: SyncPlan.Operation) async throws {
    guard let server = operation.server else { return }
    try await patchSpec(operation.subject.uid, server, operation.typedFields)
  }

  private func patchSpec(
    _ uid: String, _ server: String, _ fields: [SyncField: String]
  ) async throws {
    let words = fields.only([.title, .description, .status])
    if !words.isEmpty {
      let spec = try await client.patchSpec(server, words)
      try await ledger.note(uid) {
        $0.note(sent: words, read: RemoteItem(spec).fields.only(of: words))
      }
    }
    let parts = fields.only([.architecture, .dataModel, .apiSpec])
    // A new spec without any of them needs no design.
    let isNew = fields[.title] != nil && parts.values.allSatisfy { $0.isEmpty || $0 == "[]" }
    if !parts.isEmpty, !isNew { try await putDesign(uid, server, parts) }
  }

  /// A design is replaced whole: what is not to be changed is sent as the server has it.
  private func putDesign(
    _ uid: String, _ server: String, _ parts: [SyncField: String]
  ) async throws {
    var design =
      parts.count == 3
      ? Self.noDesign : try await client.spec(server).design ?? Self.noDesign
    if let value = parts[.architecture] { design.architecture = value }
    if let value = parts[.dataModel] { design.dataModel = value }
    if let value = parts[.apiSpec] {
      design.apiSpec = JSONValue(parsing: Array(value.utf8))?.array ?? []
    }
    try await client.putDesign(spec: server, design)
    try await ledger.note(uid) { $0.note(sent: parts, read: parts) }
  }

  private static var noDesign: ServerDesign {
    ServerDesign(architecture: nil, dataModel: nil, apiSpec: [])
  }

  func change(_ link: SyncPlan.Link) async throws {
    let spec = try await server(of: link.spec)
    var leaving: [String] = []
    for uid in link.leaving {
      if let server = await ledger.server(uid) { leaving.append(server) }
    }
    if !leaving.isEmpty { try await client.unlinkTickets(spec: spec, leaving) }
    for uid in link.leaving {
      // One that joins another spec has been noted there, or will be.
      try await ledger.note(uid) { if $0.parent == link.spec { $0.parent = nil } }
    }
    var joining: [String] = []
    var missing = 0
    for uid in link.joining {
      if let server = await ledger.server(uid) { joining.append(server) } else { missing += 1 }
    }
    if !joining.isEmpty {
      try await client.linkTickets(spec: spec, (link.standing + joining).sorted())
    }
    for uid in link.joining where await ledger.server(uid) != nil {
      try await ledger.note(uid) { $0.parent = link.spec }
    }
    if missing > 0 { throw UnlinkedTickets(count: missing) }
  }

  // MARK: Requirements

  func createRequirement(_ operation: SyncPlan.Operation) async throws {
    let uid = operation.subject.uid
    let fields = operation.typedFields
    let spec = try await server(of: operation.parent)
    let title = fields[.title] ?? operation.subject.id
    let requirement = try await made(
      uid,
      find: {
        try await client.spec(spec).requirements.first {
          $0.title.hasPrefix(operation.subject.id + ":") || $0.title == operation.subject.id
        }
      },
      make: {
        try await client.createRequirement(
          spec: spec, title: title, condition: fields[.condition] ?? "",
          action: fields[.action] ?? "", linkedDesign: fields[.linkedDesign])
      })
    let remote = RemoteItem(requirement, spec: spec)
    let rest = fields.differing(from: remote)
    try await ledger.note(uid) {
      $0.server = requirement.id
      $0.note(sent: fields.without(rest), read: remote.fields)
    }
    try await change(
      requirement: uid, requirement.id, in: spec, rest, known: requirement.criteria)
  }

  func updateRequirement(_ operation: SyncPlan.Operation) async throws {
    guard let server = operation.server else { return }
    let spec = try await self.server(of: operation.parent)
    try await change(
      requirement: operation.subject.uid, server, in: spec, operation.typedFields, known: nil)
  }

  private func change(
    requirement uid: String, _ server: String, in spec: String, _ fields: [SyncField: String],
    known: [ServerCriterion]?
  ) async throws {
    var words = fields
    words[.criteria] = nil
    if !words.isEmpty {
      let answer = try await client.patchRequirement(spec: spec, server, words)
      let read = RemoteItem(answer, spec: spec).fields.only(of: words)
      try await ledger.note(uid) { $0.note(sent: words, read: read) }
    }
    guard let criteria = fields[.criteria] else { return }
    // One request for each: a run that ends among them must know the half list for its own.
    try await ledger.begin(uid)
    try await setCriteria(
      Criterion.all(in: criteria), of: uid, server, in: spec, known: known)
    try await ledger.note(uid) {
      $0.note(sent: [.criteria: criteria], read: [.criteria: criteria])
    }
  }

  /// Brings the server's list to ours; after a lost answer it is read anew and nothing is repeated.
  private func setCriteria(
    _ wanted: [Criterion], of uid: String, _ requirement: String, in spec: String,
    known: [ServerCriterion]?
  ) async throws {
    var known = known
    var lost: APIError?
    for _ in 0..<Self.criteriaAttempts {
      var there: [ServerCriterion]
      if let list = known {
        there = list
      } else {
        guard
          let found = try await client.spec(spec).requirements.first(where: {
            $0.id == requirement
          })
        else { throw MissingItem(uid: requirement) }
        there = found.criteria
      }
      known = nil
      do {
        return try await bring(&there, to: wanted, of: requirement, in: spec)
      } catch let error as APIError where error.kind == .answerLost {
        lost = error
      } catch let error as APIError where !error.isNetwork {
        // Half of it is there, and the next run must not take it for somebody else's.
        let half = there.map { Criterion($0).line }.joined(separator: "\n")
        try await ledger.note(uid) { $0.note(sent: [:], read: [.criteria: half]) }
        throw error
      }
    }
    if let lost { throw lost }
    throw MissingItem(uid: requirement)
  }

  private static var criteriaAttempts: Int { 5 }

  /// - Parameter there: What the server has, kept true with each request.
  private func bring(
    _ there: inout [ServerCriterion], to wanted: [Criterion], of requirement: String,
    in spec: String
  ) async throws {
    var rest = there
    for criterion in wanted {
      var made: ServerCriterion
      if let place = rest.firstIndex(where: { $0.text == criterion.text }) {
        made = rest.remove(at: place)
      } else {
        made = try await client.createCriterion(
          spec: spec, requirement: requirement, text: criterion.text)
        there.append(made)
      }
      guard made.completed != criterion.isCompleted else { continue }
      let id = made.id
      made = try await client.patchCriterion(
        spec: spec, requirement: requirement, id, completed: criterion.isCompleted)
      there = there.map { $0.id == id ? made : $0 }
    }
    for old in rest {
      try await client.deleteCriterion(spec: spec, requirement: requirement, old.id)
      there.removeAll { $0.id == old.id }
    }
  }
}

/// Several specs came while ours was made: which is ours cannot be told.
struct AmbiguousSpec: ItemTrouble, CustomStringConvertible {
  let count: Int
  var description: String {
    "\(count) specs were made on the server meanwhile, and which one is this cannot be told"
  }
}

struct UnlinkedTickets: ItemTrouble, CustomStringConvertible {
  let count: Int
  var description: String { "\(count) tickets of the spec were not made" }
}
