/// Everything that a folder ever held, in any working tree of the clone.
extension Repository {
  /// Blobs of files below a path that are in the history of any ref or in any working tree's index.
  ///
  /// In a partial clone, those that are here.
  package func everyBlob(below path: RepositoryPath, ending: String) throws -> [ObjectID] {
    var tips = try references(below: ["refs/"]).compactMap(\.target)
    if case .commit(let head, _) = try head() { tips.append(head) }
    tips += try mergeHeads()
    let answer = try run(
      [
        "rev-list", "--objects", "--full-history", "--indexed-objects", "--missing=allow-any",
        "--stdin", "--", path.text,
      ], input: Array(Set(tips).map { $0.hex + "\n" }.joined().utf8))
    guard answer.status == 0 else {
      throw GitError(.command, "list every version of the specs", answer.error)
    }
    let end = Array(ending.utf8)
    var seen: Set<ObjectID> = []
    return answer.output.split(separator: 0x0A).compactMap { line in
      // `<id> <path>`; commits have no path, folders another ending.
      guard let space = line.firstIndex(of: 0x20), line.suffix(end.count).elementsEqual(end),
        let id = ObjectID(hex: String(decoding: line[..<space], as: UTF8.self)),
        seen.insert(id).inserted
      else { return nil }
      return id
    }
  }

  /// Files below a path that are in no index as they are, in this and every other working tree.
  ///
  /// Absolute paths.
  package func uncommittedFiles(below path: RepositoryPath) throws -> [[UInt8]] {
    var files: [[UInt8]] = []
    if layout.workTree != nil {
      files += try uncommittedFiles(below: path, command, layout.workTree)
    }
    for worktree in try otherWorktrees() {
      files += try uncommittedFiles(
        below: path, command(inWorktree: worktree.top), worktree.top)
    }
    return files
  }

  /// Which of some files have changes that are not staged; new ones and unmerged ones have none.
  package func unstagedChanges(among paths: [RepositoryPath]) throws -> [RepositoryPath] {
    let answer = try command.answer(
      "look for changes that are not staged",
      [
        "--literal-pathspecs", "diff-files", "--name-only", "-z", "--diff-filter=MTD",
        "--ignore-submodules=all",
      ])
    let changed = Set(answer.output.split(separator: 0).map { RepositoryPath(bytes: Array($0)) })
    return paths.filter(changed.contains)
  }

  private func uncommittedFiles(
    below path: RepositoryPath, _ git: GitCommand, _ top: String?
  ) throws -> [[UInt8]] {
    let answer = try git.answer(
      "list the working tree",
      [
        "ls-files", "-z", "--modified", "--others", "--exclude-standard", "--full-name", "--",
        ":(top,literal)\(path.text)",
      ])
    return answer.output.split(separator: 0).map { Array((top ?? "").utf8) + [0x2F] + $0 }
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
