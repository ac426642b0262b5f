internal import Git
internal import SpecSync

/// The state as it was read: who is at it, which items there are.
struct StoredState {
  /// The name of this very version: a commit, or a hash of the file; empty when there is none.
  let version: String
  var head: SyncHead
  var index: ItemIndex
  /// Reads one item in full.
  let item: (String) throws -> ItemState?
  /// The commit that the synced branch has on the remote, where that was asked.
  var branchTip: ObjectID?
  /// It is what this clone remembers of a state that its remote does not have: items that others
  /// have made since are known by their markers only.
  var isRemembered = false
  /// What had to be said about where it comes from.
  var remarks: [String] = []

  static var none: StoredState {
    StoredState(version: "", head: SyncHead(), index: ItemIndex(), item: { _ in nil })
  }

  var isEmpty: Bool { version.isEmpty }
}

/// A new version of the state, as what it changes in the one before.
struct StateChange {
  var head: SyncHead
  var items: [ItemState]
  /// The first line says what was done; the rest is for the audit log.
  var message: String
}

/// Where the state is kept; a version is only ever replaced by one that knew it.
protocol StateStore {
  /// Says where, for people.
  var place: String { get }
  func read() throws -> StoredState
  /// - Throws: `LostRace` when somebody else has published meanwhile.
  func publish(_ change: StateChange, over state: StoredState) throws -> StoredState
  /// The published versions, newest first.
  func log(limit: Int) throws -> [StateLogEntry]
}

struct StateLogEntry: Encodable {
  let version: String
  /// Seconds since 1970.
  let time: Int
  let message: String
}

/// Somebody else published a state between our reading and our writing.
struct LostRace: Error {}

extension StoredState {
  /// The index with some items as they are now.
  func index(with items: [ItemState]) -> ItemIndex {
    index.with(items.map(IndexEntry.init))
  }
}
