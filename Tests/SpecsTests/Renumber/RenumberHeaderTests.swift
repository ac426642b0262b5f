import Frontmatter
import Specs
import Testing

/// Mentions in the frontmatter of another spec.
struct RenumberHeaderTests {
  private func header(_ lines: String) throws -> (header: String, result: Rewritten) {
    let result = try Rewritten("---\nid: TSK-006\n\(lines)\n---\n")
    let text = result.text.dropFirst("---\nid: TSK-006\n".count).dropLast("\n---\n".count)
    return (String(text), result)
  }

  @Test(arguments: [
    ("depends_on: [TSK-005, TSK-007]", "depends_on: [TSK-041, TSK-007]"),
    ("depends-on:\n- TSK-005\n- 'TSK-005'", "depends-on:\n- TSK-041\n- 'TSK-041'"),
    ("dependencies:\n  blocks:\n    - \"TSK-005\"", "dependencies:\n  blocks:\n    - \"TSK-041\""),
    ("dependencies: {depends_on: [TSK-005]}", "dependencies: {depends_on: [TSK-041]}"),
    ("depends_on: TSK-005", "depends_on: TSK-041"),
    ("tasks: &a [TSK-005]\nodd: *a", "tasks: &a [TSK-041]\nodd: *a"),
    ("tasks: [&TSK-005 TSK-005]\nodd: *TSK-005", "tasks: [&TSK-005 TSK-041]\nodd: *TSK-005"),
    ("tasks: [!!str TSK-005]", "tasks: [!!str TSK-041]"),
    ("tasks: [\"TSK\\x2D005\"]", "tasks: [\"TSK-041\"]"),
    ("prd_ref: tasks/TSK-005-x.md", "prd_ref: tasks/TSK-041-x.md"),
    ("design_ref: \"./tasks/TSK-005-x.md\"", "design_ref: \"./tasks/TSK-041-x.md\""),
    ("linked_design: .omoi_os/tasks/TSK-005-x.md", "linked_design: .omoi_os/tasks/TSK-041-x.md"),
    ("design_ref: TSK-005", "design_ref: TSK-041"),
    ("odd: ../tasks/TSK-005-x.md", "odd: ../tasks/TSK-041-x.md"),
    ("title: After TSK-005 (TSK-005-x.md)", "title: After TSK-041 (TSK-041-x.md)"),
    ("odd:\n  deep:\n    - TSK-005: {a: TSK-005}", "odd:\n  deep:\n    - TSK-041: {a: TSK-041}"),
    ("odd: |\n  See TSK-005.\n  TSK-005", "odd: |\n  See TSK-041.\n  TSK-041"),
    ("odd: >-\n  See\n  TSK-005.", "odd: >-\n  See\n  TSK-041."),
    ("title: after\n  TSK-005", "title: after\n  TSK-041"),
  ])
  func aValueIsRewritten(lines: String, expected: String) throws {
    let (header, result) = try header(lines)
    #expect(header == expected)
    #expect(result.doubtful == [])
  }

  @Test func formsAreTold() throws {
    let (_, result) = try header(
      "title: TSK-005\ndepends_on: [TSK-005]\nprd_ref: tasks/TSK-005-x.md\nodd: TSK-005")
    #expect(
      result.forms == [
        .value(field: "title"), .reference(field: "depends_on"), .path, .value(field: "odd"),
      ])
  }

  @Test(arguments: [
    ("tasks: [] # TSK-005", "3:13 it stands in a comment"),
    ("title: \"TSK\\x2D005: a\"", "3:8 it is written with escapes"),
    ("odd: tasks/TSK-005.md", "3:12 it is part of a path to no file of this root"),
  ])
  func whatIsDoubtfulIsListed(lines: String, expected: String) throws {
    let (header, result) = try header(lines)
    #expect(header == lines)
    #expect(result.doubtful == [expected])
  }

  @Test func aBrokenHeaderIsAskedAbout() throws {
    var forms: [Mention.Form] = []
    let result = try Rewritten(
      "---\nid: TSK-006\n<<<<<<< a\ntasks: [TSK-005]\n=======\ntasks: [TSK-005, x]\n>>>>>>> b\n---\n"
    ) { mention, _ in
      forms.append(mention.form)
      return mention.position.line == 4 ? .moves : .stays
    }
    #expect(
      result.text
        == "---\nid: TSK-006\n<<<<<<< a\ntasks: [TSK-041]\n=======\ntasks: [TSK-005, x]\n>>>>>>> b\n---\n"
    )
    #expect(forms == [.brokenHeader, .brokenHeader])
  }

  @Test func bytesThatAreNoTextStay() throws {
    let odd: [UInt8] = Array("---\nid: TSK-006\n---\nTSK-005 ".utf8) + [0xFF, 0xFE]
    let broken: [UInt8] =
      Array("---\nid: TSK-007\ntitle: ".utf8) + [0xFF] + Array("\n---\nTSK-005".utf8)
    let bom: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("---\r\nid: TSK-008\r\n---\r\n\tTSK-005".utf8)
    let bench = RenumberBench(bytes: [
      "tasks/TSK-006.md": odd, "tasks/TSK-007.md": broken, "tasks/TSK-008.md": bom,
      RenumberBench.mover: Array(movingTask.utf8),
    ])
    let plan = bench.plan([RenumberBench.move("TSK-005", "TSK-041", RenumberBench.mover)])
    let after = try bench.applying(plan).files
    #expect(
      after["tasks/TSK-006.md"] == Array("---\nid: TSK-006\n---\nTSK-041 ".utf8) + [0xFF, 0xFE])
    #expect(after["tasks/TSK-007.md"] == broken)
    #expect(
      after["tasks/TSK-008.md"]
        == [0xEF, 0xBB, 0xBF] + Array("---\r\nid: TSK-008\r\n---\r\n\tTSK-041".utf8))
    #expect(plan.doubtful.map(\.reason) == ["the file is not UTF-8 and is left as it is"])
  }
}
