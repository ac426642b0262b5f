import Specs
import TestSupport
import Testing

@Suite struct NoCycleTests {
  private func cycles(_ files: [String: String]) throws -> [String] {
    let found = try Bench(files).findings().filter { $0.code == "S305" }
    #expect(found.allSatisfy { $0.severity == .error })
    return found.map(\.message)
  }

  @Test func aCircleOfTasksIsOneFindingWithItsWay() throws {
    #expect(
      try cycles([
        "tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-003"]),
        "tasks/TSK-002.md": Sample.task("TSK-002", dependsOn: ["TSK-001"]),
        "tasks/TSK-003.md": Sample.task("TSK-003", dependsOn: ["TSK-002"]),
      ]) == ["these wait for each other: TSK-001 → TSK-003 → TSK-002 → TSK-001"])
  }

  @Test func blocksAndDependsOnMakeACircleTogether() throws {
    #expect(
      try cycles([
        "tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002"], blocks: ["TSK-002"]),
        "tasks/TSK-002.md": Sample.task("TSK-002"),
      ]).count == 1)
  }

  @Test func aCircleThroughTicketsIsFound() throws {
    // TSK-001 waits for TKT-002, which waits for its task TSK-002, which waits for TSK-001.
    #expect(
      try cycles([
        "tickets/TKT-001.md": Sample.ticket(blockedBy: ["TKT-002"]),
        "tickets/TKT-002.md": Sample.ticket("TKT-002"),
        "tasks/TSK-001.md": Sample.task(),
        "tasks/TSK-002.md": Sample.task("TSK-002", ticket: "TKT-002", dependsOn: ["TSK-001"]),
      ]) == ["these wait for each other: TKT-002 → TSK-002 → TSK-001 → TKT-002"])
  }

  @Test func circlesApartAreFoundApart() throws {
    var files: [String: String] = [:]
    for (a, b) in [(1, 2), (3, 4)] {
      files["tasks/TSK-00\(a).md"] = Sample.task("TSK-00\(a)", dependsOn: ["TSK-00\(b)"])
      files["tasks/TSK-00\(b).md"] = Sample.task("TSK-00\(b)", dependsOn: ["TSK-00\(a)"])
    }
    #expect(try cycles(files).count == 2)
  }

  @Test func aTicketAndItsTasksAreNoCircle() throws {
    #expect(
      try cycles([
        "tickets/TKT-001.md": Sample.ticket(), "tasks/TSK-001.md": Sample.task(blocks: ["TSK-002"]),
        "tasks/TSK-002.md": Sample.task("TSK-002", dependsOn: ["TSK-001"]),
      ]).isEmpty)
  }

  /// A diamond has two ways and no circle; a long chain is searched without recursion.
  @Test func diamondsAndLongChainsAreFine() throws {
    var files: [String: String] = [:]
    for number in 100..<400 {
      files["tasks/TSK-\(number).md"] = Sample.task(
        "TSK-\(number)", dependsOn: number > 101 ? ["TSK-\(number - 1)", "TSK-\(number - 2)"] : [])
    }
    #expect(try cycles(files).isEmpty)
    files["tasks/TSK-100.md"] = Sample.task("TSK-100", dependsOn: ["TSK-399"])
    let found = try cycles(files)
    #expect(found.count == 1)
    #expect(found[0].contains(" more) … "))
  }

  /// What was wrong before does not hide what a change adds to it.
  @Test func aNewCircleThatSharesAStepWithAnOldOneIsTold() throws {
    let before = [
      "tickets/TKT-001.md": Sample.ticket(),
      "tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002"]),
      "tasks/TSK-002.md": Sample.task("TSK-002", dependsOn: ["TSK-001"]),
      "tasks/TSK-003.md": Sample.task("TSK-003", dependsOn: ["TSK-001"]),
    ]
    let task = Sample.task("TSK-002", dependsOn: ["TSK-001", "TSK-003"])
    let after = before.merging(["tasks/TSK-002.md": task]) { $1 }
    let found = try Bench(after, before: before).change().findings.filter { $0.code == "S305" }
    #expect(
      found.map(\.message).contains {
        $0.contains("TSK-001 → TSK-002 → TSK-003") || $0.contains("TSK-002 → TSK-003 → TSK-001")
      }, "\(found.map(\.message))")
    let same = before.merging(["tasks/TSK-003.md": before["tasks/TSK-003.md"]! + "More\n"]) { $1 }
    #expect(try Bench(same, before: before).change().findings.allSatisfy { $0.code != "S305" })
  }
}
