internal import Git
internal import SpecSync
internal import Synchronization

/// Carries a plan out: lease, requests, journal, and at the end the state for everyone.
struct SyncPush {
  let target: SyncTarget
  let store: any StateStore
  let client: OmoiOSClient
  let journal: PushJournal
  let environment: [String: String]
  let showsProgress: Bool
  /// Whether the base of the next comparison moves to this commit.
  let movesBase: Bool

  /// Seconds that a lease holds, and after which it is renewed.
  static let leaseTime = 600
  private static let renewal = 120

  struct Outcome {
    var results: [Push.Result]
    /// Why it ended early.
    var trouble: (any Error)?
    var wasInterrupted = false
    /// The state could not be published: the journal stays.
    var unpublished: Failure?
  }

  func run(_ planned: PlannedSync) throws -> Outcome {
    let plan = planned.plan
    guard !plan.operations.isEmpty || !plan.links.isEmpty else {
      var outcome = Outcome(results: [])
      try settle(planned, items: planned.plan.settled, results: [], summary: "nothing to send")
        .map { outcome.unpublished = $0 }
      return outcome
    }
    var lease = Lease(
      id: Self.random(), holder: Self.holder, commit: plan.commit,
      expires: Surroundings.secondsSince1970 + Self.leaseTime, minted: planned.minted,
      specsBefore: planned.specsOnServer.isEmpty
        && !plan.operations.contains { $0.action == .create && $0.subject.kind == .spec }
        ? nil : planned.specsOnServer.sorted())
    let carried = planned.unfinished.intersection(plan.operations.map(\.subject.uid))
    if !carried.isEmpty { lease.carried = carried.sorted() }
    var head = planned.state.head
    head.lease = lease
    try journal.announce(lease: lease.id)
    // What was found again is known to everyone before anything new is made.
    let leased = try store.publish(
      StateChange(
        head: head, items: planned.rescued,
        message: "begin to push \(target.commit.short)\n\n\(audit)"), over: planned.state)
    try journal.begin(lease: lease.id)
    return try carryOut(planned, leased, lease)
  }

  private func carryOut(
    _ planned: PlannedSync, _ leased: StoredState, _ lease: Lease
  ) throws -> Outcome {
    let plan = planned.plan
    let ledger = Ledger(
      plan.settled, index: planned.index, journal: journal,
      specsOnServer: planned.specsOnServer)
    for uid in plan.links.flatMap({ $0.leaving + $0.joining }) {
      if let item = try leased.item(uid) { try awaiting { await ledger.add(item) } }
    }
    let renewing = LeaseRenewal(
      store: store, state: leased, lease: lease, every: Self.renewal, for: Self.leaseTime)
    let progress = Progress("syncing:", total: plan.operations.count, isShown: showsProgress)
    defer { progress.finish() }
    Interruption.catchSignals()
    defer { Interruption.release() }
    let push = Push(
      plan, client: client, ledger: ledger, isStopped: { Interruption.wasAsked },
      isAlone: { renewing.isAlone },
      watch: {
        progress.stepNow()
        await renewing.renewIfDue(ledger)
      })
    let results = try awaiting { await push.run() }
    var trouble = try awaiting { await ledger.trouble }
    if trouble is LeaseIsOver { trouble = Self.leaseIsOver }
    let items = try awaiting { await ledger.allItems }
    let begun = try awaiting { await ledger.begun }
    let changed = try awaiting { await ledger.changed }
    var outcome = Outcome(
      results: results, trouble: trouble,
      wasInterrupted: Interruption.wasAsked && results.contains { $0.outcome == .notTried })
    let count = results.count { $0.outcome == .done && $0.action != nil }
    var ended = planned
    ended.state = renewing.state
    outcome.unpublished = try settle(
      ended, items: items, results: results, begun: begun, touched: changed,
      summary: "push \(count) items")
    if outcome.unpublished == nil { try journal.remove() }
    return outcome
  }

  private static var leaseIsOver: Failure {
    Failure(
      .stale, "the lease of this push ran out before it could be renewed",
      causes: ["another push may be under way by now"],
      hints: ["run the same command again: nothing is sent twice"])
  }

  // MARK: The end

