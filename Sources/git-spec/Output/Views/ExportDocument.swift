internal import Git
internal import Specs

/// All specs of all roots in full, with the graphs and the traceability between them.
struct ExportDocument: Encodable {
  struct Root: Encodable {
    let root: String
    let specs: [SpecDetail]
    let graphs: [String: GraphRow]
    let traceability: TraceRow
  }

  let schemaVersion = 1
  let command = "export"
  /// The commit that was looked at; null for the working tree.
  @OrNull var commit: String?
  let roots: [Root]
  let problems: [TroubleRow]

  init(_ views: SpecViews, _ filter: SpecFilter) throws {
    switch views.source {
    case .commit(let id): commit = id.hex
    default: commit = nil
    }
    roots = try views.roots.map { specs in
      let isWanted: (SpecCard) -> Bool = { filter.includes($0, in: specs) }
      return Root(
        root: specs.root,
        specs: try views.details(of: specs.cards.filter(isWanted), in: specs),
        graphs: Dictionary(
          uniqueKeysWithValues: SpecGraph.Content.allCases.map { content in
            let graph = SpecGraph(specs, content, readiness: specs.readiness, where: isWanted)
            return (content.rawValue, GraphRow(graph))
          }),
        traceability: TraceRow(Traceability(specs, where: isWanted), of: specs))
    }
    problems = views.troubles.map(TroubleRow.init)
  }

  var json: String { get throws { try JSONText.text(self) } }
}

extension SpecViews {
  /// Specs in full, in the order of their cards; one that vanished meanwhile is left out.
  func details(of cards: [SpecCard], in specs: RootSpecs) throws -> [SpecDetail] {
    var found: [SpecDetail] = []
    var rest = cards[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.readAtOnce)
      rest = rest.dropFirst(part.count)
      let byPath = Dictionary(
        try read(part.map(\.path)).map { ($0.path, $0) }, uniquingKeysWith: { $1 })
      found += part.compactMap { card in
        byPath[card.path].map { SpecDetail($0, card, in: specs) }
      }
    }
    return found
  }

  /// Read headers take ten times the room of their text, so never all of them at once.
  private static let readAtOnce = 500

  private func read(_ paths: [String]) throws -> [Spec] {
    let places = paths.compactMap(snapshot.place)
    return try workspace.map(places.map(\.entry), isWorkingTree: source.isWorkingTree) {
      position, content in
      let (entry, schema) = places[position]
      return Spec(
        SpecFile(path: entry.path, root: entry.root, kind: schema.name, content: content),
        schema: schema)
    }
  }
}
