#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Git

/// Files that are replaced whole or not at all.
enum AtomicFile {
  /// Writes beside the target and renames over it; keeps the target's mode.
  ///
  /// What need not last is not waited for: after a power cut it may be any bytes.
  static func replace(
    _ path: [UInt8], with bytes: [UInt8], mode: mode_t? = nil, isLasting: Bool = true
  ) throws {
    var status = stat()
    let target = cString(path)
    let exists = lstat(target, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      throw Failure(.file, "\(name(path)) is not a regular file")
    }
    let temporary = try copy(bytes, of: exists ? status : nil, path, mode, isLasting)
    guard rename(temporary, target) == 0 else {
      let failure = trouble("replace", path)
      unlink(temporary)
      throw failure
    }
  }

  /// Replaces a file that holds what was read of it; false, and nothing done, when it does not.
  ///
  /// Others may save at any moment: the two files change names in one step, and what comes out is
  /// looked at. When it is not what was expected they change back, so that the newest save is at the
  /// path whenever it came.
  static func replace(
    _ path: [UInt8], holding old: [UInt8], with bytes: [UInt8]
  ) throws -> Bool {
    var status = stat()
    guard lstat(cString(path), &status) == 0 else { return false }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.file, "\(name(path)) is not a regular file")
    }
    // The slow part comes before the file is looked at for the last time.
    let temporary = try copy(bytes, of: status, path, nil, true)
    defer { unlink(temporary) }
    guard let file = WatchedFile(path), file.isAtItsPath(holding: old) else { return false }
    let (mine, new) = (identity(temporary), temporary.dropLast().map { UInt8(bitPattern: $0) })
    switch FileName.exchange(new, path) {
    case 0: break
    case ENOENT: return false
    case EINVAL, ENOSYS:
      guard file.isAtItsPath(holding: old) else { return false }
      guard rename(temporary, cString(path)) == 0 else { throw trouble("replace", path) }
      return true
    case let status: throw trouble("replace", path, status)
    }
    if file.isAt(temporary), !file.isWanted, file.holds(old) {
      // Whoever had found the old file just before is at its door by now.
      usleep(1000)
      if !file.isWanted, file.holds(old) { return true }
    }
    // What came out is somebody's save, or is about to be one: it goes back, and so does a later one.
    for _ in 0..<100 where FileName.exchange(new, path) == 0 {
      if identity(temporary) == mine { return false }
    }
    throw trouble("put back what was saved meanwhile in", path, EBUSY)
  }

  /// Which file has a name.
  private static func identity(_ name: [CChar]) -> UInt64 {
    var status = stat()
    return lstat(name, &status) == 0 ? UInt64(status.st_ino) : 0
  }

  /// Bytes in a file beside another one, with that one's owner and mode.
  private static func copy(
    _ bytes: [UInt8], of status: stat?, _ path: [UInt8], _ mode: mode_t?, _ isLasting: Bool
  ) throws -> [CChar] {
    try written(bytes, beside: path, isLasting: isLasting) { descriptor in
      // A file of someone else's stays theirs, as far as we may say so.
      if let status, status.st_uid != geteuid() || status.st_gid != getegid() {
        _ = fchown(descriptor, status.st_uid, status.st_gid)
      }
      if let mode = mode ?? status.map({ $0.st_mode & 0o7777 }) {
        guard fchmod(descriptor, mode) == 0 else { throw trouble("set the mode of", path) }
      }
    }
  }

  /// Writes a file that was not there before; never over another one.
  static func create(_ path: [UInt8], with bytes: [UInt8]) throws {
    let temporary = try written(bytes, beside: path) { _ in }
    let status = FileName.move(temporary.dropLast().map { UInt8(bitPattern: $0) }, to: path)
    guard status == 0 else {
      unlink(temporary)
      throw trouble("make", path, status)
    }
  }

  /// Bytes in a file beside another one, on the disk; nothing of it stays when that fails.
  private static func written(
    _ bytes: [UInt8], beside path: [UInt8], isLasting: Bool = true,
    _ prepare: (Int32) throws -> Void
  ) throws -> [CChar] {
    let (temporary, descriptor) = try create(beside: path)
    defer { close(descriptor) }
    // A file that may not grow so large is an error to tell, not our end.
    let previous = signal(SIGXFSZ, SIG_IGN)
    defer { signal(SIGXFSZ, previous) }
    do {
      try prepare(descriptor)
      try write(bytes, to: descriptor, path)
      guard !isLasting || fsync(descriptor) == 0 else { throw trouble("write", path) }
    } catch {
      unlink(temporary)
      throw error
    }
    return temporary
  }

  /// A new file in the same folder, whose name is short however long the target's is.
  private static func create(beside path: [UInt8]) throws -> (name: [CChar], descriptor: Int32) {
    let folder = path.lastIndex(of: 0x2F).map { Array(path[...$0]) } ?? []
    // What a process of the same number left behind is not in the way.
    for number in 0..<16 {
      let name = cString(folder + Array(".git-spec-\(getpid())-\(number).tmp".utf8))
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (name, descriptor) }
      if errno != EEXIST { break }
    }
    throw trouble("create a file beside", path)
  }

  /// Moves a file to a name that nothing has; never over another file.
  static func move(_ old: [UInt8], to new: [UInt8]) throws {
    let status = FileName.move(old, to: new)
    guard status == 0 else { throw trouble("make", new, status) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: [UInt8]) throws {
    var written = 0
    try bytes.withUnsafeBytes { buffer in
      while written < buffer.count, let base = buffer.baseAddress {
        let count = systemWrite(descriptor, base + written, buffer.count - written)
        if count < 0 {
          if errno == EINTR { continue }
          throw trouble("write", path)
        }
        written += count
      }
    }
  }

  private static func cString(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }

  private static func name(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

  private static func trouble(
    _ operation: String, _ path: [UInt8], _ status: Int32 = errno
  ) -> Failure {
    Failure(
      .file, "cannot \(operation) \(name(path))", causes: [String(cString: strerror(status))])
  }
}

/// write(2), which a type's own `write` would hide.
func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
