/// A merge driver that git is told of for one merge, whatever the repository says of it.
package struct FileMergeDriver: Sendable {
  /// The name that attributes give it.
  package let name: String
  /// The command line, as in `merge.<name>.driver`.
  package let command: String
  /// Lines that name it for files, as in `.gitattributes`.
  package let attributes: [String]

  package init(name: String, command: String, attributes: [String]) {
    self.name = name
    self.command = command
    self.attributes = attributes
  }
}

/// A merge that was made beside the repository: its tree, and where its objects can be read.
///
/// The objects are there until `close()`, or until nobody holds this value or its repository.
package final class MergedTree {
  /// A path that git could not merge, as each side has it; nil where a side has none.
  package struct Conflict: Hashable, Sendable {
    package let path: RepositoryPath
    package fileprivate(set) var base: TreeEntry?
    package fileprivate(set) var ours: TreeEntry?
    package fileprivate(set) var theirs: TreeEntry?
  }

  /// What git says of some paths.
  package struct Message: Hashable, Sendable {
    /// A short name that stays the same: `Auto-merging`, `CONFLICT (contents)`.
    package let kind: String
    package let paths: [RepositoryPath]
    package let text: String
  }

  /// The tree; files that conflict are in it with markers.
  package let tree: ObjectID
  /// False when git would stop for conflicts, even when no path is left unmerged.
  package let isClean: Bool
  /// By path.
  package let conflicts: [Conflict]
  package let messages: [Message]
  /// Best common ancestors; none when git took the histories for unrelated.
  package let bases: [ObjectID]
  /// The repository with the merge's objects: `Snapshot.commit(tree)` can be read from it.
  package let repository: Repository
  private let folder: TemporaryFolder

  init(
    _ answer: Answer, isClean: Bool, bases: [ObjectID], repository: Repository,
    folder: TemporaryFolder
  ) {
    tree = answer.tree
    self.isClean = isClean
    conflicts = answer.conflicts
    messages = answer.messages
    self.bases = bases
    self.repository = repository
    self.folder = folder
  }

  /// Removes the merge's objects; the repository cannot be read any more.
  package func close() { folder.remove() }

  /// What `git merge-tree --write-tree -z --messages` writes.
  struct Answer {
    let tree: ObjectID
    private(set) var conflicts: [Conflict] = []
    private(set) var messages: [Message] = []

    /// Nil for anything else; `isSHA256` says how long the tree's name is.
    init?(_ output: [UInt8], isSHA256: Bool) {
      var fields = output.split(separator: 0, omittingEmptySubsequences: false)[...]
      // A driver that writes to standard output has written before git does.
      guard let first = fields.popFirst(),
        let tree = ObjectID(
          hex: String(decoding: first.suffix(isSHA256 ? 64 : 40), as: UTF8.self))
      else { return nil }
      self.tree = tree
      while let record = fields.popFirst(), !record.isEmpty {
        guard let found = IndexRecord(record) else { return nil }
        add(found)
      }
      while let word = fields.popFirst(), !word.isEmpty {
        guard let count = Int(String(decoding: word, as: UTF8.self)), count >= 0,
          fields.count >= count + 2
        else { return nil }
        let paths = fields.prefix(count).map { RepositoryPath(bytes: Array($0)) }
        let words = fields.dropFirst(count).prefix(2).map { String(decoding: $0, as: UTF8.self) }
        fields = fields.dropFirst(count + 2)
        messages.append(
          Message(kind: words[0], paths: paths, text: words[1].trimmingNewline))
      }
    }

    private mutating func add(_ record: IndexRecord) {
      let path = record.entry.path
      if conflicts.last?.path != path { conflicts.append(Conflict(path: path)) }
      let last = conflicts.count - 1
      switch record.stage {
      case 1: conflicts[last].base = record.entry
      case 2: conflicts[last].ours = record.entry
      default: conflicts[last].theirs = record.entry
      }
    }
  }
}

extension String {
  fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
