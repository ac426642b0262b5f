import Specs
import TestSupport
import Testing

/// Headers of a kind in which one field is as a test wants it and the others are right.
struct Header {
  let schema: KindSchema
  private let lines: [(name: String, value: String)]

  init(_ kind: KindName) throws {
    schema = try #require(Schema.builtIn[kind])
    lines = schema.fields.filter(\.isRequired).map { ($0.name, Self.good($0)) }
  }

  private static func good(_ row: FieldSchema) -> String {
    switch row.form {
    case .id: "ID"
    case .date: "2026-01-02"
    case .estimate(let sizes): sizes[0]
    case .enumeration(let values, _): values[0]
    case .reference(_, let isList): isList ? "[REQ-A-001]" : "TKT-001"
    default: "word"
    }
  }

  /// The header with another value for a field, under its own name or another one of it.
  func text(_ name: String, _ value: String) -> String {
    let row = schema.field(named: name)?.name
    var fields = lines.filter { $0.name != row }.map { "\($0.name): \($0.value)" }
    if let dot = name.firstIndex(of: ".") {
      fields.append("\(name[..<dot]):\n  \(name[name.index(after: dot)...]): \(value)")
    } else {
      fields.append("\(name): \(value)")
    }
    return "---\n\(fields.joined(separator: "\n"))\n---\n"
  }

  func text(without name: String) -> String {
    let fields = lines.filter { $0.name != name }.map { "\($0.name): \($0.value)\n" }.joined()
    return "---\n\(fields)---\n"
  }

  func path(_ number: Int) -> String {
    "\(schema.folder)/\(schema.filePrefix ?? "")\(900 + number).md"
  }

  /// A root of such headers and of specs that they may refer to, each with an ID of its own.
  func bench(_ texts: [String]) -> Bench {
    var files = Self.others
    for (number, text) in texts.enumerated() {
      let id = "\(schema.idPrefix ?? "DOC")-Z-\(900 + number)"
      files[path(number)] = text.replacing("id: ID\n", with: "id: \(id)\n")
    }
    return Bench(files)
  }

  private static let others = [
    "docs/a.md": "---\nid: DOC-A-001\ntitle: T\n---\n",
    "docs/prd-a.md": "---\nid: PRD-A-001\ntitle: T\n---\n",
    "requirements/a.md": "---\nid: REQ-A-001\ntitle: T\n---\n### REQ-A-FUNC-001: T\n",
    "designs/a.md": "---\nid: DESIGN-A-001\ntitle: T\n---\n",
    "designs/b/c.md": "---\nid: DES-B-001\ntitle: T\n---\n",
    "tickets/a.md": "---\nid: TKT-001\ntitle: T\n---\n",
    "tickets/b.md": "---\nid: TKT-AUTH-001\ntitle: T\n---\n",
    "tasks/a.md": "---\nid: TSK-001\ntitle: T\n---\n",
  ]
}

/// Whatever one field holds: the schema takes it where `git spec check` has neither an error nor a
/// warning, and only there.
@Suite struct SchemaAgreementTests {
  private static let values =
    [
      "", "~", "null", "\"\"", "\"  \"", "word", "some words", "\"12\"", "12", "1.5", "1e3", "0x1F",
      "true", "no", "12:30", "1_000", "|\n    text", "[]", "[~]", "[\"\"]", "[\" \"]", "[word]",
      "[word, word]", "[12]", "[true]", "[[word]]", "[{a: b}]", "{}", "{a: b}", "word, word",
      // Days
      "2026-01-02", "\"2026-01-02\"", "2026-1-2", "2026-02-30", "2024-02-29", "2025-02-29",
      "2026-13-01", "0000-01-01", "20260102", "2026-01-02T10:00:00Z", "2026-01-02 ", "02.01.2026",
      // IDs
      "TKT-001", "\"TKT-001\"", "\"TKT-001 \"", "TKT-AUTH-001", "TKT-1", "tkt-001", "TKT-001-X",
      "TSK-001", "REQ-A-001", "REQ-A-FUNC-001", "REQ-001", "DESIGN-A-001", "DES-B-001", "PRD-A-001",
      "DOC-A-001", "[TKT-001]", "[TKT-001, TKT-AUTH-001]", "[TKT-001, TKT-001]", "[TSK-001]",
      "[REQ-A-001, REQ-A-FUNC-001]", "[REQ-001]", "[tkt-001]", "[\"TKT-001\"]",
      "[DESIGN-A-001, DES-B-001]",
      // Paths
      "designs/a.md", "./designs/a.md", ".omoi_os/designs/a.md", "designs/b/c.md", "/designs/a.md",
      "designs/a", "docs/a.md", "docs/prd-a.md", "tickets/a.md", "a.md", "[designs/a.md]",
      // Words
      "S", "XL", "s", "M L", "4h", "0.5d", "3w", "90m", "m", ".5d", "4 h", "4H", "1.2.3d",
      "HIGH", "high", "High", "draft", "open", "todo", "wip", "pending", "in_progress",
      "in-progress", "In Progress", "done", "completed", "backlog", "blocked", "functional",
      "non-functional", "non_functional", "implementation", "epic", "[draft]",
    ]

