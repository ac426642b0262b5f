/// From an answer that is no success to the error that says so.
enum AnswerCheck {
  static func error(
    _ answer: HTTPAnswer, _ context: RequestContext, _ credentials: Credentials.Kind?,
    detail: String, isHarmless: Bool
  ) -> APIError {
    switch answer.status {
    case 300..<400: return redirect(answer, context)
    case 401: return context.error(.unauthorized(credentials), detail)
    case 403: return context.error(.forbidden, detail)
    case 404: return context.error(.notFound, detail)
    case 422: return context.error(.validation, detail)
    case 429: return context.error(.rateLimited, detail)
    case 500...:
      if isHarmless { return context.error(.server(answer.status), detail) }
      var error = context.error(
        .answerLost, detail.isEmpty ? "status \(answer.status)" : "\(answer.status): \(detail)")
      // Others, such as 504, are a proxy's, and the program behind it may still be at work.
      error.isAnswered = answer.status == 500 || answer.status == 503
      return error
    default: return context.error(.refused(answer.status), detail)
    }
  }

  /// Never followed: the credentials are for the server that was named, and no other.
  private static func redirect(_ answer: HTTPAnswer, _ context: RequestContext) -> APIError {
    let location = answer.header("Location") ?? ""
    let place = ServerURL(location).map { "to \($0.authority)" } ?? "to another path"
    return context.error(
      .badAnswer, "\(answer.status) redirects \(place), which is not followed",
      hints: ["check the API's URL: OMOIOS_API_URL or --api-url"])
  }
}
