import Specs
import TestSupport
import Testing

/// What can be worked on: the rule of the workflow document, and why something cannot.
@Suite struct ReadinessTests {
  @Test func aPendingTaskWithoutDependenciesIsReady() {
    let specs = rootSpecs(tasks([1: []]).merging(["tickets/TKT-001.md": Sample.ticket()]) { $1 })
    #expect(specs.readiness(of: "TSK-001")?.state == .ready)
    #expect(specs.reasons(of: "TSK-001") == [])
  }

  @Test func aDependencyThatIsNotDoneBlocks() {
    let specs = rootSpecs(tasks([1: [], 2: [1], 3: [2]], done: [1], status: [2: "review"]))
    #expect(specs.readiness(of: "TSK-002")?.state == .underWay)
    #expect(specs.readiness(of: "TSK-003")?.state == .blocked)
    #expect(specs.reasons(of: "TSK-003") == ["waits for TSK-002 (review)"])
  }

  @Test func onlyDoneIsDone() {
    let specs = rootSpecs(tasks([1: [], 2: [1]], done: [1]))
    #expect(specs.readiness(of: "TSK-001")?.state == .done)
    #expect(specs.readiness(of: "TSK-002")?.state == .ready)
  }

  @Test func anotherSpellingOfAStatusCounts() {
    let specs = rootSpecs(tasks([1: [], 2: [1], 3: []], status: [1: "Completed", 3: "todo"]))
    #expect(specs.readiness(of: "TSK-002")?.state == .ready)
    #expect(specs.readiness(of: "TSK-003")?.state == .ready)
  }

