internal import Specs

/// One line of the index: what has to be known of every item without reading it.
package struct IndexEntry: Equatable, Sendable {
  package let uid: String
  package let kind: SyncItem.Kind
  package let root: String
  package let id: String
  package let path: String
  package let blob: String
  package let server: String?
  package let parent: String?
  package let before: [String]
  package let isDeleted: Bool
}

extension IndexEntry {
  /// Ended on the server, where its marker may remain: whoever comes back is another item.
  var isEnded: Bool { isDeleted && server == nil }

  package init(_ item: ItemState) {
    self.init(
      uid: item.uid, kind: item.kind, root: item.root, id: item.id, path: item.path,
      blob: item.blob, server: item.server, parent: item.parent, before: item.before,
      isDeleted: item.isDeleted)
  }
}

/// All items by ID, path, uid and server ID, as lines of tab-separated words sorted by uid.
///
/// Lines are found by hash and read only when asked for: a push of three specs among ten thousand
/// reads three.
package struct ItemIndex: Sendable {
  private let bytes: [UInt8]
  private var lines: [Range<Int>] = []
  private var found: [UInt64: [Int32]] = [:]
  /// Entries that replace or add to the lines, by uid.
  private var later: [String: IndexEntry] = [:]

  private static let columns = 10

  package init() { bytes = [] }

  /// Reads an index as `text` writes it; nil when a line is not formed like one.
  package init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      guard add(start..<end) else { return nil }
      start = end + 1
    }
  }

  package init(_ entries: some Sequence<IndexEntry>) {
    self = ItemIndex().with(entries)
  }

  // MARK: Questions

  package func entry(uid: String) -> IndexEntry? {
    later[uid] ?? entries(.uid, uid).first { $0.uid == uid }
  }

  /// Items of an ID in a root; a requirements file may be a requirement and a spec of its own.
  package func entries(id: String, root: String) -> [IndexEntry] {
    matching(.id, id) { $0.id == id && $0.root == root }
  }

  /// Items of a file.
  package func entries(path: String) -> [IndexEntry] { matching(.path, path) { $0.path == path } }

  package func entry(server: String) -> IndexEntry? {
    matching(.server, server) { $0.server == server }.first
  }

  /// Items that lie in or are linked to another one.
  package func children(of uid: String) -> [IndexEntry] {
    matching(.parent, uid) { $0.parent == uid }
  }

  /// Items that name this one under `blocks`.
  package func blockers(of uid: String) -> [IndexEntry] {
    matching(.before, uid) { $0.before.contains(uid) }
  }

  /// Every entry, by uid.
  package var all: [IndexEntry] {
    let old = lines.compactMap { entry(in: $0) }.filter { later[$0.uid] == nil }
    return (old + later.values).sorted { $0.uid < $1.uid }
  }

  package var isEmpty: Bool { lines.isEmpty && later.isEmpty }

  // MARK: Changes

  /// The index with some entries that replace or add to the old ones.
  package func with(_ entries: some Sequence<IndexEntry>) -> ItemIndex {
    var index = self
    for entry in entries { index.later[entry.uid] = entry }
    // Every question looks at all later entries; many of them become lines.
    guard index.later.count > Self.laterLimit else { return index }
    return ItemIndex(index.text) ?? index
  }

  private static let laterLimit = 16

  /// The whole index as lines.
  package var text: [UInt8] { later.isEmpty ? bytes : Self.text(of: all) }

  /// The lines of some entries.
  private static func text(of entries: [IndexEntry]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(entries.count * 160)
    for entry in entries {
      let words = [
        entry.uid, entry.kind.rawValue, entry.root, entry.id, entry.path, entry.blob,
        entry.server ?? "", entry.parent ?? "", entry.before.joined(separator: " "),
        entry.isDeleted ? "deleted" : "",
      ]
      for (number, word) in words.enumerated() {
        if number > 0 { result.append(0x09) }
        append(word, to: &result)
      }
      result.append(0x0A)
    }
    return result
  }

  // MARK: Parts

  /// The index is stored in parts, by the last digit of the uid, so that a push of three items does
  /// not write ten thousand lines anew.
  package static let parts = Array("0123456789abcdef").map { String($0) }

  /// The part that an item's line lies in.
  package static func part(of uid: String) -> String { uid.last.map { String($0) } ?? "0" }

  /// The lines of some parts, by part; one without lines is there as well.
  package func text(of parts: Set<String>) -> [String: [UInt8]] {
    var found: [String: [(uid: String, line: ArraySlice<UInt8>)]] = [:]
    for line in lines {
      let word = bytes[line].prefix { $0 != 0x09 }
      guard let last = word.last, parts.contains(String(UnicodeScalar(last))) else { continue }
      let uid = String(decoding: word, as: UTF8.self)
      guard later[uid] == nil else { continue }
      found[Self.part(of: uid), default: []].append((uid, bytes[line] + [0x0A]))
    }
    for entry in later.values where parts.contains(Self.part(of: entry.uid)) {
      found[Self.part(of: entry.uid), default: []].append((entry.uid, Self.text(of: [entry])[...]))
    }
    return Dictionary(
      parts.map { part in
        (part, (found[part] ?? []).sorted { $0.uid < $1.uid }.flatMap(\.line))
      }, uniquingKeysWith: { $1 })
  }

  // MARK: Lines

  private enum Column: Int {
    case uid, kind, root, id, path, blob, server, parent, before
  }

  private func matching(
    _ column: Column, _ word: String, where isWanted: (IndexEntry) -> Bool
  ) -> [IndexEntry] {
    let old = entries(column, word).filter { later[$0.uid] == nil && isWanted($0) }
    if later.isEmpty { return old }
    return (old + later.values.filter(isWanted)).sorted { $0.uid < $1.uid }
  }

  private func entries(_ column: Column, _ word: String) -> [IndexEntry] {
    var escaped: [UInt8] = []
    Self.append(word, to: &escaped)
    return (found[Self.hash(column, escaped[...])] ?? []).compactMap { entry(in: lines[Int($0)]) }
  }

  private mutating func add(_ line: Range<Int>) -> Bool {
    let words = words(in: line)
    guard words.count == Self.columns else { return false }
    let number = Int32(lines.count)
    lines.append(line)
    for column in [Column.uid, .id, .path, .server, .parent] {
      let word = words[column.rawValue]
      if !word.isEmpty { found[Self.hash(column, word), default: []].append(number) }
    }
    for word in words[Column.before.rawValue].split(separator: 0x20) {
      found[Self.hash(.before, word), default: []].append(number)
    }
    return true
  }

  private func words(in line: Range<Int>) -> [ArraySlice<UInt8>] {
    bytes[line].split(separator: 0x09, omittingEmptySubsequences: false)
  }

  private func entry(in line: Range<Int>) -> IndexEntry? {
    let words = words(in: line).map(Self.text)
    guard words.count == Self.columns, let kind = SyncItem.Kind(rawValue: words[1]) else {
      return nil
    }
    return IndexEntry(
      uid: words[0], kind: kind, root: words[2], id: words[3], path: words[4], blob: words[5],
      server: words[6].isEmpty ? nil : words[6], parent: words[7].isEmpty ? nil : words[7],
      before: words[8].split(separator: " ").map(String.init), isDeleted: !words[9].isEmpty)
  }

  private static func hash(_ column: Column, _ word: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(column.rawValue)
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }

  /// Paths may hold anything; tabs, line ends and `%` are written as `%09` and so on.
  private static func append(_ word: String, to bytes: inout [UInt8]) {
    for byte in word.utf8 {
      switch byte {
      case 0x09: bytes += "%09".utf8
      case 0x0A: bytes += "%0A".utf8
      case 0x25: bytes += "%25".utf8
      default: bytes.append(byte)
      }
    }
  }

  private static func text(_ word: ArraySlice<UInt8>) -> String {
    guard word.contains(0x25) else { return String(decoding: word, as: UTF8.self) }
    var result: [UInt8] = []
    var index = word.startIndex
    while index < word.endIndex {
      if word[index] == 0x25, index + 2 < word.endIndex,
        let byte = UInt8(String(decoding: word[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(word[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
