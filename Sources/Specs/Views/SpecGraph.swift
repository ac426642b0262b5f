/// Specs and what leads from one to the next: each once, however many ways lead to it.
package struct SpecGraph: Sendable {
  package enum Content: String, Sendable, CaseIterable {
    /// Tasks and what they depend on.
    case tasks
    /// Tickets and what blocks them.
    case tickets
    /// From PRDs over requirements and designs to tickets and their tasks.
    case trace
  }

  package struct Node: Sendable {
    package let id: String
    package let kind: KindName
    package let title: String
    package let status: String?
    package let state: Readiness.State?
    /// Files that have the ID, in order; none for what is referred to and not there.
    package let paths: [String]
    package let line: Int
    package let isHeading: Bool
    /// Work that is not done.
    package let isOpen: Bool
    /// What is left to do, in hours by its estimate; nothing where it is done or no work.
    package let hours: Double
    /// Nodes from which a way of at most this many steps leads here.
    package internal(set) var layer = 0
    package internal(set) var isInCircle = false
    package internal(set) var isCritical = false

    package var isMissing: Bool { paths.isEmpty }
  }

  /// From what comes first to what builds on it.
  package struct Edge: Sendable, Hashable {
    package let from: Int
    package let to: Int
    /// The field that says so: `dependencies.depends_on`; `heading` for a requirement in its file.
    package let field: String
    /// A step that closes a circle: no layer can show it as a step forward.
    package var isBack = false
  }

  package let content: Content
  package let root: String
  package private(set) var nodes: [Node]
  package private(set) var edges: [Edge]
  /// Circles without a common step; each node waits for the next one, the last for the first.
  package private(set) var circles: [[Int]] = []
  /// A part of a larger graph: what is not in it may be connected all the same.
  package private(set) var isPart = false
  /// The longest way of what is not done, by its estimates.
  package private(set) var criticalPath: [Int] = []

  package var criticalHours: Double { criticalPath.reduce(0) { $0 + nodes[$1].hours } }

  /// The graph of a root, of those cards that are wanted.
  package init(
    _ specs: RootSpecs, _ content: Content, readiness: ReadinessTable? = nil,
    where isWanted: (SpecCard) -> Bool = { _ in true }
  ) {
    var builder = GraphBuilder(specs, content, readiness)
    builder.build(isWanted)
    self.init(content: content, root: specs.root, builder.nodes, builder.edges)
    isPart = builder.leavesOut
  }

  private init(content: Content, root: String, _ nodes: [Node], _ edges: [Edge]) {
    self.content = content
    self.root = root
    self.nodes = nodes
    self.edges = edges
    arrange()
  }

  package func node(_ id: String) -> Int? { nodes.firstIndex { $0.id == id } }

  /// What leads to a spec and what it leads to, over at most so many steps each way.
  package func focused(on id: String, depth: Int?) -> SpecGraph? {
    guard let start = node(id) else { return nil }
    let graph = digraph
    let kept = graph.reach(from: start, graph.next, depth: depth)
      .union(graph.reach(from: start, graph.previous, depth: depth))
    var number: [Int: Int] = [:]
    var nodes: [Node] = []
    for (old, node) in self.nodes.enumerated() where kept.contains(old) {
      number[old] = nodes.count
      nodes.append(node)
    }
    let edges = edges.compactMap { edge -> Edge? in
      guard let from = number[edge.from], let to = number[edge.to] else { return nil }
      return Edge(from: from, to: to, field: edge.field)
    }
    var part = SpecGraph(content: content, root: root, nodes, edges)
    part.isPart = isPart || nodes.count < self.nodes.count
    return part
  }

  /// A circle of steps as who waits for whom, from the smallest ID on.
  private func waiting(_ circle: [Int]) -> [Int] {
    let back = Array(circle.reversed())
    let first = back.indices.min { nodes[back[$0]].id < nodes[back[$1]].id } ?? 0
    return Array(back[first...] + back[..<first])
  }

  /// A circle in words; the middle of a long one is left out.
  package func way(_ circle: [Int]) -> String {
    Waiting.Cycle(circle.map { nodes[$0].id }).way
  }

  private var digraph: Digraph {
    var graph = Digraph(count: nodes.count)
    for edge in edges { graph.add(from: edge.from, to: edge.to) }
    return graph
  }

  /// Finds circles, layers and the critical path.
  private mutating func arrange() {
    let graph = digraph
    let tangles = graph.tangles()
    for members in tangles {
      for node in members { nodes[node].isInCircle = true }
    }
    circles = tangles.flatMap { graph.circles(of: $0) }.map(waiting)
    let back = graph.stepsBack(in: tangles)
    for index in edges.indices {
      edges[index].isBack = back.contains(.init(from: edges[index].from, to: edges[index].to))
    }
    for node in nodes.indices {
      nodes[node].layer = content == .trace ? nodes[node].rank : 0
      nodes[node].isCritical = false
    }
    let order = graph.order(without: back)
    var best = nodes.map(\.hours)
    var before = [Int?](repeating: nil, count: nodes.count)
    for node in order {
      for other in graph.next[node] where !back.contains(.init(from: node, to: other)) {
        nodes[other].layer = max(nodes[other].layer, nodes[node].layer + 1)
        // What is done ends a way: nothing has to be waited for any more.
        guard nodes[other].isOpen, nodes[node].isOpen else { continue }
        if best[node] + nodes[other].hours > best[other] || before[other] == nil {
          best[other] = best[node] + nodes[other].hours
          before[other] = node
        }
      }
    }
    closeGaps()
    let ends = nodes.indices.filter { nodes[$0].isOpen }
    guard content != .trace, var last = ends.max(by: { (best[$0], $1) < (best[$1], $0) })
    else { return }
    criticalPath = [last]
    while let earlier = before[last] {
      criticalPath.append(earlier)
      last = earlier
    }
    criticalPath.reverse()
    for node in criticalPath { nodes[node].isCritical = true }
  }
  /// Leaves out layers that nothing is in.
  private mutating func closeGaps() {
    let used = Set(nodes.map(\.layer)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    for node in nodes.indices { nodes[node].layer = numbers[nodes[node].layer] ?? 0 }
  }
}

extension SpecGraph.Node {
  /// The layer in which a trace shows nodes of its kind at the earliest.
  fileprivate var rank: Int {
    if isHeading { return 2 }
    return switch kind {
    case .prd, .document: 0
    case .requirement: isMissing ? 2 : 1
    case .design: 3
    case .ticket: 4
    case .task: 5
    default: 0
    }
  }
}
