/// Where a push notes each finished request, durably, before the next one begins.
package protocol Journal: Sendable {
  func note(_ item: ItemState) throws
  /// An item is about to be made, or changed by several requests: until it is noted, what the server
  /// has of it is not known.
  func begin(_ uid: String) throws
}

/// What is known of the items while a push runs.
package actor Ledger {
  private(set) var items: [String: ItemState]
  private let index: ItemIndex
  private let journal: any Journal
  package private(set) var changed: Set<String> = []
  /// Items that were begun and not noted since: the server may have more of them than is known.
  package private(set) var begun: Set<String> = []
  /// Why no request may be sent any more.
  package private(set) var trouble: (any Error)?
  private var specsOnServer: Set<String>

  package init(
    _ items: [ItemState], index: ItemIndex, journal: any Journal, specsOnServer: Set<String>
  ) {
    self.items = Dictionary(items.map { ($0.uid, $0) }, uniquingKeysWith: { _, last in last })
    self.index = index
    self.journal = journal
    self.specsOnServer = specsOnServer
  }

  /// Items that are other than before, by uid.
  package var changedItems: [ItemState] { changed.sorted().compactMap { items[$0] } }

  package var allItems: [ItemState] { items.keys.sorted().compactMap { items[$0] } }

  /// An item of before the plan, which a link concerns as well.
  package func add(_ item: ItemState) { if items[item.uid] == nil { items[item.uid] = item } }

  /// The server's ID of any item; nil when it is not made.
  func server(_ uid: String) -> String? {
    items[uid].map(\.server) ?? index.entry(uid: uid)?.server
  }

  /// Changes what is known of an item and has it on the disk before it returns.
  func note(_ uid: String, _ change: (inout ItemState) -> Void) throws {
    guard var item = items[uid] else { return }
    change(&item)
    items[uid] = item
    changed.insert(uid)
    begun.remove(uid)
    if let server = item.server, item.kind == .spec { specsOnServer.insert(server) }
    do {
      try journal.note(item)
    } catch {
      trouble = trouble ?? error
      throw error
    }
  }

  func begin(_ uid: String) throws {
    begun.insert(uid)
    do {
      try journal.begin(uid)
    } catch {
      trouble = trouble ?? error
      throw error
    }
  }

  /// Specs of a list that nobody knows.
  func unknownSpecs(among specs: [ServerSpec]) -> [ServerSpec] {
    specs.filter { !specsOnServer.contains($0.id) }
  }

  package func stop(_ error: any Error) { trouble = trouble ?? error }
}
