internal import CGit2

/// Opens a repository as the git command would in the same environment.
///
/// libgit2's own reading of the environment refuses GIT_WORK_TREE and GIT_COMMON_DIR and takes a
/// relative GIT_INDEX_FILE from the wrong folder, so each variable is applied here.
struct LibGit2Opening {
  let repository: OpaquePointer
  let database: OpaquePointer
  let layout: Layout
  let indexPath: String
  /// Folders of objects that the environment names besides the repository's own.
  let otherObjects: [String]

  init(directory: String, environment: [String: String]) throws {
    func absolute(_ path: String) -> String {
      path.hasPrefix("/") ? path : directory + "/" + path
    }
    let operation = "open the repository"
    let repository: OpaquePointer
    if let gitDirectory = environment["GIT_DIR"] {
      repository = try LibGit2.make(operation) {
        git_repository_open_ext(
          $0, absolute(gitDirectory),
          GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue, nil)
      }
    } else {
      let crosses = environment["GIT_DISCOVERY_ACROSS_FILESYSTEM"].map { $0 == "1" || $0 == "true" }
      repository = try LibGit2.make(operation) {
        git_repository_open_ext(
          $0, directory, crosses == true ? GIT_REPOSITORY_OPEN_CROSS_FS.rawValue : 0,
          environment["GIT_CEILING_DIRECTORIES"])
      }
    }
    var kept = false
    defer { if !kept { git_repository_free(repository) } }

    let gitDirectory = Self.folder(git_repository_path(repository))
    let commonDirectory = Self.folder(git_repository_commondir(repository))
    let isInside = (directory + "/").hasPrefix(gitDirectory + "/")
    if environment["GIT_DIR"] == nil, isInside {
      // A bare repository may lie in somebody's files, with settings that run programs. Whether one that
      // was found by looking around counts is the user's to say (`safe.bareRepository`), in settings
      // that only git tells apart.
      _ = try GitCommand(directory: directory, environment: environment)
        .answer(operation, ["rev-parse", "--git-dir"])
    }
    for folder in [commonDirectory, gitDirectory]
    where Self.placesWorkTree(folder + "/config.worktree", repository) {
      throw GitError(
        .generic, operation, "config.worktree, which libgit2 does not read, says where it is")
    }
    if let common = environment["GIT_COMMON_DIR"], Self.trimmed(absolute(common)) != commonDirectory
    {
      throw GitError(.generic, operation, "GIT_COMMON_DIR names another folder")
    }
    if let workTree = environment["GIT_WORK_TREE"] {
      let path = absolute(workTree == "." ? "" : workTree)
      try LibGit2.check(
        "use the working tree \(workTree)", git_repository_set_workdir(repository, path, 0))
    } else if environment["GIT_DIR"] != nil, git_repository_is_bare(repository) == 0,
      environment["GIT_IMPLICIT_WORK_TREE"] != "0", !Self.hasWorkTreeSetting(repository)
    {
      // With GIT_DIR alone git takes the current folder for the working tree.
      try LibGit2.check(
        "use the working tree \(directory)", git_repository_set_workdir(repository, directory, 0))
    }
    var workTree = git_repository_workdir(repository).map { Self.folder($0) }
    // Whoever stands inside the repository's own folder has no working tree.
    if environment["GIT_DIR"] == nil, isInside {
      workTree = nil
    }
    layout = Layout(
      gitDirectory: gitDirectory, commonDirectory: commonDirectory, workTree: workTree)
    let environment = RepositoryEnvironment.forChildren(of: layout, in: directory, environment)
    indexPath = environment["GIT_INDEX_FILE"] ?? gitDirectory + "/index"

    let database = try LibGit2.make("open the object database") {
      git_repository_odb($0, repository)
    }
    // In a server's hook the incoming objects are in quarantine, beside the repository's own.
    otherObjects = ObjectFolders.named(in: environment)
    for folder in otherObjects { git_odb_add_disk_alternate(database, folder) }
    self.database = database
    self.repository = repository
    kept = true
  }

  /// Whether a worktree's own settings count and say `core.bare` or `core.worktree`.
  private static func placesWorkTree(_ path: String, _ repository: OpaquePointer) -> Bool {
    guard PlainFile.exists(path) else { return false }
    var all: OpaquePointer?
    guard git_repository_config_snapshot(&all, repository) == 0 else { return false }
    defer { git_config_free(all) }
    var isOn: Int32 = 0
    guard git_config_get_bool(&isOn, all, "extensions.worktreeConfig") == 0, isOn == 1 else {
      return false
    }
    var own: OpaquePointer?
    guard git_config_open_ondisk(&own, path) == 0 else { return true }
    defer { git_config_free(own) }
    return ["core.bare", "core.worktree"].contains { name in
      var entry: UnsafeMutablePointer<git_config_entry>?
      defer { git_config_entry_free(entry) }
      return git_config_get_entry(&entry, own, name) == 0
    }
  }

  private static func hasWorkTreeSetting(_ repository: OpaquePointer) -> Bool {
    var config: OpaquePointer?
    guard git_repository_config_snapshot(&config, repository) == 0 else { return false }
    defer { git_config_free(config) }
    var value: UnsafePointer<CChar>?
    return git_config_get_string(&value, config, "core.worktree") == 0
  }

  private static func folder(_ path: UnsafePointer<CChar>?) -> String {
    trimmed(path.map { String(cString: $0) } ?? "")
  }

  private static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
