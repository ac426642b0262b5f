internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// The network: the only file that knows how HTTP is spoken.
///
/// Call `close()` in the end.
package final class AsyncHTTPTransport: HTTPTransport {
  package struct Limits: Sendable {
    package var connect: Duration = .seconds(10)
    /// From the first byte sent to the last one received, the connecting included.
    package var whole: Duration = .seconds(60)
    /// Bytes of an answer's body: ten thousand items with three thousand letters each. Reading it
    /// takes some ten times as many.
    package var body = 32 << 20
    /// Bytes of the body of an answer that is no success, of which a line is told.
    package var refusal = 1 << 20

    package init() {}
  }

  /// A client that has one connection and one user at a time.
  ///
  /// The server closes the connection after a 500 without saying so, and a shared pool would hand it
  /// to another request before anybody could look at the status.
  private typealias Lane = HTTPClient

  private struct State {
    var idle: [Lane] = []
    /// Counts `dropConnections()`: a lane from before it is not used again.
    var epoch = 0
    var isClosed = false
  }

  private let base: String
  private let limits: Limits
  private let proxy: HTTPClient.Configuration.Proxy?
  private let state = Mutex(State())

  package init(server: ServerURL, proxy: ProxyAddress? = nil, limits: Limits = Limits()) {
    base = server.text
    self.limits = limits
    self.proxy = proxy.map { proxy in
      switch proxy.kind {
      case .socks: return .socksServer(host: proxy.host, port: proxy.port)
      case .http:
        let authorization = proxy.user.map { user in
          HTTPClient.Authorization.basic(
            username: user.revealed, password: proxy.password?.revealed ?? "")
        }
        return .server(host: proxy.host, port: proxy.port, authorization: authorization)
      }
    }
  }

  deinit {
    // Whoever forgot to close must not be stopped by the clients' own check.
    let left = state.withLock { $0.idle }
    if !left.isEmpty { Task { await Self.shutDown(left) } }
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer {
    let (lane, epoch) = try takeLane()
    let upload = Upload(request.body)
    let result = await answer(to: request, upload, on: lane)
    var isUsable = false
    if case .success(let answer) = result { isUsable = answer.status < 500 }
    let isKept = state.withLock { state in
      guard isUsable, !state.isClosed, state.epoch == epoch else { return false }
      state.idle.append(lane)
      return true
    }
    if !isKept { await Self.shutDown([lane]) }
    switch result {
    case .success(let answer): return answer
    case .failure(let error):
      throw Self.transportError(error, upload, limits)
    }
  }

  package func dropConnections() async {
    let dropped = state.withLock { state in
      state.epoch += 1
      defer { state.idle = [] }
      return state.idle
    }
    await Self.shutDown(dropped)
  }

  package func close() async {
    state.withLock { $0.isClosed = true }
    await dropConnections()
  }

  private func takeLane() throws(TransportError) -> (Lane, epoch: Int) {
    let (lane, epoch, isClosed) = state.withLock { ($0.idle.popLast(), $0.epoch, $0.isClosed) }
    guard !isClosed else {
      throw TransportError(.notSent, "the connection is closed", isPermanent: true)
    }
    return (lane ?? makeLane(), epoch)
  }

  private func makeLane() -> Lane {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    configuration.timeout.connect = .init(limits.connect)
    // We decide about repeating, and say so sooner.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1
    // Below the 5 s after which the server's uvicorn closes an idle connection.
    configuration.connectionPool.idleTimeout = .seconds(3)
    configuration.proxy = proxy
    configuration.http1_1ConnectionDebugInitializer = { AnswerGuard.install(on: $0) }
    return HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }

  private static func shutDown(_ lanes: [Lane]) async {
    for lane in lanes {
      // It fails only where it is shut down already.
      do { try await lane.shutdown() } catch {}
    }
  }

  /// The whole answer, within the time for the whole; the body's part of it has no limit of its own.
  private func answer(
    to request: HTTPRequest, _ upload: Upload, on lane: Lane
  ) async -> Result<HTTPAnswer, any Error> {
    await withTaskGroup(of: Result<HTTPAnswer, any Error>.self) { [limits, base] group in
      group.addTask {
        do {
          var outgoing = HTTPClientRequest(url: base + request.path)
          outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
          outgoing.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
          outgoing.headers.add(name: "User-Agent", value: "git-spec")
          outgoing.body = upload.body
          let incoming = try await lane.execute(outgoing, deadline: .distantFuture)
          return .success(
            HTTPAnswer(
              status: Int(incoming.status.code),
              headers: incoming.headers.map { (name: $0.name, value: $0.value) },
              body: try await Self.body(of: incoming, limits)))
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        do {
          try await Task.sleep(for: limits.whole)
          return .failure(TimedOut())
        } catch {
          return .failure(CancellationError())
        }
      }
      defer { group.cancelAll() }
      return await group.next() ?? .failure(CancellationError())
    }
  }
}

private struct TimedOut: Error {}

/// An answer of more bytes than are read; its size where it was said beforehand.
private struct TooLarge: Error {
  let status: Int
  let limit: Int
  let size: Int?

  var message: String {
    let size = size.map { "has \(($0 - 1) / 1_000_000 + 1) MB" } ?? "is larger than that"
    return "the answer \(size), and at most \(limit >> 20) MB are read of one with status \(status)"
  }
}

extension AsyncHTTPTransport {
  /// The bytes of an answer, once in memory and no more than are wanted.
  private static func body(
    of answer: HTTPClientResponse, _ limits: Limits
  ) async throws -> [UInt8] {
    let status = Int(answer.status.code)
    let limit = (200..<300).contains(status) ? limits.body : min(limits.body, limits.refusal)
    let size = answer.headers.first(name: "Content-Length").flatMap { Int($0) }
    if let size, size > limit { throw TooLarge(status: status, limit: limit, size: size) }
    var bytes: [UInt8] = []
    if let size { bytes.reserveCapacity(max(0, size)) }
    for try await part in answer.body {
      guard part.readableBytes <= limit - bytes.count else {
        throw TooLarge(status: status, limit: limit, size: nil)
      }
      bytes += part.readableBytesView
    }
    return bytes
  }
}

/// A request's body that knows whether anybody has begun to send it.
private final class Upload: Sendable {
  private let bytes: [UInt8]?
  private let isBegun = Atomic(false)

  init(_ bytes: [UInt8]?) { self.bytes = bytes }

  /// Without a byte of its body no server can have acted on a request.
  var isCertainlyUnsent: Bool { bytes != nil && !isBegun.load(ordering: .acquiring) }

  var body: HTTPClientRequest.Body? {
    bytes.map { bytes in
      .stream(
        AsyncStream(unfolding: {
          self.isBegun.exchange(true, ordering: .acquiringAndReleasing)
            ? nil : ByteBuffer(bytes: bytes)
        }),
        length: .known(Int64(bytes.count)))
    }
  }
}

extension AsyncHTTPTransport {
  fileprivate static func transportError(
    _ error: any Error, _ upload: Upload, _ limits: Limits
  ) -> TransportError {
    let known = explained(error, limits)
    return upload.isCertainlyUnsent
      ? TransportError(.notSent, known.message, isPermanent: known.isPermanent) : known
  }

  /// In our words: theirs may hold headers, and so credentials.
  private static func explained(_ error: any Error, _ limits: Limits) -> TransportError {
    switch error {
    case is TimedOut: TransportError(.unknown, "timed out after \(seconds(limits.whole)) s")
    case is CancellationError: TransportError(.unknown, "cancelled", isPermanent: true)
    case let error as TooLarge: TransportError(.unknown, error.message, isPermanent: true)
    case AnswerGuard.Problem.status(let status):
      TransportError(
        .unknown, "the answer has the status \(status), which HTTP does not have",
        isPermanent: true)
    case AnswerGuard.Problem.notices:
      TransportError(.unknown, "the server announces its answer without end", isPermanent: true)
    case let error as HTTPClientError: explained(error, limits)
    case let error as NIOConnectionError: TransportError(.notSent, explained(error))
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      TransportError(.notSent, "connection refused")
    case let error as IOError:
      TransportError(
        .unknown, "the connection broke: " + String(cString: strerror(error.errnoCode)))
    case is HTTPParserError:
      TransportError(.unknown, "the answer is no HTTP, or was cut off")
    default: explainedByName(error)
    }
  }

  private static func explained(_ error: HTTPClientError, _ limits: Limits) -> TransportError {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout,
      .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
      TransportError(.notSent, "no connection within \(seconds(limits.connect)) s")
    case .remoteConnectionClosed:
      TransportError(.unknown, "the server closed the connection before its answer was whole")
    case .cancelled: TransportError(.unknown, "cancelled", isPermanent: true)
    case .proxyAuthenticationRequired:
      TransportError(.notSent, "the proxy wants another user or password", isPermanent: true)
    case .invalidProxyResponse:
      TransportError(.notSent, "the proxy refuses to connect to the server", isPermanent: true)
    default: TransportError(.unknown, error.shortDescription)
    }
  }

  private static func explained(_ error: NIOConnectionError) -> String {
    let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
    if codes.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
      return "no address for the host \(error.host)"
    }
    if codes.contains(ECONNREFUSED) { return "connection refused" }
    return codes.first.map { String(cString: strerror($0)) } ?? "no connection"
  }

  /// TLS has error types of another package.
  private static func explainedByName(_ error: any Error) -> TransportError {
    let text = "\(error)"
    if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("failedToValidateHostname") {
      return TransportError(
        .notSent, "the server's certificate cannot be verified", isPermanent: true)
    }
    if text.hasPrefix("handshakeFailed") {
      return TransportError(.notSent, "no agreement with the server about TLS")
    }
    return TransportError(.unknown, "the connection broke (\(type(of: error)))")
  }

  private static func seconds(_ duration: Duration) -> Int64 { duration.components.seconds }
}
