import Foundation
import TestSupport
import Testing

extension Sandbox {
  /// The program under test, built beside the test bundle.
  static let program: String = {
    let arguments = CommandLine.arguments
    let bundle = arguments.first { $0.hasSuffix(".xctest") } ?? arguments[0]
    var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    while folder.path != "/" {
      let file = folder.appendingPathComponent("git-spec").path
      if FileManager.default.isExecutableFile(atPath: file) { return file }
      folder.deleteLastPathComponent()
    }
    return "git-spec"
  }()

  /// Runs git-spec itself.
  func spec(
    _ arguments: String..., environment extra: [String: String?] = [:], in directory: String? = nil,
    input: String = ""
  ) throws -> Outcome {
    try run(Self.program, arguments, environment: extra, in: directory, input: input)
  }

  /// A repository with sample specs committed and the hooks armed.
  ///
  /// The hooks run git-spec through a script that hashes the index and the working tree before
  /// and after, and writes a line when they differ: see `expectNothingWritten`.
  static func armed(
    _ backend: BackendName?, initial: [String] = [], specs: [String: String] = Sample.root
  ) throws -> Sandbox {
    let sandbox = try Sandbox(backend.map { ["GIT_SPEC_BACKEND": $0.rawValue] } ?? [:])
    let outcome = try sandbox.tryGit(["init", "-q", "."] + initial)
    guard outcome.status == 0 else { throw Failed(description: "\(outcome)") }
    for (path, text) in specs { try sandbox.write(path, text) }
    if !specs.isEmpty {
      try sandbox.git("add", "-A")
      try sandbox.git("commit", "-qm", "Begin")
    }
    try sandbox.arm()
    return sandbox
  }

  func arm(in directory: String? = nil) throws {
    if !exists(folder + "/bin/git-spec") { try script(folder + "/bin/git-spec", wrapper) }
    let outcome = try run(
      folder + "/bin/git-spec", ["install", "-q", "--local-attributes"], in: directory)
    guard outcome.status == 0 else { throw Failed(description: "install: \(outcome)") }
    // The shims start the script above in the place of the program.
    try shell(
      """
      cd "$(git rev-parse --show-toplevel)"
      sed -i "s|'\(Self.program)'|'\(folder)/bin/git-spec'|" "$(git rev-parse --git-path hooks)"/p*-*
      """, in: directory)
  }

  private var wrapper: String {
    """
    #!/bin/sh
    # Proves that git-spec writes neither index nor working tree.
    [ "$1" = hook ] || exec '\(Self.program)' "$@"
    echo "$2" >> '\(folder)/hooks-run'
    index=${GIT_INDEX_FILE-$(git rev-parse --git-path index)}
    hashes() {
      [ ! -f "$index" ] || sha256sum < "$index"
      if [ "$(git rev-parse --is-bare-repository)" = false ]; then
        (cd "$(git rev-parse --show-toplevel)" && find . -path ./.git -prune -o \\
          \\( -type f -exec sha256sum {} + \\) -o -type l -printf '%p %l\\n' | sort)
      fi
    }
    before=$(hashes)
    '\(Self.program)' "$@"
    status=$?
    [ "$before" = "$(hashes)" ] || echo "$2 wrote something" >> '\(folder)/written'
    exit $status
    """ + "\n"
  }

  /// Names of the hooks that ran so far.
  var hooksRun: [String] {
    ((try? read(folder + "/hooks-run")) ?? "").split(separator: "\n").map(String.init)
  }

  func expectNothingWritten(sourceLocation: SourceLocation = #_sourceLocation) {
    let written = (try? read(folder + "/written")) ?? ""
    #expect(written == "", sourceLocation: sourceLocation)
  }

  func commit(_ arguments: String...) throws -> Outcome {
    try tryGit(["commit", "-qm", "Change"] + arguments)
  }

  // MARK: Steps that many tests take

  /// Puts a text into a file and into the index.
  func stage(_ text: String, at path: String = CommitHookTests.path) throws {
    try write(path, text)
    try git("--literal-pathspecs", "add", "--", path)
  }

  /// Commits a bad spec past the hook.
  func commitBad(_ path: String = CommitHookTests.path) throws {
    try stage(CommitHookTests.bad, at: path)
    try git("commit", "-qm", "Bad", "--no-verify")
  }

  /// An armed repository whose `main` is on `origin`.
  static func withOrigin(_ backend: BackendName?) throws -> Sandbox {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell("git init -q --bare ../origin.git && git remote add origin ../origin.git")
    try sandbox.git("push", "-q", "origin", "main")
    return sandbox
  }

  /// Expects a commit to be blocked with a bad spec staged and let through with a good one.
  ///
  /// `options` stand before `commit`.
  func expectVerdicts(
    _ options: [String] = [], environment extra: [String: String?] = [:],
    in directory: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let commit = options + ["commit", "-qm", "Change"]
    let path = (directory.map { $0 + "/" } ?? "") + CommitHookTests.path
    for text in [CommitHookTests.bad, CommitHookTests.good] {
      try write(path, text)
      try git("add", CommitHookTests.path, environment: extra, in: directory)
      let outcome = try tryGit(commit, environment: extra, in: directory)
      if text == CommitHookTests.bad {
        expectBlocked(outcome, "S105", sourceLocation: sourceLocation)
      } else {
        expectSilent(outcome, sourceLocation: sourceLocation)
      }
    }
    expectNothingWritten(sourceLocation: sourceLocation)
  }
}

/// Expects an answer with these findings that are errors, in any order and no others.
func expectFound(
  _ outcome: Outcome, _ codes: String..., sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    errorCodes(outcome.output).sorted() == codes.sorted(), "\(outcome)",
    sourceLocation: sourceLocation)
  #expect(outcome.status == (codes.isEmpty ? 0 : 1), "\(outcome)", sourceLocation: sourceLocation)
}

/// Expects a refusal that says why in these words.
func expectRefused(
  _ outcome: Outcome, _ status: Int32, _ words: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome)", sourceLocation: sourceLocation)
  for word in words {
    #expect(outcome.error.contains(word), "\(outcome)", sourceLocation: sourceLocation)
  }
}

private func errorCodes(_ text: String) -> [String] {
  text.split(separator: "\n").compactMap { line in
    guard line.hasPrefix("error["), let close = line.firstIndex(of: "]") else { return nil }
    return String(line[line.index(line.startIndex, offsetBy: 6)..<close])
  }
}

/// Expects a command to have been stopped by findings of these codes, in any order and no others.
func expectBlocked(
  _ outcome: Outcome, _ codes: String..., sourceLocation: SourceLocation = #_sourceLocation
) {
  let found = errorCodes(outcome.error)
  #expect(outcome.status != 0, "\(outcome)", sourceLocation: sourceLocation)
  #expect(found.sorted() == codes.sorted(), "\(outcome)", sourceLocation: sourceLocation)
}

/// Expects a command to have gone through without a word of ours.
func expectSilent(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
  let words = outcome.error.split(separator: "\n").filter {
    $0.contains("git-spec") || $0.contains("[S")
  }
  #expect(words == [], "\(outcome)", sourceLocation: sourceLocation)
}
