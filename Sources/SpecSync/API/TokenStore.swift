#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Token pairs on disk, one file for each server and account, for all processes of a user.
package struct TokenStore: Sendable {
  /// Such as `~/.config/git-spec`; made when it is not there.
  private let folder: String
  private let server: String

  package init(folder: String, server: String) {
    self.folder = folder
    self.server = server
  }

  /// Nil when the folder cannot be used, or another process keeps the lock too long.
  func locked(email: String, timing: Timing) async -> LockedTokens? {
    guard Self.makeFolder(folder) else { return nil }
    let path = "\(folder)/tokens-\(Self.name(server, email)).json"
    let descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    let lock = LockedTokens(
      descriptor: descriptor, path: path, server: server, email: email)
    // Waits without holding a thread: the one who has the lock may be a task of this process.
    for _ in 0..<Self.patience {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
      guard errno == EWOULDBLOCK || errno == EINTR else { return nil }
      do { try await timing.sleep(.milliseconds(Self.step)) } catch { return nil }
    }
    return nil
  }

  /// Milliseconds; as many steps as a login with its retries may take.
  private static let step = 50
  private static let patience = 1200

  /// FNV-1a: file names only have to differ, what they hold is compared.
  private static func name(_ server: String, _ email: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(server)\n\(email)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }

  private static func makeFolder(_ path: String) -> Bool {
    if mkdir(path, 0o700) == 0 { return true }
    if errno == EEXIST { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      return false
    }
    return makeFolder(String(path[..<slash])) && (mkdir(path, 0o700) == 0 || errno == EEXIST)
  }
}

/// The pair of one account while no other process can touch it; unlocked when it goes.
final class LockedTokens: Sendable {
  private let descriptor: Int32
  private let path: String
  private let server: String
  private let email: String

  init(descriptor: Int32, path: String, server: String, email: String) {
    self.descriptor = descriptor
    self.path = path
    self.server = server
    self.email = email
  }

  deinit { close(descriptor) }

  /// Nil where there is none that can be understood.
  func read() -> TokenPair? {
    guard let bytes = FileText.read(path), let kept = JSONValue(parsing: bytes),
      kept["server"]?.string == server, kept["email"]?.string == email
    else { return nil }
    return TokenPair(kept: kept)
  }

  /// Whether the pair is on the disk, whatever happens next.
  func write(_ pair: TokenPair) -> Bool {
    var members = pair.kept
    members["server"] = .string(server)
    members["email"] = .string(email)
    return FileText.replaceDurably(path, with: JSONValue.object(members).bytes + [0x0A])
  }
}
