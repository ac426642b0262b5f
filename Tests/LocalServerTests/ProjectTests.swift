import TestSupport
import Testing

/// §3 Projects.
struct ProjectTests {
  let server: LocalServer
  let path = "/api/v1/projects/" + LocalServer.project
  init() throws { server = try LocalServer() }

  @Test("§3 the list holds the user's projects, with exactly these fields")
  func list() throws {
    let reply = try server.get("/api/v1/projects")
    let project = reply.objects("projects").first ?? [:]
    #expect(reply.object["total"] as? Int == 1)
    #expect(
      Set(project.keys) == [
        "id", "name", "description", "github_owner", "github_repo", "github_connected",
        "default_phase_id", "status", "settings", "autonomous_execution_enabled", "created_at",
        "updated_at",
      ])
    #expect(project["autonomous_execution_enabled"] as? Bool == false)
  }

  @Test("§3 limit is 1 to 1000", arguments: [0, 1001])
  func limits(limit: Int) throws {
    #expect(try server.get("/api/v1/projects?limit=\(limit)").status == 422)
  }

  @Test("§3 POST answers 200, and 409 for a name that the organisation has")
  func create() throws {
    let body = #"{"organization_id": "\#(LocalServer.organization)", "name": "New"}"#
    let made = try server.post("/api/v1/projects", body)
    #expect(made.status == 200 && made.text("default_phase_id") == "PHASE_BACKLOG")
    #expect(made.text("id")?.hasPrefix("project-") == true)
    #expect(try server.post("/api/v1/projects", body).status == 409)
  }

  @Test("§3 PATCH replaces the whole of settings")
  func settings() throws {
    _ = try server.patch(path, #"{"settings": {"a": 1, "b": {"c": [2]}}}"#)
    let reply = try server.patch(path, #"{"settings": {"d": 3}}"#)
    #expect((reply.object["settings"] as? [String: Int]) == ["d": 3])
    #expect((try server.get(path).object["settings"] as? [String: Int]) == ["d": 3])
  }

  @Test("§3 settings of 600 KB are taken")
  func largeSettings() throws {
    _ = try server.patch(path, #"{"settings": {"map": "\#(long(600_000))"}}"#)
    let settings = try server.get(path).object["settings"] as? [String: String]
    #expect(settings?["map"]?.utf8.count == 600_000)
  }

  @Test("§3 DELETE archives")
  func archive() throws {
    #expect(try server.call("DELETE", path).status == 200)
    #expect(try server.get(path).text("status") == "archived")
  }

  @Test("§3 stats counts by status and phase")
  func stats() throws {
    _ = try server.ticket()
    let id = try server.ticket()
    _ = try server.patch(LocalServer.tickets + "/" + id, #"{"status": "done"}"#)
    let reply = try server.get(path + "/stats")
    #expect(reply.object["total_tickets"] as? Int == 2)
    #expect(reply.object["tickets_by_status"] as? [String: Int] == ["backlog": 1, "done": 1])
    #expect(
      reply.object["tickets_by_phase"] as? [String: Int] == [
        "PHASE_REQUIREMENTS": 1, "PHASE_DONE": 1,
      ])
  }
}
