internal import SpecSync
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a push has done so far, on the disk before it goes on; read by the next run after a crash.
///
/// One JSON line for each finished request, the item as it is known from then on.
final class PushJournal: Journal {
  private struct Line: Codable {
    var lease: String?
    var item: ItemState?
    /// An item that is about to be made.
    var begin: String?
  }

  /// What a run left behind that did not come to its end.
  struct Rest {
    /// The lease under which it ran.
    var lease: String
    var items: [ItemState]
    /// Items of which more may be there than was noted.
    var begun: Set<String>
    /// Seconds since the last line.
    var age: Int
  }

  let path: String
  private let lock: FileLock
  private let file: Mutex<Int32>

  /// Takes the journal of a project for this process; one process at a time has it.
  init(_ path: String, patience: Int) throws {
    self.path = path
    guard mkdirs(path), let slash = path.lastIndex(of: "/") else {
      throw Failure(
        .file, "cannot make the folder of \(path)", causes: [String(cString: strerror(errno))])
    }
    let folder = String(path[..<slash])
    guard OwnFolder.isReal(folder) else {
      throw Failure(
        .file, "\(folder) is a symbolic link, and the journal is written to no other place",
        hints: ["remove the link"])
    }
    lock = try FileLock(path + ".lock", patience: patience)
    file = Mutex(-1)
  }

  deinit {
    file.withLock { if $0 >= 0 { close($0) } }
    lock.release()
  }

  /// What the journal holds; nil when there is none. A last line that was cut off counts for nothing.
  func rest() throws -> Rest? {
    // A device in its place could be read for ever.
    guard isPlainFile, let bytes = try FileBytes.ifPresent(path), !bytes.isEmpty else { return nil }
    var rest: Rest?
    var items: [String: ItemState] = [:]
    let lines = bytes.split(separator: 0x0A)
    for (number, bytes) in lines.enumerated() {
      let line: Line
      do { line = try SyncJSON.value(Line.self, from: Array(bytes)) } catch {
        // Only the last write can be a half one.
        if number == lines.count - 1 { continue }
        throw Failure(
          .file, "\(path):\(number + 1) cannot be read", causes: ["\(error)"],
          hints: ["remove the file; items are then found again by their markers"])
      }
      if let lease = line.lease {
        rest = Rest(lease: lease, items: [], begun: [], age: age)
        items = [:]
      }
      if let item = line.item {
        items[item.uid] = item
        rest?.begun.remove(item.uid)
      }
      if let begin = line.begin { rest?.begun.insert(begin) }
    }
    rest?.items = items.values.sorted { $0.uid < $1.uid }
    return rest
  }

  private var isPlainFile: Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private var age: Int {
    var status = stat()
    guard stat(path, &status) == 0 else { return Int.max }
    #if canImport(Darwin)
      let time = status.st_mtimespec.tv_sec
    #else
      let time = status.st_mtim.tv_sec
    #endif
    return Surroundings.secondsSince1970 - Int(time)
  }

  // MARK: Leases of this clone

  /// Names of leases that this clone was about to publish: whoever is killed while doing so has no
  /// journal yet, and without this his own lease would keep him waiting.
  func announced() throws -> Set<String> {
    let bytes = try FileBytes.ifPresent(path + ".lock") ?? []
    return Set(bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
  }

  func announce(lease: String) throws {
    // More than one: a git that outlived its killed parent may publish a lease after the next one
    // was announced.
    if try announced().count >= Self.announcements, ftruncate(lock.descriptor, 0) != 0 {
      throw trouble("write")
    }
    guard lseek(lock.descriptor, 0, SEEK_END) >= 0 else { throw trouble("write") }
    try write(Array("\(lease)\n".utf8), to: lock.descriptor)
  }

  private static let announcements = 50

  // MARK: Writing

  /// Begins a new journal, in the place of any other.
  func begin(lease: String) throws {
    let descriptor = open(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_APPEND | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw trouble("open") }
    file.withLock {
      if $0 >= 0 { close($0) }
      $0 = descriptor
    }
    try append(Line(lease: lease))
  }

  func note(_ item: ItemState) throws { try append(Line(item: item)) }

  func begin(_ uid: String) throws { try append(Line(begin: uid)) }

  /// The run is over and published: nothing has to be remembered here.
  func remove() throws {
    guard unlink(path) == 0 || errno == ENOENT else { throw trouble("remove") }
    guard ftruncate(lock.descriptor, 0) == 0 else { throw trouble("remove") }
  }

  private func append(_ line: Line) throws {
    let bytes = try SyncJSON.line(line) + [0x0A]
    try file.withLock { try write(bytes, to: $0) }
  }

  /// Returns when it is on the disk.
  private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { rest -> Int in
        guard let base = rest.baseAddress else { return 0 }
        return systemWrite(descriptor, base + written, bytes.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw trouble("write")
      }
      written += count
    }
    guard fdatasync(descriptor) == 0 else { throw trouble("write") }
  }

  private func trouble(_ operation: String, _ code: Int32 = errno) -> Failure {
    Failure(
      .file, "cannot \(operation) the journal \(path)", causes: [String(cString: strerror(code))],
      hints: ["mend that and run the same command again: nothing is sent twice"])
  }
}

/// Makes the folders that a file lies in.
private func mkdirs(_ path: String) -> Bool {
  guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return true }
  let folder = String(path[..<slash])
  if Surroundings.isFolder(folder) { return true }
  guard mkdirs(folder) else { return false }
  return mkdir(folder, 0o777) == 0 || errno == EEXIST
}
