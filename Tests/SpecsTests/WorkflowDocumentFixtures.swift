/// Specs in the structure of the workflow document's templates and examples, in words of our own.
extension WorkflowDocumentTests {
  static let prd = """
    ---
    id: PRD-MAIL-001
    title: Mail Digest PRD
    feature: mail-digest
    created: 2026-01-02
    updated: 2026-01-03
    status: draft  # draft | review | approved
    author: Ann
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
}
