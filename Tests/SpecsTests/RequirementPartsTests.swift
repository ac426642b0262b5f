import Specs
import TestSupport
import Testing

/// A requirement's text in its parts.
@Suite struct RequirementPartsTests {
  private func parts(_ text: String) -> RequirementParts {
    let file = SpecFile(
      path: ".omoi_os/requirements/a.md", root: ".omoi_os", kind: .requirement,
      content: .bytes(Array("---\nid: REQ-A-001\n---\n### REQ-A-FUNC-001: T\n\(text)".utf8)))
    guard let schema = Schema.builtIn[.requirement] else { return .init(wholeBodyOf: Self.none) }
    let spec = Spec(file, schema: schema)
    guard let requirement = spec.body.requirements.first else {
      Issue.record("no requirement")
      return .init(wholeBodyOf: spec)
    }
    return RequirementParts(requirement, of: spec)
  }

  private static let none = Spec(
    SpecFile(path: "a", root: ".", kind: .requirement, content: .symlink),
    schema: KindSchema(name: .requirement, folder: "requirements", idShape: .free, fields: []))

  @Test(arguments: [
    ("WHEN a, THE SYSTEM SHALL b.", "WHEN a", "THE SYSTEM SHALL b."),
    (
      "**WHEN** a `**x**` is up,\n**THE SYSTEM SHALL** b.", "WHEN a `**x**` is up",
      "THE SYSTEM SHALL b."
    ),
    (
      "__WHEN__ a __init__ runs, _THE SYSTEM SHALL_ b", "WHEN a __init__ runs", "THE SYSTEM SHALL b"
    ),
    ("WHEN a  \nWHILE b, \\\nTHE SYSTEM\nSHALL c", "WHEN a WHILE b", "THE SYSTEM SHALL c"),
    ("IF a fails, THEN THE SYSTEM SHALL b", "IF a fails", "THE SYSTEM SHALL b"),
    ("WHERE a is there THE parser SHALL b", "WHERE a is there", "THE parser SHALL b"),
    ("THE SYSTEM SHALL b WHEN a.", "", "THE SYSTEM SHALL b WHEN a."),
    ("When a, the system shall b", "When a", "the system shall b"),
    ("> WHEN a,\n> THE SYSTEM SHALL b", "WHEN a", "THE SYSTEM SHALL b"),
    ("- WHEN a, THE SYSTEM SHALL b", "WHEN a", "THE SYSTEM SHALL b"),
    ("**Requirement**: WHEN a, THE SYSTEM SHALL b", "WHEN a", "THE SYSTEM SHALL b"),
    ("**Priority**: HIGH\nWHEN a, THE SYSTEM SHALL b", "WHEN a", "THE SYSTEM SHALL b"),
    ("Rationale: THE SYSTEM SHALL not count.\n\nTHE SYSTEM SHALL b", "", "THE SYSTEM SHALL b"),
    ("THE SYSTEM SHALL raise 2 ** 3 and a*b*c", "", "THE SYSTEM SHALL raise 2 ** 3 and a*b*c"),
    // What follows up to the next sentence belongs to it.
    (
      "Intro. WHEN a, THE SYSTEM SHALL b. It is c. WHEN d, THE SYSTEM SHALL e.\n\nTHE SYSTEM SHALL f",
      "WHEN a", "THE SYSTEM SHALL b. It is c.\nWHEN d, THE SYSTEM SHALL e.\nTHE SYSTEM SHALL f"
    ),
    ("WHEN a. THE SYSTEM SHALL b", "WHEN a.", "THE SYSTEM SHALL b"),
    (
      "WHEN a, THE SYSTEM SHALL:\n1. Stop\n2. Wait\n   a while\n\nAnd more.", "WHEN a",
      "THE SYSTEM SHALL:\n- Stop\n- Wait a while"
    ),
    (
      "THE SYSTEM SHALL know:\n\n| A | B |\n|---|---|\n| 1 | 2 |", "",
      "THE SYSTEM SHALL know:\n| A | B |\n|---|---|\n| 1 | 2 |"
    ),
    // Without a sentence.
    ("**Priority**: HIGH\n\nUsers log in\nat once.\n\nMore.", "", "Users log in at once."),
    ("Model SHALL have:\n- a\n- b", "", "Model SHALL have:\n- a\n- b"),
    ("```\nTHE SYSTEM SHALL not\n```\n", "", ""),
    ("<!-- WHEN x, THE SYSTEM SHALL not -->\nText.", "", "Text."),
    ("", "", ""),
  ])
  func sentence(text: String, condition: String, action: String) {
    for end in ["\n", "\r\n"] {
      let parts = parts(text.replacing("\n", with: end))
      #expect(parts.condition == condition)
      #expect(parts.action == action)
    }
  }

