/// Keeps the credentials good for as long as a run takes.
actor Session {
  /// What a request carries, and which renewal it came from.
  struct Access: Sendable {
    let headers: [(name: String, value: String)]
    let generation: Int
  }

  private let credentials: Credentials?
  private let sender: Sender
  /// Nil once it turned out that nothing can be kept there.
  private var store: TokenStore?
  private var pair: TokenPair?
  private var generation = 0
  /// The one renewal that everybody waits for.
  private var renewal: Task<Result<TokenPair, APIError>, Never>?

  init(credentials: Credentials?, store: TokenStore?, sender: Sender) {
    self.credentials = credentials
    self.store = store
    self.sender = sender
  }

  func access() async throws(APIError) -> Access {
    switch credentials {
    case nil: return Access(headers: [], generation: 0)
    case .token(let token): return bearer(token)
    case .apiKey(let key):
      return Access(headers: [("X-API-Key", key.revealed)], generation: 0)
    case .login:
      if let pair, pair.isFresh(at: sender.timing.now()) { return bearer(pair.access) }
      return bearer(try await renewed().access)
    }
  }

  /// Other access than the one that the server refused; nil where there is none to be had.
  func access(insteadOf refused: Access) async throws(APIError) -> Access? {
    guard case .login = credentials else { return nil }
    // Another task met the same refusal and has renewed since.
    if generation != refused.generation, let pair { return bearer(pair.access) }
    return bearer(try await renewed().access)
  }

  /// A server's text without our secrets, should it echo them.
  func hidingSecrets(in text: String) -> String {
    let secrets = [credentials?.secret, pair?.access, pair?.refresh].compactMap { $0 }
    return secrets.reduce(text) { $1.hidden(in: $0) }
  }

  private func bearer(_ token: Secret) -> Access {
    Access(
      headers: [("Authorization", "Bearer \(token.revealed)")], generation: generation)
  }

  private func renewed() async throws(APIError) -> TokenPair {
    if let renewal { return try await renewal.value.get() }
    let task = Task { await renew() }
    renewal = task
    return try await task.value.get()
  }

  private func renew() async -> Result<TokenPair, APIError> {
    defer { renewal = nil }
    do throws(APIError) {
      let new = try await newPair()
      pair = new
      generation += 1
      return .success(new)
    } catch {
      return .failure(error)
    }
  }

  private func newPair() async throws(APIError) -> TokenPair {
    guard case .login(let email, let password) = credentials else {
      throw context("/api/v1/auth/login").error(.unauthorized(nil), "no login is configured")
    }
    let login = AccountLogin(email: email, password: password, sender: sender)
    if let store {
      if let lock = await store.locked(email: email, timing: sender.timing) {
        return try await newPair(keptUnder: lock, login)
      }
      self.store = nil
    }
    if let refresh = pair?.refresh {
      // Used up, whatever comes of it.
      pair?.refresh = nil
      if let new = await login.refreshed(with: refresh) { return new }
    }
    return try await login.loggedIn()
  }

  /// Reads the file again under the lock: another process may have renewed the pair since.
  private func newPair(
    keptUnder lock: LockedTokens, _ login: AccountLogin
  ) async throws(APIError) -> TokenPair {
    let kept = lock.read()
    if var kept, kept.access != pair?.access, kept.isFresh(at: sender.timing.now()) {
      kept.refresh = nil
      return kept
    }
    var new: TokenPair?
    // Only the file's token: ours may be the one that another process has used up. It is taken out
    // of the file first, so that a process that dies half-way leaves no used token behind.
    if var spent = kept, let refresh = spent.refresh {
      spent.refresh = nil
      if lock.write(spent) { new = await login.refreshed(with: refresh) }
    }
    var pair = if let new { new } else { try await login.loggedIn() }
    // What cannot be kept is held in memory, and the next process logs in for itself. What is kept is
    // not held as well: should the lock not be had later, another process may have used the token up.
    if lock.write(pair) { pair.refresh = nil } else { store = nil }
    return pair
  }

  private func context(_ path: String) -> RequestContext {
    RequestContext(.post, path, id: sender.timing.requestID())
  }
}
