import TestSupport
import Testing

/// What `--staged` makes a change answer for, read through both backends and without loading more
/// than the change concerns.
@Suite struct ScopeTests {
  private func repository(_ backend: BackendName, _ files: [String: String]) throws -> Sandbox {
    let sandbox = try Sandbox(["GIT_SPEC_BACKEND": backend.rawValue])
    try sandbox.git("init", "-q", ".")
    for (path, text) in files { try sandbox.write(".omoi_os/" + path, text) }
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Begin")
    return sandbox
  }

  private static let requirements = """
    ---
    id: REQ-A-001
    title: Access
    feature: a
    created: 2026-01-01
    updated: 2026-01-02
    status: draft
    category: functional
    priority: HIGH
    ---

    # Access

    ### REQ-A-FUNC-001. Log in

    THE SYSTEM SHALL log in.

    ### _REQ-A-FUNC-002: Log out_

    THE SYSTEM SHALL log out.

    ### REQ-A-FUNC-003—Three

    THE SYSTEM SHALL count to three.

    """

  private func ticket(_ field: String, id: String = "TKT-001") -> String {
    Sample.ticket(id).replacing("dependencies:", with: field + "\ndependencies:")
  }

  private static let three = "requirements: [REQ-A-FUNC-001, REQ-A-FUNC-002, REQ-A-FUNC-003]"

  @Test(arguments: BackendName.allCases)
  func requirementHeadingsOfEveryFormAreKnown(backend: BackendName) throws {
    let sandbox = try repository(backend, ["requirements/a.md": Self.requirements])
    try sandbox.write(".omoi_os/tickets/TKT-001.md", ticket(Self.three))
    try sandbox.git("add", "-A")
    let outcome = try sandbox.spec("check", "--staged")
    #expect(outcome.status == 0, "\(outcome)")
    try sandbox.git("commit", "-qm", "A ticket")
    try sandbox.git("rm", "-q", ".omoi_os/requirements/a.md")
    let removed = try sandbox.spec("check", "--staged")
    #expect(removed.output.ranges(of: "error[S301]").count == 3, "\(removed)")
  }

  @Test(arguments: BackendName.allCases)
  func aFieldOfDashesHidesNothing(backend: BackendName) throws {
    let task = Sample.task().replacing("ticket_id:", with: "---x: 1\nticket_id:")
    let sandbox = try repository(
      backend, ["tasks/TSK-001.md": task, "tickets/TKT-001.md": Sample.ticket()])
    try sandbox.git("rm", "-q", ".omoi_os/tickets/TKT-001.md")
    let outcome = try sandbox.spec("check", "--staged")
    #expect(outcome.output.contains("error[S301]"), "\(outcome)")
    #expect(outcome.output.contains(".omoi_os/tasks/TSK-001.md"), "\(outcome)")
  }

  private static let design = """
    ---
    id: DESIGN-A-001
    title: Access
    feature: a
    created: 2026-01-01
    updated: 2026-01-02
    status: draft
    requirements: []
    ---

    # Access

    """

  @Test(arguments: BackendName.allCases, ["designs/a.md", "designs/flow.png"])
  func aRemovedFileIsMissedHoweverItIsNamed(backend: BackendName, file: String) throws {
    var files = [file: Self.design]
    for (number, name) in [file, "./" + file, ".omoi_os/" + file].enumerated() {
      let id = "TKT-00\(number + 1)"
      files["tickets/\(id).md"] = ticket("design_ref: \(name)", id: id)
    }
    let sandbox = try repository(backend, files)
    #expect(try sandbox.spec("check").status == 0)
    try sandbox.git("rm", "-q", ".omoi_os/" + file)
    let outcome = try sandbox.spec("check", "--staged")
    #expect(outcome.status == 1)
    #expect(outcome.output.ranges(of: "error[S303]").count == 3, "\(outcome)")
  }

