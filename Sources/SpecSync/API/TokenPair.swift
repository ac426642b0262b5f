/// What a login gives: an access token for 15 minutes, and a refresh token that works once.
package struct TokenPair: Sendable, Equatable {
  package let access: Secret
  /// Nil once it was sent: using it twice logs the user out everywhere.
  package var refresh: Secret?
  /// Seconds since 1970.
  package let expiresAt: Int

  package init(access: Secret, refresh: Secret?, expiresAt: Int) {
    self.access = access
    self.refresh = refresh
    self.expiresAt = expiresAt
  }

  /// Whether a request that begins now will be over before the token is.
  func isFresh(at now: Int) -> Bool { expiresAt > now + 30 }

  init?(answer: JSONValue, now: Int) {
    guard let access = answer["access_token"]?.string else { return nil }
    self.access = Secret(access)
    refresh = answer["refresh_token"]?.string.map(Secret.init)
    if case .int(let life)? = answer["expires_in"] {
      // A year is for ever; what a server says may be any number.
      expiresAt = now + Int(min(max(life, 0), 365 * 86_400))
    } else {
      expiresAt = now + 900
    }
  }

  init?(kept: JSONValue) {
    guard let access = kept["access_token"]?.string, case .int(let end)? = kept["expires_at"] else {
      return nil
    }
    self.init(
      access: Secret(access), refresh: kept["refresh_token"]?.string.map(Secret.init),
      expiresAt: Int(end))
  }

  var kept: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "access_token": .string(access.revealed), "expires_at": .int(Int64(expiresAt)),
    ]
    if let refresh { members["refresh_token"] = .string(refresh.revealed) }
    return members
  }
}
