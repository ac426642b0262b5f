internal import Specs

/// Turns the references of matched items, IDs and paths, into uids.
package struct Resolving {
  let input: SyncInput
  private let gone: Set<String>
  package private(set) var items: [MatchedItem]
  private(set) var position: [String: Int] = [:]
  private var byID: [String: [Int]] = [:]
  private var byPath: [String: [Int]] = [:]
  /// Specs that are not among the candidates by what they claim; read when first needed.
  private var knownClaims: [String: String]?

  package init(_ matching: Matching, _ input: SyncInput) throws {
    self.input = input
    items = matching.matched
    gone = Set(matching.gone.map(\.uid))
    for (place, item) in items.enumerated() {
      position[item.uid] = place
      byID[Self.key(item.item.root, item.item.id), default: []].append(place)
      byPath[item.item.path, default: []].append(place)
    }
    try findHomes()
    for place in items.indices { try resolve(place) }
    turnAround()
  }

  private static func key(_ root: String, _ id: String) -> String { "\(root)\0\(id)" }

  /// The item of an ID: a candidate's, else one that is on the server.
  func uid(_ id: String, root: String, kinds: Set<SyncItem.Kind>) -> String? {
    let mine = (byID[Self.key(root, id)] ?? []).first { kinds.contains(items[$0].item.kind) }
    if let mine { return items[mine].uid }
    return input.index.entries(id: id, root: root).first {
      kinds.contains($0.kind) && !$0.isDeleted && $0.server != nil && position[$0.uid] == nil
    }?.uid
  }

  private func spec(atPath path: String) -> String? {
    if let mine = (byPath[path] ?? []).first(where: { items[$0].item.kind == .spec }) {
      return items[mine].uid
    }
    return input.index.entries(path: path).first {
      $0.kind == .spec && !$0.isDeleted && $0.server != nil && position[$0.uid] == nil
    }?.uid
  }

  // MARK: Requirements and the specs they lie in

  private mutating func findHomes() throws {
    var claimed: [String: String] = [:]
    for item in items where item.item.kind == .spec {
      for id in item.item.links.requirements {
        let key = Self.key(item.item.root, id)
        if claimed[key] == nil { claimed[key] = item.uid }
      }
    }
    for place in items.indices where items[place].item.kind == .requirement {
      let item = items[place].item
      let file = item.links.file ?? item.id
      var wanted =
        claimed[Self.key(item.root, item.id)] ?? claimed[Self.key(item.root, file)]
        ?? item.links.design.flatMap { spec(atPath: $0) }
      if let parent = items[place].entry?.parent {
        // It stays where it was made; that a design now names it has no place on the server.
        items[place].isElsewhere = wanted != nil && wanted != parent
        items[place].parent = parent
        continue
      }
      if wanted == nil {
        wanted =
          input.index.entries(path: item.path)
          .filter { $0.kind == .requirement && !$0.isDeleted }.sorted { $0.id < $1.id }
          .compactMap(\.parent).first { input.index.entry(uid: $0)?.isDeleted == false }
      }
      if wanted == nil {
        let known = try claimsOfKnownSpecs()
        wanted = known[Self.key(item.root, item.id)] ?? known[Self.key(item.root, file)]
      }
      items[place].parent = wanted ?? uid(file, root: item.root, kinds: [.spec])
    }
    dropUnusedFiles()
  }

  private mutating func claimsOfKnownSpecs() throws -> [String: String] {
    if let knownClaims { return knownClaims }
    var result: [String: String] = [:]
    for spec in try input.knownSpecs() where !spec.isDeleted && position[spec.uid] == nil {
      for id in spec.claims where result[Self.key(spec.root, id)] == nil {
        result[Self.key(spec.root, id)] = spec.uid
      }
    }
    knownClaims = result
    return result
  }

  /// A requirements file is a spec only where its requirements have no other.
  private mutating func dropUnusedFiles() {
    let used = Set(items.lazy.filter { $0.item.kind == .requirement }.compactMap(\.parent))
    items.removeAll {
      $0.item.kind == .spec && $0.item.links.file != nil && $0.entry == nil
        && !used.contains($0.uid)
    }
    position = [:]
    byID = [:]
    byPath = [:]
    for (place, item) in items.enumerated() {
      position[item.uid] = place
      byID[Self.key(item.item.root, item.item.id), default: []].append(place)
      byPath[item.item.path, default: []].append(place)
    }
  }

  // MARK: Tickets and tasks

  private mutating func resolve(_ place: Int) throws {
    let item = items[place].item
    let links = item.links
    switch item.kind {
    case .spec, .requirement: return
    case .ticket:
      let named = links.design.flatMap { spec(atPath: $0) }
      let holding = try named ?? firstHome(of: links.requirements, root: item.root)
      items[place].parent = holding ?? designNaming(item)
      resolveOrder(place, among: [.ticket])
    case .task:
      if let ticket = links.ticket {
        items[place].parent = uid(ticket, root: item.root, kinds: [.ticket])
      }
      resolveOrder(place, among: [.task])
    }
  }

  private mutating func resolveOrder(_ place: Int, among kinds: Set<SyncItem.Kind>) {
    let root = items[place].item.root
    func uids(_ ids: [String], _ unresolved: inout [String]) -> [String] {
      var result: Set<String> = []
      for id in ids {
        if let uid = uid(id, root: root, kinds: kinds) {
          if uid != items[place].uid { result.insert(uid) }
        } else {
          unresolved.append(id)
        }
      }
      return result.sorted()
    }
    var unresolved: [String] = []
    items[place].after = uids(items[place].item.links.after, &unresolved)
    items[place].before = uids(items[place].item.links.before, &unresolved)
    items[place].unresolved = unresolved
  }

  private mutating func firstHome(of requirements: [String], root: String) throws -> String? {
    for id in requirements {
      if let home = try home(of: id, root: root) { return home }
    }
    return nil
  }

  /// The spec that holds a requirement, given by its ID or its file's.
  private mutating func home(of id: String, root: String) throws -> String? {
    if let uid = uid(id, root: root, kinds: [.requirement]) {
      if let place = position[uid] { return items[place].parent }
      return input.index.entry(uid: uid)?.parent
    }
    // A file of headings: its own spec, or the one that its headings lie in.
    if let heading = items.first(where: {
      $0.item.kind == .requirement && $0.item.root == root && $0.item.links.file == id
    }) {
      return heading.parent
    }
    return try uid(id, root: root, kinds: [.spec])
      ?? claimsOfKnownSpecs()[Self.key(root, id)]
  }

  /// The design that names a ticket under `tickets`.
  private func designNaming(_ ticket: SyncItem) -> String? {
    let mine = items.lazy.filter {
      $0.item.kind == .spec && $0.item.root == ticket.root
        && $0.item.links.tickets.contains(ticket.id)
    }.map { ($0.item.id, $0.uid) }
    let others = input.index.blockers(of: ticket.id).lazy.filter {
      $0.kind == .spec && $0.root == ticket.root && !$0.isDeleted && position[$0.uid] == nil
        && !input.removed.contains($0.path)
    }.map { ($0.id, $0.uid) }
    // Of several the first by ID, whichever of them changed.
    return (Array(mine) + Array(others)).min { $0.0 < $1.0 }?.1
  }

  /// What names a task under `blocks` comes before it.
  private mutating func turnAround() {
    var extra: [Int: Set<String>] = [:]
    for item in items {
      for uid in item.before {
        if let place = position[uid] { extra[place, default: []].insert(item.uid) }
      }
    }
    for place in items.indices {
      var after = Set(items[place].after).union(extra[place] ?? [])
      for blocker in input.index.blockers(of: items[place].uid)
      where position[blocker.uid] == nil && !blocker.isDeleted && !gone.contains(blocker.uid) {
        after.insert(blocker.uid)
      }
      items[place].after = after.sorted()
    }
  }

  // MARK: What else has to be read

  /// Unchanged files that this change concerns: what a changed or ended `blocks` names or named, and
  /// tickets that a design names or named.
  package func furtherPaths(gone: [IndexEntry]) -> [String] {
    var paths: Set<String> = []
    func add(_ uids: some Sequence<String>) {
      for uid in uids where position[uid] == nil {
        if let entry = input.index.entry(uid: uid), !entry.isDeleted { paths.insert(entry.path) }
      }
    }
    for entry in gone where entry.kind == .task { add(entry.before) }
    for item in items where item.item.kind == .task {
      add(Set(item.entry?.before ?? []).symmetricDifference(item.before))
    }
    for item in items where item.item.kind == .spec {
      for id in Set(item.entry?.before ?? []).symmetricDifference(item.item.links.tickets) {
        add(
          input.index.entries(id: id, root: item.item.root).lazy.filter { $0.kind == .ticket }
            .map(\.uid))
      }
    }
    return paths.sorted()
  }
}
