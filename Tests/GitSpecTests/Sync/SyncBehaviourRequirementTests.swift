import Foundation
import TestSupport
import Testing

/// Requirements with their criteria, the specs that they lie in, and the tickets of these.
@Suite struct SyncBehaviourRequirementTests {
  private static let path = SyncSample.requirementsPath

  @Test func criteriaAreAddedRemovedAndTicked() throws {
    let bench = try SyncBench(SyncSample.login)
    try bench.push()
    let before = try bench.requirement("REQ-LOGIN-FUNC-001")
    try bench.edit(Self.path, "- [ ] Smiles", "- [x] Smiles\n- [ ] Bows")
    let outcome = try bench.push()
    expectRows(outcome, "UPDATE requirement REQ-LOGIN-FUNC-001")
    #expect(outcome.message("REQ-LOGIN-FUNC-001") == "Updated: criteria")
    let after = try bench.requirement("REQ-LOGIN-FUNC-001")
    #expect(after.id == before.id)
    #expect(after.criteria.sorted() == ["[ ] Bows", "[x] Greets", "[x] Smiles"])
    // The ones that stay are the same ones.
    #expect(
      Set(before.items("criteria").map(\.id)).isSubset(of: after.items("criteria").map(\.id)))

    try bench.edit(Self.path, "- [x] Greets\n", "")
    try bench.edit(Self.path, "- [x] Smiles", "- [ ] Smiles")
    try bench.push()
    #expect(
      try bench.requirement("REQ-LOGIN-FUNC-001").criteria.sorted() == ["[ ] Bows", "[ ] Smiles"])
    #expect(try bench.onlyReads { try bench.push("--full") }.rows == [])
  }

  @Test func aSentenceIsTwoFields() throws {
    let bench = try SyncBench(SyncSample.login)
    try bench.push()
    try bench.edit(Self.path, "WHEN a user enters", "WHEN a guest leaves")
    let outcome = try bench.push()
    #expect(outcome.message("REQ-LOGIN-FUNC-001") == "Updated: condition")
    let after = try bench.requirement("REQ-LOGIN-FUNC-001")
    #expect(after["condition"]?.contains("a guest leaves") == true)
    #expect(after.criteria == ["[x] Greets", "[ ] Smiles"])
  }

  @Test func aDesignIsReplacedPartByPart() throws {
    let bench = try SyncBench(SyncSample.login)
    try bench.push()
    try bench.edit(SyncSample.designPath, "One door.", "Two doors.")
    let outcome = try bench.push()
    expectRows(outcome, "UPDATE spec DESIGN-LOGIN-001")
    #expect(outcome.message("DESIGN-LOGIN-001") == "Updated: architecture, description")
    let design = try #require(
      try bench.spec("DESIGN-LOGIN-001").values["design"] as? [String: Any])
    #expect(design["architecture"] as? String == "Two doors.")
    #expect(design["data_model"] as? String == "A key.")
    #expect((design["api_spec"] as? [[String: Any]])?.count == 1)
  }

  @Test func aDesignThatComesLaterTakesOverTheSpecOfItsRequirements() throws {
    let bench = try SyncBench([
      Self.path: SyncSample.requirements(),
      SyncSample.ticketPath(): SyncSample.ticket(requirements: ["REQ-LOGIN-FUNC-001"]),
    ])
    try bench.push()
    let before = try bench.spec("REQ-LOGIN-001")
    let requirement = try bench.requirement("REQ-LOGIN-FUNC-001")
    let ticket = try bench.ticket("TKT-001")
    #expect(try bench.tickets(linkedTo: before) == [ticket.id])

    try bench.commit([SyncSample.designPath: SyncSample.design()])
    expectRows(try bench.push(), "UPDATE spec DESIGN-LOGIN-001")
    let after = try bench.spec("DESIGN-LOGIN-001")
    #expect(after.id == before.id)
    #expect(after.title == "The door")
    #expect(after.items("requirements").map(\.id) == [requirement.id])
    #expect(try bench.specs().count == 1)
    #expect(try bench.tickets(linkedTo: after) == [ticket.id])
    #expect(try bench.onlyReads { try bench.push("--full") }.rows == [])

    // The requirements go on living there.
    try bench.edit(Self.path, "Smiles", "Laughs")
    expectRows(try bench.push(), "UPDATE requirement REQ-LOGIN-FUNC-001")
    #expect(try bench.requirement("REQ-LOGIN-FUNC-001").id == requirement.id)
  }

  @Test func aNewHeadingJoinsTheSpecOfItsFile() throws {
    let bench = try SyncBench(SyncSample.login)
    try bench.push()
    let headings = ["REQ-LOGIN-FUNC-001", "REQ-LOGIN-SEC-001"]
    try bench.commit([Self.path: SyncSample.requirements(headings: headings)])
    expectRows(try bench.push(), "CREATE requirement REQ-LOGIN-SEC-001")
    let spec = try bench.spec("DESIGN-LOGIN-001")
    #expect(spec.items("requirements").count == 2)
    #expect(try bench.specs().count == 1)
  }

  @Test func ticketsAreLinkedAndUnlinked() throws {
    var files = SyncSample.login
    files[SyncSample.ticketPath()] = SyncSample.ticket(design: "designs/login.md")
    files[SyncSample.ticketPath("TKT-002")] = SyncSample.ticket("TKT-002")
    let bench = try SyncBench(files)
    try bench.push()
    let spec = try bench.spec("DESIGN-LOGIN-001")
    let first = try bench.ticket("TKT-001").id
    let second = try bench.ticket("TKT-002").id
    #expect(try bench.tickets(linkedTo: spec) == [first])
    try bench.edit(
      SyncSample.ticketPath("TKT-002"), "requirements: []", "requirements: [REQ-LOGIN-001]")
    try bench.push()
    #expect(try bench.tickets(linkedTo: spec) == [first, second])
    try bench.edit(SyncSample.ticketPath(), "design_ref: designs/login.md\n", "")
    try bench.push()
    #expect(try bench.tickets(linkedTo: spec) == [second])
    #expect(try bench.onlyReads { try bench.push("--full") }.rows == [])
  }

  /// IDs are unique per root: the same ID in two roots is two items.
  @Test func twoRootsMayHaveTheSameID() throws {
    let other = "backend/.omoi_os/tickets/TKT-001.md"
    let bench = try SyncBench([
      SyncSample.ticketPath(): SyncSample.ticket(title: "Front"),
      SyncSample.taskPath(): SyncSample.task(title: "Front task"),
      other: SyncSample.ticket(title: "Back"),
      "backend/.omoi_os/tasks/TSK-001.md": SyncSample.task(title: "Back task"),
    ])
    expectRows(
      try bench.push(), "CREATE ticket TKT-001", "CREATE ticket TKT-001 (backend/.omoi_os)",
      "CREATE task TSK-001", "CREATE task TSK-001 (backend/.omoi_os)")
    let tickets = try bench.tickets()
    #expect(tickets.map(\.title).sorted() == ["Back", "Front"])
    #expect(Set(tickets.compactMap { $0.marker?.uid }).count == 2)
    for task in try bench.tasks() {
      let ticket = tickets.first { $0.id == task["ticket_id"] }
      #expect(task.title == (ticket?.title ?? "") + " task")
    }
    try bench.edit(other, "title: Back", "title: Behind")
    expectRows(try bench.push(), "UPDATE ticket TKT-001 (backend/.omoi_os)")
    #expect(try bench.tickets().map(\.title).sorted() == ["Behind", "Front"])
    #expect(try bench.onlyReads { try bench.push("--full") }.rows == [])
  }
}
