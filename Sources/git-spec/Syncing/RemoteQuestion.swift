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
