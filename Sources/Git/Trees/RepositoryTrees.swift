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
    let bytes = try object(commit)
    guard bytes.starts(with: Array("tree ".utf8)), let end = bytes.firstIndex(of: 0x0A),
      let tree = ObjectID(hex: String(decoding: bytes[5..<end], as: UTF8.self))
    else { throw GitError(.generic, "read commit \(commit.short)", "it names no tree") }
    return tree
  }

  /// The folder at a path below a tree.
  package func folder(at path: RepositoryPath, in tree: ObjectID) throws -> FolderAnswer {
    var tree = tree
    for word in path.bytes.split(separator: 0x2F) {
      switch try child(Array(word), of: tree) {
      case nil: return .missing
      case (let id, true)?: tree = id
      default: return .noFolder
      }
    }
    return .tree(tree)
  }

  private func child(_ name: [UInt8], of tree: ObjectID) throws -> (id: ObjectID, isTree: Bool)? {
    try withEntries(of: tree) { cursor in
      while !cursor.isAtEnd {
        if cursor.nameBytes == name { return (cursor.id, cursor.isTree) }
        try cursor.advance()
      }
      return nil
    }
  }

  /// Files that differ between two trees at a path, by path; nil stands for no tree.
  package func changes(
    fromTree old: ObjectID?, toTree new: ObjectID?, at path: RepositoryPath
  ) throws -> [FileChange] {
    var comparison = TreeComparison(read: { [self] in try object($0) })
    try comparison.compare(old, new, at: path.bytes.isEmpty ? [] : path.bytes + [0x2F])
    return comparison.changes.sorted { $0.path < $1.path }
  }

  private func withEntries<Answer>(
    of tree: ObjectID, _ body: (inout TreeCursor) throws -> Answer
  ) throws -> Answer {
    try object(tree).withUnsafeBufferPointer { bytes in
      var cursor = try TreeCursor(bytes, idLength: tree.isSHA256 ? 32 : 20)
      return try body(&cursor)
    }
  }

  /// An object's bytes; a few of the last ones are kept, because trees are compared with many.
  private func object(_ id: ObjectID) throws -> [UInt8] {
    if let known = keptObjects[id] { return known }
    let bytes = try ask { try $0.object(id) }
    keptBytes += bytes.count
    if keptBytes > Self.keptLimit {
      keptObjects.removeAll()
      keptBytes = bytes.count
    }
    keptObjects[id] = bytes
    return bytes
  }

  private static let keptLimit = 16 << 20
}
