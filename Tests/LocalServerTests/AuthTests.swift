import Foundation
import TestSupport
import Testing

/// §2 Authentication.
struct AuthTests {
  let server: LocalServer
  init() throws { server = try LocalServer(arguments: ["--login-limit", "100"]) }

  private func logIn(_ password: String = "dev") throws -> Reply {
    try server.call(
      "POST", "/api/v1/auth/login", #"{"email": "dev@localhost", "password": "\#(password)"}"#,
      token: nil)
  }

  private func refresh(_ token: String?) throws -> Reply {
    try server.call(
      "POST", "/api/v1/auth/refresh", #"{"refresh_token": "\#(token ?? "")"}"#, token: nil)
  }

  private func me(_ token: String?) throws -> Reply {
    try server.call("GET", "/api/v1/auth/me", token: token)
  }

  @Test("§2 health needs nobody and says its version")
  func health() throws {
    let reply = try server.call("GET", "/health", token: nil)
    #expect(reply.text("status") == "healthy" && reply.text("version") == "0.1.0")
  }

  @Test("§2 no credentials: 401, Missing authorization credentials, WWW-Authenticate")
  func missing() throws {
    let reply = try me(nil)
    #expect(reply.status == 401)
    #expect(reply.text("detail") == "Missing authorization credentials")
    #expect(reply.headers["www-authenticate"] == "Bearer")
  }

  @Test("§2 X-API-Key is read by no route")
  func apiKeyHeader() throws {
    let reply = try server.call(
      "GET", "/api/v1/auth/me", token: nil, headers: [("X-API-Key", "local-token")])
    #expect(reply.status == 401)
    #expect(reply.text("detail") == "Missing authorization credentials")
  }

  @Test("§2 an API key as bearer looks like garbage")
  func apiKeyBearer() throws {
    let reply = try me("sk_live_1234")
    #expect(reply.status == 401)
    #expect(reply.text("detail") == "Invalid authentication token")
    #expect(reply.headers["www-authenticate"] == "Bearer")
  }

  @Test("§2 the scheme's case does not matter, and the cookie works")
  func schemeAndCookie() throws {
    for header in [
      ("Authorization", "bEARER local-token"), ("Cookie", "a=b; omoios_access_token=local-token"),
    ] {
      #expect(
        try server.call("GET", "/api/v1/auth/me", token: nil, headers: [header]).status == 200)
    }
  }

  @Test("§2 making an API key stores it and answers 500; the list works")
  func apiKeys() throws {
    #expect(try server.post("/api/v1/auth/api-keys", #"{"name": "ci"}"#).status == 500)
    let keys = try server.get("/api/v1/auth/api-keys").list
    #expect(keys.map { $0["name"] as? String } == ["ci"])
    let id = keys.first?["id"] as? String ?? ""
    #expect(try server.call("DELETE", "/api/v1/auth/api-keys/" + id).status == 200)
    #expect(try server.get("/api/v1/auth/api-keys").body == "[]")
  }

  @Test("§2 login gives a pair that lives 15 minutes, as JWTs")
  func login() throws {
    let reply = try logIn()
    #expect(reply.keys == ["access_token", "refresh_token", "token_type", "expires_in"])
    #expect(reply.object["expires_in"] as? Int == 900 && reply.text("token_type") == "bearer")
    #expect(try me(reply.text("access_token")).text("email") == "dev@localhost")
    let parts = (reply.text("access_token") ?? "").split(separator: ".")
    #expect(parts.count == 3)
    var claims = String(parts[1]).replacingOccurrences(of: "-", with: "+")
      .replacingOccurrences(of: "_", with: "/")
    while claims.count % 4 > 0 { claims += "=" }
    let data = try #require(Data(base64Encoded: claims))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect(Set((object ?? [:]).keys) == ["sub", "exp", "iat", "type", "jti"])
  }

  @Test("§2 a wrong password is a 401")
  func wrongPassword() throws {
    let reply = try logIn("no")
    #expect(reply.status == 401 && reply.headers["www-authenticate"] == "Bearer")
  }

