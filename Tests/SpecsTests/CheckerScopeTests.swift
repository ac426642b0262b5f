import Specs
import TestSupport
import Testing

/// What a change is answerable for, by laws over random sets of specs.
@Suite struct CheckerScopeTests {
  @Test(arguments: 0..<12)
  func aChangeAnswersForWhatItChangedAndCaused(part: Int) throws {
    for seed in part * 8..<(part + 1) * 8 {
      var root = RandomRoot(seed: seed)
      let before = root.files
      root.change()
      try expectLaws(before, root.files, seed)
    }
  }

  private func expectLaws(_ before: [String: String], _ after: [String: String], _ seed: Int) throws
  {
    let bench = Bench(after, before: before)
    let report = try bench.change()
    let whole = try bench.findings()
    let old = Set(try Bench(before).findings().map(\.fingerprint))
    let new = Set(whole.map(\.fingerprint))
    let reported = Set(report.findings.map(\.fingerprint))
    let changed = Set(
      Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.map { ".omoi_os/\($0)" }
    )

    // In a tangle a changed spec hears of a circle of its own, which a whole check tells by another.
    let invented = report.findings.filter { $0.code != "S305" && !new.contains($0.fingerprint) }
    #expect(invented.map(\.message) == [], "seed \(seed): not found by a whole check")

    for path in changed where after[String(path.dropFirst(9))] != nil {
      let old = try bench.before.map(bench.snapshot)?.load(path)
      let own = try bench.checker.check([path], of: bench.snapshot(after), baseline: { _ in old })
      let missing = own.findings.filter { !reported.contains($0.fingerprint) }
      #expect(missing.map(\.message) == [], "seed \(seed): missing in \(path)")
    }

    // Of circles that hang together one is shown: where there was one, another may come to light.
    let hadCircle = old.contains { $0.hasPrefix("S305") }
    func isTold(_ finding: Finding) -> Bool { finding.code == "S305" && hadCircle }
    let foreign = report.findings.filter {
      !changed.contains($0.path) && old.contains($0.fingerprint) && !isTold($0)
    }
    #expect(foreign.map(\.message) == [], "seed \(seed): older findings of untouched specs")

    // Mentions in prose are notes and are not followed.
    let caused = whole.filter {
      !old.contains($0.fingerprint) && !reported.contains($0.fingerprint) && $0.code != "S309"
        && !isTold($0)
    }
    #expect(
      caused.map { "\($0.code) \($0.path) \($0.message)" } == [], "seed \(seed): caused, untold")

    let shared = report.findings.filter(\.isShared).map(\.fingerprint)
    #expect(Set(shared).count == shared.count, "seed \(seed): told twice")
  }

  @Test func nothingChangedMeansNothingToSay() throws {
    for seed in 0..<20 {
      let files = RandomRoot(seed: seed).files
      #expect(try Bench(files, before: files).change().findings.isEmpty)
    }
  }

  @Test func aRemovedSpecLeavesItsReferencesDangling() throws {
    let before = [
      "tickets/TKT-001.md": Sample.ticket(),
      "tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002"]),
      "tasks/TSK-002.md": Sample.task("TSK-002", blocks: ["TSK-001"]),
    ]
    var after = before
    after["tasks/TSK-002.md"] = nil
    let report = try Bench(after, before: before).change()
    #expect(report.findings.map { "\($0.code) \($0.path)" } == ["S301 .omoi_os/tasks/TSK-001.md"])
  }

  @Test func anOlderFindingElsewhereIsCountedNotTold() throws {
    let before = [
      "tickets/TKT-001.md": Sample.ticket(),
      "tasks/TSK-001.md": Sample.task(status: "nope", dependsOn: ["TSK-002"]),
      "tasks/TSK-002.md": Sample.task("TSK-002", blocks: ["TSK-001"]),
    ]
    var after = before
    after["tasks/TSK-002.md"]? += "More.\n"
    let report = try Bench(after, before: before).change()
    #expect(report.findings.isEmpty)
    #expect(report.olderCount == 1)
  }
}
