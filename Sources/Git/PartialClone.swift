internal import CGit2

/// Objects that a partial clone left on the other side, fetched all at once: git by itself would
/// ask the other side for each one anew.
struct PartialClone {
  private let git: GitCommand
  private let remote: String
  /// The folder that holds all objects, by itself or by its alternates.
  private let objects: String

  /// Nil when no remote has promised objects.
  init?(_ git: GitCommand, _ layout: Layout) throws {
    let answer = try git.run(["config", "-z", "--get-regexp", "^remote\\..*\\.promisor$", "^true$"])
    guard let key = answer.text.split(separator: "\0").first?.split(separator: "\n").first,
      let name = key.dropFirst("remote.".count).lastIndex(of: ".")
    else { return nil }
    remote = String(key[key.index(key.startIndex, offsetBy: "remote.".count)..<name])
    self.git = git
    objects = layout.objects
  }

  /// Fetches those of the objects that are not here; throws git's words when it cannot.
  func fetch(_ ids: [ObjectID]) throws {
    let missing = try missing(ids)
    guard !missing.isEmpty else { return }
    let answer = try git.run(
      [
        "-c", "fetch.negotiationAlgorithm=noop", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no",
        "--filter=blob:none", "--stdin", "--", .value(remote),
      ], input: Array(missing.map { $0.hex + "\n" }.joined().utf8))
    guard answer.status == 0 else {
      let words = answer.error.split(separator: "\n").joined(separator: "; ")
      throw GitError(
        .notFound, "read \(missing.count) objects that this partial clone has not fetched yet",
        words, hints: ["try again when `\(remote)` can be reached, or `git checkout` the specs"])
    }
  }

  /// Asks the object database without fetching, which git itself cannot be told everywhere.
  func missing(_ ids: [ObjectID]) throws -> [ObjectID] {
    guard ids.allSatisfy({ !$0.isSHA256 }) else { return [] }
    try LibGit2.start()
    let database = try LibGit2.make("open the objects") { git_odb_open($0, objects) }
    defer { git_odb_free(database) }
    for folder in ObjectFolders.named(in: git.environment) {
      git_odb_add_disk_alternate(database, folder)
    }
    var seen: Set<ObjectID> = []
    return ids.filter { id in
      guard seen.insert(id).inserted, var oid = id.oid else { return false }
      return git_odb_exists(database, &oid) == 0
    }
  }
}
