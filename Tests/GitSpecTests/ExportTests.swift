import Foundation
import TestSupport
import Testing

/// `git spec export json`: everything, in the form that its schema publishes.
@Suite struct ExportTests {
  private func schema(_ sandbox: Sandbox) throws -> JSONSchemaCheck {
    try JSONSchemaCheck(sandbox.spec("schema", "export").output)
  }

  private func export(_ sandbox: Sandbox, _ arguments: [String] = []) throws -> AnyJSON {
    let outcome = try sandbox.run(Sandbox.program, ["export", "json"] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      try sandbox.run(Sandbox.program, ["export", "json"] + arguments).output == outcome.output)
    return try AnyJSON(outcome.output)
  }

  private func repository(_ files: [String: String]) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for (path, text) in files { try sandbox.write(path, text) }
    return sandbox
  }

  /// Every kind, with what can be wrong with them.
  private static let troubled = [
    ".omoi_os/docs/prd-a.md":
      "---\nid: PRD-A-001\ntitle: A\nfeature: a\ncreated: 2026-01-01\n---\n",
    ".omoi_os/requirements/a.md":
      "---\nid: REQ-A-001\ntitle: A\nprd_ref: docs/prd-a.md\n---\n### REQ-A-FUNC-001: Log in\n\nWHEN a user logs in, THE SYSTEM SHALL open a session.\n\n**Acceptance Criteria**:\n- [x] It opens\n",
    ".omoi_os/designs/a.md":
      "---\nid: DESIGN-A-001\ntitle: A\nrequirements: [REQ-A-001]\napi_endpoints: [{path: /a, auth: false, cost: 1.5, none: ~}]\n---\n",
    ".omoi_os/tickets/TKT-001.md": Sample.ticket(),
    ".omoi_os/tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002", "TSK-404"]),
    ".omoi_os/tasks/TSK-002.md": Sample.task("TSK-002", status: "blocked", dependsOn: ["TSK-001"]),
    ".omoi_os/tasks/TSK-002-b.md": Sample.task("TSK-002"),
    ".omoi_os/tasks/TSK-003.md": "---\nid: [\n---\n",
    ".omoi_os/tasks/TSK-004.md": "no header\n",
    "sub/.omoi_os/epics/one.md": "---\nid: EPC-001\ntitle: One\nwild: {a: [1, 2]}\n---\n",
    "sub/.omoi_os/config.yaml": "kinds: {epic: {folder: epics, prefix: EPC}}\nbogus: 1\n",
  ]

  @Test func whatIsExportedIsAsItsSchemaSays() throws {
    for files in [Sample.root, Self.troubled, [".omoi_os/tasks/.keep": ""]] {
      let sandbox = try repository(files)
      let check = try schema(sandbox)
      let faults = check.faults(in: try export(sandbox))
      #expect(faults == [])
    }
  }

  @Test func theSchemaMissesEveryKeyThatIsNotThere() throws {
    let sandbox = try repository(Self.troubled)
    let check = try schema(sandbox)
    let whole = try sandbox.spec("export", "json").output
    for key in ["commit", "state", "reasons", "body", "critical_path", "orphans", "met"] {
      let without = whole.replacing("\"\(key)\" :", with: "\"other\" :")
      #expect(without != whole, "\(key) is not exported")
      #expect(!check.faults(in: try AnyJSON(without)).isEmpty, "\(key)")
    }
  }

  @Test func fieldsKeepTheirTypesAndTextsAreWhole() throws {
    let sandbox = try repository(Self.troubled)
    let export = try export(sandbox)
    func spec(_ id: String) throws -> AnyJSON {
      let roots = try #require(export["roots"]?.list)
      return try #require(
        roots.flatMap { $0["specs"]?.list ?? [] }.first { $0["spec"]?["id"] == .text(id) })
    }
    let endpoint = try spec("DESIGN-A-001").value(at: "/fields/api_endpoints/0")
    #expect(endpoint == (try AnyJSON(#"{"path": "/a", "auth": false, "cost": 1.5, "none": null}"#)))
    let heading = try spec("REQ-A-001").value(at: "/requirements/0")
    #expect(heading?["condition"] == .text("WHEN a user logs in"))
    #expect(heading?["criteria"] == (try AnyJSON(#"[{"met": true, "text": "It opens"}]"#)))
    #expect(try spec("EPC-001").value(at: "/fields/wild") == (try AnyJSON(#"{"a": [1, 2]}"#)))
    #expect(
      try spec("TSK-001")["body"]
        == .text("# TSK-001: Write the parser\n\n## Acceptance Criteria\n\n- [ ] Tests pass"))
    #expect(try spec("PRD-A-001").value(at: "/fields/created") == .text("2026-01-01"))
    let kinds = Set((export["problems"]?.list ?? []).compactMap { $0["kind"]?.text })
    #expect(kinds == ["unreadable", "duplicate", "missing", "circle", "settings"])
  }

  @Test func aCommitIsExportedAsItIs() throws {
    let sandbox = try repository(Sample.root)
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Begin")
    let head = try sandbox.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    let committed = try export(sandbox, ["--rev", "HEAD"])
    try sandbox.write(".omoi_os/tasks/TSK-001.md", Sample.task(status: "done"))
    #expect(try export(sandbox, ["--rev", "HEAD"]) == committed)
    #expect(committed["commit"] == .text(head))
    #expect(try export(sandbox)["commit"] == .null)
    #expect(try export(sandbox)["roots"] != committed["roots"])
  }

  @Test(
    .enabled(
      if: Shared.has("corpus/omoios-specs.fast-export"), "the folder ../shared/corpus is not there")
  )
  func theRealCorpusIsExportedByItsSchema() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.shell(
      "git fast-import --quiet < '\(Shared.folder ?? "")/corpus/omoios-specs.fast-export'")
    let export = try export(sandbox, ["--rev", "main"])
    #expect(try schema(sandbox).faults(in: export) == [])
    #expect(export["roots"]?.list?.map { $0["specs"]?.list?.count } == [46, 20])
  }
}
