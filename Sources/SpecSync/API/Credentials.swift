/// What proves to the server who we are.
package enum Credentials: Sendable, Hashable {
  case token(Secret)
  case login(email: String, password: Secret)
  /// No route of the server takes one today; sent all the same, so that it works once one does.
  case apiKey(Secret)

  package enum Kind: String, Sendable {
    case token
    case login = "e-mail and password"
    case apiKey = "API key"
  }

  package var kind: Kind {
    switch self {
    case .token: .token
    case .login: .login
    case .apiKey: .apiKey
    }
  }

  var secret: Secret {
    switch self {
    case .token(let secret), .login(_, let secret), .apiKey(let secret): secret
    }
  }
}

/// What the command line says of credentials.
package struct CredentialFlags: Sendable {
  package var token: Secret?
  package var tokenFile: String?
  package var apiKey: Secret?

  package init(token: String? = nil, tokenFile: String? = nil, apiKey: String? = nil) {
    self.token = token.map(Secret.init)
    self.tokenFile = tokenFile
    self.apiKey = apiKey.map(Secret.init)
  }
}

/// Credentials that cannot be used as they were given.
package struct CredentialError: Error, Sendable, Equatable {
  package let message: String
  package let hint: String
}

extension Credentials {
  /// The credentials that flags and environment name; nil where they name none.
  ///
  /// A flag beats the environment; among equals a token comes first, then a login, then an API key.
  package static func choose(
    flags: CredentialFlags, environment: [String: String],
    readFile: (String) throws -> String
  ) throws(CredentialError) -> Credentials? {
    if let token = flags.token {
      guard flags.tokenFile == nil else {
        throw CredentialError(
          message: "--token and --token-file are both given", hint: "give one of them")
      }
      return .token(try usable(token.revealed, from: "--token"))
    }
    if let path = flags.tokenFile {
      let text: String
      do {
        text = try readFile(path)
      } catch {
        throw CredentialError(
          message: "cannot read the token file \(path)",
          hint: "--token-file names a file that holds an access token and nothing else")
      }
      return .token(try usable(text, from: "--token-file \(path)"))
    }
    if let key = flags.apiKey { return .apiKey(try usable(key.revealed, from: "--api-key")) }

    // An empty variable is how a CI system says that a secret is not there.
    func variable(_ name: String) -> String? {
      environment[name].flatMap { trimmed($0).isEmpty ? nil : $0 }
    }
    if let token = variable("OMOIOS_TOKEN") {
      return .token(try usable(token, from: "OMOIOS_TOKEN"))
    }
    let email = variable("OMOIOS_EMAIL")
    let password = variable("OMOIOS_PASSWORD")
    if let email, let password {
      return .login(email: trimmed(email), password: Secret(password))
    }
    if let key = variable("OMOIOS_API_KEY") {
      return .apiKey(try usable(key, from: "OMOIOS_API_KEY"))
    }
    switch (email, password) {
    case (nil, nil): return nil
    case (nil, _):
      throw CredentialError(
        message: "OMOIOS_PASSWORD is set, OMOIOS_EMAIL is not", hint: "a login takes both")
    default:
      throw CredentialError(
        message: "OMOIOS_EMAIL is set, OMOIOS_PASSWORD is not", hint: "a login takes both")
    }
  }

  /// A text that can stand in a header: no line end of the file that it came from, none inside.
  private static func usable(_ text: String, from source: String) throws(CredentialError) -> Secret
  {
    let text = trimmed(text)
    guard !text.isEmpty else {
      throw CredentialError(message: "\(source) is empty", hint: "leave it out, or give a value")
    }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CredentialError(
        message: "\(source) holds a space, a line end or another character that no token has",
        hint: "give the value alone, without `Bearer`")
    }
    return Secret(text)
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