  @Test(arguments: BackendName.allCases)
  func aFileIsFoundByItsBytes(backend: BackendName) throws {
    let (composed, decomposed) = ("designs/caf\u{E9}.md", "designs/cafe\u{301}.md")
    let sandbox = try repository(
      backend,
      [decomposed: Self.design, "tickets/TKT-001.md": ticket("design_ref: \(decomposed)")])
    #expect(try sandbox.spec("check").status == 0)
    try sandbox.write(".omoi_os/tickets/TKT-001.md", ticket("design_ref: \(composed)"))
    try sandbox.git("add", "-A")
    for arguments in [["check"], ["check", "--staged"]] {
      let outcome = try sandbox.run(Sandbox.program, arguments)
      #expect(outcome.output.contains("error[S303]"), "\(outcome)")
    }
  }

  @Test(arguments: BackendName.allCases)
  func oneOfThreeDuplicatesMayGo(backend: BackendName) throws {
    var files = ["tickets/TKT-001.md": Sample.ticket()]
    for name in ["a", "b", "c"] { files["tasks/TSK-001-\(name).md"] = Sample.task() }
    let sandbox = try repository(backend, files)
    #expect(try sandbox.spec("check").output.contains("error[S205]"))
    try sandbox.git("rm", "-q", ".omoi_os/tasks/TSK-001-b.md")
    let outcome = try sandbox.spec("check", "--staged")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(arguments: BackendName.allCases)
  func aTangleMayBecomeSmaller(backend: BackendName) throws {
    let ids = ["TSK-001", "TSK-002", "TSK-003"]
    var files = ["tickets/TKT-001.md": Sample.ticket()]
    for id in ids {
      files["tasks/\(id).md"] = Sample.task(id, dependsOn: ids.filter { $0 != id })
    }
    let sandbox = try repository(backend, files)
    for id in ids {
      try sandbox.write(".omoi_os/tasks/\(id).md", Sample.task(id))
      try sandbox.git("add", "-A")
      let outcome = try sandbox.spec("check", "--staged")
      #expect(outcome.status == 0, "\(id) \(outcome)")
      try sandbox.git("reset", "-q", "--hard")
    }
  }

  /// It has no header to read its ID from, and an old fault of it is no news.
  @Test(arguments: BackendName.allCases)
  func aTaskWithoutAHeaderIsKnownByItsName(backend: BackendName) throws {
    let sandbox = try repository(
      backend, ["tasks/TSK-001-late.md": "# Late\n", "tickets/TKT-001.md": Sample.ticket()])
    try sandbox.write(".omoi_os/tasks/TSK-002.md", Sample.task("TSK-002", dependsOn: ["TSK-001"]))
    try sandbox.git("add", "-A")
    let outcome = try sandbox.spec("check", "--staged")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(arguments: BackendName.allCases)
  func nothingChangedStillCountsTheSpecs(backend: BackendName) throws {
    let sandbox = try repository(
      backend, ["tasks/TSK-001.md": Sample.task(), "tickets/TKT-001.md": Sample.ticket()])
    let outcome = try sandbox.spec("check", "--staged", "--format", "json")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("\"specs\": 2") || outcome.output.contains("\"specs\" : 2"))
    #expect(try sandbox.spec("check", "--staged").output.contains("2 specs"))
  }

  @Test(arguments: BackendName.allCases)
  func aRootInsideARootIsItsOwn(backend: BackendName) throws {
    let sandbox = try repository(
      backend,
      [
        "tickets/TKT-001.md": Sample.ticket(), "tasks/TSK-001.md": Sample.task(),
        "tickets/.omoi_os/tasks/TSK-001.md": Sample.task(),
      ])
    let outcome = try sandbox.spec("check")
    // Not a duplicate of the outer one, and the outer ticket is not in its root.
    #expect(!outcome.output.contains("S205"), "\(outcome)")
    #expect(outcome.output.ranges(of: "error[S301]").count == 1, "\(outcome)")
    #expect(outcome.output.contains("--> .omoi_os/tickets/.omoi_os/tasks/TSK-001.md"))
    #expect(try sandbox.spec("check", "--root", ".omoi_os").status == 0)
  }
}
