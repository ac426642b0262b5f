internal import Synchronization

/// The files of snapshots: which there are, what differs, what they hold.
extension Repository {
  /// Every file below any folder of a name, and what is no folder in such a place, by path.
  package func entries(in snapshot: Snapshot, below folder: String) throws -> [TreeEntry] {
    switch snapshot {
    case .empty: []
    case .index: try indexEntries(below: folder)
    case .commit(let id):
      try ask { try $0.treeEntries(of: id, below: folder) }.sorted { $0.path < $1.path }
    case .workingTree: try workingEntries(below: folder)
    }
  }

  private func workingEntries(below folder: String) throws -> [TreeEntry] {
    let (files, state) = try workingTree().entries(below: folder)
    keep(state, below: folder)
    return files
  }

  /// The index does not change under a hook, so it is read once for each folder name.
  private func indexEntries(below folder: String) throws -> [TreeEntry] {
    if let known = indexByFolder[folder] { return known }
    let entries = try ask { try $0.indexEntries(below: folder) }.sorted { $0.path < $1.path }
    indexByFolder[folder] = entries
    return entries
  }

  /// Forgets what was read of the index, after it has been written.
  package func indexHasChanged() { indexByFolder.removeAll() }

  /// Files below folders of a name that differ between two snapshots, by path.
  ///
  /// Against the index, folders that it no longer holds are left out: nothing is left to judge.
  package func changes(
    from old: Snapshot, to new: Snapshot, below folder: String
  ) throws -> [FileChange] {
    switch (old, new) {
    case (.commit(let a), .commit(let b)):
      return try ask { try $0.treeChanges(from: a, to: b, below: folder) }
    case (.commit(let a), .workingTree):
      return try workingTree().changes(from: a, below: folder)
    case (.commit(let a), .index):
      let after = try entries(in: .index, below: folder)
      var folders: [String] = []
      for entry in after {
        guard let top = entry.path.top(folder), folders.last != top, !folders.contains(top)
        else { continue }
        folders.append(top)
      }
      let before = try ask { try $0.treeEntries(of: a, in: folders) }.sorted { $0.path < $1.path }
      return Self.difference(before, after)
    default:
      return Self.difference(
        try entries(in: old, below: folder), try entries(in: new, below: folder))
    }
  }

