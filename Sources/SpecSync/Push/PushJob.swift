/// One thing of a push that is begun when others are done.
struct PushJob: Sendable {
  enum Work: Sendable {
    case operation(SyncPlan.Operation)
    /// A task's dependencies, which need every task to be there.
    case dependencies(SyncPlan.Operation)
    case link(SyncPlan.Link)
  }

  let work: Work
  /// Places of jobs without which this one cannot be done.
  var needs: [Int] = []
  /// Places of jobs that have to have ended before, well or not.
  var follows: [Int] = []
}

extension PushJob {
  /// The jobs of a plan in their order: specs, requirements, tickets, tasks, dependencies, links.
  static func all(of plan: SyncPlan) -> [PushJob] {
    var jobs: [PushJob] = []
    var place: [String: Int] = [:]
    var lastSpec: Int?
    for operation in plan.operations {
      var job = PushJob(work: .operation(operation))
      if operation.action == .create, operation.subject.kind == .spec {
        // A new spec is known by being the only one that was not there before.
        job.follows = [lastSpec].compactMap { $0 }
        lastSpec = jobs.count
      }
      if operation.action != .delete { place[operation.subject.uid] = jobs.count }
      jobs.append(job)
    }
    for number in jobs.indices {
      guard case .operation(let operation) = jobs[number].work, operation.action != .delete
      else { continue }
      if operation.action == .create {
        jobs[number].needs = operation.needs.compactMap { place[$0] }.filter { $0 != number }
      }
      guard operation.subject.kind == .task, let value = operation[.dependsOn],
        // A new task waits for nothing anyway.
        operation.action != .create || !value.isEmpty
      else { continue }
      var job = PushJob(work: .dependencies(operation))
      job.needs = ([operation.subject.uid] + value.split(separator: "\n").map(String.init))
        .compactMap { place[$0] }
      jobs.append(job)
    }
    for link in plan.links {
      var job = PushJob(work: .link(link))
      job.needs = [place[link.spec]].compactMap { $0 }
      job.follows = (link.joining + link.leaving).compactMap { place[$0] }
      // The server hides the tickets of a spec that it has put away.
      for number in jobs.indices {
        if case .operation(let operation) = jobs[number].work, operation.action == .delete,
          operation.subject.uid == link.spec
        {
          jobs[number].needs.append(jobs.count)
        }
      }
      jobs.append(job)
    }
    return jobs
  }

  var subject: SyncPlan.Subject? {
    switch work {
    case .operation(let operation), .dependencies(let operation): operation.subject
    case .link: nil
    }
  }

  var link: SyncPlan.Link? { if case .link(let link) = work { link } else { nil } }
}

/// Something is wrong with one item; the others go on.
protocol ItemTrouble: Error {}

/// What became of one job.
package enum JobOutcome: Sendable, Equatable {
  case done
  case failed(String)
  /// Something that it needs failed.
  case skipped(String)
  /// The run ended before its turn.
  case notTried
}
