import Specs
import TestSupport
import Testing

/// What the published schemas of the kinds say, and that they mean what the rules mean.
@Suite struct KindSchemaTests {
  static let kinds = Schema.builtIn.kinds.map(\.name)

  // MARK: Good specs

  /// Specs that nothing is wrong with, by path.
  private static let good = [
    "docs/prd-mail-digest.md": WorkflowDocumentTests.prd,
    "docs/notes.md": "---\nid: DOC-MAIL-001\ntitle: Notes\ntags: [mail]\n---\n",
    "requirements/mail-digest.md": WorkflowDocumentTests.requirements,
    "designs/mail-digest.md": WorkflowDocumentTests.design,
    "tickets/TKT-001.md": WorkflowDocumentTests.ticket,
    "tickets/TKT-002.md": WorkflowDocumentTests.exampleTicket,
    "tasks/TSK-001.md": WorkflowDocumentTests.task,
    "tasks/TSK-003.md": WorkflowDocumentTests.exampleTask,
    "tickets/TKT-009.md": Sample.ticket("TKT-009", blockedBy: ["TKT-001"]),
    "tasks/TSK-009.md": Sample.task("TSK-009", dependsOn: ["TSK-001"], blocks: ["TSK-003"]),
  ]

  @Test(arguments: good.keys.sorted())
  func goodSpecsAreValid(path: String) throws {
    let kind = try #require(Schema.builtIn.kind(ofPath: path))
    let header = try Published.header(try #require(Self.good[path]))
    #expect(try Published.check(kind).faults(in: header) == [])
  }

  @Test(arguments: Drafts.kinds)
  func newSpecsAreValid(kind: KindName) throws {
    let check = try Published.check(kind)
    for title in Drafts.titles {
      let made = try Scaffold.spec(Drafts.draft(kind, title: title), in: .builtIn)
      #expect(check.faults(in: try Published.header(made.text)) == [], "\(title)")
    }
  }

  // MARK: Each row

  @Test(arguments: kinds)
  func everyRowIsDescribed(kind: KindName) throws {
    let row = try #require(Schema.builtIn[kind])
    let schema = try Published.check(kind).schema
    for field in row.fields {
      let pointer = "/properties/" + field.name.replacing(".", with: "/properties/")
      let found = try #require(schema.value(at: pointer), "\(field.name)")
      #expect(found["description"] == .text(field.summary))
      #expect(!field.summary.isEmpty && field.summary.hasSuffix("."), "\(field.name)")
      for alias in field.aliases where row.field(named: alias)?.name == field.name {
        let pointer = "/properties/" + alias.replacing(".", with: "/properties/")
        #expect(schema.value(at: pointer)?["deprecated"] == .flag(true), "\(alias)")
      }
      // A required field in a mapping would need more than a list of names.
      #expect(!field.isRequired || !field.name.contains("."))
    }
    #expect(schema["title"] == .text(kind.rawValue))
    #expect(schema["$id"] == .text("urn:git-spec:schema:\(kind)"))
  }

  /// Values that are wrong for a row, each with a rule that says so.
  private static func broken(_ row: FieldSchema) -> [(value: String, code: String)] {
    let single = [("[a, b]", "S106"), ("{a: b}", "S106")]
    return switch row.form {
    case .id: single + [("nonsense", "S201")]
    case .title: single + [("\"  \"", "S108"), ("12", "S012")]
    case .text: single + [("12", "S012")]
    case .date: single + [("soon", "S107"), ("2026-02-30", "S107")]
    case .estimate: single + [("two days", "S109"), ("3", "S109")]
    case .enumeration: single + [("nonsense", "S105")]
    case .reference(let kinds, isList: false):
      single + [(kinds.first == .ticket ? "TSK-001" : "TKT-001", "S302")]
    case .reference(let kinds, isList: true):
      [("{a: b}", "S106"), ("TKT-001", "S106"), ("[[a]]", "S106")]
        + (kinds.isEmpty
          ? [("[nonsense]", "S301")]
          : [(kinds.first == .ticket ? "[TSK-001]" : "[TKT-001]", "S302")])
    case .file: single + [("elsewhere/a.md", "S303")]
    case .list: [("{a: b}", "S106"), ("word", "S106"), ("[[a]]", "S106")]
    case .mapping: [("[a]", "S106"), ("word", "S106")]
    case .any: []
    }
  }

  @Test(arguments: kinds)
  func aBrokenValueIsRefusedByTheRuleAndTheSchema(kind: KindName) throws {
    let header = try Header(kind)
    let check = try Published.check(kind)
    for row in header.schema.fields {
      for (value, code) in Self.broken(row) {
        let text = header.text(row.name, value)
        let found = try Published.objections(header.bench([text]))
        let codes = (found[header.path(0)] ?? []).map(\.code)
        #expect(codes.contains(code), "\(row.name): \(value): \(codes)")
        let json = try Published.header(text)
        #expect(!check.faults(in: json).isEmpty, "\(row.name): \(value)")
      }
      guard row.isRequired else { continue }
      for text in [header.text(without: row.name), header.text(row.name, "")] {
        let found = try Published.objections(header.bench([text]))
        #expect((found[header.path(0)] ?? []).map(\.code) == ["S101"], "\(text)")
        #expect(try !check.faults(in: Published.header(text)).isEmpty, "\(text)")
      }
    }
  }

  @Test func anUnknownFieldIsRefusedWhereTheRuleWarns() throws {
    let check = try Published.check(.task)
    for header in ["staus: done", "dependencies: {depends: [TSK-002]}"] {
      let task = Sample.task().replacing("---\n\n", with: "\(header)\n---\n\n")
      #expect(try !check.faults(in: Published.header(task)).isEmpty)
    }
  }

  // MARK: A project's own

  private static let own = Own.schema(
    """
    kinds: {epic: {folder: epics, prefix: EPC, required: [id, title, due_day]}, memo: {folder: memos}}
    fields: {task: {lane: {values: [red, green]}, a/b_c: , reviewer: }, ticket: {type: {values: [chore]}}}
    status: {ticket: [backlog, shipped]}
    """)

  @Test func ownKindsAndFieldsAreInIt() throws {
    let epic = try Published.check(KindName(rawValue: "epic"), in: Self.own)
    func faults(_ header: String) throws -> [String] {
      epic.faults(in: try Published.yaml(header)).map(\.keyword)
    }
    #expect(try faults("{id: EPC-001, title: T, due_day: soon}") == [])
    #expect(try faults("{id: EPC-001, title: T, due-day: soon}") == [])
    #expect(try faults("{id: TKT-001, title: T, due_day: soon}") == ["pattern"])
    #expect(try faults("{id: EPC-001, title: T}") == ["anyOf"])
    #expect(try faults("{id: EPC-001, title: T, due_day: }").contains("type"))
    #expect(try faults("{id: EPC-001, title: T, due_day: \" \"}").contains("pattern"))
    let memo = try Published.check(KindName(rawValue: "memo"), in: Self.own)
    #expect(memo.faults(in: try Published.yaml("{id: ANY-001, title: T}")) == [])

    let task = try Published.check(.task, in: Self.own)
    let known = try Published.header(
      Sample.task().replacing("---\n\n", with: "lane: red\nreviewer: [1]\na/b-c: x\n---\n\n"))
    #expect(task.faults(in: known) == [])
    let lane = try Published.header(Sample.task().replacing("---\n\n", with: "lane: blue\n---\n\n"))
    #expect(task.faults(in: lane).map(\.path) == ["/lane"])

    let ticket = try Published.check(.ticket, in: Self.own).schema
    #expect(
      ticket.value(at: "/properties/status/enum")
        == .list([.text("backlog"), .text("shipped"), .text("blocked")]))
    #expect(ticket.value(at: "/properties/type/enum")?.list?.contains(.text("chore")) == true)
  }

