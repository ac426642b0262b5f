internal import Specs

/// A graph in text: a line for each node, in layers, with a lane from each node to what builds on it.
///
/// Where the lanes would leave no room for words, what a node builds on is written below it.
struct GraphDrawing {
  private let graph: SpecGraph
  private let paper: Paper
  /// Steps forward only, by the node that they lead to.
  private let sources: [[Int]]
  private let followers: [Int]
  private let ids: Int
  /// Columns of the layers' numbers.
  private let numbers: Int

  init(_ graph: SpecGraph, _ paper: Paper) {
    self.graph = graph
    self.paper = paper
    var sources = [[Int]](repeating: [], count: graph.nodes.count)
    var followers = [Int](repeating: 0, count: graph.nodes.count)
    for edge in graph.edges where !edge.isBack {
      sources[edge.to].append(edge.from)
      followers[edge.from] += 1
    }
    self.sources = sources
    self.followers = followers
    numbers = String((graph.nodes.map(\.layer).max() ?? 0) + 1).count
    let longest = graph.nodes.map { Terminal.width(Terminal.safe($0.id)) }.max() ?? 0
    ids = min(max(28, paper.columns / 3), longest)
  }

  private func isAlone(_ node: Int) -> Bool {
    sources[node].isEmpty && followers[node] == 0 && !graph.nodes[node].isInCircle
  }

  var text: String {
    let layers = layers
    var text = lanes(layers) ?? list(layers)
    let alone = graph.nodes.indices.filter(isAlone)
    if !alone.isEmpty {
      // Below each other they would look like a row.
      text +=
        (text.isEmpty ? "" : "\n")
        + paper.styled(
          graph.isPart ? "connected to nothing of these" : "connected to nothing", .quiet) + "\n"
      text += alone.map { row("", $0) }.joined()
    }
    return text + "\n" + remarks + legend(crosses: text.contains("─│"))
  }

  /// Nodes that are connected, layer by layer.
  private var layers: [[Int]] {
    var layers: [[Int]] = []
    for node in graph.nodes.indices where !isAlone(node) {
      let layer = graph.nodes[node].layer
      while layers.count <= layer { layers.append([]) }
      layers[layer].append(node)
    }
    // A layer of the lonely only is none here.
    return layers.filter { !$0.isEmpty }
  }

  // MARK: Lanes

  /// Nil where there are more lanes than the paper has room for.
  private func lanes(_ layers: [[Int]]) -> String? {
    // A line has to have room for an ID and some words behind the lanes.
    let limit = (paper.columns - numbers - 1 - ids - 16) / 2
    var board = LaneBoard(followers: followers)
    var rows: [(layer: Int?, lanes: [LaneBoard.Cell], node: Int)] = []
    for (number, nodes) in layers.enumerated() {
      let ordered = nodes.sorted {
        (board.place(of: sources[$0]), $0) < (board.place(of: sources[$1]), $1)
      }
      for (place, node) in ordered.enumerated() {
        let cells = board.add(node, sources: sources[node])
        guard board.width <= limit else { return nil }
        rows.append((place == 0 ? number + 1 : nil, cells, node))
      }
    }
    return rows.map { layer, cells, node in
      let number = layer.map(String.init) ?? ""
      let margin = String(repeating: " ", count: numbers - number.count) + number + " "
      // Words stand below each other, however many lanes there are beside them.
      let blanks = String(repeating: " ", count: board.width * 2 - 1 - cells.count)
      return row(
        paper.styled(margin, .quiet) + drawn(cells, node) + blanks, node,
        drawn: board.width * 2 - 1)
    }.joined()
  }

  private func drawn(_ cells: [LaneBoard.Cell], _ node: Int) -> String {
    let sign = Sign(graph.nodes[node])
    return cells.map { cell in
      switch cell {
      case .node: paper.styled(sign.mark, sign.style)
      case .line(let text): text
      }
    }.joined()
  }

  /// `○ TSK-001  Title  pending`; the sign stands in the drawing where there is one.
  private func row(_ margin: String, _ node: Int, drawn: Int? = nil) -> String {
    let value = graph.nodes[node]
    let sign = Sign(value)
    var line = margin
    var used = drawn.map { $0 + numbers + 1 } ?? 2
    if drawn == nil { line += paper.styled(sign.mark, sign.style) + " " } else { line += " " }
    used += drawn == nil ? 0 : 1
    let style: Terminal.Style? = value.isInCircle ? .error : value.isCritical ? .bold : nil
    line += paper.styled(
      Terminal.padded(Terminal.shortened(value.id, to: ids), to: ids), style)
    used += ids
    let mark = value.isInCircle ? " ⟲" : value.isCritical ? " *" : "  "
    line += paper.styled(mark, style)
    used += 2
    let words = value.isMissing ? "does not exist" : value.status ?? ""
    let status = paper.columns >= 60 && !words.isEmpty ? "  " + Terminal.clipped(words, to: 14) : ""
    let files = value.paths.count > 1 ? " (\(value.paths.count) files)" : ""
    let room = paper.columns - used - 1 - Terminal.width(status) - files.count
    if room > 3 {
      line += " " + Terminal.clipped(value.title, to: room) + files
    }
    return line.trimmingTail + paper.styled(status, sign.style) + "\n"
  }

