import Foundation
import TestSupport
import Testing

extension Sandbox {
  /// What `git spec next` prints.
  func next(
    _ words: String..., in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try run(Self.program, ["next"] + words, in: directory)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.error == "", "\(outcome)", sourceLocation: sourceLocation)
    return outcome.output.trimmingCharacters(in: .newlines)
  }

  /// The paths that `git spec new` prints.
  func new(
    _ words: String..., in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let outcome = try run(Self.program, ["new"] + words, in: directory)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.error == "", "\(outcome)", sourceLocation: sourceLocation)
    return outcome.output.split(separator: "\n").map(String.init)
  }

  /// `git spec renumber` that has to succeed.
  @discardableResult
  func renumber(
    _ words: String..., in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcome = try run(Self.program, ["renumber"] + words, in: directory)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    return outcome
  }

  /// Runs a script that waits for what it started at the same time.
  ///
  /// Other shells wait for ever where the thread that starts them blocks the signal of a child's
  /// end.
  func bash(_ script: String) throws {
    let outcome = try run("/bin/bash", ["-ec", script])
    guard outcome.status == 0 else { throw Failed(description: "\(script)\n\(outcome)") }
  }

  /// Every file, folder and link besides git's own, with content and mode, as one text.
  func wholeTree() throws -> String {
    try shell(
      """
      find . -path ./.git -prune -o -type f -exec sha256sum {} + -o -printf '%p %y %m %l\\n' | sort
      find . -path ./.git -prune -o -type f -printf '%p %m\\n' | sort
      """)
  }

  /// Files of a root's folder, by name.
  func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []).sorted()
  }

  /// Runs git-spec where no file may grow: the answer comes through a pipe.
  func specOnFullDisk(_ arguments: [String]) throws -> Outcome {
    try run(
      "/bin/sh",
      [
        "-c", "{ (ulimit -f 0; \"$0\" \"$@\"; echo \"status $?\"); } 2>&1 | cat", Self.program,
      ] + arguments)
  }

  /// Runs git-spec as somebody who may not write everywhere; nil where nobody else can be asked.
  func specAsNobody(_ arguments: String...) throws -> Outcome? {
    if getuid() != 0 { return try run(Self.program, arguments) }
    try shell("chmod 755 ..; chmod -R a+rwX .git")
    let outcome = try run(
      "/usr/bin/setpriv", ["--reuid=65534", "--clear-groups", Self.program] + arguments,
      environment: [
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
      ])
    if [126, 127].contains(outcome.status) || outcome.error.contains("setpriv") {
      print("skipped: the program cannot be started as another user")
      return nil
    }
    return outcome
  }

  /// Expects `git spec check --strict` to find nothing.
  func expectClean(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let outcome = try spec("check", "--strict", "--ignore", "S4")
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
  }
}

/// The one JSON object that a command answered with.
func json(_ outcome: Outcome) throws -> [String: Any] {
  let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
  return try #require(value as? [String: Any], "\(outcome)")
}
