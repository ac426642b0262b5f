internal import Git
internal import Specs

/// The history of the specs that have an ID, in every root.
final class SpecLog {
  private let workspace: Workspace
  /// The commit to look back from; nil where nothing is committed.
  private let tip: ObjectID?
  /// What the ID is looked for in: the working tree, or a commit.
  private let source: Snapshot
  private let limit: Int?
  private var notes: [String] = []

  private var repository: Repository { workspace.repository }

  init(_ workspace: Workspace, revision: String?, limit: Int?) throws {
    self.workspace = workspace
    self.limit = limit
    let repository = workspace.repository
    if let revision {
      guard let commit = try repository.resolve(revision) else { throw Failure.noCommit(revision) }
      tip = commit
      source = .commit(commit)
      return
    }
    if case .commit(let head, _) = try repository.head() { tip = head } else { tip = nil }
    source =
      repository.layout.isBare ? tip.map { .commit($0) } ?? .empty : .workingTree
  }

  func run(_ id: String) throws -> LogAnswer {
    let snapshot = try load(id)
    let reader = try LogReader(workspace, roots: snapshot.roots)
    let history = try history()
    let uncommitted = try uncommittedChanges()
    var threads = present(id, snapshot)
    if threads.isEmpty { threads = try lost(id, in: uncommitted, reader) }
    var starts = threads.map { (thread: $0, commit: tip) }
    if starts.isEmpty {
      starts = try LostSpecs(history, reader, workspace).starts(of: id)
        .map { (thread: $0.thread, commit: $0.commit) }
    }
    guard !starts.isEmpty else { throw try unknown(id, snapshot, history) }
    var answer = LogAnswer()
    let shallow = try repository.shallowCommits()
    var isCutOff = false
    for (thread, commit) in starts {
      let walk = LogWalk(history, reader, shallow: shallow, limit: limit)
      var next: LogWalk.Thread? = thread
      if let changes = uncommitted[thread.root], commit == tip {
        next = try walk.workingTree(thread, changes)
      }
      if let next, let commit { try walk.run(next, from: commit) }
      isCutOff = isCutOff || walk.isCutOff
      answer.sections.append(try section(thread, walk, snapshot, reader))
      if let version = walk.newestVersion, version.id != id, !thread.isThere {
        notes.append(
          "\(id) was renumbered: `git spec log \(ShellWord.quoted(version.id))` tells how it went on"
        )
      }
    }
    if isCutOff {
      notes.append(
        "history is cut off: this clone is shallow; `git fetch --unshallow` brings the rest")
    }
    noteWhatIsLeftOut(reader)
    answer.notes = notes
    return answer
  }

  private func history() throws -> LogHistory {
    if try tip != nil && repository.lacksTrees() {
      notes.append(
        "history is left out: this partial clone lacks the folders of old commits, and each would have to be fetched"
      )
      return try LogHistory(repository, from: nil)
    }
    return try LogHistory(repository, from: tip)
  }

  private func noteWhatIsLeftOut(_ reader: LogReader) {
    if let trouble = reader.fetchTrouble { notes.append("old versions are left out: \(trouble)") }
    let count = reader.leftOut.count
    guard count > 0 else { return }
    notes.append(
      "\(count == 1 ? "1 version is" : "\(count) versions are") not in this partial clone and left out; `git log -p -- PATH` fetches what it shows"
    )
  }

  // MARK: Now

  /// The specs to look in; of a partial clone those whose files are here, or named by the ID.
  private func load(_ id: String) throws -> LoadedSnapshot {
    var entries = try workspace.entries(of: source)
    if !source.isWorkingTree, try repository.isPartialClone() {
      let missing = try repository.missing(entries.map(\.file.id))
      let before = entries.count
      entries.removeAll { missing.contains($0.file.id) && !$0.isNamed(id) }
      if entries.count < before {
        notes.append(
          "\(before - entries.count) files are not in this partial clone; \(id) was not looked for in them"
        )
      }
    }
    return try LoadedSnapshot(
      entries: entries, isWorkingTree: source.isWorkingTree, workspace: workspace, depth: .onDemand)
  }

