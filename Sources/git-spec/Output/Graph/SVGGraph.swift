internal import Specs

/// Graphs as a picture: states by colour, sign and the form of the line; light and dark.
struct SVGGraph {
  private let graphs: [SpecGraph]
  private let title: String
  private static let margin = 24.0
  private static let top = 64.0

  init(_ graphs: [SpecGraph], title: String) {
    self.graphs = graphs
    self.title = title
  }

  var text: String {
    var body = ""
    var y = Self.top
    var width = 480.0
    for graph in graphs {
      let layout = GraphLayout(graph)
      if graphs.count > 1 {
        body += "<text class=\"root\" x=\"\(Self.number(Self.margin))\" y=\"\(Self.number(y))\">"
        body += Self.escaped(graph.root) + "</text>\n"
        y += 20
      }
      body += "<g transform=\"translate(\(Self.number(Self.margin)) \(Self.number(y)))\">\n"
      body += Self.drawing(graph, layout) + "</g>\n"
      y += layout.height + 48
      width = max(width, layout.width + 2 * Self.margin)
    }
    let legend = Self.legend(graphs)
    let height = y + 8
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.number(width))" \
      height="\(Self.number(height))" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
      role="img" aria-labelledby="title">
      <title id="title">\(Self.escaped(title))</title>
      <style>
      \(Self.style)
      </style>
      <defs>
      <marker id="arrow-back" viewBox="0 0 8 8" refX="8" refY="4" \
      markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" \
      orient="auto"><path class="head back" d="M0 0L8 4L0 8z"/></marker>
      <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" \
      markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" \
      orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker>
      </defs>
      <rect class="paper" width="100%" height="100%"/>
      <text class="heading" x="\(Self.number(Self.margin))" y="28">\(Self.escaped(title))</text>
      <text class="legend" x="\(Self.number(Self.margin))" y="46">\(Self.escaped(legend))</text>
      \(body)</svg>

      """
  }

  private static func legend(_ graphs: [SpecGraph]) -> String {
    var words: [String] = []
    for node in graphs.flatMap(\.nodes) {
      let sign = Sign(node)
      let word = "\(sign.mark) \(sign.word)"
      if !words.contains(word) { words.append(word) }
    }
    if graphs.contains(where: { !$0.criticalPath.isEmpty }) { words.append("★ critical path") }
    if graphs.contains(where: { !$0.circles.isEmpty }) { words.append("⟲ circle") }
    return words.sorted().joined(separator: "   ")
  }

  // MARK: Drawing

  static func drawing(_ graph: SpecGraph, _ layout: GraphLayout) -> String {
    var text = ""
    for (number, edge) in graph.edges.enumerated() {
      let style = edge.isBack ? "edge back" : graph.isCritical(edge) ? "edge critical" : "edge"
      text += "<path class=\"\(style)\" d=\"\(way(edge, layout, number))\""
      text += " marker-end=\"url(#arrow\(edge.isBack ? "-back" : ""))\"/>\n"
    }
    for (number, node) in graph.nodes.enumerated() {
      text += box(node, layout.places[number])
    }
    return text
  }

  /// A curve from the right side of one node to the left side of the next; back ones go above.
  private static func way(_ edge: SpecGraph.Edge, _ layout: GraphLayout, _ number: Int) -> String {
    let (from, to) = (layout.places[edge.from], layout.places[edge.to])
    let half = GraphLayout.nodeHeight / 2
    let start = GraphLayout.Point(x: from.x + GraphLayout.nodeWidth, y: from.y + half)
    let end = GraphLayout.Point(x: to.x, y: to.y + half)
    if edge.isBack {
      // From above the one to above the other.
      let bend = edge.from == edge.to ? 24.0 : 0
      let (a, b) = (
        from.x + GraphLayout.nodeWidth / 2 + bend, to.x + GraphLayout.nodeWidth / 2 - bend
      )
      let top = min(from.y, to.y) - 36
      return "M\(point(a, from.y)) C\(point(a, top)) \(point(b, top)) \(point(b, to.y))"
    }
    var path = "M\(point(start.x, start.y))"
    var last = start
    for next in layout.bends[number] + [end] {
      let middle = (last.x + next.x) / 2
      path += " C\(point(middle, last.y)) \(point(middle, next.y)) \(point(next.x, next.y))"
      last = next
    }
    return path
  }

  private static func box(_ node: SpecGraph.Node, _ place: GraphLayout.Point) -> String {
    let sign = Sign(node)
    var classes = ["node", node.state?.rawValue ?? (node.isMissing ? "missing" : "document")]
    if node.isInCircle { classes.append("circle") }
    if node.isCritical { classes.append("critical") }
    let marks =
      (node.paths.count > 1 ? " ×\(node.paths.count)" : "") + (node.isCritical ? " ★" : "")
      + (node.isInCircle ? " ⟲" : "")
    let name = "\(sign.mark) \(Terminal.shortened(node.id, to: 26))\(marks)"
    // Capitals are wide: a long name is pressed into its box.
    let length =
      Terminal.width(name) > 24 ? " textLength=\"196\" lengthAdjust=\"spacingAndGlyphs\"" : ""
    let title = node.isMissing ? "does not exist" : Terminal.cut(node.title, to: 33)
    let tip = [node.id, node.title, node.isMissing ? "does not exist" : node.status ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " – ")
    return """
      <g class="\(classes.joined(separator: " "))" \
      transform="translate(\(number(place.x)) \(number(place.y)))">\
      <title>\(escaped(Terminal.cut(tip, to: 400)))</title>\
      <rect width="\(number(GraphLayout.nodeWidth))" height="\(number(GraphLayout.nodeHeight))" \
      rx="6"/>\
      <text class="id" x="10" y="19"\(length)>\(escaped(name))</text>\
      <text class="title" x="10" y="36">\(escaped(title))</text></g>

