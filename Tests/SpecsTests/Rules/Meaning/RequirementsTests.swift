import Specs
import TestSupport
import Testing

@Suite struct RequirementsTests {
  // MARK: S407

  @Test func aRequirementWithoutSentenceIsANote() throws {
    try expect(
      "S407",
      in:
        "---\nid: REQ-A-001\n---\n### 1️⃣REQ-A-FUNC-001: A\n\nUsers log in.\n\n### REQ-A-FUNC-002: B\n\nTHE SYSTEM SHALL b.\n",
      path: "requirements/a.md",
      at: [("1️⃣", "`REQ-A-FUNC-001` has no sentence with THE SYSTEM SHALL")],
      as: .note)
  }

  @Test(
    arguments: ["\n", "\r\n", "\r"],
    [
      "WHEN a, THE SYSTEM SHALL b.", "WHEN a,\nTHE SYSTEM\nSHALL b.",
      "**WHEN** a, **THE SYSTEM SHALL** b.",
      "> the system shall b", "- The system\n  shall b", "THE BILLING SERVICE SHALL b",
      "#### Detail\n\nTHE SYSTEM SHALL b.",
    ])
  func sentencesInEveryForm(end: String, sentence: String) throws {
    let text = "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: A\n\n\(sentence)\n"
    try expectNone(
      "S407", in: text.replacing("\n", with: end), path: "requirements/a.md")
  }

  // MARK: S408

  @Test func aRequirementThatNoTicketNamesIsANote() throws {
    let ticket = "---\nid: TKT-001\nrequirements: [REQ-A-FUNC-001]\n---\n"
    try expect(
      "S408",
      in: "---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: A\n### 1️⃣REQ-A-FUNC-002: B\n",
      path: "requirements/a.md", at: [("1️⃣", "no ticket builds `REQ-A-FUNC-002`")], as: .note,
      with: [
        "tickets/TKT-001.md": ticket,
        "designs/a.md": "---\nid: DESIGN-A-001\nrequirements: [REQ-A-FUNC-002]\n---\n",
      ])
    try expect(
      "S408", in: "---\nid: 1️⃣REQ-A-001\n---\n", path: "requirements/a.md",
      at: [("1️⃣", "no ticket builds `REQ-A-001`")])
  }

  @Test func headingsOfTicketsAndTasksAreNoRequirements() throws {
    try expectNone("S408", in: "---\nid: TSK-001\n---\n### REQ-A-FUNC-001: A\n")
    try expectNone("S407", in: "---\nid: TSK-001\n---\n### REQ-A-FUNC-001: A\n")
  }
}
