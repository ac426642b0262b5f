/// Finds the files that differ between two stored trees, reading only the folders that differ.
struct TreeComparison {
  /// Reads a tree as it is stored.
  private let read: (ObjectID) throws -> StoredObject
  /// Only files below folders of this name count, and what stands in such a folder's place; nil for
  /// all.
  private let folder: [UInt8]?
  private(set) var changes: [FileChange] = []

  init(below folder: String? = nil, read: @escaping (ObjectID) throws -> StoredObject) {
    self.folder = folder.map { Array($0.utf8) }
    self.read = read
  }

  /// Deeper than any real tree; a crafted one may be deep enough to break the stack.
  static let depthLimit = 512
  static let tooDeep = GitError(
    .malformed, "read a tree", "it is nested deeper than \(depthLimit) folders")

  /// Compares two trees at a path; nil stands for no tree.
  mutating func compare(_ old: ObjectID?, _ new: ObjectID?, at path: [UInt8]) throws {
    try compare(old, new, Place(path: path, isInside: folder == nil, depth: 0))
  }

  /// A folder that is being compared.
  private struct Place {
    let path: [UInt8]
    /// Whether its files count.
    let isInside: Bool
    let depth: Int
  }

  private mutating func compare(_ old: ObjectID?, _ new: ObjectID?, _ place: Place) throws {
    guard old != new else { return }
    guard place.depth < Self.depthLimit else { throw Self.tooDeep }
    let before = try read(old, place)
    let after = try read(new, place)
    try before.withUnsafeBufferPointer { before in
      try after.withUnsafeBufferPointer { after in
        var a = try TreeCursor(before, of: old, at: place.path)
        var b = try TreeCursor(after, of: new, at: place.path)
        while !a.isAtEnd || !b.isAtEnd {
          if !a.isAtEnd, !b.isAtEnd, a.isSame(as: b) {
            try a.advance()
            try b.advance()
            continue
          }
          let order = a.isAtEnd ? 1 : b.isAtEnd ? -1 : a.order(to: b)
          try note(order <= 0 ? a : nil, order >= 0 ? b : nil, in: place)
          if order <= 0 { try a.advance() }
          if order >= 0 { try b.advance() }
        }
      }
    }
  }

  private func read(_ tree: ObjectID?, _ place: Place) throws -> [UInt8] {
    guard let tree else { return [] }
    return try read(tree).bytes(of: tree, at: place.path)
  }

  /// One entry that differs: a folder is looked into, a file is a change.
  private mutating func note(_ old: TreeCursor?, _ new: TreeCursor?, in place: Place) throws {
    guard let name = (old ?? new)?.nameBytes else { return }
    if old?.isTree == true || new?.isTree == true {
      return try compare(
        old?.id, new?.id,
        Place(
          path: place.path + name + [0x2F], isInside: place.isInside || name == folder,
          depth: place.depth + 1))
    }
    guard place.isInside || name == folder else { return }
    let path = RepositoryPath(bytes: place.path + name)
    let before = old.map { TreeEntry(path: path, mode: $0.mode, id: $0.id) }
    let after = new.map { TreeEntry(path: path, mode: $0.mode, id: $0.id) }
    // Old trees write the same mode in other digits.
    if before == after { return }
    changes.append(FileChange(path: path, old: before, new: after))
  }
}
