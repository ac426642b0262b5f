/// Why a call to the server did not do what it was for.
package struct APIError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// 401, with what was refused; nil where nothing was sent.
    case unauthorized(Credentials.Kind?)
    case forbidden
    case notFound
    case rateLimited
    /// 5xx, to a request that may be repeated.
    case server(Int)
    /// Another 4xx, such as 409.
    case refused(Int)
    /// An answer that is not what the API says: a redirect, no JSON, a list that is too short.
    case badAnswer
    /// Success, and yet nothing was made.
    case notCreated
    /// The server may have acted; look before asking again.
    case answerLost
    /// The server did not get the request, or the request may be repeated at will.
    case network
    /// The server does not take these values, or we know beforehand that it would not.
    case validation
  }

  package let kind: Kind
  package let method: String
  /// Without the query.
  package let path: String
  /// At most 200 characters, and never what was sent.
  package let detail: String
  /// What the server's log calls the request.
  package let requestID: String
  package let hints: [String]
  /// The program itself said that it failed, so that it does not work on the request any more.
  package var isAnswered = false

  package var message: String {
    let said = detail.isEmpty ? "" : ": \(detail)"
    return "\(summary)\(said) (\(method) \(path), request \(requestID))"
  }

  private var summary: String {
    switch kind {
    case .unauthorized(.apiKey):
      "this server refuses API keys; use a token, or e-mail and password"
    case .unauthorized(.token): "the token has expired or is refused"
    case .unauthorized(.login): "the server refuses the e-mail and password"
    case .unauthorized(nil): "the server wants credentials"
    case .forbidden: "the server denies access"
    case .notFound: "the server does not have it"
    case .rateLimited: "the server wants fewer requests"
    case .server(let status): "the server failed with \(status)"
    case .refused(let status): "the server refused with \(status)"
    case .badAnswer: "the answer is not what the API promises"
    case .notCreated: "the server made nothing"
    case .answerLost: "the answer was lost, and the server may have acted"
    case .network: "no answer from the server"
    case .validation: "the server does not take a value"
    }
  }
}

extension APIError {
  /// Whether it is about who we are.
  package var isRefusal: Bool {
    if case .unauthorized = kind { true } else { kind == .forbidden }
  }
}

extension APIError: CustomStringConvertible {
  package var description: String { message }
}

/// Which request an error is about.
struct RequestContext: Sendable {
  let method: HTTPRequest.Method
  let path: String
  let id: String

  init(_ method: HTTPRequest.Method, _ path: String, id: String) {
    self.method = method
    self.path = String(path.prefix { $0 != "?" })
    self.id = id
  }

  func error(_ kind: APIError.Kind, _ detail: String, hints: [String] = []) -> APIError {
    APIError(
      kind: kind, method: method.rawValue, path: path, detail: ErrorDetail.shortened(detail),
      requestID: id, hints: hints + Self.hints(for: kind))
  }

  private static func hints(for kind: APIError.Kind) -> [String] {
    switch kind {
    case .unauthorized(.token):
      [
        "access tokens live 15 minutes: take a new one from `POST /api/v1/auth/login`",
        "or set OMOIOS_EMAIL and OMOIOS_PASSWORD, which renew it themselves",
      ]
    case .unauthorized(nil), .unauthorized(.apiKey):
      ["set OMOIOS_TOKEN, or OMOIOS_EMAIL and OMOIOS_PASSWORD"]
    case .unauthorized(.login): ["check OMOIOS_EMAIL and OMOIOS_PASSWORD"]
    default: []
    }
  }
}
