#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Git
internal import Specs

/// A spec that is to be written.
struct NewFile {
  let id: String
  /// Path below the spec root.
  let path: String
  let bytes: [UInt8]
}

/// Writes new specs: all of them or none, and never over a file.
struct NewFiles {
  private let specs: [NewFile]
  private let allocation: Allocation

  init(_ specs: [NewFile], _ allocation: Allocation) {
    self.specs = specs
    self.allocation = allocation
  }

  func write() throws {
    let paths = specs.map { RepositoryPath(text: "\(allocation.root.path)/\($0.path)") }
    let top = allocation.repository.layout.workTree ?? ""
    let files = paths.map { Array(top.utf8) + [0x2F] + $0.bytes }
    // Git answers nothing about paths behind a link.
    for file in files { try FilePlace.requireNoLink(above: file, in: top) }
    for path in try allocation.repository.ignored(among: paths) {
      Talk.say("note: git ignores \(Terminal.safe(path.text)); `git add -f` it")
    }
    var written: [[UInt8]] = []
    var folders: [[UInt8]] = []
    do {
      for (spec, file) in zip(specs, files) {
        if let folder = try FilePlace.makeFolder(of: file) { folders.append(folder) }
        try AtomicFile.create(file, with: spec.bytes)
        written.append(file)
      }
    } catch {
      // Of a feature that could not be written whole nothing stays behind.
      for file in written { FilePlace.remove(file) }
      for folder in folders.reversed() { FilePlace.removeFolder(folder) }
      throw error
    }
  }
}

/// Places in the file system.
enum FilePlace {
  static func exists(_ path: String) -> Bool { exists(Array(path.utf8)) }

  static func exists(_ path: [UInt8]) -> Bool {
    var status = stat()
    return lstat(cString(path), &status) == 0
  }

  /// Makes the last folder of a file's path where it is missing: git keeps no empty ones.
  ///
  /// Answers with the folder that it made.
  static func makeFolder(of file: [UInt8]) throws -> [UInt8]? {
    guard let slash = file.lastIndex(of: 0x2F) else { return nil }
    let folder = Array(file[..<slash])
    if mkdir(cString(folder), 0o777) == 0 { return folder }
    let trouble = errno
    if trouble == EEXIST, type(of: folder) == S_IFDIR { return nil }
    throw Failure(
      .file, "cannot make the folder \(String(decoding: folder, as: UTF8.self))",
      causes: [String(cString: strerror(trouble))])
  }

  /// Behind a link git sees no specs, so a number would be given out again.
  static func requireNoLink(above file: [UInt8], in top: String) throws {
    for slash in file.indices.dropFirst(top.utf8.count + 1) where file[slash] == 0x2F {
      let folder = Array(file[..<slash])
      guard type(of: folder) == S_IFLNK else { continue }
      throw Failure(
        .file, "cannot write into \(String(decoding: folder, as: UTF8.self))",
        causes: ["it is a symbolic link, behind which git sees no specs"])
    }
  }

  /// What stands in a place, links unfollowed; nil for nothing.
  private static func type(of path: [UInt8]) -> mode_t? {
    var status = stat()
    return lstat(cString(path), &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  static func remove(_ file: [UInt8]) { unlink(cString(file)) }

  /// Removes a folder that has nothing in it.
  static func removeFolder(_ folder: [UInt8]) { rmdir(cString(folder)) }

  private static func cString(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }
}
