/// For each command the ways to call it in a hostile repository.
enum HostileCases {
  struct Case: Sendable {
    var words: [String]
    var environment: [String: String?] = [:]
    var input = ""
    var directory: String?
    /// A file that the command writes.
    var file: String?
    /// Whether standard output is byte for byte what a file says.
    var isExact = false

    init(_ words: String...) { self.words = words }

    func with(_ name: String, _ value: String) -> Case {
      var copy = self
      copy.environment[name] = value
      return copy
    }
    func adding(_ more: String...) -> Case {
      var copy = self
      copy.words += more
      return copy
    }
    func reading(_ input: String) -> Case {
      var copy = self
      copy.input = input
      return copy
    }
    func writing(_ file: String) -> Case {
      var copy = self
      copy.file = file
      return copy
    }
    var exact: Case {
      var copy = self
      copy.isExact = true
      return copy
    }
  }

  private static let line = HostileText.line
  private static let lines = HostileText.lines
  private static let ref = HostileText.ref
  private static let name = HostileText.name
  private static let duplicate = ".omoi_os/tasks/TSK-002-\(name).md"

  /// What every command is called with besides.
  static let general = [
    Case("--\(line)"), Case("--format", line), Case("--help"),
    Case("--format", "json", lines, lines, lines, lines, lines),
  ]

  /// Without a command.
  static let root = [
    Case(line), Case(lines), Case("--\(line)"), Case("help", lines), Case("--help"),
    Case("--version"), Case(), Case(lines, "--format", "json"),
  ]

  private static let checks =
    ["text", "json", "github", "sarif", "junit"].map { Case("--format", $0) } + [
      Case("-v"), Case("-q"), Case("--color", "always"), Case("--staged"), Case("--rev", "HEAD"),
      Case("--rev", lines), Case("--since", lines), Case("--since", "HEAD~1"),
      Case("--against", ref), Case("--merge-with", ref), Case("--select", lines),
      Case("--diff"), Case("--diff", "--unsafe-fixes"), Case("--root", name), Case(lines),
      Case(duplicate, "-v"), Case("--root", name, "--format", "github"),
      Case().with("COLUMNS", line),
    ]

  private static let views = [
    Case("--format", "json"), Case("--color", "always"), Case("-v"), Case("--rev", ref),
    Case("--rev", lines), Case("--root", name), Case("--status", lines), Case("--feature", line),
    Case("--ticket", lines), Case("--priority", lines), Case().with("COLUMNS", "20"),
    Case().with("COLUMNS", "45"), Case().with("COLUMNS", lines),
  ]

  private static let syncs = [
    Case(), Case("--format", "json"), Case("--remote", lines), Case("--state", "file:\(name)"),
    Case("--only", lines), Case("--rev", lines, "--allow-branch"), Case("--plan", name),
    Case("--from", lines, "--allow-branch"), Case("--project-id", lines, "--allow-branch"),
    Case("--api-url", "http://\(line)"), Case("--token-file", name),
    Case("--allow-branch", "--remote", "origin"),
    Case("--allow-branch", "--state", "file:../new.json", "--summary", "../summary.md")
      .writing("../summary.md"),
    Case("--allow-branch", "--state", "file:../new.json", "--format", "json"),
    Case("--allow-branch", "--state", "file:../new.json", "--adopt", "--prune", "--full"),
    Case("--allow-branch", "--remote", "\(HostileText.sign)\u{202E}"),
    Case().with("OMOIOS_PROJECT_ID", lines), Case().with("OMOIOS_API_URL", lines),
    Case().with("OMOIOS_TOKEN", lines), Case().with("OMOIOS_EMAIL", lines),
  ].map { $0.adding("--wait", "0") }

  private static let places = [
    Case(), Case("--format", "json"), Case("--remote", "origin"),
    Case("--remote", "origin", "--format", "json"), Case("--remote", lines),
    Case("--state", "file:\(name)"), Case("--state", lines), Case("--project-id", lines),
    Case("--api-url", lines), Case("--remote", "\(HostileText.sign)\u{202E}"),
  ]

  private static let servers = [
    Case(), Case("--format", "json"), Case("--api-url", "http://127.0.0.1:1/\(line)"),
    Case("--api-url", lines), Case("--token", lines), Case().with("OMOIOS_PROJECT_ID", lines),
  ]

