internal import Specs

/// A graph with its coordinates, for the page's script: nodes and edges as flat rows of numbers.
struct ReportGraph {
  private let graph: SpecGraph
  private let rows: [String: Int]

  init(_ graph: SpecGraph, rows: [String: Int]) {
    self.graph = graph
    self.rows = rows
  }

  func value(_ pool: inout TextPool) -> ScriptValue {
    let layout = GraphLayout(graph)
    // Nodes that are no spec of their own: headings, and what is not there.
    var extras: [ScriptValue] = []
    var nodes: [ScriptValue] = []
    nodes.reserveCapacity(graph.nodes.count * 5)
    for (node, place) in zip(graph.nodes, layout.places) {
      let file = node.paths.first.flatMap { rows[$0] }
      var number = file ?? -1
      if node.isHeading || node.isMissing || file == nil {
        extras.append(
          .list([
            .text(node.id), .text(node.title), .text(node.kind.rawValue), .number(file ?? -1),
            .number(node.line),
          ]))
        number = -extras.count
      }
      let flags =
        (node.isCritical ? 1 : 0) + (node.isInCircle ? 2 : 0) + (node.isMissing ? 4 : 0)
      nodes += [
        .number(number), Self.whole(place.x), Self.whole(place.y), .number(flags),
        .number(Sign.number(of: Sign(node))),
      ]
    }
    let critical = Set(zip(graph.criticalPath, graph.criticalPath.dropFirst()).map(Step.init))
    var edges: [ScriptValue] = []
    edges.reserveCapacity(graph.edges.count * 4)
    var bends: [ScriptValue] = []
    for (number, edge) in graph.edges.enumerated() {
      let isCritical = critical.contains(Step(edge.from, edge.to))
      edges += [
        .number(edge.from), .number(edge.to), pool.number(edge.field),
        .number((edge.isBack ? 1 : 0) + (isCritical ? 2 : 0)),
      ]
      if layout.bends[number].isEmpty { continue }
      bends.append(
        .list(
          [.number(number)]
            + layout.bends[number].flatMap { [Self.whole($0.x), Self.whole($0.y)] }))
    }
    return .object([
      ("size", .list([Self.whole(layout.width), Self.whole(layout.height)])),
      ("nodes", .list(nodes)), ("extras", .list(extras)), ("edges", .list(edges)),
      ("bends", .list(bends)), ("path", .numbers(graph.criticalPath)),
      ("hours", .number(Int(graph.criticalHours.rounded()))),
      ("circles", .list(graph.circles.map { .numbers($0) })),
    ])
  }

  private struct Step: Hashable {
    let from: Int
    let to: Int

    init(_ from: Int, _ to: Int) { (self.from, self.to) = (from, to) }
  }

  private static func whole(_ value: Double) -> ScriptValue { .number(Int(value.rounded())) }
}
