#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Files by path, as bytes; symlinks are seen, never followed.
enum PlainFile {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// A small file's bytes; nil when there is none.
  static func read(_ path: String) throws -> [UInt8]? {
    switch try content(of: Array(path.utf8), limit: 1 << 20) {
    case .bytes(let bytes): bytes
    default: nil
    }
  }

  static func content(of path: [UInt8], limit: Int) throws -> WorkingFile {
    try stamped(path, limit: limit).file
  }

  /// The content, with the stamp of the very file that was opened; none where none was.
  static func stamped(
    _ path: [UInt8], limit: Int
  ) throws -> (file: WorkingFile, stamp: FileStamp) {
    // O_NONBLOCK: a FIFO must not hold us up.
    let descriptor = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { open($0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) } ?? -1
    }
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: return (.missing, .none)
      case ELOOP: return (.symlink, .none)
      case ENXIO: return (.notRegular, .none)
      case EACCES, EPERM: return (.forbidden, .none)
      default: throw failure(path)
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path) }
    let stamp = FileStamp(status)
    guard status.st_mode & S_IFMT == S_IFREG else { return (.notRegular, stamp) }
    if Int(status.st_size) > limit { return (.tooLarge(Int(status.st_size)), stamp) }
    // One byte more than there is: a file that did not grow ends in the first round.
    var room = Int(status.st_size) + 1
    var bytes: [UInt8] = []
    while true {
      let more = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        while count < room, let start = buffer.baseAddress {
          let read = systemRead(descriptor, start + count, room - count)
          if read < 0, errno != EINTR { throw failure(path) }
          if read == 0 { break }
          count += max(0, read)
        }
      }
      bytes = bytes.isEmpty ? more : bytes + more
      if bytes.count > limit { return (.tooLarge(bytes.count), stamp) }
      if more.count < room { return (.bytes(bytes), stamp) }
      room = 65536
    }
  }

  /// What the system said last about a file.
  static func failure(_ path: [UInt8]) -> GitError {
    let reason = String(cString: strerror(errno))
    return GitError(.file, "read \(RepositoryPath(bytes: path))", reason)
  }
}

/// read(2), which a type's own `read` would hide.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int
{
  read(descriptor, bytes, count)
}
