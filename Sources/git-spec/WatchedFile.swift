#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that is about to be replaced, held open so that nobody's save of it goes unseen.
///
/// A lease makes whoever opens the file for writing wait until this value lets go. Where the system
/// gives none, only what is at the path and what is in it are compared.
struct WatchedFile: ~Copyable {
  private let descriptor: Int32
  private let path: [CChar]
  private let isLeased: Bool

  /// Nil where there is no file to read, or somebody has it open for writing.
  init?(_ path: [UInt8]) {
    self.path = path.map { CChar(bitPattern: $0) } + [0]
    descriptor = open(self.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    switch Self.lease(descriptor) {
    case .busy:
      close(descriptor)
      return nil
    case .held: isLeased = true
    case .unknown: isLeased = false
    }
  }

  deinit { close(descriptor) }

  /// Whether the file is still the one at its path, and holds these bytes.
  func isAtItsPath(holding bytes: [UInt8]) -> Bool { isAt(path) && holds(bytes) }

  func isAt(_ path: [CChar]) -> Bool {
    var (mine, there) = (stat(), stat())
    return fstat(descriptor, &mine) == 0 && lstat(path, &there) == 0
      && mine.st_dev == there.st_dev && mine.st_ino == there.st_ino
  }

  func holds(_ bytes: [UInt8]) -> Bool {
    var read: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while read.count <= bytes.count {
      let count = pread(descriptor, &buffer, buffer.count, off_t(read.count))
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return count == 0 && read == bytes }
      read += buffer[..<count]
    }
    return false
  }

  /// Whether somebody waits for us to let go, to write into the file.
  var isWanted: Bool {
    #if os(Linux)
      return isLeased && fcntl(descriptor, Self.getLease, 0) != Int32(F_RDLCK)
    #else
      return false
    #endif
  }

  private enum Lease { case held, busy, unknown }

  #if os(Linux)
    // Shown only to programs that ask for GNU extensions.
    private static let (setSignal, setLease, getLease): (Int32, Int32, Int32) = (10, 1024, 1025)

    private static func lease(_ descriptor: Int32) -> Lease {
      // The signal that tells of a waiting writer would end us; this one is ignored.
      guard fcntl(descriptor, setSignal, SIGURG) == 0 else { return .unknown }
      for _ in 0..<50 {
        if fcntl(descriptor, setLease, Int32(F_RDLCK)) == 0 { return .held }
        guard errno == EAGAIN || errno == EBUSY else { return .unknown }
        usleep(2000)
      }
      return .busy
    }
  #else
    private static func lease(_ descriptor: Int32) -> Lease { .unknown }
  #endif
}
