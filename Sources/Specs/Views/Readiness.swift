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
/// One-sided `blocks` hold nothing up, and neither does a ticket that is not there.
package final class ReadinessTable {
  private unowned let specs: RootSpecs
  private var completeByTicket: [String: Bool] = [:]
  /// For each ticket that waits for an incomplete one, at whatever distance, the nearest of them.
  private lazy var heldUp = findHeldUp()
  private var blockersByTicket: [String: [Blocker]] = [:]

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
    if let doubt = doubt(card) { reasons.append(doubt) }
    switch card.kind {
    case .task: reasons += taskReasons(card)
    case .ticket where specs.isComplete(card):
      let text = "all its tasks are done, its status is still `\(card.status ?? "")`"
      return Readiness(state: .underWay, reasons: [.init(kind: .status, id: nil, text: text)])
    case .ticket: reasons += blockers(of: card.id ?? "", named: nil)
    default: break
    }
    // One-sided `blocks` close circles too, and hold nothing up.
    if !reasons.isEmpty, let way = specs.circles.way(of: card) {
      reasons.removeAll { $0.kind == .circle && $0.id == card.id }
      reasons.append(.circle(card.label, way))
    }
    return Readiness(state: state(card, isHeldUp: !reasons.isEmpty), reasons: reasons)
  }

  /// A status that says nothing here.
  private func doubt(_ card: SpecCard) -> Readiness.Reason? {
    guard let status = card.status else {
      return .init(kind: .status, id: nil, text: "it has no status")
    }
    let isKnown = specs.schema[card.kind]?.workflow.contains(status) ?? false
    return isKnown || status == "blocked"
      ? nil
      : .init(kind: .status, id: nil, text: "`\(status)` is no status of a \(card.kind)")
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
    var seen: Set<String> = [card.id ?? ""]
    let waits = card.prerequisites.filter { seen.insert($0).inserted }
    var reasons = Self.some(of: waits.lazy.compactMap(dependency), .dependency)
    if let ticket = card.ticket { reasons += blockers(of: ticket, named: ticket) }
    return reasons
  }

  /// More reasons than these are counted: a thousand tasks behind a thousand tickets would be told
  /// a million times.
  private static let limit = 20

  private static func some(
    of reasons: some Sequence<Readiness.Reason>, _ kind: Readiness.Reason.Kind
  ) -> [Readiness.Reason] {
    var shown: [Readiness.Reason] = []
    var more = 0
    for reason in reasons { if shown.count < limit { shown.append(reason) } else { more += 1 } }
    if more > 0 { shown.append(.init(kind: kind, id: nil, text: "waits for \(more) more")) }
    return shown
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

  /// A ticket that is not complete, and the one that waits for it where that is another.
  private struct Blocker {
    let id: String
    let middle: String?
  }

  /// Tickets that hold up a ticket: the direct ones that are not complete, else the nearest behind.
  private func blockers(of ticket: String, named name: String?) -> [Readiness.Reason] {
    guard let nearest = heldUp[ticket] else { return [] }
    let found: [Blocker]
    if let known = blockersByTicket[ticket] {
      found = known
    } else {
      // What it is in a circle with is told as a circle.
      let direct = directBlockers(of: ticket).filter { $0 != ticket && !isComplete($0) }
      found =
        direct.isEmpty
        ? (nearest.id == ticket ? [] : [nearest]) : direct.map { Blocker(id: $0, middle: nil) }
      blockersByTicket[ticket] = found
    }
    if found.isEmpty {
      return [.init(kind: .circle, id: ticket, text: "\(name ?? "it") waits for itself")]
    }
    return Self.some(of: found.lazy.map { self.reason($0, of: name) }, .ticket)
  }

  private func reason(_ blocker: Blocker, of name: String?) -> Readiness.Reason {
    let who = name.map { "\($0) waits for " } ?? "waits for "
    let way = blocker.middle.map { " behind \($0)" } ?? ""
    guard let card = specs.cards(withID: blocker.id).first else {
      return .init(
        kind: .missing, id: blocker.id, text: "\(who)\(blocker.id)\(way), which does not exist")
    }
    let (done, all) = specs.progress(of: blocker.id)
    let state =
      all > 0 ? "\(all - done) of \(counted(all, "task")) open" : card.status ?? "without a status"
    return .init(kind: .ticket, id: blocker.id, text: "\(who)\(blocker.id)\(way) (\(state))")
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

  /// Goes from every incomplete ticket to those that wait for it, the nearest first: once over each
  /// edge.
  private func findHeldUp() -> [String: Blocker] {
    var waiters: [String: [String]] = [:]
    for card in specs.cards where card.kind == .ticket {
      for blocker in card.prerequisites {
        waiters[blocker, default: []].append(card.id ?? "")
      }
    }
    var queue = waiters.keys.filter { !isComplete($0) }.sorted()
      .map { (at: $0, blocker: Blocker(id: $0, middle: nil)) }
    var found: [String: Blocker] = [:]
    var position = 0
    while position < queue.count {
      let (ticket, blocker) = queue[position]
      position += 1
      for waiter in waiters[ticket] ?? [] where found[waiter] == nil {
        // The one that waits for it directly is named.
        let middle = blocker.middle ?? (ticket == blocker.id ? nil : ticket)
        found[waiter] = Blocker(id: blocker.id, middle: middle)
        queue.append((waiter, Blocker(id: blocker.id, middle: middle ?? waiter)))
      }
    }
    return found
  }
}