  @Test("§2 five failures lock the account: 429 in shape 1")
  func lockout() throws {
    for _ in 0..<5 { #expect(try logIn("no").status == 401) }
    let reply = try logIn()
    #expect(reply.status == 429 && reply.text("detail") != nil)
  }

  @Test("§1 §2 the sixth login in a minute: 429 in shape 4, without Retry-After")
  func loginLimit() throws {
    let server = try LocalServer()
    let body = #"{"email": "dev@localhost", "password": "dev"}"#
    for _ in 0..<5 {
      #expect(try server.call("POST", "/api/v1/auth/login", body, token: nil).status == 200)
    }
    let reply = try server.call("POST", "/api/v1/auth/login", body, token: nil)
    #expect(reply.status == 429)
    #expect(reply.text("error") == "Rate limit exceeded: 5 per 1 minute")
    #expect(reply.headers["retry-after"] == nil)
  }

  @Test("§2 a refresh gives a new pair")
  func refreshes() throws {
    let first = try logIn()
    let second = try refresh(first.text("refresh_token"))
    #expect(second.status == 200)
    #expect(second.text("refresh_token") != first.text("refresh_token"))
    #expect(try me(second.text("access_token")).status == 200)
  }

  @Test("§2 an old refresh token revokes every token of the user")
  func reuse() throws {
    let first = try logIn()
    let second = try refresh(first.text("refresh_token"))
    let reused = try refresh(first.text("refresh_token"))
    #expect(reused.status == 401)
    #expect(reused.text("detail") == "Token has been revoked. Please log in again.")
    #expect(try me(second.text("access_token")).status == 401)
    #expect(try refresh(second.text("refresh_token")).status == 401)
  }

  @Test("§2 an expired access token looks like garbage; its refresh token works")
  func expiry() throws {
    let pair = try logIn()
    try server.expireTokens()
    #expect(try me(pair.text("access_token")).text("detail") == "Invalid authentication token")
    #expect(try refresh(pair.text("refresh_token")).status == 200)
    #expect(try me("local-token").status == 200)
  }

  @Test("§2 --token-life shortens the life of an access token")
  func tokenLife() throws {
    let server = try LocalServer(arguments: ["--token-life", "0"])
    let body = #"{"email": "dev@localhost", "password": "dev"}"#
    let pair = try server.call("POST", "/api/v1/auth/login", body, token: nil)
    let token = pair.text("access_token")
    #expect(try server.call("GET", "/api/v1/auth/me", token: token).status == 401)
  }

  @Test("§2 requirements, criteria, design, versions and the graph ask nobody who they are")
  func openRoutes() throws {
    let spec = "\(LocalServer.specs)/\(try server.spec())"
    let body = #"{"title": "a", "condition": "b", "action": "c"}"#
    let made = try server.call("POST", spec + "/requirements", body, token: nil)
    let one = "\(spec)/requirements/\(try server.id(made))"
    #expect(made.status == 200)
    #expect(
      try server.call("POST", one + "/criteria", #"{"text": "d"}"#, token: nil).status == 200)
    for path in [
      spec + "/design", spec + "/versions",
      "/api/v1/graph/dependency-graph/project/\(LocalServer.project)",
    ] {
      #expect(try server.call("GET", path, token: nil).status == 200)
    }
    #expect(try server.call("GET", spec, token: nil).status == 401)
  }

  @Test("§2 a foreign project is a 403, an unknown one a 404")
  func access() throws {
    let foreign = try server.get("/api/v1/projects/" + LocalServer.otherProject)
    #expect(foreign.status == 403)
    #expect(foreign.text("detail") == "You don't have access to this project")
    #expect(try server.get("/api/v1/projects/project-none").status == 404)
    let ticket = try server.foreignTicket()
    #expect(try server.get(LocalServer.tickets + "/" + ticket).status == 403)
  }
}
