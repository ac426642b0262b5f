internal import Specs

/// Graphs as a Mermaid flowchart, which hosts of repositories draw in Markdown.
struct MermaidGraph {
  private let graphs: [SpecGraph]

  init(_ graphs: [SpecGraph]) { self.graphs = graphs }

  var text: String {
    var lines = ["flowchart LR"]
    var links = 0
    var red: [Int] = []
    for (number, graph) in graphs.enumerated() {
      let isGroup = graphs.count > 1
      if isGroup {
        lines.append("  subgraph r\(number) [\"\(Self.escaped(Terminal.safe(graph.root)))\"]")
      }
      for (place, node) in graph.nodes.enumerated() {
        let sign = Sign(node)
        // The node's own name is ours: no ID of a file can end a statement.
        let words = ["\(sign.mark) \(node.id)", node.title, node.status ?? ""].filter {
          !$0.isEmpty
        }
        let label = words.map { Self.escaped(Terminal.cut($0, to: 60)) }
          .joined(separator: "<br/>")
        lines.append(
          "  n\(number)_\(place)[\"\(label)\"]:::\(Self.style(node))")
      }
      if isGroup { lines.append("  end") }
      for edge in graph.edges {
        let isCritical = graph.isCritical(edge)
        let arrow = edge.isBack ? "-.->" : isCritical ? "==>" : "-->"
        lines.append("  n\(number)_\(edge.from) \(arrow) n\(number)_\(edge.to)")
        if edge.isBack { red.append(links) }
        links += 1
      }
    }
    lines += [
      "  classDef done fill:#d3f0d9,stroke:#2e7d46,color:#1b3d26",
      "  classDef under_way fill:#cfe6fb,stroke:#1f6fb2,color:#12395c",
      "  classDef ready fill:#ffffff,stroke:#555555,color:#222222",
      "  classDef blocked fill:#fbdcdc,stroke:#b3261e,color:#5c1410,stroke-dasharray:5 3",
      "  classDef unknown fill:#fdf0c8,stroke:#8a6d00,color:#453700,stroke-dasharray:2 2",
      "  classDef document fill:#eeeeee,stroke:#777777,color:#222222",
      "  classDef circle fill:#fbdcdc,stroke:#b3261e,color:#5c1410,stroke-width:3px",
    ]
    if !red.isEmpty {
      let numbers = red.map(String.init).joined(separator: ",")
      lines.append("  linkStyle \(numbers) stroke:#b3261e,stroke-width:3px")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func style(_ node: SpecGraph.Node) -> String {
    node.isInCircle
      ? "circle" : node.isMissing ? "unknown" : node.state?.rawValue ?? "document"
  }

  /// Text in a quoted label: everything but letters, digits and some marks as a numeric entity, so
  /// that no title is read as syntax or as HTML.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || " .,-_+/✓●○⊘?!…·".unicodeScalars.contains(scalar)
        || scalar.properties.generalCategory == .nonspacingMark
      if isPlain { result.unicodeScalars.append(scalar) } else { result += "#\(scalar.value);" }
    }
    return result
  }
}

extension SpecGraph {
  /// Whether a step lies on the critical path.
  func isCritical(_ edge: Edge) -> Bool {
    nodes[edge.from].isCritical && nodes[edge.to].isCritical
      && zip(criticalPath, criticalPath.dropFirst()).contains { $0 == edge.from && $1 == edge.to }
  }
}
