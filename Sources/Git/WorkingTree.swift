/// The files of a working tree as git sees them: what is ignored, nested or sparse is git's to say.
struct WorkingTree {
  let top: String
  let git: GitCommand

  /// Tracked and untracked files below folders of a name; ignored ones only when tracked.
  func entries(below folder: String) throws -> [TreeEntry] {
    let answer = try git.answer(
      "list the working tree",
      ["ls-files", "-t", "-z", "--cached", "--others", "--exclude-standard", "--full-name"]
        + Self.patterns(folder))
    var seen: Set<RepositoryPath> = []
    var entries: [TreeEntry] = []
    var leftOut: Set<RepositoryPath> = []
    for record in answer.output.split(separator: 0) {
      let path = RepositoryPath(bytes: Array(record.dropFirst(2)))
      guard path.isBelow(folder), seen.insert(path).inserted else { continue }
      if let entry = try entry(path) {
        entries.append(entry)
      } else if record.first == UInt8(ascii: "S") {
        leftOut.insert(path)
      }
    }
    if !leftOut.isEmpty {
      entries += try index(below: folder).filter { leftOut.contains($0.path) }
    }
    return entries.sorted { $0.path < $1.path }
  }

  /// Entries of the index: what a sparse checkout leaves out of the working tree is there all the
  /// same.
  private func index(below folder: String) throws -> [TreeEntry] {
    let answer = try git.answer(
      "read the index", ["ls-files", "-s", "-z", "--full-name"] + Self.patterns(folder))
    return answer.output.split(separator: 0).compactMap { IndexRecord($0)?.entry }
  }

  /// What differs from a commit, untracked files included.
  func changes(from commit: ObjectID, below folder: String) throws -> [FileChange] {
    let tracked = try git.answer(
      "compare the working tree with \(commit.short)",
      [
        "diff", "--raw", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=all",
        "--abbrev=64", commit.hex, "--",
      ] + Self.patterns(folder))
    var changes: [FileChange] = []
    for change in RawDiff.changes(tracked.output) where change.path.isBelow(folder) {
      // A sparse checkout has the index's blob in the place of a file.
      let kept = change.new.flatMap { $0.id.isZero ? nil : $0 }
      changes.append(
        FileChange(path: change.path, old: change.old, new: try entry(change.path) ?? kept))
    }
    let others = try git.answer(
      "list the working tree",
      ["ls-files", "-z", "--others", "--exclude-standard", "--full-name"] + Self.patterns(folder))
    var known = Set(changes.map(\.path))
    for record in others.output.split(separator: 0) {
      let path = RepositoryPath(bytes: Array(record))
      guard path.isBelow(folder), known.insert(path).inserted, let new = try entry(path)
      else { continue }
      changes.append(FileChange(path: path, old: nil, new: new))
    }
    return changes.sorted { $0.path < $1.path }
  }

  /// Pathspecs for a folder of a name at the top and at any depth.
  private static func patterns(_ folder: String) -> [String] {
    ["--", ":(top,glob)\(folder)/**", ":(top,glob)**/\(folder)/**"]
  }

  /// The file at a path; nil when there is none, or a folder.
  private func entry(_ path: RepositoryPath) throws -> TreeEntry? {
    guard let mode = try PlainFile.mode(of: Array(top.utf8) + [0x2F] + path.bytes) else {
      return nil
    }
    return TreeEntry(path: path, mode: mode, id: .zero)
  }
}
