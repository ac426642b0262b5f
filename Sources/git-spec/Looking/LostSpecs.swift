internal import Git
internal import Specs

/// Finds the last commits that took an ID away.
struct LostSpecs {
  struct Start {
    let commit: ObjectID
    let thread: LogWalk.Thread
  }

  private let history: LogHistory
  private let reader: LogReader
  private let workspace: Workspace

  init(_ history: LogHistory, _ reader: LogReader, _ workspace: Workspace) {
    self.history = history
    self.reader = reader
    self.workspace = workspace
  }

  private struct Candidate {
    let position: Int
    let old: SpecEntry
    let changes: LogChanges
  }

  /// One for each root: first by the names of files, then by what is in them.
  func starts(of id: String) throws -> [Start] {
    let candidates = try candidates()
    let named = candidates.filter { $0.old.isNamed(id) }
    var found = try starts(of: id, named, known: [])
    let withID = try blobs(with: id, candidates.map(\.old))
    let others = candidates.filter { !$0.old.isNamed(id) && withID.contains($0.old.file.id) }
    found += try starts(of: id, others, known: Set(found.map(\.thread.root)))
    return found.sorted { $0.thread.root < $1.thread.root }
  }

  /// Every file that some commit changed or removed, the newest commits first.
  private func candidates() throws -> [Candidate] {
    let found = try workspace.repository.changes(
      of: history.commits.map(\.id), below: Schema.rootFolder)
    return found.flatMap { commit, changes -> [Candidate] in
      guard let position = history.position(of: commit) else { return [] }
      let specs = changes.compactMap(SpecChange.init)
      let byRoot = Dictionary(grouping: specs) { ($0.old ?? $0.new)?.root ?? "" }
      return byRoot.keys.sorted().filter(isWanted).flatMap { root -> [Candidate] in
        let changes = LogChanges(byRoot[root] ?? [])
        return changes.all.compactMap { change in
          guard let old = change.old, old.file.id != change.new?.file.id,
            reader.schema(of: old) != nil
          else { return nil }
          return Candidate(position: position, old: old, changes: changes)
        }
      }
    }
  }

  private func isWanted(_ root: String) -> Bool {
    workspace.onlyRoots.isEmpty || workspace.onlyRoots.contains(root)
  }

  private func starts(
    of id: String, _ candidates: [Candidate], known: Set<String>
  ) throws -> [Start] {
    var roots = known
    var found: [Start] = []
    for candidate in candidates where !roots.contains(candidate.old.root) {
      guard try isLost(id, candidate) else { continue }
      roots.insert(candidate.old.root)
      found.append(
        Start(
          commit: history.commits[candidate.position].id,
          thread: LogWalk.Thread(
            path: candidate.old.path, root: candidate.old.root, id: id, isThere: false)))
    }
    return found
  }

  /// Whether a commit took the ID out of a file, and no parent of a merge had done it before.
  private func isLost(_ id: String, _ candidate: Candidate) throws -> Bool {
    let (old, changes) = (candidate.old, candidate.changes)
    let isHere = try reader.isHere(old)
    guard try isHere ? reader.defines(id, old) : old.isNamed(id) else { return false }
    if let new = changes.byPath[old.path]?.new, try reader.defines(id, new) { return false }
    // Moved within the commit: then it is lost later, or not at all.
    guard try changes.definitionsAfter(id, reader).isEmpty else { return false }
    return try history.commits[candidate.position].parents.dropFirst().allSatisfy { parent in
      guard
        let entry = try workspace.repository.entry(at: old.file.path, in: parent)
          .flatMap(SpecEntry.init)
      else { return false }
      return try reader.defines(id, entry)
    }
  }

  /// Those of the files whose text has the ID anywhere; of a partial clone only what is here.
  private func blobs(with id: String, _ entries: [SpecEntry]) throws -> Set<ObjectID> {
    try reader.learn(entries)
    var seen: Set<ObjectID> = []
    let wanted = try entries.filter {
      try seen.insert($0.file.id).inserted && $0.file.mode.isRegular && reader.isHere($0)
    }
    let word = Array(id.utf8)
    let has = try workspace.map(wanted, isWorkingTree: false) { _, content in
      guard case .bytes(let bytes) = content else { return false }
      return bytes.contains(word)
    }
    return Set(zip(wanted, has).filter(\.1).map(\.0.file.id))
  }
}

extension [UInt8] {
  /// Whether some bytes stand in it anywhere.
  fileprivate func contains(_ word: [UInt8]) -> Bool {
    guard let first = word.first, count >= word.count else { return false }
    var start = 0
    let end = count - word.count
    while start <= end, let next = self[start...end].firstIndex(of: first) {
      if self[next..<next + word.count].elementsEqual(word) { return true }
      start = next + 1
    }
    return false
  }
}
