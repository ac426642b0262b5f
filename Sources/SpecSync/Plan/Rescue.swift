/// Everything that a project has on the server, read to find items whose state is lost.
package struct ServerLists: Sendable {
  package let tickets: [ServerTicket]
  /// Only those of the project's tickets.
  package let tasks: [ServerTask]
  package let specs: [ServerSpec]
  private let ticketByID: [String: Int]
  private let specByID: [String: Int]

  package func ticket(_ id: String) -> ServerTicket? { ticketByID[id].map { tickets[$0] } }
  package func spec(_ id: String) -> ServerSpec? { specByID[id].map { specs[$0] } }

  package init(tickets: [ServerTicket], tasks: [ServerTask], specs: [ServerSpec]) {
    self.tickets = tickets
    ticketByID = Dictionary(zip(tickets.map(\.id), tickets.indices), uniquingKeysWith: { $1 })
    specByID = Dictionary(zip(specs.map(\.id), specs.indices), uniquingKeysWith: { $1 })
    let ids = ticketByID
    self.tasks = tasks.filter { ids[$0.ticketID] != nil && !$0.isMadeByServer }
    self.specs = specs
  }

  package static func read(
    _ client: OmoiOSClient, project: String
  ) async throws -> ServerLists {
    async let tickets = client.tickets(project: project)
    async let tasks = client.allTasks()
    async let specs = client.specs(project: project)
    return try await ServerLists(tickets: tickets, tasks: tasks, specs: specs)
  }
}

