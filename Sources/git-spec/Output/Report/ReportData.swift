internal import Frontmatter
internal import Specs

/// What the page's script is given: rows as lists, texts that repeat by number.
///
/// Resources/report-specs.js reads exactly this; a column here is an index there.
struct ReportData {
  private let sources: ReportSources
  private let facts: ReportFacts
  private var pool = TextPool()
  private var rootNumbers: [String: Int] = [:]
  /// Rows of specs by their paths.
  private var rows: [String: Int] = [:]

  init(_ sources: ReportSources, _ facts: ReportFacts) {
    self.sources = sources
    self.facts = facts
  }

  /// The whole as JSON that may stand in a script element.
  mutating func json() -> [UInt8] {
    for (number, specs) in sources.views.roots.enumerated() {
      rootNumbers[specs.root] = number
      for (row, card) in specs.cards.enumerated() { rows[card.path] = row }
    }
    var parts: [(String, ScriptValue)] = [
      ("page", page), ("roots", .list(sources.views.roots.map { root($0) })),
    ]
    let findings = ReportFindings(sources, facts, rows: rows, rootNumbers: rootNumbers)
    parts.append(("findings", findings.rows(&pool)))
    parts.append(("rules", findings.rules))
    parts.append(("branches", ReportBranches(sources, facts, rootNumbers: rootNumbers).value))
    parts.append(("problems", problems))
    parts.append(("texts", .texts(pool.texts)))
    var bytes: [UInt8] = []
    ScriptValue.object(parts).write(to: &bytes)
    return Array(Neutral.json(String(decoding: bytes, as: UTF8.self)).utf8)
  }

  private var page: ScriptValue {
    .object([
      ("title", .text(facts.title)), ("commit", .optional(facts.links.commit)),
      ("ref", .text(facts.ref)), ("link", .optional(facts.links.template)),
      ("linkNote", .text(facts.links.note)),
    ])
  }

  private var problems: ScriptValue {
    .list(
      facts.problems.map {
        .list([
          .text($0.kind.rawValue), .number(rootNumbers[$0.root] ?? -1), .optional($0.id),
          .text($0.path), .number($0.line), .text(facts.withoutMachine($0.message)),
        ])
      })
  }

  // MARK: A root

  private mutating func root(_ specs: RootSpecs) -> ScriptValue {
    let kinds = specs.schema.kinds
    let numbers = Dictionary(
      kinds.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { a, _ in a })
    let trace = Traceability(specs)
    let ready = ReadyTasks(specs).cards
    return .object([
      ("root", .text(specs.root)),
      (
        "kinds",
        .list(kinds.map { .list([.text($0.name.rawValue), .texts($0.workflow)]) })
      ),
      ("priorities", .texts(Self.priorities(specs.schema))),
      ("specs", .list(specs.cards.map { row($0, numbers[$0.kind] ?? -1, specs) })),
      (
        "shares",
        .list(
          TraceReport.shares(trace).map { name, share in
            .list([.text(name), .number(share.count), .number(share.all)])
          })
      ),
      (
        "sources",
        .list(
          (trace.sources.map { source($0, isCounted: true) })
            + (trace.documents.map { source($0, isCounted: false) }))
      ),
      (
        "orphans",
        .list(TraceReport.orphans(trace).map { .list([.text($0), .texts($1)]) })
      ),
      ("ready", .numbers(ready.map { rows[$0.path] ?? -1 })),
      (
        "graphs",
        .object(
          SpecGraph.Content.allCases.map { content in
            let graph = SpecGraph(specs, content, readiness: specs.readiness)
            return (content.rawValue, ReportGraph(graph, rows: rows).value(&pool))
          })
      ),
    ])
  }

  private static func priorities(_ schema: Schema) -> [String] {
    guard case .enumeration(let values, _)? = schema[.ticket]?.field(named: "priority")?.form
    else { return [] }
    return values
  }

  /// One spec; the order of its columns is that of `COLUMNS` in the script.
  private mutating func row(
    _ card: SpecCard, _ kind: Int, _ specs: RootSpecs
  ) -> ScriptValue {
    let sign = Sign(card, in: specs)
    let isWork = card.kind == .task || card.kind == .ticket
    let reasons = isWork && card.fault == nil ? specs.readiness.of(card).reasons.map(\.text) : []
    let (done, all) = card.kind == .ticket ? specs.progress(of: card.id ?? "") : (0, 0)
    return .list([
      .text(card.label), .flag(card.id != nil), .number(kind),
      .text(card.path.dropPrefix(specs.root + "/") ?? card.path), .number(card.position.line),
      .text(card.title), .number(Sign.number(of: sign)), pool.number(sign.word),
      pool.number(card.status), pool.number(specs.priority(of: card)),
      pool.number(specs.feature(of: card)), pool.number(card.assignee),
      pool.number(card.estimate), pool.number(card.type),
      .list(
        card.summary.references.flatMap {
          [pool.number($0.field), .text($0.target)]
        }),
      .texts(reasons),
      card.fault.map { .text(facts.withoutMachine($0.message)) } ?? .none,
      .numbers([done, all]),
      .list(
        card.headings.flatMap { [.text($0.id), .text($0.title), .number($0.position.line)] }),
    ])
  }

  private func source(_ source: Traceability.Source, isCounted: Bool) -> ScriptValue {
    .list([
      .number(rows[source.card.path] ?? -1), .flag(isCounted), .texts(source.designs),
      .texts(source.tickets.map(\.label)),
      .list(
        source.requirements.map {
          .list([
            .text($0.id), .text($0.title), .number($0.position.line),
            .texts($0.tickets.map(\.label)), .flag($0.isBuilt),
          ])
        }),
    ])
  }
}

extension Sign {
  /// The signs in the order of `SIGNS` in the page's script.
  private static let all = ["✓", "●", "○", "⊘", "?", "✗", "·", "!"]

  static func number(of sign: Sign) -> Int { all.firstIndex(of: sign.mark) ?? 6 }
}
