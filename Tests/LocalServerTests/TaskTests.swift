import TestSupport
import Testing

/// §5 Tasks.
struct TaskTests {
  let server: LocalServer
  let path = LocalServer.tasks
  init() throws { server = try LocalServer() }

  @Test("§5 list: a bare array, newest first, 100 by default, with exactly these fields")
  func list() throws {
    let ticket = try server.ticket()
    for number in 1...101 { _ = try server.task(ticket, "K\(number)") }
    let tasks = try server.get(path).list
    #expect(tasks.count == 100 && tasks.first?["title"] as? String == "K101")
    #expect(
      Set((tasks.first ?? [:]).keys) == [
        "id", "ticket_id", "phase_id", "task_type", "title", "description", "priority", "status",
        "sandbox_id", "assigned_agent_id", "created_at",
      ])
    #expect(try server.get(path + "?limit=100000").list.count == 102)
    #expect(try server.get(path + "?limit=2&offset=5&page=3&project_id=x").list.count == 2)
    #expect(try server.get(path + "?limit=-1").status == 500)
  }

  @Test("§5 list: by ticket and status; an unknown ticket is a 404")
  func filters() throws {
    let (first, second) = (try server.ticket(), try server.ticket())
    let task = try server.task(first)
    _ = try server.task(second)
    #expect(try server.get(path + "?ticket_id=" + first).list.count == 2)
    _ = try server.patch(path + "/" + task, #"{"status": "running"}"#)
    #expect(try server.get(path + "?status=running").list.count == 1)
    #expect(try server.get(path + "?has_sandbox=true").list.isEmpty)
    #expect(try server.get(path + "?ticket_id=" + LocalServer.unknown).status == 404)
  }

  @Test("§5 POST answers 201 with exactly these fields and ignores the status")
  func create() throws {
    let ticket = try server.ticket()
    let reply = try server.post(
      path,
      """
      {"ticket_id": "\(ticket)", "title": "A", "description": "b", "status": "done",
       "execution_config": {"require_spec_skill": true}}
      """)
    #expect(reply.status == 201)
    #expect(
      reply.keys == [
        "id", "ticket_id", "phase_id", "task_type", "title", "description", "priority", "status",
        "dependencies", "execution_config", "created_at",
      ])
    #expect(reply.text("status") == "pending" && reply.text("task_type") == "implementation")
    #expect(reply.text("phase_id") == "PHASE_IMPLEMENTATION" && reply.text("priority") == "MEDIUM")
  }

  @Test("§5 POST twice makes two tasks")
  func noDedup() throws {
    let ticket = try server.ticket()
    #expect(try server.task(ticket) != server.task(ticket))
  }

  @Test("§5 POST: unknown ticket 404, foreign 403, null description 422")
  func refusals() throws {
    func status(_ ticket: String, _ description: String) throws -> Int {
      let body = #"{"ticket_id": "\#(ticket)", "title": "A", "description": \#(description)}"#
      return try server.post(path, body).status
    }
    #expect(try status(LocalServer.unknown, #""""#) == 404)
    #expect(try status(server.foreignTicket(), #""""#) == 403)
    #expect(try status(server.ticket(), "null") == 422)
  }

  @Test("§1 §5 too-long texts are a 400 with the SQL in it", arguments: ["title", "task_type"])
  func wide(field: String) throws {
    let other = field == "title" ? "" : #""title": "A", "#
    let reply = try server.post(
      path,
      """
      {\(other)"ticket_id": "\(try server.ticket())", "description": "",
       "\(field)": "\(long(501))"}
      """)
    #expect(reply.status == 400)
    #expect(reply.text("detail")?.contains("INSERT INTO tasks") == true)
  }

  @Test("§5 dependencies are any object, extra keys included; a list is a 422")
  func dependencies() throws {
    let ticket = try server.ticket()
    let id = try server.task(
      ticket, "A", #", "dependencies": {"depends_on": ["TSK-001"], "local_id": "TSK-002"}"#)
    let stored = try server.get(path + "/" + id).object["dependencies"] as? [String: Any]
    #expect(stored?["local_id"] as? String == "TSK-002")
    #expect(stored?["depends_on"] as? [String] == ["TSK-001"])
    let waiting = try server.get("\(path)/\(id)/dependencies")
    #expect(waiting.object["dependencies_complete"] as? Bool == false)
    let reply = try server.post(
      path,
      #"{"ticket_id": "\#(ticket)", "title": "A", "description": "", "dependencies": []}"#)
    #expect(reply.status == 422)
  }

  @Test("§5 depends_on null poisons dependencies and the graph until it is gone")
  func poison() throws {
    let ticket = try server.ticket()
    let good = try server.task(ticket)
    let bad = try server.task(ticket, "A", #", "dependencies": {"depends_on": null}"#)
    let graph = "/api/v1/graph/dependency-graph/project/" + LocalServer.project
    #expect(try server.get("\(path)/\(good)/dependencies").status == 500)
    #expect(try server.get(graph).status == 500)
    _ = try server.call("PUT", "\(path)/\(bad)/dependencies", #"{"depends_on": []}"#)
    #expect(try server.get("\(path)/\(good)/dependencies").status == 200)
    #expect(try server.get(graph).status == 200)
  }

  @Test("§5 GET one: the list's fields and these")
  func one() throws {
    let id = try server.task(server.ticket())
    let reply = try server.get(path + "/" + id)
    let listed = Set(try server.get(path).list[0].keys)
    #expect(
      reply.keys.subtracting(listed) == [
        "conversation_id", "result", "error_message", "dependencies", "timeout_seconds",
        "retry_count", "max_retries", "updated_at", "started_at", "completed_at",
      ])
    #expect(listed.isSubset(of: reply.keys))
    #expect(try server.get(path + "/" + LocalServer.unknown).status == 404)
  }

  @Test("§5 PATCH answers with these fields, takes any status, and ignores the rest")
  func change() throws {
    let (ticket, other) = (try server.ticket(), try server.ticket())
    let id = try server.task(ticket)
    let reply = try server.patch(
      path + "/" + id,
      """
      {"status": "zzz", "ticket_id": "\(other)", "task_type": "x", "phase_id": "y",
       "dependencies": {"depends_on": ["z"]}}
      """)
    #expect(
      reply.keys == [
        "id", "ticket_id", "title", "description", "status", "priority", "updated_at",
      ])
    #expect(reply.text("status") == "zzz" && reply.text("ticket_id") == ticket)
    let task = try server.get(path + "/" + id)
    #expect(task.text("task_type") == "implementation" && task.text("completed_at") == nil)
    #expect(task.text("phase_id") == "PHASE_IMPLEMENTATION")
    #expect(task.object["dependencies"] is [String: Any] == false)
  }

  @Test("§5 an unchanged PATCH does not move updated_at; a changed one does")
  func unchanged() throws {
    let id = try server.task(server.ticket(), "A")
    let first = try server.get(path + "/" + id).text("updated_at")
    #expect(try server.patch(path + "/" + id, #"{"title": "A"}"#).text("updated_at") == first)
    #expect(try server.patch(path + "/" + id, #"{"title": "B"}"#).text("updated_at") != first)
  }

  @Test("§5 cancel works for running tasks only, fail for unfinished ones")
  func ends() throws {
    let id = try server.task(server.ticket())
    let early = try server.post("\(path)/\(id)/cancel", #"{"reason": "no"}"#)
    #expect(early.status == 404)
    #expect(early.text("detail") == "Task not found or not cancellable")
    _ = try server.patch(path + "/" + id, #"{"status": "running"}"#)
    #expect(try server.post("\(path)/\(id)/cancel", #"{"reason": "no"}"#).status == 200)
    let task = try server.get(path + "/" + id)
    #expect(task.text("status") == "failed")
    #expect(task.text("error_message") == "Task cancelled: no")
    #expect(try server.post("\(path)/\(id)/fail", #"{"reason": "no"}"#).status != 200)
    let other = try server.task(server.ticket())
    #expect(try server.post("\(path)/\(other)/fail", #"{"reason": "no"}"#).status == 200)
  }

  @Test("§5 there is no DELETE")
  func noDelete() throws {
    let id = try server.task(server.ticket())
    #expect(try server.call("DELETE", path + "/" + id).status == 405)
  }
}

/// §5 Dependencies, and §6 the graph that they break.
struct DependencyTests {
  let server: LocalServer
  let (first, second): (String, String)
  init() throws {
    server = try LocalServer()
    let ticket = try server.ticket()
    (first, second) = (try server.task(ticket), try server.task(ticket))
  }

  private func path(_ id: String) -> String { "\(LocalServer.tasks)/\(id)/dependencies" }

  private func put(_ id: String, _ targets: String...) throws -> Reply {
    let list = targets.map { "\"\($0)\"" }.joined(separator: ", ")
    return try server.call("PUT", path(id), "{\"depends_on\": [\(list)]}")
  }

  private func targets(_ id: String) throws -> [String]? {
    try server.get(path(id)).object["depends_on"] as? [String]
  }

  @Test("§5 PUT replaces and drops extra keys; an empty list sets null")
  func replaces() throws {
    let id = try server.task(
      server.ticket(), "A", #", "dependencies": {"depends_on": [], "local_id": "TSK-001"}"#)
    #expect(try put(id, first).status == 200)
    let one = LocalServer.tasks + "/" + id
    let stored = try server.get(one).object["dependencies"] as? [String: [String]]
    #expect(stored == ["depends_on": [first]])
    #expect(try put(id).status == 200)
    #expect(try server.get(one).object["dependencies"] is [String: Any] == false)
  }

  @Test("§5 PUT: an unknown id and a repeated one are 404s, itself is a 400")
  func refusals() throws {
    let unknown = try put(first, "TSK-001")
    #expect(unknown.status == 404)
    #expect(unknown.text("detail") == "Dependency tasks not found: TSK-001")
    let repeated = try put(first, second, second)
    #expect(repeated.status == 404)
    #expect(repeated.text("detail") == "Dependency tasks not found: ")
    #expect(try put(first, first).status == 400)
    #expect(try put(LocalServer.unknown, first).status == 404)
  }

  @Test("§5 a cycle of two tasks is accepted")
  func cycle() throws {
    #expect(try put(first, second).status == 200)
    #expect(try put(second, first).status == 200)
  }

  @Test("§5 POST adds and may be repeated; DELETE removes, 404 if absent, 400 if there are none")
  func addAndRemove() throws {
    for _ in 0..<2 {
      #expect(try server.post(path(first), "{\"depends_on\": [\"\(second)\"]}").status == 200)
    }
    #expect(try targets(first) == [second])
    #expect(try server.call("DELETE", path(first) + "/" + LocalServer.unknown).status == 404)
    #expect(try server.call("DELETE", path(first) + "/" + second).status == 200)
    #expect(try server.call("DELETE", path(first) + "/" + second).status == 400)
  }

  @Test("§5 GET says whether all are completed, and who waits; only `completed` counts")
  func waiting() throws {
    _ = try put(first, second)
    for (status, isComplete) in [("done", false), ("completed", true)] {
      _ = try server.patch(LocalServer.tasks + "/" + second, "{\"status\": \"\(status)\"}")
      #expect(
        try server.get(path(first)).object["dependencies_complete"] as? Bool == isComplete)
    }
    let blocked = try server.get(path(second)).objects("blocked_tasks")
    #expect(blocked.map { $0["id"] as? String } == [first])
  }

  @Test("§6 the graph needs nobody, and answers 500 once a dependency is real")
  func graph() throws {
    let path = "/api/v1/graph/dependency-graph/project/" + LocalServer.project
    let ticket = try server.ticket()
    _ = try server.task(ticket, "A", #", "dependencies": {"depends_on": ["TSK-001"]}"#)
    #expect(try server.call("GET", path, token: nil).status == 200)
    _ = try put(first, second)
    #expect(try server.call("GET", path, token: nil).status == 500)
    _ = try put(first)
    #expect(try server.call("GET", path, token: nil).status == 200)
  }

  @Test("§6 there are no bulk endpoints", arguments: ["bulk", "batch", "import", "upsert"])
  func noBulk(word: String) throws {
    #expect(try [404, 405, 422].contains(server.post("/api/v1/tickets/\(word)", "{}").status))
  }
}
