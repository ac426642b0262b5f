import Frontmatter
import Specs
import TestSupport
import Testing

/// Values of a new spec: defaults, spellings, refusals, references, places.
@Suite struct ScaffoldValueTests {
  private func field(_ name: String, of draft: SpecDraft, in schema: Schema = .builtIn) throws
    -> String?
  {
    try Drafts.document(Scaffold.spec(draft, in: schema).text)[name]?.value.scalar?.text
  }

  @Test(
    arguments: [
      (.prd, ["status": "draft", "author": "unknown", "created": "2026-01-15", "feature": "mail"]),
      (.requirement, ["status": "draft", "category": "functional", "priority": "HIGH"]),
      (.design, ["status": "draft", "updated": "2026-01-15", "title": "Mail digest Design"]),
      (.ticket, ["status": "backlog", "priority": "HIGH", "estimate": "M"]),
      (.task, ["status": "pending", "estimate": "S", "type": "implementation"]),
    ] as [(KindName, [String: String])])
  func whatIsNotGivenIsAsInTheTemplates(kind: KindName, values: [String: String]) throws {
    for (name, value) in values {
      #expect(try field(name, of: Drafts.draft(kind)) == value)
    }
  }

  @Test func givenValuesAreWrittenInTheTablesSpelling() throws {
    var draft = try Drafts.draft(.ticket)
    draft.priority = "critical"
    draft.estimate = "xl"
    draft.type = "bugfix"
    draft.status = "open"
    draft.feature = try Feature("Mail")
    let text = try Scaffold.spec(draft, in: .builtIn).text
    #expect(
      text.hasPrefix(
        """
        ---
        id: TKT-002
        title: Mail digest
        status: backlog
        priority: CRITICAL
        type: bugfix
        feature: mail
        estimate: XL
        requirements: []
        dependencies:
          blocked_by: []
          blocks: []
        ---

        # TKT-002: Mail digest

        """))
    #expect(text.contains("**Size**: XL\n"))
    #expect(try Drafts.worse(["tickets/TKT-002.md": text]) == [])
    draft.estimate = "3d"
    #expect(try field("estimate", of: draft) == "3d")
  }

  @Test func noGivenValueIsDropped() throws {
    var task = try Drafts.draft(.task)
    task.priority = "LOW"
    task.feature = try Feature("yes")
    let text = try Scaffold.spec(task, in: .builtIn).text
    #expect(text.contains("priority: LOW\n") && text.contains("feature: 'yes'\n"))
    #expect(try Drafts.worse(["tasks/TSK-002.md": text]) == [])
    var design = try Drafts.draft(.design)
    design.priority = "medium"
    #expect(try field("priority", of: design) == "MEDIUM")
    var prd = try Drafts.draft(.prd)
    prd.author = "Ann: \"A\" O'Neil"
    #expect(try field("author", of: prd) == "Ann: \"A\" O'Neil")
    prd.estimate = "S"
    #expect(throws: ScaffoldError.noField("estimate", .prd)) {
      try Scaffold.spec(prd, in: .builtIn)
    }
    design.ticket = "TKT-001"
    #expect(throws: ScaffoldError.noField("ticket_id", .design)) {
      try Scaffold.spec(design, in: .builtIn)
    }
  }

  @Test func aValueOutsideTheTableIsRefusedWithWhatIsAllowed() throws {
    var draft = try Drafts.draft(.task)
    draft.type = "bugfiks"
    var error = #expect(throws: ScaffoldError.self) { try Scaffold.spec(draft, in: .builtIn) }
    #expect(error?.message == "`bugfiks` is no type of a task")
    #expect(
      error?.hint
        == "did you mean `bugfix`? it is one of `implementation`, `refactor`, `test`, `documentation`, `research` or `bugfix`"
    )
    draft.type = nil
    draft.estimate = "XL"
    error = #expect(throws: ScaffoldError.self) { try Scaffold.spec(draft, in: .builtIn) }
    #expect(error?.message == "`XL` is no estimate of a task")
    draft.estimate = nil
    draft.priority = ""
    #expect(throws: ScaffoldError.self) { try Scaffold.spec(draft, in: .builtIn) }
    draft.priority = nil
    draft.ticket = nil
    #expect(throws: ScaffoldError.valueNeeded(field: "ticket_id", .task)) {
      try Scaffold.spec(draft, in: .builtIn)
    }
    for kind in [KindName.prd, .requirement, .design] {
      var draft = try Drafts.draft(kind)
      draft.feature = nil
      #expect(throws: ScaffoldError.featureNeeded(kind)) { try Scaffold.spec(draft, in: .builtIn) }
    }
  }

  // MARK: Settings

  private let settings = """
    kinds:
      epic: {folder: epics, prefix: EPC, required: [id, title, status, owner, created, tags, lane]}
      memo: {folder: memos, required: [id, title, prd_ref]}
    fields: {epic: {lane: {values: [slow, fast]}}, ticket: {priority: {values: [URGENT]}}}
    status: {task: [todo, doing, done], epic: [planned, done]}

    """

  @Test func aProjectsValuesCountAndItsWorkflowBeginsASpec() throws {
    let schema = Own.schema(settings)
    var ticket = try Drafts.draft(.ticket)
    ticket.priority = "urgent"
    #expect(try field("priority", of: ticket, in: schema) == "URGENT")
    #expect(try field("status", of: Drafts.draft(.task), in: schema) == "todo")
  }

  @Test(arguments: Drafts.titles)
  func aKindOfTheSettingsGetsAPlainTemplate(title: String) throws {
    let schema = Own.schema(settings)
    let epic = KindName(rawValue: "epic")
    let new = try Scaffold.spec(Drafts.draft(epic, title: title), in: schema)
    #expect(new.path == "epics/EPC-001.md")
    let document = try Drafts.document(new.text)
    #expect(
      document.fields.map(\.key.text)
        == ["id", "title", "created", "status", "tags", "owner", "lane"])
    #expect(document["status"]?.value.scalar?.text == "planned")
    #expect(document["lane"]?.value.scalar?.text == "slow")
    let body = Body(document.text, from: document.body.lowerBound)
    #expect(body.title?.text.hasPrefix("EPC-001:") == true)
    #expect(try Drafts.worse(["config.yaml": settings, new.path: new.text], with: [:]) == [])
  }

  @Test func aReferenceThatAProjectRequiresHasToBeGiven() throws {
    let schema = Own.schema(settings)
    var memo = SpecDraft(
      KindName(rawValue: "memo"), id: "NOTE-001", title: "A note", today: Drafts.today)
    #expect(throws: ScaffoldError.valueNeeded(field: "prd_ref", memo.kind)) {
      try Scaffold.spec(memo, in: schema)
    }
    memo.prd = "docs/prd-old.md"
    let new = try Scaffold.spec(memo, in: schema)
    #expect(
      try Drafts.worse(["config.yaml": settings, new.path: new.text]).filter {
        $0.contains("memos/")
      } == [])
  }

  // MARK: Places

  @Test func filesAreNamedAsTheDocumentNamesThem() throws {
    func path(_ kind: KindName, taken: Set<String> = []) throws -> String {
      try Scaffold.path(of: Drafts.draft(kind), in: .builtIn, isTaken: taken.contains)
    }
    #expect(try path(.prd) == "docs/prd-mail.md")
    #expect(try path(.requirement) == "requirements/mail.md")
    #expect(try path(.design) == "designs/mail.md")
    #expect(try path(.ticket) == "tickets/TKT-002.md")
    #expect(try path(.task) == "tasks/TSK-002.md")
    #expect(try path(.prd, taken: ["docs/prd-mail.md"]) == "docs/prd-mail-001.md")
    #expect(throws: ScaffoldError.fileExists("docs/prd-mail-001.md")) {
      try path(.prd, taken: ["docs/prd-mail.md", "docs/prd-mail-001.md"])
    }
    #expect(throws: ScaffoldError.fileExists("tasks/TSK-002.md")) {
      try path(.task, taken: ["tasks/TSK-002.md"])
    }
    for kind in Drafts.kinds { #expect(Schema.builtIn.kind(ofPath: try path(kind)) == kind) }
  }

  // MARK: A feature

  @Test(arguments: ["Mail digest", "yes", "2026", "createRepo v2"])
  func aFeatureIsThreeSpecsThatReferToEachOther(name: String) throws {
    let feature = try Feature(name)
    let ids = FeatureIDs(
      prd: "PRD-\(feature.inIDs)-001", requirement: "REQ-\(feature.inIDs)-001",
      heading: "REQ-\(feature.inIDs)-FUNC-001", design: "DESIGN-\(feature.inIDs)-001")
    let drafts = try Scaffold.drafts(
      of: feature, ids: ids, today: Drafts.today, author: "Ann", priority: "low", in: .builtIn)
    var files: [String: String] = [:]
    for draft in drafts {
      let new = try Scaffold.spec(draft, in: .builtIn)
      files[new.path] = new.text
    }
    #expect(try Drafts.worse(files, with: [:]) == [])
    #expect(
      files.keys.sorted() == [
        "designs/\(feature.slug).md", "docs/prd-\(feature.slug).md",
        "requirements/\(feature.slug).md",
      ])
    let snapshot = Bench([:]).snapshot(files)
    let requirement = try #require(
      snapshot.index.summary(at: ".omoi_os/requirements/\(feature.slug).md"))
    #expect(requirement.targets(of: "prd_ref") == ["docs/prd-\(feature.slug).md"])
    #expect(requirement.targets(of: "design_ref") == ["designs/\(feature.slug).md"])
    #expect(requirement.definitions.map(\.id) == [ids.requirement, ids.heading])
    let design = try #require(snapshot.index.summary(at: ".omoi_os/designs/\(feature.slug).md"))
    #expect(design.targets(of: "requirements") == [ids.requirement])
    #expect(files["requirements/\(feature.slug).md"]?.contains("**Priority**: LOW\n") == true)
  }

  @Test func headingsOfEveryCategoryAreRequirements() throws {
    var draft = try Drafts.draft(.requirement)
    draft.headings = [
      "REQ-MAIL-FUNC-001", "REQ-MAIL-FUNC-002", "REQ-MAIL-PERF-001", "REQ-MAIL-SEC-001",
    ]
    let new = try Scaffold.spec(draft, in: .builtIn)
    let found = try Bench([new.path: new.text]).findings().map(\.code)
    #expect(found == ["S408", "S408", "S408", "S408"])
    #expect(!new.text.contains("None yet.\n"))
    for id in draft.headings { #expect(new.text.contains("\n| \(id) | ")) }
  }
}
