import Foundation
import TestSupport
import Testing

/// Lists, one spec with what belongs to it on every branch, and what is ready.
@Suite struct ShowTests {
  /// A PRD, a requirement with a heading, its design, a ticket and two tasks.
  static let specs = [
    ".omoi_os/docs/prd-a.md":
      "---\nid: PRD-A-001\ntitle: The product\nfeature: a\nstatus: draft\nauthor: Ann\n---\n",
    ".omoi_os/requirements/a.md": """
    ---
    id: REQ-A-001
    title: What it does
    feature: a
    status: approved
    prd_ref: docs/prd-a.md
    design_ref: designs/a.md
    ---
    ### REQ-A-FUNC-001: Log in

    WHEN the link is opened, THE SYSTEM SHALL log in.

    **Acceptance Criteria**:
    - [x] It works
    - [ ] It is quick

    """,
    ".omoi_os/designs/a.md":
      "---\nid: DESIGN-A-001\ntitle: How\nfeature: a\nstatus: draft\nrequirements: [REQ-A-001]\n---\nBoxes.\n",
    ".omoi_os/tickets/TKT-001.md": """
    ---
    id: TKT-001
    title: Parsing
    status: building
    priority: HIGH
    estimate: M
    feature: a
    assignee: Ann
    design_ref: designs/a.md
    requirements: [REQ-A-FUNC-001]
    ---
    """ + "\n",
    ".omoi_os/tickets/TKT-002.md": Sample.ticket("TKT-002", title: "Later", blockedBy: ["TKT-001"]),
    ".omoi_os/tasks/TSK-001.md": Sample.task(status: "done"),
    ".omoi_os/tasks/TSK-002.md": Sample.task(
      "TSK-002", title: "Write the printer", dependsOn: ["TSK-001"]),
    ".omoi_os/tasks/TSK-003.md": Sample.task("TSK-003", title: "Wait", ticket: "TKT-002"),
  ]

  private func repository(_ backend: BackendName? = nil) throws -> Sandbox {
    try .views(Self.specs, backend)
  }

  private func ids(_ document: [String: Any]) -> [String] {
    (document["roots"] as? [[String: Any]] ?? []).flatMap {
      ($0["specs"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }
  }

  // MARK: Lists

  @Test(arguments: [
    ("all", 8), ("docs", 1), ("requirements", 1), ("designs", 1), ("tickets", 2), ("tasks", 3),
    ("ready", 1),
  ])
  func aViewListsItsKinds(view: String, count: Int) throws {
    let document = try repository().json(["show", view])
    #expect(document["view"] as? String == view)
    #expect(ids(document).count == count)
  }

  @Test func tasksSayWhatBlocksThem() throws {
    let text = try repository().spec("show", "tasks").output
    #expect(text.contains("TKT-002 waits for TKT-001 (1 of 2 tasks open)"), "\(text)")
  }

  @Test(arguments: [
    (["--ticket", "TKT-001"], ["TSK-001", "TSK-002"]), (["--ticket", "tkt-002"], ["TSK-003"]),
    (["--status", "done,pending"], ["TSK-001", "TSK-002", "TSK-003"]),
    (["--status", "completed"], ["TSK-001"]), (["--status", "todo"], ["TSK-002", "TSK-003"]),
    (["--status", "done", "--status", "pending", "--ticket", "TKT-001"], ["TSK-001", "TSK-002"]),
    (["--priority", "high"], ["TSK-001", "TSK-002", "TSK-003"]),
    (["--feature", "a"], ["TSK-001", "TSK-002"]),
  ])
  func filtersKeepWhatTheyName(options: [String], expected: [String]) throws {
    #expect(ids(try repository().json(["show", "tasks"] + options)) == expected)
  }

  // MARK: One spec

  private func page(_ sandbox: Sandbox, _ name: String, in directory: String? = nil) throws
    -> [[String: Any]]
  {
    try #require(try sandbox.json(["show", name], in: directory)["specs"] as? [[String: Any]])
  }

  private func relations(_ spec: [String: Any]) -> [String] {
    (spec["refers_to"] as? [[String: Any]] ?? []).map {
      "\($0["field"] ?? "") \($0["target"] ?? "")"
    }
  }

  private func referrers(_ spec: [String: Any]) -> [String] {
    (spec["referred_to_by"] as? [[String: Any]] ?? []).map {
      "\($0["id"] ?? "") \(($0["fields"] as? [String] ?? []).joined(separator: ","))"
    }
  }

  @Test func aTicketIsShownWithBothDirections() throws {
    let spec = try #require(try page(repository(), "TKT-001").first)
    #expect(
      Set(relations(spec)) == ["design_ref designs/a.md", "requirements REQ-A-FUNC-001"])
    #expect(
      referrers(spec) == [
        "TKT-002 dependencies.blocked_by", "TSK-001 ticket_id", "TSK-002 ticket_id",
      ])
    #expect(spec["refs"] is NSNull)
  }

