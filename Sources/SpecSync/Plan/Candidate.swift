/// A file that differs between the last synced commit and the new one, as far as syncing reads it.
package struct CandidateFile: Sendable {
  package enum Content: Sendable {
    case items([SyncItem])
    /// Why nothing of it is sent: errors in its header, no frontmatter any more.
    case refused(String)
    /// It holds nothing that the server has a place for.
    case nothing(kind: String)
  }

  package let root: String
  package let path: String
  package let blob: String
  /// The path it had in the last synced commit, where git's rename detection finds one.
  package let formerPath: String?
  /// The spec's own ID, also when it is refused.
  package let id: String?
  package let kind: SyncItem.Kind
  package let content: Content
  /// Why single items of it are not sent; they are among `items` all the same.
  package var problems: [UIDKey: String] = [:]
  /// It is the same as before: read only because another spec's change concerns it.
  package let isUnchanged: Bool

  package init(
    root: String, path: String, blob: String, formerPath: String? = nil, id: String?,
    kind: SyncItem.Kind, content: Content, isUnchanged: Bool = false
  ) {
    self.root = root
    self.path = path
    self.blob = blob
    self.formerPath = formerPath
    self.id = id
    self.kind = kind
    self.content = content
    self.isUnchanged = isUnchanged
  }

  package var items: [SyncItem] {
    if case .items(let items) = content { items } else { [] }
  }
}

/// What planning starts from: values only.
package struct SyncInput {
  package var candidates: [CandidateFile] = []
  /// Paths that the new commit has no longer.
  package var removed: [String] = []
  package var index = ItemIndex()
  /// Old ID to new ID, by root.
  package var renumbered: [String: [String: String]] = [:]
  /// Titles as they were last sent, hashed, by uid: of the items at former paths.
  package var formerTitles: [String: String] = [:]
  /// uids of items that a run before minted, by `UIDKey`.
  package var minted: [UIDKey: String] = [:]
  /// All items of kind `spec` as the state has them; asked for only when a requirement is new.
  package var knownSpecs: () throws -> [ItemState] = { [] }

  package init() {}
}

/// What a new item is told by before it has a uid.
package struct UIDKey: Hashable, Codable, Sendable {
  package let root: String
  package let kind: SyncItem.Kind
  package let id: String

  package init(root: String, kind: SyncItem.Kind, id: String) {
    self.root = root
    self.kind = kind
    self.id = id
  }

  package init(_ item: SyncItem) { self.init(root: item.root, kind: item.kind, id: item.id) }
  package init(_ item: ItemState) { self.init(root: item.root, kind: item.kind, id: item.id) }
}

/// A spec's item with its uid and with its references as uids.
package struct MatchedItem: Sendable {
  package let item: SyncItem
  package let uid: String
  package let blob: String
  /// What the state knows of it; nil for a new one.
  package let entry: IndexEntry?
  package var parent: String?
  /// What it has to wait for, sorted; for tasks also what names it under `blocks`.
  package var after: [String] = []
  /// What it names under `blocks`, sorted.
  package var before: [String] = []
  /// A requirement that a design names and that lies in another spec.
  package var isElsewhere = false
  /// References to what is not on the server and does not come with this run.
  package var unresolved: [String] = []

  package var subject: SyncPlan.Subject {
    SyncPlan.Subject(
      uid: uid, kind: item.kind, root: item.root, id: item.id, path: item.path,
      title: item.fields[.title] ?? "")
  }
}
