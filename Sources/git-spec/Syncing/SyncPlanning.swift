internal import Git
internal import Specs
internal import SpecSync

/// A plan with all that is needed to carry it out.
struct PlannedSync {
  let plan: SyncPlan
  /// What it builds on; while a push runs, what that has published.
  var state: StoredState
  /// The index with what was rescued.
  let index: ItemIndex
  let trees: [String: String]
  /// IDs of the specs that the server had, when some are to be made.
  let specsOnServer: Set<String>
  let remarks: [String]
  /// Items that are known otherwise than the state says, rescued ones among them.
  let rescued: [ItemState]
  /// Items that a push before this one made or began, and did not come to the end with.
  let unfinished: Set<String>

  var minted: [Lease.Minted] {
    plan.operations.filter { $0.action == .create }.map {
      Lease.Minted(
        key: UIDKey(root: $0.subject.root, kind: $0.subject.kind, id: $0.subject.id),
        uid: $0.subject.uid)
    }
  }
}

/// Makes a plan from a commit, the state, what an earlier run left behind, and the server.
struct SyncPlanning {
  let target: SyncTarget
  let request: SyncRequest
  /// Nil when only the state is to be asked.
  let client: OmoiOSClient?
  let workspace: Workspace
  /// uids of a plan that was saved.
  var minted: [UIDKey: String] = [:]

  func run(_ state: StoredState, rest: PushJournal.Rest?) throws -> PlannedSync {
    var remarks = state.remarks
    var known = rest?.items ?? []
    var index = state.index(with: known)
    var reading = CandidateReading(workspace, target: target.commit, state: state)
    let from = try request.from.map { revision in
      guard let commit = try target.repository.resolve(revision) else {
        throw Failure.noCommit(revision)
      }
      return commit
    }
    let changed = try reading.changed(isFull: request.isFull, from: from, base: state.head.commit)
    if changed.trees.isEmpty, index.isEmpty { throw Failure.noSpecRoot }
    var input = SyncInput()
    input.candidates = try reading.candidates(changed.files, formerPaths: changed.formerPaths)
    input.removed = changed.removed
    input.minted = minted
    for root in Set(changed.trees.keys).union(state.head.trees.keys) {
      input.renumbered[root] = try reading.settings(of: root).renumbered
    }

    // What a run before this one made and never noted.
    var unfinished: Set<String> = []
    var lists: ServerLists?
    if let lease = state.head.lease {
      for entry in lease.minted where input.minted[entry.key] == nil {
        input.minted[entry.key] = entry.uid
      }
      let have = Set(known.lazy.filter { $0.server != nil }.map(\.uid))
      unfinished = Set(lease.minted.map(\.uid)).subtracting(have)
      if !unfinished.isEmpty, client != nil {
        let (all, found) = try rescued(lease, rest, index, input.candidates)
        lists = all
        known += found
      }
      // What was noted may have been half done: whatever differs is ours to send.
      unfinished = Set(lease.minted.map(\.uid)).union(lease.carried ?? [])
        .union(lease.begun ?? []).union(rest?.begun ?? [])
    }
    index = index.with(known.map(IndexEntry.init))
    input.index = index
    for entry in changed.formerPaths.values.flatMap({ index.entries(path: $0) }) {
      input.formerTitles[entry.uid] = try state.item(entry.uid)?[.title].sent
    }
    input.knownSpecs = { [state, index] in
      try index.all.filter { $0.kind == .spec }.compactMap { try state.item($0.uid) }
    }
    var matching = Matching(input)
    var resolving = try Resolving(matching, input)

    // What is new may be on the server all the same: before anything is known, when that is asked
    // for, and as long as an earlier run found it like something there or could not make it.
    let isFirst = state.isEmpty || state.isRemembered
    var doubles: [UIDKey: Int] = [:]
    let pending = Set(state.head.pending)
    func mayBeThere(_ item: MatchedItem) -> Bool {
      index.entry(uid: item.uid)?.server == nil
        && (isFirst || request.options.adopts || pending.contains(item.item.path))
    }
    if client != nil,
      isFirst || request.options.adopts || resolving.items.contains(where: mayBeThere)
    {
      let all = try lists ?? serverLists()
      lists = all
      let taken = Set(index.all.compactMap(\.server))
      var found = Rescue(all).all(roots: changed.trees.keys.sorted())
        .filter { !taken.contains($0.server ?? "") }
      doubles = Rescue.doubles(found)
      found.removeAll { doubles[UIDKey($0)] != nil }
      if isFirst, !found.isEmpty {
        let count = found.count == 1 ? "1 item was" : "\(found.count) items were"
        remarks.append("\(count) found again on the server by marker")
      }
      known += found
      for item in found { input.minted[UIDKey(item)] = item.uid }
      index = index.with(found.map(IndexEntry.init))
      input.index = index
      matching = Matching(input)
      resolving = try Resolving(matching, input)
    }
    let further = resolving.furtherPaths(gone: matching.gone)
    if !further.isEmpty {
      input.candidates += try reading.unchanged(further)
      for item in resolving.items { input.minted[UIDKey(item.item)] = item.uid }
      matching = Matching(input)
      resolving = try Resolving(matching, input)
    }
    var states = Dictionary(known.map { ($0.uid, $0) }, uniquingKeysWith: { $1 })
    let gone = gone(matching, resolving, index)
    for uid in resolving.items.map(\.uid) + gone.map(\.uid) where states[uid] == nil {
      if let item = try state.item(uid) { states[uid] = item }
    }

    // Items of the server that nobody has claimed and that look like new ones of ours.
    var lookalikes: [String: String] = [:]
    let new = resolving.items.filter { states[$0.uid]?.server == nil && mayBeThere($0) }
    if let all = lists, !new.isEmpty {
      let taken = Set(index.all.compactMap(\.server))
      let looks = Rescue(all).lookalikes(of: new, taken: taken) {
        states[$0]?.server ?? index.entry(uid: $0)?.server
      }
      for item in new {
        let uid = item.uid
        switch looks[uid] {
        case nil:
          guard let count = doubles[UIDKey(item.item)] else { continue }
          lookalikes[uid] =
            "\(count) items of the server bear the marker of this one; take it out of all but one"
        case .shared(let title):
          lookalikes[uid] =
            "\"\(title)\" on the server looks like another spec as well; give it this one's title"
        case .one(let server, let title, let how) where request.options.adopts:
          var adopted = ItemState(
            uid: uid, kind: item.item.kind, root: item.item.root, id: item.item.id,
            path: item.item.path, server: server, parent: item.parent)
          adopted.blob = item.blob
          states[uid] = adopted
          known.append(adopted)
          remarks.append("\(item.item.kind) \(item.item.id) takes over \"\(title)\" (\(how))")
        case .one(_, let title, let how):
          lookalikes[uid] =
            "the server has \"\(title)\" already (\(how)); --adopt takes it over, nothing was sent"
        case .several(let count, let title):
          lookalikes[uid] =
            "the server has \(count) items like \"\(title)\"; nothing was sent: give all but one another title"
        }
      }
      index = index.with(known.map(IndexEntry.init))
    }

    // What is to be ended is looked at first, as what is to be changed is.
    let ending = request.options.prunes ? gone.map { ($0.uid, $0.kind) } : []
    let remote = try remoteAnswers(
      resolving.items.map { ($0.uid, $0.item.kind) } + ending, states, index, lists)
    var plan = SyncPlan(
      host: target.host, project: target.project, commit: target.commit.hex, base: state.version)
    plan.note(input.candidates, refused: matching.refused)
    var options = request.options
    options.deletionLimit = options.deletionLimit ?? target.settings.maxDelete
    var planner = Planner(
      plan, items: resolving.items, index: index, states: states, remote: remote,
      options: options, unfinished: unfinished)
    let others = try resolving.waitsOfOthers(states) { try reading.unchanged($0) }
    planner.run(lookalikes: lookalikes, circles: resolving.circles(through: others))
    planner.end(
      gone, states: states, remote: remote, refusal: try pruneRefusal(gone, changed))
    let finished = planner.plan
    let specsOnServer = try specsBefore(finished, lists, index)
    return PlannedSync(
      plan: finished, state: state, index: index, trees: changed.trees,
      specsOnServer: specsOnServer, remarks: remarks,
      rescued: known, unfinished: unfinished)
  }