  /// What a single header's schema cannot say, or says more strictly on purpose. Beside these, a
  /// path in `prd_ref` or `design_ref` may lead to a file that is no spec, such as a picture.
  private func isException(_ row: FieldSchema, _ value: String) -> Bool {
    switch row.form {
    // Text that is empty counts as missing; the schema takes null for that.
    case .enumeration, .estimate, .reference(_, isList: false):
      !row.isRequired && ["\"\"", "\"  \""].contains(value)
    // IDs of documents begin with any word, so that those of other kinds look like some of them.
    case .file(let kinds):
      value == "\"\"" || kinds.contains(.document) && value.contains(/-001\b/)
    // Of the form of an ID, and nobody's.
    case .reference(kinds: [], _): value == "[REQ-001]"
    default: false
    }
  }

  @Test(arguments: KindSchemaTests.kinds)
  func theSchemaTakesWhatTheRulesTake(kind: KindName) throws {
    let header = try Header(kind)
    let check = try Published.check(kind)
    var seen: Set<String> = []
    var turn = 0
    for row in header.schema.fields {
      let names = [row.name] + row.aliases
      let hyphened = names.map { $0.replacing("_", with: "-") }.filter { !names.contains($0) }
      for name in names + hyphened where header.schema.field(named: name)?.name == row.name {
        // Of fields that are alike one gets every value, the others some, each of them others.
        let isFirst = seen.insert("\(row.form) \(row.isRequired)").inserted
        turn += 1
        let values = Self.values.enumerated().filter { isFirst || ($0.offset + turn) % 8 == 0 }
          .map(\.element)
        let bench = header.bench(values.map { header.text(name, $0) })
        let objections = try Published.objections(bench)
        for (number, value) in values.enumerated() where !isException(row, value) {
          let path = header.path(number)
          let faults = check.faults(in: try Published.header(bench.files[path] ?? ""))
          let found = objections[path] ?? []
          #expect(
            faults.isEmpty == found.isEmpty,
            "\(name): \(value)\n\(faults)\n\(found.map { "\($0.code) \($0.message)" })")
        }
      }
    }
  }

  @Test(arguments: KindSchemaTests.kinds)
  func fieldsBesideEachOther(kind: KindName) throws {
    let header = try Header(kind)
    let check = try Published.check(kind)
    let base = header.text("assignee", "Ann")
    let more = [
      "", "nonsense: 1", "Assignee: Bob", "dependencies: {}",
      "dependencies: {blocks: []}", "dependencies: {nonsense: []}", "dependencies: {related: []}",
      "design_ref: designs/a.md\nlinked_design: designs/a.md",
    ]
    let texts = more.map { base.replacing("assignee: Ann\n", with: "assignee: Ann\n\($0)\n") }
    let bench = header.bench(texts)
    let objections = try Published.objections(bench)
    for (number, fields) in more.enumerated() {
      let path = header.path(number)
      let faults = check.faults(in: try Published.header(bench.files[path] ?? ""))
      let codes = (objections[path] ?? []).map(\.code)
      #expect(faults.isEmpty == codes.isEmpty, "\(fields)\n\(faults)\n\(codes)")
    }
  }

  // MARK: A real project

  private static let corpus = "corpus/omoios-specs.fast-export"

  @Test(.enabled(if: Shared.has(SchemaAgreementTests.corpus), "the folder ../shared is not there"))
  func onARealProject() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.shell("git fast-import --quiet < '\(Shared.folder ?? "")/\(Self.corpus)'")
    let paths = try sandbox.git("ls-tree", "-r", "--name-only", "main")
      .split(separator: "\n").map(String.init)
    var roots: [String: [String: String]] = [:]
    for path in paths {
      guard let range = path.firstRange(of: "\(Bench.root)/") else { continue }
      roots[String(path[..<range.lowerBound]), default: [:]][String(path[range.upperBound...])] =
        try sandbox.git("show", "main:\(path)")
    }
    var judged = 0
    var refused = 0
    for files in roots.values {
      let objections = try Published.objections(Bench(files))
      for (path, text) in files {
        // Without a header there is nothing to judge.
        guard let kind = Schema.builtIn.kind(ofPath: path), let header = try? Published.header(text)
        else { continue }
        let faults = try Published.check(kind).faults(in: header)
        // That an ID of the right form is nobody's, no schema can know.
        let found = (objections[path] ?? []).filter { !["S301", "S303"].contains($0.code) }
        #expect(faults.isEmpty == found.isEmpty, "\(path)\n\(faults)\n\(found.map(\.message))")
        judged += 1
        refused += faults.isEmpty ? 0 : 1
      }
    }
    #expect(judged == 64 && refused > 5, "\(judged) \(refused)")
  }
}
