internal import CGit2

/// Trees: finding folders by name, and what differs between two commits.
extension LibGit2Backend {
  /// A tree with its memory, freed with the value's last copy.
  private final class Tree {
    let pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { git_tree_free(pointer) }

    var count: Int { git_tree_entrycount(pointer) }
    var id: ObjectID { git_tree_id(pointer).map { ObjectID($0.pointee) } ?? .zero }

    func child(_ index: Int) -> Child? {
      guard let entry = git_tree_entry_byindex(pointer, index),
        let id = git_tree_entry_id(entry), let name = git_tree_entry_name(entry)
      else { return nil }
      return Child(
        name: Array(UnsafeRawBufferPointer(start: name, count: Self.length(name))),
        mode: FileMode(rawValue: git_tree_entry_filemode_raw(entry).rawValue), oid: id.pointee)
    }

    private static func length(_ text: UnsafePointer<CChar>) -> Int {
      var length = 0
      while text[length] != 0 { length += 1 }
      return length
    }
  }

  private struct Child {
    let name: [UInt8]
    let mode: FileMode
    var oid: git_oid

    var isTree: Bool { mode == .tree }
    var id: ObjectID { ObjectID(oid) }
  }

  private func tree(_ oid: git_oid) throws -> Tree {
    var oid = oid
    return Tree(
      try LibGit2.make("read tree \(ObjectID(oid).short)") {
        git_tree_lookup($0, repository, &oid)
      })
  }

  private func rootTree(of commit: ObjectID) throws -> Tree {
    var oid = try oid(commit)
    let object = try LibGit2.make("read commit \(commit.short)") {
      git_object_lookup($0, repository, &oid, GIT_OBJECT_ANY)
    }
    defer { git_object_free(object) }
    return Tree(
      try LibGit2.make("read the tree of \(commit.short)") {
        git_object_peel($0, object, GIT_OBJECT_TREE)
      })
  }

  func treeEntries(of commit: ObjectID, below folder: String) throws -> [TreeEntry] {
    var entries: [TreeEntry] = []
    try walk(
      try rootTree(of: commit), path: [], folder: Array(folder.utf8), isInside: false,
      &entries, depth: 0)
    return entries
  }

  func treeEntry(of commit: ObjectID, at path: RepositoryPath) throws -> TreeEntry? {
    let root = try rootTree(of: commit)
    var entry: OpaquePointer?
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    let status = git_tree_entry_bypath(&entry, root.pointer, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try LibGit2.check("look for \(path) in \(commit.short)", status)
    defer { git_tree_entry_free(entry) }
    return git_tree_entry_id(entry).map {
      TreeEntry(
        path: path, mode: FileMode(rawValue: git_tree_entry_filemode_raw(entry).rawValue),
        id: ObjectID($0.pointee))
    }
  }

  func treeEntries(of commit: ObjectID, in folders: [String]) throws -> [TreeEntry] {
    let root = try rootTree(of: commit)
    var entries: [TreeEntry] = []
    for folder in folders {
      let path = RepositoryPath(text: folder).bytes
      var entry: OpaquePointer?
      let status = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer {
        git_tree_entry_bypath(&entry, root.pointer, $0.baseAddress)
      }
      if status == GIT_ENOTFOUND.rawValue { continue }
      try LibGit2.check("look up \(folder)", status)
      defer { git_tree_entry_free(entry) }
      guard git_tree_entry_type(entry) == GIT_OBJECT_TREE, let id = git_tree_entry_id(entry)
      else { continue }
      try walk(
        try tree(id.pointee), path: path + [0x2F], folder: [], isInside: true, &entries, depth: 0)
    }
    return entries
  }

  private func walk(
    _ tree: Tree, path: [UInt8], folder: [UInt8], isInside: Bool, _ entries: inout [TreeEntry],
    depth: Int
  ) throws {
    guard depth < TreeComparison.depthLimit else {
      throw GitError(
        .generic, "read a tree", "it is nested deeper than \(TreeComparison.depthLimit) folders")
    }
    for index in 0..<tree.count {
      guard let child = tree.child(index) else { continue }
      if child.isTree {
        try walk(
          try self.tree(child.oid), path: path + child.name + [0x2F], folder: folder,
          isInside: isInside || child.name == folder, &entries, depth: depth + 1)
      } else if isInside {
        entries.append(entry(child, path))
      }
    }
  }

  private func entry(_ child: Child, _ path: [UInt8]) -> TreeEntry {
    TreeEntry(
      path: RepositoryPath(bytes: path + child.name), mode: child.mode, id: child.id)
  }

  func treeChanges(
    from old: ObjectID, to new: ObjectID, below folder: String
  ) throws -> [FileChange] {
    var comparison = TreeComparison(below: folder, read: object)
    try comparison.compare(try rootTree(of: old).id, try rootTree(of: new).id, at: [])
    return comparison.changes.sorted { $0.path < $1.path }
  }
}