  private static func difference(_ old: [TreeEntry], _ new: [TreeEntry]) -> [FileChange] {
    // Both are in the order of paths.
    var changes: [FileChange] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if j == new.count || i < old.count && old[i].path < new[j].path {
        changes.append(FileChange(path: old[i].path, old: old[i], new: nil))
        i += 1
      } else if i == old.count || new[j].path < old[i].path {
        changes.append(FileChange(path: new[j].path, old: nil, new: new[j]))
        j += 1
      } else {
        if old[i].id != new[j].id || old[i].mode != new[j].mode {
          changes.append(FileChange(path: new[j].path, old: old[i], new: new[j]))
        }
        i += 1
        j += 1
      }
    }
    return changes
  }

  /// The content of a blob.
  package func blob(_ id: ObjectID, limit: Int) throws -> Blob {
    var found: Blob?
    try forEachBlob([id], limit: limit) { _, blob in found = blob }
    guard let found else { throw GitError(.generic, "read \(id.short)", "no answer") }
    return found
  }

  /// The contents of many blobs, in order, each once.
  package func forEachBlob(
    _ ids: [ObjectID], limit: Int, _ body: (Int, Blob) throws -> Void
  ) throws {
    // After a fetch, or a change of backend, the rest is read, not the whole again.
    var done = 0
    func read(_ backend: any Backend) throws {
      let start = done
      try backend.forEachBlob(Array(ids[start...]), limit: limit) { index, blob in
        try body(start + index, blob)
        done = start + index + 1
      }
    }
    if backend is CommandBackend { try partialClone()?.fetch(ids) }
    do {
      try read(backend)
    } catch let error as GitError where error.code == .notFound && backend is LibGit2Backend {
      try partialClone()?.fetch(Array(ids[done...]))
      try ask(read)
    } catch is GitError where mayFallBack && backend is LibGit2Backend {
      try ask(read)
    }
  }

  func partialClone() throws -> PartialClone? {
    if let found = foundPartialClone { return found }
    let found = try PartialClone(command, layout)
    foundPartialClone = .some(found)
    return found
  }

  /// Makes something of each of many files of a snapshot, on several processors where that pays.
  package func mapFiles<Result: Sendable>(
    _ entries: [TreeEntry], isWorkingTree: Bool, limit: Int,
    _ transform: @escaping @Sendable (Int, WorkingFile) -> Result
  ) throws -> [Result] {
    if isWorkingTree {
      guard let top = layout.workTree else {
        throw GitError(.file, "read the working tree", "this repository is bare")
      }
      let start = Array(top.utf8) + [0x2F]
      // What a sparse checkout leaves out is read from the index, all of it at once.
      let kept = entries.indices.filter { !entries[$0].id.isZero }
      let known = Dictionary(
        uniqueKeysWithValues: zip(kept, try contents(of: kept.map { entries[$0] }, limit: limit)))
      let paths = entries.map(\.path)
      let expected = stampByPath.isEmpty ? [] : paths.map { stampByPath[$0] }
      let isOther = Atomic(false)
      let results = try Parallel.map(count: entries.count) { index in
        if let file = known[index] { return transform(index, file) }
        let (file, stamp) = try PlainFile.stamped(start + paths[index].bytes, limit: limit)
        if !expected.isEmpty, !file.isOf(expected[index], stamp) {
          isOther.store(true, ordering: .relaxed)
        }
        return transform(index, file)
      }
      if isOther.load(ordering: .relaxed) { forgetWorkingTreeStates() }
      return results
    }
    guard entries.allSatisfy(\.mode.isRegular) else {
      return try contents(of: entries, limit: limit).enumerated().map(transform)
    }
    if let results = (backend as? LibGit2Backend)?.mapBlobs(
      entries, limit: limit, { transform($0, WorkingFile($1)) })
    {
      return results
    }
    let ids = entries.map(\.id)
    var results: [Result] = []
    results.reserveCapacity(ids.count)
    try forEachBlob(ids, limit: limit) { results.append(transform($0, WorkingFile($1))) }
    return results
  }

  /// What files with objects hold; links and submodules have no text of their own.
  private func contents(of entries: [TreeEntry], limit: Int) throws -> [WorkingFile] {
    var files = entries.map { $0.mode == .symlink ? WorkingFile.symlink : .notRegular }
    let regular = entries.indices.filter { entries[$0].mode.isRegular }
    try forEachBlob(regular.map { entries[$0].id }, limit: limit) { index, blob in
      files[regular[index]] = WorkingFile(blob)
    }
    return files
  }

  /// The content of a file in the working tree; a symlink is never followed.
  package func workingFile(_ path: RepositoryPath, limit: Int) throws -> WorkingFile {
    guard let top = layout.workTree else {
      throw GitError(.file, "read \(path)", "a bare repository has no working tree")
    }
    return try PlainFile.content(of: Array(top.utf8) + [0x2F] + path.bytes, limit: limit)
  }
}

extension RepositoryPath {
  /// The path up to its first folder of a name, or to what stands in its place.
  func top(_ folder: String) -> String? {
    if text == folder { return folder }
    if text.hasPrefix(folder + "/") { return folder }
    let pattern = Array("/\(folder)/".utf8)
    let bytes = Array(text.utf8)
    guard bytes.count >= pattern.count else { return nil }
    for start in 0...(bytes.count - pattern.count)
    where bytes[start] == 0x2F && bytes[start..<start + pattern.count].elementsEqual(pattern) {
      return String(decoding: bytes[..<(start + pattern.count - 1)], as: UTF8.self)
    }
    return isInPlace(of: folder) ? text : nil
  }
}

extension Repository {
  /// The name that a working file's content would have in the repository, filters applied.
  package func blobID(of bytes: [UInt8], at path: RepositoryPath) throws -> ObjectID? {
    let name = String(decoding: path.bytes, as: UTF8.self)
    let answer = try run(["hash-object", "--stdin", .ending("--path=", name)], input: bytes)
    return answer.status == 0 ? ObjectID(hex: answer.line) : nil
  }
}
