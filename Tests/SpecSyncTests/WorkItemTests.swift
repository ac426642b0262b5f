import Specs
import Testing

@testable import SpecSync

/// Tickets, tasks and designs.
@Suite struct WorkItemTests {
  private static let ticket = """
    id: TKT-001
    title: "  Parsing "
    status: building
    priority: high
    estimate: M
    type: feature
    feature:
    labels: [a]
    tags: []
    created: 2026-01-01
    updated: 2026-01-02
    assignee: null
    linked_design: ./designs/a.md
    requirements: [REQ-A-001, REQ-A-FUNC-001, REQ-A-001]
    tasks: [TSK-001]
    blocked_by: [TKT-002]
    dependencies:
      blocked_by: [TKT-003, TKT-002]
      blocks: [TKT-004]
      related: [TKT-005]
      after: TKT-006
    """

  @Test func aTicketHasItsFields() throws {
    let reading = try read(
      Self.ticket, body: "\n\n# A\r\nb  \r\n\n<!-- git-spec: TKT-9 uid=0 -->\n\n",
      at: "tickets/TKT-001.md")
    #expect(reading.homelessKind == nil && reading.problems.isEmpty)
    let item = try #require(reading.items.first)
    #expect(reading.items.count == 1)
    #expect(item.kind == .ticket && item.id == "TKT-001")
    #expect(item.root == "backend/.omoi_os" && item.path == "backend/.omoi_os/tickets/TKT-001.md")
    #expect(
      item.fields == [
        .title: "Parsing", .description: "# A\nb  ", .status: "building", .priority: "HIGH",
      ])
    #expect(item.creation == [:])
    var links = SyncItem.Links()
    links.after = ["TKT-002", "TKT-003"]
    links.before = ["TKT-004"]
    links.design = "backend/.omoi_os/designs/a.md"
    links.requirements = ["REQ-A-001", "REQ-A-FUNC-001"]
    #expect(item.links == links)
    #expect(
      item.homelessText == [
        "estimate", "type", "labels", "created", "updated", "tasks", "dependencies.related",
        "dependencies.after",
      ])
  }

  @Test func aTaskHasItsFields() throws {
    let reading = try read(
      """
      id: TSK-001
      title: Write it
      status: in_progress
      parent_ticket: TKT-001
      estimate: S
      type: implementation
      files_to_modify: [a]
      design_ref: designs/a.md
      depends_on: [TSK-002]
      dependencies: {depends_on: [TSK-003], blocks: [TSK-004]}
      """, at: "tasks/TSK-001.md")
    let item = try #require(reading.items.first)
    #expect(item.kind == .task)
    #expect(item.fields == [.title: "Write it", .description: "", .status: "running"])
    #expect(item.creation == [.taskType: "implementation"])
    var links = SyncItem.Links()
    links.ticket = "TKT-001"
    links.after = ["TSK-002", "TSK-003"]
    links.before = ["TSK-004"]
    #expect(item.links == links)
    #expect(item.homelessText == ["estimate", "files_to_modify", "design_ref"])
  }

  @Test func aDesignIsASpec() throws {
    let body = "## Architecture\nA\n## API\n|Method|Path|Auth|\n|-|-|-|\n|GET|/\"a\"\\\\|yes|\n"
    let reading = try read(
      """
      id: DESIGN-A-001
      title: A
      status: Draft
      requirements: [REQ-A-001]
      tickets: [TKT-001]
      components: {a: b}
      """, body: body, at: "designs/a.md")
    let item = try #require(reading.items.first)
    #expect(item.kind == .spec && item.links.file == nil)
    #expect(
      item.fields == [
        .title: "A", .description: body.trimmingNewline, .status: "draft", .architecture: "A",
        .dataModel: "", .apiSpec: #"[{"endpoint":"/\"a\"\\\\","method":"GET"}]"#,
      ])
    #expect(item.links.requirements == ["REQ-A-001"] && item.links.tickets == ["TKT-001"])
    #expect(item.homelessText == ["components", "api_spec.auth"])
  }

  @Test(arguments: [
    ("tickets/TKT-001.md", "backlog", "backlog"), ("tickets/TKT-001.md", "open", "backlog"),
    ("tickets/TKT-001.md", "Analyzing", "analyzing"), ("tickets/TKT-001.md", "testing", "testing"),
    ("tickets/TKT-001.md", "done", "done"), ("tickets/TKT-001.md", "blocked", nil),
    ("tickets/TKT-001.md", "building-done", nil), ("tasks/TSK-001.md", "pending", "pending"),
    ("tasks/TSK-001.md", "in-progress", "running"), ("tasks/TSK-001.md", "done", "completed"),
    ("tasks/TSK-001.md", "review", nil), ("tasks/TSK-001.md", "blocked", nil),
    ("tasks/TSK-001.md", "running", nil), ("designs/a.md", "whatever", "whatever"),
  ])
  func statusWithoutSettings(path: String, status: String, expected: String?) throws {
    let item = try read("id: X-001\ntitle: a\nstatus: \(status)", at: path).items.first
    #expect(item?.fields[.status] == expected)
    #expect(item?.homelessText == (expected == nil ? ["status=\(status)"] : []))
  }

  @Test func theSettingsWordGoesFirst() throws {
    let config = """
      status: {ticket: [backlog, shipped, done]}
      sync: {status: {ticket: {blocked: backlog, done: "closed", shipped: done}}}

      """
    for (status, expected) in [
      ("blocked", "backlog"), ("done", "closed"), ("shipped", "done"), ("open", "backlog"),
    ] {
      let item = try read(
        "id: TKT-001\ntitle: a\nstatus: \(status)", at: "tickets/TKT-001.md", config: config
      ).items.first
      #expect(item?.fields[.status] == expected)
      #expect(item?.homeless == [])
    }
  }

  @Test func whatTheProjectKeepsToItselfIsNeitherSentNorTold() throws {
    let config = """
      sync:
        fields:
          ticket:
            {status: ignore, body: ignore, priority: push, estimate: ignore, design_ref: ignore,
             blocked_by: ignore, requirements: ignore, created: ignore, updated: ignore}

      """
    let item = try read(
      Self.ticket.replacing("building", with: "blocked"), body: "a", at: "tickets/TKT-001.md",
      config: config
    ).items.first
    #expect(item?.fields == [.title: "Parsing", .priority: "HIGH"])
    var links = SyncItem.Links()
    links.before = ["TKT-004"]
    #expect(item?.links == links)
    #expect(
      item?.homelessText == [
        "type", "labels", "tasks", "dependencies.related", "dependencies.after",
      ])
    let task = try read(
      "id: TSK-001\ntitle: a\ntype: test", at: "tasks/TSK-001.md",
      config: "sync: {fields: {task: {type: ignore}}}\n"
    ).items.first
    #expect(task?.creation == [:] && task?.homeless == [])
  }

  @Test func aDesignOutsideTheRootHasNoHome() throws {
    let item = try read(
      "id: TKT-001\ntitle: a\ndesign_ref: ../a.md", at: "tickets/TKT-001.md"
    ).items.first
    #expect(item?.links.design == nil)
    #expect(item?.homelessText == ["design_ref=../a.md"])
  }

  @Test(arguments: [
    ("title: \(String(repeating: "é", count: 500))", []),
    (
      "title: \(String(repeating: "é", count: 501))",
      ["`title` has 501 characters, the server takes 500"]
    ),
    ("title: ", ["`title` is missing"]),
    ("title: \"a\\0b\"", ["`title` holds a NUL character, which the server cannot store"]),
    (
      "title: a\npriority: \(String(repeating: "p", count: 21))\ntype: \(String(repeating: "t", count: 101))",
      [
        "`priority` has 21 characters, the server takes 20",
        "`type` has 101 characters, the server takes 100",
      ]
    ),
  ])
  func whatDoesNotFitIsAProblem(header: String, problems: [String]) throws {
    let reading = try read("id: TSK-001\n\(header)", at: "tasks/TSK-001.md")
    #expect(reading.problems.map(\.description) == problems)
    let item = try #require(reading.items.first)
    #expect(reading.problems(of: item) == reading.problems)
  }

  @Test func aStatusThatIsTooLongIsAProblemOfADesign() throws {
    let reading = try read(
      "id: DESIGN-A-001\ntitle: a\nstatus: \(String(repeating: "s", count: 51))",
      body: "a\0b", at: "designs/a.md")
    #expect(
      reading.problems.map(\.description) == [
        "`body` holds a NUL character, which the server cannot store",
        "`status` has 51 characters, the server takes 50",
      ])
  }

  @Test func withoutHeaderOrIDThereIsNoItem() throws {
    for (text, problem) in [
      ("# a\n", "the frontmatter cannot be read"),
      ("---\na: [\n---\n", "the frontmatter cannot be read"),
      ("---\ntitle: a\n---\n", "`id` is missing"),
    ] {
      let reading = ItemReader.items(of: try spec(text, at: "tasks/a.md"), settings: .init())
      #expect(reading.items.isEmpty)
      #expect(reading.problems.map(\.description) == [problem])
    }
  }

  @Test(arguments: [("docs/prd-a.md", "prd"), ("docs/a.md", "document"), ("epics/a.md", "epic")])
  func otherKindsHaveNoHome(path: String, kind: String) throws {
    let reading = try read(
      "id: A-001\ntitle: a", body: path.hasPrefix("epics") ? "### REQ-A-FUNC-001: T\n" : "",
      at: path, config: "kinds: {epic: {folder: epics}}\n")
    #expect(reading.items.isEmpty && reading.problems.isEmpty)
    #expect(reading.homelessKind?.rawValue == kind)
  }
}

extension String {
  fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
