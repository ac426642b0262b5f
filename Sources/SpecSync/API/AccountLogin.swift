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

  /// Nil where that did not work: whatever is wrong with the token, a login is the way out, and a
  /// second try with it would log the user out everywhere.
  func refreshed(with token: Secret) async -> TokenPair? {
    do throws(APIError) {
      let (answer, context) = try await post(
        "/api/v1/auth/refresh", ["refresh_token": .string(token.revealed)])
      return try pair(answer, context)
    } catch {
      return nil
    }
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
