import Testing

@testable import SpecSync

@Suite struct ErrorTests {
  private func error(
    _ status: Int, _ body: String, headers: [(name: String, value: String)] = [],
    _ credentials: Credentials? = .token(Secret("tok-secret"))
  ) async -> APIError? {
    await failure {
      let transport = ScriptedTransport { _ in .answer(status, body, headers: headers) }
      _ = try await client(transport, credentials).patchTicket("t", [.title: "x"])
    }
  }

  @Test func theFourShapesOfTheServer() async throws {
    let text = await error(403, #"{"detail":"You don't have access to this project"}"#)
    #expect(text?.kind == .forbidden)
    #expect(
      text?.message == "the server denies access: You don't have access to this project "
        + "(PATCH /api/v1/tickets/t, request id-1)")
    let list = await error(
      422,
      #"""
      {"detail":[{"type":"uuid_parsing","loc":["path","ticket_id"],"msg":"bad uuid",
      "input":"LARGE TEXT"},{"loc":["body","items",0],"msg":"missing","input":"LARGE TEXT"}]}
      """#)
    #expect(list?.kind == .validation)
    #expect(list?.detail == "path.ticket_id: bad uuid; items.0: missing")
    let object = await error(
      400, #"{"detail":{"message":"not yet","blocking_reasons":["a","b"]}}"#)
    #expect(object?.kind == .refused(400) && object?.detail == "not yet; a; b")
    let limiter = await error(429, #"{"error":"Rate limit exceeded: 5 per 1 minute"}"#)
    #expect(limiter?.kind == .rateLimited)
    #expect(limiter?.detail == "Rate limit exceeded: 5 per 1 minute")
    for odd in ["", "<html>", #"{"detail":null}"#, "[1]", #"{"detail":[{}]}"#] {
      #expect(await error(409, odd)?.kind == .refused(409), "\(odd)")
    }
    #expect(await error(404, "")?.kind == .notFound)
    #expect(await error(500, "Internal Server Error")?.kind == .server(500))
  }

  @Test func aDetailIsOneShortLine() async throws {
    let long = String(repeating: "x", count: 100_000)
    #expect(await error(400, #"{"detail":"\#(long)"}"#)?.detail.count == 200)
    #expect(await error(400, #"{"detail":"a\nb\u001b[31mc\r\nd"}"#)?.detail == "a b [31mc d")
  }

  @Test func refusedCredentialsAreNamed() async throws {
    let key = await error(
      401, #"{"detail":"Missing authorization credentials"}"#, .apiKey(Secret("k")))
    #expect(
      key?.message.contains(
        "this server refuses API keys; use a token, or e-mail and password") == true)
    let token = await error(401, #"{"detail":"Invalid authentication token"}"#)
    #expect(token?.kind == .unauthorized(.token))
    #expect(token?.message.contains("the token has expired or is refused") == true)
    #expect(token?.hints.contains { $0.contains("/api/v1/auth/login") } == true)
    let none = await error(401, "{}", nil)
    #expect(none?.kind == .unauthorized(nil) && none?.hints.isEmpty == false)
  }

  @Test func aRedirectIsNotFollowedAndNamesItsHost() async throws {
    let redirect = await error(
      307, "", headers: [("location", "https://evil.example:81/api?token=x")])
    #expect(redirect?.kind == .badAnswer)
    #expect(redirect?.detail == "307 redirects to evil.example:81, which is not followed")
  }

  @Test func aSuccessWithoutAnIDMadeNothing() async throws {
    let duplicate = await failure {
      _ = try await client(
        ScriptedTransport(
          .answer(
            200,
            #"{"is_duplicate":true,"message":"foreign words","candidates":[{"title":"foreign"}]}"#)
        )
      ).createTicket(project: "p", fields: [.title: "T"])
    }
    #expect(duplicate?.kind == .notCreated)
    #expect(duplicate?.message.contains("duplicate of another") == true)
    #expect(duplicate?.message.contains("foreign") == false)
    for body in [#"{"id":null}"#, #"{"id":""}"#, "{}", "[]"] {
      let error = await failure {
        _ = try await client(ScriptedTransport(.answer(201, body))).createTask(
          ticket: "t", fields: [.title: "T"])
      }
      #expect(error?.kind == .notCreated, "\(body)")
    }
  }

  @Test func aCreationWhoseAnswerCannotBeReadMayHaveHappened() async throws {
    for body in ["", #"{"id":"#, #"{"id":"t","title":3}"#] {
      let error = await failure {
        _ = try await client(ScriptedTransport(.answer(200, body))).createTicket(
          project: "p", fields: [.title: "T"])
      }
      #expect(error?.kind == .answerLost, "\(body)")
    }
  }

  @Test func secretsDoNotShow() async throws {
    let echo = await error(403, #"{"detail":"token tok-secret is bad"}"#)
    #expect(echo?.detail == "token <secret> is bad")
    let login = Credentials.login(email: "a@b.c", password: Secret("pass-word"))
    var dumped = ""
    for value in [login, .token(Secret("pass-word")), .apiKey(Secret("pass-word"))] {
      dumped += "\(value) " + String(describing: value) + String(reflecting: value)
      dump(value, to: &dumped)
      dump(Mirror(reflecting: value).children.map(\.value), to: &dumped)
    }
    var flags = CredentialFlags(token: "pass-word", apiKey: "pass-word")
    flags.tokenFile = "f"
    dump(flags, to: &dumped)
    dump(
      TokenPair(access: Secret("pass-word"), refresh: Secret("pass-word"), expiresAt: 1),
      to: &dumped)
    let request = HTTPRequest(
      .post, "/x", headers: [("Authorization", "pass-word")], body: Array("pass-word".utf8))
    dump(request, to: &dumped)
    dumped += "\(request)" + String(reflecting: request)
    dump(HTTPAnswer(status: 200, body: Array("pass-word".utf8)), to: &dumped)
    #expect(!dumped.contains("pass-word"))
    #expect(!dumped.contains("112"), "bytes of a body: \(dumped)")
  }
}