  private static let ours = ".omoi_os/tickets/TKT-001.md"
  private static let theirs = ".omoi_os/tickets/TKT-002.md"

  static let all: [String: [Case]] = [
    "check": checks + [Case("--fix", "--unsafe-fixes"), Case("--fix", "--format", "github")],
    "validate": checks,
    "explain": [Case("S201"), Case(lines), Case(lines, "--format", "json")],
    "rules": [Case(), Case("--format", "json"), Case("--format", "markdown"), Case("--kinds")],
    "schema": [Case("ticket"), Case("settings"), Case("export"), Case(lines)],
    "init": [Case("--dry-run"), Case(name, "--dry-run"), Case(name, "--format", "json")],
    "install": [
      Case("--dry-run"), Case("--hooks", lines), Case("--format", "json", "--dry-run"),
      configured("core.hooksPath", "../\(name)", "--dry-run"),
      configured("core.attributesFile", "../\(name)", "--dry-run"),
      Case("--diff", "--local-attributes"),
    ],
    "uninstall": [
      Case("--dry-run"), Case("--format", "json", "--dry-run"),
      configured("core.hooksPath", "../\(name)"),
    ],
    "doctor": [
      Case(), Case("--format", "json"), configured("core.hooksPath", "../\(name)"),
      configured("merge.spec.driver", lines), configured("diff.spec.textconv", lines),
      Case().with("OMOIOS_API_URL", lines),
    ],
    "show": views
      + [
        "all", "tasks", "tickets", "requirements", "designs", "prds", "ready", "blocked", "TSK-001",
        "TSK-002", "TKT-001", "REQ-EVIL-001", "DESIGN-EVIL-001", "REQ-EVIL-FUNC-001", "graph",
        "trace", lines, line, duplicate, name,
      ].flatMap { [Case($0), Case($0, "--format", "json")] }
      + [Case("TSK-002", "--all-refs"), Case("ready", "--first", "--context")],
    "graph": views
      + ["tasks", "tickets", "trace", lines].flatMap { content in
        ["text", "mermaid", "dot", "svg", "json"].map { Case(content, "--format", $0) }
      } + [Case("--focus", lines), Case("trace", "--color", "always")],
    "board": views + [
      Case("--by", "feature"), Case("--by", "assignee"), Case("--by", "priority"), Case("tasks"),
      Case("--by", lines), Case(lines),
    ],
    "report": [
      Case(), Case("-o", "../report.html").writing("../report.html"), Case("--title", lines),
      Case("--link", lines), Case("-o", "\(name)/x.html"), Case("--rev", ref), Case("--rev", lines),
      Case("--no-branches"),
    ],
    "log": [
      Case("TSK-001"), Case("TSK-002"), Case("TKT-001"), Case("TKT-003"), Case(lines),
      Case("TSK-002", "--format", "json"), Case("TSK-002", "--color", "always"),
      Case("TKT-001", "--rev", ref), Case("TSK-001", "--rev", lines),
      Case("TSK-007", "--root", name), Case("TSK-404"),
    ],
    "export": [
      Case("json"), Case(lines), Case("json", "--rev", lines), Case("json", "--root", name),
    ],
    "collisions": ["text", "json", "mermaid"].flatMap {
      [
        Case("--format", $0), Case("--all", "--format", $0), Case("--against", ref, "--format", $0),
        Case("--against", lines, "--format", $0), Case("--ref", lines, "--format", $0),
      ]
    } + [Case("--color", "always")],
    "next": [
      Case("task"), Case(lines), Case("requirement", "--feature", lines), Case("prd"),
      Case("task", "--root", name), Case("task", "--root", name, "--format", "json"),
    ],
    "new": [
      Case("ticket", "--title", lines, "--dry-run"), Case("task", "--title", lines),
      Case("feature", lines), Case("feature", lines, "--format", "json"), Case(lines),
      Case("ticket", "--title", "x", "--author", lines, "--root", ".omoi_os"),
      Case("ticket", "--title", line, "--root", name, "--dry-run"),
      Case("ticket", "--title", line, "--root", name, "--format", "json"),
      Case("task", "--title", "x", "--ticket", lines, "--root", ".omoi_os"),
      Case(
        "task", "--title", "x", "--ticket", "TKT-002", "--estimate", lines, "--root", ".omoi_os"),
    ],
    "renumber": [
      Case("TSK-002"), Case("TSK-002", "--format", "json"), Case(lines),
      Case(duplicate, "--dry-run"),
      Case("TSK-001", "TSK-090", "--dry-run"), Case("TSK-001", lines),
      Case("TSK-001", "TSK-091", "--dry-run", "--format", "json"),
      Case("--all-collisions", "--against", ref, "--dry-run"),
      Case("--all-collisions", "--against", lines), Case("REQ-EVIL-FUNC-001", "--dry-run"),
    ],
    "sync diff": syncs, "sync push": syncs, "sync status": places, "sync log": places,
    "sync-specs diff": syncs, "sync-specs push": syncs,
    "projects": servers,
    "project": servers + [Case(lines)],
    "api-trace": servers + [Case(lines)],
    "hook": [
      Case("pre-commit"), Case("pre-merge-commit"), Case("post-merge", "0"),
      Case("post-checkout", "HEAD~1", "HEAD", "1"), Case(lines), Case("pre-commit", lines),
      Case(line).with("GIT_SPEC", "0"),
      Case("pre-push", lines, lines).reading(
        "refs/heads/\(ref) \(lines) refs/heads/\(line) \(line)\n\(lines)\n"),
      Case("pre-push", "origin", "../origin.git").reading(pushed),
      Case("pre-receive").reading(lines), Case("pre-receive").reading(pushed),
    ],
    "merge-driver": [
      Case(), Case(lines), Case(lines, lines, lines, lines, lines, lines, lines, lines),
      Case(theirs, "../copy", ours, "7", lines, lines, lines, lines),
      Case(theirs, "../copy", ours, lines, "\(name).md", lines, lines, lines),
    ],
    "merge-file": [
      Case("-p", ours, theirs, duplicate, "-L", lines).exact, Case(lines, lines, lines),
      Case("--format", "json", ours, theirs, duplicate),
      Case("--explain", "-p", ours, theirs, duplicate).exact,
      Case("--path", lines, "-p", ours, theirs, duplicate).exact,
      Case("--config", name, "-p", ours, theirs, duplicate).exact,
      Case("--conflict-style", lines, ours, theirs, duplicate),
      Case("--marker-size", lines, ours, theirs, duplicate),
    ],
    "textconv": [
      Case(ours).exact, Case(duplicate).exact, Case(lines), Case("--specs-only", lines),
    ],
  ]

