internal import Git

/// One process at a time gives out numbers, in all working trees of a clone.
struct AllocationLock {
  private let lock: FileLock

  /// Waits for its turn.
  init(_ repository: Repository) throws {
    let path = repository.layout.commonDirectory + "/git-spec.lock"
    do {
      lock = try FileLock(path, patience: Self.patience, isWritten: false)
    } catch let failure as Failure where failure.kind == .stale {
      throw Failure(
        .file, "another git-spec has been giving out numbers for \(Self.patience / 1000) s",
        causes: ["it holds \(path)"], hints: ["wait for it to end, then try again"])
    }
  }

  func release() { lock.release() }

  /// Milliseconds.
  private static let patience = 60_000
}
