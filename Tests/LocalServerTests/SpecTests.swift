import TestSupport
import Testing

/// §7 Specs.
struct SpecTests {
  let server: LocalServer
  let list = "\(LocalServer.specs)/project/\(LocalServer.project)"
  init() throws { server = try LocalServer() }

  private func path(_ id: String) -> String { LocalServer.specs + "/" + id }

  @Test("§7 the list is empty by default; with include_archived everything comes, unmarked")
  func emptyList() throws {
    let (first, second) = (try server.spec("A"), try server.spec("B"))
    _ = try server.call("DELETE", path(first))
    #expect(try server.get(list).body == #"{"specs":[],"total":0}"#)
    let reply = try server.get(list + "?include_archived=true")
    #expect(Set(reply.objects("specs").map { $0["id"] as? String }) == [first, second])
    let names = reply.objects("specs").flatMap { Array($0.keys) }
    #expect(!names.contains { $0.contains("archived") })
    #expect(try server.get(path(first)).status == 200)
  }

  @Test("§7 the list holds whole specs")
  func wholeSpecs() throws {
    let id = try server.spec()
    _ = try server.requirement(id)
    let spec = try server.get(list + "?include_archived=true").objects("specs").first ?? [:]
    #expect((spec["requirements"] as? [Any])?.count == 1)
    #expect(Set(spec.keys).isSuperset(of: ["design", "tasks", "linked_tickets", "updated_at"]))
  }