      """
  }

  private static func point(_ x: Double, _ y: Double) -> String { "\(number(x)) \(number(y))" }

  /// A tenth of a pixel is as much as anybody sees.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let (whole, rest) = (tenths / 10, abs(tenths % 10))
    if rest == 0 { return "\(whole)" }
    return tenths < 0 && whole == 0 ? "-0.\(rest)" : "\(whole).\(rest)"
  }

  /// Text as XML has it; what XML forbids is shown as what it is.
  static func escaped(_ text: String) -> String {
    Terminal.safe(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }

  private static let style = """
    .paper{fill:#fff}.heading{font:600 16px sans-serif;fill:#222}
    .legend,.root{font:12px sans-serif;fill:#555}
    .edge{fill:none;stroke:#888;stroke-width:1.3}.head{fill:#888}.head.back{fill:#b3261e}
    .edge.critical{stroke:#222;stroke-width:2.6}
    .edge.back{stroke:#b3261e;stroke-width:2.2;stroke-dasharray:6 4}
    .node rect{fill:#fff;stroke:#666;stroke-width:1.2}
    .id{font:600 12px sans-serif;fill:#222}.title{font:11.5px sans-serif;fill:#333}
    .done rect{fill:#d3f0d9;stroke:#2e7d46}.under_way rect{fill:#cfe6fb;stroke:#1f6fb2}
    .blocked rect{fill:#fbdcdc;stroke:#b3261e;stroke-dasharray:5 3}
    .unknown rect,.missing rect{fill:#fdf0c8;stroke:#8a6d00;stroke-dasharray:2 2}
    .document rect{fill:#f1f1f1;stroke:#777}
    .node.critical rect{stroke-width:2.8}.node.circle rect{stroke:#b3261e;stroke-width:3}
    @media (prefers-color-scheme:dark){
    .paper{fill:#1b1d20}.heading,.id{fill:#eee}.legend,.root{fill:#aaa}.title{fill:#ccc}
    .edge{stroke:#999}.head{fill:#999}.head.back{fill:#ff8a80}.edge.critical{stroke:#fff}.edge.back{stroke:#ff8a80}
    .node rect{fill:#26292e;stroke:#999}.done rect{fill:#1d3a26;stroke:#6fbf86}
    .under_way rect{fill:#173450;stroke:#74b3ea}.blocked rect{fill:#46201e;stroke:#ff8a80}
    .unknown rect,.missing rect{fill:#40360f;stroke:#d9b93b}.document rect{fill:#2b2e33;stroke:#888}
    .node.circle rect{stroke:#ff8a80}}
    """
}
