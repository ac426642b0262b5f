extension Waiting {
  /// Paths of the specs that may wait for themselves, found in one pass over numbers; usually none.
  ///
  /// Which circles there are is asked spec by spec.
  package static func entangled(_ summaries: some Collection<SpecSummary>) -> Set<String> {
    var graph = NumberedGraph()
    let isOneRoot = Set(summaries.lazy.map(\.root)).count < 2
    for summary in summaries where summary.kind == .task || summary.kind == .ticket {
      guard let id = summary.id?.value else { continue }
      let root = isOneRoot ? "" : summary.root + "\u{0}"
      let own = graph.node(root + id)
      // What blocks a ticket holds up its tasks as well: they wait for a node of its own.
      let gate = summary.kind == .ticket ? graph.node(root + "begin " + id) : own
      if gate != own { graph.add(own, waitsFor: gate) }
      for reference in summary.references {
        let target = root + reference.target
        switch (summary.kind, reference.field) {
        case (.task, "dependencies.depends_on"): graph.add(own, waitsFor: graph.node(target))
        case (.ticket, "dependencies.blocked_by"): graph.add(gate, waitsFor: graph.node(target))
        case (.task, "ticket_id"):
          graph.add(own, waitsFor: graph.node(root + "begin " + reference.target))
          graph.add(graph.node(target), waitsFor: own)
        case (_, "dependencies.blocks"): graph.add(graph.node(target), waitsFor: own)
        default: break
        }
      }
    }
    let tangled = graph.tangled
    guard !tangled.isEmpty else { return [] }
    return Set(
      summaries.lazy.filter { summary in
        guard let id = summary.id?.value else { return false }
        let root = isOneRoot ? "" : summary.root + "\u{0}"
        return graph.known(root + id).map(tangled.contains) ?? false
      }.map(\.path))
  }
}

/// A graph of numbers, for one question.
private struct NumberedGraph {
  private var numbers: [String: Int] = [:]
  private var waiters: [[Int]] = []
  private var waitingFor: [Int] = []

  mutating func node(_ name: String) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = waiters.count
    waiters.append([])
    waitingFor.append(0)
    return waiters.count - 1
  }

  mutating func add(_ node: Int, waitsFor other: Int) {
    waiters[other].append(node)
    waitingFor[node] += 1
  }

  func known(_ name: String) -> Int? { numbers[name] }

  /// Takes away nodes that wait for nobody, until none is left or only circles and what waits for
  /// them are.
  var tangled: Set<Int> {
    var waitingFor = waitingFor
    var free = waitingFor.indices.filter { waitingFor[$0] == 0 }
    var removed = 0
    while let node = free.popLast() {
      removed += 1
      waitingFor[node] = -1
      for waiter in waiters[node] {
        waitingFor[waiter] -= 1
        if waitingFor[waiter] == 0 { free.append(waiter) }
      }
    }
    guard removed < waiters.count else { return [] }
    return Set(waitingFor.indices.filter { waitingFor[$0] >= 0 })
  }
}