  @Test func aStatusOfBlockedIsAReasonOfItsOwn() {
    let specs = rootSpecs(tasks([1: [], 2: [1]], status: [2: "blocked"]))
    #expect(specs.readiness(of: "TSK-002")?.state == .blocked)
    #expect(
      specs.reasons(of: "TSK-002") == ["its status says so", "waits for TSK-001 (pending)"])
  }

  @Test func aMissingDependencyBlocks() {
    let specs = rootSpecs(tasks([1: [99]]))
    #expect(specs.readiness(of: "TSK-001")?.state == .blocked)
    #expect(specs.reasons(of: "TSK-001") == ["waits for TSK-099, which does not exist"])
  }

  @Test func oneSidedBlocksHoldNothingUp() {
    let specs = rootSpecs([
      "tasks/TSK-001.md": Sample.task(blocks: ["TSK-002"]),
      "tasks/TSK-002.md": Sample.task("TSK-002"),
    ])
    #expect(specs.readiness(of: "TSK-002")?.state == .ready)
  }

  @Test func aStatusThatNoWorkflowKnowsIsUnknown() {
    let specs = rootSpecs(tasks([1: []], status: [1: "someday"]))
    #expect(specs.readiness(of: "TSK-001")?.state == .unknown)
    #expect(specs.reasons(of: "TSK-001") == ["`someday` is no status of a task"])
  }

  @Test func aTicketWhoseTasksAreDoneIsUnderWayUntilItSaysSo() {
    let specs = rootSpecs([
      "tickets/TKT-001.md": Sample.ticket(), "tasks/TSK-001.md": Sample.task(status: "done"),
    ])
    #expect(specs.readiness(of: "TKT-001")?.state == .underWay)
    #expect(
      specs.reasons(of: "TKT-001") == ["all its tasks are done, its status is still `backlog`"])
  }

  @Test func aHeaderThatCannotBeReadIsUnknownWithItsReason() {
    let specs = rootSpecs(["tasks/TSK-001.md": "---\nid: TSK-001\nstatus: [pending\n---\n"])
    let readiness = specs.readiness(of: "TSK-001")
    #expect(readiness?.state == .unknown)
    #expect(readiness?.reasons.first?.kind == .unreadable)
  }

  // MARK: Tickets

  /// Three tickets in a row, each with a task.
  private func row(done: Set<Int>, more: [String: String] = [:]) -> RootSpecs {
    rootSpecs(
      [
        "tickets/TKT-001.md": Sample.ticket(),
        "tickets/TKT-002.md": Sample.ticket("TKT-002", blockedBy: ["TKT-001"]),
        "tickets/TKT-003.md": Sample.ticket("TKT-003", blockedBy: ["TKT-002"]),
      ]
      .merging(
        tasks(
          [1: [], 2: [], 3: []], done: done,
          ticket: [1: "TKT-001", 2: "TKT-002", 3: "TKT-003"])
      ) { $1 }.merging(more) { $1 })
  }

  @Test func aTicketThatIsBlockedHoldsUpItsTasks() {
    let specs = row(done: [])
    #expect(specs.readiness(of: "TSK-001")?.state == .ready)
    #expect(specs.readiness(of: "TSK-002")?.state == .blocked)
    #expect(
      specs.reasons(of: "TSK-002") == ["TKT-002 waits for TKT-001 (1 of 1 task open)"])
    #expect(specs.reasons(of: "TKT-002") == ["waits for TKT-001 (1 of 1 task open)"])
  }

  @Test func aTicketIsCompleteWhenItsTasksAreDoneWhateverItsStatus() {
    let specs = row(done: [1])
    #expect(specs.readiness(of: "TSK-002")?.state == .ready)
    #expect(specs.readiness(of: "TSK-003")?.state == .blocked)
  }

  @Test func aBlockerBehindACompleteOneBlocksStill() {
    let specs = row(done: [2])
    #expect(specs.readiness(of: "TSK-003")?.state == .blocked)
    #expect(
      specs.reasons(of: "TSK-003")
        == ["TKT-003 waits for TKT-001 behind TKT-002 (1 of 1 task open)"])
  }

  @Test func aTicketWithoutTasksIsCompleteWhenItIsDone() {
    for (status, state) in [("done", Readiness.State.ready), ("testing", .blocked)] {
      let specs = rootSpecs([
        "tickets/TKT-001.md": Sample.ticket(status: status),
        "tickets/TKT-002.md": Sample.ticket("TKT-002", blockedBy: ["TKT-001"]),
        "tasks/TSK-001.md": Sample.task(ticket: "TKT-002"),
      ])
      #expect(specs.readiness(of: "TSK-001")?.state == state, "\(status)")
    }
  }

  @Test func aDoneTicketWithOpenTasksIsNotComplete() {
    let specs = rootSpecs([
      "tickets/TKT-001.md": Sample.ticket(status: "done"),
      "tickets/TKT-002.md": Sample.ticket("TKT-002", blockedBy: ["TKT-001"]),
      "tasks/TSK-001.md": Sample.task(ticket: "TKT-001"),
      "tasks/TSK-002.md": Sample.task("TSK-002", ticket: "TKT-002"),
    ])
    #expect(specs.readiness(of: "TSK-002")?.state == .blocked)
  }

  @Test func aMissingBlockerBlocks() {
    let specs = rootSpecs([
      "tickets/TKT-001.md": Sample.ticket(blockedBy: ["TKT-404"]),
      "tasks/TSK-001.md": Sample.task(),
    ])
    #expect(
      specs.reasons(of: "TSK-001") == ["TKT-001 waits for TKT-404, which does not exist"])
  }

  // MARK: Circles and duplicates

  @Test func aCircleIsNamedAndBlocks() {
    let specs = rootSpecs(tasks([1: [3], 2: [1], 3: [2]]))
    #expect(specs.readiness(of: "TSK-001")?.state == .blocked)
    #expect(
      specs.reasons(of: "TSK-001").last
        == "waits for itself: TSK-001 → TSK-003 → TSK-002 → TSK-001")
  }

  @Test func eachIsToldTheCircleThatItIsIn() {
    let specs = rootSpecs(tasks([1: [2], 2: [1, 3], 3: [2]]))
    #expect(specs.reasons(of: "TSK-003").last == "waits for itself: TSK-002 → TSK-003 → TSK-002")
    #expect(specs.reasons(of: "TSK-001").last == "waits for itself: TSK-001 → TSK-002 → TSK-001")
  }

  @Test func ticketsInACircleBlockEachOther() {
    let specs = rootSpecs([
      "tickets/TKT-001.md": Sample.ticket(blockedBy: ["TKT-002"]),
      "tickets/TKT-002.md": Sample.ticket("TKT-002", blockedBy: ["TKT-001"]),
      "tasks/TSK-001.md": Sample.task(),
    ])
    #expect(specs.readiness(of: "TKT-001")?.state == .blocked)
    #expect(specs.readiness(of: "TSK-001")?.state == .blocked)
    #expect(
      specs.reasons(of: "TKT-001") == [
        "waits for TKT-002 (backlog)", "waits for itself: TKT-001 → TKT-002 → TKT-001",
      ])
    #expect(
      specs.reasons(of: "TKT-002") == [
        "waits for TKT-001 (1 of 1 task open)", "waits for itself: TKT-001 → TKT-002 → TKT-001",
      ])
  }

  @Test func ofDuplicatesAllHaveToBeDone() {
    let specs = rootSpecs([
      "tasks/TSK-001-a.md": Sample.task(status: "done"),
      "tasks/TSK-001-b.md": Sample.task(status: "review"),
      "tasks/TSK-002.md": Sample.task("TSK-002", dependsOn: ["TSK-001"]),
    ])
    #expect(
      specs.reasons(of: "TSK-002") == ["waits for TSK-001 in .omoi_os/tasks/TSK-001-b.md (review)"])
  }

  // MARK: What to begin with

  @Test func priorityGoesFirstThenTheLongestRowBehind() {
    var files = tasks([1: [], 2: [], 3: [2], 4: [3], 5: []], ticket: [5: "TKT-002"])
    files["tickets/TKT-001.md"] = Sample.ticket()
    files["tickets/TKT-002.md"] = Sample.ticket("TKT-002")
      .replacing("priority: HIGH", with: "priority: CRITICAL")
    let ready = ReadyTasks(rootSpecs(files))
    #expect(ready.cards.map(\.label) == ["TSK-005", "TSK-002", "TSK-001"])
    #expect(ready.counts == [.ready: 3, .blocked: 2])
  }

  @Test func eachFileIsListedOnce() {
    let specs = rootSpecs([
      "tasks/TSK-001-a.md": Sample.task(), "tasks/TSK-001-b.md": Sample.task(),
    ])
    #expect(
      ReadyTasks(specs).cards.map(\.path) == [
        ".omoi_os/tasks/TSK-001-a.md", ".omoi_os/tasks/TSK-001-b.md",
      ])
  }

  @Test func aProjectsOwnWorkflowRules() {
    let specs = rootSpecs(
      tasks([1: [], 2: [1]], status: [1: "shipped", 2: "waiting"]).merging([
        "config.yaml": "status: {task: [waiting, doing, shipped]}\n"
      ]) { $1 })
    #expect(specs.readiness(of: "TSK-001")?.state == .done)
    #expect(specs.readiness(of: "TSK-002")?.state == .ready)
  }
}
