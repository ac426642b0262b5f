#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A folder of our own that goes away again with all that is in it.
///
/// It also goes away with the value; whoever hands its path on has to keep the value, or to remove
/// the folder in the end, which keeps it until then.
package final class TemporaryFolder {
  package let path: String

  /// Makes a folder where the environment wants temporary files.
  package init(environment: [String: String]) throws {
    let folder = environment["TMPDIR"] ?? ""
    let base = folder.isEmpty ? "/tmp" : folder
    // mkdtemp(3) writes letters of its own over the six at the end.
    let ending = String(repeating: "X", count: 6)
    var template = Array("\(base)/git-spec-\(ending)".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw GitError(.file, "make a folder in \(base)", String(cString: strerror(errno)))
    }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Children run in other folders.
    path = made.hasPrefix("/") ? made : Self.absolute(made)
  }

  deinit { remove() }

  private static func absolute(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// Removes the folder; what cannot be removed is left to whoever tidies up temporary files.
  package func remove() { Self.remove(Array(path.utf8CString)) }

  /// Removes a path with all that is below it, links as links.
  private static func remove(_ path: [CChar]) {
    // One call removes files, and folders that are empty.
    if systemRemove(path) == 0 || errno == ENOENT { return }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0, let folder = fdopendir(descriptor) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          Array(UnsafeBufferPointer(start: $0, count: strlen($0)))
        }
      }
      if name == [0x2E] || name == [0x2E, 0x2E] { continue }
      remove(path.dropLast() + [0x2F] + name + [0])
    }
    closedir(folder)
    _ = systemRemove(path)
  }

  /// Makes a folder below this one, with those above it.
  func makeFolder(_ relative: [UInt8]) throws {
    var end = 0
    while end < relative.count {
      end = relative[(end + 1)...].firstIndex(of: 0x2F) ?? relative.count
      let folder = cString(relative[..<end])
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw trouble("make", relative[..<end])
      }
    }
  }

  /// Writes a new file below this folder.
  func write(_ bytes: [UInt8], to relative: [UInt8]) throws {
    if let slash = relative.lastIndex(of: 0x2F) { try makeFolder(Array(relative[..<slash])) }
    let descriptor = open(
      cString(relative[...]), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw trouble("write", relative[...]) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        systemWrite(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw trouble("write", relative[...])
      }
    }
  }

  private func cString(_ relative: ArraySlice<UInt8>) -> [CChar] {
    (Array(path.utf8) + [0x2F] + relative).map { CChar(bitPattern: $0) } + [0]
  }

  private func trouble(_ operation: String, _ relative: ArraySlice<UInt8>) -> GitError {
    let reason = String(cString: strerror(errno))
    return GitError(
      .file, "\(operation) \(path)/\(RepositoryPath(bytes: Array(relative)))", reason)
  }
}

/// remove(3) and write(2), which methods of these names would hide.
private func systemRemove(_ path: UnsafePointer<CChar>) -> Int32 { remove(path) }
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
