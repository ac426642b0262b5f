internal import CGit2

/// Objects as they are stored: trees are read by `TreeListing` and `TreeComparison`.
extension LibGit2Backend {
  func rootTree(of commit: ObjectID) throws -> ObjectID {
    var oid = try oid(commit)
    let object = try LibGit2.make("read commit \(commit.short)") {
      git_object_lookup($0, repository, &oid, GIT_OBJECT_ANY)
    }
    defer { git_object_free(object) }
    if git_object_type(object) == GIT_OBJECT_COMMIT, let id = git_commit_tree_id(object) {
      return ObjectID(id.pointee)
    }
    let tree = try LibGit2.make("read the tree of \(commit.short)") {
      git_object_peel($0, object, GIT_OBJECT_TREE)
    }
    defer { git_object_free(tree) }
    return git_object_id(tree).map { ObjectID($0.pointee) } ?? .zero
  }

  func object(_ id: ObjectID) throws -> StoredObject {
    var oid = try oid(id)
    let object = try LibGit2.make("read \(id.short)") { git_odb_read($0, database, &oid) }
    defer { git_odb_object_free(object) }
    let type = git_odb_object_type(object)
    guard
      let kind = git_object_type2string(type).flatMap({
        StoredObject.Kind(rawValue: String(cString: $0))
      })
    else { throw GitError(.generic, "read \(id.short)", "it is of no kind that git has") }
    return StoredObject(
      kind: kind,
      bytes: Array(
        UnsafeRawBufferPointer(
          start: git_odb_object_data(object), count: git_odb_object_size(object))))
  }
}
