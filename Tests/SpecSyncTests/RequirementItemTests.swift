import Specs
import Testing

@testable import SpecSync

/// Requirements: headings, files that are one, and the files themselves.
@Suite struct RequirementItemTests {
  private static let header = """
    id: REQ-A-001
    title: A's requirements
    feature: a
    status: approved
    category: functional
    priority: HIGH
    prd_ref: docs/prd-a.md
    design_ref: designs/a.md
    tickets: [TKT-001]
    condition: c
    """
  private static let body = """
    # A

    ## Functional

    ### REQ-A-FUNC-001: Log in

    **Priority**: HIGH
    **Linked Tickets**: TKT-001

    **WHEN** a user logs in,
    **THE SYSTEM SHALL** open a session.

    **Acceptance Criteria**:
    - [x] Within 2 s
    - [ ] Once

    #### REQ-A-SEC-002

    THE SYSTEM SHALL be safe.
    """

  @Test func eachHeadingIsOneAndTheFileIsASpec() throws {
    let reading = try read(Self.header, body: Self.body, at: "requirements/a.md")
    #expect(reading.problems.isEmpty)
    #expect(reading.items.map(\.kind) == [.requirement, .requirement, .spec])
    #expect(reading.items.map(\.id) == ["REQ-A-FUNC-001", "REQ-A-SEC-002", "REQ-A-001"])
    #expect(
      reading.items[0].fields == [
        .title: "REQ-A-FUNC-001: Log in", .condition: "WHEN a user logs in",
        .action: "THE SYSTEM SHALL open a session.", .status: "approved",
        .linkedDesign: "designs/a.md", .criteria: "[x] Within 2 s\n[ ] Once",
      ])
    #expect(reading.items[0].homelessText == ["priority", "linked_tickets"])
    #expect(
      reading.items[1].fields == [
        .title: "REQ-A-SEC-002", .condition: "", .action: "THE SYSTEM SHALL be safe.",
        .status: "approved", .linkedDesign: "designs/a.md", .criteria: "",
      ])
    #expect(
      reading.items[2].fields == [
        .title: "A's requirements", .description: Self.body, .status: "approved",
      ])
    for item in reading.items {
      #expect(item.links.file == "REQ-A-001")
      #expect(item.links.design == "backend/.omoi_os/designs/a.md")
    }
    #expect(reading.items.map(\.links.tickets) == [[], [], ["TKT-001"]])
    #expect(
      reading.items[2].homelessText == ["feature", "category", "priority", "prd_ref", "condition"])
  }

  @Test func aFileWithoutHeadingsIsARequirement() throws {
    let body = "## Overview\nWHEN a, THE SYSTEM SHALL b.\n\n## Acceptance Criteria\n- [ ] c\n- d\n"
    let reading = try read(
      Self.header.replacing("condition: c", with: "rationale: r"), body: body,
      at: "requirements/a.md")
    #expect(reading.items.map(\.kind) == [.requirement, .spec])
    #expect(reading.items.map(\.id) == ["REQ-A-001", "REQ-A-001"])
    #expect(
      reading.items[0].fields == [
        .title: "REQ-A-001: A's requirements", .condition: "WHEN a",
        .action: "THE SYSTEM SHALL b.", .status: "approved", .linkedDesign: "designs/a.md",
        .criteria: "[ ] c\n[ ] d",
      ])
    #expect(reading.items[0].links.file == "REQ-A-001")
    // Told once, with the requirement.
    #expect(
      reading.items[0].homelessText == ["feature", "category", "priority", "prd_ref", "rationale"])
    #expect(reading.items[1].homeless == [])
  }

  @Test func theHeadersSentenceGoesBeforeTheBodys() throws {
    let header = "id: REQ-A-001\ntitle: a\ncondition: WHEN x\naction: THE SYSTEM SHALL y"
    let item = try read(
      header, body: "WHEN a, THE SYSTEM SHALL b.", at: "requirements/a.md"
    ).items.first
    #expect(item?.fields[.condition] == "WHEN x")
    #expect(item?.fields[.action] == "THE SYSTEM SHALL y")
    #expect(item?.homeless == [])
  }

  @Test(arguments: ["docs/prd-a.md", "docs/a.md"])
  func requirementsOfADocumentAreRequirements(path: String) throws {
    let reading = try read(
      "id: PRD-A-001\ntitle: a\nstatus: draft\nauthor: b", body: Self.body, at: path,
      config: "sync: {status: {requirement: {draft: pending}}}\n")
    #expect(reading.items.map(\.kind) == [.requirement, .requirement, .spec])
    #expect(reading.items.map { $0.fields[.status] } == ["pending", "pending", "pending"])
    #expect(reading.homelessKind == nil)
    #expect(reading.items[2].homelessText == ["author"])
  }

  @Test func settingsTakeFieldsAway() throws {
    let item = try read(
      Self.header, body: Self.body, at: "requirements/a.md",
      config:
        "sync: {fields: {requirement: {criteria: ignore, linked_design: ignore, action: ignore, priority: ignore}}}\n"
    ).items.first
    #expect(item?.fields.keys.sorted() == [.condition, .status, .title])
    #expect(item?.links.design == nil)
    #expect(item?.homelessText == ["linked_tickets"])
  }

  @Test func aLongDesignHasNoHome() throws {
    let fits = "designs/" + String(repeating: "a", count: 89) + ".md"
    for (path, isSent) in [(fits, true), ("x" + fits, false)] {
      let item = try read(
        "id: REQ-A-001\ntitle: a\ndesign_ref: \(path)", at: "requirements/a.md"
      ).items.first
      #expect(item?.fields[.linkedDesign] == (isSent ? path : nil))
      #expect(item?.homelessText == (isSent ? [] : ["design_ref=\(path)"]))
      #expect(item?.links.design == "backend/.omoi_os/\(path)")
    }
  }

  @Test func problemsAreTheHeadingsOwn() throws {
    let long = String(repeating: "t", count: 485)
    let body = """
      ### REQ-A-FUNC-001: \(long)
      ### REQ-A-FUNC-002: x\(long.dropFirst())
      ### REQ-A-FUNC-003: A
      a\0b
      ### REQ-A-FUNC-004: A
      ### REQ-A-FUNC-004: B
      """
    let reading = try read("id: REQ-A-001\ntitle: a", body: body, at: "requirements/a.md")
    let found = reading.problems.map { "\($0.id ?? "") \($0)" }
    #expect(
      found == [
        "REQ-A-FUNC-001 `title` has 501 characters, the server takes 500",
        "REQ-A-FUNC-002 `title` has 501 characters, the server takes 500",
        "REQ-A-FUNC-003 `action` holds a NUL character, which the server cannot store",
        "REQ-A-FUNC-004 `REQ-A-FUNC-004` is defined twice in this file",
        "REQ-A-001 `body` holds a NUL character, which the server cannot store",
      ])
    #expect(
      reading.items.map { reading.problems(of: $0).isEmpty } == [
        false, false, false, false, false, false,
      ])
  }
}
