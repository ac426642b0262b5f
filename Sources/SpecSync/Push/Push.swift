/// Sends a plan: a few requests at once, each item's in order, parents first.
package struct Push: Sendable {
  package struct Result: Sendable {
    package let subject: SyncPlan.Subject?
    /// The spec whose tickets it was about, by uid.
    package let link: String?
    package let action: SyncPlan.Operation.Action?
    package let server: String?
    package let outcome: JobOutcome
  }

  private let jobs: [PushJob]
  let project: String
  let client: OmoiOSClient
  let ledger: Ledger
  private let isStopped: @Sendable () -> Bool
  /// Whether nobody else may push now.
  let isAlone: @Sendable () -> Bool
  private let watch: @Sendable () async -> Void

  package static let lanes = 4
  /// So many failures of the network in a row say that there is none.
  private static let patience = 4

  package init(
    _ plan: SyncPlan, client: OmoiOSClient, ledger: Ledger,
    isStopped: @escaping @Sendable () -> Bool,
    isAlone: @escaping @Sendable () -> Bool = { true },
    watch: @escaping @Sendable () async -> Void
  ) {
    jobs = PushJob.all(of: plan)
    project = plan.project
    self.client = client
    self.ledger = ledger
    self.isStopped = isStopped
    self.isAlone = isAlone
    self.watch = watch
  }

  /// Does all that can be done; what stopped it early is the ledger's `trouble`.
  package func run() async -> [Result] {
    var outcomes = [JobOutcome?](repeating: nil, count: jobs.count)
    var waiting = jobs.map { Set($0.needs + $0.follows).count }
    var dependants = [[Int]](repeating: [], count: jobs.count)
    for (number, job) in jobs.enumerated() {
      for need in Set(job.needs + job.follows) { dependants[need].append(number) }
    }
    var ready = ReadyJobs(waiting.indices.filter { waiting[$0] == 0 })
    var failures = 0
    await withTaskGroup(of: (Int, JobOutcome, Bool).self) { group in
      var running = 0
      func end(_ number: Int, _ outcome: JobOutcome) {
        outcomes[number] = outcome
        for next in dependants[number] {
          waiting[next] -= 1
          if waiting[next] == 0 { ready.insert(next) }
        }
      }
      while true {
        while running < Self.lanes, let number = ready.removeFirst() {
          if let failed = jobs[number].needs.first(where: { outcomes[$0] != .done }) {
            end(number, skipped(because: failed, outcomes[failed]))
            continue
          }
          let trouble = await ledger.trouble
          if isStopped() || trouble != nil {
            end(number, .notTried)
            continue
          }
          running += 1
          group.addTask { await perform(number) }
        }
        guard running > 0, let (number, outcome, isNetwork) = await group.next() else { break }
        running -= 1
        failures = isNetwork ? failures + 1 : outcome == .done ? 0 : failures
        if failures >= Self.patience, case .failed(let message) = outcome {
          await ledger.stop(StoppedPush(message: message))
        }
        end(number, outcome)
        await watch()
      }
    }
    return await results(outcomes)
  }

  private func skipped(because number: Int, _ outcome: JobOutcome?) -> JobOutcome {
    if outcome == .notTried { return .notTried }
    return .skipped("parent failed: \(jobs[number].subject?.id ?? "another item")")
  }

  private func results(_ outcomes: [JobOutcome?]) async -> [Result] {
    var results: [Result] = []
    for (job, outcome) in zip(jobs, outcomes) {
      var action: SyncPlan.Operation.Action?
      if case .operation(let operation) = job.work { action = operation.action }
      var server: String?
      if let uid = job.subject?.uid { server = await ledger.server(uid) }
      results.append(
        Result(
          subject: job.subject, link: job.link?.spec, action: action, server: server,
          outcome: outcome ?? .notTried))
    }
    return results
  }

  /// One job to its end; the last value says that the network was to blame.
  private func perform(_ number: Int) async -> (Int, JobOutcome, Bool) {
    do {
      switch jobs[number].work {
      case .operation(let operation): try await perform(operation)
      case .dependencies(let operation): try await setDependencies(operation)
      case .link(let link): try await change(link)
      }
      return (number, .done, false)
    } catch let error as APIError {
      switch error.kind {
      // Nothing that follows would fare better.
      case .unauthorized: await ledger.stop(error)
      default: break
      }
      return (number, .failed(error.message), error.isNetwork)
    } catch let error as any ItemTrouble {
      return (number, .failed("\(error)"), false)
    } catch {
      // Not the server's doing: the journal cannot be written. No further request may begin.
      await ledger.stop(error)
      return (number, .failed("\(error)"), false)
    }
  }
}

/// The network is gone: nothing more is tried.
package struct StoppedPush: Error, Sendable {
  package let message: String
}

extension APIError {
  var isNetwork: Bool {
    switch kind {
    case .network, .rateLimited, .answerLost: true
    case .server(let status): status >= 502
    default: false
    }
  }
}

/// Numbers of jobs that can begin, kept from the greatest to the smallest, which comes first.
private struct ReadyJobs {
  private var numbers: [Int]

  init(_ numbers: [Int]) { self.numbers = numbers.sorted(by: >) }

  mutating func insert(_ number: Int) {
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] > number { low = middle + 1 } else { high = middle }
    }
    numbers.insert(number, at: low)
  }

  mutating func removeFirst() -> Int? { numbers.popLast() }
}
