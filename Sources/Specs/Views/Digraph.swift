/// A directed graph of numbers: what layers, circles and longest ways are found in.
package struct Digraph: Sendable {
  package private(set) var next: [[Int]]
  package private(set) var previous: [[Int]]

  package init(count: Int) {
    next = Array(repeating: [], count: count)
    previous = Array(repeating: [], count: count)
  }

  package var count: Int { next.count }

  package mutating func add(from: Int, to: Int) {
    next[from].append(to)
    previous[to].append(from)
  }

  /// Nodes that lie in a circle, circle by circle: strongly connected ones together, each group
  /// and the groups in order of their first node.
  package func tangles() -> [[Int]] {
    // Tarjan's search, without recursion.
    var order = [Int](repeating: -1, count: count)
    var low = order
    var isOpen = [Bool](repeating: false, count: count)
    var stack: [Int] = []
    var frames: [(node: Int, position: Int)] = []
    var counter = 0
    var found: [[Int]] = []
    func open(_ node: Int) {
      order[node] = counter
      low[node] = counter
      counter += 1
      stack.append(node)
      isOpen[node] = true
      frames.append((node, 0))
    }
    for start in 0..<count where order[start] < 0 {
      open(start)
      while let frame = frames.last {
        if frame.position < next[frame.node].count {
          let other = next[frame.node][frame.position]
          frames[frames.count - 1].position += 1
          if order[other] < 0 {
            open(other)
          } else if isOpen[other] {
            low[frame.node] = min(low[frame.node], order[other])
          }
          continue
        }
        frames.removeLast()
        if let parent = frames.last {
          low[parent.node] = min(low[parent.node], low[frame.node])
        }
        guard low[frame.node] == order[frame.node] else { continue }
        var members: [Int] = []
        while let member = stack.popLast() {
          isOpen[member] = false
          members.append(member)
          if member == frame.node { break }
        }
        if members.count > 1 || next[frame.node].contains(frame.node) {
          found.append(members.sorted())
        }
      }
    }
    return found.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
  }

  /// The shortest way from a node back to itself among some nodes, over none of some steps; empty
  /// when there is none.
  package func circle(
    through start: Int, among members: Set<Int>, avoiding used: Set<Step> = []
  ) -> [Int] {
    var before: [Int: Int] = [:]
    var queue = [start]
    var position = 0
    while position < queue.count {
      let node = queue[position]
      position += 1
      for other in next[node].sorted()
      where members.contains(other) && !used.contains(Step(from: node, to: other)) {
        if other == start {
          var way = [node]
          while let last = way.last, last != start, let earlier = before[last] {
            way.append(earlier)
          }
          return way.reversed()
        }
        if before[other] == nil {
          before[other] = node
          queue.append(other)
        }
      }
    }
    return []
  }

  /// Circles of a tangle without a common step, the shortest through each node in turn; of a large
  /// tangle the first ones.
  package func circles(of tangle: [Int]) -> [[Int]] {
    let members = Set(tangle)
    var used: Set<Step> = []
    var found: [[Int]] = []
    var visits = 0
    for node in tangle where visits < Self.visitLimit {
      while visits < Self.visitLimit {
        visits += tangle.count
        let circle = circle(through: node, among: members, avoiding: used)
        if circle.isEmpty { break }
        found.append(circle)
        for (from, to) in zip(circle, circle.dropFirst() + circle.prefix(1)) {
          used.insert(Step(from: from, to: to))
        }
      }
    }
    return found
  }

  private static let visitLimit = 200_000

  /// Steps that have to be left out for nothing to come before itself, as pairs of nodes.
  package func stepsBack(in tangles: [[Int]]) -> Set<Step> {
    var back: Set<Step> = []
    // 0: not met; 1: on the way here; 2: done with.
    var state = [UInt8](repeating: 0, count: count)
    for members in tangles {
      let inside = Set(members)
      for start in members where state[start] == 0 {
        var frames = [(node: start, position: 0)]
        state[start] = 1
        while let frame = frames.last {
          guard frame.position < next[frame.node].count else {
            state[frame.node] = 2
            frames.removeLast()
            continue
          }
          let other = next[frame.node][frame.position]
          frames[frames.count - 1].position += 1
          guard inside.contains(other) else { continue }
          if state[other] == 1 {
            back.insert(Step(from: frame.node, to: other))
          } else if state[other] == 0 {
            state[other] = 1
            frames.append((other, 0))
          }
        }
      }
    }
    return back
  }

  package struct Step: Hashable, Sendable {
    package let from: Int
    package let to: Int

    package init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// Nodes so that each comes behind those that lead to it, but for the steps back.
  package func order(without back: Set<Step>) -> [Int] {
    var waiting = [Int](repeating: 0, count: count)
    for node in 0..<count {
      for other in next[node] where !back.contains(Step(from: node, to: other)) {
        waiting[other] += 1
      }
    }
    var result = (0..<count).filter { waiting[$0] == 0 }
    var position = 0
    while position < result.count {
      let node = result[position]
      position += 1
      for other in next[node] where !back.contains(Step(from: node, to: other)) {
        waiting[other] -= 1
        if waiting[other] == 0 { result.append(other) }
      }
    }
    return result
  }

  /// All nodes that a step leads to from one, over at most so many steps; itself included.
  package func reach(from start: Int, _ steps: [[Int]], depth: Int?) -> Set<Int> {
    var found: Set<Int> = [start]
    var edge = [start]
    var left = depth ?? Int.max
    while !edge.isEmpty, left > 0 {
      left -= 1
      edge = edge.flatMap { steps[$0] }.filter { found.insert($0).inserted }
    }
    return found
  }
}
