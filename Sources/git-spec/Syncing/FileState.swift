internal import Git
internal import Specs
internal import SpecSync

/// The state as one JSON file, for places where no ref can be pushed; the base of a comparison is
/// then the synced commit, which has to be in the clone.
struct FileState: StateStore {
  let path: String

  var place: String { path }

  private struct Content: Codable {
    var head: SyncHead
    var items: [ItemState]
    var log: [Entry]

    struct Entry: Codable {
      let time: Int
      let message: String
    }
  }

  private static let logLimit = 200

  func read() throws -> StoredState {
    guard let (content, version) = try content() else { return .none }
    let items = Dictionary(content.items.map { ($0.uid, $0) }, uniquingKeysWith: { $1 })
    return StoredState(
      version: version, head: content.head, index: ItemIndex(content.items.map(IndexEntry.init)),
      item: { items[$0] })
  }

  private func content() throws -> (Content, version: String)? {
    guard let bytes = try FileBytes.ifPresent(path) else { return nil }
    do {
      let content = try SyncJSON.value(Content.self, from: bytes)
      guard content.head.schemaVersion <= SyncHead.schemaVersion else {
        throw Failure(
          .configuration, "\(path) was written by a newer git-spec",
          hints: ["install the newest git-spec"])
      }
      let text = String(decoding: bytes, as: UTF8.self)
      return (content, "\(StableHash.hex(text))-\(bytes.count)")
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .file, "\(path) is no sync state",
        hints: ["name another file, or put back the one of the last push"])
    }
  }

  func publish(_ change: StateChange, over state: StoredState) throws -> StoredState {
    let lock = try FileLock(path + ".lock", patience: 10_000)
    defer { lock.release() }
    let now = try content()
    guard (now?.version ?? "") == state.version else { throw LostRace() }
    var items = Dictionary(
      (now?.0.items ?? []).map { ($0.uid, $0) }, uniquingKeysWith: { $1 })
    for item in change.items { items[item.uid] = item }
    let entry = Content.Entry(time: Surroundings.secondsSince1970, message: change.message)
    let content = Content(
      head: change.head, items: items.values.sorted { $0.uid < $1.uid },
      log: ([entry] + (now?.0.log ?? [])).prefix(Self.logLimit).map { $0 })
    try AtomicFile.replace(Array(path.utf8), with: try SyncJSON.page(content), mode: nil)
    return try read()
  }

  func log(limit: Int) throws -> [StateLogEntry] {
    (try content()?.0.log ?? []).prefix(limit).map {
      StateLogEntry(version: "", time: $0.time, message: $0.message)
    }
  }
}
