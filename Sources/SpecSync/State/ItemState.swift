internal import Specs

/// What is known of one item since it was last synced; `items/<uid>.json` in the state.
package struct ItemState: Codable, Equatable, Sendable {
  /// A value of a field as we sent it and as the server gave it back, as hashes.
  package struct Field: Codable, Equatable, Sendable {
    package var sent: String?
    package var read: String?

    package init(sent: String? = nil, read: String? = nil) {
      self.sent = sent
      self.read = read
    }
  }

  /// Ours for ever, whatever the spec is renamed to; see `UID`.
  package let uid: String
  package var kind: SyncItem.Kind
  package var root: String
  package var id: String
  package var path: String
  /// The file's content when it was last synced in full; empty before that.
  package var blob: String
  /// The server's name for it; nil before it is made.
  package var server: String?
  /// Another item: a task's ticket, a requirement's spec, the spec that a ticket is linked to.
  package var parent: String?
  /// Items that this one names under `blocks`, by uid and sorted; for a design the IDs of the
  /// tickets that it names.
  package var before: [String]
  /// For a design, the requirements that it names.
  package var claims: [String]
  package var fields: [String: Field]
  /// Its spec is gone from the branch; the server may still have it.
  package var isDeleted: Bool

  package init(
    uid: String, kind: SyncItem.Kind, root: String, id: String, path: String,
    server: String? = nil, parent: String? = nil
  ) {
    self.uid = uid
    self.kind = kind
    self.root = root
    self.id = id
    self.path = path
    self.server = server
    self.parent = parent
    blob = ""
    before = []
    claims = []
    fields = [:]
    isDeleted = false
  }

  /// What the index alone knows.
  package init(_ entry: IndexEntry) {
    self.init(
      uid: entry.uid, kind: entry.kind, root: entry.root, id: entry.id, path: entry.path,
      server: entry.server, parent: entry.parent)
    blob = entry.blob
    before = entry.before
    isDeleted = entry.isDeleted
  }

  package subscript(field: SyncField) -> Field {
    get { fields[field.rawValue] ?? Field() }
    set { fields[field.rawValue] = newValue }
  }

  /// Notes what the server has now; `sent` are the values that we put there.
  package mutating func note(sent: [SyncField: String], read: [SyncField: String]) {
    for (field, value) in sent { self[field].sent = FieldHash.of(value, field) }
    for (field, value) in read { self[field].read = FieldHash.of(value, field) }
  }
}

/// Values are compared by hash, so that the state holds no text of anyone's.
package enum FieldHash {
  /// 64 bits and the length; equal for texts that differ only in line ends, blanks or marker.
  package static func of(_ value: String, _ field: SyncField) -> String {
    var text = SyncText.normalised(value)
    // The server keeps criteria in the order in which they came.
    if field == .criteria {
      text = text.split(separator: "\n")
        .map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.sorted().joined(
          separator: "\n")
    }
    return "\(StableHash.hex(text))-\(text.utf8.count)"
  }
}

/// The names that items keep for ever.
package enum UID {
  /// Random but for its first four digits, which tell the spec root: a marker names no root.
  package static func mint(root: String) -> String {
    let random = UInt64.random(in: 0...UInt64.max)
    let hex = String(random, radix: 16)
    return tag(of: root) + String(repeating: "0", count: 16 - hex.count) + hex
  }

  package static func tag(of root: String) -> String { String(StableHash.hex(root).prefix(4)) }
}
