import TestSupport
import Testing

extension Sandbox {
  /// A repository for histories of specs.
  static func forLog(_ backend: BackendName? = nil) throws -> Sandbox {
    let sandbox = try Sandbox(backend.map { ["GIT_SPEC_BACKEND": $0.rawValue] } ?? [:])
    try sandbox.git("init", "-q", ".")
    return sandbox
  }

  /// Commits files as they are given; nil takes one away. Each commit is a minute younger.
  func commit(_ subject: String, _ files: [String: String?]) throws {
    for (path, text) in files {
      if let text { try write(path, text) } else { try remove(path) }
    }
    try git("add", "-A")
    minute += 1
    let date = "2026-01-10T12:\(minute < 10 ? "0" : "")\(minute):00Z"
    try git(
      "commit", "-qm", subject, "--allow-empty",
      environment: ["GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date])
  }

  private var minute: Int {
    get { Int(environment["TEST_MINUTE"] ?? "") ?? 0 }
    set { environment["TEST_MINUTE"] = String(newValue) }
  }

  /// Moves a merge behind the commits before it.
  func merge(_ branch: String, _ arguments: String...) throws -> Outcome {
    minute += 1
    let date = "2026-01-10T12:\(minute < 10 ? "0" : "")\(minute):00Z"
    return try tryGit(
      ["merge", "-q", "--no-ff", "-m", "Merge"] + arguments + [branch],
      environment: ["GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date])
  }

  /// The blocks that `git spec log` prints, without names of commits: `Subject: line; line`.
  func log(
    _ arguments: String..., in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let outcome = try run(Self.program, ["log"] + arguments, in: directory)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    return Self.blocks(outcome.output)
  }

  static func blocks(_ text: String) -> [String] {
    var blocks: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("  "), let last = blocks.popLast() {
        blocks.append(last + (last.hasSuffix(":") ? " " : "; ") + line.dropFirst(2))
      } else if let range = line.firstRange(of: "  Ann  ") {
        blocks.append(line[range.upperBound...] + ":")
      } else if line == "not committed yet" {
        blocks.append("-:")
      }
    }
    return blocks
  }
}