  /// Publishes what is known now; what went wrong with that is told, not thrown.
  private func settle(
    _ planned: PlannedSync, items: [ItemState], results: [Push.Result],
    begun: Set<String> = [], touched: Set<String> = [], summary: String
  ) throws -> Failure? {
    let unsent = results.filter { $0.outcome != .done }.compactMap { $0.subject?.path }
    let unlinked =
      planned.plan.links.isEmpty || results.allSatisfy { $0.outcome == .done }
      ? []
      : planned.plan.links.flatMap(\.joining).compactMap { uid in
        items.first { $0.uid == uid }?.path
      }
    let pending = planned.plan.pendingPaths.union(unsent).union(unlinked)
    var state = planned.state
    for _ in 0..<Self.attempts {
      var head = state.head
      var items = items
      let lease = planned.state.head.lease
      if state.version == planned.state.version || lease != nil && lease?.id == head.lease?.id {
        if movesBase {
          head.commit = planned.plan.commit
          head.trees = planned.trees
          head.pending = pending.sorted()
        } else {
          head.pending = Set(head.pending).union(pending).sorted()
        }
        head.lease = self.lease(after: results, begun, of: planned)
      } else {
        // Somebody else went on from where we began: theirs stands, and ours is looked at again.
        items = try items.filter { item in
          guard touched.contains(item.uid), item.server != nil else { return false }
          guard let theirs = try state.item(item.uid)?.server, theirs != item.server else {
            return true
          }
          Talk.say(
            "warning: \(item.kind) \(Terminal.safe(item.id)) was made twice, here and by another push: "
              + "\(Terminal.safe(item.server ?? "")) is left over")
          return false
        }
        head.pending = Set(head.pending).union(pending).union(items.map(\.path)).sorted()
      }
      let changed = try items.filter { item in try state.item(item.uid) != item }
      if changed.isEmpty, head.isSame(as: state.head), !state.isRemembered { return nil }
      do {
        _ = try store.publish(
          StateChange(
            head: head, items: changed,
            message: "\(summary) of \(target.commit.short)\n\n\(audit)"), over: state)
        return nil
      } catch let error as LostRace {
        // What was read before the other push is no longer how things are.
        if results.isEmpty { throw error }
        state = try store.read()
      } catch {
        return Failure(error)
      }
    }
    return Failure(
      .stale, "the sync state changed at every try to publish it",
      hints: ["run the same command again: nothing is sent twice"])
  }

  private static let attempts = 5

  /// A lease that is over, while something may have been made that we never saw: the next run looks.
  private func lease(
    after results: [Push.Result], _ begun: Set<String>, of planned: PlannedSync
  ) -> Lease? {
    guard var lease = planned.state.head.lease else { return nil }
    let carried = Set(lease.carried ?? [])
    let isDone = results.allSatisfy { result in
      result.outcome == .done
        || result.action != .create && !(result.subject.map { carried.contains($0.uid) } ?? false)
    }
    if isDone, begun.isEmpty { return nil }
    lease.expires = 0
    lease.begun = begun.sorted()
    return lease
  }

  // MARK: Who

  /// Who pushed, from where and for what: the audit log.
  private var audit: String {
    var lines = ["Commit: \(target.commit.hex)", "Host: \(Self.holder)"]
    for (name, label) in [
      ("TASK_ID", "Task"), ("AGENT_ID", "Agent"), ("EXECUTION_MODE", "Mode"),
    ] {
      if let value = environment.nonEmpty(name) {
        lines.append("\(label): \(Terminal.safe(String(value.prefix(200))))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static var holder: String { Surroundings.hostAndProcess }

  private static func random() -> String { String(UInt64.random(in: 0...UInt64.max), radix: 16) }
}

extension SyncHead {
  /// Whether nothing that the next run reads is different: a commit that changed no spec is none.
  func isSame(as other: SyncHead) -> Bool {
    var copy = self
    copy.commit = other.commit
    return copy == other
  }
}

/// Publishes from time to time what a long push has done, and that it is still at it.
// Unchecked because repositories cannot be sent: all of it but `end`, which is locked, is touched by
// the one task that starts the jobs, between two of them, and by the command when that has ended.
final class LeaseRenewal: @unchecked Sendable {  // one task at a time, and a lock for `end`
  private let store: any StateStore
  private(set) var state: StoredState
  private var lease: Lease
  private let every: Int
  private let time: Int
  private var last = Surroundings.secondsSince1970
  /// Read by every request that makes something.
  private let end: Mutex<Int>

  init(store: any StateStore, state: StoredState, lease: Lease, every: Int, for time: Int) {
    self.store = store
    self.state = state
    self.lease = lease
    self.every = every
    self.time = time
    end = Mutex(lease.expires)
  }

  /// Whether the lease holds long enough for one more request.
  var isAlone: Bool { Surroundings.secondsSince1970 < end.withLock { $0 } - Self.margin }

  /// Seconds that a request may take.
  private static let margin = 60

  func renewIfDue(_ ledger: Ledger) async {
    let now = Surroundings.secondsSince1970
    guard now - last >= every else { return }
    last = now
    lease.expires = now + time
    var head = state.head
    head.lease = lease
    let items = await ledger.changedItems
    do {
      state = try store.publish(
        StateChange(head: head, items: items, message: "go on pushing\n"), over: state)
      end.withLock { $0 = now + time }
    } catch is LostRace {
      await ledger.stop(
        Failure(
          .stale, "another push has taken over", causes: ["the lease of this one is gone"],
          hints: ["run the same command again: nothing is sent twice"]))
    } catch {
      // The lease still holds; the next try may do.
      Talk.say("note: \(Terminal.safe(Failure(error).message)); trying again")
    }
  }
}
