import Foundation
import TestSupport
import Testing

/// What is gone here is told; only `--prune` ends it on the server, within limits.
@Suite struct SyncBehaviourDeletionTests {
  private static let third = SyncSample.taskPath("TSK-003")

  private func synced(_ more: [String: String] = [:]) throws -> SyncBench {
    let bench = try SyncBench(SyncSample.work.merging(more) { $1 })
    try bench.push()
    return bench
  }

  /// A ticket with ten tasks.
  private func many() throws -> SyncBench {
    var files = [SyncSample.ticketPath(): SyncSample.ticket()]
    for number in 10..<20 {
      files[SyncSample.taskPath("TSK-0\(number)")] = SyncSample.task("TSK-0\(number)")
    }
    let bench = try SyncBench(files)
    try bench.push()
    return bench
  }

  private func statuses(_ bench: SyncBench) throws -> [String: Int] {
    Dictionary(try bench.tasks().map { ($0.status, 1) }, uniquingKeysWith: +)
  }

  @Test func aDeletedSpecIsToldOnceAndStaysOnTheServer() throws {
    let bench = try synced()
    try bench.commit([Self.third: nil])
    let outcome = try bench.onlyReads { try bench.push() }
    expectRows(outcome, "DELETE task TSK-003")
    #expect(outcome.message("TSK-003") == "its file is gone; --prune ends it on the server")
    #expect(try bench.task("TSK-003").status == "pending")
    #expect(try bench.push().rows == [])
    #expect(try bench.sync("status").output.contains("gone:   1, which `--prune` ends"))
  }

