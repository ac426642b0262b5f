import TestSupport
import Testing

/// §4 Tickets.
struct TicketTests {
  let server: LocalServer
  let path = LocalServer.tickets
  init() throws { server = try LocalServer() }

  private func titles(_ query: String) throws -> [String] {
    try server.get(path + query).objects("tickets").compactMap { $0["title"] as? String }
  }

  @Test("§4 list: the default limit is 10, newest first; /list is the same")
  func ticketListDefaultsToTen() throws {
    for number in 1...12 { _ = try server.ticket("T\(number)") }
    let reply = try server.get(path)
    #expect(reply.object["total"] as? Int == 12)
    #expect(try titles("") == (3...12).reversed().map { "T\($0)" })
    #expect(try titles("/list") == titles(""))
    #expect(try titles("?limit=100000").count == 12)
    #expect(try titles("?limit=2&offset=10") == ["T2", "T1"])
  }

  @Test("§4 list: items have exactly these fields")
  func itemFields() throws {
    _ = try server.ticket()
    #expect(
      Set(try server.get(path).objects("tickets")[0].keys) == [
        "id", "title", "description", "status", "priority", "phase_id", "project_id",
        "approval_status", "created_at",
      ])
  }

  @Test("§4 list: limit=0 gives none but a true total; negative ones are a 500")
  func oddLimits() throws {
    _ = try server.ticket()
    let reply = try server.get(path + "?limit=0")
    #expect(reply.objects("tickets").isEmpty && reply.object["total"] as? Int == 1)
    #expect(try server.get(path + "?limit=-1").status == 500)
    #expect(try server.get(path + "?offset=-1").status == 500)
    #expect(try server.get(path + "?limit=x").status == 422)
  }

  @Test("§4 list: filters by status, priority and phase")
  func filters() throws {
    _ = try server.ticket("A", #", "priority": "HIGH", "phase_id": "PHASE_DONE""#)
    _ = try server.ticket("B")
    #expect(try titles("?priority=HIGH") == ["A"])
    #expect(try titles("?phase_id=PHASE_DONE") == ["A"])
    #expect(try titles("?status=done") == [])
  }

  @Test("§4 list: search ignores case, and % and _ are wildcards")
  func search() throws {
    _ = try server.ticket("Parser", #", "description": "<!-- git-spec: TKT-001 uid=ab -->""#)
    _ = try server.ticket("Printer")
    #expect(try titles("?search=PARS") == ["Parser"])
    #expect(try titles("?search=P_rser") == ["Parser"])
    #expect(try titles("?search=P%25er") == ["Printer", "Parser"])
    #expect(try titles("?search=git-spec%3A%20TKT-001%20uid%3Dab") == ["Parser"])
  }

  @Test("§4 list: a foreign or unknown project is a 403")
  func foreignProject() throws {
    #expect(try server.get(path + "?project_id=" + LocalServer.otherProject).status == 403)
    #expect(try server.get(path + "?project_id=project-none").status == 403)
  }

  @Test("§4 list: tickets without a project and those of others are hidden")
  func hidden() throws {
    let made = try server.post(path, #"{"title": "Nobody's", "check_duplicates": false}"#)
    #expect(made.status == 200)
    _ = try server.foreignTicket()
    #expect(try server.get(path).object["total"] as? Int == 0)
  }

  @Test("§4 tickets of an archived spec are hidden with their tasks, until unlinked")
  func archivedSpec() throws {
    let (ticket, spec) = (try server.ticket(), "\(LocalServer.specs)/\(try server.spec())")
    let body = #"{"ticket_ids": ["\#(ticket)"]}"#
    _ = try server.post(spec + "/link-tickets", body)
    #expect(try server.get(path).object["total"] as? Int == 1)
    _ = try server.call("DELETE", spec)
    #expect(try server.get(path).object["total"] as? Int == 0)
    #expect(try server.get(LocalServer.tasks).list.isEmpty)
    _ = try server.post(spec + "/unlink-tickets", body)
    #expect(try server.get(path).object["total"] as? Int == 1)
  }

  @Test("§4 POST answers 200 without created_at, with the defaults")
  func create() throws {
    let reply = try server.post(
      path,
      #"{"title": "", "project_id": "\#(LocalServer.project)", "status": "done", "id": "x"}"#)
    #expect(reply.status == 200)
    #expect(
      reply.keys == [
        "id", "title", "description", "phase_id", "status", "priority", "project_id",
        "approval_status",
      ])
    #expect(reply.text("status") == "backlog" && reply.text("priority") == "MEDIUM")
    #expect(reply.text("phase_id") == "PHASE_REQUIREMENTS" && reply.text("id") != "x")
    #expect(try server.get(path + "/" + server.id(reply)).keys == reply.keys)
  }

  @Test("§4 POST in a foreign project is a 403")
  func createForeign() throws {
    let body = #"{"title": "A", "project_id": "\#(LocalServer.otherProject)"}"#
    #expect(try server.post(path, body).status == 403)
  }

  @Test(
    "§1 §4 texts wider than their column are a bare 500",
    arguments: [("title", 501), ("priority", 21), ("phase_id", 51)])
  func wide(field: String, count: Int) throws {
    let other = field == "title" ? "" : #""title": "A", "#
    let tail = #""check_duplicates": false"#
    let reply = try server.post(path, #"{\#(other)"\#(field)": "\#(long(count))", \#(tail)}"#)
    #expect(reply.status == 500)
    let good = try server.post(path, #"{\#(other)"\#(field)": "\#(long(count - 1))", \#(tail)}"#)
    #expect(good.status == 200)
  }

  @Test("§4 dedup: an equal ticket is answered with 200 and no id, and nothing is made")
  func duplicate() throws {
    let body = #"{"title": "A", "description": "b", "project_id": "\#(LocalServer.project)"}"#
    let first = try server.post(path, body)
    let second = try server.post(path, body)
    #expect(second.status == 200)
    #expect(second.keys == ["is_duplicate", "message", "candidates", "highest_similarity"])
    let candidate = second.objects("candidates").first ?? [:]
    #expect(candidate["ticket_id"] as? String == first.text("id"))
    #expect(
      Set(candidate.keys) == ["ticket_id", "title", "description", "status", "similarity_score"])
    #expect(try server.get(path).object["total"] as? Int == 1)
  }

  @Test("§4 dedup looks at all projects of everybody")
  func duplicateElsewhere() throws {
    let pair = try server.call(
      "POST", "/api/v1/auth/login", #"{"email": "other@localhost", "password": "other"}"#,
      token: nil)
    let theirs = #"{"title": "A", "project_id": "\#(LocalServer.otherProject)"}"#
    _ = try server.call("POST", path, theirs, token: pair.text("access_token"))
    let mine = try server.post(path, #"{"title": "A", "project_id": "\#(LocalServer.project)"}"#)
    #expect(mine.text("id") == nil && mine.object["is_duplicate"] as? Bool == true)
  }

  @Test(
    "§4 dedup is skipped without checking, by force, above 1 and for finished tickets",
    arguments: [
      #""check_duplicates": false"#, #""force_create": true"#, #""similarity_threshold": 1.01"#,
    ])
  func duplicateSkipped(field: String) throws {
    let start = #"{"title": "A", "project_id": "\#(LocalServer.project)""#
    let first = try server.id(server.post(path, start + "}"))
    #expect(try server.post(path, start + ", " + field + "}").text("id") != nil)
    #expect(try server.post(path, start + "}").text("id") == nil)
    for ticket in try server.get(path).objects("tickets") {
      _ = try server.patch("\(path)/\(ticket["id"] ?? first)", #"{"status": "done"}"#)
    }
    #expect(try server.post(path, start + "}").text("id") != nil)
  }

  @Test("§4 dedup: a threshold of 0 falls back")
  func zeroThreshold() throws {
    _ = try server.post(path, #"{"title": "A"}"#)
    let reply = try server.post(path, #"{"title": "Other", "similarity_threshold": 0.0}"#)
    #expect(reply.text("id") != nil)
  }

  @Test("§4 unreachable embeddings: a 500, everybody waits, and not checking helps")
  func embeddings() throws {
    let server = try LocalServer(arguments: ["--embeddings-down", "--embeddings-delay", "300"])
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try server.post(path, #"{"title": "A"}"#).status == 500)
    #expect(try server.post(path, #"{"title": "A", "force_create": true}"#).status == 500)
    #expect(clock.now - start > .milliseconds(550))
    #expect(try server.ticket() != "")
  }

  @Test("§4 each ticket gets an analysis task without a title")
  func analysisTask() throws {
    let id = try server.ticket("Parsing")
    let task = try #require(try server.get(LocalServer.tasks + "?ticket_id=" + id).list.first)
    #expect(task["title"] is String == false)
    #expect(task["task_type"] as? String == "analyze_requirements")
    #expect(task["description"] as? String == "Analyze requirements for: Parsing")
    #expect(task["status"] as? String == "pending")
  }

  @Test("§4 GET: 404 for an unknown ticket, 422 for no uuid")
  func missing() throws {
    #expect(try server.get(path + "/" + LocalServer.unknown).status == 404)
    #expect(try server.get(path + "/TKT-001").status == 422)
  }

  @Test("§4 PATCH ignores dependencies, project, phase and spec")
  func ignoredFields() throws {
    let id = try server.ticket()
    let reply = try server.patch(
      path + "/" + id,
      """
      {"dependencies": {"blocked_by": ["x"]}, "project_id": "\(LocalServer.otherProject)",
       "phase_id": "PHASE_DONE", "spec_id": "spec-x", "context": {}}
      """)
    #expect(reply.status == 200 && reply.text("project_id") == LocalServer.project)
    #expect(reply.text("phase_id") == "PHASE_REQUIREMENTS")
  }

  @Test("§4 PATCH takes any status; the phase follows for the six known ones")
  func status() throws {
    let id = try server.ticket()
    for (status, phase) in [
      ("done", "PHASE_DONE"), ("backlog", "PHASE_BACKLOG"), ("analyzing", "PHASE_REQUIREMENTS"),
      ("building", "PHASE_IMPLEMENTATION"), ("building-done", "PHASE_DEPLOYMENT"),
      ("testing", "PHASE_TESTING"), ("blocked", "PHASE_TESTING"), ("", "PHASE_TESTING"),
    ] {
      let reply = try server.patch(path + "/" + id, #"{"status": "\#(status)"}"#)
      #expect(reply.text("status") == status && reply.text("phase_id") == phase)
    }
    #expect(try server.patch(path + "/" + id, #"{"status": "\#(long(51))"}"#).status == 500)
  }

  private func move(_ id: String, _ status: String, force: Bool = false) throws -> Reply {
    try server.post(
      "\(path)/\(id)/transition", #"{"to_status": "\#(status)", "force": \#(force)}"#)
  }

  @Test("§4 transitions go one way; anything else is a 400 unless forced")
  func transitions() throws {
    let id = try server.ticket()
    let refused = try move(id, "done")
    #expect(refused.status == 400)
    #expect(
      refused.text("detail") == "Invalid transition from backlog to done (blocked=False)")
    for status in ["analyzing", "building", "building-done", "testing", "building"] {
      #expect(try move(id, status).text("status") == status)
    }
    #expect(try move(id, "building").status == 400)
    #expect(try move(id, "done", force: true).text("phase_id") == "PHASE_DONE")
    #expect(try move(id, "backlog").status == 400)
    #expect(try move(id, "whatever", force: true).text("status") == "whatever")
  }

  @Test("§4 blocking shows only in the graph, and refuses transitions with a 500")
  func blocking() throws {
    let id = try server.ticket()
    let blocked = try server.call("POST", "\(path)/\(id)/block?blocker_type=zzz")
    #expect(blocked.status == 200 && !blocked.keys.contains("is_blocked"))
    let graph = "/api/v1/graph/dependency-graph/project/" + LocalServer.project
    #expect(try server.get(graph).objects("nodes").first?["is_blocked"] as? Bool == true)
    #expect(try move(id, "analyzing").status == 500)
    #expect(try server.call("POST", "\(path)/\(id)/unblock").status == 200)
    #expect(try server.call("POST", "\(path)/\(id)/unblock").status == 500)
    #expect(try move(id, "analyzing").status == 200)
  }

  @Test("§4 there is no DELETE")
  func noDelete() throws {
    #expect(try server.call("DELETE", path + "/" + server.ticket()).status == 405)
  }
}
