#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the git command answered.
package struct CommandResult: Sendable {
  package let status: Int32
  package let output: [UInt8]
  package let error: String

  package var text: String { String(decoding: output, as: UTF8.self) }
  /// Output without its last line end.
  package var line: String {
    var text = text
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}

/// Runs the git command in a folder and an environment.
struct GitCommand {
  let directory: String
  let environment: [String: String]
  let executable: String

  init(directory: String, environment: [String: String]) {
    self.directory = directory
    var environment = environment
    // Reading must not refresh the index behind the user's back.
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    environment["LC_ALL"] = "C"
    // What is committed and pushed are the objects themselves, not what stands in for them here.
    environment["GIT_NO_REPLACE_OBJECTS"] = "1"
    // `git --literal-pathspecs commit` means its own paths, not ours.
    for name in ["LITERAL", "GLOB", "NOGLOB", "ICASE"] {
      environment["GIT_\(name)_PATHSPECS"] = nil
    }
    self.environment = environment
    executable = Self.find(environment)
  }

  /// git beside its helpers, else from PATH, else where distributions put it.
  private static func find(_ environment: [String: String]) -> String {
    if let helpers = environment["GIT_EXEC_PATH"], isProgram(helpers + "/git") {
      return helpers + "/git"
    }
    // A folder that is not absolute lies in whatever repository we happen to be in.
    for folder in (environment["PATH"] ?? "").split(separator: ":")
    where folder.hasPrefix("/") && isProgram(folder + "/git") {
      return folder + "/git"
    }
    return "/usr/bin/git"
  }

  /// A file that may be run; a folder has the same mark.
  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, X_OK) == 0
  }

  /// Runs git to its end; any exit status is an answer.
  func run(_ arguments: [GitWord], input: [UInt8] = []) throws -> CommandResult {
    let child = try start(arguments)
    let (output, error) = try child.exchange(input)
    return CommandResult(
      status: try child.wait(), output: output, error: String(decoding: error, as: UTF8.self))
  }

  /// Starts git in the folder; `-C` does what a change of directory would.
  func start(_ arguments: [GitWord]) throws -> ChildProcess {
    // A program that watches files is the user's to start.
    let settings: [GitWord] = [
      "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c",
      "diff.orderFile=/dev/null",
    ]
    return try ChildProcess(
      executable, ["git", "-C", directory] + (settings + arguments).checked(),
      environment: environment)
  }

  /// Runs git and throws its words unless it exits with 0.
  func answer(_ operation: String, _ arguments: [GitWord], input: [UInt8] = []) throws
    -> CommandResult
  {
    let result = try run(arguments, input: input)
    guard result.status == 0 else {
      var words = result.error
      while words.hasSuffix("\n") { words.removeLast() }
      if words.hasPrefix("fatal: ") { words = String(words.dropFirst(7)) }
      let code: GitError.Code =
        words.contains("not a git repository") ? .noRepository : .command
      throw GitError(code, operation, words.isEmpty ? "git exited with \(result.status)" : words)
    }
    return result
  }

  /// Best common ancestors; none for unrelated histories.
  func mergeBases(_ a: ObjectID, _ b: ObjectID) throws -> [ObjectID] {
    let answer = try run(["merge-base", "--all", .id(a), .id(b)])
    guard answer.status <= 1 else {
      throw GitError(.command, "find the merge base of \(a.short) and \(b.short)", answer.error)
    }
    return answer.text.split(separator: "\n").compactMap { ObjectID(hex: $0) }
  }
}
