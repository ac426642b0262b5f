internal import CGit2

/// Single things that commits and git's configuration say.
extension Repository {
  /// The content of a file in a commit; nil when there is no such path.
  package func file(_ path: RepositoryPath, in commit: ObjectID, limit: Int) throws -> WorkingFile?
  {
    guard let entry = try entry(at: path, in: commit) else { return nil }
    if entry.mode == .symlink { return .symlink }
    guard entry.mode.isRegular else { return .notRegular }
    return WorkingFile(try blob(entry.id, limit: limit))
  }

  /// The entry at a path of a commit's tree; nil when there is none.
  package func entry(at path: RepositoryPath, in commit: ObjectID) throws -> TreeEntry? {
    try ask { try $0.treeEntry(of: commit, at: path) }
  }

  /// The ref that another one stands for (`refs/remotes/origin/HEAD`); nil when it stands for none.
  package func symbolicTarget(of name: String) throws -> String? {
    if let bytes = try PlainFile.read(layout.commonDirectory + "/" + name) {
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.hasPrefix("ref:"), let line = text.split(separator: "\n").first else { return nil }
      return String(line.dropFirst(4).drop { $0 == " " })
    }
    // Other forms of storage have no such file, and git alone reads them.
    guard backend is CommandBackend else { return nil }
    let answer = try run(["symbolic-ref", "--quiet", "--", .value(name)])
    return answer.status == 0 ? answer.line : nil
  }

  /// The value of a git setting as git itself would read it; nil when it is not set.
  package func setting(_ name: GitWord) throws -> String? {
    if let backend = backend as? LibGit2Backend, mayFallBack, !hasSettingsForGitAlone {
      return try backend.setting([name].checked().joined())
    }
    let answer = try run(["config", "--get", name])
    guard answer.status < 2 else { throw GitError(.command, "read \(name.text)", answer.error) }
    return answer.status == 0 ? answer.line : nil
  }

  /// True where settings come from places that libgit2 does not look at (`git -c`, others).
  private var hasSettingsForGitAlone: Bool {
    let names = [
      "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
    ]
    return names.contains { environment[$0] != nil }
      || PlainFile.exists(layout.gitDirectory + "/config.worktree")
  }
}

extension LibGit2Backend {
  func setting(_ name: String) throws -> String? {
    let config = try LibGit2.make("read the settings") {
      git_repository_config_snapshot($0, repository)
    }
    defer { git_config_free(config) }
    var value: UnsafePointer<CChar>?
    let status = git_config_get_string(&value, config, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try LibGit2.check("read \(name)", status)
    return value.map { String(cString: $0) }
  }
}
