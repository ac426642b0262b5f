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
  /// The tree that a commit, or a tag of one, comes to; a tree is its own.
  func rootTree(of commit: ObjectID) throws -> ObjectID
  /// An object of any type, as git stores it.
  func object(_ id: ObjectID) throws -> StoredObject
  /// The contents of files; an object that is none is an error.
  func forEachBlob(_ ids: [ObjectID], limit: Int, _ body: (Int, Blob) throws -> Void) throws
  func mergeBases(_ a: ObjectID, _ b: ObjectID) throws -> [ObjectID]
  func commits(reachableFrom: [ObjectID], excluding: [ObjectID], limit: Int?) throws -> [Commit]
  func references(below prefixes: [String]) throws -> [Reference]
}
