/// The calls of the OmoiOS API that a sync needs.
///
/// Lists are complete or an error; a creation has an ID or is an error.
package struct OmoiOSClient: Sendable {
  private let sender: Sender
  private let session: Session
  private let credentials: Credentials.Kind?

  package init(
    transport: any HTTPTransport, credentials: Credentials?, tokens: TokenStore? = nil,
    retries: RetryPolicy = RetryPolicy(), timing: Timing = .system
  ) {
    sender = Sender(transport: transport, policy: retries, timing: timing)
    session = Session(credentials: credentials, store: tokens, sender: sender)
    self.credentials = credentials?.kind
  }

  package func close() async { await sender.transport.close() }

  /// Whom the credentials belong to: the cheapest proof that they work.
  package func me() async throws(APIError) -> ServerUser {
    try await get("/api/v1/auth/me")
  }

  /// More of anything than a project has.
  static var enough: Int { 100_000 }

  func get<T: Decodable>(_ path: RequestPath) async throws(APIError) -> T {
    try await call(.get, path).decoded()
  }

  /// A request and its answer, which is a success.
  func call(
    _ method: HTTPRequest.Method, _ path: RequestPath, _ body: JSONValue? = nil,
    _ repetition: Sender.Repetition? = nil
  ) async throws(APIError) -> Success {
    let repetition = repetition ?? (method == .post ? .makesAnother : .harmless)
    let context = RequestContext(method, path.text, id: sender.timing.requestID())
    if let place = body?.placeOfNUL {
      throw context.error(.validation, "\(place) holds U+0000, which the server cannot store")
    }
    var access = try await session.access()
    var answer = try await send(body, path, access, repetition, context)
    if answer.status == 401, let other = try await session.access(insteadOf: access) {
      access = other
      answer = try await send(body, path, access, repetition, context)
    }
    guard (200..<300).contains(answer.status) else {
      let detail = await session.hidingSecrets(in: ErrorDetail.text(in: answer.body))
      throw AnswerCheck.error(
        answer, context, credentials, detail: detail, isHarmless: repetition == .harmless)
    }
    return Success(body: answer.body, context: context)
  }

  private func send(
    _ body: JSONValue?, _ path: RequestPath, _ access: Session.Access,
    _ repetition: Sender.Repetition, _ context: RequestContext
  ) async throws(APIError) -> HTTPAnswer {
    var headers = [(name: "Accept", value: "application/json")]
    if body != nil { headers.append(("Content-Type", "application/json")) }
    headers.append(("X-Request-ID", context.id))
    let request = HTTPRequest(
      context.method, path.text, headers: headers + access.headers, body: body?.bytes)
    return try await sender.send(request, repetition, context)
  }

  /// The body of an answer that is a success.
  struct Success: Sendable {
    let body: [UInt8]
    let context: RequestContext

    func decoded<T: Decodable>() throws(APIError) -> T {
      do {
        return try JSONReading.decode(T.self, from: body)
      } catch {
        throw context.error(.badAnswer, JSONReading.complaint(error))
      }
    }

    /// What was made; an answer without an ID is no creation, whatever its status.
    func created<T: Decodable>() throws(APIError) -> T {
      guard let answer = JSONValue(parsing: body) else {
        throw context.error(.answerLost, "a success whose text is not JSON")
      }
      guard let id = answer["id"]?.string, !id.isEmpty else {
        // The ticket that it names may be another tenant's, so its words stay unsaid.
        let isDuplicate = answer["is_duplicate"] == .bool(true)
        throw context.error(
          .notCreated,
          isDuplicate
            ? "it takes this one for a duplicate of another" : "the answer has no `id`")
      }
      do {
        return try JSONReading.decode(T.self, from: body)
      } catch {
        // It is there: whoever made it has to look.
        throw context.error(.answerLost, JSONReading.complaint(error))
      }
    }

    /// Numbers of a server are not to be counted with before they are known to be sane.
    func checkTotal(_ total: Int) throws(APIError) {
      guard (0...OmoiOSClient.enough).contains(total) else {
        throw context.error(
          .badAnswer, "a total of \(total), where 0 to \(OmoiOSClient.enough) is expected")
      }
    }

    func error(_ kind: APIError.Kind, _ detail: String) -> APIError { context.error(kind, detail) }
  }
}

extension OmoiOSClient {
  /// A body of the fields that a route takes; another field would be dropped silently by the server.
  func body(
    _ fields: [SyncField: String], taking names: [SyncField: String], _ method: HTTPRequest.Method,
    _ path: RequestPath
  ) throws(APIError) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
      guard let name = names[field] else {
        throw RequestContext(method, path.text, id: "not sent").error(
          .validation, "`\(field.rawValue)` would be ignored by the server")
      }
      members[name] = .string(value)
    }
    return members
  }
}
