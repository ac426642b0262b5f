internal import CGit2

/// Reads blobs on several processors, each with an object database of its own: threads that share
/// one wait for each other's locks.
struct ParallelBlobs {
  /// The folder that holds all objects, by itself or by its alternates.
  let objects: String
  /// More folders: in a quarantine the objects are in more places than the repository's own.
  let others: [String]

  /// The results in order; nil when one processor is enough, or when anything goes wrong, which
  /// whoever reads them one by one can say better.
  func map<Result: Sendable>(
    _ entries: [TreeEntry], limit: Int, _ transform: @escaping @Sendable (Int, Blob) -> Result
  ) -> [Result]? {
    let ranges = Parallel.ranges(of: entries.count)
    guard ranges.count > 1 else { return nil }
    let (objects, others) = (objects, others)
    return try? Parallel.map(ranges) { range in
      let database = try LibGit2.make("open the objects") { git_odb_open($0, objects) }
      defer { git_odb_free(database) }
      for folder in others { git_odb_add_disk_alternate(database, folder) }
      return try range.map { index in
        // Asking for the size first costs as much as reading; the index often knows it well enough.
        let (id, size) = (entries[index].id, Int(entries[index].stagedSize))
        let isSmall = size > 0 && size < limit / 2
        return transform(
          index, try LibGit2Blob.read(id, from: database, limit: limit, isSmall: isSmall))
      }
    }
  }
}

/// One blob's content out of an object database.
enum LibGit2Blob {
  static func read(
    _ id: ObjectID, from database: OpaquePointer, limit: Int, isSmall: Bool
  ) throws -> Blob {
    guard var oid = id.oid else {
      throw GitError(.generic, "read \(id.short)", "libgit2 reads no SHA-256 objects")
    }
    if !isSmall {
      var size = 0
      var type = GIT_OBJECT_INVALID
      try LibGit2.check("read \(id.short)", git_odb_read_header(&size, &type, database, &oid))
      if size > limit { return .tooLarge(size) }
    }
    let object = try LibGit2.make("read \(id.short)") { git_odb_read($0, database, &oid) }
    defer { git_odb_object_free(object) }
    let type = git_odb_object_type(object)
    guard type == GIT_OBJECT_BLOB else {
      let kind = git_object_type2string(type).map { String(cString: $0) }
      throw GitError.notAFile(id, kind ?? "something else")
    }
    guard git_odb_object_size(object) <= limit else {
      return .tooLarge(git_odb_object_size(object))
    }
    let bytes = UnsafeRawBufferPointer(
      start: git_odb_object_data(object), count: git_odb_object_size(object))
    return .bytes(Array(bytes))
  }
}
