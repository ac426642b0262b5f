/// Finds files in stored trees; every entry of a tree that is read is looked at.
struct TreeListing {
  private let read: (ObjectID) throws -> StoredObject

  init(read: @escaping (ObjectID) throws -> StoredObject) { self.read = read }

  /// An entry without its name.
  struct Found {
    let mode: FileMode
    let id: ObjectID
    var isTree: Bool { mode == .tree }
  }

  /// Files below folders of a name, and what stands in the place of such a folder.
  func entries(of tree: ObjectID, below folder: String) throws -> [TreeEntry] {
    var entries: [TreeEntry] = []
    try walk(
      tree, Place(path: [], isInside: false, depth: 0), folder: Array(folder.utf8), &entries)
    return entries
  }

  /// Files below the named folders, and what stands in their places.
  func entries(of tree: ObjectID, in folders: [String]) throws -> [TreeEntry] {
    var entries: [TreeEntry] = []
    for folder in folders {
      let path = RepositoryPath(text: folder)
      guard let found = try entry(of: tree, at: path) else { continue }
      if found.isTree {
        let place = Place(path: path.bytes + [0x2F], isInside: true, depth: 0)
        try walk(found.id, place, folder: [], &entries)
      } else {
        entries.append(TreeEntry(path: path, mode: found.mode, id: found.id))
      }
    }
    return entries
  }

  /// What is at a path; nil for nothing.
  func entry(of tree: ObjectID, at path: RepositoryPath) throws -> Found? {
    var found = Found(mode: .tree, id: tree)
    var folder: [UInt8] = []
    for word in path.bytes.split(separator: 0x2F) {
      guard found.isTree, let next = try child(word, of: found.id, at: folder) else { return nil }
      found = next
      folder += word + [0x2F]
    }
    return found
  }

  private func child(
    _ name: ArraySlice<UInt8>, of tree: ObjectID, at folder: [UInt8]
  ) throws -> Found? {
    var found: Found?
    // To the end, because a second entry of the name would be git's.
    try forEachEntry(of: tree, at: folder) { cursor in
      if cursor.isNamed(name) { found = Found(mode: cursor.mode, id: cursor.id) }
    }
    return found
  }

  private struct Place {
    let path: [UInt8]
    /// Whether its files count.
    let isInside: Bool
    let depth: Int
  }

  private func walk(
    _ tree: ObjectID, _ place: Place, folder: [UInt8], _ entries: inout [TreeEntry]
  ) throws {
    guard place.depth < TreeComparison.depthLimit else { throw TreeComparison.tooDeep }
    try forEachEntry(of: tree, at: place.path) { cursor in
      let isFolder = !folder.isEmpty && cursor.isNamed(folder[...])
      guard cursor.isTree || place.isInside || isFolder else { return }
      let path = place.path + cursor.nameBytes
      if cursor.isTree {
        let below = Place(
          path: path + [0x2F], isInside: place.isInside || isFolder, depth: place.depth + 1)
        try walk(cursor.id, below, folder: folder, &entries)
      } else {
        entries.append(
          TreeEntry(path: RepositoryPath(bytes: path), mode: cursor.mode, id: cursor.id))
      }
    }
  }

  private func forEachEntry(
    of tree: ObjectID, at folder: [UInt8], _ body: (TreeCursor) throws -> Void
  ) throws {
    try read(tree).bytes(of: tree, at: folder).withUnsafeBufferPointer { bytes in
      var cursor = try TreeCursor(bytes, of: tree, at: folder)
      while !cursor.isAtEnd {
        try body(cursor)
        try cursor.advance()
      }
    }
  }
}

/// Both libraries read trees as they are stored, by the same code: neither tells of what is
/// malformed in them.
extension Backend {
  private var listing: TreeListing { TreeListing(read: object) }

  func treeEntries(of commit: ObjectID, below folder: String) throws -> [TreeEntry] {
    try listing.entries(of: try rootTree(of: commit), below: folder)
  }

  /// Entries below the named folders, given by path from the top.
  func treeEntries(of commit: ObjectID, in folders: [String]) throws -> [TreeEntry] {
    try listing.entries(of: try rootTree(of: commit), in: folders)
  }

  /// The entry at a path from the top; nil when there is none.
  func treeEntry(of commit: ObjectID, at path: RepositoryPath) throws -> TreeEntry? {
    try listing.entry(of: try rootTree(of: commit), at: path).map {
      TreeEntry(path: path, mode: $0.mode, id: $0.id)
    }
  }

  func treeChanges(
    from old: ObjectID, to new: ObjectID, below folder: String
  ) throws -> [FileChange] {
    var comparison = TreeComparison(below: folder, read: object)
    try comparison.compare(try rootTree(of: old), try rootTree(of: new), at: [])
    return comparison.changes.sorted { $0.path < $1.path }
  }
}
