internal import CGit2

/// The fast path: answers from libgit2, in this process.
final class LibGit2Backend: Backend {
  let name = "libgit2"
  let layout: Layout
  let repository: OpaquePointer
  let database: OpaquePointer
  private let indexPath: String
  /// Folders of objects that the environment names besides the repository's own.
  private let otherObjects: [String]

  init(directory: String, environment: [String: String]) throws {
    try LibGit2.start()
    let opened = try LibGit2Opening(directory: directory, environment: environment)
    repository = opened.repository
    database = opened.database
    layout = opened.layout
    indexPath = opened.indexPath
    otherObjects = opened.otherObjects
  }

  deinit {
    git_odb_free(database)
    git_repository_free(repository)
  }

  func oid(_ id: ObjectID) throws -> git_oid {
    guard let oid = id.oid else {
      throw GitError(.generic, "look up \(id.short)", "libgit2 reads no SHA-256 objects")
    }
    return oid
  }

  // MARK: Revisions

  func head() throws -> Head {
    let unborn = git_repository_head_unborn(repository)
    if unborn == 1 { return .unborn }
    try LibGit2.check("read HEAD", unborn)
    let reference = try LibGit2.make("read HEAD") { git_repository_head($0, repository) }
    defer { git_reference_free(reference) }
    guard let target = git_reference_target(reference) else {
      throw GitError(.generic, "read HEAD", "it names no object")
    }
    let name = git_reference_name(reference).map { String(cString: $0) } ?? ""
    let branch = name.hasPrefix("refs/heads/") ? String(name.dropFirst(11)) : nil
    return .commit(ObjectID(target.pointee), branch: branch)
  }

  func resolve(_ revision: String) throws -> ObjectID? {
    var object: OpaquePointer?
    let status = git_revparse_single(&object, repository, revision)
    if status == GIT_ENOTFOUND.rawValue || status == GIT_EINVALIDSPEC.rawValue { return nil }
    try LibGit2.check("resolve `\(revision)`", status)
    defer { git_object_free(object) }
    return try peel(object, "resolve `\(revision)`")
  }

  func peelToCommit(_ id: ObjectID) throws -> ObjectID? {
    var oid = try oid(id)
    let object = try LibGit2.make("look up \(id.short)") {
      git_object_lookup($0, repository, &oid, GIT_OBJECT_ANY)
    }
    defer { git_object_free(object) }
    return try peel(object, "look up \(id.short)")
  }

  private func peel(_ object: OpaquePointer?, _ operation: String) throws -> ObjectID? {
    var commit: OpaquePointer?
    let status = git_object_peel(&commit, object, GIT_OBJECT_COMMIT)
    if status == GIT_EPEEL.rawValue || status == GIT_EINVALIDSPEC.rawValue { return nil }
    try LibGit2.check(operation, status)
    defer { git_object_free(commit) }
    return git_object_id(commit).map { ObjectID($0.pointee) }
  }

  func hasObject(_ id: ObjectID) throws -> Bool {
    var oid = try oid(id)
    return git_odb_exists(database, &oid) == 1
  }

  func commit(_ id: ObjectID) throws -> Commit {
    var oid = try oid(id)
    let commit = try LibGit2.make("read commit \(id.short)") {
      git_commit_lookup($0, repository, &oid)
    }
    defer { git_commit_free(commit) }
    let parents = (0..<git_commit_parentcount(commit)).compactMap {
      git_commit_parent_id(commit, $0).map { ObjectID($0.pointee) }
    }
    return Commit(
      id: id, parents: parents,
      tree: git_commit_tree_id(commit).map { ObjectID($0.pointee) } ?? .zero,
      time: Int(git_commit_time(commit)), offset: Int(git_commit_time_offset(commit)),
      author: git_commit_author(commit)?.pointee.name.map { String(cString: $0) } ?? "",
      summary: git_commit_summary(commit).map { String(cString: $0) } ?? "")
  }

  func mergeBases(_ a: ObjectID, _ b: ObjectID) throws -> [ObjectID] {
    var first = try oid(a)
    var second = try oid(b)
    var bases = git_oidarray()
    let status = git_merge_bases(&bases, repository, &first, &second)
    if status == GIT_ENOTFOUND.rawValue { return [] }
    try LibGit2.check("find the merge base of \(a.short) and \(b.short)", status)
    defer { git_oidarray_dispose(&bases) }
    return (0..<bases.count).map { ObjectID(bases.ids[$0]) }
  }

