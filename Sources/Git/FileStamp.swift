#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the system tells of a file without reading it; it changes when the content is written.
///
/// What a program writes through mapped memory shows when the system brings it to the file. All zeros
/// where there is no file. Times are nanoseconds since 1970.
package struct FileStamp: Hashable, Sendable, BitwiseCopyable {
  /// Of the last change of content, owner, mode or links: nobody can set it back.
  package let changed: Int64
  let modified: Int64
  let size: Int64
  let inode: UInt64
  private let systemMode: UInt64

  package static let none = FileStamp()

  private init() { (changed, modified, size, inode, systemMode) = (0, 0, 0, 0, 0) }

  init(_ status: stat) {
    #if canImport(Darwin)
      let (changed, modified) = (status.st_ctimespec, status.st_mtimespec)
    #else
      let (changed, modified) = (status.st_ctim, status.st_mtim)
    #endif
    self.changed = Int64(changed.tv_sec) * 1_000_000_000 + Int64(changed.tv_nsec)
    self.modified = Int64(modified.tv_sec) * 1_000_000_000 + Int64(modified.tv_nsec)
    size = Int64(status.st_size)
    inode = UInt64(status.st_ino)
    systemMode = UInt64(status.st_mode)
  }

  /// The mode git would give the file; nil for a folder or nothing.
  var mode: FileMode? {
    switch mode_t(systemMode) & S_IFMT {
    case 0, S_IFDIR: nil
    case S_IFLNK: .symlink
    case S_IFREG: mode_t(systemMode) & S_IXUSR != 0 ? .executable : .regular
    default: FileMode(rawValue: UInt32(systemMode))
    }
  }

  var isFolder: Bool { mode_t(systemMode) & S_IFMT == S_IFDIR }

  /// Of the file at a path, a symlink not followed.
  package static func of(_ path: String) throws -> FileStamp {
    var files = FilesBelow("")
    return try files.stamp(Array(path.utf8)[...])
  }
}

extension FileStamp {
  /// Stamps as bytes of this machine.
  package static func bytes(_ stamps: [FileStamp]) -> [UInt8] {
    stamps.withUnsafeBytes { Array($0) }
  }

  /// Stamps from their bytes; nil where these are no whole number of them.
  package static func stamps(_ bytes: ArraySlice<UInt8>) -> [FileStamp]? {
    let size = MemoryLayout<FileStamp>.stride
    guard bytes.count.isMultiple(of: size) else { return nil }
    var stamps = [FileStamp](repeating: .none, count: bytes.count / size)
    stamps.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return stamps
  }
}

/// Files below a folder, asked about one after the other.
///
/// Files of one folder that follow each other are looked up there, not from the root of all.
struct FilesBelow: ~Copyable {
  private let top: [CChar]
  /// The folder of the last file, with its last slash, and its descriptor; -1 where it has none.
  private var folder: ArraySlice<UInt8> = []
  private var descriptor: Int32 = -1
  private var isOpen = false

  /// Below no folder, paths are what they are.
  init(_ folder: String) {
    top = (folder.isEmpty ? "" : folder + "/").utf8.map { CChar(bitPattern: $0) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  mutating func stamp(_ path: ArraySlice<UInt8>) throws -> FileStamp {
    let slash = path.lastIndex(of: 0x2F).map { $0 + 1 } ?? path.startIndex
    if !isOpen || path[..<slash] != folder { enter(path[..<slash]) }
    var status = stat()
    let result =
      descriptor >= 0
      ? fstatat(descriptor, Self.cString([], path[slash...]), &status, AT_SYMLINK_NOFOLLOW)
      : lstat(Self.cString(top, path), &status)
    guard result == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return .none }
      throw PlainFile.failure(Array(path))
    }
    return FileStamp(status)
  }

  private mutating func enter(_ folder: ArraySlice<UInt8>) {
    if descriptor >= 0 { close(descriptor) }
    let path = top + folder.map { CChar(bitPattern: $0) }
    // A folder that may be searched and not be listed cannot be opened; its files have paths.
    descriptor = path.isEmpty ? -1 : open(path + [0], O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    (self.folder, isOpen) = (folder, true)
  }

  private static func cString(_ start: [CChar], _ path: ArraySlice<UInt8>) -> [CChar] {
    var text = start
    text.reserveCapacity(start.count + path.count + 1)
    for byte in path { text.append(CChar(bitPattern: byte)) }
    text.append(0)
    return text
  }
}
