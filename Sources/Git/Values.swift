/// The kind of thing a tree entry names.
package struct FileMode: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32

  /// Old trees hold other permissions (`100664`); git knows two for files and none for folders.
  package init(rawValue: UInt32) {
    self.rawValue =
      switch rawValue & 0o170000 {
      case 0o100000: rawValue & 0o100 != 0 ? 0o100755 : 0o100644
      case 0o040000: 0o040000
      default: rawValue
      }
  }

  package static let regular = FileMode(rawValue: 0o100644)
  package static let executable = FileMode(rawValue: 0o100755)
  package static let symlink = FileMode(rawValue: 0o120000)
  package static let gitlink = FileMode(rawValue: 0o160000)
  package static let tree = FileMode(rawValue: 0o040000)

  /// True for a file with content of its own, executable or not.
  package var isRegular: Bool { rawValue & 0o170000 == 0o100000 }
}

/// A file as a snapshot has it; in the working tree without the name of an object.
package struct TreeEntry: Hashable, Sendable {
  package let path: RepositoryPath
  package let mode: FileMode
  package let id: ObjectID
  /// Bytes of the file when it was staged, about those of the blob; zero where nobody noted it.
  let stagedSize: UInt32

  package init(path: RepositoryPath, mode: FileMode, id: ObjectID, stagedSize: UInt32 = 0) {
    self.path = path
    self.mode = mode
    self.id = id
    self.stagedSize = stagedSize
  }

  package static func == (a: TreeEntry, b: TreeEntry) -> Bool {
    a.id == b.id && a.mode == b.mode && a.path == b.path
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(id)
  }
}

/// A state of all files.
package enum Snapshot: Hashable, Sendable {
  case workingTree
  case index
  case commit(ObjectID)
  /// No file at all: what a first commit is compared with.
  case empty
}

/// A file that differs between two snapshots; a rename is a file that went and one that came.
package struct FileChange: Hashable, Sendable {
  package let path: RepositoryPath
  package let old: TreeEntry?
  package let new: TreeEntry?
}

/// A commit's own data.
package struct Commit: Hashable, Sendable {
  package let id: ObjectID
  package let parents: [ObjectID]
  package let tree: ObjectID
  /// Seconds since 1970, and minutes east of UTC.
  package let time: Int
  package let offset: Int
  /// Name of the author as the commit has it, without what a mailmap makes of it.
  package let author: String
  package let summary: String
}

/// Where HEAD is.
package enum Head: Hashable, Sendable {
  case unborn
  case commit(ObjectID, branch: String?)
}

/// A ref with the commit it comes to; nil when it comes to none.
package struct Reference: Hashable, Sendable {
  package let name: String
  package let target: ObjectID?
}

/// The content of an object.
package enum Blob: Hashable, Sendable {
  case bytes([UInt8])
  case tooLarge(Int)
}

/// The content of a file in the working tree.
package enum WorkingFile: Hashable, Sendable {
  case bytes([UInt8])
  case tooLarge(Int)
  case symlink
  case notRegular
  case missing
  /// There, and not ours to read.
  case forbidden

  init(_ blob: Blob) {
    self =
      switch blob {
      case .bytes(let bytes): .bytes(bytes)
      case .tooLarge(let size): .tooLarge(size)
      }
  }
}

/// Where a repository's parts are; all paths absolute.
package struct Layout: Hashable, Sendable {
  package let gitDirectory: String
  package let commonDirectory: String
  /// Nil in a bare repository.
  package let workTree: String?

  package init(gitDirectory: String, commonDirectory: String, workTree: String?) {
    self.gitDirectory = gitDirectory
    self.commonDirectory = commonDirectory
    self.workTree = workTree
  }

  package var isBare: Bool { workTree == nil }
  /// The folder that holds all objects, by itself or by its alternates.
  var objects: String { commonDirectory + "/objects" }
}