  // MARK: The server

  /// What a push made and never noted, with the lists in which it was found.
  ///
  /// A server may still be at work on what it was asked before the asking process was killed: for a
  /// few seconds it is looked for again.
  private func rescued(
    _ lease: Lease, _ rest: PushJournal.Rest?, _ index: ItemIndex, _ candidates: [CandidateFile]
  ) throws -> (ServerLists, [ItemState]) {
    let known = index.all.map { ItemState($0) }
    let titles = Dictionary(
      candidates.flatMap(\.items).map { (UIDKey($0), $0.fields[.title] ?? "") },
      uniquingKeysWith: { $1 })
    let begun = rest?.begun ?? lease.begun.map { Set($0) }
    var age = rest?.age ?? Int.max
    while true {
      let lists = try serverLists()
      let found = Rescue(lists).unfinished(
        lease, known: known, begun: begun, titles: titles)
      let missing = (rest?.begun ?? []).subtracting(found.map(\.uid))
        .intersection(lease.minted.map(\.uid)).filter { index.entry(uid: $0)?.server == nil }
      guard !missing.isEmpty, age < Self.grace else { return (lists, found) }
      Surroundings.sleep(seconds: 1)
      age += 1
    }
  }

  /// Seconds after which a server has ended what it was asked.
  private static let grace = 10

  private func serverLists() throws -> ServerLists {
    guard let client else { return ServerLists(tickets: [], tasks: [], specs: []) }
    let project = target.project
    return try awaiting { try await ServerLists.read(client, project: project) }
  }

  /// A spec's text is rewritten when it is made, so that it is known by not having been there.
  private func specsBefore(
    _ plan: SyncPlan, _ lists: ServerLists?, _ index: ItemIndex
  ) throws -> Set<String> {
    guard plan.operations.contains(where: { $0.action == .create && $0.subject.kind == .spec }),
      let client
    else { return [] }
    if let lists { return Set(lists.specs.map(\.id)) }
    let project = target.project
    return Set(try awaiting { try await client.specs(project: project) }.map(\.id))
  }

  /// Items whose spec is gone; for a prune also those that an earlier run has only told.
  private func gone(_ matching: Matching, _ resolving: Resolving, _ index: ItemIndex)
    -> [IndexEntry]
  {
    guard request.options.prunes else { return matching.gone }
    let known = Set(matching.gone.map(\.uid) + resolving.items.map(\.uid))
    return matching.gone
      + index.all.filter { $0.isDeleted && $0.server != nil && !known.contains($0.uid) }
  }

  /// Why nothing may be deleted, where that would surely be a mistake.
  private func pruneRefusal(
    _ gone: [IndexEntry], _ changed: CandidateReading.Changed
  ) throws -> String? {
    guard request.options.prunes, !gone.isEmpty else { return nil }
    let left = Set(changed.trees.keys)
    if let root = gone.map(\.root).first(where: { !left.contains($0) }) {
      return "the whole spec root \(root) is gone"
    }
    if try target.repository.setting("core.sparseCheckout") == "true" {
      return "this clone is sparse"
    }
    return nil
  }
}
