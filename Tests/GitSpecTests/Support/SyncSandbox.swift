import Foundation
import TestSupport
import Testing

/// A repository with a bare `origin`, a server of its own, and git-spec between the two.
final class SyncBench {
  let box: Sandbox
  let server: LocalServer

  /// Commits the files and pushes them to `origin`.
  init(_ files: [String: String] = [:], arguments: [String] = []) throws {
    server = try LocalServer(arguments: arguments)
    box = try Sandbox([
      "OMOIOS_API_URL": server.url, "OMOIOS_TOKEN": LocalServer.token,
      "OMOIOS_PROJECT_ID": LocalServer.project,
    ])
    try box.shell(
      "git init -q . && git init -q --bare ../origin.git && git remote add origin ../origin.git")
    if !files.isEmpty { try commit(files) }
  }

  // MARK: The repository

  /// Writes files (nil takes one away), commits everything and pushes the branch.
  func commit(_ files: [String: String?] = [:]) throws {
    for (path, text) in files {
      if let text { try box.write(path, text) } else { try box.remove(path) }
    }
    try box.shell("git add -A && git commit -qm Change --allow-empty && git push -q origin HEAD")
  }

  /// Replaces a text that has to be in the file, commits and pushes.
  func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try box.read(path)
    guard text.contains(old) else { throw Sandbox.Failed(description: "\(path): no `\(old)`") }
    try commit([path: text.replacing(old, with: new)])
  }

  /// Every ref of the clone and of `origin`.
  func refs() throws -> String {
    try box.git("for-each-ref") + box.git("--git-dir=../origin.git", "for-each-ref")
  }

  /// The state's ref.
  var ref: String { "refs/spec-sync/127.0.0.1_\(server.port)/\(LocalServer.project)" }

  // MARK: git-spec

  /// Runs `git-spec sync …`.
  func sync(
    _ arguments: String..., environment: [String: String?] = [:], in directory: String? = nil
  ) throws -> Outcome {
    try box.run(
      Sandbox.program, ["sync"] + arguments, environment: environment, in: directory)
  }

  /// Pushes, which has to end with this status.
  @discardableResult
  func push(
    _ arguments: String..., status: Int32 = 0, in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcome = try box.run(Sandbox.program, ["sync", "push"] + arguments, in: directory)
    #expect(outcome.status == status, "\(outcome)", sourceLocation: sourceLocation)
    return outcome
  }

  // MARK: The server

  /// One thing that the server holds.
  struct Item: CustomStringConvertible {
    let values: [String: Any]
    subscript(name: String) -> String? { values[name] as? String }
    var id: String { self["id"] ?? "" }
    var title: String { self["title"] ?? "" }
    var status: String { self["status"] ?? "" }
    var description: String { self["description"] ?? "" }
    /// The description without its marker.
    var body: String {
      description.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("<!-- git-spec: ") }.joined(separator: "\n")
        .trimmingCharacters(in: .newlines)
    }
    /// ID and uid of the marker.
    var marker: (id: String, uid: String)? {
      guard let found = try? /<!-- git-spec: (\S+) uid=(\S+) -->/.firstMatch(in: description)
      else { return nil }
      return (String(found.output.1), String(found.output.2))
    }

    func items(_ name: String) -> [Item] {
      (values[name] as? [[String: Any]] ?? []).map(Item.init)
    }

    /// Criteria as our state has them: `[x] text`.
    var criteria: [String] {
      items("criteria").map {
        ($0.values["completed"] as? Bool == true ? "[x] " : "[ ] ") + ($0["text"] ?? "")
      }
    }
    /// Server IDs of the tasks that a task waits for.
    var dependsOn: Set<String> {
      let dependencies = values["dependencies"] as? [String: Any] ?? [:]
      return Set(dependencies["depends_on"] as? [String] ?? [])
    }
  }

  private func list(_ path: String, _ name: String) throws -> [Item] {
    let reply = try server.get(path)
    guard reply.status == 200 else { throw LocalServer.Failed(description: "\(path): \(reply)") }
    return (name.isEmpty ? reply.list : reply.objects(name)).map(Item.init)
  }

  func tickets() throws -> [Item] {
    try list("/api/v1/tickets?limit=10000&project_id=\(LocalServer.project)", "tickets")
  }

  /// Tasks with a title: the server makes one without for each ticket.
  func tasks() throws -> [Item] {
    try list("/api/v1/tasks?limit=10000", "").filter { $0["title"] != nil }
  }

  /// Archived ones are among them, as nothing tells them apart.
  func specs() throws -> [Item] {
    try list("/api/v1/specs/project/\(LocalServer.project)?include_archived=true", "specs")
  }

  func requirements() throws -> [Item] { try specs().flatMap { $0.items("requirements") } }

  private func only(_ found: [Item], _ id: String) throws -> Item {
    guard found.count == 1 else {
      throw LocalServer.Failed(description: "the server has \(found.count) of \(id)")
    }
    return found[0]
  }

  /// The one ticket that bears the marker of an ID.
  func ticket(_ id: String) throws -> Item {
    try only(tickets().filter { $0.marker?.id == id }, id)
  }

  /// The one task that bears the marker of an ID, with its dependencies.
  func task(_ id: String) throws -> Item {
    let found = try only(tasks().filter { $0.marker?.id == id }, id)
    return Item(values: try server.get("/api/v1/tasks/\(found.id)").object)
  }

  func spec(_ id: String) throws -> Item {
    try only(specs().filter { $0.marker?.id == id }, id)
  }

  /// The one requirement whose title begins with an ID.
  func requirement(_ id: String) throws -> Item {
    try only(requirements().filter { $0.title.hasPrefix(id) }, id)
  }

  func tickets(linkedTo spec: Item) throws -> Set<String> {
    Set(try list("/api/v1/specs/\(spec.id)/linked-tickets", "tickets").map(\.id))
  }

  /// A colleague's change on the board.
  func change(_ kind: String, _ item: Item, _ body: String) throws {
    let reply = try server.patch("/api/v1/\(kind)/\(item.id)", body)
    guard reply.status == 200 else { throw LocalServer.Failed(description: "\(reply)") }
  }

  // MARK: Requests

  /// Counts the requests of some work; routes with `{id}` for ids.
  func requests(_ work: () throws -> Void) throws -> [String: Int] {
    try server.resetCounts()
    try work()
    return try server.requests().filter { !$0.key.contains("/_control/") }
  }

  /// Does some work, which is to send nothing but GETs.
  func onlyReads<Result>(
    sourceLocation: SourceLocation = #_sourceLocation, _ work: () throws -> Result
  ) throws -> Result {
    try server.resetCounts()
    let result = try work()
    let writes = try server.requests().keys.filter {
      !$0.hasPrefix("GET ") && !$0.contains("/_control/")
    }
    #expect(writes.sorted() == [], sourceLocation: sourceLocation)
    return result
  }
}

extension Outcome {
  /// `CREATE ticket TKT-001` for each line of an answer of `sync`, in order.
  var rows: [String] {
    let lines = output.split(separator: "\n").filter { $0.hasPrefix("[") && $0.contains("] ") }
    return lines.map { $0.dropFirst().replacing("] ", with: " ", maxReplacements: 1) }
      .map { String($0) }
  }

  var summary: String {
    output.split(separator: "\n").first { $0.hasPrefix("Summary: ") }.map(String.init) ?? ""
  }

  /// The line below the one of an item.
  func message(_ id: String) -> String {
    let lines = output.split(separator: "\n")
    guard
      let place = lines.firstIndex(where: { $0.hasPrefix("[") && $0.hasSuffix(" \(id)") }),
      place + 1 < lines.count
    else { return "" }
    return lines[place + 1].trimmingCharacters(in: .whitespaces)
  }
}

/// Expects the lines of an answer, in any order.
func expectRows(
  _ outcome: Outcome, _ rows: String..., sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.rows.sorted() == rows.sorted(), "\(outcome)", sourceLocation: sourceLocation)
}
