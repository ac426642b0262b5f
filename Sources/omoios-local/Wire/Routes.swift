internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What a request carries through the server: its connection too, which faults close.
struct LocalContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

/// The routes: FastAPI's order of checks (JSON, then who asks, then the fields) in one place.
final class Routes {
  typealias Handler = @Sendable (Call) async throws -> Answer

  private let router: Router<LocalContext>
  private let identity: Identity
  private var methods: [String: Set<HTTPRequest.Method>] = [:]
  /// Larger than anything a test sends; the original has no bound.
  private static let largestBody = 256 << 20

  init(router: Router<LocalContext>, identity: Identity) {
    self.router = router
    self.identity = identity
  }

  /// Adds a route; `open` ones ask for no credentials.
  func on(
    _ method: HTTPRequest.Method, _ path: String, open: Bool = false, _ handler: @escaping Handler
  ) {
    methods[path, default: []].insert(method)
    let identity = identity
    let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
      String($0.dropFirst().dropLast())
    }
    router.on(RouterPath(path), method: method) { request, context -> Response in
      do {
        let body = try await Self.body(of: request)
        let user = open ? nil : try await identity.user(of: request.headers)
        // FastAPI hands over the raw bytes, and fails to put them into its own error.
        if case .foreign = body { throw Refusal.crash }
        if body.json?.hasNUL == true { throw Refusal.crash }
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { query[String(name)] = String(value) }
        var parameters: [String: String] = [:]
        for name in names { parameters[name] = context.parameters.get(name) }
        let call = Call(
          parameters: parameters, query: query, headers: request.headers, body: body.json,
          user: user)
        return try await handler(call).response
      } catch let refusal as Refusal {
        return refusal.answer.response
      } catch {
        Talk.say("\(method) \(path): \(error)")
        return Refusal.crash.answer.response
      }
    }
  }

  /// Answers 405 for the methods that known paths do not have.
  func finish() {
    for (path, known) in methods {
      for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete]
      where !known.contains(method) {
        router.on(RouterPath(path), method: method) { _, _ in
          var answer = Refusal(.methodNotAllowed, "Method Not Allowed").answer
          answer.headers[.allow] = known.map(\.rawValue).sorted().joined(separator: ", ")
          return answer.response
        }
      }
    }
  }

  private enum Body {
    case none, foreign
    case json(JSON)

    var json: JSON? { if case .json(let json) = self { json } else { nil } }
  }

  private static func body(of request: Request) async throws -> Body {
    guard request.method != .get else { return .none }
    let bytes = try await request.body.collect(upTo: largestBody)
    guard bytes.readableBytes > 0 else { return .none }
    if let type = request.headers[.contentType], !type.lowercased().contains("json") {
      return .foreign
    }
    do {
      return .json(try JSON(parsing: bytes.readableBytesView))
    } catch {
      let problem = Form.problem(
        "json_invalid", ["body", .integer(error.offset)], "JSON decode error", [:])
      throw Refusal(invalid: [problem.setting("ctx", ["error": .string(error.reason)])])
    }
  }
}
