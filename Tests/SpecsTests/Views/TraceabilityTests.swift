import Specs
import TestSupport
import Testing

/// Which requirement is built by what, and what belongs to nothing.
@Suite struct TraceabilityTests {
  private static let files = [
    "requirements/a.md":
      "---\nid: REQ-A-001\ntitle: A\n---\n### REQ-A-FUNC-001: One\n\n### REQ-A-FUNC-002: Two\n\n#### REQ-A-SEC-001: Three\n",
    "requirements/b.md": "---\nid: REQ-B-001\ntitle: B\n---\n# No headings\n",
    "docs/notes.md": "---\nid: DOC-N-001\ntitle: N\n---\n### REQ-N-FUNC-001: In a document\n",
    "designs/a.md": "---\nid: DESIGN-A-001\ntitle: A\nrequirements: [REQ-A-001]\n---\n",
    "designs/x.md": "---\nid: DESIGN-X-001\ntitle: X\nrequirements: [REQ-X-001]\n---\n",
    "tickets/TKT-001.md":
      "---\nid: TKT-001\ntitle: T\nstatus: backlog\nrequirements: [REQ-A-FUNC-001, REQ-A-FUNC-001, REQ-A-SEC-001]\ndesign_ref: designs/a.md\n---\n",
    "tickets/TKT-002.md":
      "---\nid: TKT-002\ntitle: T\nstatus: done\nrequirements: [REQ-A-FUNC-001, REQ-GONE-001]\ndesign_ref: designs/gone.md\n---\n",
    "tickets/TKT-003.md":
      "---\nid: TKT-003\ntitle: T\nstatus: done\nrequirements: [REQ-B-001]\n---\n",
    "tickets/TKT-004.md":
      "---\nid: TKT-004\ntitle: T\nstatus: done\nrequirements: [REQ-GONE-001]\n---\n",
    "tasks/TSK-001.md": "---\nid: TSK-001\nstatus: done\nticket_id: TKT-001\n---\n",
    "tasks/TSK-002.md": "---\nid: TSK-002\nstatus: done\nticket_id: TKT-404\n---\n",
  ]

  @Test func headingsAreCountedAndAFileWithoutThemCountsItself() {
    let trace = Traceability(rootSpecs(Self.files))
    #expect(trace.sources.map(\.linked) == [.init(2, of: 3), .init(1, of: 1)])
    #expect(trace.requirementsLinked == .init(3, of: 4))
    #expect(trace.requirementsLinked.percent == 75)
    #expect(trace.documents.map(\.linked) == [.init(0, of: 1)])
    #expect(trace.requirementsWithoutTicket.map(\.id) == ["REQ-A-FUNC-002"])
  }

  @Test func aTicketIsListedOnceHoweverOftenItNamesARequirement() {
    let trace = Traceability(rootSpecs(Self.files))
    let first = trace.sources[0].requirements[0]
    #expect(first.tickets.map(\.label) == ["TKT-001", "TKT-002"])
    #expect(trace.sources[0].designs == ["DESIGN-A-001"])
  }

  @Test func builtIsWhatOnlyCompleteTicketsBuild() {
    let trace = Traceability(rootSpecs(Self.files))
    // TKT-001 is complete by its task, TKT-002 and TKT-003 by their status.
    #expect(trace.sources[0].requirements.map(\.isBuilt) == [true, false, true])
    #expect(trace.requirementsBuilt == .init(3, of: 4))
  }

  @Test func whatBelongsToNothingIsNamed() {
    let trace = Traceability(rootSpecs(Self.files))
    #expect(trace.ticketsWithoutRequirement.map(\.label) == ["TKT-004"])
    #expect(trace.ticketsLinked == .init(3, of: 4))
    #expect(trace.ticketsDesigned == .init(1, of: 4))
    #expect(trace.ticketsWithoutTask.map(\.label) == ["TKT-002", "TKT-003", "TKT-004"])
    #expect(trace.tasksWithoutTicket.map(\.label) == ["TSK-002"])
    #expect(trace.designsWithoutRequirement.map(\.label) == ["DESIGN-X-001"])
  }

