import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct UniqueIDTests {
  // MARK: S205

  @Test func aDuplicateIsOneFindingWithAllPlaces() throws {
    let files = [
      "tasks/TSK-001-a.md": Sample.task(title: "First"),
      "tasks/TSK-001-b.md": Sample.task(title: "Second"),
      "tasks/sub/TSK-001.md": Sample.task(title: "Third"),
    ]
    let found = try Bench(files).findings().filter { $0.code == "S205" }
    #expect(found.map(\.message) == ["the ID `TSK-001` is used by 3 files"])
    #expect(found.map(\.severity) == [.error])
    #expect(found[0].path == ".omoi_os/tasks/TSK-001-a.md")
    #expect(found[0].start.line == 2)
    #expect(
      found[0].notes.map { "\($0.path ?? "") \($0.position?.line ?? 0) \($0.message)" } == [
        ".omoi_os/tasks/TSK-001-b.md 2 it is also used here: \"Second\"",
        ".omoi_os/tasks/sub/TSK-001.md 2 it is also used here: \"Third\"",
      ])
  }

  @Test func requirementHeadingsAreIDsToo() throws {
    let requirements = [
      "requirements/a.md": "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: One\n",
      "docs/b.md": "---\nid: DOC-001\n---\n#### **REQ-A-FUNC-001**: Other\n",
    ]
    let found = try Bench(requirements).findings().filter { $0.code == "S205" }
    #expect(found.map(\.message) == ["the ID `REQ-A-FUNC-001` is used by 2 files"])
    #expect(found[0].path == ".omoi_os/docs/b.md")
  }

  @Test func duplicatesAmongBrokenFilesAreFound() throws {
    let found = try Bench([
      "tasks/TSK-001-a.md": "---\nid: TSK-001\ntitle: a: b\n---\n",
      "tasks/TSK-001-b.md": "---\nid: \"TSK-001\"\n",
    ]).findings()
    #expect(found.filter { $0.code == "S205" }.count == 1)
  }

  // MARK: S208

  @Test func anotherIDForAnExistingFileIsAWarning() throws {
    let bench = Bench(
      ["tasks/TSK-001.md": Sample.task("TSK-002")], before: ["tasks/TSK-001.md": Sample.task()])
    let found = try bench.findings().filter { $0.code == "S208" }
    #expect(found.map(\.message) == ["the ID of this file was `TSK-001` and is now `TSK-002`"])
    #expect(found.map(\.severity) == [.warning])
    #expect(
      try Bench(["tasks/TSK-001.md": Sample.task()]).findings().allSatisfy { $0.code != "S208" })
  }

  // MARK: S210

  @Test func aHeadingTwiceIsAnErrorAtTheSecond() throws {
    let source =
      "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: One\n### 1️⃣REQ-A-FUNC-001: Two\n### 2️⃣REQ-A-001: Own\n"
    try expect(
      "S210", in: source, path: "requirements/a.md",
      at: [
        ("1️⃣", "`REQ-A-FUNC-001` is defined here a second time"),
        ("2️⃣", "`REQ-A-001` is defined here a second time"),
      ], as: .error)
    // One fault is not also a duplicate across files.
    try expectNone("S205", in: Marked(source).text, path: "requirements/a.md")
    try expectNone(
      "S210",
      in: "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: A\n```\n### REQ-A-FUNC-001: A\n```\n",
      path: "requirements/a.md")
  }
}
