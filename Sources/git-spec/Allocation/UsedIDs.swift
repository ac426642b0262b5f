internal import Frontmatter
internal import Git
internal import Specs
internal import Synchronization

/// Every ID that is or ever was in use in a root, anywhere in this clone, or is only mentioned.
struct UsedIDs {
  /// IDs that the specs here define; they tell how wide numbers are written.
  let defined: [String]
  let mentioned: Set<String>
  /// Those of them that are or were in a commit or an index; others are only on their way there.
  let stored: Set<String>

  /// Reads every version of every spec once: in the history of all refs, in the indexes and the
  /// uncommitted files of all working trees.
  init(_ root: SpecSnapshot.Root, _ snapshot: LoadedSnapshot, _ workspace: Workspace) throws {
    let repository = workspace.repository
    let prefixes = root.schema.kinds.flatMap(\.prefixes)
    let folder = RepositoryPath(text: root.path)
    let paths = snapshot.specPaths.filter { SpecEntry.root(of: $0) == root.path }
    defined = paths.flatMap {
      snapshot.index.summary(at: $0)?.definitions.map(\.id) ?? []
    }
    // The numbers in a template are examples.
    let templates = "\(root.path)/\(UserTemplate.folder)/"
    func isWanted(_ path: RepositoryPath) -> Bool {
      path.text.hasSuffix(".md") && !path.text.hasPrefix(templates)
    }
    // A partial clone has not fetched all of them, and counting is no reason to.
    let blobs = try repository.everyBlob(below: folder, where: isWanted)
    if !blobs.isWhole {
      Talk.say(
        "note: this partial clone lacks versions of specs; numbers that only they have do not count"
      )
    }
    let entries = blobs.ids.map { TreeEntry(path: folder, mode: .regular, id: $0) }
    var found: Set<String> = []
    for ids in try repository.mapFiles(
      entries, isWorkingTree: false, limit: SpecFile.sizeLimit,
      { Self.mentions(in: $1, prefixes) })
    {
      found.formUnion(ids)
    }
    stored = found
    for path in try repository.uncommittedFiles(below: folder, where: isWanted) {
      found.formUnion(
        Self.mentions(
          in: try repository.file(atAbsolute: path, limit: SpecFile.sizeLimit), prefixes))
    }
    for (old, new) in root.settings.renumbered { found.formUnion([old, new]) }
    mentioned = found.union(defined)
  }

  private static func mentions(in file: WorkingFile, _ prefixes: [String]) -> [String] {
    guard case .bytes(let bytes) = file else { return [] }
    return Numbering.mentions(in: bytes, prefixes: prefixes)
  }
}

/// A root in which numbers are given out.
struct Allocation {
  let repository: Repository
  let workspace: Workspace
  let root: SpecSnapshot.Root
  let snapshot: LoadedSnapshot
  private let used: UsedIDs

  /// Looks at everything; whoever writes holds the lock meanwhile.
  init(_ repository: Repository, root named: String?) throws {
    guard repository.layout.workTree != nil else { throw Failure.bareNeedsWorkTree }
    let place = PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
    let names = try Workspace(repository).load(.workingTree, depth: .names)
    let path = try RootChoice.root(named: named, of: names.roots.keys.sorted(), place)
    workspace = Workspace(repository, onlyRoots: [path])
    snapshot = try workspace.load(.workingTree)
    root = snapshot.roots[path] ?? SpecSnapshot.Root(path: path)
    self.repository = repository
    for finding in snapshot.settingsFindings(Judgement()) where finding.root == path {
      Talk.say(
        "note: \(Terminal.safe("\(finding.path):\(finding.start.line): \(finding.message)"));"
          + " it does not count")
    }
    used = try UsedIDs(root, snapshot, workspace)
  }

  /// The next free ID of a series; IDs given out before in the same step count as used.
  func next(in series: Series, besides: [String] = []) throws -> String {
    try Numbering.next(
      in: series, used: used.defined + besides, mentioned: used.mentioned,
      width: root.settings.idWidth)
  }

  /// IDs that the specs of the root define.
  var definedIDs: [String] { used.defined }

  /// The new ID that a renumbering gave and could not finish: it is in the trace, and in no commit.
  func unfinished(_ id: String) -> String? {
    guard let new = root.settings.renumbered[id], !used.defined.contains(new),
      !used.stored.contains(new)
    else { return nil }
    return new
  }

  /// Where an ID is defined here, outside of files that are named by guess.
  func definition(of id: String) -> Definition? {
    snapshot.index.definitions(of: id, in: root.path).first { !$0.isFromName }
  }

  /// Whether a path below the root is in use; nobody looks whether git ignores the file.
  func isTaken(_ relative: String) -> Bool {
    if snapshot.entry(at: "\(root.path)/\(relative)") != nil { return true }
    let top = repository.layout.workTree ?? ""
    return FilePlace.exists("\(top)/\(root.path)/\(relative)")
  }
}
