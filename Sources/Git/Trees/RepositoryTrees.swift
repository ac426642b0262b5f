/// What lies at a path of a tree.
package enum FolderAnswer: Hashable, Sendable {
  case tree(ObjectID)
  /// A file, a link or a submodule: no folder.
  case noFolder
  case missing
}

/// Trees asked for by themselves: many branches share them, so each is read once.
extension Repository {
  /// The tree of a commit.
  package func rootTree(of commit: ObjectID) throws -> ObjectID {
    let stored = try object(commit)
    let bytes = stored.bytes
    guard stored.kind == .commit, bytes.starts(with: Array("tree ".utf8)),
      let end = bytes.firstIndex(of: 0x0A),
      let tree = ObjectID(hex: String(decoding: bytes[5..<end], as: UTF8.self))
    else { throw GitError(.generic, "read commit \(commit.short)", "it names no tree") }
    return tree
  }

  /// The folder at a path below a tree.
  package func folder(at path: RepositoryPath, in tree: ObjectID) throws -> FolderAnswer {
    let listing = TreeListing(read: { [self] in try object($0) })
    var tree = tree
    for word in path.bytes.split(separator: 0x2F) {
      guard let found = try listing.entry(of: tree, at: RepositoryPath(bytes: Array(word))) else {
        return .missing
      }
      guard found.isTree else { return .noFolder }
      tree = found.id
    }
    return .tree(tree)
  }

  /// Files that differ between two trees at a path, by path; nil stands for no tree.
  package func changes(
    fromTree old: ObjectID?, toTree new: ObjectID?, at path: RepositoryPath
  ) throws -> [FileChange] {
    var comparison = TreeComparison(read: { [self] in try object($0) })
    try comparison.compare(old, new, at: path.bytes.isEmpty ? [] : path.bytes + [0x2F])
    return comparison.changes.sorted { $0.path < $1.path }
  }

  /// An object; a few of the last ones are kept, because trees are compared with many.
  private func object(_ id: ObjectID) throws -> StoredObject {
    if let known = keptObjects[id] { return known }
    let object = try ask { try $0.object(id) }
    keptBytes += object.bytes.count
    if keptBytes > Self.keptLimit {
      keptObjects.removeAll()
      keptBytes = object.bytes.count
    }
    keptObjects[id] = object
    return object
  }

  private static let keptLimit = 16 << 20
}
