internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Everything around a route that a client sees on the wire: request ids, redirects, faults, and
/// connections that are closed.
struct Wire: RouterMiddleware {
  typealias Context = LocalContext

  private static let requestID = name("X-Request-ID")

  let faults: Faults
  let log: RequestLog
  let latency: Duration
  let standstill: Standstill

  /// A header's name; the words here are constants that are valid.
  private static func name(_ word: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(word) else { preconditionFailure("\(word) is no header") }
    return name
  }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let method = request.method.rawValue
    let path = request.uri.path
    // Control calls are not part of what is tested.
    if path.hasPrefix("/_control/") { return try await next(request, context) }
    let route = RequestLog.route(path)
    log.began(method, route)
    let fault = faults.next(method: method, path: path, route: route)
    let answer: Response?
    do {
      answer = try await respond(to: request, fault, context, next)
    } catch {
      log.ended(method, request.uri.string, status: 0, fault: fault)
      throw error
    }
    // Counted before it is sent: a client that has the answer finds it in the log.
    log.ended(
      method, request.uri.string, status: answer.map { Int($0.status.code) } ?? 0, fault: fault)
    return answer ?? Response(status: .internalServerError)
  }

  /// The answer as it goes out; nil when the connection is closed without one.
  private func respond(
    to request: Request, _ fault: Fault?, _ context: Context,
    _ next: (Request, Context) async throws -> Response
  ) async throws -> Response? {
    await standstill.wait()
    if latency > .zero { try await Task.sleep(for: latency) }
    var response: Response
    switch fault {
    case .reset:
      await reset(context.channel)
      return nil
    case .fail(401):
      response = Refusal.unauthorized("Invalid authentication token").answer.response
    case .fail(let status):
      response = Self.failure(status).response
    case .rateLimit(let seconds):
      response =
        Refusal(limit: "5 per 1 minute", retryAfter: seconds).answer.response
    case .delay(let milliseconds):
      try await Task.sleep(for: .milliseconds(milliseconds))
      response = try await routed(request, context, next)
    case .dropAnswer:
      _ = try await routed(request, context, next)
      await close(context.channel)
      return nil
    case .truncate, nil:
      response = try await routed(request, context, next)
    }
    response.headers[Self.requestID] =
      request.headers[Self.requestID] ?? UUID().uuidString.lowercased()
    if fault == .truncate { return truncated(response, context.channel) }
    return response.status == .internalServerError ? closing(response, context.channel) : response
  }

  /// Redirects paths with a slash at the end, which the original's router does not know.
  private func routed(
    _ request: Request, _ context: Context,
    _ next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    guard path.count > 1, path.hasSuffix("/") else { return try await next(request, context) }
    let host = request.head.authority ?? "127.0.0.1"
    let query = request.uri.query.map { "?\($0)" } ?? ""
    return Response(
      status: .temporaryRedirect,
      headers: [.location: "http://\(host)\(path.dropLast())\(query)"])
  }

  private static func failure(_ status: Int) -> Answer {
    let detail =
      switch status {
      case 403: "You don't have access to this project"
      case 404: "Not Found"
      case 500: "Internal server error"
      case 502: "Bad Gateway"
      case 503: "Service Unavailable"
      case 504: "Gateway Timeout"
      default: "Failed"
      }
    return Answer(
      status: HTTPResponse.Status(code: status), body: ["detail": .string(detail)])
  }

  // MARK: Closing

  /// Sends the answer whole, and then closes without having said so.
  private func closing(_ response: Response, _ channel: any Channel) -> Response {
    let body = response.body
    var response = response
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      let closer = ClosingWriter(parent: writer, channel: channel, limit: nil)
      try await body.write(closer)
    }
    return response
  }

  /// Announces the whole body and sends half of it.
  private func truncated(_ response: Response, _ channel: any Channel) -> Response {
    let body = response.body
    var response = response
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      let limit = (body.contentLength ?? 0) / 2
      let closer = ClosingWriter(parent: writer, channel: channel, limit: limit)
      try await body.write(closer)
    }
    return response
  }

  private func close(_ channel: any Channel) async {
    do {
      try await channel.close().get()
    } catch {
      // The client was faster; the connection is gone, which is all that is wanted.
      return
    }
  }

  /// Closes so that the client sees ECONNRESET, not an end.
  private func reset(_ channel: any Channel) async {
    if let socket = channel as? any SocketOptionProvider {
      do {
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
      } catch {
        Talk.say("a connection ends instead of being reset: \(error)")
      }
    }
    await close(channel)
  }
}

/// Writes a body, or its first bytes, and closes the connection behind it.
private struct ClosingWriter: ResponseBodyWriter {
  var parent: any ResponseBodyWriter
  let channel: any Channel
  let limit: Int?

  mutating func write(_ buffer: ByteBuffer) async throws {
    try await parent.write(
      limit.flatMap { buffer.getSlice(at: buffer.readerIndex, length: $0) } ?? buffer)
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
    if limit == nil { try await parent.finish(trailingHeaders) }
    channel.close(promise: nil)
  }
}

/// While the embeddings are waited for, the original answers nobody.
actor Standstill {
  private var end = ContinuousClock.now

  func begin(_ duration: Duration) { end = max(end, .now + duration) }

  func wait() async {
    while end > .now {
      do {
        try await Task.sleep(until: end)
      } catch {
        // Cancelled: the server ends.
        return
      }
    }
  }
}
