/// Tasks that can be worked on now, the one to begin with first.
package struct ReadyTasks {
  package let cards: [SpecCard]
  /// Tasks of the view by their state.
  package let counts: [Readiness.State: Int]

  /// Priority goes first, then what the longest row of others waits for, then the ID.
  package init(_ specs: RootSpecs, where isWanted: (SpecCard) -> Bool = { _ in true }) {
    let ranks = Self.ranks(specs.schema)
    let behind = Self.hoursBehind(specs)
    var ready: [(priority: Int, behind: Double, order: IDOrder, card: SpecCard)] = []
    var counts: [Readiness.State: Int] = [:]
    for card in specs.cards where card.kind == .task && isWanted(card) {
      let state = specs.readiness.of(card).state
      counts[state, default: 0] += 1
      guard state == .ready else { continue }
      let priority = specs.priority(of: card).flatMap { ranks[$0] } ?? ranks.count
      ready.append((priority, behind[card.label] ?? 0, IDOrder(card.label), card))
    }
    self.counts = counts
    cards =
      ready.sorted { a, b in
        if a.priority != b.priority { return a.priority < b.priority }
        if a.behind != b.behind { return a.behind > b.behind }
        return a.order != b.order ? a.order < b.order : a.card.path < b.card.path
      }.map(\.card)
  }

  /// How urgent a task is: 0 for the first priority of the table; without one it comes last.
  package static func rank(of card: SpecCard, in specs: RootSpecs) -> Int {
    let ranks = ranks(specs.schema)
    return specs.priority(of: card).flatMap { ranks[$0] } ?? ranks.count
  }

  private static func ranks(_ schema: Schema) -> [String: Int] {
    guard case .enumeration(let values, _)? = schema[.task]?.field(named: "priority")?.form
    else { return [:] }
    return Dictionary(
      values.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
  }

  /// Hours of the longest row of open tasks that each task holds up, itself included.
  private static func hoursBehind(_ specs: RootSpecs) -> [String: Double] {
    let graph = specs.taskGraph
    var hours: [Double] = graph.nodes.map(\.hours)
    var next = [[Int]](repeating: [], count: hours.count)
    for edge in graph.edges where !edge.isBack { next[edge.from].append(edge.to) }
    for node in graph.nodes.indices.sorted(by: { graph.nodes[$0].layer > graph.nodes[$1].layer }) {
      hours[node] += next[node].lazy.map { hours[$0] }.max() ?? 0
    }
    return Dictionary(zip(graph.nodes.map(\.id), hours), uniquingKeysWith: { a, _ in a })
  }
}
