package import Foundation

/// What a command answered.
package struct Outcome: CustomStringConvertible, Sendable {
  package let status: Int32
  package let output: String
  package let error: String

  package init(status: Int32, output: String, error: String) {
    self.status = status
    self.output = output
    self.error = error
  }

  package var description: String {
    "status \(status)\n--- stdout\n\(output)--- stderr\n\(error)---"
  }
}

/// A folder of its own with a hermetic git: own home, no system settings, fixed people and dates.
package final class Sandbox {
  package let folder: String
  package var environment: [String: String]
  /// Where commands run; the repository's top unless a test says otherwise.
  package var directory: String

  package init(_ variables: [String: String] = [:]) throws {
    var template = Array((NSTemporaryDirectory() + "/git-spec-test-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Git answers with real paths, and the system's temporary folder may be a link.
    guard let real = realpath(made, nil) else { throw CocoaError(.fileNoSuchFile) }
    folder = String(cString: real)
    free(real)
    directory = folder + "/repo"
    environment = [
      "HOME": folder + "/home", "PATH": folder + "/bin:/usr/local/bin:/usr/bin:/bin",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": folder + "/home/.gitconfig",
      "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
      "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
      "GIT_AUTHOR_DATE": "2026-01-10T12:00:00Z", "GIT_COMMITTER_DATE": "2026-01-10T12:00:00Z",
      "GIT_SPEC_TODAY": "2026-01-15", "LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0",
      "GIT_EDITOR": "true", "NO_COLOR": "1",
    ].merging(variables) { $1 }
    for name in ["home", "repo", "bin"] {
      try FileManager.default.createDirectory(
        atPath: folder + "/" + name, withIntermediateDirectories: true)
    }
    // libgit2 does not look at GIT_CONFIG_GLOBAL; both read this file.
    try write(
      "../home/.gitconfig",
      """
      [init]
      \tdefaultBranch = main
      [advice]
      \tdetachedHead = false
      [protocol "file"]
      \tallow = always
      [gc]
      \tauto = 0
      """ + "\n")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  // MARK: Files

  /// A path below the current directory, or an absolute one.
  package func path(_ path: String) -> String {
    path.hasPrefix("/") ? path : directory + "/" + path
  }

  package func write(_ path: String, _ text: String) throws {
    try write(path, Data(text.utf8))
  }

  package func write(_ path: String, _ data: Data) throws {
    let url = URL(fileURLWithPath: self.path(path))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  package func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: self.path(path))), as: UTF8.self)
  }

  package func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(self.path(path), &status) == 0
  }

  package func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: self.path(path))
  }

  /// Writes a program by a child process: a file that this process had open could not be started
  /// while another test forks.
  package func script(_ path: String, _ text: String) throws {
    _ = try run(
      "/bin/sh",
      [
        "-c", "mkdir -p \"$(dirname \"$1\")\" && cat > \"$1\" && chmod 755 \"$1\"", "sh",
        self.path(path),
      ],
      input: text)
  }

  // MARK: Commands

  package func run(
    _ program: String, _ arguments: [String], environment extra: [String: String?] = [:],
    in directory: String? = nil, input: String = ""
  ) throws -> Outcome {
    let (status, output, error) = try bytes(
      program, arguments, environment: extra, in: directory, input: Data(input.utf8))
    return Outcome(
      status: status, output: String(decoding: output, as: UTF8.self),
      error: String(decoding: error, as: UTF8.self))
  }

  /// The same with every byte as it came.
  package func bytes(
    _ program: String, _ arguments: [String], environment extra: [String: String?] = [:],
    in directory: String? = nil, input: Data = Data()
  ) throws -> (status: Int32, output: Data, error: Data) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path(directory ?? self.directory))
    var variables = environment
    for (name, value) in extra { variables[name] = value }
    process.environment = variables
    // Files, not pipes: nothing can fill up or be left open by a grandchild.
    let token = UUID().uuidString
    let places = ["in", "out", "err"].map { "\(folder)/.\(token).\($0)" }
    defer { for place in places { try? FileManager.default.removeItem(atPath: place) } }
    for place in places { try Data().write(to: URL(fileURLWithPath: place)) }
    try input.write(to: URL(fileURLWithPath: places[0]))
    let handles = (
      try FileHandle(forReadingFrom: URL(fileURLWithPath: places[0])),
      try FileHandle(forWritingTo: URL(fileURLWithPath: places[1])),
      try FileHandle(forWritingTo: URL(fileURLWithPath: places[2]))
    )
    process.standardInput = handles.0
    process.standardOutput = handles.1
    process.standardError = handles.2
    try process.run()
    process.waitUntilExit()
    try handles.0.close()
    try handles.1.close()
    try handles.2.close()
    let status =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    func content(_ place: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: place))
    }
    return (status, try content(places[1]), try content(places[2]))
  }

  /// Runs git; any status is an answer.
  package func tryGit(
    _ arguments: [String], environment extra: [String: String?] = [:], in directory: String? = nil,
    input: String = ""
  ) throws -> Outcome {
    try run("/usr/bin/git", arguments, environment: extra, in: directory, input: input)
  }

  package struct Failed: Error, CustomStringConvertible {
    package init(description: String) { self.description = description }
    package let description: String
  }

  /// Runs git, which has to succeed; answers with its output.
  @discardableResult
  package func git(
    _ arguments: String..., environment extra: [String: String?] = [:], in directory: String? = nil,
    input: String = ""
  ) throws -> String {
    let outcome = try tryGit(arguments, environment: extra, in: directory, input: input)
    guard outcome.status == 0 else {
      throw Failed(description: "git \(arguments.joined(separator: " ")): \(outcome)")
    }
    return outcome.output
  }

  /// Runs a shell script with `set -e` in the repository; for histories that take many commands.
  @discardableResult
  package func shell(_ script: String, in directory: String? = nil) throws -> String {
    let outcome = try run("/bin/sh", ["-ec", script], in: directory)
    guard outcome.status == 0 else { throw Failed(description: "\(script)\n\(outcome)") }
    return outcome.output
  }
}
