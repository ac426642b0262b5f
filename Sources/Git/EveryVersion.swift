/// Everything that a folder ever held, in any working tree of the clone.
extension Repository {
  /// Blobs of files below a folder that are in the history of any ref or in any working tree's
  /// index.
  ///
  /// In a partial clone, those that are here; `isWhole` is false where some are not.
  package func everyBlob(
    below folder: RepositoryPath, where isWanted: (RepositoryPath) -> Bool
  ) throws -> (ids: [ObjectID], isWhole: Bool) {
    let worktrees = try otherWorktrees()
    var tips = try references(below: ["refs/"]).compactMap(\.target)
    if case .commit(let head, _) = try head() { tips.append(head) }
    tips += try mergeHeads() + worktrees.compactMap(\.head)
    var found = try historicBlobs(below: folder, where: isWanted, from: Set(tips))
    var indexes = layout.workTree == nil ? [] : [command]
    indexes += worktrees.filter(\.isThere).map { command(inWorktree: $0.top) }
    for git in indexes { found.ids += try indexedBlobs(below: folder, where: isWanted, git) }
    var seen: Set<ObjectID> = []
    found.ids.removeAll { !seen.insert($0).inserted }
    if let partial = try partialClone() {
      let missing = Set(try partial.missing(found.ids))
      found.ids.removeAll(where: missing.contains)
      found.isWhole = found.isWhole && missing.isEmpty
    }
    return found
  }

  /// Blobs of commits; git is asked not to fetch what a partial clone lacks.
  private func historicBlobs(
    below folder: RepositoryPath, where isWanted: (RepositoryPath) -> Bool,
    from tips: Set<ObjectID>
  ) throws -> (ids: [ObjectID], isWhole: Bool) {
    let list: [GitWord] = ["rev-list", "--objects", "--full-history", "--missing=print", "--stdin"]
    let input = Array(tips.map { $0.hex + "\n" }.joined().utf8)
    var answer = try run(list + ["--", Self.pattern(folder)], input: input)
    if answer.status != 0, try isPartialClone() {
      // Where folders are missing, git cannot tell which commits changed one.
      answer = try run(list, input: input)
    }
    guard answer.status == 0 else {
      throw GitError(.command, "list every version of the specs", answer.error)
    }
    let start = folder.bytes + [0x2F]
    var isWhole = true
    let ids = answer.output.split(separator: 0x0A).compactMap { line -> ObjectID? in
      // `?<id>` is missing; `<id> <path>` is a file or folder; commits have no path.
      if line.first == UInt8(ascii: "?") { isWhole = false }
      guard let space = line.firstIndex(of: 0x20) else { return nil }
      let path = line[(space + 1)...]
      guard path.starts(with: start), isWanted(RepositoryPath(bytes: Array(path))) else {
        return nil
      }
      return ObjectID(hex: String(decoding: line[..<space], as: UTF8.self))
    }
    return (ids, isWhole)
  }

  /// Git reads no pattern out of the folder's own name.
  private static func pattern(_ folder: RepositoryPath) -> GitWord {
    .ending(":(top,literal)", String(decoding: folder.bytes, as: UTF8.self))
  }

  /// Blobs of an index, those of all sides where it is unmerged.
  private func indexedBlobs(
    below folder: RepositoryPath, where isWanted: (RepositoryPath) -> Bool, _ git: GitCommand
  ) throws -> [ObjectID] {
    let answer = try git.answer(
      "read the index",
      ["ls-files", "-s", "-z", "--full-name", "--", Self.pattern(folder)])
    return answer.output.split(separator: 0).compactMap { IndexRecord($0)?.entry }
      .filter { isWanted($0.path) }.map(\.id)
  }

  /// Files below a folder that are in no index as they are, in this and every other working tree.
  ///
  /// Absolute paths.
  package func uncommittedFiles(
    below folder: RepositoryPath, where isWanted: (RepositoryPath) -> Bool
  ) throws -> [[UInt8]] {
    var files: [[UInt8]] = []
    if layout.workTree != nil {
      files += try uncommittedFiles(below: folder, where: isWanted, command, layout.workTree)
    }
    for worktree in try otherWorktrees() where worktree.isThere {
      files += try uncommittedFiles(
        below: folder, where: isWanted, command(inWorktree: worktree.top), worktree.top)
    }
    return files
  }

  /// Which of some files have changes that are not staged; new ones and unmerged ones have none.
  ///
  /// Only content counts, not the time of the last writing.
  package func unstagedChanges(among paths: [RepositoryPath]) throws -> [RepositoryPath] {
    let answer = try command.answer(
      "look for changes that are not staged",
      [
        "diff-files", "--raw", "-z", "--diff-filter=MTDU", "--no-renames",
        "--ignore-submodules=all",
      ])
    let wanted = Set(paths)
    let found = RawDiff.changes(answer.output).filter { wanted.contains($0.path) }
    // What is unmerged is compared with our side as well.
    let unmerged = Set(found.filter { $0.old == nil }.map(\.path))
    let changed = try command.leavingOutUnchanged(found.filter { !unmerged.contains($0.path) })
    let known = Set(changed.map(\.path))
    return paths.filter(known.contains)
  }

  /// Which of some paths git would leave out of `git add`.
  package func ignored(among paths: [RepositoryPath]) throws -> [RepositoryPath] {
    if paths.isEmpty { return [] }
    let answer = try run(
      ["check-ignore", "-z", "--stdin"], input: Array(paths.map { $0.bytes + [0] }.joined()))
    guard answer.status <= 1 else {
      throw GitError(.command, "ask which files are ignored", answer.error)
    }
    return answer.output.split(separator: 0).map { RepositoryPath(bytes: Array($0)) }
  }

  private func uncommittedFiles(
    below folder: RepositoryPath, where isWanted: (RepositoryPath) -> Bool, _ git: GitCommand,
    _ top: String?
  ) throws -> [[UInt8]] {
    let answer = try git.answer(
      "list the working tree",
      [
        "ls-files", "-z", "--modified", "--others", "--exclude-standard", "--full-name", "--",
        Self.pattern(folder),
      ])
    return answer.output.split(separator: 0).filter { isWanted(RepositoryPath(bytes: Array($0))) }
      .map { Array((top ?? "").utf8) + [0x2F] + $0 }
  }

  /// The content of a file by its absolute path; a symlink is never followed.
  package func file(atAbsolute path: [UInt8], limit: Int) throws -> WorkingFile {
    try PlainFile.content(of: path, limit: limit)
  }

  /// The git command in another working tree, which is told nothing about this one.
  private func command(inWorktree top: String) -> GitCommand {
    let own = ["DIR", "WORK_TREE", "INDEX_FILE", "PREFIX", "COMMON_DIR", "OBJECT_DIRECTORY"]
    return GitCommand(
      directory: top,
      environment: environment.filter { name, _ in
        !own.contains { name == "GIT_\($0)" }
      })
  }
}
