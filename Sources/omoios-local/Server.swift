internal import Hummingbird
internal import Logging
internal import NIOCore

/// The stand-in, put together.
struct Server {
  let store: Store
  let identity: Identity
  let faults: Faults
  let log: RequestLog
  let latency: Duration
  /// How long the embeddings are waited for before they fail; nil when they are there.
  let embeddingsDelay: Duration?
  let modelIsDown: Bool

  /// Serves on loopback, and on nothing else, until the process ends.
  func run(port: Int, isListening: @escaping @Sendable (Int) -> Void) async throws {
    let standstill = Standstill()
    let router = Router(context: LocalContext.self)
    router.addMiddleware {
      Wire(faults: faults, log: log, latency: latency, standstill: standstill)
      NotFound()
    }
    let routes = Routes(router: router, identity: identity)
    AuthRoutes.add(to: routes, identity)
    ControlRoutes.add(to: routes, faults: faults, log: log, identity: identity)
    ProjectRoutes.add(to: routes, store)
    TicketRoutes.add(to: routes, store, Embeddings(delay: embeddingsDelay, standstill: standstill))
    TicketStatusRoutes.add(to: routes, store)
    TaskRoutes.add(to: routes, store)
    TaskDependencyRoutes.add(to: routes, store)
    SpecRoutes.add(to: routes, store, modelIsDown: modelIsDown)
    RequirementRoutes.add(to: routes, store)
    DesignRoutes.add(to: routes, store)
    GraphRoutes.add(to: routes, store)
    routes.finish()
    var logger = Logger(label: "omoios-local") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in isListening(channel.localAddress?.port ?? port) },
      logger: logger)
    // No signal handlers: SIGTERM ends the process at once, and SQLite stands that.
    try await application.run()
  }
}

/// Answers paths that no route has, in shape 1.
private struct NotFound: RouterMiddleware {
  typealias Context = LocalContext

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      return Refusal(.notFound, "Not Found").answer.response
    }
  }
}
