#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Merging without a working tree, an index, or a new object.
extension Repository {
  /// Merges two commits as `git merge` would, and writes nothing into the repository.
  ///
  /// The attributes that count are those of `ours`, of the clone and of the user, and below them
  /// the driver's own.
  package func mergedTree(
    _ ours: ObjectID, _ theirs: ObjectID, driver: FileMergeDriver? = nil
  ) throws -> MergedTree {
    // Those that git goes by: libgit2 does not see where a shallow history ends.
    let bases = try command.mergeBases(ours, theirs)
    let bench = try MergeBench(self)
    try bench.layOutAttributes(of: ours, in: self)
    let settings = try driver.map { try bench.settings(for: $0, in: self) } ?? []
    let result = try bench.git.run(
      settings + [
        "merge-tree", "--write-tree", "-z", "--messages", "--allow-unrelated-histories",
        .id(ours), .id(theirs),
      ])
    // Git exits with 1 as well when it does not know a commit.
    guard result.status <= 1,
      let answer = MergedTree.Answer(result.output, isSHA256: ours.isSHA256)
    else { throw try bench.failure(result, "merge \(ours.short) with \(theirs.short)") }
    return MergedTree(
      answer, isClean: result.status == 0, bases: bases,
      repository: try reading(bench.objects, keeping: bench.folder), folder: bench.folder)
  }
}

/// A temporary folder with all that one merge needs beside the repository.
private struct MergeBench {
  let folder: TemporaryFolder
  /// The git command, whose working tree and new objects are in the folder.
  let git: GitCommand
  /// Variables that name the places of objects.
  let objects: [String: String]

  private static let workTree = "tree"

  init(_ repository: Repository) throws {
    let command = repository.command
    folder = try TemporaryFolder(environment: command.environment)
    try folder.makeFolder(Array("objects".utf8))
    try folder.makeFolder(Array(Self.workTree.utf8))
    let known = [repository.layout.objects] + ObjectFolders.named(in: command.environment)
    objects = [
      ObjectFolders.main: "\(folder.path)/objects",
      ObjectFolders.others: ObjectFolders.joined(known),
    ]
    // A driver's temporary files are made in the working tree, and attributes are read from it: of
    // the user's nothing is touched, and a bare repository has one, too.
    var environment = command.environment.merging(objects) { $1 }
    environment["GIT_WORK_TREE"] = "\(folder.path)/\(Self.workTree)"
    environment["GIT_INDEX_FILE"] = "\(folder.path)/index"
    environment["GIT_PREFIX"] = nil
    git = GitCommand(directory: "\(folder.path)/\(Self.workTree)", environment: environment)
  }

  /// Puts the attributes of a commit where git looks for those of the working tree.
  func layOutAttributes(of commit: ObjectID, in repository: Repository) throws {
    for entry in try repository.attributeFiles(of: commit) {
      let blob = try repository.blob(entry.id, limit: Self.attributesLimit)
      guard case .bytes(let bytes) = blob else { continue }
      try folder.write(bytes, to: Array("\(Self.workTree)/".utf8) + entry.path.bytes)
    }
  }

  /// Git itself reads no larger ones.
  private static let attributesLimit = 100 << 20

  /// Options that name the driver for its files, below all other attributes.
  func settings(for driver: FileMergeDriver, in repository: Repository) throws -> [GitWord] {
    let path = "\(folder.path)/attributes"
    var text = try repository.userAttributes(limit: Self.attributesLimit)
    if let last = text.last, last != 0x0A { text.append(0x0A) }
    text += Array(driver.attributes.map { $0 + "\n" }.joined().utf8)
    try folder.write(text, to: Array("attributes".utf8))
    return [
      "-c", .ending("core.attributesFile=", path),
      // Standard output is git's answer.
      "-c", .ending("merge.", "\(driver.name).driver=(\(driver.command)\n) >&2"),
    ]
  }

  /// Git's own words, or that it is older than this way of merging.
  func failure(_ result: CommandResult, _ operation: String) throws -> GitError {
    let version = try git.run(["version"]).line
    let numbers = version.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    if numbers.count == 2, (numbers[0], numbers[1]) < (2, 38) {
      return GitError(
        .command, operation, "\(version) cannot merge beside the working tree",
        hints: ["install git 2.38 or newer"])
    }
    let words = result.error.split(separator: "\n").joined(separator: "; ")
    return GitError(
      .command, operation, words.isEmpty ? "git exited with \(result.status)" : words)
  }
}

extension Repository {
  /// The same repository, told of other places of objects; it keeps their folder.
  fileprivate func reading(
    _ objects: [String: String], keeping folder: TemporaryFolder
  ) throws -> Repository {
    let repository = try Repository.open(
      directory: directory, environment: environment.merging(objects) { $1 })
    repository.keptFolder = folder
    return repository
  }

  /// Every `.gitattributes` of a commit that is a file.
  fileprivate func attributeFiles(of commit: ObjectID) throws -> [TreeEntry] {
    let name = Array(".gitattributes".utf8)
    let answer = try command.answer(
      "read the attributes of \(commit.short)", ["ls-tree", "-r", "-z", "--full-tree", .id(commit)])
    // The name is looked at first, because a tree may have a hundred thousand other files.
    return answer.output.split(separator: 0)
      .filter { $0.suffix(name.count).elementsEqual(name) }
      .compactMap { TreeEntry(treeRecord: $0) }
      .filter { entry in
        let words = entry.path.bytes.split(separator: 0x2F, omittingEmptySubsequences: false)
        // Git checks out no path with dots for a folder, but a tree can be made that has one.
        return entry.mode.isRegular && words.last?.elementsEqual(name) == true
          && !words.contains { $0.isEmpty || $0.elementsEqual([0x2E, 0x2E]) }
      }
  }

  /// The text of the attributes that the user has for all repositories.
  fileprivate func userAttributes(limit: Int) throws -> [UInt8] {
    let git = command
    let answer = try git.run(["config", "--type=path", "--get", "core.attributesFile"])
    guard answer.status < 2 else {
      throw GitError(.command, "read core.attributesFile", answer.error)
    }
    guard let path = answer.status == 0 ? answer.line : usualAttributes else { return [] }
    // Git follows links here; a file that is not there says nothing.
    let place = path.hasPrefix("/") ? path : "\(git.directory)/\(path)"
    guard let found = realpath(place, nil) else { return [] }
    defer { free(found) }
    let content = try PlainFile.content(of: Array(String(cString: found).utf8), limit: limit)
    return if case .bytes(let bytes) = content { bytes } else { [] }
  }

  /// Where git looks when the user names no file.
  private var usualAttributes: String? {
    if let folder = environment["XDG_CONFIG_HOME"], !folder.isEmpty {
      return folder + "/git/attributes"
    }
    return environment["HOME"].map { $0 + "/.config/git/attributes" }
  }
}
