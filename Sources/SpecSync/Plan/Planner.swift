/// Makes the plan of a run from what both sides have; pure, so that the same input gives the same.
package struct Planner {
  let items: [MatchedItem]
  let states: [String: ItemState]
  private let remote: [String: RemoteAnswer]
  let options: SyncOptions
  /// uids of items whose creation we began and never saw finished.
  private let unfinished: Set<String>
  let index: ItemIndex
  package internal(set) var plan: SyncPlan
  /// What is known of each item when its operations begin.
  private(set) var settled: [String: ItemState] = [:]
  private let matched: Set<String>
  /// Items that are on the server or come with this plan.
  private(set) var reachable: Set<String> = []
  /// IDs of items that are neither, by uid: nothing can wait for them.
  private var absent: [String: String] = [:]

  /// - Parameters:
  ///   - states: of every item that is matched or gone and has one, by uid.
  ///   - remote: what the server has of each item with a server ID; nil for what was not asked.
  package init(
    _ plan: SyncPlan, items: [MatchedItem], index: ItemIndex, states: [String: ItemState],
    remote: [String: RemoteAnswer], options: SyncOptions, unfinished: Set<String> = []
  ) {
    self.plan = plan
    self.index = index
    matched = Set(items.map(\.uid))
    self.states = states
    self.remote = remote
    self.options = options
    self.unfinished = unfinished
    self.items = items
  }

  /// Plans every item, in the order in which they can be sent; `end` goes on with what is gone.
  @discardableResult
  package mutating func run(
    lookalikes: [String: String] = [:], circles: Set<String> = []
  ) -> SyncPlan {
    findAbsent(lookalikes)
    for item in items {
      if !options.parts.contains(SyncOptions.Part(item.item.kind)) {
        remark(.skip, item, "left out by --only", isError: false)
        if let state = states[item.uid], state.server != nil { reachable.insert(item.uid) }
        continue
      }
      if let found = lookalikes[item.uid] {
        remark(.conflict, item, found, isError: true)
        continue
      }
      plan(item, circles)
    }
    linkTickets()
    plan.settled = items.compactMap { settled[$0.uid] }
    return plan
  }

  /// Parents stand before what lies in them.
  private mutating func findAbsent(_ lookalikes: [String: String]) {
    for item in items where states[item.uid]?.server == nil {
      let isWithoutTicket =
        item.item.kind == .task && item.parent.map { absent[$0] != nil } ?? true
      if isWithoutTicket || lookalikes[item.uid] != nil
        || !options.parts.contains(SyncOptions.Part(item.item.kind))
      {
        absent[item.uid] = item.item.id
      }
    }
  }

  mutating func remark(
    _ kind: SyncPlan.Remark.Kind, _ item: MatchedItem, fields: [SyncField] = [],
    _ message: String, details: [String] = [], isError: Bool, isPending: Bool = true
  ) {
    plan.remarks.append(
      SyncPlan.Remark(
        kind, item.subject, fields: fields, message, details: details, isError: isError,
        isPending: isPending))
  }

  // MARK: One item

  private mutating func plan(_ item: MatchedItem, _ circles: Set<String>) {
    guard let parent = parent(of: item) else { return }
    var state =
      states[item.uid]
      ?? ItemState(
        uid: item.uid, kind: item.item.kind, root: item.item.root, id: item.item.id,
        path: item.item.path)
    let formerParent = state.parent
    identify(&state, item, parent)
    var local = item.item.fields
    local[.description] = local[.description].map {
      Marker(id: item.item.id, uid: item.uid).added(to: $0)
    }
    let after = orderFields(item, &local, circles)
    homeless(item, state, formerParent: formerParent, parent: parent, after: after)
    settled[item.uid] = state

    guard state.server != nil else { return create(item, local, parent, after) }
    switch remote[item.uid] {
    case .present(let remote): update(item, state, local, remote, after)
    case .gone where options.overwritesRemote:
      settled[item.uid]?.server = nil
      settled[item.uid]?.fields = [:]
      create(item, local, parent, after)
    case .gone:
      remark(
        .conflict, item,
        "it was deleted on the server; --overwrite-remote makes it anew, removing the file ends it",
        isError: true)
    case nil:
      // Offline: the state alone says what would be sent.
      update(item, state, local, nil, after)
    }
  }

  /// The item that this one lies in; nil when it has to be somewhere and cannot.
  private mutating func parent(of item: MatchedItem) -> String?? {
    let needed: String
    switch item.item.kind {
    case .spec, .ticket:
      return .some(item.parent.flatMap { reachable.contains($0) ? $0 : isKnown($0) })
    case .requirement: needed = "the spec that it belongs to"
    case .task: needed = "its ticket \(item.item.links.ticket ?? "")"
    }
    // Once made, it stays where it is.
    if let known = states[item.uid], known.server != nil, let parent = known.parent {
      return .some(parent)
    }
    guard let parent = item.parent, reachable.contains(parent) || isKnown(parent) != nil else {
      remark(
        .skip, item, "parent failed: \(needed) is not on the server and does not come now",
        isError: true)
      return nil
    }
    return .some(parent)
  }

  /// Items outside this plan are there when the state has a server ID for them.
  func isKnown(_ uid: String) -> String? {
    if let state = states[uid] { return state.server != nil ? uid : nil }
    return matched.contains(uid) ? nil : uid
  }

  private func identify(_ state: inout ItemState, _ item: MatchedItem, _ parent: String?) {
    state.kind = item.item.kind
    state.root = item.item.root
    state.id = item.item.id
    state.path = item.item.path
    state.blob = item.blob
    // A ticket is linked by a request of its own; until then it lies where it did.
    if item.item.kind != .ticket { state.parent = parent }
    state.before =
      item.item.kind == .spec ? Set(item.item.links.tickets).sorted() : item.before
    state.claims = item.item.kind == .spec ? item.item.links.requirements.sorted() : []
    state.isDeleted = false
  }

  /// What has to come before, as far as it is or comes on the server; the rest is told.
  private mutating func orderFields(
    _ item: MatchedItem, _ local: inout [SyncField: String], _ circles: Set<String>
  ) -> [String] {
    guard item.item.kind == .task || item.item.kind == .ticket else { return [] }
    let missing = item.unresolved + item.after.compactMap { absent[$0] }
    if !missing.isEmpty {
      remark(
        .skip, item, fields: [.dependsOn],
        "not sent with it: \(missing.joined(separator: ", ")), which the server does not have",
        isError: true)
    }
    if circles.contains(item.uid) {
      remark(
        .skip, item, fields: [.dependsOn],
        "its dependencies are not sent: they run in a circle and nothing in it could ever begin",
        isError: true)
      return []
    }
    let after = item.after.filter { absent[$0] == nil }
    if item.item.kind == .task { local[.dependsOn] = after.joined(separator: "\n") }
    return after
  }

  // MARK: Create and update

  private mutating func create(
    _ item: MatchedItem, _ local: [SyncField: String], _ parent: String?, _ after: [String]
  ) {
    reachable.insert(item.uid)
    var creation = item.item.creation
    var needs = [parent].compactMap { $0 }
    if item.item.kind == .ticket {
      creation[.dependsOn] = after.joined(separator: "\n")
      needs += after
    }
    plan.operations.append(
      SyncPlan.Operation(
        .create, item.subject, fields: local, creation: creation, parent: parent,
        needs: needs.sorted()))
  }

  private mutating func update(
    _ item: MatchedItem, _ state: ItemState, _ local: [SyncField: String], _ remote: RemoteItem?,
    _ after: [String]
  ) {
    reachable.insert(item.uid)
    let known = states[item.uid] ?? state
    var found = FieldComparison(
      local: local, known: known, remote: remote?.fields,
      isOurs: unfinished.contains(item.uid),
      overwrites: options.overwritesRemote)
    if let remote, let text = local[.description], found.conflicting.isEmpty,
      Marker.read(in: remote.fields[.description] ?? "")
        != Marker(id: item.item.id, uid: item.uid)
    {
      // Without our marker, or with the ID of before, it could not be found again.
      found.send(.description, text)
    }
    let equal = found.equal.map { ($0, local[$0] ?? "") }
    if let remote {
      let both = Dictionary(uniqueKeysWithValues: equal)
      settled[item.uid]?.note(sent: both, read: both.filter { remote.fields[$0.key] != nil })
    }
    if !found.conflicting.isEmpty {
      return remark(
        .conflict, item, fields: found.conflicting,
        "changed here and on the server: \(Self.names(found.conflicting)); nothing of it was sent",
        details: Self.values(found.conflicting, local, remote)
          + ["write what shall hold into the spec, or give --overwrite-remote"], isError: true)
    }
    if !found.drifted.isEmpty {
      remark(
        .drift, item, fields: found.drifted,
        "changed on the server: \(Self.names(found.drifted)); left alone",
        details: Self.values(found.drifted, local, remote), isError: false, isPending: false)
    }
    if found.toSend.isEmpty {
      plan.unchanged += 1
      return
    }
    plan.operations.append(
      SyncPlan.Operation(
        .update, item.subject, fields: found.toSend, server: state.server, parent: state.parent,
        needs: found.toSend[.dependsOn] == nil ? [] : after,
        seen: (remote?.fields ?? [:]).filter { found.toSend[$0.key] != nil }))
  }

  /// Both values of each field that is short enough for a line.
  private static func values(
    _ fields: [SyncField], _ local: [SyncField: String], _ remote: RemoteItem?
  ) -> [String] {
    fields.sorted().compactMap { field in
      let (mine, theirs) = (local[field] ?? "", remote?.fields[field] ?? "")
      guard field != .dependsOn, [mine, theirs].allSatisfy({ $0.count <= shownLength }),
        !(mine + theirs).contains(where: \.isNewline)
      else { return nil }
      return "\(field.rawValue): here \"\(mine)\", there \"\(theirs)\""
    }
  }

  private static let shownLength = 80

  private static func names(_ fields: [SyncField]) -> String {
    fields.sorted().map(\.rawValue).joined(separator: ", ")
  }
}

extension Planner {
  func isMatched(_ uid: String) -> Bool { matched.contains(uid) }

  /// IDs of the candidates that are requirements of a spec.
  func matchedRequirements(in uid: String) -> [String] {
    items.filter { $0.parent == uid && $0.item.kind == .requirement }.map(\.item.id)
  }
}
