/// The second way to read a repository: asks the git command.
///
/// For what libgit2 cannot read: split and sparse indexes, SHA-256, reftable, unknown extensions,
/// objects that a partial clone has to fetch, histories with shallow or replaced commits.
final class CommandBackend: Backend {
  let name = "git"
  let layout: Layout
  let git: GitCommand
  private var reader: BlobReader?
  private var openInspector: ObjectInspector?

  init(directory: String, environment: [String: String]) throws {
    let git = GitCommand(directory: directory, environment: environment)
    let answer = try git.answer(
      "open the repository",
      [
        "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir",
        "--is-bare-repository",
      ])
    let lines = answer.text.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    guard lines.count >= 3 else {
      throw GitError(.command, "open the repository", "git gave an unexpected answer")
    }
    var workTree: String?
    if lines[2] != "true" {
      let top = try git.run(["rev-parse", "--path-format=absolute", "--show-toplevel"])
      workTree = top.status == 0 && !top.line.isEmpty ? top.line : nil
    }
    layout = Layout(gitDirectory: lines[0], commonDirectory: lines[1], workTree: workTree)
    self.git = GitCommand(
      directory: workTree ?? directory,
      environment: RepositoryEnvironment.forChildren(of: layout, in: directory, environment))
  }

  // MARK: Revisions

  func head() throws -> Head {
    let commit = try git.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
    let branch = try git.run(["symbolic-ref", "--quiet", "HEAD"])
    guard commit.status == 0 else {
      let object = try git.run(["rev-parse", "--verify", "--quiet", "HEAD"])
      if branch.status == 0, object.status != 0 { return .unborn }
      throw GitError(.command, "read HEAD", "it names no commit of this repository")
    }
    guard let id = ObjectID(hex: commit.line) else {
      throw GitError(.command, "read HEAD", "git gave an unexpected answer")
    }
    // Not `--short`: a tag of the same name would make it longer.
    let prefix = "refs/heads/"
    let isBranch = branch.status == 0 && branch.line.hasPrefix(prefix)
    return .commit(id, branch: isBranch ? String(branch.line.dropFirst(prefix.count)) : nil)
  }

  func resolve(_ revision: String) throws -> ObjectID? {
    // `--` keeps a revision that begins with a dash from being an option.
    let answer = try git.run([
      "rev-parse", "--verify", "--quiet", "--end-of-options", .value(revision),
    ])
    guard answer.status == 0, let id = ObjectID(hex: answer.line) else { return nil }
    // Not behind the revision: in `:/words` it would be one of the words.
    return try inspector().object(named: id.hex + "^{commit}")
  }

  func peelToCommit(_ id: ObjectID) throws -> ObjectID? {
    guard try hasObject(id) else {
      throw GitError(.notFound, "look up \(id.short)", "the object is not in this repository")
    }
    return try inspector().object(named: id.hex + "^{commit}")
  }

  func hasObject(_ id: ObjectID) throws -> Bool {
    try inspector().object(named: id.hex) != nil
  }

  func commit(_ id: ObjectID) throws -> Commit {
    guard let commit = try log(["--no-walk", .id(id)], "read commit \(id.short)").first else {
      throw GitError(.notFound, "read commit \(id.short)", "git gave no answer")
    }
    return commit
  }

  func mergeBases(_ a: ObjectID, _ b: ObjectID) throws -> [ObjectID] {
    try git.mergeBases(a, b)
  }

