import Specs
import TestSupport
import Testing

/// What a change is answerable for: what it made, not what was there before.
@Suite struct ChangeScopeTests {
  private func codes(_ report: Report) -> [String] { report.findings.map(\.code) }

  private func task(_ id: String, _ dependsOn: String...) -> String {
    Sample.task(id, title: "Task \(id)", dependsOn: dependsOn)
  }

  private func circle(_ report: Report) -> [String] {
    report.findings.filter { $0.code == "S305" }.map(\.message)
  }

  private static let ticket = ["tickets/TKT-001.md": Sample.ticket()]

  // MARK: Files named by path

  private static let design = """
    ---
    id: DESIGN-LOGIN-001
    title: Login
    feature: login
    created: 2026-01-01
    updated: 2026-01-02
    status: draft
    requirements: []
    ---

    # Login

    """

  private func ticket(_ number: Int, designRef: String) -> String {
    Sample.ticket("TKT-00\(number)").replacing(
      "priority:", with: "design_ref: \(designRef)\npriority:")
  }

  @Test(arguments: ["designs/login.md", "designs/flow.png", "designs/deep/er/login.md"])
  func aRemovedFileIsMissedHoweverItIsNamed(file: String) throws {
    let names = [file, "./" + file, ".omoi_os/" + file]
    var files: [String: String] = [:]
    for (index, name) in names.enumerated() {
      files["tickets/TKT-00\(index + 1).md"] = ticket(index + 1, designRef: name)
    }
    var before = files
    before[file] = Self.design
    #expect(try Bench(before).findings().filter { $0.code.hasPrefix("S30") }.isEmpty)
    let report = try Bench(files, before: before).change()
    #expect(codes(report) == ["S303", "S303", "S303"])
    #expect(Set(report.findings.map(\.path)).count == 3)
  }

  @Test func aPathOfAnotherKindIsTheWrongKind() throws {
    let marked = ticket(1, designRef: "1️⃣./tickets/TKT-002.md")
    try expect(
      "S302", in: marked, path: "tickets/TKT-001.md",
      at: [("1️⃣", "`tickets/TKT-002.md` is a ticket")],
      with: ["tickets/TKT-002.md": Sample.ticket("TKT-002")])
  }

  @Test func aPictureIsAsGoodAsADesign() throws {
    let findings = try Bench([
      "tickets/TKT-001.md": ticket(1, designRef: "designs/flow.png"), "designs/flow.png": "PNG",
    ]).findings()
    #expect(!findings.contains { $0.code.hasPrefix("S30") })
  }

  @Test(arguments: ["../secret.md", "designs/../../x.md", "/etc/passwd", "designs//a.md"])
  func aPathThatLeavesTheRootIsNoFile(path: String) throws {
    let findings = try Bench(["tickets/TKT-001.md": ticket(1, designRef: path)]).findings()
      .filter { $0.code == "S303" }
    #expect(findings.map(\.message) == ["`\(path)` leads out of the spec root"])
  }

  // MARK: Smaller than before

  @Test func removingOneOfThreeDuplicatesDoesNotBlock() throws {
    var before = Self.ticket
    for name in ["a", "b", "c"] { before["tasks/TSK-001-\(name).md"] = Sample.task() }
    var after = before
    after["tasks/TSK-001-b.md"] = nil
    #expect(try codes(Bench(after, before: before).change()).filter { $0 == "S205" } == [])
    // But one more is one too many.
    #expect(try codes(Bench(before, before: after).change()).contains("S205"))
  }

  /// Three tasks wait for each other in every way. Whoever takes one out leaves a circle of two,
  /// which was there before, though it was told by another way.
  @Test func makingATangleSmallerDoesNotBlock() throws {
    let ids = ["TSK-001", "TSK-002", "TSK-003"]
    var before = Self.ticket
    for id in ids {
      before["tasks/\(id).md"] = Sample.task(
        id, title: "Task \(id)", dependsOn: ids.filter { $0 != id })
    }
    for id in ids {
      var after = before
      after["tasks/\(id).md"] = task(id)
      let report = try Bench(after, before: before).change()
      #expect(circle(report) == [], "\(id)")
      #expect(report.olderCount > 0)
    }
  }

  // MARK: Circles

  @Test func aNewCircleIsToldByItsOwnWay() throws {
    var before = Self.ticket
    before["tasks/TSK-001.md"] = task("TSK-001", "TSK-002", "TSK-003")
    before["tasks/TSK-002.md"] = task("TSK-002", "TSK-001")
    before["tasks/TSK-003.md"] = task("TSK-003")
    var after = before
    after["tasks/TSK-003.md"] = task("TSK-003", "TSK-001")
    let report = try Bench(after, before: before).change()
    #expect(circle(report) == ["these wait for each other: TSK-001 → TSK-003 → TSK-001"])
    #expect(report.findings.first { $0.code == "S305" }?.path == ".omoi_os/tasks/TSK-003.md")
  }

  @Test func circlesThatShareATaskAreTwo() throws {
    var files = Self.ticket
    files["tasks/TSK-001.md"] = task("TSK-001", "TSK-002", "TSK-003")
    files["tasks/TSK-002.md"] = task("TSK-002", "TSK-001")
    files["tasks/TSK-003.md"] = task("TSK-003", "TSK-001")
    let found = try Bench(files).findings().filter { $0.code == "S305" }.map(\.message)
    #expect(
      Set(found) == [
        "these wait for each other: TSK-001 → TSK-002 → TSK-001",
        "these wait for each other: TSK-001 → TSK-003 → TSK-001",
      ])
    #expect(found.count == 2)
  }

  @Test(.timeLimit(.minutes(1)))
  func aCircleOfThousandsIsToldOnce() throws {
    var files = Self.ticket
    let count = 3000
    for number in 1...count {
      let id = "TSK-\(1000 + number)"
      files["tasks/\(id).md"] = task(id, "TSK-\(1000 + number % count + 1)")
    }
    let found = try Bench(files).findings().filter { $0.code == "S305" }
    #expect(found.count == 1)
    #expect(found.first?.message.contains("(2991 more)") == true, "\(found.map(\.message))")
    #expect(found.first?.notes.count ?? 99 <= 9)
  }
}
