import Frontmatter
import Specs
import TestSupport
import Testing

@testable import git_spec

/// Which fixes are applied together, and which are not applied at all.
@Suite struct FixPlanTests {
  private static let path = ".omoi_os/tasks/TSK-001.md"

  private func spec(_ text: String) throws -> Spec {
    let schema = try #require(Schema.builtIn[.task])
    return Spec(
      SpecFile(
        path: Self.path, root: ".omoi_os", kind: .task, content: .bytes(Array(text.utf8))),
      schema: schema)
  }

  /// The plan of fixes that each replace one text by another.
  private func plan(
    _ text: String, _ fixes: [(String, String)], _ applicability: Fix.Applicability = .safe,
    unsafe: Bool = false, inserting insertion: (text: String, behind: String)? = nil,
    within: (String) -> Bool = { _ in true }
  ) throws -> FixPlan {
    let spec = try spec(text)
    let rule = try #require(Registry.rule(named: "S105"))
    var report = Report()
    func add(_ edit: Edit) {
      report.findings.append(
        spec.finding(
          rule, at: edit.range, "x", fix: spec.fix(applicability, "write it", [edit])))
    }
    func bytes(of words: String) throws -> Range<Int> {
      let range = try #require(text.firstRange(of: words))
      let start = text[..<range.lowerBound].utf8.count
      return start..<start + words.utf8.count
    }
    for (old, new) in fixes { add(Edit(try bytes(of: old), with: new)) }
    if let insertion {
      let end = try bytes(of: insertion.behind).upperBound
      add(Edit(end..<end, with: insertion.text))
    }
    return FixPlan(report, includingUnsafe: unsafe, within: within) { _ in Array(text.utf8) }
  }

  private func result(_ plan: FixPlan) -> String? {
    plan.changes.first.map { String(decoding: $0.new, as: UTF8.self) }
  }

  private static let text = "---\nid: TSK-001\nstatus: todo\ntitle: x\n---\n"

  @Test func fixesOfOtherBytesGoTogether() throws {
    let plan = try plan(Self.text, [("todo", "pending"), ("x", "Parse")])
    #expect(result(plan) == "---\nid: TSK-001\nstatus: pending\ntitle: Parse\n---\n")
    #expect(plan.postponed == 0)
  }

  @Test func fixesOfTheSameBytesWait() throws {
    let plan = try plan(Self.text, [("todo", "pending"), ("status: todo", "status: done")])
    #expect(result(plan) == "---\nid: TSK-001\nstatus: pending\ntitle: x\n---\n")
    #expect(plan.postponed == 1)
  }

  @Test func theSameFixTwiceIsOne() throws {
    let plan = try plan(Self.text, [("todo", "pending"), ("todo", "pending")])
    #expect(plan.postponed == 0)
    #expect(plan.changes.count == 1)
  }

  @Test(arguments: ["[never closed", "a: b: c", "\"open", "x\nstatus: done"])
  func editsThatBreakTheHeaderAreRefused(title: String) throws {
    let alone = try plan(Self.text, [("x", title)])
    #expect(alone.changes.isEmpty)
    #expect(alone.refused == [Self.path])
    // They do not hold up those that came before.
    let both = try plan(Self.text, [("todo", "pending"), ("x", title)])
    #expect(result(both) == "---\nid: TSK-001\nstatus: pending\ntitle: x\n---\n")
    #expect(both.postponed == 1 && both.refused == [])
  }

  /// A header that ends sooner can still be read; it is for the rules to say what is missing.
  @Test func editsThatCutTheHeaderAreNotRefused() throws {
    let plan = try plan(Self.text, [("todo", "pending"), ("x", "x\n---\nid: y")])
    #expect(plan.changes.count == 1 && plan.refused == [])
  }

  /// Where one fix replaces a value and another one inserts behind it, one of them waits.
  @Test func aFixThatInsertsBehindAnotherOneWaits() throws {
    let plan = try plan(
      Self.text, [("todo", "pending")], inserting: ("\nx: 1", behind: "todo"))
    #expect(result(plan) == "---\nid: TSK-001\nstatus: pending\ntitle: x\n---\n")
    #expect(plan.postponed == 1)
  }

  @Test func aFixThatChangesNothingIsNoChange() throws {
    #expect(try plan(Self.text, [("todo", "todo")]).changes.isEmpty)
  }

  @Test func aHeaderThatCannotBeReadMayBeMended() throws {
    let plan = try plan("---\nid: TSK-001\n\ttitle: x\n---\n", [("\t", "")])
    #expect(plan.refused == [])
    #expect(plan.changes.count == 1)
  }

  @Test func unsafeFixesAndOtherFilesAreLeft() throws {
    #expect(try plan(Self.text, [("todo", "done")], .unsafe).changes.isEmpty)
    #expect(try plan(Self.text, [("todo", "done")], .unsafe, unsafe: true).changes.count == 1)
    #expect(try plan(Self.text, [("todo", "done")], within: { _ in false }).changes.isEmpty)
  }
}