  @Test func pruneEndsWhatTheServerCanEnd() throws {
    let bench = try synced(SyncSample.login)
    let spec = try bench.spec("DESIGN-LOGIN-001")
    try bench.commit([
      Self.third: nil, SyncSample.ticketPath("TKT-002"): nil, SyncSample.requirementsPath: nil,
      SyncSample.designPath: nil,
    ])
    let outcome = try bench.push("--prune", "--max-delete", "4")
    expectRows(
      outcome, "DELETE task TSK-003", "DELETE ticket TKT-002",
      "DELETE requirement REQ-LOGIN-FUNC-001", "DELETE spec DESIGN-LOGIN-001")
    #expect(outcome.message("TSK-003") == "Its status is `failed`: the server deletes none")
    #expect(outcome.summary.hasSuffix("4 deleted"))
    #expect(try bench.task("TSK-003").status == "failed")
    #expect(try bench.ticket("TKT-002").status == "done")
    #expect(try bench.requirements().isEmpty)
    #expect(
      try bench.server.log().contains {
        $0.contains("DELETE") && $0.contains("/specs/\(spec.id)\"") && $0.contains("200")
      }, "the spec is archived")
    #expect(try bench.onlyReads { try bench.push("--prune") }.rows == [])
  }

  /// The server hides the tickets of an archived spec, and its requirements cannot be moved.
  @Test func aSpecIsNotArchivedOverWhatLivesInIt() throws {
    let bench = try SyncBench([
      SyncSample.requirementsPath: SyncSample.requirements(),
      SyncSample.designPath: SyncSample.design(),
      SyncSample.ticketPath(): SyncSample.ticket(requirements: ["REQ-LOGIN-FUNC-001"]),
    ])
    try bench.push()
    try bench.commit([SyncSample.designPath: nil])
    let kept = try bench.onlyReads { try bench.push("--prune") }
    expectRows(kept, "DELETE spec DESIGN-LOGIN-001")
    #expect(
      kept.message("DESIGN-LOGIN-001")
        == "not deleted: it holds REQ-LOGIN-FUNC-001, which would be hidden with it")
    #expect(try bench.tickets().count == 1)
    // They go on living there.
    try bench.edit(SyncSample.requirementsPath, "Smiles", "Laughs")
    expectRows(try bench.push(), "UPDATE requirement REQ-LOGIN-FUNC-001")
    // Once they have left it, it goes.
    try bench.commit([
      SyncSample.requirementsPath: nil, SyncSample.ticketPath(): SyncSample.ticket(),
    ])
    expectRows(
      try bench.push("--prune", "--max-delete", "2"), "DELETE requirement REQ-LOGIN-FUNC-001",
      "DELETE spec DESIGN-LOGIN-001", "UPDATE spec DESIGN-LOGIN-001")
    #expect(try bench.requirements().isEmpty)
    #expect(try bench.tickets().count == 1)
  }

  /// A plain push has told the deletion; `--prune` after it still means that spec.
  @Test func pruneEndsWhatAnEarlierPushTold() throws {
    let bench = try synced()
    try bench.commit([Self.third: nil])
    try bench.push()
    expectRows(try bench.sync("diff", "--prune"), "DELETE task TSK-003")
    expectRows(try bench.push("--prune"), "DELETE task TSK-003")
    #expect(try bench.task("TSK-003").status == "failed")
    #expect(try bench.onlyReads { try bench.push("--prune") }.rows == [])
  }

  @Test func moreThanAFifthIsRefusedWithoutALimit() throws {
    let bench = try many()
    try bench.box.shell("git rm -q .omoi_os/tasks/TSK-01[0-2].md")
    try bench.commit()
    let refused = try bench.onlyReads { try bench.push("--prune", status: 1) }
    #expect(refused.rows.count == 3)
    #expect(refused.message("TSK-010").contains("--max-delete 3 allows them"), "\(refused)")
    let low = try bench.onlyReads { try bench.push("--prune", "--max-delete", "2", status: 1) }
    #expect(low.rows.count == 3, "\(low)")
    #expect(try statuses(bench) == ["pending": 10])
    #expect(try bench.push("--prune", "--max-delete", "3").rows.count == 3)
    #expect(try statuses(bench) == ["pending": 7, "failed": 3])
  }

  @Test func aFifthIsAllowed() throws {
    let bench = try many()
    try bench.box.shell("git rm -q .omoi_os/tasks/TSK-01[0-1].md")
    try bench.commit()
    #expect(try bench.push("--prune").rows.count == 2)
    #expect(try statuses(bench) == ["pending": 8, "failed": 2])
  }

  @Test func aWholeRootThatIsGoneIsRefused() throws {
    let bench = try synced(["backend/.omoi_os/tickets/TKT-001.md": SyncSample.ticket()])
    try bench.box.git("rm", "-rq", "backend")
    try bench.commit()
    let outcome = try bench.onlyReads {
      try bench.push("--prune", "--max-delete", "100", status: 1)
    }
    expectRows(outcome, "DELETE ticket TKT-001 (backend/.omoi_os)")
    #expect(outcome.output.contains("the whole spec root backend/.omoi_os is gone"))
  }

  @Test func aSparseCloneDoesNotPrune() throws {
    let bench = try synced()
    try bench.commit([Self.third: nil])
    try bench.box.git("config", "core.sparseCheckout", "true")
    let outcome = try bench.onlyReads { try bench.push("--prune", status: 1) }
    #expect(outcome.message("TSK-003").contains("this clone is sparse"))
  }

  @Test func whatIsPutBackIsTheSameItem() throws {
    let bench = try synced()
    let before = try bench.task("TSK-003").id
    try bench.commit([Self.third: nil])
    try bench.push()
    try bench.commit([
      Self.third: SyncSample.task("TSK-003", title: "Print again", ticket: "TKT-002")
    ])
    expectRows(try bench.push(), "UPDATE task TSK-003")
    #expect(try bench.task("TSK-003").id == before)
    #expect(try bench.task("TSK-003").title == "Print again")
    #expect(try bench.sync("status").output.contains("gone:") == false)
  }

  /// What was ended is history; no two items may bear the same name.
  @Test func whatIsPutBackAfterAPruneIsANewItem() throws {
    let bench = try synced()
    let before = try bench.task("TSK-003")
    try bench.commit([Self.third: nil])
    try bench.push("--prune")
    try bench.commit([Self.third: SyncSample.task("TSK-003", ticket: "TKT-002")])
    expectRows(try bench.push(), "CREATE task TSK-003")
    let found = try bench.tasks().filter { $0.marker?.id == "TSK-003" }
    #expect(found.count == 2)
    #expect(Set(found.compactMap { $0.marker?.uid }).count == 2)
    #expect(Set(found.map(\.status)) == ["failed", "pending"])
    #expect(found.contains { $0.id == before.id && $0.status == "failed" })
    #expect(try bench.onlyReads { try bench.push("--full") }.rows == [])
  }

  @Test func aHeadingThatIsGoneIsARequirementThatIsGone() throws {
    let headings = ["REQ-LOGIN-FUNC-001", "REQ-LOGIN-FUNC-002"]
    let bench = try SyncBench([
      SyncSample.requirementsPath: SyncSample.requirements(headings: headings)
    ])
    try bench.push()
    try bench.commit([SyncSample.requirementsPath: SyncSample.requirements()])
    // The file's own spec changes as well: its text is the file's.
    expectRows(
      try bench.push(), "UPDATE spec REQ-LOGIN-001", "DELETE requirement REQ-LOGIN-FUNC-002")
    #expect(try bench.requirements().count == 2)
    expectRows(try bench.push("--prune"), "DELETE requirement REQ-LOGIN-FUNC-002")
    #expect(try bench.requirements().map(\.title) == ["REQ-LOGIN-FUNC-001: Enter"])
  }
}
