internal import ArgumentParser
internal import Specs

/// How a graph is printed; a new format is a case here and a file beside this one.
enum GraphFormat: String, ExpressibleByArgument, CaseIterable {
  case text, mermaid, dot, svg, json
}

/// The graphs of the roots that have something to draw.
struct GraphAnswer {
  let graphs: [SpecGraph]
  let content: SpecGraph.Content
  let troubles: [Trouble]
  /// The view of `show` that it is; nil for `graph`.
  private let view: String?

  init(
    _ views: SpecViews, _ content: SpecGraph.Content, _ filter: SpecFilter, focus: String? = nil,
    depth: Int? = nil, view: String? = nil
  ) throws {
    try self.init(
      views.roots, views.troubles, content, filter, focus: focus, depth: depth, view: view)
  }

  init(
    _ roots: [RootSpecs], _ troubles: [Trouble], _ content: SpecGraph.Content,
    _ filter: SpecFilter, focus: String? = nil, depth: Int? = nil, view: String? = nil
  ) throws {
    self.content = content
    self.view = view
    let whole = roots.map { specs in
      SpecGraph(specs, content, readiness: specs.readiness) { filter.includes($0, in: specs) }
    }
    graphs =
      if let focus {
        whole.compactMap { $0.focused(on: focus, depth: depth) }
      } else {
        whole.filter { !$0.nodes.isEmpty }
      }
    // Of a part only what is wrong with that part.
    self.troubles =
      focus == nil && filter.isEmpty
      ? troubles : troubles.concerning(graphs.flatMap(\.nodes).flatMap(\.paths))
    if let focus, graphs.isEmpty { throw Self.notThere(focus, content, roots, filter) }
  }

  /// Why a spec cannot be looked at in a graph, and where it can.
  private static func notThere(
    _ focus: String, _ content: SpecGraph.Content, _ roots: [RootSpecs], _ filter: SpecFilter
  ) -> Failure {
    let word = Terminal.safe(focus)
    let message = "`\(word)` is not in the graph of \(content.rawValue)"
    let card = roots.lazy.flatMap { $0.cards(withID: focus) }.first
    let graph: SpecGraph.Content =
      switch card?.kind {
      case .task: .tasks
      case .ticket: .tickets
      default: .trace
      }
    if card != nil || roots.contains(where: { $0.heading(focus) != nil }) {
      let isHidden = graph == content || content == .trace
      return Failure(
        .usage, message,
        hints: [
          isHidden && !filter.isEmpty
            ? "the filters leave it out: look at it without them"
            : "it is in another one: `git spec graph \(graph.rawValue) --focus \(ShellWord.quoted(word))`"
        ])
    }
    let near = Nearest.match(focus, in: roots.flatMap(\.allIDs))
    return Failure(
      .usage, message,
      hints: (near.map { ["did you mean `\(Terminal.safe($0))`?"] } ?? [])
        + ["`git spec show all` lists what there is"])
  }

  func printed(as format: GraphFormat, on paper: Paper) throws -> String {
    switch format {
    case .text: text(on: paper)
    case .mermaid: MermaidGraph(graphs).text
    case .dot: DotGraph(graphs).text
    case .svg: SVGGraph(graphs, title: title).text
    case .json: try json
    }
  }

  /// What is wrong with the specs, where the format has no room for it.
  func notes(beside format: GraphFormat) -> [String] {
    guard format != .text, format != .json else { return [] }
    return troubles.map {
      Terminal.safe("note: \($0.path):\($0.line): \($0.message)")
    }
  }

  var title: String {
    switch content {
    case .tasks: "Tasks and what they depend on"
    case .tickets: "Tickets and what blocks them"
    case .trace: "From requirements to tasks"
    }
  }

  func text(on paper: Paper) -> String {
    var text = ""
    for graph in graphs {
      let place = graphs.count > 1 ? " of \(graph.root)" : ""
      text += paper.heading("\(title.uppercased())\(place) (\(graph.nodes.count))")
      text += GraphDrawing(graph, paper).text + "\n"
    }
    let list = TroubleList(troubles: troubles, paper: paper)
    return graphs.isEmpty
      ? list.text(insteadOf: "nothing to show; `git spec show all` lists what there is")
      : text + list.text
  }

  // MARK: JSON

  private struct Document: Encodable {
    let schemaVersion = 1
    let command: String
    let view: String?
    let content: String
    let roots: [GraphRow]
    let problems: [TroubleRow]
  }

  var json: String {
    get throws {
      try JSONText.text(
        Document(
          command: view == nil ? "graph" : "show", view: view, content: content.rawValue,
          roots: graphs.map(GraphRow.init),
          problems: troubles.map(TroubleRow.init)))
    }
  }
}

/// One graph in JSON; circles and the critical path by IDs.
struct GraphRow: Encodable {
  struct Node: Encodable {
    let id: String
    let kind: String
    let title: String
    @OrNull var status: String?
    @OrNull var state: String?
    let paths: [String]
    let line: Int
    let layer: Int
    let missing: Bool
    let inCircle: Bool
    let critical: Bool
  }
  struct Edge: Encodable {
    let from: String
    let to: String
    let field: String
    let closesCircle: Bool
  }

  let root: String
  let nodes: [Node]
  let edges: [Edge]
  let circles: [[String]]
  let criticalPath: [String]
  let criticalHours: Double

  init(_ graph: SpecGraph) {
    let ids = graph.nodes.map(\.id)
    root = graph.root
    nodes = graph.nodes.map {
      Node(
        id: $0.id, kind: $0.kind.rawValue, title: $0.title, status: $0.status,
        state: $0.state?.rawValue, paths: $0.paths, line: $0.line, layer: $0.layer,
        missing: $0.isMissing, inCircle: $0.isInCircle, critical: $0.isCritical)
    }
    edges = graph.edges.map {
      Edge(from: ids[$0.from], to: ids[$0.to], field: $0.field, closesCircle: $0.isBack)
    }
    circles = graph.circles.map { $0.map { ids[$0] } }
    criticalPath = graph.criticalPath.map { ids[$0] }
    criticalHours = graph.criticalHours
  }
}

extension Sign {
  /// Of a node in a picture: of work by its state, of the rest by its kind.
  init(_ node: SpecGraph.Node) {
    if node.isMissing {
      self = .missing
    } else if let state = node.state {
      self = Sign(state)
    } else {
      self = .document
    }
  }
}
