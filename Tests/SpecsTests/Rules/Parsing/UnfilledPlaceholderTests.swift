import Specs
import TestSupport
import Testing

@Suite struct UnfilledPlaceholderTests {
  @Test func placeholdersInValuesAndTheFirstHeadingAreErrors() throws {
    try expect(
      "S011",
      in: """
        ---
        id: TSK-1️⃣{NNN}
        title: 2️⃣{Task Title}
        created: 3️⃣{YYYY-MM-DD}
        design_ref: designs/4️⃣{feature-name}.md
        tags: ["5️⃣{feature}", x]
        ---

        # TSK-6️⃣{NNN}: 7️⃣{Task Title}

        """,
      at: [
        ("1️⃣", "the placeholder `{NNN}` is not filled in"),
        ("2️⃣", "the placeholder `{Task Title}` is not filled in"),
        ("3️⃣", "the placeholder `{YYYY-MM-DD}` is not filled in"),
        ("4️⃣", "the placeholder `{feature-name}` is not filled in"),
        ("5️⃣", "the placeholder `{feature}` is not filled in"),
        ("6️⃣", "the placeholder `{NNN}` is not filled in"),
        ("7️⃣", "the placeholder `{Task Title}` is not filled in"),
      ], as: .error)
  }

  @Test func otherBracesAreLeftAlone() throws {
    try expectNone(
      "S011",
      in: """
        ---
        id: TSK-001
        title: Serve /users/{id} and {other}
        condition: "{user}"
        ---

        # TSK-001: Serve {id}

        Text {NNN}, `{feature-name}`.

        ## {Task Title}

        """)
  }

  /// One fault reads as one, though braces are a mapping to YAML.
  @Test(arguments: [
    "title: {Task Title}", "created: {YYYY-MM-DD}", "id: TSK-{NNN}", "ticket_id: TKT-{NNN}",
    "design_ref: designs/{feature-name}.md", "tags: [{feature}]", "status: {type}",
  ])
  func aPlaceholderIsTheOnlyFaultOfItsField(line: String) throws {
    let key = line.prefix { $0 != ":" }
    var lines = Sample.task().split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeAll { $0.hasPrefix(key + ":") }
    lines.insert(Substring(line), at: 1)
    let bench = Bench([
      "tasks/TSK-001.md": lines.joined(separator: "\n"), "tickets/TKT-001.md": Sample.ticket(),
    ])
    let worse = try bench.findings().filter { $0.severity > .note }
    #expect(worse.map(\.code) == ["S011"])
  }

  /// `{…} PRD` is no YAML: the placeholder is told, not what the parser made of it.
  @Test func aPlaceholderThatBreaksTheHeaderIsTheOnlyFaultOfItsLine() throws {
    let bench = Bench([
      "docs/prd-x.md": "---\nid: PRD-X-001\ntitle: {Feature Name} PRD # {NNN}\n---\n\n# X\n"
    ])
    #expect(try bench.findings().map(\.code) == ["S011"])
  }
}
