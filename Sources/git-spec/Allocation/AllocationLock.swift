#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Git

/// One process at a time gives out numbers, in all working trees of a clone.
struct AllocationLock {
  private let descriptor: Int32

  /// Waits for its turn; the system lets go of the lock when a process ends, however it ends.
  init(_ repository: Repository) throws {
    let path = repository.layout.commonDirectory + "/git-spec.lock"
    // Only read, so that in a shared clone the file may be anybody's.
    descriptor = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.trouble("open", path) }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let failure = Self.trouble("lock", path)
        close(descriptor)
        throw failure
      }
      guard waited < Self.patience else {
        close(descriptor)
        throw Failure(
          .file, "another git-spec has been giving out numbers for \(Self.patience / 1000) s",
          causes: ["it holds \(path)"], hints: ["wait for it to end, then try again"])
      }
      usleep(UInt32(Self.step) * 1000)
      waited += Self.step
    }
  }

  func release() { close(descriptor) }

  /// Milliseconds.
  private static let patience = 60_000
  private static let step = 5

  private static func trouble(_ operation: String, _ path: String) -> Failure {
    Failure(.file, "cannot \(operation) \(path)", causes: [String(cString: strerror(errno))])
  }
}
