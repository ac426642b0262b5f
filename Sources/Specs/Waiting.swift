internal import Frontmatter

/// Who waits for whom: the graph of tasks and tickets of one root, explored where it is asked.
///
/// A task waits for its dependencies and for the tickets that block its ticket; a ticket waits for
/// its tasks and for the tickets that block it. Each node is visited once in a run, however many
/// specs ask.
package final class Waiting {
  private let index: any SpecIndex
  private var components: [String: [String: Int]] = [:]
  private var membersByComponent: [Int: Set<String>] = [:]
  private var toldByComponent: [Int: [String: [Cycle]]] = [:]
  private var waitedByRoot: [String: [String: [String]]] = [:]
  private var sortedByRoot: [String: [String: [String]]] = [:]
  private var tasksByRoot: [String: [String: [SpecSummary]]] = [:]
  private var cyclesByRoot: [String: [String: Bool]] = [:]
  private var nextComponent = 0

  /// A circle of specs that wait for each other.
  package struct Cycle: Sendable {
    /// IDs in the order of waiting, from the smallest on.
    package let ids: [String]
    /// The way in words; the middle of a long one is left out.
    package let way: String
    /// Equal for equal circles, however long.
    package let key: String
    /// Where each ID stands: every spec of a circle of thousands asks.
    private let places: [String: Int]

    /// A circle of which only one step is known.
    init(from id: String, to next: String) {
      ids = [id, next]
      places = [id: 0, next: 1]
      key = StableHash.hex("\(id) \(next) …")
      way = "\(id) → \(next) → … → \(id)"
    }

    func contains(_ id: String) -> Bool { places[id] != nil }

    /// The ID that one waits for in the circle.
    func next(after id: String) -> String? { places[id].map { ids[($0 + 1) % ids.count] } }

    init(_ ids: [String]) {
      self.ids = ids
      places = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
      let closed = ids + ids.prefix(1)
      key = StableHash.hex(closed.joined(separator: " "))
      way =
        closed.count <= 12
        ? closed.joined(separator: " → ")
        : closed.prefix(8).joined(separator: " → ") + " → … (\(closed.count - 10) more) … → "
          + closed.suffix(2).joined(separator: " → ")
    }
  }

  private let isAcyclic: Bool

  /// `isAcyclic` spares the search where it is known that there is no circle.
  package init(_ index: any SpecIndex, isAcyclic: Bool = false) {
    self.index = index
    self.isAcyclic = isAcyclic
  }

  /// IDs that a spec waits for, in a stable order.
  package func waited(by id: String, in root: String) -> [String] {
    if let known = waitedByRoot[root]?[id] { return known }
    let found = findWaited(by: id, in: root)
    waitedByRoot[root, default: [:]][id] = found
    return found
  }

  private func sortedWaited(by id: String, in root: String) -> [String] {
    if let known = sortedByRoot[root]?[id] { return known }
    let sorted = waited(by: id, in: root).sorted()
    sortedByRoot[root, default: [:]][id] = sorted
    return sorted
  }

  private func findWaited(by id: String, in root: String) -> [String] {
    collect(from: id, in: root) { blockers(of: $0, in: root) }
  }

  /// IDs that one waits for, with what stands for the blockers of a task's ticket.
  private func collect(
    from id: String, in root: String, blockers blockersOfTicket: (String) -> [String]
  ) -> [String] {
    var result: [String] = []
    var seen: Set<String> = [id]
    func add(_ ids: [String]) {
      Work.did(1 + ids.count)
      for id in ids where seen.insert(id).inserted { result.append(id) }
    }
    for summary in summaries(of: id, in: root) {
      switch summary.kind {
      case .task:
        add(summary.targets(of: "dependencies.depends_on"))
        for ticket in summary.targets(of: "ticket_id") { add(blockersOfTicket(ticket)) }
      case .ticket:
        add(blockers(of: id, in: root))
        add(tasks(of: id, in: root).compactMap { $0.id?.value })
      default: break
      }
    }
    // Whoever says "I block that" makes that wait.
    for path in index.referrers(to: id, in: root) {
      guard let other = index.summary(at: path), let blocker = other.id?.value,
        other.kind == .task || other.kind == .ticket, other.names(id, in: "dependencies.blocks")
      else { continue }
      add([blocker])
    }
    return result
  }

  /// Tasks that name a ticket as theirs.
  package func tasks(of ticket: String, in root: String) -> [SpecSummary] {
    if let known = tasksByRoot[root]?[ticket] { return known }
    let found = index.referrers(to: ticket, in: root).compactMap { path -> SpecSummary? in
      guard let summary = index.summary(at: path), summary.kind == .task,
        summary.names(ticket, in: "ticket_id")
      else { return nil }
      return summary
    }
    tasksByRoot[root, default: [:]][ticket] = found
    return found
  }

  private func blockers(of ticket: String, in root: String) -> [String] {
    summaries(of: ticket, in: root).filter { $0.kind == .ticket }
      .flatMap { $0.targets(of: "dependencies.blocked_by") }
  }

  private func summaries(of id: String, in root: String) -> [SpecSummary] {
    index.definitions(of: id, in: root).filter { !$0.isHeading }
      .compactMap { index.summary(at: $0.path) }
  }

  /// The circles that are told of a snapshot and hold an ID.
  ///
  /// One needless step can close hundreds of circles, so of those that share a step only the first
  /// is told: mending it mends them, or brings the next one to light.
  package func cycles(through id: String, in root: String) -> [Cycle] {
    guard let component = component(of: id, in: root) else { return [] }
    let told = toldByComponent[component] ?? tell(component, root)
    return told[id] ?? []
  }

  /// The shortest circle through an ID, told or not; nil when it is in none.
  package func shortestCycle(through id: String, in root: String) -> Cycle? {
    guard let component = component(of: id, in: root),
      let members = membersByComponent[component]
    else { return nil }
    if steps > Self.stepLimit {
      return waited(by: id, in: root).first(where: members.contains).map { Cycle(from: id, to: $0) }
    }
    return way(from: id, members, root, avoiding: []).map(Cycle.init)
  }

  /// The shortest circle that begins with one step; nil when the step is in none.
  package func shortestCycle(from id: String, to next: String, in root: String) -> Cycle? {
    guard let component = component(of: id, in: root),
      let members = membersByComponent[component], members.contains(next)
    else { return nil }
    // Thousands of specs of one circle are told by it, not each by a search of its own.
    if members.count > Self.largeTangle,
      let told = cycles(through: id, in: root).first(where: { $0.next(after: id) == next })
    {
      return told
    }
    // A step between two of a tangle is in a circle, whether its way is looked for or not.
    if steps > Self.stepLimit { return Cycle(from: id, to: next) }
    return way(from: id, by: next, members, root, avoiding: []).map(Cycle.init)
  }

  /// How many specs are in circles with one, itself included; nil when it is in none.
  func sizeOfTangle(with id: String, in root: String) -> Int? {
    component(of: id, in: root).flatMap { membersByComponent[$0]?.count }
      ?? (isInCircle(id, in: root) ? 1 : nil)
  }

  package func isInCircle(_ id: String, in root: String) -> Bool {
    component(of: id, in: root).map { membersByComponent[$0] != nil } ?? false
  }

  private func component(of id: String, in root: String) -> Int? {
    if isAcyclic { return nil }
    if components[root]?[id] == nil { explore(from: id, in: root) }
    return components[root]?[id]
  }

  /// A step of a circle: one ID waits for another.
  private struct Step: Hashable {
    let from: String
    let to: String
  }

  /// Circles without a common step, the shortest through each member in the order of IDs.
  private func tell(_ component: Int, _ root: String) -> [String: [Cycle]] {
    let members = membersByComponent[component] ?? []
    var used: Set<Step> = []
    var told: [String: [Cycle]] = [:]
    let last = steps + Self.tellLimit
    for member in members.sorted() {
      // A tangle of thousands is told by its first circles.
      if steps > last { break }
      while steps <= last, let ids = way(from: member, members, root, avoiding: used) {
        let cycle = Cycle(ids)
        for id in ids { told[id, default: []].append(cycle) }
        for (from, to) in zip(ids, ids.dropFirst() + ids.prefix(1)) {
          used.insert(Step(from: from, to: to))
        }
      }
    }
    toldByComponent[component] = told
    return told
  }

  /// Steps from one ID to another that searches for ways have taken.
  private var steps = 0
  /// Steps for what is told of one tangle, and of a whole run: behind them circles are told by one
  /// of their steps.
  private static let tellLimit = 1_000_000
  private static let stepLimit = 3_000_000
  private static let largeTangle = 200

  /// Whether each step of a circle that was found elsewhere is one here; its key spares the
  /// question for all but the first of its specs.
  package func isCycle(_ ids: [String], key: String, in root: String) -> Bool {
    if ids.isEmpty { return false }
    if let known = cyclesByRoot[root]?[key] { return known }
    Work.did(ids.count)
    let found = zip(ids, ids.dropFirst() + ids.prefix(1)).allSatisfy {
      sortedWaited(by: $0, in: root).hasSorted($1)
    }
    cyclesByRoot[root, default: [:]][key] = found
    return found
  }

  /// Before the ID of a ticket: what stands for everything that blocks it.
  private static let gate = "\u{0}"

  /// IDs that one waits for, the tickets that block a task's own behind one gate: thousands of tasks
  /// may wait for the same thousands of tickets.
  private func steps(from node: String, in root: String) -> [String] {
    if let ticket = node.dropPrefix(Self.gate) { return blockers(of: ticket, in: root) }
    return collect(from: node, in: root) { [Self.gate + $0] }
  }

  /// Tarjan's search for strongly connected components, without recursion.
  private func explore(from start: String, in root: String) {
    var order: [String: Int] = [:]
    var low: [String: Int] = [:]
    var stack: [String] = []
    var onStack: Set<String> = []
    var frames: [(id: String, next: [String], position: Int)] = []
    func open(_ id: String) {
      order[id] = order.count
      low[id] = order[id]
      stack.append(id)
      onStack.insert(id)
      frames.append((id, steps(from: id, in: root), 0))
    }
    open(start)
    while let frame = frames.last {
      if frame.position < frame.next.count {
        let next = frame.next[frame.position]
        frames[frames.count - 1].position += 1
        if components[root]?[next] != nil { continue }
        if order[next] == nil {
          open(next)
        } else if onStack.contains(next) {
          low[frame.id] = min(low[frame.id] ?? 0, order[next] ?? 0)
        }
        continue
      }
      frames.removeLast()
      if let parent = frames.last {
        low[parent.id] = min(low[parent.id] ?? 0, low[frame.id] ?? 0)
      }
      guard low[frame.id] == order[frame.id] else { continue }
      var members: [String] = []
      while let member = stack.popLast() {
        onStack.remove(member)
        members.append(member)
        components[root, default: [:]][member] = nextComponent
        if member == frame.id { break }
      }
      members.removeAll { $0.hasPrefix(Self.gate) }
      if members.count > 1 { membersByComponent[nextComponent] = Set(members) }
      nextComponent += 1
    }
  }

  /// The shortest way from a member back to it inside the component, from its smallest ID on.
  private func way(
    from start: String, by first: String? = nil, _ members: Set<String>, _ root: String,
    avoiding used: Set<Step>
  ) -> [String]? {
    let before = steps
    defer { Work.did(steps - before) }
    var previous: [String: String] = [:]
    var queue = [first ?? start]
    if let first { previous[first] = start }
    var position = 0
    while position < queue.count {
      let id = queue[position]
      position += 1
      let nexts = sortedWaited(by: id, in: root)
      steps += 1
      for next in nexts {
        steps += 1
        guard members.contains(next), !used.contains(Step(from: id, to: next)) else { continue }
        if next == start {
          var path = [id]
          while let last = path.last, last != start, let before = previous[last] {
            path.append(before)
          }
          let cycle = Array(path.reversed())
          let first = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
          return Array(cycle[first...] + cycle[..<first])
        }
        if previous[next] == nil {
          previous[next] = id
          queue.append(next)
        }
      }
    }
    return nil
  }
}

extension [String] {
  /// Whether a text is among these, which are in order.
  fileprivate func hasSorted(_ text: String) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < text { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == text
  }
}