  func commits(
    reachableFrom tips: [ObjectID], excluding: [ObjectID], limit: Int?
  ) throws -> [Commit] {
    let operation = "walk the history"
    let walk = try LibGit2.make(operation) { git_revwalk_new($0, repository) }
    defer { git_revwalk_free(walk) }
    git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue)
    for tip in tips {
      var oid = try oid(tip)
      try LibGit2.check(operation, git_revwalk_push(walk, &oid))
    }
    for tip in excluding where try hasObject(tip) {
      var oid = try oid(tip)
      try LibGit2.check(operation, git_revwalk_hide(walk, &oid))
    }
    var commits: [Commit] = []
    var oid = git_oid()
    while limit.map({ commits.count < $0 }) ?? true {
      let status = git_revwalk_next(&oid, walk)
      if status == GIT_ITEROVER.rawValue { break }
      try LibGit2.check(operation, status)
      commits.append(try commit(ObjectID(oid)))
    }
    return commits
  }

  func references(below prefixes: [String]) throws -> [Reference] {
    var found: [Reference] = []
    // Thousands of refs lead to few commits.
    var commits: [ObjectID: ObjectID?] = [:]
    for prefix in prefixes {
      let iterator = try LibGit2.make("list \(prefix)") {
        git_reference_iterator_glob_new($0, repository, prefix + "*")
      }
      defer { git_reference_iterator_free(iterator) }
      while true {
        var reference: OpaquePointer?
        let status = git_reference_next(&reference, iterator)
        if status == GIT_ITEROVER.rawValue { break }
        try LibGit2.check("list \(prefix)", status)
        defer { git_reference_free(reference) }
        guard let name = git_reference_name(reference).map({ String(cString: $0) }) else {
          continue
        }
        let direct = git_reference_target(reference).map { ObjectID($0.pointee) }
        let target = direct.flatMap { commits[$0] } ?? Self.commit(of: reference)
        if let direct { commits[direct] = .some(target) }
        found.append(Reference(name: name, target: target))
      }
    }
    return found.sorted { $0.name < $1.name }
  }

  /// Nil for a ref to a tree, a blob or a missing object.
  private static func commit(of reference: OpaquePointer?) -> ObjectID? {
    var object: OpaquePointer?
    defer { git_object_free(object) }
    guard git_reference_peel(&object, reference, GIT_OBJECT_COMMIT) == 0 else { return nil }
    return git_object_id(object).map { ObjectID($0.pointee) }
  }

  // MARK: Blobs

  func forEachBlob(_ ids: [ObjectID], limit: Int, _ body: (Int, Blob) throws -> Void) throws {
    for (index, id) in ids.enumerated() {
      try body(index, LibGit2Blob.read(id, from: database, limit: limit, isSmall: false))
    }
  }

  /// Reads on several processors; nil when that does not pay or does not work.
  func mapBlobs<Result: Sendable>(
    _ entries: [TreeEntry], limit: Int, _ transform: @escaping @Sendable (Int, Blob) -> Result
  ) -> [Result]? {
    ParallelBlobs(objects: layout.objects, others: otherObjects)
      .map(entries, limit: limit, transform)
  }

  // MARK: Index

  func indexEntries(below folder: String) throws -> [TreeEntry] {
    let index = try LibGit2.make("read the index") { git_index_open($0, indexPath) }
    defer { git_index_free(index) }
    let matcher = FolderMatcher(folder)
    var entries: [TreeEntry] = []
    var unmerged: [String] = []
    for position in 0..<git_index_entrycount(index) {
      guard let entry = git_index_get_byindex(index, position), let path = entry.pointee.path
      else { continue }
      guard matcher.matches(path) else { continue }
      let bytes = UnsafeRawBufferPointer(start: path, count: strlenOf(path))
        .bindMemory(to: UInt8.self)
      if cgit2_entry_stage(entry) != 0 {
        let text = RepositoryPath(bytes: bytes).text
        if unmerged.last != text { unmerged.append(text) }
        continue
      }
      // An entry of `git add -N` is not there yet.
      if entry.pointee.flags_extended & UInt16(GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue) != 0 {
        continue
      }
      entries.append(
        TreeEntry(
          path: RepositoryPath(bytes: bytes), mode: FileMode(rawValue: entry.pointee.mode),
          id: ObjectID(entry.pointee.id), stagedSize: entry.pointee.file_size))
    }
    if !unmerged.isEmpty { throw GitError.unmerged(unmerged) }
    return entries
  }

  private func strlenOf(_ text: UnsafePointer<CChar>) -> Int {
    var length = 0
    while text[length] != 0 { length += 1 }
    return length
  }
}

/// Finds paths that have a component of a given name: files below such a folder, or in its place.
struct FolderMatcher {
  private let name: [UInt8]

  init(_ folder: String) { name = Array(folder.utf8) + [0x2F] }

  /// Works on a C string, because it is asked of every path of an index.
  func matches(_ path: UnsafePointer<CChar>) -> Bool {
    var start = 0
    while true {
      var index = 0
      while index < name.count, UInt8(bitPattern: path[start + index]) == name[index] { index += 1 }
      if index == name.count { return path[start + index] != 0 }
      if index == name.count - 1, path[start + index] == 0 { return true }
      while path[start] != 0x2F {
        if path[start] == 0 { return false }
        start += 1
      }
      start += 1
    }
  }
}

extension GitError {
  static func unmerged(_ paths: [String]) -> GitError {
    GitError(
      .unmerged, "read the index",
      "it holds unmerged files: " + paths.prefix(5).joined(separator: ", ")
        + (paths.count > 5 ? " and \(paths.count - 5) more" : ""),
      hints: ["resolve the conflicts, then `git add` the files"])
  }
}
