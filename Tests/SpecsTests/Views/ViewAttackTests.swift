import Specs
import TestSupport
import Testing

/// What is rare in specs and must neither overrun a view nor be told wrong.
@Suite struct ViewAttackTests {
  /// The rule asks what blocks the ticket, and nothing blocks one that is not there.
  @Test func aTicketThatIsNotThereHoldsNothingUpAndIsNamed() {
    let specs = rootSpecs(tasks([1: []], ticket: [1: "TKT-404"]))
    #expect(specs.readiness(of: "TSK-001")?.state == .ready)
    #expect(specs.troubles.map(\.kind) == [.missing])
  }

  /// A task waits for a task whose ticket waits for the first one's.
  @Test func aCircleOfTasksAndTicketsIsTold() {
    let specs = rootSpecs([
      "tickets/TKT-001.md": Sample.ticket(),
      "tickets/TKT-002.md": Sample.ticket("TKT-002", blockedBy: ["TKT-001"]),
      "tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002"]),
      "tasks/TSK-002.md": Sample.task("TSK-002", ticket: "TKT-002"),
    ])
    let told = specs.troubles.filter { $0.kind == .circle }.map(\.message)
    #expect(told == ["these wait for each other: TKT-001 → TSK-001 → TSK-002 → TKT-001"])
    #expect(specs.reasons(of: "TSK-001").last?.hasPrefix("waits for itself: ") == true)
  }

  @Test func oneSidedBlocksInACircleHoldNothingUp() {
    let specs = rootSpecs([
      "tasks/TSK-001.md": Sample.task(blocks: ["TSK-002"]),
      "tasks/TSK-002.md": Sample.task("TSK-002", blocks: ["TSK-001"]),
    ])
    #expect(specs.readiness(of: "TSK-001")?.state == .ready)
    #expect(specs.troubles.filter { $0.kind == .circle }.count == 1)
  }

  @Test func aTicketThatBlocksItselfIsBlocked() {
    let specs = rootSpecs([
      "tickets/TKT-001.md": Sample.ticket(blockedBy: ["TKT-001"]),
      "tasks/TSK-001.md": Sample.task(),
    ])
    #expect(specs.readiness(of: "TKT-001")?.state == .blocked)
    #expect(specs.reasons(of: "TSK-001").contains("TKT-001 waits for itself"))
  }

  @Test func anEstimateOfNothingEndsNoPath() {
    var files = tasks([1: [], 2: [1], 3: [2]])
    files["tasks/TSK-002.md"] = files["tasks/TSK-002.md"]?
      .replacing("estimate: S", with: "estimate: 0h")
    files["tasks/TSK-003.md"] = files["tasks/TSK-003.md"]?
      .replacing("estimate: S", with: "estimate: 1e308w")
    let graph = SpecGraph(rootSpecs(files), .tasks)
    #expect(graph.criticalPath.map { graph.nodes[$0].id } == ["TSK-001", "TSK-002", "TSK-003"])
    // What cannot be an estimate counts as none.
    #expect(graph.criticalHours == 4)
  }

  /// 600 tickets block one that has 600 tasks: reasons are counted, not repeated by the million.
  @Test func manyReasonsAreCounted() {
    var files = tasks(
      Dictionary(uniqueKeysWithValues: (1...600).map { ($0, []) }),
      ticket: Dictionary(uniqueKeysWithValues: (1...600).map { ($0, "TKT-999") }))
    let blockers = (1...600).map { "TKT-" + String(1000 + $0).dropFirst() }
    for id in blockers { files["tickets/\(id).md"] = Sample.ticket(id) }
    files["tickets/TKT-999.md"] = Sample.ticket("TKT-999", blockedBy: blockers)
    let specs = rootSpecs(files)
    let reasons = specs.reasons(of: "TSK-001")
    #expect(reasons.count == 21)
    #expect(reasons.last == "waits for 580 more")
  }

  /// Each ticket waits for the one before, and only the first is not complete.
  @Test func aLongRowOfTicketsNamesTheNearestThatIsOpen() {
    var files = tasks([1: []], ticket: [1: "TKT-0001"])
    for number in 1...3000 {
      let id = "TKT-" + String(10_000 + number).dropFirst()
      let before = "TKT-" + String(10_000 + number - 1).dropFirst()
      files["tickets/\(id).md"] = Sample.ticket(
        id, status: number == 1 ? "backlog" : "done", blockedBy: number == 1 ? [] : [before])
    }
    files["tickets/TKT-3001.md"] = Sample.ticket("TKT-3001", blockedBy: ["TKT-3000"])
    let specs = rootSpecs(files)
    #expect(
      specs.reasons(of: "TKT-3001") == ["waits for TKT-0001 behind TKT-0002 (1 of 1 task open)"])
  }

  @Test func aLongListOfDependenciesIsReadOnce() {
    let many = (1...20_000).map { "TSK-9\($0 + 10_000)" }
    let specs = rootSpecs(["tasks/TSK-001.md": Sample.task(dependsOn: many + many)])
    #expect(specs.reasons(of: "TSK-001").last == "waits for 19980 more")
    #expect(specs.troubles.count { $0.message.contains("TSK-9") } == 20_000)
  }

  @Test func aFileThatMayNotBeReadIsNamed() {
    let card = SpecCard(
      reading: SpecFile(
        path: ".omoi_os/tasks/TSK-001.md", root: ".omoi_os", kind: .task,
        content: .unavailable("it may not be read (permission denied)")),
      schema: Schema.builtIn[.task] ?? Schema.builtIn.kinds[0])
    let specs = RootSpecs(
      root: ".omoi_os", schema: .builtIn, cards: [card], files: [".omoi_os/tasks/TSK-001.md"])
    #expect(specs.troubles.map(\.kind) == [.unreadable])
    #expect(specs.troubles[0].message.contains("permission denied"))
  }
}
