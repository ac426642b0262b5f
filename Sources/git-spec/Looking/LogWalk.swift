internal import Git
internal import Specs

/// Follows one spec back through history, as git simplifies it: where a parent has the very spec, that
/// parent tells where it comes from; where none has, the merge itself changed it.
final class LogWalk {
  /// A spec at a commit: where it is, or where it was when it was taken away later or before.
  struct Thread: Hashable {
    var path: String
    var root: String
    var id: String
    var isThere: Bool
  }

  private struct Step {
    let old: LogVersion?
    let new: LogVersion?
    var change: LogChange
  }

  private let history: LogHistory
  private let reader: LogReader
  private let origin: SpecOrigin
  private let shallow: Set<ObjectID>
  private let limit: Int
  private var waiting: [ObjectID: Set<Thread>] = [:]
  private var steps: [Step] = []
  private var prefetched: Set<String> = []
  /// True when the clone ends before the spec's beginning.
  private(set) var isCutOff = false

  private var repository: Repository { reader.workspace.repository }

  init(_ history: LogHistory, _ reader: LogReader, shallow: Set<ObjectID>, limit: Int?) {
    self.history = history
    self.reader = reader
    self.shallow = shallow
    self.limit = limit ?? .max
    origin = SpecOrigin(reader)
  }

  /// Changes in the order in which they were met, newest first.
  var changes: [LogChange] { Array(steps.map(\.change).prefix(limit)) }
  /// The ID that the newest change gave to the spec.
  var newestVersion: LogVersion? { steps.first.flatMap { $0.new ?? $0.old } }

  /// Looks at what is not committed, and answers where the spec is in the commit below it.
  func workingTree(_ thread: Thread, _ changes: LogChanges) throws -> Thread? {
    guard let (old, new) = try pair(thread, changes) else { return thread }
    try note(old, new, nil)
    return old.map { self.thread($0) }
  }

  func run(_ thread: Thread, from commit: ObjectID) throws {
    waiting[commit, default: []].insert(thread)
    guard var position = history.position(of: commit) else { return }
    while position < history.commits.count, !waiting.isEmpty, !isFull {
      let commit = history.commits[position]
      for thread in (waiting.removeValue(forKey: commit.id) ?? []).sorted(by: Self.comesFirst) {
        if commit.parents.count > 1 {
          try merge(thread, commit, position)
        } else {
          try step(thread, commit, position)
        }
      }
      position += 1
    }
    try mend()
  }

  private var isFull: Bool {
    steps.count >= limit && steps.prefix(limit).allSatisfy { !$0.change.isMended }
  }

  private static func comesFirst(_ a: Thread, _ b: Thread) -> Bool {
    (a.path, a.id, a.isThere ? 0 : 1) < (b.path, b.id, b.isThere ? 0 : 1)
  }

  private func thread(_ version: LogVersion, isThere: Bool = true) -> Thread {
    Thread(
      path: version.entry.path, root: version.entry.root, id: version.id, isThere: isThere)
  }

  private func pass(_ thread: Thread, to parents: some Sequence<ObjectID>) {
    for parent in parents { waiting[parent, default: []].insert(thread) }
  }

  // MARK: Commits of one parent

  private func step(_ thread: Thread, _ commit: Commit, _ position: Int) throws {
    let changes = try history.changes(at: position, in: thread.root)
    if prefetched.insert(thread.path).inserted {
      try reader.prefetch(history.versions(of: thread.path, in: thread.root))
    }
    guard let changes, let (before, new) = try pair(thread, changes) else {
      return pass(thread, to: commit.parents)
    }
    var old = before
    if old == nil, let new, let parent = commit.parents.first {
      // A root that moved as a whole is another root to git's comparison of one folder.
      old = try origin.of(new, in: try history.changesEverywhere(at: position))
      if old == nil {
        // The number may have been there before, and taken away.
        pass(self.thread(new, isThere: false), to: [parent])
      }
    }
    let isFirst = old == nil && shallow.contains(commit.id)
    if isFirst { isCutOff = true }
    try note(old, new, commit, isFirst: isFirst)
    if let old { pass(self.thread(old), to: commit.parents) }
  }

  /// The spec before and after a change; nil when the change does not concern it.
  private func pair(
    _ thread: Thread, _ changes: LogChanges
  ) throws -> (old: LogVersion?, new: LogVersion?)? {
    guard let change = changes.byPath[thread.path] else { return nil }
    if thread.isThere, let entry = change.new {
      // Its mode changed, and nothing else.
      if change.old?.file.id == entry.file.id { return nil }
      let new = LogVersion(entry: entry, id: thread.id)
      return (try origin.of(new, in: changes), new)
    }
    guard let entry = change.old else { return nil }
    let old = LogVersion(entry: entry, id: thread.id)
    let isKnown = try reader.isHere(entry)
    if isKnown, try !reader.defines(thread.id, entry) { return nil }
    if let entry = change.new, try reader.defines(thread.id, entry) {
      return (old, LogVersion(entry: entry, id: thread.id))
    }
    return (old, try origin.successor(of: old, in: changes))
  }

  // MARK: Merges

