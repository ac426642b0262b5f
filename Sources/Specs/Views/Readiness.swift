/// Whether a task or a ticket can be worked on, and what holds it up.
package struct Readiness: Sendable {
  package enum State: String, Sendable, CaseIterable {
    case done
    /// In progress, in review, being tested.
    case underWay = "under_way"
    case ready
    case blocked
    /// No status that its workflow knows, or a header that cannot be read.
    case unknown
  }

  package let state: State
  /// What holds it up; also where somebody works on it all the same.
  package let reasons: [Reason]

  /// One thing that a spec waits for.
  package struct Reason: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
      /// The spec's own status says so.
      case status
      /// A task or ticket that is not done.
      case dependency
      /// A ticket that blocks the task's ticket.
      case ticket
      /// Something that is not there.
      case missing
      /// It waits for itself.
      case circle
      /// A header that cannot be read.
      case unreadable
    }
    package let kind: Kind
    /// The ID that is waited for.
    package let id: String?
    /// In words, as the end of a sentence: `waits for TSK-001 (pending)`.
    package let text: String

    static func circle(_ id: String, _ way: String) -> Reason {
      Reason(kind: .circle, id: id, text: "waits for itself: \(way)")
    }
  }
}

/// Readiness of the tasks and tickets of one root.
///
/// A pending task is ready when every task that it depends on is done and every ticket that blocks
/// its ticket, at whatever distance, is complete: all its tasks done, or without tasks itself done.
/// One-sided `blocks` hold nothing up.
package final class ReadinessTable {
  private unowned let specs: RootSpecs
  private var completeByTicket: [String: Bool] = [:]
  /// Tickets that wait for an incomplete one, at whatever distance.
  private lazy var heldUp = findHeldUp()
  private lazy var taskCircles = specs.taskGraph.circleByID
  private lazy var ticketCircles = specs.ticketGraph.circleByID

  init(_ specs: RootSpecs) { self.specs = specs }

  package func of(_ card: SpecCard) -> Readiness {
    var reasons: [Readiness.Reason] = []
    if let fault = card.fault {
      let text = "its frontmatter cannot be read: \(fault.message)"
      return Readiness(
        state: .unknown, reasons: [.init(kind: .unreadable, id: nil, text: text)])
    }
    if specs.isFinished(card) { return Readiness(state: .done, reasons: []) }
    if card.status == "blocked" {
      reasons.append(.init(kind: .status, id: nil, text: "its status says so"))
    }
    switch card.kind {
    case .task: reasons += taskReasons(card)
    case .ticket:
      reasons += blockers(of: card.id ?? "", named: nil)
      if let id = card.id, let circle = ticketCircles[id] { reasons.append(.circle(id, circle)) }
    default: break
    }
    return Readiness(state: state(card, isHeldUp: !reasons.isEmpty), reasons: reasons)
  }

  private func state(_ card: SpecCard, isHeldUp: Bool) -> Readiness.State {
    guard let schema = specs.schema[card.kind], let status = card.status else { return .unknown }
    if status == "blocked" { return .blocked }
    guard schema.workflow.contains(status) else { return .unknown }
    if Workflow.isUnderWay(status, of: schema) { return .underWay }
    return isHeldUp ? .blocked : .ready
  }

  // MARK: Tasks

  private func taskReasons(_ card: SpecCard) -> [Readiness.Reason] {
    var reasons: [Readiness.Reason] = []
    for (place, id) in card.prerequisites.enumerated()
    where id != card.id && !card.prerequisites[..<place].contains(id) {
      if let reason = dependency(id) { reasons.append(reason) }
    }
    if let id = card.id, let circle = taskCircles[id] { reasons.append(.circle(id, circle)) }
    if let ticket = card.ticket { reasons += blockers(of: ticket, named: ticket) }
    return reasons
  }

  private func dependency(_ id: String) -> Readiness.Reason? {
    let others = specs.cards(withID: id)
    if others.isEmpty {
      return .init(kind: .missing, id: id, text: "waits for \(id), which does not exist")
    }
    // Of duplicates all have to be done: nobody can tell which is meant.
    guard let open = others.first(where: { !specs.isFinished($0) }) else { return nil }
    let which = others.count > 1 ? " in \(open.path)" : ""
    return .init(
      kind: .dependency, id: id,
      text: "waits for \(id)\(which) (\(open.status ?? "without a status"))")
  }

  // MARK: Tickets

  /// Tickets that hold up a ticket: the direct ones that are not complete, else the nearest behind.
  private func blockers(of ticket: String, named name: String?) -> [Readiness.Reason] {
    guard heldUp.contains(ticket) else { return [] }
    var reasons: [Readiness.Reason] = []
    var queue = [ticket]
    var previous: [String: String] = [:]
    var position = 0
    while position < queue.count, reasons.isEmpty || queue[position] == ticket {
      let next = queue[position]
      position += 1
      for blocker in directBlockers(of: next) {
        if !isComplete(blocker) {
          reasons.append(reason(blocker, of: name, through: next == ticket ? nil : next))
        } else if previous[blocker] == nil, heldUp.contains(blocker) {
          previous[blocker] = next
          queue.append(blocker)
        }
      }
    }
    return reasons
  }

  private func reason(
    _ blocker: String, of name: String?, through middle: String?
  ) -> Readiness.Reason {
    let who = name.map { "\($0) waits for " } ?? "waits for "
    let way = middle.map { " behind \($0)" } ?? ""
    guard let card = specs.cards(withID: blocker).first else {
      return .init(
        kind: .missing, id: blocker, text: "\(who)\(blocker)\(way), which does not exist")
    }
    let (done, all) = specs.progress(of: blocker)
    let state =
      all > 0 ? "\(all - done) of \(counted(all, "task")) open" : card.status ?? "without a status"
    return .init(kind: .ticket, id: blocker, text: "\(who)\(blocker)\(way) (\(state))")
  }

  private func directBlockers(of ticket: String) -> [String] {
    var seen: Set<String> = []
    return specs.cards(withID: ticket).flatMap(\.prerequisites)
      .filter { seen.insert($0).inserted }
  }

  /// All its tasks are done, or it has none and is itself done.
  package func isComplete(_ ticket: String) -> Bool {
    if let known = completeByTicket[ticket] { return known }
    let (done, all) = specs.progress(of: ticket)
    let cards = specs.cards(withID: ticket)
    let answer =
      !cards.isEmpty && (all > 0 ? done == all : cards.allSatisfy { specs.isFinished($0) })
    completeByTicket[ticket] = answer
    return answer
  }

  /// Goes from every incomplete ticket to those that wait for it: once over each edge.
  private func findHeldUp() -> Set<String> {
    var waiters: [String: [String]] = [:]
    for card in specs.cards where card.kind == .ticket {
      for blocker in card.prerequisites {
        waiters[blocker, default: []].append(card.id ?? "")
      }
    }
    var queue = waiters.keys.filter { !isComplete($0) }
    var found: Set<String> = []
    while let blocker = queue.popLast() {
      for waiter in waiters[blocker] ?? [] where found.insert(waiter).inserted {
        queue.append(waiter)
      }
    }
    return found
  }
}
