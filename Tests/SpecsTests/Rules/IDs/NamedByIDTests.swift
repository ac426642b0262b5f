import Specs
import TestSupport
import Testing

@Suite struct NamedByIDTests {
  // MARK: S203

  @Test(arguments: [
    ("tasks/parser.md", "TSK-001-parser.md"), ("tasks/TSK-002-parser.md", "TSK-001-parser.md"),
    ("tasks/TSK-002.md", "TSK-001.md"), ("tasks/TSK-0011.md", "TSK-001.md"),
    ("tasks/old/TSK-A-002-x-y.md", "TSK-001-x-y.md"), ("tasks/tsk-001.md", "TSK-001-tsk-001.md"),
  ])
  func anotherNameIsAnErrorWithAnUnsafeRenaming(path: String, wanted: String) throws {
    let name = String(path.split(separator: "/").last ?? "")
    try expect(
      "S203", in: "---\nid: 1️⃣TSK-001\n---\n", path: path,
      at: [("1️⃣", "the file's name `\(name)` does not begin with the ID `TSK-001`")], as: .error)
    let finding = try #require(
      Bench([path: "---\nid: TSK-001\n---\n"]).findings().first { $0.code == "S203" })
    #expect(finding.fix?.applicability == .unsafe)
    let old = ".omoi_os/\(path)"
    #expect(finding.fix?.renames == [old: String(old.dropLast(name.count)) + wanted])
    // The finding is gone under the new name.
    try expectNone(
      "S203", in: "---\nid: TSK-001\n---\n", path: String(path.dropLast(name.count)) + wanted)
  }

  @Test(arguments: [
    "tasks/TSK-001.md", "tasks/TSK-001-a.md", "tasks/TSK-001_a.md", "tasks/TSK-001.a.md",
    "tasks/TSK-001 a.md", "tasks/sub/TSK-001.md",
  ])
  func aNameThatBeginsWithTheIDIsFine(path: String) throws {
    try expectNone("S203", in: "---\nid: TSK-001\n---\n", path: path)
  }

  @Test func documentsAreNotNamedByTheirID() throws {
    try expectNone("S203", in: "---\nid: DESIGN-A-001\n---\n# A\n", path: "designs/login.md")
    try expectNone("S204", in: "---\nid: DESIGN-A-001\n---\n# A\n", path: "designs/login.md")
  }

  // MARK: S204

  @Test func aHeadingWithoutTheIDGetsIt() throws {
    try expect(
      "S204", in: "---\nid: TSK-001\n---\n\n# 1️⃣Write it\n",
      at: [("1️⃣", "the heading does not carry the ID `TSK-001`")], as: .warning)
    try expectFix(
      "S204", in: "---\nid: TSK-001\n---\n\n#  Write it ##\n\n# Second\n",
      makes: "---\nid: TSK-001\n---\n\n#  TSK-001: Write it ##\n\n# Second\n")
    try expectFix(
      "S204", in: "---\nid: TSK-001\n---\n\n# TSK-002: Write it\n",
      makes: "---\nid: TSK-001\n---\n\n# TSK-001: Write it\n")
    try expectFix(
      "S204", in: "---\nid: TSK-001\n---\n\n# TSK-0011\n",
      makes: "---\nid: TSK-001\n---\n\n# TSK-001\n")
  }

  @Test(arguments: [
    "# TSK-001", "# Task TSK-001: x", "# [TSK-001] x", "## Only this", "", "```\n# x\n```",
  ])
  func theIDAnywhereInTheHeadingIsEnough(body: String) throws {
    try expectNone("S204", in: "---\nid: TSK-001\n---\n\n\(body)\n")
  }

  @Test func anEmptyHeadingHasNoFix() throws {
    let findings = try Bench(["tasks/TSK-001.md": "---\nid: TSK-001\n---\n#\n"]).findings()
      .filter { $0.code == "S204" }
    #expect(findings.map { $0.fix == nil } == [true])
  }
}
