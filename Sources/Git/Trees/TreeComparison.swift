/// Finds the files that differ between two stored trees, reading only the folders that differ.
struct TreeComparison {
  /// Reads a tree as it is stored.
  let read: (ObjectID) throws -> [UInt8]
  private(set) var changes: [FileChange] = []

  init(read: @escaping (ObjectID) throws -> [UInt8]) { self.read = read }

  /// Deeper than any real tree; a crafted one may be deep enough to break the stack.
  static let depthLimit = 512

  /// Compares two trees at a path; nil stands for no tree.
  mutating func compare(
    _ old: ObjectID?, _ new: ObjectID?, at path: [UInt8], depth: Int = 0
  ) throws {
    guard old != new else { return }
    guard depth < Self.depthLimit else {
      throw GitError(.generic, "read a tree", "it is nested deeper than \(Self.depthLimit) folders")
    }
    let before = try old.map(read) ?? []
    let after = try new.map(read) ?? []
    let idLength = (old ?? new)?.isSHA256 == true ? 32 : 20
    try before.withUnsafeBufferPointer { before in
      try after.withUnsafeBufferPointer { after in
        var a = try TreeCursor(before, idLength: idLength)
        var b = try TreeCursor(after, idLength: idLength)
        while !a.isAtEnd || !b.isAtEnd {
          if !a.isAtEnd, !b.isAtEnd, a.isSame(as: b) {
            try a.advance()
            try b.advance()
            continue
          }
          let order = a.isAtEnd ? 1 : b.isAtEnd ? -1 : a.order(to: b)
          try note(order <= 0 ? a : nil, order >= 0 ? b : nil, at: path, depth: depth)
          if order <= 0 { try a.advance() }
          if order >= 0 { try b.advance() }
        }
      }
    }
  }

  /// One entry that differs: a folder is looked into, a file is a change.
  private mutating func note(
    _ old: TreeCursor?, _ new: TreeCursor?, at path: [UInt8], depth: Int
  ) throws {
    guard let name = (old ?? new)?.nameBytes else { return }
    if old?.isTree == true || new?.isTree == true {
      return try compare(old?.id, new?.id, at: path + name + [0x2F], depth: depth + 1)
    }
    let place = RepositoryPath(bytes: path + name)
    changes.append(
      FileChange(
        path: place, old: old.map { TreeEntry(path: place, mode: $0.mode, id: $0.id) },
        new: new.map { TreeEntry(path: place, mode: $0.mode, id: $0.id) }))
  }
}
