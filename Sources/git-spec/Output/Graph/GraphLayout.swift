internal import Specs

/// Where the nodes of a graph are drawn: layers from left to right, few crossings, short ways.
struct GraphLayout {
  struct Point: Equatable {
    var x: Double
    var y: Double
  }

  static let nodeWidth = 216.0
  static let nodeHeight = 46.0
  private static let gapX = 64.0
  private static let gapY = 14.0
  /// A long step bends around the nodes of the layers between; it takes less room than they do.
  private static let bendHeight = 14.0
  /// More bends than this take longer to order than they are worth.
  private static let bendLimit = 20_000

  /// Upper left corners, in the order of the nodes.
  private(set) var places: [Point] = []
  /// For each edge the points that it bends at between its ends.
  private(set) var bends: [[Point]] = []
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// A node, or a bend of an edge in a layer between its ends.
  private struct Item {
    var height: Double
    var left: [Int] = []
    var right: [Int] = []
    var y = 0.0
  }

  init(_ graph: SpecGraph) {
    let connected = Self.connected(graph)
    var items = graph.nodes.map { _ in Item(height: Self.nodeHeight) }
    var layers: [[Int]] = []
    func put(_ item: Int, in layer: Int) {
      while layers.count <= layer { layers.append([]) }
      layers[layer].append(item)
    }
    for node in graph.nodes.indices where connected[node] { put(node, in: graph.nodes[node].layer) }
    var bendItems = [[Int]](repeating: [], count: graph.edges.count)
    let steps = graph.edges.reduce(0) {
      $0 + max(0, graph.nodes[$1.to].layer - graph.nodes[$1.from].layer - 1)
    }
    for (number, edge) in graph.edges.enumerated() where !edge.isBack {
      var last = edge.from
      let (first, end) = (graph.nodes[edge.from].layer, graph.nodes[edge.to].layer)
      if steps <= Self.bendLimit, end - first > 1 {
        for layer in first + 1..<end {
          items.append(Item(height: Self.bendHeight))
          let bend = items.count - 1
          items[last].right.append(bend)
          items[bend].left.append(last)
          put(bend, in: layer)
          bendItems[number].append(bend)
          last = bend
        }
      }
      items[last].right.append(edge.to)
      items[edge.to].left.append(last)
    }
    Self.order(&layers, items)
    Self.place(layers, &items)
    let step = Self.nodeWidth + Self.gapX
    var layerOf = graph.nodes.map(\.layer)
    layerOf += [Int](repeating: 0, count: items.count - layerOf.count)
    for (number, layer) in layers.enumerated() { for item in layer { layerOf[item] = number } }
    places = graph.nodes.indices.map {
      Point(x: Double(layerOf[$0]) * step, y: items[$0].y)
    }
    bends = bendItems.map { bends in
      bends.map {
        Point(
          x: Double(layerOf[$0]) * step + Self.nodeWidth / 2,
          y: items[$0].y + Self.bendHeight / 2)
      }
    }
    height = layers.flatMap { $0 }.map { items[$0].y + items[$0].height }.max() ?? 0
    width = layers.isEmpty ? 0 : Double(layers.count) * step - Self.gapX
    placeRest(graph.nodes.indices.filter { !connected[$0] })
  }

  private static func connected(_ graph: SpecGraph) -> [Bool] {
    var connected = graph.nodes.map(\.isInCircle)
    for edge in graph.edges {
      connected[edge.from] = true
      connected[edge.to] = true
    }
    return connected
  }

  /// What is connected to nothing stands in rows below the rest.
  private mutating func placeRest(_ rest: [Int]) {
    guard !rest.isEmpty else { return }
    let step = Self.nodeWidth + 24
    let top = height > 0 ? height + 3 * Self.gapY : 0
    // As wide as the rest, or about as wide as high.
    let perRow = max(Int(width / step), Int(Double(rest.count).squareRoot() / 2) + 1, 1)
    for (number, node) in rest.enumerated() {
      places[node] = Point(
        x: Double(number % perRow) * step,
        y: top + Double(number / perRow) * (Self.nodeHeight + Self.gapY))
    }
    width = max(width, Double(min(perRow, rest.count)) * step - 24)
    height =
      top + Double((rest.count - 1) / perRow) * (Self.nodeHeight + Self.gapY) + Self.nodeHeight
  }

  // MARK: Order

  /// Sweeps over the layers, each ordered by the mean place of its neighbours on one side.
  private static func order(_ layers: inout [[Int]], _ items: [Item]) {
    var rank = [Double](repeating: 0, count: items.count)
    func number(_ layer: [Int]) {
      for (place, item) in layer.enumerated() { rank[item] = Double(place) }
    }
    layers.forEach(number)
    func sweep(_ numbers: some Sequence<Int>, _ side: KeyPath<Item, [Int]>) {
      for number in numbers {
        let keys = layers[number].map { item -> Double in
          let neighbours = items[item][keyPath: side]
          return neighbours.isEmpty
            ? rank[item]
            : neighbours.reduce(0) { $0 + rank[$1] } / Double(neighbours.count)
        }
        layers[number] = zip(keys, layers[number]).enumerated()
          .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
        for (place, item) in layers[number].enumerated() { rank[item] = Double(place) }
      }
    }
    for _ in 0..<4 {
      sweep(layers.indices.dropFirst(), \.left)
      sweep(layers.indices.dropLast().reversed(), \.right)
    }
  }

  // MARK: Places

  /// Gives each item the height of its neighbours as far as the order and the room allow.
  private static func place(_ layers: [[Int]], _ items: inout [Item]) {
    for layer in layers {
      var y = 0.0
      for item in layer {
        items[item].y = y
        y += items[item].height + gapY
      }
    }
    for round in 0..<6 {
      let forward = round % 2 == 0
      for number in forward ? Array(layers.indices) : layers.indices.reversed() {
        let wanted = layers[number].map { item -> Double in
          let near = forward ? items[item].left : items[item].right
          let around = near.isEmpty ? (forward ? items[item].right : items[item].left) : near
          guard !around.isEmpty else { return items[item].y }
          let middle = around.reduce(0) { $0 + items[$1].y + items[$1].height / 2 }
          return middle / Double(around.count) - items[item].height / 2
        }
        for (item, y) in zip(
          layers[number], spread(wanted, layers[number].map { items[$0].height }))
        {
          items[item].y = y
        }
      }
    }
    let top = layers.flatMap { $0 }.map { items[$0].y }.min() ?? 0
    for index in items.indices { items[index].y -= top }
  }

  /// The places nearest to the wanted ones, in order and apart: pools of neighbours that want the
  /// same room share its middle.
  private static func spread(_ wanted: [Double], _ heights: [Double]) -> [Double] {
    var offset = 0.0
    var offsets: [Double] = []
    for height in heights {
      offsets.append(offset)
      offset += height + gapY
    }
    var pools: [(sum: Double, count: Int)] = []
    for (want, offset) in zip(wanted, offsets) {
      pools.append((want - offset, 1))
      while pools.count > 1,
        pools[pools.count - 2].sum / Double(pools[pools.count - 2].count)
          > pools[pools.count - 1].sum / Double(pools[pools.count - 1].count)
      {
        let last = pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    var result: [Double] = []
    for pool in pools {
      let base = pool.sum / Double(pool.count)
      for _ in 0..<pool.count { result.append(base + offsets[result.count]) }
    }
    return result
  }
}
