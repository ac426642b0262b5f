import Specs
import TestSupport
import Testing

/// The templates of the workflow document, filled in, and the two shapes of its examples.
@Suite struct WorkflowDocumentTests {
  static let prd = """
    ---
    id: PRD-MAIL-001
    title: Mail Digest PRD
    feature: mail-digest
    created: 2026-01-02
    updated: 2026-01-03
    status: draft  # draft | review | approved
    author: Claude
    ---

    # Mail Digest

    ## Executive Summary

    One mail a day says what happened.

    ## Problem Statement

    ### Current State
    People read every notice.

    ### Impact of Not Building
    They stop reading.

    ## Goals & Success Metrics

    | Metric | Current | Target | How Measured |
    |--------|---------|--------|--------------|
    | Mails a day | 40 | 1 | log |

    ## User Stories

    1. **Daily mail**
       As a reader, I want to get one mail so that I have time.

       Acceptance Criteria:
       - [ ] One mail
       - [ ] At seven

    ## Open Questions

    - [ ] Which hour?

    """

  static let requirements = """
    ---
    id: REQ-MAIL-001
    title: Mail Digest Requirements
    feature: mail-digest
    created: 2026-01-02
    updated: 2026-01-02
    status: draft
    category: functional  # functional | non-functional | constraint
    priority: HIGH  # CRITICAL | HIGH | MEDIUM | LOW
    prd_ref: docs/prd-mail-digest.md
    design_ref: designs/mail-digest.md
    ---

    # Mail Digest Requirements

    ## Functional Requirements

    ### REQ-MAIL-FUNC-001: Daily mail

    **Priority**: HIGH
    **Category**: Functional

    WHEN a day ends, THE SYSTEM SHALL send one mail.

    **Acceptance Criteria**:
    - [ ] One mail

    **Notes**: None

    ---

    ### REQ-MAIL-FUNC-002: Opting out

    WHEN a reader opts out,
    **THE SYSTEM SHALL** send none.

    ## Non-Functional Requirements

    ### REQ-MAIL-PERF-001: Speed

    **Priority**: HIGH
    **Category**: Performance

    THE SYSTEM SHALL send a thousand mails a minute.

    ## Traceability

    | Requirement ID | PRD Section | Design Section | Ticket |
    |----------------|-------------|----------------|--------|
    | REQ-MAIL-FUNC-001 | User Stories #1 | Component A | TKT-001 |

    """

  static let design = """
    ---
    id: DESIGN-MAIL-001
    title: Mail Digest Design
    feature: mail-digest
    created: 2026-01-02
    updated: 2026-01-02
    status: draft
    requirements:
      - REQ-MAIL-001
    ---

    # Mail Digest Design

    ## Architecture

    ```mermaid
    flowchart TB
        Reader[Reader] --> DB[(Store)]
    ```

    ## Data Model

    ```sql
    CREATE TABLE {table_name} (id UUID PRIMARY KEY);
    ```

    ## API Specification

    | Method | Path | Description | Auth |
    |--------|------|-------------|------|
    | GET | /api/v1/digests/{id} | Get one | Required |

    ## Security Considerations

    - [ ] Sign links

    """

  static let ticket = """
    ---
    id: TKT-001
    title: Send digests
    status: backlog  # backlog | analyzing | building | testing | done | blocked
    priority: HIGH  # CRITICAL | HIGH | MEDIUM | LOW
    estimate: M  # S | M | L | XL
    design_ref: designs/mail-digest.md
    requirements:
      - REQ-MAIL-FUNC-001
      - REQ-MAIL-FUNC-002
    dependencies:
      blocked_by: []
      blocks: []
    ---

    # TKT-001: Send digests

    ## Description

    Collects and sends.

    ## Acceptance Criteria

    - [ ] One mail
    - [ ] All tests pass

    ## Tasks

    - TSK-001: Collect

    ## Dependencies

    **Blocked By**: None
    **Blocks**: None

    ## Estimate

    **Size**: M
    **Rationale**: Two parts

    """

  static let task = """
    ---
    id: TSK-001
    title: Collect
    status: pending  # pending | in_progress | review | done | blocked
    ticket_id: TKT-001
    estimate: S  # S | M | L
    type: implementation  # implementation | refactor | test
    dependencies:
      depends_on: []
      blocks: []
    ---

    # TSK-001: Collect

    ## Objective

    Collect the notices of a day.

    ## Deliverables

    - [ ] `src/{name}/collect.py` - Collects

    ## Implementation Notes

    ```python
    class Collector:
        pass
    ```

    ## Acceptance Criteria

    - [ ] Tests pass

    ## Dependencies

    **Depends On**: None
    **Blocks**: None

    """

  static let exampleTicket = """
    ---
    id: TKT-002
    title: Collector
    status: backlog
    priority: HIGH
    type: feature
    feature: mail-digest
    estimate: 3d
    requirements:
      - REQ-POST-FUNC-001
    dependencies:
      blocked_by: []
      blocks:
        - TKT-003
    ---

    # TKT-002: Collector

    ## Objective

    Collects.

    ## Scope

    ### Out of Scope
    - Layout - covered in TKT-003

    ## Acceptance Criteria

    - [ ] Takes url, secret, events[]

    ## Tasks

    - TSK-001: Collect
    - TSK-002: Store

    """