  /// Git's own settings may be anybody's as well.
  private static func configured(_ key: String, _ value: String, _ words: String...) -> Case {
    var one = Case()
    one = Case(words: words)
    return one.with("GIT_CONFIG_COUNT", "1").with("GIT_CONFIG_KEY_0", key)
      .with("GIT_CONFIG_VALUE_0", value)
  }

  private static let pushed =
    "refs/heads/main HEAD refs/heads/\(ref) 0000000000000000000000000000000000000000\n"

  /// What a server may answer with.
  static let answers: [(status: String, body: String, headers: String)] = {
    let json = HostileText.json
    let detail = #"{"detail":"\#(json)"}"#
    var answers = ["400 No", "401 No", "403 No", "404 No", "409 No"].map {
      (status: $0, body: detail, headers: "")
    }
    answers += [
      ("422 No", #"{"detail":[{"loc":["body","\#(json)"],"msg":"\#(json)"}]}"#, ""),
      ("422 No", #"{"detail":{"message":"\#(json)","blocking_reasons":["\#(json)"]}}"#, ""),
      ("400 No", #"{"error":"\#(json)"}"#, ""), ("400 No", HostileText.lines, ""),
      ("302 Found", "", "Location: http://x\u{202E}\u{9B}31m##[x]::error::\r\n"),
      ("200 OK", #"{"\#(json)":"\#(json)"}"#, ""), ("200 OK", HostileText.lines, ""),
      (
        "200 OK",
        #"{"projects":[{"id":"\#(json)","name":"\#(json)","status":"\#(json)"}],"total":1}"#, ""
      ),
      ("200 \u{1B}[31m##[x]", "x", ""), ("000 x", "x", ""),
    ]
    return answers
  }()
}

extension HostileCases.Case {
  fileprivate init(words: [String]) { self.words = words }
}
