internal import CGit2

/// The one door to libgit2: starts it once, and turns its status codes into errors.
enum LibGit2 {
  /// Started at the first use and never stopped; the process's end does that.
  private static let started: Int32 = {
    let status = git_libgit2_init()
    _ = cgit2_set_strict_hash_verification(0)
    // Repositories with these extensions are read right; those left out here (another object
    // format, another ref storage) would be read wrong, and are the git command's.
    let names = ["relativeworktrees", "partialclone", "preciousobjects", "worktreeconfig"]
    withCStrings(names) { pointers in
      var pointers = pointers
      _ = cgit2_set_extensions(&pointers, pointers.count)
    }
    return status
  }()

  /// Throws when libgit2 cannot be started.
  static func start() throws {
    if started < 0 { throw error("start libgit2", started) }
  }

  /// Throws unless a call went well; the answer is the call's own number.
  @discardableResult
  static func check(_ operation: @autoclosure () -> String, _ status: Int32) throws -> Int32 {
    if status < 0 { throw error(operation(), status) }
    return status
  }

  /// The pointer a call makes; throws when it makes none.
  static func make(
    _ operation: @autoclosure () -> String,
    _ call: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
  ) throws -> OpaquePointer {
    var pointer: OpaquePointer?
    try check(operation(), call(&pointer))
    guard let pointer else { throw GitError(.generic, operation(), "libgit2 gave no answer") }
    return pointer
  }

  /// Reads libgit2's message at once, because the next call may replace it.
  private static func error(_ operation: String, _ status: Int32) -> GitError {
    var message = "libgit2 error \(status)"
    if let last = git_error_last(), let text = last.pointee.message {
      message = String(cString: text)
    }
    git_error_clear()
    return GitError(GitError.Code(rawValue: status), operation, message)
  }

  private static func withCStrings(
    _ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Void,
    _ done: [UnsafePointer<CChar>?] = []
  ) {
    guard let first = strings.first else { return body(done) }
    first.withCString { withCStrings(Array(strings.dropFirst()), body, done + [$0]) }
  }
}

extension ObjectID {
  init(_ oid: git_oid) {
    var oid = oid
    self =
      withUnsafeBytes(of: &oid) { raw in
        ObjectID(bytes: raw.bindMemory(to: UInt8.self))
      } ?? .zero
  }

  /// Nil for an ID that libgit2's SHA-1 build cannot hold.
  var oid: git_oid? {
    guard !isSHA256 else { return nil }
    var oid = git_oid()
    withUnsafeMutableBytes(of: &oid) { copyBytes(to: $0) }
    return oid
  }
}