  @Test func begunIsWhatSomebodyWorksOn() {
    var files = Self.files
    files["tasks/TSK-001.md"] = "---\nid: TSK-001\nstatus: pending\nticket_id: TKT-001\n---\n"
    files["tickets/TKT-002.md"] = nil
    let first = Traceability(rootSpecs(files)).sources[0].requirements[0]
    #expect(first.isLinked && !first.isBegun && !first.isBuilt)
    files["tasks/TSK-001.md"] = "---\nid: TSK-001\nstatus: review\nticket_id: TKT-001\n---\n"
    #expect(Traceability(rootSpecs(files)).sources[0].requirements[0].isBegun)
  }

  @Test func aTicketThatNamesAFileAsAWholeIsShownAndLinksNoHeading() {
    var files = Self.files
    files["tickets/TKT-005.md"] =
      "---\nid: TKT-005\ntitle: W\nstatus: backlog\nrequirements: [REQ-A-001]\n---\n"
    let source = Traceability(rootSpecs(files)).sources[0]
    #expect(source.tickets.map(\.label) == ["TKT-005"])
    #expect(source.linked == .init(2, of: 3))
  }

  @Test func aFilterKeepsTheRequirementsThatItsTicketsBuild() {
    let specs = rootSpecs(Self.files)
    let trace = Traceability(specs) { $0.label == "TKT-002" }
    #expect(trace.sources.flatMap(\.requirements).map(\.id) == ["REQ-A-FUNC-001"])
    #expect(trace.tickets.map(\.label) == ["TKT-002"])
  }

  @Test func whatCannotBeReadBelongsToNobodyKnowsWhat() {
    var files = Self.files
    files["tasks/TSK-009.md"] = "---\nid: TSK-009\nticket_id: TKT-001\nstatus: [a\n---\n"
    #expect(Traceability(rootSpecs(files)).tasksWithoutTicket.map(\.label) == ["TSK-002"])
  }

  @Test func nothingHasNoPercentage() {
    #expect(Traceability(rootSpecs([:])).requirementsLinked.percent == nil)
    #expect(Traceability.Share(199, of: 200).percent == 99)
  }

  @Test func troublesNameEachFaultOnceWithItsPlace() {
    var files = Self.files
    files["tasks/TSK-001-b.md"] = files["tasks/TSK-001.md"]
    files["tasks/TSK-009.md"] = "---\nid: TSK-009\nstatus: [a\n---\n"
    files["tasks/TSK-005.md"] = Sample.task("TSK-005", dependsOn: ["TSK-005"])
    let troubles = rootSpecs(files).troubles
    #expect(
      troubles.map { "\($0.kind.rawValue) \($0.path.dropFirst(9)):\($0.line)" } == [
        "unreadable tasks/TSK-009.md:4", "duplicate tasks/TSK-001-b.md:2",
        "missing designs/x.md:4", "missing tickets/TKT-002.md:5", "missing tickets/TKT-002.md:6",
        "missing tickets/TKT-004.md:5", "missing tasks/TSK-002.md:4", "circle tasks/TSK-005.md:9",
      ])
  }

  @Test func filtersKnowOtherSpellingsAndInheritedValues() {
    let specs = rootSpecs([
      "tickets/TKT-001.md": Sample.ticket(status: "backlog"),
      "tickets/TKT-002.md": Sample.ticket("TKT-002", status: "done")
        .replacing("priority: HIGH", with: "priority: LOW"),
      "tasks/TSK-001.md": Sample.task(status: "in-progress"),
      "tasks/TSK-002.md": Sample.task("TSK-002", ticket: "TKT-002"),
    ])
    func shown(_ change: (inout SpecFilter) -> Void) -> [String] {
      var filter = SpecFilter()
      change(&filter)
      return specs.cards.filter { filter.includes($0, in: specs) }.map(\.label)
    }
    #expect(shown { $0.statuses = ["open", "In Progress"] } == ["TKT-001", "TSK-001"])
    #expect(shown { $0.priorities = ["low"] } == ["TKT-002", "TSK-002"])
    #expect(shown { $0.tickets = ["tkt-001"] } == ["TKT-001", "TSK-001"])
    #expect(
      shown {
        $0.statuses = ["done"]; $0.priorities = ["HIGH"]
      } == [])
  }

  @Test func numbersAreOrderedByTheirValue() {
    #expect(
      ["TSK-1000", "TSK-999", "TSK-A-001", "TKT-2"].sorted { IDOrder($0) < IDOrder($1) }
        == ["TKT-2", "TSK-999", "TSK-1000", "TSK-A-001"])
    #expect(Effort.hours("0.5d") == 4)
    #expect(Effort.hours("l") == 6)
    #expect(Effort.hours("soon") == nil)
  }
}
