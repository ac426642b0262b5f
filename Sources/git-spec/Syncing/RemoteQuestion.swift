internal import SpecSync

/// One request that tells what the server has.
enum RemoteQuestion: Sendable {
  case spec(String, own: String?, requirements: [(uid: String, server: String)])
  case ticket(String, uid: String)
  case task(String, uid: String)

  func answers(
    _ client: OmoiOSClient, _ lists: ServerLists?, uid: @Sendable (String) -> String?
  ) async throws -> [String: RemoteAnswer] {
    switch self {
    case .ticket(let server, let own):
      if let known = lists?.ticket(server) {
        return [own: .present(RemoteItem(known))]
      }
      let found = try await Self.ifThere { try await client.ticket(server) }
      return [own: found.map { .present(RemoteItem($0)) } ?? .gone]
    case .task(let server, let own):
      let found = try await Self.ifThere { try await client.task(server) }
      return [own: found.map { .present(RemoteItem($0, uid: uid)) } ?? .gone]
    case .spec(let server, let own, let requirements):
      var result: [String: RemoteAnswer] = [:]
      let spec: ServerSpec?
      if let known = lists?.spec(server) {
        spec = known
      } else {
        spec = try await Self.ifThere { try await client.spec(server) }
      }
      if let own { result[own] = spec.map { .present(RemoteItem($0)) } ?? .gone }
      for (uid, server) in requirements {
        let found = spec?.requirements.first { $0.id == server }
        result[uid] = found.map { .present(RemoteItem($0, spec: spec?.id ?? "")) } ?? .gone
      }
      return result
    }
  }

  /// "Not found" is an answer; whatever else goes wrong is none.
  private static func ifThere<Thing>(_ read: () async throws -> Thing) async throws -> Thing? {
    do {
      return try await read()
    } catch {
      guard (error as? APIError)?.kind == .notFound else { throw error }
      return nil
    }
  }
}

extension SyncPlanning {
  /// What the server has of each of these items, a few requests at once.
  func remoteAnswers(
    _ items: [(uid: String, kind: SyncItem.Kind)], _ states: [String: ItemState],
    _ index: ItemIndex,
    _ lists: ServerLists?
  ) throws -> [String: RemoteAnswer] {
    guard let client else { return [:] }
    var questions: [RemoteQuestion] = []
    var requirements: [String: [(uid: String, server: String)]] = [:]
    for item in items {
      guard request.options.parts.contains(SyncOptions.Part(item.kind)),
        let state = states[item.uid], let server = state.server
      else { continue }
      switch item.kind {
      case .requirement:
        guard let parent = state.parent,
          let spec = states[parent]?.server ?? index.entry(uid: parent)?.server
        else { continue }
        requirements[spec, default: []].append((item.uid, server))
      case .spec: questions.append(.spec(server, own: item.uid, requirements: []))
      case .ticket: questions.append(.ticket(server, uid: item.uid))
      case .task: questions.append(.task(server, uid: item.uid))
      }
    }
    // One request tells of a spec and of all its requirements.
    for place in questions.indices {
      if case .spec(let server, let own, _) = questions[place],
        let children = requirements.removeValue(forKey: server)
      {
        questions[place] = .spec(server, own: own, requirements: children)
      }
    }
    for (spec, children) in requirements.sorted(by: { $0.key < $1.key }) {
      questions.append(.spec(spec, own: nil, requirements: children))
    }
    let uidOf: @Sendable (String) -> String? = { [index] in index.entry(server: $0)?.uid }
    let asked = questions
    let answers = try awaiting {
      try await inParallel(asked, limit: Push.lanes) {
        try await $0.answers(client, lists, uid: uidOf)
      }
    }
    var result: [String: RemoteAnswer] = [:]
    for answer in answers { result.merge(answer) { $1 } }
    return result
  }
}