/// Finds items of the server again: by the marker that each of ours bears, by uid, by looks.
package struct Rescue: Sendable {
  /// An item that bears a marker of ours.
  package struct Found: Sendable, Equatable {
    package let kind: SyncItem.Kind
    package let id: String
    /// For a requirement, which bears no marker, nil.
    package let uid: String?
    package let server: String
    /// The server's ID of what it lies in.
    package let parent: String?
  }

  private let lists: ServerLists
  package let found: [Found]

  package init(_ lists: ServerLists) {
    self.lists = lists
    var found: [Found] = []
    func note(_ kind: SyncItem.Kind, _ text: String?, _ server: String, _ parent: String? = nil) {
      guard let marker = Marker.read(in: text ?? "") else { return }
      found.append(
        Found(kind: kind, id: marker.id, uid: marker.uid, server: server, parent: parent))
    }
    for spec in lists.specs {
      note(.spec, spec.description, spec.id)
      for requirement in spec.requirements {
        found.append(
          Found(
            kind: .requirement, id: requirement.specID, uid: nil, server: requirement.id,
            parent: spec.id))
      }
    }
    for ticket in lists.tickets { note(.ticket, ticket.description, ticket.id) }
    for task in lists.tasks { note(.task, task.description, task.id, task.ticketID) }
    self.found = found
  }

  /// Items that a push made and never noted, by the uids that it was going to give them.
  ///
  /// - Parameter begun: The items whose making had begun; nil when that is not known.
  package func unfinished(
    _ lease: Lease, known: [ItemState], begun: Set<String>? = nil,
    titles: [UIDKey: String] = [:]
  ) -> [ItemState] {
    let have = Set(known.lazy.filter { $0.server != nil }.map(\.uid))
    let servers = Set(known.compactMap(\.server))
    var result: [ItemState] = []
    var rest = lease.minted.filter { !have.contains($0.uid) }
    func take(_ minted: Lease.Minted, _ server: String, parent: String?) {
      result.append(
        ItemState(
          uid: minted.uid, kind: minted.key.kind, root: minted.key.root, id: minted.key.id,
          path: "", server: server, parent: parent))
      rest.removeAll { $0.uid == minted.uid }
    }
    let byUID = Dictionary(
      found.compactMap { item in item.uid.map { ($0, item) } }, uniquingKeysWith: { $1 })
    for minted in rest {
      if let item = byUID[minted.uid], item.kind == minted.key.kind {
        take(minted, item.server, parent: nil)
      }
    }
    // A spec whose text the server rewrote bears no marker yet: it is the one that was not there.
    let before = Set(lease.specsBefore ?? []).union(servers).union(result.compactMap(\.server))
    for spec in lists.specs where lease.specsBefore != nil && !before.contains(spec.id) {
      // What was not begun cannot be there: such a spec is a colleague's.
      let minted = rest.first {
        $0.key.kind == .spec && begun?.contains($0.uid) ?? true
          && Self.mayBe(spec, titled: titles[$0.key])
      }
      guard let minted else { continue }
      take(minted, spec.id, parent: nil)
    }
    // Requirements are known by their ID, in the specs that are ours.
    var ours: [String: (uid: String, root: String)] = [:]
    for item in known + result where item.kind == .spec {
      if let server = item.server { ours[server] = (item.uid, item.root) }
    }
    let taken = servers.union(result.compactMap(\.server))
    for minted in rest where minted.key.kind == .requirement {
      let item = found.first {
        $0.kind == .requirement && $0.id == minted.key.id && !taken.contains($0.server)
          // Two roots may have the same ID.
          && $0.parent.map { ours[$0]?.root == minted.key.root } ?? false
      }
      if let item { take(minted, item.server, parent: item.parent.flatMap { ours[$0]?.uid }) }
    }
    return result
  }

  /// Whether a spec may be one of ours that the server has put into other words: half of the longer
  /// words of our title are still in it.
  static func mayBe(_ spec: ServerSpec, titled title: String?) -> Bool {
    let words = (title ?? "").lowercased().split { !$0.isLetter }.filter { $0.count > 3 }
    guard !words.isEmpty else { return true }
    let text = "\(spec.title) \(spec.description ?? "")".lowercased()
    return words.count { text.contains($0) } * 2 >= words.count
  }

  /// Items of a lost state, by their markers alone; the uid's first digits tell the root.
  package func all(roots: [String]) -> [ItemState] {
    var rootByTag = Dictionary(roots.map { (UID.tag(of: $0), $0) }, uniquingKeysWith: { $1 })
    if roots.count == 1 {
      // Made before the one root there is was moved.
      for item in found {
        if let tag = item.uid?.prefix(4), rootByTag[String(tag)] == nil {
          rootByTag[String(tag)] = roots[0]
        }
      }
    }
    var result: [ItemState] = []
    var uidByServer: [String: (uid: String, root: String)] = [:]
    for item in found {
      guard let uid = item.uid, let root = rootByTag[String(uid.prefix(4))] else { continue }
      uidByServer[item.server] = (uid, root)
    }
    for item in found {
      let own = uidByServer[item.server]
      let parent = item.parent.flatMap { uidByServer[$0] }
      guard let root = own?.root ?? parent?.root else { continue }
      result.append(
        ItemState(
          uid: own?.uid ?? UID.mint(root: root), kind: item.kind, root: root, id: item.id,
          path: "", server: item.server, parent: item.kind == .ticket ? nil : parent?.uid))
    }
    return result
  }

  /// Items that bear the same marker, or the same ID in one spec: which is ours cannot be told.
  package static func doubles(_ items: [ItemState]) -> [UIDKey: Int] {
    Dictionary(items.map { (UIDKey($0), 1) }, uniquingKeysWith: +).filter { $0.value > 1 }
  }

  /// An item on the server that may be one of ours without bearing our marker.
  package enum Lookalike: Sendable, Equatable {
    case one(server: String, title: String, how: String)
    case several(count: Int, title: String)
    /// Another of our items looks like it as well.
    case shared(title: String)
  }

  /// What looks like items that are about to be made: by ID in the title, then by the very title;
  /// tasks only within their ticket.
  ///
  /// - Parameter server: The server's ID of an item that is known.
  package func lookalikes(
    of items: [MatchedItem], taken: Set<String>, server: (String) -> String?
  ) -> [String: Lookalike] {
    var titles: [SyncItem.Kind: [(title: String, server: String, parent: String?)]] = [:]
    func add(_ kind: SyncItem.Kind, _ title: String?, _ server: String, _ parent: String?) {
      guard let title, !taken.contains(server) else { return }
      titles[kind, default: []].append((title, server, parent))
    }
    let marked = Set(found.lazy.filter { $0.uid != nil }.map(\.server))
    for spec in lists.specs where !marked.contains(spec.id) {
      add(.spec, spec.title, spec.id, nil)
    }
    for ticket in lists.tickets where !marked.contains(ticket.id) {
      add(.ticket, ticket.title, ticket.id, nil)
    }
    for task in lists.tasks where !marked.contains(task.id) {
      add(.task, task.title, task.id, task.ticketID)
    }
    var result: [String: Lookalike] = [:]
    for spec in lists.specs where !marked.contains(spec.id) {
      for requirement in spec.requirements {
        add(.requirement, requirement.title, requirement.id, spec.id)
      }
    }
    for item in items {
      var candidates = titles[item.item.kind] ?? []
      if item.item.kind == .task {
        var ticket = item.parent.flatMap(server)
        if let parent = item.parent, case .one(let adopted, _, _)? = result[parent] {
          ticket = adopted
        }
        candidates = candidates.filter { $0.parent == ticket }
      }
      if item.item.kind == .requirement {
        // Known by its ID in the spec that is taken over with it.
        guard let parent = item.parent, case .one(let spec, _, _)? = result[parent] else {
          continue
        }
        candidates = candidates.filter { $0.parent == spec }
      }
      let title = item.item.fields[.title] ?? ""
      let byID = candidates.filter { Self.holds($0.title, item.item.id) }
      let found = byID.isEmpty ? candidates.filter { $0.title == title && !title.isEmpty } : byID
      if found.count == 1 {
        result[item.uid] = .one(
          server: found[0].server, title: found[0].title,
          how: byID.isEmpty ? "the same title" : "its ID in the title")
      } else if found.count > 1 {
        result[item.uid] = .several(count: found.count, title: found[0].title)
      }
    }
    // One of the server's items can be only one of ours.
    var claims: [String: [String]] = [:]
    for (uid, look) in result {
      if case .one(let server, _, _) = look { claims[server, default: []].append(uid) }
    }
    for uids in claims.values where uids.count > 1 {
      for uid in uids {
        if case .one(_, let title, _)? = result[uid] { result[uid] = .shared(title: title) }
      }
    }
    return result
  }

  /// Whether a title names an ID as a word of its own.
  private static func holds(_ title: String, _ id: String) -> Bool {
    title.ranges(of: id).contains { range in
      let before =
        range.lowerBound == title.startIndex
        ? nil : title[title.index(before: range.lowerBound)]
      let after = range.upperBound == title.endIndex ? nil : title[range.upperBound]
      func joins(_ character: Character?) -> Bool {
        character.map { $0.isLetter || $0.isNumber || $0 == "-" } ?? false
      }
      return !joins(before) && !joins(after)
    }
  }
}