  @Test func aDesignIsReferredToByIDAndByPath() throws {
    let spec = try #require(try page(repository(), "DESIGN-A-001").first)
    #expect(referrers(spec) == ["REQ-A-001 design_ref", "TKT-001 design_ref"])
  }

  @Test func aHeadingIsShownWithItsSentence() throws {
    let sandbox = try repository()
    let text = try sandbox.spec("show", "REQ-A-FUNC-001").output
    for words in [
      "REQ-A-FUNC-001: Log in", ".omoi_os/requirements/a.md:9", "WHEN the link is opened",
      "THE SYSTEM SHALL log in", "✓ It works", "○ It is quick", "TKT-001",
    ] {
      #expect(text.contains(words), "\(words)\n\(text)")
    }
    #expect(
      try page(sandbox, "REQ-A-FUNC-001").flatMap(referrers) == ["TKT-001 requirements"])
  }

  @Test func aFileIsFoundByItsPathFromAnywhere() throws {
    let sandbox = try repository()
    try sandbox.write("sub/deep/x", "")
    for (name, folder) in [
      (".omoi_os/tickets/TKT-001.md", "."), ("tickets/TKT-001.md", "."), ("TKT-001.md", "sub"),
      ("./.omoi_os/tickets/TKT-001.md", "."), ("../../.omoi_os/tickets/TKT-001.md", "sub/deep"),
      (".omoi_os/tickets/TKT-001.md", "sub"), ("./TKT-001.md", ".omoi_os/tickets"),
      (sandbox.directory + "/.omoi_os/tickets/TKT-001.md", "sub"),
    ] {
      let found = try page(sandbox, name, in: folder)
      #expect(found.map { $0["id"] as? String } == ["TKT-001"], "\(name) in \(folder)")
    }
  }

  @Test func aFileIsFoundByItsNameWhateverItsID() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/TSK-020.md", Sample.task("TSK-002-X"))
    #expect(try page(sandbox, "TSK-020").count == 1)
  }

  @Test func anIDOfTwoFilesShowsBoth() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/TSK-001-b.md", Sample.task(title: "The other"))
    #expect(try page(sandbox, "TSK-001").count == 2)
    #expect(try page(sandbox, ".omoi_os/tasks/TSK-001-b.md").count == 1)
  }

  // MARK: On every branch

  /// What `git show REF:PATH` has is what the page says of each place.
  @Test(arguments: BackendName.allCases)
  func everyBranchIsShownAsGitHasIt(backend: BackendName) throws {
    let sandbox = try repository(backend)
    let path = ".omoi_os/tasks/TSK-002.md"
    try sandbox.shell(
      """
      git add -A; git commit -qm Begin
      git branch same
      git checkout -q -b changed; sed -i 's/status: pending/status: review/' \(path)
      git commit -qam Changed
      git checkout -q -b renamed main; git mv \(path) .omoi_os/tasks/TSK-002-printer.md
      git commit -qm Renamed
      git checkout -q -b absent main; git rm -q \(path); git commit -qm Absent
      git checkout -q main
      git init -q --bare ../origin.git; git remote add origin ../origin.git
      git push -q origin changed:theirs; git fetch -q origin
      git worktree add -q --detach ../other changed
      """)
    let document = try sandbox.json(["show", "TSK-002", "--all-refs"])
    let spec = try #require((document["specs"] as? [[String: Any]])?.first)
    let refs = try #require(spec["refs"] as? [[String: Any]])
    let byName = Dictionary(
      refs.map { ($0["ref"] as? String ?? "", $0) }, uniquingKeysWith: { a, _ in a })
    for name in ["main", "same", "changed", "renamed", "absent", "origin/theirs"] {
      let ref = try #require(byName[name], "\(byName.keys)")
      #expect(ref["commit"] as? String == (try sandbox.git("rev-parse", name)).trimmedLine)
      guard let place = ref["path"] as? String else {
        #expect(name == "absent")
        let outcome = try sandbox.tryGit(["show", "\(name):\(path)"])
        #expect(outcome.status != 0)
        #expect(ref["status"] is NSNull && ref["likeness"] as? String == "absent")
        continue
      }
      let text = try sandbox.git("show", "\(name):\(place)")
      #expect(text.contains("\nid: TSK-002\n"))
      #expect(text.contains("\nstatus: \(ref["status"] as? String ?? "-")\n"), "\(name) \(ref)")
      let head = try sandbox.git("show", "main:\(path)")
      #expect((ref["likeness"] as? String == "same") == (text == head), "\(name) \(ref)")
    }
    #expect(byName["renamed"]?["path"] as? String == ".omoi_os/tasks/TSK-002-printer.md")
    // The other working tree is a place of its own.
    let other = try #require(refs.first { ($0["ref"] as? String)?.hasSuffix("/other") == true })
    #expect(other["status"] as? String == "review" && other["likeness"] as? String != "same")
    let text = try sandbox.spec("show", "TSK-002", "--all-refs").output
    for words in [/absent +– +not there/, /changed +review +changed/, /same +pending +as in HEAD/] {
      #expect(text.contains(words), "\(text)")
    }
    #expect(text.contains(".omoi_os/tasks/TSK-002-printer.md"), "\(text)")
    let narrow = try sandbox.spec("show", "TSK-002", "--all-refs", environment: ["COLUMNS": "40"])
    let unbroken = narrow.output.replacing("\n", with: "").replacing(" ", with: "")
    #expect(unbroken.contains("in.omoi_os/tasks/TSK-002-printer.md"), "\(narrow)")
  }

  /// The same number for another spec is told apart from a change, and a spec that only another
  /// branch has is found there.
  @Test(arguments: BackendName.allCases)
  func whatOnlyOtherBranchesHaveIsFound(backend: BackendName) throws {
    let sandbox = try repository(backend)
    try sandbox.shell("git add -A; git commit -qm Begin; git checkout -q -b side")
    try sandbox.write(".omoi_os/tasks/TSK-050.md", Sample.task("TSK-050", title: "Only there"))
    try sandbox.write(".omoi_os/tasks/TSK-051.md", Sample.task("TSK-051", title: "Sign messages"))
    try sandbox.shell("git add -A; git commit -qm Side; git checkout -q main")
    try sandbox.write(".omoi_os/tasks/TSK-051.md", Sample.task("TSK-051", title: "Rotate keys"))
    try sandbox.shell("git add -A; git commit -qm Keys")
    let text = try sandbox.spec("show", "TSK-050", "--all-refs").output
    #expect(text.contains("TSK-050 is not here"), "\(text)")
    #expect(text.contains(/side +pending +another spec +Only there/), "\(text)")
    let document = try sandbox.json(["show", "TSK-050", "--all-refs"])
    #expect((document["elsewhere"] as? [[String: Any]])?.count == 1)
    let other = try sandbox.spec("show", "TSK-051", "--all-refs").output
    #expect(other.contains(/side +pending +another spec +Sign messages/), "\(other)")
    expectRefused(
      try sandbox.spec("show", "TSK-050"), 2, "--all-refs", "git spec log TSK-050")
    expectRefused(try sandbox.spec("show", "TSK-404", "--all-refs"), 2, "no spec has the ID")
  }

  @Test func anOldNumberLeadsToTheNewOne() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/config.yaml", "renumbered:\n  TSK-090: TSK-001\n")
    expectRefused(
      try sandbox.spec("show", "TSK-090"), 2, "another number", "git spec show TSK-001")
    #expect(try sandbox.spec("show", "tsk-001").status == 0)
  }

  /// A heading's own section counts, not the rest of its file.
  @Test(arguments: BackendName.allCases)
  func aHeadingIsComparedByItsSection(backend: BackendName) throws {
    let sandbox = try repository(backend)
    let path = ".omoi_os/requirements/a.md"
    try sandbox.shell(
      """
      git add -A; git commit -qm Begin
      git checkout -q -b above; sed -i 's/^title: .*/title: Another title/' \(path)
      git commit -qam Above
      git checkout -q -b inside main; sed -i 's/It is quick/It is slow/' \(path)
      git commit -qam Inside
      git checkout -q -b gone main; sed -i 's/^### .*/### Log in/' \(path); git commit -qam Gone
      git checkout -q main
      git clone -q --mirror . ../bare.git
      """)
    for folder in [".", "../bare.git"] {
      let document = try sandbox.json(["show", "REQ-A-FUNC-001", "--all-refs"], in: folder)
      let refs = try #require(
        (document["specs"] as? [[String: Any]])?.first?["refs"] as? [[String: Any]])
      let isSame = Dictionary(
        uniqueKeysWithValues: refs.map {
          ($0["ref"] as? String ?? "", ($0["likeness"] as? String == "same", $0["path"] as? String))
        })
      #expect(isSame["main"]?.0 == true && isSame["above"]?.0 == true, "\(refs)")
      #expect(isSame["inside"]?.0 == false && isSame["inside"]?.1 == path, "\(refs)")
      #expect(isSame["gone"]?.0 == false && isSame["gone"]?.1 == nil, "\(refs)")
    }
  }

  // MARK: What is ready

  @Test func theFirstTaskComesWithAllThatIsToBeRead() throws {
    let document = try repository().json(["show", "ready", "--first", "--context"])
    func id(_ key: String) -> String? {
      ((document[key] as? [String: Any])?["spec"] as? [String: Any])?["id"] as? String
    }
    #expect(id("task") == "TSK-002" && id("ticket") == "TKT-001")
    let requirements = try #require(document["requirements"] as? [[String: Any]])
    #expect(requirements.map { $0["id"] as? String } == ["REQ-A-FUNC-001"])
    #expect((requirements[0]["action"] as? String)?.contains("log in") == true)
    let designs = try #require(document["designs"] as? [[String: Any]])
    #expect(designs.map { $0["body"] as? String } == ["Boxes."])
    let done = try #require(document["dependencies"] as? [[String: Any]])
    #expect(done.map { $0["id"] as? String } == ["TSK-001"])
  }

  @Test func withNothingReadyThereIsNoTask() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/TSK-002.md", Sample.task("TSK-002", status: "done"))
    try sandbox.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", status: "review"))
    let document = try sandbox.json(["show", "ready", "--first", "--context"])
    #expect(document["task"] is NSNull && document["ticket"] is NSNull)
    #expect(ids(try sandbox.json(["show", "ready"])) == [])
    let text = try sandbox.spec("show", "ready")
    #expect(text.status == 0 && text.output.contains("0 ready"), "\(text)")
  }

  @Test func theFirstTaskIsOneOfThoseThatAreWanted() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004", ticket: "TKT-009"))
    try sandbox.write(".omoi_os/tickets/TKT-009.md", Sample.ticket("TKT-009"))
    #expect(ids(try sandbox.json(["show", "ready", "--first"])) == ["TSK-002"])
    #expect(
      ids(try sandbox.json(["show", "ready", "--first", "--ticket", "TKT-009"])) == ["TSK-004"])
    #expect(ids(try sandbox.json(["show", "ready", "--ticket", "TKT-009,TKT-001"])).count == 2)
    #expect(ids(try sandbox.json(["show", "ready", "--status", "done"])) == [])
  }
}

extension String {
  fileprivate var trimmedLine: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
