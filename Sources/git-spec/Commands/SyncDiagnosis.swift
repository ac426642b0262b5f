internal import Git
internal import SpecSync

/// What syncing has to go by. Nobody has to sync, so it is told and never missing; no network is
/// asked and no value of a credential is shown.
extension Diagnosis {
  func syncing() throws -> [Check] {
    // Servers hold the state of others and send nothing themselves.
    let states = try syncStates()
    return repository.isServer ? states.filter { $0.mend == nil } : [credentials()] + states
  }

  private func credentials() -> Check {
    func told(_ message: String, _ mend: String?) -> Check {
      Check(name: "credentials", state: .told, message: message, mend: mend)
    }
    let login = "export OMOIOS_EMAIL=… OMOIOS_PASSWORD=…"
    let chosen: Credentials?
    do {
      chosen = try Credentials.choose(
        flags: CredentialFlags(), environment: environment.merging(Surroundings.secrets) { $1 },
        readFile: { _ in "" })
    } catch {
      return told("\(error.message); \(error.hint)", login)
    }
    switch chosen?.kind {
    case nil: return told("none in the environment; only `git spec sync` needs them", login)
    case .token?: return told("a token in OMOIOS_TOKEN", nil)
    case .login?: return told("a login in OMOIOS_EMAIL and OMOIOS_PASSWORD", nil)
    case .apiKey?:
      return told("an API key in OMOIOS_API_KEY, which today's servers refuse", login)
    }
  }

  /// The states that this clone has seen, one for each project that it was synced to.
  private func syncStates() throws -> [Check] {
    let answer = try repository.run([
      "for-each-ref", "--format=%(refname) of %(committerdate:short)", "refs/spec-sync/",
    ])
    let states = answer.text.split(separator: "\n").map { Terminal.safe(String($0)) }
    if states.isEmpty {
      return [
        Check(
          name: "sync state", state: .told,
          message: "none in this clone; nothing was synced from it", mend: "git spec sync push")
      ]
    }
    return states.map { Check(name: "sync state", state: .told, message: $0, mend: nil) }
  }
}
