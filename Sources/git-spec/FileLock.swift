#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A lock that the system lets go of when a process ends, however it ends.
struct FileLock {
  let descriptor: Int32

  /// Waits for its turn; throws a failure of kind `stale` when another process keeps it.
  ///
  /// - Parameters:
  ///   - patience: milliseconds to wait; 0 tries once.
  ///   - isWritten: the holder writes into the file; else it is only read, so that in a shared clone it
  ///     may be anybody's.
  init(_ path: String, patience: Int, isWritten: Bool = true) throws {
    func trouble(_ operation: String) -> Failure {
      Failure(.file, "cannot \(operation) \(path)", causes: [String(cString: strerror(errno))])
    }
    // A link would have us make, or write into, a file of somebody else's choice; a pipe, wait.
    descriptor = open(
      path, (isWritten ? O_RDWR : O_RDONLY) | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw trouble("open") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(
        .file, "cannot lock \(path)", causes: ["it is no regular file"], hints: ["remove it"])
    }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let failure = trouble("lock")
        close(descriptor)
        throw failure
      }
      guard waited < patience else {
        close(descriptor)
        throw Failure(.stale, "another process holds \(path)", hints: ["wait for it to end"])
      }
      usleep(UInt32(Self.step) * 1000)
      waited += Self.step
    }
  }

  func release() { close(descriptor) }

  /// Milliseconds.
  private static let step = 5
}