  func commits(
    reachableFrom tips: [ObjectID], excluding: [ObjectID], limit: Int?
  ) throws -> [Commit] {
    let known = try excluding.filter { try hasObject($0) }
    let lines = tips.map(\.hex) + known.map { "^" + $0.hex }
    guard !tips.isEmpty else { return [] }
    return try log(
      ["--topo-order", "--stdin"] + (limit.map { [.ending("--max-count=", String($0))] } ?? []),
      "walk the history", input: Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  private func log(
    _ arguments: [GitWord], _ operation: String, input: [UInt8] = []
  ) throws -> [Commit] {
    let answer = try git.answer(
      operation, ["log", "-z", "--format=%H%n%P%n%T%n%cd%n%an%n%s", "--date=raw"] + arguments,
      input: input)
    return try answer.text.split(separator: "\0").map { record in
      let lines = record.split(separator: "\n", maxSplits: 5, omittingEmptySubsequences: false)
      guard lines.count == 6, let id = ObjectID(hex: lines[0]), let tree = ObjectID(hex: lines[2])
      else { throw GitError(.command, operation, "git gave an unexpected answer") }
      let date = lines[3].split(separator: " ")
      let zone = Int(date.last ?? "0") ?? 0
      return Commit(
        id: id, parents: lines[1].split(separator: " ").compactMap { ObjectID(hex: $0) },
        tree: tree, time: Int(date.first ?? "0") ?? 0, offset: zone / 100 * 60 + zone % 100,
        author: String(lines[4]), summary: String(lines[5]))
    }
  }

  func references(below prefixes: [String]) throws -> [Reference] {
    // Names alone: asked about its object, git would end at the first ref that leads nowhere.
    let answer = try git.answer(
      "list refs",
      ["for-each-ref", "--format=%(refname) %(objectname)", "--"] + prefixes.map { .value($0) })
    return try answer.text.split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      return Reference(
        name: words[0],
        target: try words.dropFirst().first.flatMap {
          try inspector().object(named: $0 + "^{commit}")
        })
    }
  }

  // MARK: Files

  func indexEntries(below folder: String) throws -> [TreeEntry] {
    let answer = try git.answer("read the index", ["ls-files", "-s", "-z", "--full-name"])
    var entries: [TreeEntry] = []
    var unmerged: [String] = []
    var empty: Set<RepositoryPath> = []
    for record in answer.output.split(separator: 0) {
      guard let found = IndexRecord(record), found.entry.path.isBelow(folder) else { continue }
      let path = found.entry.path
      if found.stage != 0 {
        if unmerged.last != path.text { unmerged.append(path.text) }
        continue
      }
      if found.entry.id.isEmptyBlob { empty.insert(path) }
      entries.append(found.entry)
    }
    if !unmerged.isEmpty { throw GitError.unmerged(unmerged) }
    guard !empty.isEmpty else { return entries }
    let later = try intentToAdd().intersection(empty)
    return entries.filter { !later.contains($0.path) }
  }

  /// Paths of `git add -N`: they have the empty blob like an empty file, but another flag.
  private func intentToAdd() throws -> Set<RepositoryPath> {
    let answer = try git.answer("read the index", ["ls-files", "--debug", "-z", "--full-name"])
    var found: Set<RepositoryPath> = []
    var path: RepositoryPath?
    // Behind each path stand five lines about it, the last with the flags, then the next path.
    for record in answer.output.split(separator: 0) {
      guard path != nil else {
        path = RepositoryPath(bytes: Array(record))
        continue
      }
      let lines = record.split(separator: 0x0A, maxSplits: 5, omittingEmptySubsequences: false)
      guard lines.count == 6, let word = lines[4].split(separator: 0x20).last,
        let flags = UInt32(String(decoding: word, as: UTF8.self), radix: 16)
      else { break }
      if let path, flags & 0x2000_0000 != 0 { found.insert(path) }
      path = RepositoryPath(bytes: Array(lines[5]))
    }
    return found
  }

  func rootTree(of commit: ObjectID) throws -> ObjectID {
    guard let tree = try inspector().object(named: commit.hex + "^{tree}") else {
      throw GitError(.notFound, "read the tree of \(commit.short)", "git finds none here")
    }
    return tree
  }

  func object(_ id: ObjectID) throws -> StoredObject {
    var found: StoredObject?
    try read([id], limit: .max) { _, kind, blob in
      if case .bytes(let bytes) = blob, let kind = StoredObject.Kind(rawValue: kind) {
        found = StoredObject(kind: kind, bytes: bytes)
      }
    }
    guard let found else { throw GitError(.generic, "read \(id.short)", "git gave no answer") }
    return found
  }

  func forEachBlob(_ ids: [ObjectID], limit: Int, _ body: (Int, Blob) throws -> Void) throws {
    try read(ids, limit: limit) { index, kind, blob in
      guard kind == StoredObject.Kind.blob.rawValue else {
        throw GitError.notAFile(ids[index], kind)
      }
      try body(index, blob)
    }
  }

  private func read(
    _ ids: [ObjectID], limit: Int, _ body: (Int, String, Blob) throws -> Void
  ) throws {
    guard !ids.isEmpty else { return }
    let reader: BlobReader
    if let open = self.reader {
      reader = open
    } else {
      reader = try BlobReader(git)
      self.reader = reader
    }
    do {
      try reader.read(ids, limit: limit, body)
    } catch {
      // Answers to what was asked ahead are still to come: they must not be taken for others'.
      self.reader = nil
      throw error
    }
  }

  private func inspector() throws -> ObjectInspector {
    if let open = openInspector { return open }
    let inspector = try ObjectInspector(git)
    openInspector = inspector
    return inspector
  }
}

extension RepositoryPath {
  /// True when a component has the folder's name: for what is below it, and what is in its place.
  func isBelow(_ folder: String) -> Bool {
    text.hasPrefix(folder + "/") || text.contains("/" + folder + "/") || isInPlace(of: folder)
  }

  /// True for a path that a folder of the name would have.
  func isInPlace(of folder: String) -> Bool {
    text == folder || text.hasSuffix("/" + folder)
  }
}

extension TreeEntry {
  /// A record of `ls-tree -z`: mode, type, object, path.
  init?(treeRecord record: ArraySlice<UInt8>) {
    guard let tab = record.firstIndex(of: 0x09) else { return nil }
    let words = String(decoding: record[..<tab], as: UTF8.self).split(separator: " ")
    guard words.count == 3, let mode = UInt32(words[0], radix: 8), let id = ObjectID(hex: words[2])
    else { return nil }
    self.init(
      path: RepositoryPath(bytes: Array(record[(tab + 1)...])), mode: FileMode(rawValue: mode),
      id: id)
  }
}