  @Test("§7 POST rewrites title and description; a PATCH afterwards sticks")
  func rewritten() throws {
    let reply = try server.post(
      LocalServer.specs,
      #"{"title": "Parser", "description": "Reads", "project_id": "\#(LocalServer.project)"}"#)
    #expect(reply.status == 200 && reply.text("id")?.hasPrefix("spec-") == true)
    #expect(reply.text("title") != "Parser" && reply.text("description") != "Reads")
    let one = path(try server.id(reply))
    _ = try server.patch(one, #"{"title": "Parser", "description": "Reads"}"#)
    let read = try server.get(one)
    #expect(read.text("title") == "Parser" && read.text("description") == "Reads")
  }

  @Test("§7 without the model the title becomes the start of the description")
  func modelDown() throws {
    let server = try LocalServer(arguments: ["--model-down"])
    let body = #", "project_id": "\#(LocalServer.project)"}"#
    let reply = try server.post(
      LocalServer.specs, #"{"title": "A", "description": "\#(long(150))""# + body)
    #expect(reply.text("title") == long(100))
    #expect(try server.post(LocalServer.specs, #"{"title": "A""# + body).text("title") == "A")
  }

  @Test("§1 §7 the title is checked (422), the status is not (500)")
  func widths() throws {
    let one = path(try server.spec())
    for title in ["", long(501)] {
      #expect(try server.patch(one, #"{"title": "\#(title)"}"#).status == 422)
      let body = #"{"title": "\#(title)", "project_id": "\#(LocalServer.project)"}"#
      #expect(try server.post(LocalServer.specs, body).status == 422)
    }
    #expect(try server.patch(one, #"{"status": "\#(long(51))"}"#).status == 500)
    #expect(try server.patch(one, #"{"status": "anything"}"#).text("status") == "anything")
  }

  @Test("§7 GET: 404 and 403")
  func access() throws {
    #expect(try server.get(path("spec-none")).status == 404)
    #expect(
      try server.get("\(LocalServer.specs)/project/\(LocalServer.otherProject)").status == 403)
  }

  @Test("§7 each change adds a version; none adds none")
  func versions() throws {
    let one = path(try server.spec())
    func count() throws -> Int { try server.get(one + "/versions").objects("versions").count }
    #expect(try count() == 1)
    _ = try server.patch(one, #"{"status": "approved"}"#)
    _ = try server.patch(one, #"{"status": "approved"}"#)
    #expect(try count() == 2)
  }

  @Test("§7 link-tickets skips unknown ids; the count is that of the last call")
  func links() throws {
    let one = path(try server.spec())
    let (first, second) = (try server.ticket(), try server.ticket())
    func link(_ ids: String...) throws -> Int? {
      let list = ids.map { "\"\($0)\"" }.joined(separator: ", ")
      let reply = try server.post(one + "/link-tickets", "{\"ticket_ids\": [\(list)]}")
      #expect(reply.status == 200)
      return try server.get(one).object["linked_tickets"] as? Int
    }
    #expect(try link(first, second, LocalServer.unknown) == 2)
    #expect(try link(first) == 1)
    #expect(try server.get(one + "/linked-tickets").objects("tickets").count == 2)
    _ = try server.post(one + "/unlink-tickets", #"{"ticket_ids": ["\#(first)"]}"#)
    let rest = try server.get(one + "/linked-tickets").objects("tickets")
    #expect(rest.map { $0["id"] as? String } == [second])
  }

  @Test("§7 the export is complete")
  func export() throws {
    let id = try server.spec()
    _ = try server.requirement(id)
    let reply = try server.get(path(id) + "/export?format=json")
    #expect(reply.objects("requirements").count == 1 && reply.keys.contains("design"))
  }

  @Test("§7 a design is replaced whole, and endpoints keep these fields alone")
  func design() throws {
    let one = path(try server.spec()) + "/design"
    let endpoint =
      #"{"method": "GET", "path": "/a", "auth_required": true, "params": [], "errors": []}"#
    let reply = try server.call(
      "PUT", one,
      #"{"architecture": "text", "data_model": "more", "api_spec": [\#(endpoint)]}"#)
    #expect(reply.status == 200 && reply.text("architecture") == "text")
    #expect(
      Set(reply.objects("api_spec")[0].keys) == [
        "method", "endpoint", "description", "path", "purpose", "request_schema",
        "response_schema",
      ])
    _ = try server.call("PUT", one, #"{"data_model": "other"}"#)
    let read = try server.get(one)
    #expect(read.text("architecture") == nil && read.text("data_model") == "other")
    #expect(read.objects("api_spec").isEmpty && read.keys.contains("api_spec"))
  }

  @Test("§7 a design's api_spec of null is a 422, and so is an endpoint without a method")
  func badDesign() throws {
    let one = path(try server.spec()) + "/design"
    for spec in ["null", #"[{"path": "/a"}]"#] {
      #expect(try server.call("PUT", one, #"{"api_spec": \#(spec)}"#).status == 422)
    }
  }

  @Test("§7 an object for architecture or data_model becomes Mermaid text")
  func mermaid() throws {
    let reply = try server.call(
      "PUT", path(server.spec()) + "/design",
      #"{"architecture": {"client": "CLI"}, "data_model": {"Item": {"id": "text"}}}"#)
    #expect(reply.text("architecture")?.hasPrefix("graph TD\n") == true)
    #expect(reply.text("architecture")?.contains("client: CLI") == true)
    #expect(reply.text("data_model")?.hasPrefix("erDiagram\n") == true)
  }
}

/// §7 Requirements and criteria.
struct RequirementTests {
  let server: LocalServer
  let path: String
  let body = #"{"title": "", "condition": "", "action": "", "acceptance_criteria": ["x"]}"#
  init() throws {
    server = try LocalServer()
    path = "\(LocalServer.specs)/\(try server.spec())/requirements"
  }

  @Test("§7 POST answers 200, takes empty texts, ignores criteria, and has no dedup")
  func create() throws {
    let reply = try server.post(path, body)
    #expect(reply.status == 200 && reply.text("id")?.hasPrefix("req-") == true)
    #expect(reply.text("status") == "pending" && reply.objects("criteria").isEmpty)
    #expect(try server.post(path, body).text("id") != reply.text("id"))
  }

  @Test("§1 §7 linked_design holds 100 letters, a title 500; more is a 500")
  func widths() throws {
    let id = try server.id(server.post(path, body))
    for (field, width) in [("linked_design", 100), ("title", 500), ("status", 50)] {
      for (count, status) in [(width, 200), (width + 1, 500)] {
        let reply = try server.patch("\(path)/\(id)", #"{"\#(field)": "\#(long(count))"}"#)
        #expect(reply.status == status)
      }
    }
  }

  @Test("§7 PATCH changes these fields; null does not clear the design, an empty text does")
  func change() throws {
    let one = "\(path)/\(try server.id(server.post(path, body)))"
    let reply = try server.patch(
      one, #"{"title": "T", "condition": "C", "action": "A", "status": "x", "linked_design": "D"}"#)
    #expect(reply.text("title") == "T" && reply.text("condition") == "C")
    #expect(reply.text("action") == "A" && reply.text("status") == "x")
    #expect(try server.patch(one, #"{"linked_design": null}"#).text("linked_design") == "D")
    #expect(try server.patch(one, #"{"linked_design": ""}"#).text("linked_design") == "")
  }

  @Test("§7 DELETE is real: 404 the second time")
  func remove() throws {
    let one = "\(path)/\(try server.id(server.post(path, body)))"
    #expect(try server.call("DELETE", one).status == 200)
    #expect(try server.call("DELETE", one).status == 404)
  }

  @Test("§7 criteria start open whatever was sent, and are closed by a second call")
  func criteria() throws {
    let all = "\(path)/\(try server.id(server.post(path, body)))/criteria"
    let made = try server.post(all, #"{"text": "a", "completed": true}"#)
    #expect(made.status == 200 && made.object["completed"] as? Bool == false)
    #expect(try server.post(all, #"{"text": "a"}"#).text("id") != made.text("id"))
    let one = "\(all)/\(try server.id(made))"
    let changed = try server.patch(one, #"{"completed": true}"#)
    #expect(changed.object["completed"] as? Bool == true && changed.text("text") == "a")
    #expect(try server.call("DELETE", one).status == 200)
    #expect(try server.call("DELETE", one).status == 404)
  }
}
