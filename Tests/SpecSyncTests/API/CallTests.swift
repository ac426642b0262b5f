import Testing

@testable import SpecSync

/// What each call sends, byte for byte.
@Suite struct CallTests {
  private let ticket =
    #"{"id":"t1","title":"T","description":null,"status":"backlog","priority":"HIGH","new":[1]}"#
  private let task =
    #"{"id":"k1","ticket_id":"t1","title":"K","status":"pending","priority":"LOW"}"#
  private let spec = #"{"id":"spec-1","title":"S"}"#
  private let requirement = #"{"id":"req-1","title":"R","condition":"c","action":"a"}"#
  private let criterion = #"{"id":"c1","text":"x","completed":false}"#

  private func same(
    _ sent: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(sent == expected, sourceLocation: sourceLocation)
  }

  private func line(
    _ answer: String, _ call: (OmoiOSClient) async throws -> Void
  ) async throws -> String {
    let transport = ScriptedTransport(.answer(200, answer))
    try await call(client(transport))
    return transport.requests.map(\.line).joined(separator: "\n")
  }

  @Test func tickets() async throws {
    try await same(
      line(ticket) { client in
        let made = try await client.createTicket(
          project: "project-1",
          fields: [.title: "A \"b\"\n/é", .description: "d", .priority: "HIGH", .phase: "P"],
          blockedBy: ["t0"])
        #expect(made.id == "t1" && made.description == nil && made.createdAt == nil)
      },
      #"POST /api/v1/tickets {"check_duplicates":false,"#
        + #""dependencies":{"blocked_by":["t0"]},"description":"d","phase_id":"P","#
        + #""priority":"HIGH","project_id":"project-1","title":"A \"b\"\n/é"}"#)
    try await same(
      line(ticket) {
        _ = try await $0.createTicket(project: "p", fields: [.title: ""])
      },
      #"POST /api/v1/tickets {"check_duplicates":false,"project_id":"p","title":""}"#)
    try await same(
      line(ticket) { _ = try await $0.patchTicket("t1", [.status: "done"]) },
      #"PATCH /api/v1/tickets/t1 {"status":"done"}"#)
    try await same(
      line(ticket) { _ = try await $0.ticket("a/b?c") },
      "GET /api/v1/tickets/a%2Fb%3Fc")
    try await same(
      line(ticket) { _ = try await $0.ticket("..") },
      "GET /api/v1/tickets/%2E%2E")
  }

  @Test func tasks() async throws {
    try await same(
      line(task) {
        let made = try await $0.createTask(ticket: "t1", fields: [.title: "K", .taskType: "test"])
        #expect(made.ticketID == "t1" && !made.isMadeByServer)
      },
      #"POST /api/v1/tasks {"description":"","task_type":"test","ticket_id":"t1","title":"K"}"#)
    try await same(
      line(task) { _ = try await $0.patchTask("k1", [.title: "N"]) },
      #"PATCH /api/v1/tasks/k1 {"title":"N"}"#)
    try await same(
      line("{}") { try await $0.putDependencies("k1", ["k3", "k2", "k3"]) },
      #"PUT /api/v1/tasks/k1/dependencies {"depends_on":["k3","k2"]}"#)
    try await same(
      line("{}") { try await $0.putDependencies("k1", []) },
      #"PUT /api/v1/tasks/k1/dependencies {"depends_on":[]}"#)
    try await same(
      line(
        #"{"id":"k","ticket_id":"t","title":null,"status":"","priority":"","#
          + #""dependencies":{"depends_on":["a"],"local_id":"X"}}"#
      ) {
        let task = try await $0.task("k")
        #expect(task.isMadeByServer && task.dependsOn == ["a"])
        #expect(task.dependencies?["local_id"] == "X")
      },
      "GET /api/v1/tasks/k")
    try await same(
      line("[\(task)]") {
        let found = try await $0.tasks(ticket: "t1").count
        #expect(found == 1)
      },
      "GET /api/v1/tasks?ticket_id=t1&limit=100000")
    try await same(
      line("[]") {
        let found = try await $0.allTasks()
        #expect(found.isEmpty)
      },
      "GET /api/v1/tasks?limit=100000")
  }

  @Test func specs() async throws {
    try await same(
      line(spec) {
        _ = try await $0.createSpec(project: "p", title: "S", description: "D")
      },
      #"POST /api/v1/specs {"description":"D","project_id":"p","title":"S"}"#)
    try await same(
      line(spec) { _ = try await $0.patchSpec("s", [.title: "S", .phase: "Design"]) },
      #"PATCH /api/v1/specs/s {"phase":"Design","title":"S"}"#)
    try await same(
      line("{}") { try await $0.deleteSpec("s") },
      "DELETE /api/v1/specs/s")
    try await same(
      line("{}") {
        try await $0.putDesign(
          spec: "s",
          ServerDesign(
            architecture: "A", dataModel: nil, apiSpec: [["path": "/x", "method": "GET"]]))
      },
      #"PUT /api/v1/specs/s/design "#
        + #"{"api_spec":[{"method":"GET","path":"/x"}],"architecture":"A"}"#)
    try await same(
      line("{}") { try await $0.linkTickets(spec: "s", ["a"]) },
      #"POST /api/v1/specs/s/link-tickets {"ticket_ids":["a"]}"#)
    try await same(
      line("{}") { try await $0.unlinkTickets(spec: "s", ["a"]) },
      #"POST /api/v1/specs/s/unlink-tickets {"ticket_ids":["a"]}"#)
    for list in [#"[{"id":"a"}]"#, #"{"tickets":[{"id":"a"}]}"#, #"{"ticket_ids":["a"]}"#] {
      try await same(
        line(list) {
          let found = try await $0.linkedTickets(spec: "s")
          #expect(found == ["a"])
        },
        "GET /api/v1/specs/s/linked-tickets")
    }
    let whole = #"""
      {"specs":[{"id":"spec-1","project_id":"p","title":"S","requirements":[{"id":"req-1",
      "title":"R","condition":"c","action":"a","linked_design":"D","criteria":[
      {"id":"c1","text":"x","completed":true}]}],"design":{"architecture":"A","data_model":null,
      "api_spec":[{"method":"GET","endpoint":"/x"}]},"tasks":[]}],"total":1}
      """#
    try await same(
      line(whole) {
        let spec = try #require(try await $0.specs(project: "p").first)
        #expect(spec.requirements.first?.criteria.first?.completed == true)
        #expect(spec.design?.apiSpec == [["method": "GET", "endpoint": "/x"]])
      },
      "GET /api/v1/specs/project/p?include_archived=true")
    try await same(
      line(spec) { _ = try await $0.spec("s") },
      "GET /api/v1/specs/s")
  }

  @Test func requirementsAndCriteria() async throws {
    try await same(
      line(requirement) {
        _ = try await $0.createRequirement(
          spec: "s", title: "R", condition: "c", action: "a", linkedDesign: "D")
      },
      #"POST /api/v1/specs/s/requirements "#
        + #"{"action":"a","condition":"c","linked_design":"D","title":"R"}"#)
    try await same(
      line(requirement) {
        _ = try await $0.patchRequirement(spec: "s", "r", [.linkedDesign: "", .status: "draft"])
      },
      #"PATCH /api/v1/specs/s/requirements/r {"linked_design":"","status":"draft"}"#)
    try await same(
      line("{}") { try await $0.deleteRequirement(spec: "s", "r") },
      "DELETE /api/v1/specs/s/requirements/r")
    try await same(
      line(criterion) {
        _ = try await $0.createCriterion(spec: "s", requirement: "r", text: "x")
      },
      #"POST /api/v1/specs/s/requirements/r/criteria {"text":"x"}"#)
    try await same(
      line(criterion) {
        _ = try await $0.patchCriterion(spec: "s", requirement: "r", "c", completed: true)
      },
      #"PATCH /api/v1/specs/s/requirements/r/criteria/c {"completed":true}"#)
    try await same(
      line("{}") { try await $0.deleteCriterion(spec: "s", requirement: "r", "c") },
      "DELETE /api/v1/specs/s/requirements/r/criteria/c")
  }

  @Test func projectsAndUser() async throws {
    let settings = #"{"a":[1,2.5,true,null,{"deep_key":"é"}],"big":9007199254740993}"#
    try await same(
      line(
        #"{"id":"p","name":"P","autonomous_execution_enabled":true,"settings":\#(settings)}"#
      ) {
        let project = try await $0.project("p")
        #expect(project.autonomousExecutionEnabled)
        #expect(project.settings?.text == settings)
      },
      "GET /api/v1/projects/p")
    try await same(
      line(#"{"id":"u","email":"a@b.c"}"#) {
        let found = try await $0.me().email
        #expect(found == "a@b.c")
      },
      "GET /api/v1/auth/me")
  }

  @Test func everyRequestCarriesCredentialsAndAnID() async throws {
    let transport = ScriptedTransport(.answer(200, criterion))
    _ = try await client(transport).createCriterion(spec: "s", requirement: "r", text: "x")
    let request = try #require(transport.requests.first)
    #expect(request.header("Authorization") == "Bearer tok-secret")
    #expect(request.header("Content-Type") == "application/json")
    #expect(request.header("X-Request-ID") == "id-1")
    let keyed = ScriptedTransport(.answer(200, #"{"id":"u"}"#))
    _ = try await client(keyed, .apiKey(Secret("key"))).me()
    #expect(keyed.requests.first?.header("X-API-Key") == "key")
  }

  @Test func valuesThatTheServerWouldDropOrChokeOnAreNotSent() async throws {
    let transport = ScriptedTransport()
    let client = client(transport)
    let nul = await failure {
      _ = try await client.createTicket(
        project: "p", fields: [.title: "T", .description: "a\u{0}b"])
    }
    #expect(nul?.kind == .validation)
    #expect(nul?.message.contains("description holds U+0000") == true)
    let deep = await failure {
      try await client.putDesign(
        spec: "s",
        ServerDesign(architecture: nil, dataModel: nil, apiSpec: [[:], ["path": "\u{0}"]]))
    }
    #expect(deep?.message.contains("api_spec[1].path") == true)
    let ignored = await failure { _ = try await client.patchTask("k", [.taskType: "x"]) }
    #expect(ignored?.message.contains("`task_type` would be ignored") == true)
    let status = await failure {
      _ = try await client.createTicket(project: "p", fields: [.title: "", .status: "done"])
    }
    #expect(status?.kind == .validation)
    let itself = await failure { try await client.putDependencies("k", ["a", "k"]) }
    #expect(itself?.kind == .validation)
    #expect(transport.requests.isEmpty)
  }
}
