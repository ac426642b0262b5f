import Foundation
import TestSupport
import Testing

/// A repository, the remote that it is pushed to, and a server: what a push meets.
final class SyncWorld {
  let sandbox: Sandbox
  let server: LocalServer
  /// What the tests' own questions bear.
  var token = LocalServer.token

  /// Where a lost or doubled item would show: what the server has, without what differs between two
  /// servers.
  struct Content: Equatable {
    var lines: [String]

    /// Lines that the other has otherwise or not so often.
    func missing(from other: Content) -> [String] {
      var counts: [String: Int] = [:]
      for line in other.lines { counts[line, default: 0] += 1 }
      return lines.filter { line in
        counts[line, default: 0] -= 1
        return counts[line, default: 0] < 0
      }
    }
  }

  init(
    _ files: [String: String] = SyncFiles.some, server arguments: [String] = [],
    environment: [String: String] = [:]
  ) throws {
    server = try LocalServer(arguments: arguments)
    sandbox = try Sandbox([
      "OMOIOS_API_URL": server.url, "OMOIOS_PROJECT_ID": LocalServer.project,
      "OMOIOS_TOKEN": LocalServer.token,
    ])
    sandbox.environment["XDG_CONFIG_HOME"] = sandbox.folder + "/home/config"
    sandbox.environment.merge(environment) { $1 }
    try sandbox.shell(
      "git init -q --bare ../origin.git && git init -q . && git remote add origin ../origin.git")
    try commit(files)
    try sandbox.git("push", "-q", "-u", "origin", "main")
  }

  var repository: String { sandbox.directory }
  var origin: String { sandbox.folder + "/origin.git" }
  var ref: String {
    "refs/spec-sync/127.0.0.1_\(server.port)/\(LocalServer.project)"
  }
  var journal: String {
    "\(repository)/.git/git-spec/sync-127_0_0_1_\(server.port)-\(LocalServer.project).journal"
  }

  func commit(_ files: [String: String], in directory: String? = nil) throws {
    let top = sandbox.path(directory ?? sandbox.directory)
    for (path, text) in files { try sandbox.write(top + "/" + path, text) }
    try sandbox.git("add", "-A", in: directory)
    try sandbox.git("commit", "-qm", "Change", "--no-verify", in: directory)
  }

  /// Another clone beside the first.
  func clone(_ name: String) throws -> String {
    let place = sandbox.folder + "/" + name
    try sandbox.git("clone", "-q", origin, place)
    return place
  }

  // MARK: Pushing

  @discardableResult
  func push(
    _ arguments: String..., environment: [String: String?] = [:], in directory: String? = nil
  ) throws -> Outcome {
    try sandbox.run(
      Sandbox.program, ["sync", "push"] + arguments, environment: environment, in: directory)
  }

  /// Begins a push and does not wait for it.
  func begin(
    _ arguments: String..., environment: [String: String?] = [:], in directory: String? = nil
  ) throws -> Running {
    try Running(sandbox, ["sync", "push"] + arguments, environment, directory)
  }

  /// A push that has to go through.
  func expectPush(
    _ arguments: String..., in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try sandbox.run(Sandbox.program, ["sync", "push"] + arguments, in: directory)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
  }

  /// A push that finds everything as it should be: it only reads.
  func expectQuiet(
    _ arguments: String..., in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try server.requests()
    let outcome = try sandbox.run(Sandbox.program, ["sync", "push"] + arguments, in: directory)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    let changes = try server.requests().filter { before[$0.key] != $0.value }.keys
    let writes = changes.filter { !$0.hasPrefix("GET ") && !$0.contains("/auth/") }
    #expect(writes.isEmpty, "\(outcome)", sourceLocation: sourceLocation)
  }

  // MARK: The server

  /// Requests that made something or tried to.
  func creations() throws -> Int {
    try server.requests().filter { key, _ in
      key.hasPrefix("POST ") && !key.contains("/auth/") && !key.hasSuffix("link-tickets")
    }.values.reduce(0, +)
  }

  private func ask(_ path: String) throws -> Reply {
    // Faults hit these questions, too.
    for _ in 0..<20 {
      if let reply = try? server.call("GET", path, token: token), reply.status < 500 {
        return reply
      }
    }
    return try server.call("GET", path, token: token)
  }

  func tickets() throws -> [[String: Any]] {
    try ask("/api/v1/tickets?limit=100000&project_id=\(LocalServer.project)")
      .objects("tickets")
  }

  func tasks() throws -> [[String: Any]] {
    try ask("/api/v1/tasks?limit=100000").list.filter { $0["title"] is String }
  }

  func specs() throws -> [[String: Any]] {
    try ask("/api/v1/specs/project/\(LocalServer.project)?include_archived=true")
      .objects("specs")
  }

