import TestSupport
import Testing

/// Tickets whose requirements changed after them, as the history of a repository tells it.
@Suite struct SuspectTests {
  private static let path = ".omoi_os/requirements/search.md"
  private static let ticket = ".omoi_os/tickets/TKT-001.md"

  private static func requirement(_ words: String = "answer", status: String = "draft") -> String {
    """
    ---
    id: REQ-SEARCH-001
    title: Searching
    feature: search
    created: 2026-01-01
    updated: 2026-01-01
    status: \(status)
    category: functional
    priority: HIGH
    ---

    # Searching

    ### REQ-SEARCH-FUNC-001: Search

    THE SYSTEM SHALL \(words).

    ### REQ-SEARCH-FUNC-002: Order

    THE SYSTEM SHALL sort.

    """
  }

  private static func ticket(_ requirements: String) -> String {
    Sample.ticket().replacing(
      "estimate: M\n", with: "estimate: M\nrequirements: [\(requirements)]\n")
  }

  /// A ticket with its requirement, committed one after the other.
  private func repository(
    _ backend: BackendName? = nil, ticket names: String = "REQ-SEARCH-FUNC-001"
  ) throws -> Sandbox {
    let sandbox = try Sandbox(backend.map { ["GIT_SPEC_BACKEND": $0.rawValue] } ?? [:])
    try sandbox.git("init", "-q", ".")
    try commit(sandbox, "Ask", [Self.path: Self.requirement()])
    try commit(sandbox, "Plan", [Self.ticket: Self.ticket(names)])
    return sandbox
  }

  private func commit(_ sandbox: Sandbox, _ subject: String, _ files: [String: String]) throws {
    for (path, text) in files { try sandbox.write(path, text) }
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", subject)
  }

  /// Lines of the findings: their message, and what stands beside it.
  private func suspects(
    _ sandbox: Sandbox, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let outcome = try sandbox.run(Sandbox.program, ["check", "--select", "S409"] + arguments)
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    return told(outcome)
  }

  private func told(_ outcome: Outcome) -> [String] {
    outcome.output.split(separator: "\n").compactMap { line in
      guard let start = line.firstIndex(of: "`") else { return nil }
      let isNote = line.contains("last changed in") || line.contains("not committed")
      return line.contains("[S409]") ? String(line) : isNote ? String(line[start...]) : nil
    }
  }

  private func expected(_ sandbox: Sandbox, _ revision: String) throws -> [String] {
    let words = try sandbox.git("log", "-1", "--abbrev=7", "--format=%h \"%s\"", revision)
    return [
      "note[S409]: `REQ-SEARCH-FUNC-001` changed after this ticket was last changed",
      "`REQ-SEARCH-FUNC-001` was last changed in \(words.dropLast())",
    ]
  }

  // MARK: The requirement

  @Test(arguments: BackendName.allCases)
  func aRequirementThatWasEditedLater(backend: BackendName) throws {
    let sandbox = try repository(backend)
    #expect(try suspects(sandbox) == [])
    try commit(sandbox, "Sharpen", [Self.path: Self.requirement("answer at once")])
    // What does not change the text is not the last change.
    try commit(
      sandbox, "Approve", [Self.path: Self.requirement("answer at once", status: "approved")])
    for arguments in [[], ["--rev", "HEAD"], ["--rev", "HEAD~"]] {
      let outcome = try sandbox.run(Sandbox.program, ["check", "--select", "S409"] + arguments)
      #expect(try told(outcome) == expected(sandbox, "HEAD~"), "\(arguments)")
      #expect(outcome.output.contains("\(Self.path):14:5"), "\(outcome)")
    }
    #expect(try suspects(sandbox, "--rev", "HEAD~2") == [])
    // The ticket is looked at: it is newer then.
    try sandbox.write(Self.ticket, sandbox.read(Self.ticket) + "\nMore.\n")
    #expect(try suspects(sandbox) == [])
    try sandbox.git("commit", "-qam", "Follow")
    #expect(try suspects(sandbox) == [])
    #expect(try suspects(sandbox, "--rev", "HEAD") == [])
  }

  @Test func aWholeFileIsItsFieldsAndItsBody() throws {
    let sandbox = try repository(ticket: "REQ-SEARCH-001")
    try commit(sandbox, "Approve", [Self.path: Self.requirement(status: "approved")])
    #expect(try suspects(sandbox) == [])
    try commit(
      sandbox, "Lower",
      [Self.path: Self.requirement().replacing("priority: HIGH", with: "priority: LOW")])
    #expect(try suspects(sandbox).first?.contains("`REQ-SEARCH-001` changed") == true)
  }

  @Test func otherHeadingsOfTheFileAreOthers() throws {
    let sandbox = try repository()
    let text = Self.requirement().replacing("sort", with: "sort twice")
    try commit(sandbox, "Order", [Self.path: text])
    #expect(try suspects(sandbox) == [])
  }

  @Test func lineEndsAreNoChange() throws {
    let sandbox = try repository(ticket: "REQ-SEARCH-FUNC-001, REQ-SEARCH-001")
    try commit(sandbox, "Convert", [Self.path: Self.requirement().replacing("\n", with: "\r\n")])
    #expect(try suspects(sandbox) == [])
  }

  @Test func aTextThatCameBackIsTheSame() throws {
    let sandbox = try repository()
    try commit(sandbox, "Sharpen", [Self.path: Self.requirement("answer at once")])
    try commit(sandbox, "Take it back", [Self.path: Self.requirement()])
    #expect(try suspects(sandbox) == [])
  }

