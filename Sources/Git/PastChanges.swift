/// What commits changed, asked of git for all of them at once.
extension Repository {
  /// Files below folders of a name that each commit changed against its first parent, in the
  /// order of the commits; a root commit added all that it has.
  package func changes(
    of commits: [ObjectID], below folder: String
  ) throws -> [(commit: ObjectID, changes: [FileChange])] {
    let answer = try run(
      [
        "diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff",
        "--diff-merges=first-parent", "--abbrev=64", "--", ":(top,glob)\(folder)/**",
        ":(top,glob)**/\(folder)/**",
      ], input: Array(commits.map { $0.hex + "\n" }.joined().utf8))
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
      if let change = RawDiff.change(record[0], path: record[1]), change.path.isBelow(folder) {
        found[found.count - 1].changes.append(change)
      }
      record.removeAll()
    }
    return found
  }

  /// True when objects may be missing here and would have to be fetched.
  package func isPartialClone() throws -> Bool { try partialClone() != nil }
}
