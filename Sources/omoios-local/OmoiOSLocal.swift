internal import ArgumentParser

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

@main
struct OmoiOSLocal: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "omoios-local",
    abstract: "The part of the OmoiOS API that a sync meets, on loopback over SQLite.",
    discussion: """
      Prints one line, its address, when it listens on 127.0.0.1; it ends by itself.
      Quirks of the original are kept. Nothing here is a secret, and nothing keeps one.
      """)

  @Option(help: "The port; 0 takes any free one.") var port = 0
  @Option(help: "A file that survives restarts, or :memory:.") var database = ":memory:"
  @Option(help: "A file that gets a JSON line per request.") var log: String?
  @OptionGroup(title: "How it ends") var life: LifeOptions
  @OptionGroup(title: "Who may ask") var identity: IdentityOptions
  @OptionGroup(title: "What goes wrong") var trouble: TroubleOptions

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let store = try Store(path: database)
    try Seed.plant(
      in: store, email: identity.email, password: identity.password, project: identity.projectID)
    let server = Server(
      store: store,
      identity: Identity(
        store: store, email: identity.email, accessLife: identity.tokenLife,
        fixedToken: identity.token, loginLimit: identity.loginLimit),
      faults: Faults(rates: trouble.rates, seed: trouble.seed),
      log: try RequestLog(path: log),
      latency: .milliseconds(trouble.latency),
      embeddingsDelay: trouble.embeddingsDown ? .milliseconds(trouble.embeddingsDelay) : nil,
      modelIsDown: trouble.modelDown)
    Lifetime(seconds: life.seconds, withParent: life.exitWithParent).watch()
    try await server.run(port: port) { port in
      print("http://127.0.0.1:\(port)")
      fflush(nil)
    }
  }
}

struct LifeOptions: ParsableArguments {
  @Option(name: .customLong("for"), help: "Seconds after which it ends.") var seconds = 3600.0
  @Flag(help: "End when the process that started it has ended.") var exitWithParent = false
}

struct IdentityOptions: ParsableArguments {
  @Option(help: "The user's e-mail.") var email = "dev@localhost"
  @Option(help: "The user's password.") var password = "dev"
  @Option(help: "The user's project.") var projectID = Seed.project
  @Option(help: "An access token that is taken for ever; an empty one is none.")
  var token = "local-token"
  @Option(help: "Seconds that an access token lives.") var tokenLife = 900.0
  @Option(help: "Logins a minute.") var loginLimit = 5
}

struct TroubleOptions: ParsableArguments {
  @Option(help: "Milliseconds that each request takes longer.") var latency = 0
  @Option(help: "Share of requests that get 500, 502 or 503 before anything is done.")
  var failRate = 0.0
  @Option(help: "Share that is done, but not answered.") var dropAnswers = 0.0
  @Option(help: "Share whose connection is reset before anything is done.") var resetRate = 0.0
  @Option(help: "Share that gets 429.") var rateLimitRate = 0.0
  @Option(help: "Share of lists that end in the middle.") var truncateRate = 0.0
  @Option(help: "Picks the requests that the shares hit.") var seed: UInt64 = 1
  @Flag(help: "Every write gets 503.") var writesDown = false
  @Flag(help: "Duplicates cannot be looked for: everything stands still, then 500.")
  var embeddingsDown = false
  @Option(help: "Milliseconds of that standstill.") var embeddingsDelay = 300
  @Flag(help: "New specs get the first 100 characters of their description as a title.")
  var modelDown = false

  var rates: FaultRates {
    FaultRates(
      fail: failRate, dropAnswer: dropAnswers, reset: resetRate, rateLimit: rateLimitRate,
      truncate: truncateRate, writesDown: writesDown)
  }

  func validate() throws {
    let shares = [failRate, dropAnswers, resetRate, rateLimitRate, truncateRate]
    guard shares.allSatisfy({ (0...1).contains($0) }), shares.reduce(0, +) <= 1.000001 else {
      throw ValidationError("shares are between 0 and 1, and so is their sum")
    }
  }
}
