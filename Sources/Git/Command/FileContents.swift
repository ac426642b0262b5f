/// What files of the working tree hold, as git names it.
extension GitCommand {
  /// The names that files would have in the repository, filters applied, in one process; nil in the
  /// place of a path that git cannot be told in a line, and for all when git cannot read one of them.
  func blobIDs(of paths: [RepositoryPath]) throws -> [ObjectID?]? {
    let plain = paths.map { !$0.bytes.contains(0x0A) && $0.bytes.first != 0x22 }
    var input: [UInt8] = []
    for (path, isPlain) in zip(paths, plain) where isPlain { input += path.bytes + [0x0A] }
    if input.isEmpty { return paths.map { _ in nil } }
    let answer = try run(
      ["-c", "core.safecrlf=false", "hash-object", "--stdin-paths"], input: input)
    guard answer.status == 0 else { return nil }
    var ids = answer.text.split(separator: "\n").map { ObjectID(hex: $0) }[...]
    return plain.map { isPlain in isPlain ? ids.popFirst() ?? nil : nil }
  }

  /// The changes without those of files that only look changed, by their time.
  ///
  /// `git diff` does the same, and then writes the index anew, which is not ours to do.
  func leavingOutUnchanged(_ changes: [FileChange]) throws -> [FileChange] {
    let doubtful = changes.filter { change in
      guard let old = change.old, let new = change.new else { return false }
      return new.id.isZero && old.mode == new.mode && old.mode.isRegular
    }
    if doubtful.isEmpty { return changes }
    let paths = doubtful.map(\.path)
    // One file that cannot be read must not make all others look changed.
    let ids = try blobIDs(of: paths) ?? paths.map { try blobIDs(of: [$0])?.first ?? nil }
    let same = Set(zip(doubtful, ids).filter { $0.old?.id == $1 }.map(\.0.path))
    return changes.filter { !same.contains($0.path) }
  }
}
