internal import Git
internal import SpecSync
internal import Specs

/// Why we could not do our work: about the run, never about the user's specs.
struct Failure: Error, Sendable {
  /// What went wrong, in the classes that exit statuses tell apart.
  enum Kind: String, Sendable {
    case usage, configuration, git, file, network, credentials, stale

    var status: ExitStatus {
      switch self {
      case .usage, .configuration: .usage
      case .git, .file: .trouble
      case .network, .credentials: .network
      case .stale: .stale
      }
    }
  }

  let kind: Kind
  let message: String
  var causes: [String] = []
  /// Next commands to type, or what else to do.
  var hints: [String] = []

  init(_ kind: Kind, _ message: String, causes: [String] = [], hints: [String] = []) {
    self.kind = kind
    self.message = message
    self.causes = causes
    self.hints = hints
  }

  /// The one place where errors of libraries become failures.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as GitError:
      self.init(
        error.code == .file ? .file : .git, "cannot \(error.operation)", causes: [error.message],
        hints: error.hints + Self.hints(for: error))
    case let error as ScaffoldError:
      self.init(.usage, error.message, hints: error.hint.map { [$0] } ?? [])
    case let error as APIError:
      self.init(error.isRefusal ? .credentials : .network, error.message, hints: error.hints)
    case let error as StoppedPush:
      self.init(
        .network, "the server does not answer any more", causes: [error.message],
        hints: ["run the same command again: nothing is sent twice"])
    default: self.init(.file, "\(error)")
    }
  }

  private static func hints(for error: GitError) -> [String] {
    switch error.code {
    case .noRepository: ["change to a folder of a git repository, or make one with `git init`"]
    default:
      error.message.contains("dubious ownership")
        ? ["`git config --global --add safe.directory PATH` trusts the folder"] : []
    }
  }

  /// The failure for a terminal, a line each for message, causes and hints.
  var text: String {
    var lines = ["error: \(Terminal.safe(message))"]
    // What git says may have lines, which stay behind the word.
    lines += causes.map { cause in
      "  cause: "
        + cause.split(separator: "\n").map { Terminal.safe(String($0)) }
        .joined(separator: "\n         ")
    }
    lines += hints.map { "  hint: \(Terminal.safe($0))" }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// What the process's exit status says.
enum ExitStatus: Int32, Error {
  case success = 0
  /// Findings, conflicts, collisions, something not armed.
  case findings = 1
  /// Wrong usage or configuration, or no spec root.
  case usage = 2
  /// Git or files gave trouble.
  case trouble = 3
  case network = 4
  case stale = 5
}
