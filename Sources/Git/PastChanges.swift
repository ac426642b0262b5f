/// What commits changed, asked of git for all of them at once.
extension Repository {
  /// Files below folders of a name that each commit changed against its first parent, in the
  /// order of the commits; a root commit added all that it has.
  package func changes(
    of commits: [ObjectID], below folder: String
  ) throws -> [(commit: ObjectID, changes: [FileChange])] {
    try changes(
      of: commits,
      patterns: [.ending(":(top,glob)**/", folder), .ending(":(top,glob)**/", "\(folder)/**")]
    )
    .map { ($0.commit, $0.changes.filter { $0.path.isBelow(folder) }) }
  }

  /// The same for folders that are given by their paths from the top: git then looks at no others.
  package func changes(
    of commits: [ObjectID], in folders: [RepositoryPath]
  ) throws -> [(commit: ObjectID, changes: [FileChange])] {
    guard !folders.isEmpty else { return [] }
    return try changes(
      of: commits,
      patterns: folders.map { .ending(":(top,literal)", String(decoding: $0.bytes, as: UTF8.self)) }
    )
  }

  private static let commitsForEach = 500

  /// Asks several times at once where that pays: git compares large folders on one processor.
  private func changes(
    of commits: [ObjectID], patterns: [GitWord]
  ) throws -> [(commit: ObjectID, changes: [FileChange])] {
    let git = command
    let step = Self.commitsForEach
    // Small parts, because the newest commits have the largest folders.
    let ranges = stride(from: 0, to: commits.count, by: step).map {
      $0..<min($0 + step, commits.count)
    }
    return try Parallel.map(ranges) { range in
      try PastChanges(patterns: patterns, git: git).read(commits[range])
    }
  }

  /// True when objects may be missing here and would have to be fetched.
  package func isPartialClone() throws -> Bool { try partialClone() != nil }
}

/// One answer of git about some commits.
private struct PastChanges {
  let patterns: [GitWord]
  let git: GitCommand

  func read(
    _ commits: ArraySlice<ObjectID>
  ) throws -> [(commit: ObjectID, changes: [FileChange])] {
    let answer = try git.run(
      [
        "diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff",
        "--diff-merges=first-parent", "--abbrev=64", "--",
      ] + patterns, input: Array(commits.map { $0.hex + "\n" }.joined().utf8))
    guard answer.status == 0 else {
      throw GitError(.command, "read what commits changed", answer.error)
    }
    var found: [(commit: ObjectID, changes: [FileChange])] = []
    var record: [ArraySlice<UInt8>] = []
    for field in answer.output.split(separator: 0) {
      if record.isEmpty, field.first != UInt8(ascii: ":") {
        guard let commit = ObjectID(hex: String(decoding: field, as: UTF8.self)) else {
          throw GitError(.command, "read what commits changed", "git gave an unexpected answer")
        }
        found.append((commit, []))
        continue
      }
      record.append(field)
      guard record.count == 2, !found.isEmpty else { continue }
      if let change = RawDiff.change(record[0], path: record[1]) {
        found[found.count - 1].changes.append(change)
      }
      record.removeAll()
    }
    return found
  }
}
