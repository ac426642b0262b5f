internal import FoundationEssentials
internal import GRDB
internal import HTTPTypes
internal import Synchronization

/// Tokens: who asks, and how one becomes somebody.
final class Identity: Sendable {
  static let revoked = "Token has been revoked. Please log in again."
  private static let refreshLife = 7.0 * 24 * 3600

  private struct Attempts {
    var logins: [Double] = []
    var failures: [String: [Double]] = [:]
  }

  let store: Store
  private let accessLife: Double
  private let fixedToken: String
  private let fixedUser: User
  private let loginLimit: Int
  private let attempts = Mutex(Attempts())

  init(store: Store, email: String, accessLife: Double, fixedToken: String, loginLimit: Int) {
    self.store = store
    self.accessLife = accessLife
    self.fixedToken = fixedToken
    fixedUser = User(id: Seed.user, email: email, organization: Seed.organization)
    self.loginLimit = loginLimit
  }

  // MARK: Who asks

  /// Takes a bearer token or the cookie; `X-API-Key` is looked at by nothing.
  func user(of headers: HTTPFields) async throws -> User {
    guard let token = Self.token(in: headers) else {
      throw Refusal.unauthorized("Missing authorization credentials")
    }
    if !fixedToken.isEmpty, token == fixedToken { return fixedUser }
    let user = try await store.read { database in
      try Self.user(
        """
        id = (SELECT user_id FROM tokens
          WHERE token = ? AND kind = 'access' AND NOT dead AND expires > ?)
        """, [token, Date().timeIntervalSince1970], database)
    }
    // Expired, revoked, garbage and API keys look the same.
    guard let user else { throw Refusal.unauthorized("Invalid authentication token") }
    return user
  }

  private static func token(in headers: HTTPFields) -> String? {
    let words = headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
    if words.count == 2, words[0].lowercased() == "bearer" { return String(words[1]) }
    let cookies = (headers[.cookie] ?? "").split(separator: ";")
    for cookie in cookies {
      let pair = cookie.split(separator: "=", maxSplits: 1)
      if pair.count == 2, pair[0].drop(while: { $0 == " " }) == "omoios_access_token" {
        return String(pair[1])
      }
    }
    return nil
  }

  private static func user(
    _ condition: String, _ arguments: StatementArguments, _ database: Database
  ) throws -> User? {
    let row = try Row.fetchOne(
      database, sql: "SELECT id, email, organization_id FROM users WHERE \(condition)",
      arguments: arguments)
    return row.map { User(id: $0[0], email: $0[1], organization: $0[2]) }
  }

  // MARK: Logging in

  /// Counts a login of this address; the sixth in a minute is refused.
  func countLogin() throws {
    let now = Date().timeIntervalSince1970
    let isAllowed = attempts.withLock { attempts in
      attempts.logins.removeAll { $0 < now - 60 }
      guard attempts.logins.count < loginLimit else { return false }
      attempts.logins.append(now)
      return true
    }
    guard isAllowed else { throw Refusal(limit: "\(loginLimit) per 1 minute") }
  }

  func logIn(email: String, password: String) async throws -> JSON {
    let now = Date().timeIntervalSince1970
    let failures = attempts.withLock { attempts in
      attempts.failures[email, default: []].removeAll { $0 < now - 900 }
      return attempts.failures[email, default: []].count
    }
    guard failures < 5 else {
      throw Refusal(.tooManyRequests, "Account temporarily locked. Try again later.")
    }
    let user = try await store.read {
      try Self.user("email = ? AND password = ?", [email, password], $0)
    }
    guard let user else {
      attempts.withLock { $0.failures[email, default: []].append(now) }
      throw Refusal.unauthorized("Invalid email or password")
    }
    attempts.withLock { $0.failures[email] = [] }
    let life = accessLife
    return try await store.write { try Self.pair(for: user.id, life: life, $0) }
  }

  /// A new pair for a refresh token; one that was used before costs the user every token.
  func refresh(_ token: String) async throws -> JSON {
    let life = accessLife
    let now = Date().timeIntervalSince1970
    let answer: Result<JSON, Refusal> = try await store.write { database in
      guard
        let row = try Row.fetchOne(
          database,
          sql: "SELECT user_id, dead, expires FROM tokens WHERE token = ? AND kind = 'refresh'",
          arguments: [token])
      else { return .failure(.unauthorized("Invalid refresh token")) }
      let user: String = row[0]
      if row[1] as Bool {
        try database.run("UPDATE tokens SET dead = 1 WHERE user_id = ?", [user])
        return .failure(.unauthorized(Self.revoked))
      }
      guard row[2] as Double > now else { return .failure(.unauthorized("Invalid refresh token")) }
      try database.run("UPDATE tokens SET dead = 1 WHERE token = ?", [token])
      return .success(try Self.pair(for: user, life: life, database))
    }
    // Thrown out here: inside, the revocation would be rolled back.
    return try answer.get()
  }

  /// Ends the life of every access token, and of refresh tokens too when asked to.
  func expireTokens(refresh: Bool) async throws {
    try await store.write { database in
      try database.run(
        "UPDATE tokens SET expires = 0 WHERE kind = 'access' OR ?", [refresh])
    }
  }

  private static func pair(for user: String, life: Double, _ database: Database) throws -> JSON {
    let access = try token("access", user, life, database)
    let refresh = try token("refresh", user, refreshLife, database)
    return [
      "access_token": .string(access), "refresh_token": .string(refresh), "token_type": "bearer",
      "expires_in": .integer(Int(life)),
    ]
  }

  /// Looks like a JWT with the original's claims; what is behind it is the row, not a signature.
  private static func token(
    _ kind: String, _ user: String, _ life: Double, _ database: Database
  ) throws -> String {
    let now = Date().timeIntervalSince1970
    let claims: JSON = [
      "sub": .string(user), "exp": .integer(Int(now + life)), "iat": .integer(Int(now)),
      "type": .string(kind), "jti": .string(Store.newID()),
    ]
    let parts: [JSON] = [["alg": "HS256", "typ": "JWT"], claims]
    let text =
      (parts.map { base64($0.bytes) } + [base64(Array(Store.newID().utf8))]).joined(separator: ".")
    try database.run(
      "INSERT INTO tokens (token, user_id, kind, expires) VALUES (?, ?, ?, ?)",
      [text, user, kind, now + life])
    return text
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