  // MARK: A list in its place

  private func list(_ layers: [[Int]]) -> String {
    var text = ""
    for (number, nodes) in layers.enumerated() {
      text += paper.styled("layer \(number + 1)", .quiet) + "\n"
      for node in nodes {
        text += row("", node)
        let names = sources[node].map { graph.nodes[$0].id }
        if !names.isEmpty {
          text += paper.paragraph("← " + names.joined(separator: ", "), indent: 4, .quiet)
        }
      }
    }
    return text
  }

  // MARK: Remarks

  private var remarks: String {
    var text = ""
    let path = graph.criticalPath
    if !path.isEmpty {
      let names = Self.some(of: path.map { graph.nodes[$0].id }, separator: " → ")
      let hours = Int(graph.criticalHours.rounded())
      let time = graph.content == .tasks ? ", about \(hours) h by their estimates" : ""
      let words = TextReport.counted(path.count, String(graph.content.rawValue.dropLast()))
      let name = graph.isPart ? "longest way of these" : "critical path"
      text += paper.paragraph("* \(name) (\(words)\(time)): \(names)")
    }
    for circle in graph.circles {
      text += paper.paragraph("⟲ these wait for each other: \(graph.way(circle))", .error)
    }
    let back = graph.edges.filter(\.isBack).map {
      "\(graph.nodes[$0.from].id) → \(graph.nodes[$0.to].id)"
    }
    if !back.isEmpty {
      text += paper.paragraph("⟲ not drawn: \(Self.some(of: back, separator: ", "))", .error)
    }
    return text
  }

  /// More names than these nobody reads; JSON has them all.
  private static let limit = 24

  private static func some(of names: [String], separator: String) -> String {
    guard names.count > limit else { return names.joined(separator: separator) }
    let left = "… (\(names.count - limit) more)"
    return (names.prefix(limit - 1) + [left] + names.suffix(1)).joined(separator: separator)
  }

  /// What the signs mean; and that a line which is only crossed is not joined.
  private func legend(crosses: Bool) -> String {
    var seen: [String] = []
    for node in graph.nodes {
      let sign = Sign(node)
      let word = "\(sign.mark) \(sign.word)"
      if !seen.contains(word) { seen.append(word) }
    }
    return paper.paragraph(seen.sorted().joined(separator: ", "), .quiet)
      + (crosses ? paper.paragraph("─┼ builds on it, ─│─ only crosses it", .quiet) : "")
  }
}

/// Which lane belongs to which node, row by row.
private struct LaneBoard {
  enum Cell {
    case node
    case line(String)
  }

  /// The node that each lane comes from; nil where a lane is free.
  private var lanes: [Int?] = []
  private var laneOf: [Int: Int] = [:]
  private var left: [Int]
  /// The lane of the node in the row above, where nothing builds on that: what stands right below
  /// would seem to.
  private var closed: Int?
  /// Lanes that were ever needed at once.
  private(set) var width = 0

  init(followers: [Int]) { left = followers }

  /// The mean lane of some nodes: what comes from the left stands on the left.
  func place(of nodes: [Int]) -> Double {
    let lanes = nodes.compactMap { laneOf[$0] }
    return lanes.isEmpty ? 1e9 : Double(lanes.reduce(0, +)) / Double(lanes.count)
  }

  /// Draws the row of a node that builds on others, whose lanes may end here.
  mutating func add(_ node: Int, sources: [Int]) -> [Cell] {
    let joined = Set(sources.compactMap { laneOf[$0] })
    var ending: Set<Int> = []
    for source in sources {
      left[source] -= 1
      if left[source] == 0, let lane = laneOf[source] { ending.insert(lane) }
    }
    let own = ending.min() ?? free
    while lanes.count <= own { lanes.append(nil) }
    width = max(width, lanes.count)
    let span = (joined.union([own]).min() ?? own)...(joined.union([own]).max() ?? own)
    var cells: [Cell] = []
    for lane in lanes.indices {
      if lane > 0 {
        let isInside = span.contains(lane) && span.contains(lane - 1)
        cells.append(.line(isInside ? "─" : " "))
      }
      if lane == own {
        cells.append(.node)
      } else if joined.contains(lane) {
        let goesOn = !ending.contains(lane)
        cells.append(
          .line(
            lane == span.lowerBound
              ? goesOn ? "├" : "╰"
              : lane == span.upperBound ? goesOn ? "┤" : "╯" : goesOn ? "┼" : "┴"))
      } else if lanes[lane] != nil {
        cells.append(.line("│"))
      } else {
        cells.append(.line(span.contains(lane) ? "─" : " "))
      }
    }
    for lane in ending {
      if let source = lanes[lane] { laneOf[source] = nil }
      lanes[lane] = nil
    }
    closed = left[node] > 0 ? nil : own
    if left[node] > 0 {
      lanes[own] = node
      laneOf[node] = own
    }
    while lanes.last == .some(nil) { lanes.removeLast() }
    return cells
  }

  /// The first lane that a node may take without seeming to go on from another one.
  private var free: Int {
    lanes.indices.first { lanes[$0] == nil && $0 != closed }
      ?? (lanes.count == closed ? lanes.count + 1 : lanes.count)
  }
}