  /// The places that define an ID now; a name stands in for a header only where nothing else does.
  private func present(_ id: String, _ snapshot: LoadedSnapshot) -> [LogWalk.Thread] {
    snapshot.roots.keys.sorted().flatMap { root -> [LogWalk.Thread] in
      let all = snapshot.index.definitions(of: id, in: root)
      let read = all.filter { !$0.isFromName }
      var paths: [String] = []
      for definition in read.isEmpty ? all : read where !paths.contains(definition.path) {
        paths.append(definition.path)
      }
      return paths.sorted().map { LogWalk.Thread(path: $0, root: root, id: id, isThere: true) }
    }
  }

  /// What the working tree changes, by root, with the names that its files would have.
  private func uncommittedChanges() throws -> [String: LogChanges] {
    guard source.isWorkingTree else { return [:] }
    let found = try workspace.changes(from: tip.map { .commit($0) } ?? .empty, to: .workingTree)
    let files = found.compactMap(\.new).filter { $0.file.id.isZero && $0.file.mode.isRegular }
    let names = try repository.blobIDs(of: files.map(\.file.path))
    var byPath: [String: SpecEntry] = [:]
    for (entry, name) in zip(files, names) {
      guard let name,
        case .bytes(let bytes) = try workspace.content(of: entry, isWorkingTree: true),
        let made = SpecEntry(
          TreeEntry(path: entry.file.path, mode: entry.file.mode, id: name))
      else { continue }
      workspace.keep(bytes, nil, of: made)
      byPath[entry.path] = made
    }
    let changes = found.map { change in
      SpecChange(path: change.path, old: change.old, new: byPath[change.path] ?? change.new)
    }
    return Dictionary(grouping: changes) { ($0.old ?? $0.new)?.root ?? "" }.mapValues(
      LogChanges.init)
  }

  /// Specs that the last commit has and the working tree has no more.
  private func lost(
    _ id: String, in changes: [String: LogChanges], _ reader: LogReader
  ) throws -> [LogWalk.Thread] {
    try changes.keys.sorted().flatMap { root in
      try (changes[root]?.gaveUp(id, reader) ?? []).map {
        LogWalk.Thread(path: $0.path, root: root, id: id, isThere: false)
      }
    }
  }

  private func section(
    _ thread: LogWalk.Thread, _ walk: LogWalk, _ snapshot: LoadedSnapshot, _ reader: LogReader
  ) throws -> LogSection {
    let changes = walk.changes
    var (kind, title) = ("", changes.first?.title ?? "")
    if thread.isThere,
      let definition = snapshot.index.definitions(of: thread.id, in: thread.root)
        .first(where: { $0.path == thread.path })
    {
      (kind, title) = (definition.kind.rawValue, definition.title)
    } else if let version = walk.newestVersion {
      kind = try reader.part(version)?.kind.rawValue ?? ""
    }
    return LogSection(
      root: thread.root, path: thread.path, kind: kind, id: thread.id, title: title,
      changes: changes)
  }

  // MARK: Never

  private func unknown(
    _ id: String, _ snapshot: LoadedSnapshot, _ history: LogHistory
  ) throws -> Failure {
    let roots = snapshot.roots.keys.sorted()
    if roots.isEmpty {
      return workspace.onlyRoots.first.map(Failure.noRoot) ?? .noSpecRoot
    }
    let definitions = (snapshot.index as? LazyIndex).map { index in
      roots.flatMap { index.allDefinitions(in: $0) }
    }
    try snapshot.throwTrouble()
    for note in notes { Talk.say("note: \(Terminal.safe(note))") }
    let nearest = Nearest.match(id, in: (definitions ?? []).map(\.id))
    let title = definitions?.first { $0.id == nearest }.flatMap { Phrase.quoted($0.title) }
    return Failure(
      .usage, "no spec has the ID `\(Terminal.safe(id))`, and none had it in the past",
      causes: [
        "looked in \(roots.map(Terminal.safe).joined(separator: ", ")) and \(history.commits.count == 1 ? "1 commit" : "\(history.commits.count) commits")"
      ],
      hints: (nearest.map {
        [
          "did you mean `\(Terminal.safe($0))`\(title.map { " " + Terminal.safe($0) } ?? "")? `git spec log \(ShellWord.quoted($0))`"
        ]
      } ?? []) + ["`git spec log ID --rev BRANCH` looks at another branch"])
  }
}

extension SpecEntry {
  /// Whether a file's name begins with an ID.
  func isNamed(_ id: String) -> Bool {
    let name = relative.split(separator: "/").last.map(String.init) ?? ""
    guard let rest = name.dropPrefix(id) else { return false }
    return rest.first.map { !$0.isNumber && !$0.isLetter } ?? true
  }
}
