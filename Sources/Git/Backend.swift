/// The questions that two libraries of git answer: libgit2, and the git command.
///
/// Folders are named by their last component (`.omoi_os`) and found at any depth.
protocol Backend: AnyObject {
  var name: String { get }
  var layout: Layout { get }
  func head() throws -> Head
  /// The commit a revision comes to; nil when it comes to none.
  func resolve(_ revision: String) throws -> ObjectID?
  func peelToCommit(_ id: ObjectID) throws -> ObjectID?
  func hasObject(_ id: ObjectID) throws -> Bool
  func commit(_ id: ObjectID) throws -> Commit
  func indexEntries(below folder: String) throws -> [TreeEntry]
  func treeEntries(of commit: ObjectID, below folder: String) throws -> [TreeEntry]
  /// Entries below the named folders, given by path from the top.
  func treeEntries(of commit: ObjectID, in folders: [String]) throws -> [TreeEntry]
  /// The entry at a path from the top; nil when there is none.
  func treeEntry(of commit: ObjectID, at path: RepositoryPath) throws -> TreeEntry?
  func treeChanges(
    from old: ObjectID, to new: ObjectID, below folder: String
  ) throws -> [FileChange]
  /// The bytes of an object of any type, as git stores it.
  func object(_ id: ObjectID) throws -> [UInt8]
  func forEachBlob(_ ids: [ObjectID], limit: Int, _ body: (Int, Blob) throws -> Void) throws
  func mergeBases(_ a: ObjectID, _ b: ObjectID) throws -> [ObjectID]
  func commits(reachableFrom: [ObjectID], excluding: [ObjectID], limit: Int?) throws -> [Commit]
  func references(below prefixes: [String]) throws -> [Reference]
}
