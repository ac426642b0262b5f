internal import Git
internal import Specs
internal import SpecSync

/// `sync diff` and `sync push`: the same plan, printed or carried out.
struct SyncRun {
  let request: SyncRequest
  let server: ServerOptions
  let environment: [String: String]
  let isPush: Bool
  let showsProgress: Bool
  /// Prints what is known before the answer is: `Connecting to …`.
  let say: (String) -> Void

  struct Answer {
    let url: String
    let planned: PlannedSync
    /// Nil for `diff`.
    var outcome: SyncPush.Outcome?
    let isOffline: Bool
    let place: String
  }

  func run() throws -> Answer {
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: environment)
    let connection = try SyncConnection(server, environment, repository)
    let saved = isPush ? try request.planFile.map(Self.readPlan) : nil
    let target = try SyncTarget(
      request, repository, host: connection.url.authority, environment: environment,
      planned: saved)
    if let saved { try check(saved, target) }
    let store = try target.store(request, mayBeOffline: !isPush)
    say("Connecting to \(connection.url.text)...\n")
    // The first request is on its way while the state is read.
    let client = connection.client
    let name = target.project
    let project = Task { try await client.project(name) }
    let journal = isPush ? try openJournal(target) : nil
    defer { closeQuietly(client) }

    var reached: ServerProject?
    var isOffline = false
    var waited = 0
    var attempts = 0
    while true {
      var state = try store.read()
      if let journal, let other = try otherPush(state, journal) {
        try wait(for: other, &waited)
        continue
      }
      if reached == nil, !isOffline {
        reached = try reach(project, &state)
        isOffline = reached == nil
      }
      if saved == nil, request.planFile == nil, request.revision == nil,
        try target.isOvertaken(by: state)
      {
        return overtaken(target, state, connection, reached, store)
      }
      if let saved, saved.base != state.version {
        throw Self.stale(saved, "the sync state has moved on since")
      }
      let rest = try readRest(state, journal, target)
      var planning = SyncPlanning(
        target: target, request: request, client: isOffline ? nil : client,
        workspace: Workspace(repository))
      if let saved { planning.minted = saved.mintedUIDs }
      let planned = try planning.run(state, rest: rest)
      if let saved, saved.isOther(than: planned.plan) {
        throw Self.stale(saved, "the server or the mapping has changed since")
      }
      guard isPush, let journal else {
        if let path = request.planFile {
          try write(planned.plan, to: path)
          Talk.say("note: the plan is in \(Terminal.safe(path))")
        }
        return Answer(
          url: connection.url.text, planned: planned, isOffline: isOffline, place: store.place)
      }
      say("Syncing to API...\n")
      do {
        let outcome = try SyncPush(
          target: target, store: store, client: client, journal: journal,
          environment: environment, showsProgress: showsProgress, movesBase: request.from == nil
        ).run(planned)
        return Answer(
          url: connection.url.text, planned: planned, outcome: outcome, isOffline: false,
          place: store.place)
      } catch is LostRace {
        attempts += 1
        guard attempts < Self.attempts, saved == nil else {
          throw Failure(
            .stale, "another push was faster", causes: ["the sync state has moved on meanwhile"],
            hints: ["run the same command again"])
        }
      }
    }
  }

  private static let attempts = 10

  /// The project as the server has it; nil when a mere look has to do without the server.
  private func reach(
    _ project: Task<ServerProject, any Error>, _ state: inout StoredState
  ) throws -> ServerProject? {
    switch try awaiting({ await project.result }) {
    case .success(let project):
      say("Connected!\n")
      warn(project, state)
      return project
    case .failure(let error):
      guard let error = error as? APIError else { throw error }
      if error.kind == .notFound {
        throw Failure(
          .network, "the server has no such project", causes: [error.message],
          hints: ["`git spec projects` lists the projects that you may see"])
      }
      guard !isPush, error.isOffline else { throw error }
      Talk.say("note: \(Terminal.safe(error.message))")
      state.remarks.append("the server cannot be reached: this is what the state alone says")
      return nil
    }
  }

  /// Nothing to do: what this commit has is on the server already, or has been replaced.
  private func overtaken(
    _ target: SyncTarget, _ state: StoredState, _ connection: SyncConnection,
    _ project: ServerProject?, _ store: any StateStore
  ) -> Answer {
    let planned = PlannedSync(
      plan: SyncPlan(
        host: target.host, project: target.project, commit: target.commit.hex, base: state.version),
      state: state, index: state.index, trees: state.head.trees, specsOnServer: [],
      remarks: [
        "\(target.commit.short) has been overtaken: \(state.head.commit?.prefix(9) ?? "") is synced; "
          + "--rev \(target.commit.short) goes back to it"
      ], rescued: [], unfinished: [])
    return Answer(
      url: connection.url.text, planned: planned,
      outcome: isPush ? SyncPush.Outcome(results: []) : nil, isOffline: project == nil,
      place: store.place)
  }

  // MARK: Others

  private func openJournal(_ target: SyncTarget) throws -> PushJournal {
    do {
      return try PushJournal(target.journalPath, patience: request.patience * 1000)
    } catch let failure as Failure where failure.kind == .stale {
      throw Failure(
        .stale, "another push of this project runs in this clone", causes: failure.causes,
        hints: ["wait for it to end; --wait SECONDS waits longer"])
    }
  }

  /// The lease of a push that may still run; one of our own that was killed does not.
  private func otherPush(_ state: StoredState, _ journal: PushJournal) throws -> Lease? {
    guard let lease = state.head.lease, lease.expires > Surroundings.secondsSince1970,
      try journal.rest()?.lease != lease.id, try !journal.announced().contains(lease.id)
    else { return nil }
    return lease
  }

  private func wait(for lease: Lease, _ waited: inout Int) throws {
    let left = lease.expires - Surroundings.secondsSince1970
    guard waited < request.patience else {
      throw Failure(
        .stale, "another push is under way",
        causes: [
          "\(Terminal.safe(lease.holder)) pushes \(lease.commit.prefix(9)), for \(left) s more at most"
        ],
        hints: ["run the same command again later; --wait SECONDS waits longer"])
    }
    if waited == 0 {
      Talk.say("note: waiting for the push of \(Terminal.safe(lease.holder)) to end")
    }
    Surroundings.sleep(seconds: 1)
    waited += 1
  }

  /// What a run of this clone left behind, as far as the state does not have it.
  private func readRest(
    _ state: StoredState, _ journal: PushJournal?, _ target: SyncTarget
  ) throws -> PushJournal.Rest? {
    guard let journal, let rest = try journal.rest() else { return nil }
    // Of another lease: that run was taken over, and what it did is in the state or has a marker.
    guard rest.lease == state.head.lease?.id || state.isEmpty else { return nil }
    Talk.say("note: going on from \(rest.items.count) items of a push that did not end")
    return rest
  }

  private func warn(_ project: ServerProject?, _ state: StoredState) {
    guard isPush, state.isEmpty, project?.autonomousExecutionEnabled == true else { return }
    Talk.say(
      "warning: the project starts paid agent work on pending tasks by itself "
        + "(autonomous_execution_enabled)")
  }

  private func closeQuietly(_ client: OmoiOSClient) {
    do { try awaiting { await client.close() } } catch {
      Talk.say("note: \(Terminal.safe("\(error)"))")
    }
  }

  // MARK: Saved plans

  private static func readPlan(_ path: String) throws -> SyncPlan {
    let bytes = try FileBytes.contents(path)
    do {
      let plan = try SyncJSON.value(SyncPlan.self, from: bytes)
      guard plan.schemaVersion == SyncPlan.schemaVersion else {
        throw Failure(.configuration, "\(path) was written by another version of git-spec")
      }
      return plan
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .configuration, "\(path) is no plan",
        hints: ["`git spec sync diff --plan \(ShellWord.quoted(path))` writes one"])
    }
  }

  private func write(_ plan: SyncPlan, to path: String) throws {
    let path = path.hasPrefix("/") ? path : Surroundings.directory + "/" + path
    try AtomicFile.replace(Array(path.utf8), with: try SyncJSON.page(plan))
  }

  private func check(_ saved: SyncPlan, _ target: SyncTarget) throws {
    guard saved.host == target.host, saved.project == target.project else {
      throw Failure(
        .usage, "the plan is for \(saved.project) on \(saved.host)",
        causes: ["this run is for \(target.project) on \(target.host)"],
        hints: ["give the same --api-url and --project-id"])
    }
    let revision = request.revision ?? "HEAD"
    guard try target.repository.resolve(revision) == target.commit else {
      throw Self.stale(
        saved, "it is for \(saved.commit.prefix(9)), and \(revision) is another commit now")
    }
  }

  private static func stale(_ plan: SyncPlan, _ why: String) -> Failure {
    Failure(
      .stale, "the plan is stale: \(why)",
      hints: ["make a new one with `git spec sync diff --plan FILE`"])
  }
}

extension SyncPlan {
  var mintedUIDs: [UIDKey: String] {
    Dictionary(
      operations.filter { $0.action == .create }.map {
        (UIDKey(root: $0.subject.root, kind: $0.subject.kind, id: $0.subject.id), $0.subject.uid)
      }, uniquingKeysWith: { $1 })
  }

  /// Whether another plan would send something else.
  func isOther(than plan: SyncPlan) -> Bool {
    operations != plan.operations || links != plan.links || remarks != plan.remarks
  }
}

extension APIError {
  /// No answer came, as opposed to one that says no.
  var isOffline: Bool { kind == .network || kind == .answerLost }
}