  private func merge(_ thread: Thread, _ commit: Commit, _ position: Int) throws {
    guard let changes = try history.changes(at: position, in: thread.root),
      let change = changes.byPath[thread.path], change.old?.file.id != change.new?.file.id
    else { return pass(thread, to: commit.parents.prefix(1)) }
    guard thread.isThere, let entry = change.new else {
      return try mergeWithout(thread, commit, change)
    }
    let new = LogVersion(entry: entry, id: thread.id)
    var before: [(parent: ObjectID, version: LogVersion)] = []
    for (number, parent) in commit.parents.enumerated() {
      let old = try self.before(new, parent, commit, number == 0 ? changes : nil)
      guard let old else { continue }
      if try isSame(old, new) { return pass(self.thread(old), to: [parent]) }
      before.append((parent, old))
    }
    try note(before.first?.version, new, commit)
    for (parent, old) in before { pass(self.thread(old), to: [parent]) }
  }

  /// What a parent of a merge has of a spec.
  private func before(
    _ new: LogVersion, _ parent: ObjectID, _ commit: Commit, _ known: LogChanges?
  ) throws -> LogVersion? {
    if let known { return try origin.of(new, in: known) }
    let path = new.entry.file.path
    if let entry = try repository.entry(at: path, in: parent).flatMap(SpecEntry.init) {
      let old = LogVersion(entry: entry, id: new.id)
      if entry.file.id == new.entry.file.id { return old }
      if try reader.defines(new.id, entry) { return old }
    }
    return try origin.of(new, in: try changes(from: parent, to: commit.id, of: new.entry.root))
  }

  private func changes(
    from parent: ObjectID, to commit: ObjectID, of root: String
  ) throws -> LogChanges {
    let place = RepositoryPath(text: root)
    func tree(_ commit: ObjectID) throws -> ObjectID? {
      let top = try repository.rootTree(of: commit)
      if case .tree(let id) = try repository.folder(at: place, in: top) { return id }
      return nil
    }
    let found = try repository.changes(fromTree: tree(parent), toTree: tree(commit), at: place)
    return LogChanges(
      found.compactMap(SpecChange.init).filter { ($0.old ?? $0.new)?.root == root })
  }

  /// A merge without the spec: one side had taken it away, or the merge itself did.
  private func mergeWithout(
    _ thread: Thread, _ commit: Commit, _ change: SpecChange
  ) throws {
    var before: [(parent: ObjectID, version: LogVersion)] = []
    let path = RepositoryPath(text: thread.path)
    for (number, parent) in commit.parents.enumerated() {
      let entry =
        number == 0
        ? change.old : try repository.entry(at: path, in: parent).flatMap(SpecEntry.init)
      guard let entry, try reader.defines(thread.id, entry) else {
        return pass(thread, to: [parent])
      }
      before.append((parent, LogVersion(entry: entry, id: thread.id)))
    }
    guard let first = before.first else { return }
    try note(first.version, nil, commit)
    for (parent, old) in before { pass(self.thread(old), to: [parent]) }
  }

  // MARK: Steps

  private func isSame(_ old: LogVersion, _ new: LogVersion) throws -> Bool {
    if old.id != new.id || old.entry.path != new.entry.path { return false }
    if old.entry.file.id == new.entry.file.id { return true }
    guard let before = try reader.part(old), let after = try reader.part(new) else { return false }
    // Of two that cannot be read nobody knows.
    return before.trouble == nil && after.trouble == nil && after.isSame(as: before)
  }

  /// Notes a step that changed something of the spec.
  private func note(
    _ old: LogVersion?, _ new: LogVersion?, _ commit: Commit?, isFirst: Bool = false
  ) throws {
    guard let version = new ?? old, let part = try reader.part(version) else { return }
    if let old, let new, try isSame(old, new) { return }
    var change = LogChange(
      commit: commit, isMerge: commit.map { $0.parents.count > 1 } ?? false,
      event: isFirst ? .first : old == nil ? .created : new == nil ? .deleted : .changed,
      path: version.entry.path,
      renamedFrom: new == nil || old?.entry.path == version.entry.path ? nil : old?.entry.path,
      id: version.id, title: part.title, status: part.status)
    change.trouble = part.trouble
    if let old, new != nil, let before = try reader.part(old) {
      if old.entry.file.id != version.entry.file.id || old.id != version.id {
        change.difference = part.difference(
          from: before, settings: reader.settings(of: version.entry.root))
      }
      change.isMended = before.trouble != nil && part.trouble == nil
    }
    steps.append(Step(old: old, new: new, change: change))
  }

  /// Compares the fields of what can be read again with the last version that could be read.
  private func mend() throws {
    for index in steps.indices where steps[index].change.isMended {
      guard let new = steps[index].new, let part = try reader.part(new) else { continue }
      var base = steps[index].old
      var next = index + 1
      while let version = base, let before = try reader.part(version), before.trouble != nil {
        while next < steps.count, steps[next].new.map(version.isFile) != true { next += 1 }
        base = next < steps.count ? steps[next].old : nil
        next += 1
      }
      guard let base, let before = try reader.part(base), before.trouble == nil else {
        steps[index].change.wasNeverRead = true
        continue
      }
      steps[index].change.difference.fields =
        part.difference(from: before, settings: reader.settings(of: new.entry.root)).fields
    }
  }
}
