internal import Git
internal import Specs

/// What one commit, or the working tree, did to files of specs, asked by path and by ID.
final class LogChanges {
  let all: [SpecChange]
  let byPath: [String: SpecChange]
  private var oldByID: [String: [SpecEntry]]?
  private var newByID: [String: [Definition]]?

  init(_ changes: [SpecChange]) {
    all = changes
    byPath = Dictionary(changes.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
  }

  /// Files that had an ID before and have it no more.
  func gaveUp(_ id: String, _ reader: LogReader) throws -> [SpecEntry] {
    let known = try oldByID ?? index(reader)
    oldByID = known
    return try (known[id] ?? []).filter { old in
      guard let new = byPath[old.path]?.new else { return true }
      return try !reader.defines(id, new)
    }
  }

  private func index(_ reader: LogReader) throws -> [String: [SpecEntry]] {
    try reader.learn(all.compactMap(\.old))
    var index: [String: [SpecEntry]] = [:]
    for old in all.compactMap(\.old) {
      for id in Set(try reader.definitions(old)?.map(\.id) ?? []) {
        index[id, default: []].append(old)
      }
    }
    return index
  }

  /// Places in changed files that define an ID afterwards.
  func definitionsAfter(_ id: String, _ reader: LogReader) throws -> [Definition] {
    if let newByID { return newByID[id] ?? [] }
    try reader.learn(all.compactMap(\.new))
    let found = try all.compactMap(\.new).flatMap { try reader.definitions($0) ?? [] }
    let index = Dictionary(grouping: found, by: \.id)
    newByID = index
    return index[id] ?? []
  }
}

/// The commits of a history in their order, and what they changed below a root.
final class LogHistory {
  /// Newest first, and no commit before one that follows it: the same whoever reads the repository.
  let commits: [Commit]
  private let positions: [ObjectID: Int]
  private let repository: Repository
  private let step: Int
  private var loaded: [String: Loaded] = [:]

  private struct Loaded {
    var end: Int
    var changes: [ObjectID: LogChanges] = [:]
  }

  init(_ repository: Repository, from tip: ObjectID?) throws {
    self.repository = repository
    let found = try repository.commits(reachableFrom: tip.map { [$0] } ?? [], excluding: [])
    commits = Self.ordered(found, tip)
    positions = Dictionary(
      commits.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { $1 })
    // What a partial clone lacks is fetched once, so it has to be known as a whole.
    step = try repository.isPartialClone() ? .max : 4000
  }

  func position(of commit: ObjectID) -> Int? { positions[commit] }

  /// What the commit at a position changed below a root, against its first parent.
  func changes(at position: Int, in root: String) throws -> LogChanges? {
    var known = loaded[root] ?? Loaded(end: position)
    while known.end <= position {
      let end = step < commits.count - known.end ? known.end + step : commits.count
      let ids = commits[known.end..<end].map(\.id)
      for (commit, changes) in try repository.changes(
        of: ids, in: [RepositoryPath(text: root)])
      {
        let found = changes.compactMap(SpecChange.init).filter { ($0.old ?? $0.new)?.root == root }
        if !found.isEmpty { known.changes[commit] = LogChanges(found) }
      }
      known.end = end
    }
    loaded[root] = known
    return known.changes[commits[position].id]
  }

  /// What one commit changed below all roots.
  func changesEverywhere(at position: Int) throws -> LogChanges {
    let found = try repository.changes(of: [commits[position].id], below: Schema.rootFolder)
    return LogChanges(found.flatMap(\.changes).compactMap(SpecChange.init))
  }

  /// Every version of a path, newest first, as far as it was looked at.
  func versions(of path: String, in root: String) -> [SpecEntry] {
    guard let known = loaded[root] else { return [] }
    return commits.compactMap { known.changes[$0.id]?.byPath[path] }
      .flatMap { [$0.new, $0.old].compactMap { $0 } }
  }

  /// By date, children before their parents.
  private static func ordered(_ commits: [Commit], _ tip: ObjectID?) -> [Commit] {
    let byID = Dictionary(commits.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    guard let first = tip.flatMap({ byID[$0] }) else { return [] }
    var children: [ObjectID: Int] = [:]
    for parent in commits.lazy.flatMap(\.parents) { children[parent, default: 0] += 1 }
    var ready = NewestFirst()
    ready.push(first)
    var result: [Commit] = []
    result.reserveCapacity(commits.count)
    while let next = ready.pop() {
      result.append(next)
      for parent in next.parents {
        children[parent, default: 0] -= 1
        if children[parent] == 0, let commit = byID[parent] { ready.push(commit) }
      }
    }
    return result
  }
}

extension SpecChange {
  init?(_ change: FileChange) {
    let (old, new) = (change.old.flatMap(SpecEntry.init), change.new.flatMap(SpecEntry.init))
    if old == nil && new == nil { return nil }
    self.init(path: change.path.text, old: old, new: new)
  }
}

/// Commits of which the newest is taken first; of one time the one that came first.
private struct NewestFirst {
  private var heap: [(commit: Commit, number: Int)] = []
  private var count = 0

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    let (a, b) = (heap[a], heap[b])
    return a.commit.time == b.commit.time ? a.number < b.number : a.commit.time > b.commit.time
  }

  mutating func push(_ commit: Commit) {
    heap.append((commit, count))
    count += 1
    var place = heap.count - 1
    while place > 0, isBefore(place, (place - 1) / 2) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func pop() -> Commit? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if heap.isEmpty { return first.commit }
    heap[0] = last
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if isBefore(child, least) { least = child }
      }
      if least == place { return first.commit }
      heap.swapAt(place, least)
      place = least
    }
  }
}
