internal import Specs

/// Graphs in the language of Graphviz.
struct DotGraph {
  private let graphs: [SpecGraph]

  init(_ graphs: [SpecGraph]) { self.graphs = graphs }

  var text: String {
    var lines = [
      "digraph specs {", "  rankdir=LR;", "  charset=\"UTF-8\";",
      "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fillcolor=\"#ffffff\"];",
    ]
    for (number, graph) in graphs.enumerated() {
      let isGroup = graphs.count > 1
      if isGroup {
        lines.append("  subgraph cluster_\(number) {")
        lines.append("    label=\(Self.quoted(graph.root));")
      }
      for (place, node) in graph.nodes.enumerated() {
        lines.append("  n\(number)_\(place) [\(attributes(node))];")
      }
      if isGroup { lines.append("  }") }
      for edge in graph.edges {
        let style =
          edge.isBack
          ? " [color=\"#b3261e\", penwidth=2, style=dashed, constraint=false]"
          : graph.isCritical(edge) ? " [penwidth=3]" : ""
        lines.append("  n\(number)_\(edge.from) -> n\(number)_\(edge.to)\(style);")
      }
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private func attributes(_ node: SpecGraph.Node) -> String {
    let sign = Sign(node)
    let words = ["\(sign.mark) \(node.id)", node.title, node.status ?? ""].filter { !$0.isEmpty }
    let label = words.map { Self.escaped(Terminal.cut($0, to: 60)) }.joined(separator: "\\n")
    var parts = [
      "label=\"\(label)\"", "tooltip=\(Self.quoted(Terminal.cut(node.title, to: 400)))",
    ]
    let fill =
      switch node.state {
      case .done: "#d3f0d9"
      case .underWay: "#cfe6fb"
      case .blocked: "#fbdcdc"
      case .unknown: "#fdf0c8"
      case .ready: "#ffffff"
      case nil: node.isMissing ? "#fdf0c8" : "#eeeeee"
      }
    parts.append("fillcolor=\"\(fill)\"")
    if node.state == .blocked || node.isMissing { parts.append("style=\"rounded,filled,dashed\"") }
    if node.isInCircle {
      parts.append("color=\"#b3261e\"")
      parts.append("penwidth=3")
    } else if node.isCritical {
      parts.append("penwidth=2")
    }
    return parts.joined(separator: ", ")
  }

  private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// Graphviz reads the entities of HTML in every string.
  private static func escaped(_ text: String) -> String {
    Terminal.safe(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("&", with: "&amp;")
  }
}
