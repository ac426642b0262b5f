/// Items whose spec is gone: told, and with `--prune` ended on the server as far as it can.
extension Planner {
  /// Why a prune would be a mistake, in the shell's words: a root is gone, the clone is sparse.
  ///
  /// - Parameter remote: What the server has of them now.
  package mutating func end(
    _ gone: [IndexEntry], states: [String: ItemState], remote: [String: RemoteAnswer],
    refusal: String?
  ) {
    if gone.isEmpty { return }
    let ended = gone.filter { $0.server != nil }
    for entry in gone where entry.server == nil {
      // Never made: nothing is left to say.
      plan.settled.append(Self.tombstone(entry, states))
    }
    var refusal = refusal
    let limit = options.deletionLimit ?? min(5, max(1, index.all.count / 5))
    if refusal == nil, ended.count > limit {
      refusal =
        "\(ended.count) deletions are more than the \(limit) that are allowed; "
        + "--max-delete \(ended.count) allows them"
    }
    for entry in ended.sorted(by: { $0.deletionOrder < $1.deletionOrder }) {
      let subject = SyncPlan.Subject(
        uid: entry.uid, kind: entry.kind, root: entry.root, id: entry.id, path: entry.path,
        title: "")
      guard options.prunes, refusal == nil,
        options.parts.contains(SyncOptions.Part(entry.kind))
      else {
        plan.settled.append(Self.tombstone(entry, states))
        plan.remarks.append(
          SyncPlan.Remark(
            .deleted, subject,
            options.prunes
              ? "not deleted: \(refusal ?? "left out by --only")"
              : "its file is gone; --prune ends it on the server",
            isError: options.prunes && refusal != nil, isPending: false))
        continue
      }
      let living = living(in: entry, Set(gone.map(\.uid)))
      guard living.isEmpty else {
        plan.settled.append(Self.tombstone(entry, states))
        plan.remarks.append(
          SyncPlan.Remark(
            .deleted, subject,
            "not deleted: it holds \(living.prefix(3).joined(separator: ", "))"
              + "\(living.count > 3 ? ", …" : ""), which would be hidden with it",
            isError: false, isPending: false))
        continue
      }
      if remote[entry.uid] == .gone {
        var ended = Self.tombstone(entry, states)
        ended.server = nil
        plan.settled.append(ended)
        continue
      }
      let changed = Self.changed(states[entry.uid], remote[entry.uid])
      guard changed.isEmpty || options.overwritesRemote else {
        plan.settled.append(Self.tombstone(entry, states))
        plan.remarks.append(
          SyncPlan.Remark(
            .deleted, subject, fields: changed,
            "not deleted: changed on the server since: "
              + changed.map(\.rawValue).joined(separator: ", "),
            details: ["--overwrite-remote ends it all the same"], isError: false,
            isPending: false))
        continue
      }
      plan.settled.append(states[entry.uid] ?? Self.tombstone(entry, states))
      if entry.kind == .spec { unlinkTickets(of: entry.uid) }
      plan.operations.append(
        SyncPlan.Operation(
          .delete, subject,
          fields: options.deletedStatus[entry.kind].map { [.status: $0] } ?? [:],
          server: entry.server, parent: entry.parent))
    }
  }

  /// Lets go of the tickets that a spec has: they live on without it.
  private mutating func unlinkTickets(of spec: String) {
    let place = plan.links.firstIndex { $0.spec == spec }
    let tickets = index.children(of: spec).filter { $0.kind == .ticket && $0.server != nil }
    let leaving = Set(place.map { plan.links[$0].leaving } ?? []).union(tickets.map(\.uid))
    guard !leaving.isEmpty else { return }
    let link = SyncPlan.Link(spec: spec, standing: [], joining: [], leaving: leaving.sorted())
    if let place { plan.links[place] = link } else { plan.links.append(link) }
  }

  /// IDs of requirements that lie in a spec and are not gone: nothing takes them to another one.
  private func living(in entry: IndexEntry, _ gone: Set<String>) -> [String] {
    guard entry.kind == .spec else { return [] }
    let known = index.children(of: entry.uid).filter {
      $0.kind == .requirement && !$0.isDeleted && $0.server != nil && !gone.contains($0.uid)
        && !isMatched($0.uid)
    }
    return Set(known.map(\.id) + matchedRequirements(in: entry.uid)).sorted()
  }

  /// Fields that are not on the server as they were last seen there.
  private static func changed(_ state: ItemState?, _ remote: RemoteAnswer?) -> [SyncField] {
    guard let state, case .present(let remote)? = remote else { return [] }
    return remote.fields.filter { field, value in
      state[field].read.map { $0 != FieldHash.of(value, field) } ?? false
    }.map(\.key).sorted()
  }

  private static func tombstone(_ entry: IndexEntry, _ states: [String: ItemState]) -> ItemState {
    var state =
      states[entry.uid]
      ?? ItemState(
        uid: entry.uid, kind: entry.kind, root: entry.root, id: entry.id, path: entry.path,
        server: entry.server, parent: entry.parent)
    state.isDeleted = true
    return state
  }
}

extension IndexEntry {
  /// Tasks before their tickets, requirements before their specs.
  fileprivate var deletionOrder: (Int, String, String) {
    let order: [SyncItem.Kind: Int] = [.task: 0, .ticket: 1, .requirement: 2, .spec: 3]
    return (order[kind] ?? 0, root, id)
  }
}
