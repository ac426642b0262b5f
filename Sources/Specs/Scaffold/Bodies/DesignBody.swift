extension TemplateBody {
  static func design(_ values: DraftValues) -> String {
    "# \(Written.heading(values.title(with: "Design")))\n\n" + architecture + dataModel
      + endpoints + implementation + quality
  }

  private static let architecture = """
    ## Overview

    The technical approach in brief.

    ## Architecture

    ### System Context

    ```mermaid
    flowchart TB
        subgraph External
            User[User]
            ExtAPI[External API]
        end

        subgraph System
            API[API Layer]
            Service[Service Layer]
            DB[(Database)]
        end

        User --> API
        API --> Service
        Service --> DB
        Service --> ExtAPI
    ```

    ### Component Diagram

    The main components and their responsibilities.

    | Component | Responsibility | Technology |
    |-----------|---------------|------------|
    | Service | What the feature does | To be decided |


    """

  private static let dataModel = """
    ## Data Model

    ### Database Schema

    ```sql
    CREATE TABLE records (
        id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
        updated_at TIMESTAMP WITH TIME ZONE DEFAULT NOW()
    );

    CREATE INDEX idx_records_created_at ON records(created_at);
    ```

    ### Pydantic Models

    ```python
    from pydantic import BaseModel
    from datetime import datetime
    from uuid import UUID

    class Record(BaseModel):
        id: UUID
        created_at: datetime
        updated_at: datetime
    ```


    """

  private static let endpoints = """
    ## API Specification

    ### Endpoints

    | Method | Path | Description | Auth |
    |--------|------|-------------|------|
    | POST | /api/v1/records | Create resource | Required |
    | GET | /api/v1/records/{id} | Get resource | Required |

    ### Request/Response Examples

    #### POST /api/v1/records

    **Request:**
    ```json
    {
      "field": "value"
    }
    ```

    **Response (201):**
    ```json
    {
      "id": "uuid",
      "field": "value",
      "created_at": "2025-01-01T00:00:00Z"
    }
    ```

    **Error Response (400):**
    ```json
    {
      "error": "validation_error",
      "message": "Field X is required"
    }
    ```


    """

  private static let implementation = """
    ## Implementation Details

    ### Algorithm/Logic

    Algorithms and business logic that are not obvious.

    ```python
    # Pseudocode for complex logic
    def process_feature(input):
        # Step 1: Validate
        # Step 2: Transform
        # Step 3: Persist
        # Step 4: Notify
        pass
    ```

    ### State Machine (if applicable)

    ```mermaid
    stateDiagram-v2
        [*] --> Created
        Created --> Processing : start
        Processing --> Completed : success
        Processing --> Failed : error
        Failed --> Processing : retry
        Completed --> [*]
    ```

    ## Integration Points

    | System | Integration Type | Purpose |
    |--------|-----------------|---------|
    | None known yet | REST API | To be decided |

    ## Configuration

    | Parameter | Default | Range | Description |
    |-----------|---------|-------|-------------|
    | None known yet | None | Any | To be decided |


    """

  private static let quality = """
    ## Testing Strategy

    ### Unit Tests
    - [ ] Each component by itself

    ### Integration Tests
    - [ ] Each integration point

    ### E2E Tests
    - [ ] Each user story

    ## Security Considerations

    - [ ] Who may do what
    - [ ] Which data must not be seen

    ## Performance Considerations

    - [ ] How much is expected
    - [ ] What happens when there is more

    ## Open Questions

    - [ ] Which technical questions still need answering?

    """
}
