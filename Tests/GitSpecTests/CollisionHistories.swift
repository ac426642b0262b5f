import Testing

extension CollisionHistoryTests {
  /// A history made with git, and the IDs that mean two things at its end.
  struct Case: CustomTestStringConvertible {
    let name: String
    let script: String
    var ids: [String] = []
    var sameFiles: [String] = []
    var ghosts: [String] = []

    var testDescription: String { name }
  }

  static let cases = [
    // Two drafts, each made on its own branch: nothing makes them one.
    Case(
      name: "two drafts under one number",
      script: """
        git checkout -qb side; task TSK-002 'Print'; commit Print
        git checkout -q main; task TSK-002 'Parse'; commit Parse
        """, ids: ["TSK-002"]),
    // Equal paths and titles prove nothing: both sides wrote the file anew.
    Case(
      name: "same path, two specs",
      script: """
        git checkout -qb side; task TSK-002 'Print'; commit Print
        git checkout -q main; task TSK-002 'Print'; edit TSK-002.md Other; commit Print
        """, ids: ["TSK-002"]),
    // The file names differ, so git would merge this without a word.
    Case(
      name: "two files, one number",
      script: """
        git checkout -qb side; task TSK-002 'Print' TSK-002-print.md; commit Print
        git checkout -q main; task TSK-002 'Parse' TSK-002-parse.md; commit Parse
        """, ids: ["TSK-002"]),
    // Both inherited it: an old version is still the same spec.
    Case(
      name: "edited on one side",
      script: """
        git checkout -qb side; git checkout -q main; edit TSK-001.md; commit Edit
        """),
    Case(
      name: "edited on both sides, with another title",
      script: """
        git checkout -qb side; edit TSK-001.md; commit Edit
        git checkout -q main; task TSK-001 'Begin anew'; commit Retitle
        """),
    Case(
      name: "renamed on one side, edited on the other",
      script: """
        git checkout -qb side; git mv .omoi_os/tasks/TSK-001.md .omoi_os/tasks/TSK-001-begin.md
        commit Rename; git checkout -q main; edit TSK-001.md; commit Edit
        """),
    // A file that goes and one that comes are a rename by title or text, as git sees it; here
    // nothing but the number is kept.
    Case(
      name: "number used for another thing in one commit",
      script: """
        git checkout -qb side; git rm -q .omoi_os/tasks/TSK-001.md
        task TSK-001 'Quite another text' TSK-001-anew.md; commit Rewrite
        git checkout -q main; edit TSK-001.md; commit Edit
        """, ids: ["TSK-001"]),
    Case(
      name: "renamed with another title in one commit",
      script: """
        git checkout -qb side; git mv .omoi_os/tasks/TSK-001.md .omoi_os/tasks/TSK-001-anew.md
        sed -i 's/^title: .*/title: Quite another title/' .omoi_os/tasks/TSK-001-anew.md
        commit Retitle; git checkout -q main; edit TSK-001.md; commit Edit
        """),
    Case(
      name: "same spec under two paths, renamed on both sides",
      script: """
        git checkout -qb side; git mv .omoi_os/tasks/TSK-001.md .omoi_os/tasks/TSK-001-a.md
        edit TSK-001-a.md A; commit A; git checkout -q main
        git mv .omoi_os/tasks/TSK-001.md .omoi_os/tasks/TSK-001-b.md; commit B
        """),
    // The number was given to another thing: the inherited spec is gone on this side.
    Case(
      name: "deleted, then the number used for another thing",
      script: """
        git checkout -qb side; edit TSK-001.md; commit Edit
        git checkout -q main; git rm -q .omoi_os/tasks/TSK-001.md; commit Delete
        task TSK-001 'Another thing' TSK-001-other.md; commit Reuse
        """, ids: ["TSK-001"]),
    // Put back under its path and title it is the spec that it was.
    Case(
      name: "deleted and put back, edited",
      script: """
        git checkout -qb side; edit TSK-001.md; commit Edit
        git checkout -q main; git rm -q .omoi_os/tasks/TSK-001.md; commit Delete
        task TSK-001 'Begin'; edit TSK-001.md Back; commit Back
        """),
    // The picked commit brings the same blob: a common version, whatever came after.
    Case(
      name: "cherry-picked, then edited on both sides",
      script: """
        git checkout -qb side; task TSK-002 'Print'; commit Print
        git checkout -q main; git cherry-pick side >/dev/null; edit TSK-002.md Here; commit Here
        git checkout -q side; edit TSK-002.md There; commit There; git checkout -q main
        """),
    Case(
      name: "squash-merged, then edited on both sides",
      script: """
        git checkout -qb side; task TSK-002 'Print'; commit Print; edit TSK-002.md 1; commit 1
        edit TSK-002.md 2; commit 2
        git checkout -q main; git merge -q --squash side >/dev/null; commit Squash
        edit TSK-002.md Here; commit Here
        git checkout -q side; edit TSK-002.md There; commit There; git checkout -q main
        """),
    Case(
      name: "rebased while another branch builds on the old commits",
      script: """
        git checkout -qb side; task TSK-002 'Print'; commit Print; git branch other
        git checkout -q main; edit TSK-001.md; commit Edit
        git checkout -q side; git rebase -q main; edit TSK-002.md New; commit New
        git checkout -q other; edit TSK-002.md Old; commit Old
        """),
    Case(
      name: "criss-cross, the spec from one of two merge bases",
      script: """
        git checkout -qb side; task TSK-002 'Print'; commit Print
        git checkout -q main; task TSK-003 'Parse'; commit Parse; git branch m; git branch s side
        git merge -q s -m one; git checkout -q side; git merge -q m -m two
        edit TSK-002.md There; edit TSK-003.md There; commit There
        git checkout -q main; edit TSK-002.md Here; edit TSK-003.md Here; commit Here
        git branch -qD m s
        """),
    Case(
      name: "octopus, edited since",
      script: """
        git checkout -qb a; task TSK-002 'Print'; commit a
        git checkout -q main; git checkout -qb b; task TSK-003 'Parse'; commit b
        git checkout -q main; edit TSK-001.md; commit main
        git merge -q a b -m octopus; edit TSK-002.md Here; edit TSK-003.md Here; commit Here
        """),
    // A clean merge's own version of a file is one that no parent has.
    Case(
      name: "merged content of both sides",
      script: """
        git checkout -qb side; sed -i 's/^status.*/status: review/' .omoi_os/tasks/TSK-001.md
        commit Status; git checkout -q main; edit TSK-001.md; commit Edit
        git merge -q side -m merge; git branch -q keep HEAD~1
        """),
    Case(
      name: "identical file added twice",
      script: """
        git checkout -qb side; task TSK-002 'Print'; commit Print
        git checkout -q main; task TSK-002 'Print'; task TSK-003 'More'; commit Print
        """, sameFiles: ["TSK-002"]),
    Case(
      name: "identical file added twice under two names",
      script: """
        git checkout -qb side; task TSK-002 'Print' TSK-002-a.md; commit Print
        git checkout -q main; task TSK-002 'Print' TSK-002-b.md; task TSK-003 'More'; commit Print
        """, sameFiles: ["TSK-002"]),
    // The branch was cut before the renumbering and still has the old number.
    Case(
      name: "ghost: the number is free now",
      script: """
        git checkout -qb side; edit TSK-001.md; commit Edit; git checkout -q main
        git mv .omoi_os/tasks/TSK-001.md .omoi_os/tasks/TSK-041.md
        sed -i 's/TSK-001/TSK-041/' .omoi_os/tasks/TSK-041.md
        printf 'renumbered: {TSK-001: TSK-041}\\n' > .omoi_os/config.yaml; commit Renumber
        """, ghosts: ["TSK-001"]),
    Case(
      name: "ghost: the number is another spec's now",
      script: """
        git checkout -qb side; edit TSK-001.md; commit Edit; git checkout -q main
        git mv .omoi_os/tasks/TSK-001.md .omoi_os/tasks/TSK-041.md
        sed -i 's/TSK-001/TSK-041/' .omoi_os/tasks/TSK-041.md
        printf 'renumbered: {TSK-001: TSK-041}\\n' > .omoi_os/config.yaml; commit Renumber
        task TSK-001 'The other one'; commit Other
        """, ghosts: ["TSK-001"]),
    Case(
      name: "ghost: this branch was cut before the renumbering",
      script: """
        git checkout -qb side
        git mv .omoi_os/tasks/TSK-001.md .omoi_os/tasks/TSK-041.md
        sed -i 's/TSK-001/TSK-041/' .omoi_os/tasks/TSK-041.md
        printf 'renumbered: {TSK-001: TSK-041}\\n' > .omoi_os/config.yaml; commit Renumber
        git checkout -q main; edit TSK-001.md; commit Edit
        """, ghosts: ["TSK-001"]),
    // The section under the heading is what was picked; the rest of its file differs.
    Case(
      name: "requirement heading, cherry-picked into another state of its file",
      script: """
        req() {
          mkdir -p .omoi_os/requirements
          { printf -- '---\\nid: REQ-A-001\\ntitle: A\\n---\\n\\n### REQ-A-FUNC-001: One\\n\\n%s\\n' "$1"
            [ -z "${2-}" ] || printf '\\n### REQ-A-FUNC-002: %s\\n\\nTHE SYSTEM SHALL %s.\\n' "$2" "$2"
          } > .omoi_os/requirements/a.md
        }
        req 'THE SYSTEM SHALL be.'; commit Requirement; git checkout -qb side; git checkout -q main
        req 'THE SYSTEM SHALL be well.'; commit Edit; req 'THE SYSTEM SHALL be well.' Two; commit Two
        git checkout -q side; git cherry-pick main >/dev/null 2>&1 || {
          req 'THE SYSTEM SHALL be.' Two; git add -A; git -c core.editor=true cherry-pick --continue
        } >/dev/null; git checkout -q main
        """),
    // One of two parents of a merge had the version that was squashed.
    Case(
      name: "version of a merge's second parent",
      script: """
        git checkout -qb side; task TSK-002 'Print'; commit Print; git checkout -qb g
        sed -i 's/^- .*/- [ ] It is done by g/' .omoi_os/tasks/TSK-002.md; commit g
        git checkout -q main; git merge -q --squash g >/dev/null; commit Squash
        git checkout -q side; sed -i 's/^status.*/status: review/' .omoi_os/tasks/TSK-002.md; commit f
        git merge -q g -m merge; git branch -qD g; git checkout -q main
        """),
    // main gave the number to another, the branch merged main and kept its own.
    Case(
      name: "number used for another thing, and the merge kept the old one",
      script: """
        git checkout -qb side; edit TSK-001.md; commit Side; git checkout -q main
        git rm -q .omoi_os/tasks/TSK-001.md
        commit Delete; task TSK-001 'Another thing' TSK-001-other.md; commit Reuse
        git checkout -q side; git merge -q --no-commit main >/dev/null 2>&1 || :; git rm -qf .omoi_os/tasks/TSK-001-other.md
        mkdir -p .omoi_os/tasks; git checkout -q HEAD -- .omoi_os/tasks/TSK-001.md; commit Merge
        git checkout -q main
        """, ids: ["TSK-001"]),
    // A squash leaves no common history; the trace and the squashed version are what is left.
    Case(
      name: "squashed, then renumbered on both sides",
      script: """
        moved() {
          git mv .omoi_os/tasks/TSK-002.md .omoi_os/tasks/TSK-009.md
          sed -i 's/TSK-002/TSK-009/' .omoi_os/tasks/TSK-009.md
          printf 'renumbered: {TSK-002: TSK-009}\\n' > .omoi_os/config.yaml; commit Renumber
        }
        git checkout -qb side; task TSK-002 'Print'; commit Print; git checkout -q main
        git merge -q --squash side >/dev/null; commit Squash; moved
        git checkout -q side; edit TSK-002.md There; commit There; moved; git checkout -q main
        """),
    Case(
      name: "requirement headings",
      script: """
        req() {
          mkdir -p .omoi_os/requirements
          printf -- '---\\nid: REQ-A-001\\ntitle: A\\n---\\n\\n### REQ-A-FUNC-001: One\\n\\n%s\\n' "$1" \\
            > .omoi_os/requirements/a.md
        }
        req 'THE SYSTEM SHALL be.'; commit Requirement
        git checkout -qb side; printf '\\n### REQ-A-FUNC-002: Log out\\n' >> .omoi_os/requirements/a.md
        commit Out; git checkout -q main
        printf '\\n### REQ-A-FUNC-002: Log in\\n' >> .omoi_os/requirements/a.md; commit In
        """, ids: ["REQ-A-FUNC-002"]),
  ]
}
