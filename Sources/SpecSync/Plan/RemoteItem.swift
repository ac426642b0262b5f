/// What the server says of one item, in the fields that syncing compares.
package struct RemoteItem: Sendable, Equatable {
  package let server: String
  package var fields: [SyncField: String]
  /// The server's ID of the ticket or spec that it lies in.
  package let parent: String?

  package init(server: String, fields: [SyncField: String], parent: String? = nil) {
    self.server = server
    self.fields = fields
    self.parent = parent
  }
}

/// Whether the server has an item.
package enum RemoteAnswer: Sendable, Equatable {
  case present(RemoteItem)
  /// The server said that there is none, which is no error and no guess.
  case gone
}

/// The three versions of an item's fields, field by field.
struct FieldComparison {
  private(set) var toSend: [SyncField: String] = [:]
  private(set) var drifted: [SyncField] = []
  private(set) var conflicting: [SyncField] = []
  /// Equal on both sides, whatever was known before.
  private(set) var equal: [SyncField] = []

  /// Sends a field that is the same on both sides but for what is not compared.
  mutating func send(_ field: SyncField, _ value: String) {
    guard equal.contains(field) else { return }
    toSend[field] = value
  }

  /// - Parameters:
  ///   - isOurs: we made the item and may not have come to send all of it.
  ///   - overwrites: what the server changed is replaced.
  init(
    local: [SyncField: String], known: ItemState, remote: [SyncField: String]?, isOurs: Bool,
    overwrites: Bool
  ) {
    for (field, value) in local.sorted(by: { $0.key < $1.key }) {
      let mine = FieldHash.of(value, field)
      guard let remote else {
        // The server could not be asked: the state alone says what would be sent.
        if mine != known[field].sent { toSend[field] = value }
        continue
      }
      let theirs = FieldHash.of(remote[field] ?? "", field)
      if mine == theirs {
        equal.append(field)
        continue
      }
      let base = known[field]
      let weMoved = mine != base.sent
      // Only what we never got round to sending: a value that we put there is known. Criteria are
      // sent one by one, so that they may be half there.
      let isHalfSent = isOurs && (base.sent == nil || field == .criteria)
      let theyMoved = !isHalfSent && theirs != base.read
      switch (weMoved, theyMoved) {
      case (true, false): toSend[field] = value
      case (false, true), (true, true):
        if overwrites {
          toSend[field] = value
        } else if weMoved {
          conflicting.append(field)
        } else {
          drifted.append(field)
        }
      case (false, false): continue
      }
    }
  }
}