  @Test(arguments: [
    ("**Acceptance Criteria**:\n- [ ] a\n- [x] b\n  - [X] c", ["[ ] a", "[x] b", "[x] c"]),
    ("- [ ] a\n  goes on\n- [ ]\n- [y] z", ["[ ] a goes on"]),
    ("Acceptance Criteria:\n- a `b`\n* [x] c\n1. d", ["[ ] a `b`", "[x] c", "[ ] d"]),
    ("#### Done When\n\n- a\n\nText.\n\n- b", ["[ ] a", "[ ] b"]),
    ("**Acceptance Criteria:** all tests pass", ["[ ] all tests pass"]),
    ("**Acceptance Criteria**:\n\n- a\n\nText.\n\n- b", ["[ ] a"]),
    ("**Acceptance Criteria**:\n- a\n**Notes**:\n- b\n- [ ] c", ["[ ] a", "[ ] c"]),
    ("**Acceptance Criteria**:\n- a\n\n---\n- b", ["[ ] a"]),
    ("**Acceptance Criteria**:\n- WHEN a, THE SYSTEM SHALL b", ["[ ] WHEN a, THE SYSTEM SHALL b"]),
    ("```\n- [ ] a\n```\n<!--\n- [ ] b\n-->\n- c", []),
  ])
  func criteria(text: String, expected: [String]) {
    let found = parts(text).criteria.map { ($0.isMet ? "[x] " : "[ ] ") + $0.text }
    #expect(found == expected)
  }

  @Test func otherLabelsAreNamedOnce() {
    let text = """
      **Priority**: HIGH
      **Category:** Functional

      **WHEN** a, **THE SYSTEM SHALL** b.

      **Acceptance Criteria**:
      - [ ] c

      Linked Tickets: TKT-001
      - **Notes**: d
      **Notes**: e
      **bold** words are none

      **Requirements**:
      - [ ] f

      **Schema**:
      ```
      g
      ```
      """
    #expect(parts(text).labels == ["Priority", "Category", "Linked Tickets", "Notes", "Schema"])
  }

  @Test func aSentenceAfterItsCriteriaIsOne() {
    let parts = parts("**Acceptance Criteria**:\n- a\n\nWHEN b, THE SYSTEM SHALL c")
    #expect(parts.condition == "WHEN b")
    #expect(parts.criteria.map(\.text) == ["a"])
  }
}

/// A design's sections.
@Suite struct DesignPartsTests {
  private func parts(_ text: String) -> DesignParts? {
    Schema.builtIn[.design].map { schema in
      DesignParts(
        of: Spec(
          SpecFile(
            path: ".omoi_os/designs/a.md", root: ".omoi_os", kind: .design,
            content: .bytes(Array("---\nid: DESIGN-A-001\n---\n\(text)".utf8))), schema: schema))
    }
  }

  @Test(arguments: [
    (
      "## Architecture\n\nA\n\n### Component Architecture\nB\n\n---\n\n## Next\nC",
      "A\n\n### Component Architecture\nB"
    ),
    ("## 2. Architecture Overview\r\nA\r\n```\r\n## Next\r\n```\r\n", "A\n```\n## Next\n```"),
    ("# The Architecture\nA\n## Architectures\nB", ""),
    ("## Architecture\nA\n## B\n## Target Architecture\nC", "A\n\n## Target Architecture\n\nC"),
    ("### Architecture\nA\n## B\nC", "A"),
    ("", ""),
  ])
  func architecture(text: String, expected: String) {
    #expect(parts(text)?.architecture == expected)
  }

  @Test func dataModel() {
    let parts = parts(
      "## Data Model Changes\nA\n## Data\nB\n## DATA MODELS\nC\n## Data Modelling\nD")
    #expect(parts?.dataModel == "A\n\n## DATA MODELS\n\nC")
  }

  @Test func endpoints() {
    let parts = parts(
      """
      ## API Specification
      ### Endpoints
      | Method | Path | Description | Auth | Notes |
      |--------|:----:|-------------|------|-------|
      | **POST** | `/a/{id}` | Make \\| mend `a` | Required | - |
      | GET | /a | | Required | |
      | | /b | no method | | |

      | Endpoint | Purpose | Method |
      |---|---|---|
      | /c | Look | GET |

      | Error | Method |
      |---|---|
      | 1 | GET |

      ```
      | Method | Path |
      |---|---|
      | GET | /code |
      ```
      ## Elsewhere
      | Method | Path |
      |---|---|
      | GET | /no |
      """)
    #expect(
      parts?.endpoints.map {
        [$0.method, $0.endpoint, $0.description ?? "nil", $0.purpose ?? "nil"]
      } == [
        ["POST", "/a/{id}", "Make | mend `a`", "nil"], ["GET", "/a", "nil", "nil"],
        ["GET", "/c", "nil", "Look"],
      ])
    #expect(parts?.otherColumns == ["Auth"])
  }
}