  @Test func aFieldThatIsNamedAsAnAliasTakesItsPlace() throws {
    let table = Own.schema("fields: {task: {ticket: }}")
    let schema = try Published.check(.task, in: table).schema
    #expect(schema.value(at: "/properties/ticket")?["deprecated"] == nil)
    #expect(schema.value(at: "/properties/parent_ticket")?["deprecated"] == .flag(true))
  }

  // MARK: IDs

  @Test func patternsOfIDsMeanWhatTheRuleMeans() throws {
    let words = [
      "TKT", "TSK", "REQ", "DESIGN", "DES", "DESI", "tkt", "A1", "1A", "", "FUNC", "01", "001",
      "0001", "Ä", "٣٣٣", "001\n",
    ]
    var forms = Schema.builtIn.kinds.map(\.idForm)
    forms.append(IDForm(prefixes: ["epc", "E.C", "E-C"], needsSegment: false))
    for form in forms {
      let check = try JSONSchemaCheck("{\"pattern\": \(Self.quoted(form.pattern))}")
      for first in words {
        for second in words {
          for third in words + [nil] {
            let id = [first, second, third].compactMap { $0 }.joined(separator: "-")
            let isValid = check.faults(in: .text(id)).isEmpty
            #expect(isValid == form.matches(id), "\(id) by \(form.pattern)")
          }
        }
      }
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\") + "\""
  }
}
