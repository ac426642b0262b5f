/// The two calls that give a token pair.
struct AccountLogin: Sendable {
  let email: String
  let password: Secret
  let sender: Sender

  func loggedIn() async throws(APIError) -> TokenPair {
    let path = "/api/v1/auth/login"
    let (answer, context) = try await post(
      path, ["email": .string(email), "password": .string(password.revealed)])
    guard answer.status != 429 else {
      throw context.error(
        .rateLimited, "no further login for now; " + detail(answer),
        hints: [
          "the server takes 5 logins a minute and address: wait a minute, or set OMOIOS_TOKEN"
        ])
    }
    return try pair(answer, context)
  }

  /// Nil where the server does not take the token any more.
  func refreshed(with token: Secret) async throws(APIError) -> TokenPair? {
    let (answer, context) = try await post(
      "/api/v1/auth/refresh", ["refresh_token": .string(token.revealed)])
    // 422 is a token that is none; whatever is wrong with it, a login is the way out.
    if (400..<500).contains(answer.status) { return nil }
    return try pair(answer, context)
  }

  private func post(
    _ path: String, _ body: JSONValue
  ) async throws(APIError) -> (HTTPAnswer, RequestContext) {
    let context = RequestContext(.post, path, id: sender.timing.requestID())
    let request = HTTPRequest(
      .post, path,
      headers: [
        ("Accept", "application/json"), ("Content-Type", "application/json"),
        ("X-Request-ID", context.id),
      ], body: body.bytes)
    do {
      return (try await sender.send(request, .countsAgainstLimit, context), context)
    } catch {
      // Nothing was made that one would have to look for.
      guard error.kind == .answerLost else { throw error }
      throw context.error(.network, error.detail)
    }
  }

  private func pair(
    _ answer: HTTPAnswer, _ context: RequestContext
  ) throws(APIError) -> TokenPair {
    guard answer.status == 200 else {
      throw AnswerCheck.error(answer, context, .login, detail: detail(answer), isHarmless: true)
    }
    guard let value = JSONValue(parsing: answer.body),
      let pair = TokenPair(answer: value, now: sender.timing.now())
    else { throw context.error(.badAnswer, "no access token") }
    return pair
  }

  private func detail(_ answer: HTTPAnswer) -> String {
    password.hidden(in: ErrorDetail.text(in: answer.body))
  }
}