  @Test func changesThatAreNotCommitted() throws {
    let sandbox = try repository()
    try sandbox.write(Self.path, Self.requirement("answer at once"))
    #expect(
      try suspects(sandbox).last
        == "`REQ-SEARCH-FUNC-001` is not committed yet")
    #expect(try suspects(sandbox, "--rev", "HEAD") == [])
    // Also when they move it.
    try sandbox.shell("mv \(Self.path) .omoi_os/requirements/finding.md")
    #expect(try suspects(sandbox).count == 2)
    try sandbox.shell("git checkout -q .; rm .omoi_os/requirements/finding.md")
    try sandbox.shell("mv \(Self.path) .omoi_os/requirements/finding.md")
    #expect(try suspects(sandbox) == [])
  }

  // MARK: Moves

  @Test(arguments: BackendName.allCases)
  func aRenamedFile(backend: BackendName) throws {
    let sandbox = try repository(backend)
    let names = (1...2).map { ".omoi_os/requirements/search-\($0).md" }
    try sandbox.git("mv", Self.path, names[0])
    try sandbox.git("commit", "-qm", "Rename")
    #expect(try suspects(sandbox) == [])
    try sandbox.git("mv", names[0], names[1])
    try commit(sandbox, "Rename and sharpen", [names[1]: Self.requirement("answer at once")])
    #expect(try suspects(sandbox) == expected(sandbox, "HEAD"))
    try sandbox.git("mv", names[1], Self.path)
    try sandbox.git("commit", "-qm", "Back")
    #expect(try suspects(sandbox) == expected(sandbox, "HEAD~"))
  }

  @Test func aHeadingThatMovedToAnotherFile() throws {
    let sandbox = try repository()
    let section = "### REQ-SEARCH-FUNC-001: Search\n\nTHE SYSTEM SHALL answer.\n\n"
    let other = Self.requirement().replacing("REQ-SEARCH-", with: "REQ-FIND-")
    let rest = Self.requirement().replacing(section, with: "")
    let path = ".omoi_os/requirements/find.md"
    try commit(sandbox, "Another", [path: other])
    try commit(sandbox, "Move", [Self.path: rest, path: other + "\n" + section])
    #expect(try suspects(sandbox) == [])
    try commit(
      sandbox, "Sharpen", [path: other + "\n" + section.replacing("answer", with: "reply")])
    #expect(try suspects(sandbox) == expected(sandbox, "HEAD"))
  }

  // MARK: The ticket

  /// It was changed beside the requirement, by somebody who did not see the new text.
  @Test func aTicketOfAnotherBranch() throws {
    let sandbox = try repository()
    try sandbox.git("checkout", "-qb", "side")
    try commit(sandbox, "Estimate", [Self.ticket: Self.ticket("REQ-SEARCH-FUNC-001") + "\nMore.\n"])
    try sandbox.git("checkout", "-q", "main")
    try commit(sandbox, "Sharpen", [Self.path: Self.requirement("answer at once")])
    try sandbox.git("merge", "-q", "--no-edit", "side")
    #expect(try suspects(sandbox) == expected(sandbox, "HEAD^"))
  }

  /// The merge itself looked at the ticket.
  @Test func aTicketThatAMergeChanged() throws {
    let sandbox = try repository()
    try sandbox.git("checkout", "-qb", "side")
    try commit(sandbox, "Estimate", [Self.ticket: Self.ticket("REQ-SEARCH-FUNC-001") + "\nMore.\n"])
    try sandbox.git("checkout", "-q", "main")
    try commit(sandbox, "Sharpen", [Self.path: Self.requirement("answer at once")])
    try sandbox.git("merge", "-q", "--no-commit", "side")
    try commit(sandbox, "Merge", [Self.ticket: Self.ticket("REQ-SEARCH-FUNC-001") + "\nSeen.\n"])
    #expect(try suspects(sandbox) == [])
    try commit(sandbox, "Again", [Self.path: Self.requirement("answer")])
    #expect(try suspects(sandbox) == expected(sandbox, "HEAD"))
  }

  @Test func aTicketThatIsOlderThanTheRequirement() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try commit(sandbox, "Plan", [Self.ticket: Self.ticket("REQ-SEARCH-FUNC-001")])
    try commit(sandbox, "Ask", [Self.path: Self.requirement()])
    #expect(try suspects(sandbox) == [])
  }

  // MARK: Where it is not told

  @Test func hooksAndChangesDoNotLookBack() throws {
    let sandbox = try repository()
    try commit(sandbox, "Sharpen", [Self.path: Self.requirement("answer at once")])
    try sandbox.write(Self.path, Self.requirement("answer at twice"))
    try sandbox.git("add", "-A")
    #expect(try suspects(sandbox, "--staged") == [])
    #expect(try suspects(sandbox, "--since", "HEAD") == [])
  }

  /// The first commit that is here stands for those that are not.
  @Test(arguments: [nil, BackendName.git])
  func shallowAndPartialClones(backend: BackendName?) throws {
    let sandbox = try repository(backend)
    try commit(sandbox, "Sharpen", [Self.path: Self.requirement("answer at once")])
    try commit(sandbox, "More", ["README": "text\n"])
    let url = "file://\(sandbox.directory)"
    let wanted = try expected(sandbox, "HEAD~")
    try sandbox.git("config", "uploadpack.allowFilter", "true")
    for (depth, lines) in [("4", wanted), ("3", wanted), ("2", []), ("1", [])] {
      try sandbox.git("clone", "-q", "--depth", depth, url, "../shallow-\(depth)")
      sandbox.directory = sandbox.folder + "/shallow-\(depth)"
      #expect(try suspects(sandbox) == lines, "depth \(depth)")
      sandbox.directory = sandbox.folder + "/repo"
    }
    try sandbox.git("clone", "-q", "--filter=blob:none", url, "../partial")
    sandbox.directory = sandbox.folder + "/partial"
    #expect(try suspects(sandbox) == [])
  }
}
