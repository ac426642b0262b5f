/// What this clone has not got, where it was cloned without all of the history or all objects.
extension Repository {
  /// Those of the objects that a partial clone would have to fetch; none in any other.
  package func missing(_ ids: [ObjectID]) throws -> Set<ObjectID> {
    Set(try partialClone()?.missing(ids) ?? [])
  }

  /// True for a partial clone that has not even the folders of old commits, so that every look at
  /// one would have to fetch them.
  package func lacksTrees() throws -> Bool {
    guard try isPartialClone() else { return false }
    let answer = try run(["config", "--get-regexp", "^remote\\..*\\.partialclonefilter$"])
    return answer.text.split(separator: "\n").contains { line in
      line.split(separator: " ").last.map { $0.contains("tree:") } ?? false
    }
  }

  /// The commits behind which a shallow history is cut off; none in any other.
  package func shallowCommits() throws -> Set<ObjectID> {
    guard let bytes = try PlainFile.read(layout.commonDirectory + "/shallow") else { return [] }
    return Set(
      String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        .compactMap { ObjectID(hex: $0) })
  }

  /// The names that files of the working tree would have in the repository, filters applied, in one
  /// process; nil for a path that git cannot be told in a line.
  package func blobIDs(of paths: [RepositoryPath]) throws -> [ObjectID?] {
    guard let ids = try command.blobIDs(of: paths) else {
      throw GitError(.command, "name the content of changed files", "git cannot read one of them")
    }
    return ids
  }
}
