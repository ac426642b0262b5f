internal import Dispatch
internal import Git
internal import SpecSync
internal import Synchronization

/// Where the server is and who we are, from flags, environment and git's settings.
struct SyncConnection {
  let url: ServerURL
  let client: OmoiOSClient

  static let defaultURL = "https://api.omoios.dev"

  init(_ options: ServerOptions, _ environment: [String: String], _ repository: Repository?) throws
  {
    let text = options.apiURL ?? environment.nonEmpty("OMOIOS_API_URL") ?? Self.defaultURL
    guard let url = ServerURL(text) else {
      throw Failure(
        // Whoever put a password into it does not want to read it in a log.
        .usage,
        text.contains("@")
          ? "the address of the server holds a user or password"
          : "`\(Terminal.safe(text))` is no address of a server",
        hints: ["give one such as \(Self.defaultURL) with --api-url or OMOIOS_API_URL"])
    }
    self.url = url
    let chosen: Credentials?
    do {
      chosen = try Credentials.choose(
        flags: CredentialFlags(
          token: options.token, tokenFile: options.tokenFile, apiKey: options.apiKey),
        environment: environment.merging(Surroundings.secrets) { $1 }
      ) { path in String(decoding: try FileBytes.contents(path), as: UTF8.self) }
    } catch {
      throw Failure(.credentials, error.message, hints: [error.hint])
    }
    if chosen != nil, url.scheme == .http, !Self.isLoopback(url.host) {
      Talk.say(
        "warning: credentials go to \(Terminal.safe(url.authority)) without encryption; use https")
    }
    let proxy = try ProxyAddress.choose(
      for: url, environment: environment, gitProxy: try repository?.setting("http.proxy"))
    client = OmoiOSClient(
      transport: AsyncHTTPTransport(server: url, proxy: proxy), credentials: chosen,
      tokens: Self.folder(environment).map { TokenStore(folder: $0, server: url.description) })
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  private static func folder(_ environment: [String: String]) -> String? {
    if let folder = environment.nonEmpty("XDG_CONFIG_HOME") { return folder + "/git-spec" }
    return environment.nonEmpty("HOME").map { $0 + "/.config/git-spec" }
  }
}

extension [String: String] {
  /// A variable that says something; an empty one is how a CI system says that there is none.
  func nonEmpty(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Waits for something that is asynchronous, on the one thread that a command has.
func awaiting<Value: Sendable>(
  _ work: @escaping @Sendable () async throws -> Value
) throws -> Value {
  let result = Mutex<Result<Value, any Error>?>(nil)
  let done = DispatchSemaphore(value: 0)
  Task {
    let value: Result<Value, any Error>
    do { value = .success(try await work()) } catch { value = .failure(error) }
    result.withLock { $0 = value }
    done.signal()
  }
  done.wait()
  guard let value = result.withLock({ $0 }) else {
    throw Failure(.network, "a request ended without a result")
  }
  return try value.get()
}
