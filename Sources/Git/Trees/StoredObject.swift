/// An object as git stores it.
struct StoredObject {
  /// git's own words: `commit`, `tree`, `blob`, `tag`.
  enum Kind: String {
    case commit, tree, blob, tag
  }

  let kind: Kind
  let bytes: [UInt8]

  /// The bytes of a tree; throws when it is something else that an entry only calls a folder.
  func bytes(of tree: ObjectID, at folder: [UInt8]) throws -> [UInt8] {
    guard kind == .tree else {
      throw GitError.malformedTree(tree, at: folder, "it is no tree, but a \(kind.rawValue)")
    }
    return bytes
  }
}

extension GitError {
  /// What an entry calls a file is none, so that git could not check it out.
  static func notAFile(_ id: ObjectID, _ kind: String) -> GitError {
    GitError(
      .malformed, "read the file \(id.short)", "it is no file, but a \(kind)",
      hints: ["`git fsck` lists what is wrong with the objects"])
  }
}
