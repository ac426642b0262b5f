import Specs
import TestSupport
import Testing

@Suite struct IDShapeTests {
  // MARK: S201

  @Test(arguments: [
    ("tasks/TSK-001.md", "TSK-1", "task"), ("tasks/TSK-001.md", "tsk-001", "task"),
    ("tasks/TSK-001.md", "TSK-A_B-001", "task"), ("tasks/TSK-001.md", "TSK--001", "task"),
    ("tickets/TKT-001.md", "TKT-001a", "ticket"), ("requirements/a.md", "REQ-001", "requirement"),
    ("docs/prd-a.md", "PRD-001", "prd"), ("docs/a.md", "notes", "document"),
    ("designs/a.md", "DESIGN-001", "design"),
  ])
  func anotherFormIsAnError(path: String, id: String, kind: String) throws {
    try expect(
      "S201", in: "---\nid: 1️⃣\(id)\n---\n", path: path,
      at: [("1️⃣", "`\(id)` is no ID of a \(kind)")],
      as: .error)
  }

  @Test(arguments: [
    ("tasks/TSK-001.md", "TSK-001"), ("tasks/TSK-001.md", "TSK-TQU-0012"),
    ("tickets/TKT-001.md", "TKT-A-B2-001"), ("requirements/a.md", "REQ-CREATE-REPO-FUNC-001"),
    ("docs/prd-a.md", "PRD-A-001"), ("docs/a.md", "DOC-RAG-001"), ("docs/a.md", "NOTE-001"),
    ("designs/a.md", "DESIGN-A-001"), ("designs/a.md", "DES-A-001"),
  ])
  func theFormsOfAKindAreFine(path: String, id: String) throws {
    try expectNone("S201", in: "---\nid: \(id)\n---\n", path: path)
    try expectNone("S202", in: "---\nid: \(id)\n---\n", path: path)
  }

  @Test func theHelpNamesTheSameIDInCapitals() throws {
    let findings = try Bench(["tasks/TSK-001.md": "---\nid: tsk-001\n---\n"]).findings()
    let finding = try #require(findings.first { $0.code == "S201" })
    #expect(finding.help == "did you mean `TSK-001`?")
    #expect(finding.label == "expected `TSK-001` or `TSK-SCOPE-001`")
  }

  // MARK: S202

  @Test func anotherKindsPrefixIsAnError() throws {
    try expect(
      "S202", in: "---\nid: 1️⃣TKT-001\n---\n",
      at: [("1️⃣", "`TKT-001` is the ID of a ticket, but this folder holds tasks")], as: .error)
    try expectNone("S201", in: "---\nid: TKT-001\n---\n")
    try expectNone("S202", in: "---\nid: OTHER-001\n---\n")
  }
}
