import Foundation
import TestSupport
import Testing

/// What commands say, word for word: answer, talk and status as one text.
///
/// `GIT_SPEC_RECORD=1` writes the texts anew, to be read before they are committed.
@Suite struct SnapshotTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")

  /// One error, one warning and one note, two of them with a fix.
  private static let root = [
    ".omoi_os/tickets/TKT-001.md": Sample.ticket(),
    ".omoi_os/tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-009"]),
    ".omoi_os/tasks/TSK-002.md": Sample.task("TSK-002", title: "Write the printer", status: "todo"),
    ".omoi_os/tasks/TSK-003.md": Sample.task("TSK-003", title: "Print", dependsOn: ["TSK-002"]),
  ]

  private func repository(_ files: [String: String] = root) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for (path, text) in files { try sandbox.write(path, text) }
    // In PATH, as for people.
    try sandbox.shell("ln -s '\(Sandbox.program)' ../bin/git-spec")
    return sandbox
  }

  /// What a command said, without what differs between machines and days.
  private func transcript(_ sandbox: Sandbox, _ arguments: [String]) throws -> String {
    let outcome = try sandbox.run(sandbox.folder + "/bin/git-spec", arguments)
    let text =
      "$ git spec \(arguments.joined(separator: " "))\n\(outcome.output)--- stderr\n"
      + "\(outcome.error)--- status \(outcome.status)\n"
    return
      text
      .replacing(sandbox.folder, with: "<sandbox>")
      .replacing(Sandbox.program, with: "<program>")
      .replacing(/[0-9]+ ms\b/, with: "N ms")
      .replacing(/time="[0-9.]+"/, with: "time=\"N\"")
      .replacing(/git version [0-9][^,\n]*/, with: "git version N")
      .replacing(/git-spec [0-9]+\.[0-9]+\.[0-9]+[^,\s]*/, with: "git-spec N")
      .replacing(/("(?:semanticV|v)ersion" ?: )"(?!2\.1\.0)[^"]*"/) { "\($0.output.1)\"N\"" }
  }

  func compare(
    _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = Self.folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["GIT_SPEC_RECORD"] == "1" {
      try Data(text.utf8).write(to: file)
      Issue.record("recorded Snapshots/\(name).txt; read it", sourceLocation: sourceLocation)
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    if recorded == text { return }
    let (old, new) = (lines(recorded), lines(text))
    let place = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let line = place ?? min(old.count, new.count)
    Issue.record(
      """
      Snapshots/\(name).txt differs in line \(line + 1)
      recorded: \(line < old.count ? old[line] : "(end)")
      now:      \(line < new.count ? new[line] : "(end)")
      all of it now:
      \(text)
      """, sourceLocation: sourceLocation)
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test(arguments: ["text", "json", "github", "sarif", "junit"])
  func check(format: String) throws {
    try compare("check-\(format)", transcript(repository(), ["check", "--format", format]))
  }

  @Test func checkWithoutFindings() throws {
    let sandbox = try repository(Sample.root)
    try compare(
      "check-clean",
      transcript(sandbox, ["check"]) + transcript(sandbox, ["validate"])
        + transcript(sandbox, ["check", "--format", "json"]))
  }

  @Test func fixes() throws {
    let sandbox = try repository()
    try compare(
      "fix", transcript(sandbox, ["check", "--diff"]) + transcript(sandbox, ["check", "--fix"]))
  }

  @Test func explainARule() throws {
    let sandbox = try repository()
    try compare(
      "explain",
      transcript(sandbox, ["explain", "S301"])
        + transcript(sandbox, ["explain", "cycle", "--format", "json"])
        + transcript(sandbox, ["explain", "S399"]))
  }

  @Test func rules() throws {
    try compare("rules", transcript(repository(), ["rules"]))
  }

  @Test func installAndUninstall() throws {
    let sandbox = try repository()
    try sandbox.script(".git/hooks/pre-push", "#!/bin/sh\nexit 0\n")
    let sequence = [
      ["uninstall", "--dry-run"], ["install", "--dry-run"], ["install"], ["install"],
      ["install", "--dry-run"], ["uninstall", "--dry-run"], ["uninstall"], ["uninstall"],
    ]
    try compare("install", sequence.map { try transcript(sandbox, $0) }.joined())
  }

  @Test func doctor() throws {
    let sandbox = try repository()
    var text = try transcript(sandbox, ["doctor"])
    _ = try sandbox.run(sandbox.folder + "/bin/git-spec", ["install", "-q"])
    text += try transcript(sandbox, ["doctor"])
    text += try transcript(sandbox, ["doctor", "--format", "json"])
    try compare("doctor", text)
  }

  @Test func initialize() throws {
    let sandbox = try repository([:])
    try compare(
      "init",
      transcript(sandbox, ["check"]) + transcript(sandbox, ["init", "--dry-run"])
        + transcript(sandbox, ["init"]) + transcript(sandbox, ["init"])
        + transcript(sandbox, ["check"]) + sandbox.read(".omoi_os/config.yaml"))
  }

  @Test func numbers() throws {
    let sandbox = try repository([:])
    try sandbox.write(".omoi_os/tickets/TKT-001.md", Sample.ticket())
    try sandbox.shell(
      Sandbox.histories + """
        task TSK-001 Begin; commit Begin; git checkout -q -b mine; task TSK-002 'Print it'
        edit TSK-001.md 'Before TSK-002.'; printf '```\nTSK-002\n```\n' > ../code
        cat ../code >> .omoi_os/tasks/TSK-001.md; commit Mine; git checkout -q main
        task TSK-002 'Parse it'; commit Theirs; git checkout -q mine
        """)
    let sequence = [
      ["collisions"], ["collisions", "--format", "json"], ["collisions", "--format", "mermaid"],
      ["next", "task"], ["next", "task", "--format", "json"], ["renumber", "TSK-002", "--dry-run"],
      ["renumber", "TSK-002", "--dry-run", "--format", "json"], ["renumber", "--all-collisions"],
      ["collisions"], ["renumber", "--all-collisions"],
      ["new", "ticket", "--title", "Print", "--dry-run"], ["new", "ticket", "--title", "Print"],
      ["new", "task", "--title", "Scan", "--ticket", "TKT-002", "--format", "json"],
      ["new", "feature", "Log in"], ["new", "tickt", "--title", "Print"],
    ]
    var text = try sequence.map { try transcript(sandbox, $0) }.joined()
    for name in ["tickets/TKT-002", "docs/prd-log-in"] {
      text += "--- \(name).md\n" + (try sandbox.read(".omoi_os/\(name).md"))
    }
    // Commits are named by their content, which is the same everywhere.
    try compare("numbers", text)
  }

  @Test func show() throws {
    let sandbox = try repository(ShowTests.specs)
    let sequence = [
      ["show", "all"], ["show", "ready"], ["show", "ready", "--first", "--context"],
      ["show", "TKT-001"], ["show", "REQ-A-FUNC-001"], ["show", "traceability"],
      ["show", "tasks", "--format", "json"], ["show", "TKT-404"],
    ]
    try compare("show", sequence.map { try transcript(sandbox, $0) }.joined(separator: "\n"))
  }

  @Test func graph() throws {
    let sandbox = try repository(ShowTests.specs)
    let formats = ["text", "mermaid", "dot", "svg", "json"]
    let sequence =
      [["graph"], ["graph", "tickets"]] + formats.map { ["graph", "trace", "--format", $0] }
      + [["graph", "--focus", "TSK-009"]]
    try compare("graph", sequence.map { try transcript(sandbox, $0) }.joined(separator: "\n"))
  }

  @Test func board() throws {
    let sandbox = try repository(ShowTests.specs)
    let sequence = [
      ["board"], ["board", "tickets", "--by", "priority"],
      ["board", "tasks", "--by", "feature", "--format", "json"], ["board", "designs"],
    ]
    try compare("board", sequence.map { try transcript(sandbox, $0) }.joined(separator: "\n"))
  }

  @Test func help() throws {
    let sandbox = try repository()
    let commands = [
      "check", "validate", "explain", "rules", "init", "install", "uninstall", "doctor", "hook",
    ]
    let all = [["--help"]] + commands.map { [$0, "--help"] }
    try compare("help", all.map { try transcript(sandbox, $0) }.joined(separator: "\n"))
  }

  @Test func wrongUsage() throws {
    let sandbox = try repository()
    let sequence = [
      ["chekc"], ["check", "--bogus"], ["check", "nosuchpath"], ["check", "--rev", "nosuchrev"],
      ["check", "--select", "S999"], ["check", "--format", "json", "--bogus"],
      ["install", "--hooks", "pre-comit"],
    ]
    try compare("usage", sequence.map { try transcript(sandbox, $0) }.joined(separator: "\n"))
  }
}
