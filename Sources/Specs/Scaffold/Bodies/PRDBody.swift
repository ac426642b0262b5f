extension TemplateBody {
  static func prd(_ values: DraftValues) -> String {
    """
    # \(Written.heading(values.title))

    ## Executive Summary

    An overview of the feature, the problem it solves, and why it matters.

    ## Problem Statement

    ### Current State
    The pain point that exists today.

    ### Desired State
    What the world looks like after this feature ships.

    ### Impact of Not Building
    What happens if this is not built.

    ## Goals & Success Metrics

    ### Primary Goals
    1. The first goal
    2. The second goal

    ### Success Metrics
    | Metric | Current | Target | How Measured |
    |--------|---------|--------|--------------|
    | Not yet chosen | Unknown | Unknown | Unknown |

    ## User Stories

    ### Primary User: User

    1. **First story**
       As a user, I want to use this feature so that the problem above is solved.

       Acceptance Criteria:
       - [ ] The story can be shown from beginning to end
       - [ ] What goes wrong on the way is explained to the user

    ## Scope

    ### In Scope
    - What the feature includes

    ### Out of Scope
    - What is explicitly excluded

    ### Future Considerations
    - What may be added later

    ## Constraints

    ### Technical Constraints
    - None known yet

    ### Business Constraints
    - None known yet

    ## Risks & Mitigations

    | Risk | Likelihood | Impact | Mitigation |
    |------|------------|--------|------------|
    | None known yet | Low | Low | None needed |

    ## Dependencies

    - None known yet

    ## Open Questions

    - [ ] Which questions still need answering?

    """
  }
}
