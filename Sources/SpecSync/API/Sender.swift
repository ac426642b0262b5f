/// Sends one request as often as that is safe.
struct Sender: Sendable {
  /// What a second try of a request may do.
  enum Repetition: Sendable {
    /// Twice is once: GET, PUT, PATCH, DELETE, and a POST that only links.
    case harmless
    /// Twice may be two of it; sent again only when the server cannot have acted.
    case makesAnother
    /// As before, and not even after 429: each try counts against the limit that it met.
    case countsAgainstLimit
  }

  let transport: any HTTPTransport
  let policy: RetryPolicy
  let timing: Timing

  func send(
    _ request: HTTPRequest, _ repetition: Repetition, _ context: RequestContext
  ) async throws(APIError) -> HTTPAnswer {
    let start = timing.now()
    var attempt = 1
    /// An earlier try may have done its work, though we never heard so.
    var mayHaveActed = false
    while true {
      let isLast = attempt >= policy.tries || timing.now() - start >= policy.patience
      let wait: Duration
      do {
        let answer = try await transport.send(request)
        // The server closes a connection after a 5xx without saying so.
        if answer.status >= 500 { await transport.dropConnections() }
        if request.method == .delete, answer.status == 404, mayHaveActed {
          return HTTPAnswer(status: 204, body: [])
        }
        guard !isLast, isWorthAnotherTry(answer, request, repetition, attempt) else {
          return answer
        }
        mayHaveActed = mayHaveActed || answer.status >= 500
        wait =
          policy.retryAfter(answer, now: timing.now())
          ?? policy.wait(after: attempt, chance: timing.chance())
      } catch {
        let isHarmless = error.fate == .notSent || repetition == .harmless
        if error.fate == .unknown { await transport.dropConnections() }
        guard !isLast, isHarmless, !error.isPermanent else {
          throw context.error(isHarmless ? .network : .answerLost, error.message)
        }
        mayHaveActed = mayHaveActed || error.fate == .unknown
        wait = policy.wait(after: attempt, chance: timing.chance())
      }
      do {
        try await timing.sleep(wait)
      } catch {
        throw context.error(.network, "cancelled between two tries")
      }
      attempt += 1
    }
  }

  private func isWorthAnotherTry(
    _ answer: HTTPAnswer, _ request: HTTPRequest, _ repetition: Repetition, _ attempt: Int
  ) -> Bool {
    switch answer.status {
    case 429: repetition != .countsAgainstLimit
    case 502, 503, 504: repetition == .harmless
    // A failure of the program seldom goes away; a lock in the database does.
    case 500: request.method == .get && attempt == 1
    default: false
    }
  }
}