  /// Everything that the server has, in its own words but for IDs.
  func content() throws -> Content {
    let (tickets, tasks, specs) = (try tickets(), try tasks(), try specs())
    var names: [String: String] = [:]
    for item in tickets + tasks + specs {
      if let id = item["id"] as? String { names[id] = item["title"] as? String }
    }
    var lines: [String] = []
    func say(_ kind: String, _ item: [String: Any], _ fields: [String], _ more: String...) {
      lines.append(([kind] + fields.map { Self.text(item[$0]) } + more).joined(separator: " | "))
    }
    for ticket in tickets {
      say("ticket", ticket, ["title", "description", "status", "priority"])
    }
    for task in tasks {
      let whole = try ask("/api/v1/tasks/\(Self.text(task["id"]))").object
      let ids = (whole["dependencies"] as? [String: Any])?["depends_on"] as? [String] ?? []
      say(
        "task", task, ["title", "description", "status", "priority", "task_type"],
        names[Self.text(task["ticket_id"])] ?? "?",
        ids.map { names[$0] ?? $0 }.sorted().joined(separator: ","))
    }
    for spec in specs {
      let id = Self.text(spec["id"])
      let linked = try ask("/api/v1/specs/\(id)/linked-tickets")
      let tickets = linked.objects("tickets").map { Self.text($0["title"]) }
      let design = spec["design"] as? [String: Any] ?? [:]
      say(
        "spec", spec, ["title", "description", "status"],
        ["architecture", "data_model", "api_spec"].map { Self.text(design[$0]) }
          .joined(separator: " / "), tickets.sorted().joined(separator: ","))
      for requirement in spec["requirements"] as? [[String: Any]] ?? [] {
        let criteria = requirement["criteria"] as? [[String: Any]] ?? []
        say(
          "requirement", requirement, ["title", "condition", "action", "status", "linked_design"],
          Self.text(spec["title"]),
          criteria.map { "\(Self.text($0["text"]))=\(Self.text($0["completed"]))" }.sorted()
            .joined(separator: ","))
      }
    }
    return Content(lines: lines.sorted())
  }

  private static func text(_ value: Any?) -> String {
    guard let value, !(value is NSNull) else { return "" }
    if let list = value as? [Any] {
      let bytes = try? JSONSerialization.data(withJSONObject: list, options: .sortedKeys)
      return bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    return "\(value)".replacing(/uid=[0-9a-f]+/, with: "uid=").trimmingCharacters(in: .newlines)
  }

  /// Every item of the given files is on the server once and as it should be: as an undisturbed
  /// push of the same commit to another server leaves it.
  func expectLikeUndisturbed(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let other = try LocalServer()
    let directory = sandbox.folder + "/undisturbed-" + UUID().uuidString
    try sandbox.git("clone", "-q", repository, directory)
    let outcome = try sandbox.run(
      Sandbox.program, ["sync", "push", "--quiet"],
      environment: ["OMOIOS_API_URL": other.url, "OMOIOS_TOKEN": LocalServer.token],
      in: directory)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    let wanted = try SyncWorld(reading: other, sandbox).content()
    let found = try content()
    #expect(
      wanted.missing(from: found) == [], "not on the server", sourceLocation: sourceLocation)
    #expect(
      found.missing(from: wanted) == [], "too much on the server", sourceLocation: sourceLocation)
  }

  private init(reading server: LocalServer, _ sandbox: Sandbox) {
    self.server = server
    self.sandbox = sandbox
  }

  /// Titles that are there more than once.
  func doubled() throws -> [String] {
    var counts: [String: Int] = [:]
    for line in try content().lines {
      let words = line.components(separatedBy: " | ")
      let place = words[0] == "requirement" ? words[6] : ""
      counts["\(words[0]) \(words[1]) \(place)", default: 0] += 1
    }
    return counts.filter { $0.value > 1 }.keys.sorted()
  }
}

extension SyncWorld {
  /// Pushes until one goes through, so many at most.
  func expectDone(within runs: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var last: Outcome?
    for _ in 0..<runs {
      let outcome = try push()
      if outcome.status == 0 { return }
      last = outcome
    }
    if let last { Issue.record("\(last)", sourceLocation: sourceLocation) }
  }

  /// Replaces one file of the state by a commit on top, as nobody but a test does.
  func changeState(_ path: String = "state.json", _ change: (String) -> String) throws {
    let old = try sandbox.git("cat-file", "-p", "\(ref):\(path)", in: origin)
    let blob = try sandbox.git("hash-object", "-w", "--stdin", in: origin, input: change(old))
    try sandbox.shell(
      """
      export GIT_INDEX_FILE="$PWD/index-of-test"
      git read-tree \(ref)
      git update-index --add --cacheinfo 100644,\(blob.trimmingCharacters(in: .newlines)),\(path)
      git update-ref \(ref) $(git commit-tree -p \(ref) -m Test $(git write-tree))
      rm -f "$GIT_INDEX_FILE"
      """, in: origin)
  }

  /// Lets the lease of the state end at a time, in seconds from now.
  func setLease(endingIn seconds: Int) throws {
    let end = Int(Date().timeIntervalSince1970) + seconds
    try changeState { $0.replacing(/"expires" : [0-9]+/, with: "\"expires\" : \(end)") }
  }
}