  static let exampleTask = """
    ---
    id: TSK-003
    title: Implement Collector
    status: pending
    priority: HIGH
    type: implementation
    ticket: TKT-002
    estimate: 4h
    dependencies:
      depends_on:
        - TSK-011
        - TSK-012
      blocks:
        - TSK-014
    ---

    # TSK-003: Implement Collector

    ## Objective

    Collect.

    ### Headers
    ```
    X-Event: {event_type}
    ```

    ## Verification

    ```bash
    python -c "
    print(f'{x}')
    "
    ```

    ## Done When

    - [ ] Collects

    """

  private func worse(_ files: [String: String]) throws -> [String] {
    try Bench(files).findings().filter { $0.severity > .note }
      .map { "\($0.code) \($0.path): \($0.message)" }
  }

  @Test(arguments: ["\n", "\r\n"])
  func theTemplatesFilledInHaveNoErrorAndNoWarning(end: String) throws {
    let files = [
      "docs/prd-mail-digest.md": Self.prd, "requirements/mail-digest.md": Self.requirements,
      "designs/mail-digest.md": Self.design, "tickets/TKT-001.md": Self.ticket,
      "tasks/TSK-001.md": Self.task,
    ]
    #expect(try worse(files.mapValues { $0.replacing("\n", with: end) }) == [])
  }

  @Test func theExamplesHaveOnlyDanglingReferences() throws {
    let found = try worse([
      "tickets/TKT-002.md": Self.exampleTicket, "tasks/TSK-003.md": Self.exampleTask,
    ])
    #expect(
      found.map { String($0.prefix(4)) } == ["S301", "S301", "S301", "S301", "S301"], "\(found)")
  }

  // MARK: The document itself

  private static let path = "seed/spec-driven-dev.md"

  /// Fenced blocks of the document that begin with frontmatter, with the fences inside them.
  private func blocks() throws -> [String] {
    let text = String(decoding: try Shared.read(Self.path), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var blocks: [String] = []
    var index = 0
    while index < lines.count {
      guard lines[index] == "```markdown" || lines[index] == "```yaml",
        index + 1 < lines.count, lines[index + 1] == "---"
      else {
        index += 1
        continue
      }
      var block: [String] = []
      var isInner = false
      index += 1
      while index < lines.count {
        let line = lines[index]
        if line.hasPrefix("```") {
          if isInner {
            isInner = false
          } else if line == "```", !opensBlock(lines, index) {
            break
          } else {
            isInner = true
          }
        }
        block.append(line)
        index += 1
      }
      blocks.append(block.joined(separator: "\n") + "\n")
      index += 1
    }
    return blocks
  }

  /// A bare fence inside the example opens a block when another bare one ends it before any heading.
  private func opensBlock(_ lines: [String], _ index: Int) -> Bool {
    for line in lines[(index + 1)...] {
      if line == "```" { return true }
      if line.hasPrefix("#") || line.hasPrefix("---") || line.hasPrefix("```")
        || line.hasPrefix("**")
      {
        return false
      }
    }
    return false
  }

  private func filled(_ block: String, _ number: Int) -> String {
    var text = block
    for (placeholder, value) in [
      ("{NNN}", "00\(number)"), ("{FEATURE}", "MAIL"), ("{feature-name}", "mail-digest"),
      ("{date}", "2026-01-02"), ("{YYYY-MM-DD}", "2026-01-02"), ("{Feature Name}", "Mail Digest"),
      ("{Ticket Title}", "Send digests"), ("{Task Title}", "Collect"),
    ] {
      text = text.replacing(placeholder, with: value)
    }
    return text
  }

  @Test(.enabled(if: Shared.has(WorkflowDocumentTests.path), "the folder ../shared is not there"))
  func theDocumentsOwnBlocksHaveNoErrorAndNoWarningButDanglingReferences() throws {
    let blocks = try blocks()
    #expect(blocks.count >= 12)
    var paths: Set<String> = []
    for block in blocks {
      let text = filled(block, 9)
      let id = text.split(separator: "\n").first { $0.hasPrefix("id: ") }.map {
        String($0.dropFirst(4))
      }
      let name = try #require(id)
      let path =
        switch name.prefix(3) {
        case "PRD": "docs/prd-mail-digest.md"
        case "REQ": "requirements/mail-digest.md"
        case "DES": "designs/mail-digest.md"
        case "TKT": "tickets/\(name).md"
        default: "tasks/\(name).md"
        }
      paths.insert(path)
      let found = try worse([path: text]).filter { !$0.hasPrefix("S301") && !$0.hasPrefix("S303") }
      #expect(found == [], "\(text.prefix(300))")
    }
    #expect(paths.count >= 7, "\(paths)")
  }
}
