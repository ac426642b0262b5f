/// The files of a working tree as git sees them: what is ignored, nested or sparse is git's to say.
struct WorkingTree {
  let top: String
  let git: GitCommand

  /// Tracked and untracked files below folders of a name; ignored ones only when tracked.
  ///
  /// The state is nil where a file is not in the working tree but in the index only.
  func entries(below folder: String) throws -> (files: [TreeEntry], state: WorkingTreeState?) {
    let listing = try git.answer("list the working tree", Self.listing(below: folder)).output
    var files = FilesBelow(top)
    var stamps: [FileStamp] = []
    var entries: [TreeEntry] = []
    var leftOut: Set<RepositoryPath> = []
    // Submodules, or folders that took a tracked file's place.
    var folders: Set<RepositoryPath> = []
    var last: ArraySlice<UInt8> = []
    for record in listing.split(separator: 0) {
      // A repository in the working tree is listed as a folder, with a slash at its end.
      let isRepository = record.last == 0x2F
      let name = isRepository ? record.dropFirst(2).dropLast() : record.dropFirst(2)
      let stamp = try files.stamp(record.dropFirst(2))
      stamps.append(stamp)
      // Each side of a conflict is a record, one after the other.
      let path = RepositoryPath(bytes: Array(name))
      guard path.isBelow(folder), name != last else { continue }
      last = name
      if let mode = isRepository ? .gitlink : stamp.mode {
        entries.append(TreeEntry(path: path, mode: mode, id: .zero))
      } else if record.first == UInt8(ascii: "S") {
        leftOut.insert(path)
      } else if stamp.isFolder {
        folders.insert(path)
      }
    }
    if !leftOut.isEmpty || !folders.isEmpty {
      entries += try index(below: folder).filter {
        leftOut.contains($0.path) || $0.mode == .gitlink && folders.contains($0.path)
      }
    }
    return (
      entries.sorted { $0.path < $1.path },
      leftOut.isEmpty ? WorkingTreeState(listing: listing, stamps: stamps) : nil
    )
  }

  /// The question whose answer is the listing of a `WorkingTreeState`.
  static func listing(below folder: String) -> [GitWord] {
    ["ls-files", "-t", "-z", "--cached", "--others", "--exclude-standard", "--full-name"]
      + patterns(folder)
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
      ["diff-index", "--raw", "-z", "--no-renames", "--ignore-submodules=dirty", .id(commit)]
        + Self.patterns(folder))
    var changes: [FileChange] = []
    let found = RawDiff.changes(tracked.output).filter { $0.path.isBelow(folder) }
    for change in try git.leavingOutUnchanged(found) {
      // A sparse checkout has the index's blob in the place of a file.
      let kept = change.new.flatMap { $0.id.isZero && $0.mode != .gitlink ? nil : $0 }
      changes.append(
        FileChange(path: change.path, old: change.old, new: try entry(change.path) ?? kept))
    }
    let others = try git.answer(
      "list the working tree",
      ["ls-files", "-z", "--others", "--exclude-standard", "--full-name"] + Self.patterns(folder))
    var known = Set(changes.map(\.path))
    for record in others.output.split(separator: 0) {
      let isRepository = record.last == 0x2F
      let path = RepositoryPath(bytes: Array(isRepository ? record.dropLast() : record))
      let found =
        isRepository ? TreeEntry(path: path, mode: .gitlink, id: .zero) : try entry(path)
      guard path.isBelow(folder), known.insert(path).inserted, let new = found else { continue }
      changes.append(FileChange(path: path, old: nil, new: new))
    }
    return changes.sorted { $0.path < $1.path }
  }

  /// Pathspecs for a folder of a name at any depth, the top's too, and for what is in its place.
  private static func patterns(_ folder: String) -> [GitWord] {
    ["--", .ending(":(top,glob)**/", folder), .ending(":(top,glob)**/", "\(folder)/**")]
  }

  /// The file at a path; nil when there is none, or a folder.
  private func entry(_ path: RepositoryPath) throws -> TreeEntry? {
    var files = FilesBelow(top)
    return try files.stamp(path.bytes[...]).mode.map { TreeEntry(path: path, mode: $0, id: .zero) }
  }
}
