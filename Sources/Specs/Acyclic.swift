extension Waiting {
  /// Whether nobody in a whole snapshot waits for itself, found in one pass over numbers.
  ///
  /// Only the usual answer "no circle" is found this way; which circles there are is asked spec by
  /// spec.
  package static func isAcyclic(_ summaries: some Collection<SpecSummary>) -> Bool {
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
    return !graph.hasCircle
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

  /// Takes away nodes that wait for nobody, until none is left or only circles are.
  var hasCircle: Bool {
    var waitingFor = waitingFor
    var free = waitingFor.indices.filter { waitingFor[$0] == 0 }
    var removed = 0
    while let node = free.popLast() {
      removed += 1
      for waiter in waiters[node] {
        waitingFor[waiter] -= 1
        if waitingFor[waiter] == 0 { free.append(waiter) }
      }
    }
    return removed < waiters.count
  }
}
