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
    let top = allocation.repository.layout.workTree ?? ""
    var written: [[UInt8]] = []
    do {
      for spec in specs {
        let path = RepositoryPath(text: "\(allocation.root.path)/\(spec.path)")
        let file = Array(top.utf8) + [0x2F] + path.bytes
        try FilePlace.makeFolder(of: file)
        try AtomicFile.create(file, with: spec.bytes)
        written.append(file)
      }
    } catch {
      // Of a feature that could not be written whole nothing stays behind.
      for file in written { FilePlace.remove(file) }
      throw error
    }
  }
}

/// Places in the file system.
enum FilePlace {
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Makes the last folder of a file's path where it is missing: git keeps no empty ones.
  static func makeFolder(of file: [UInt8]) throws {
    guard let slash = file.lastIndex(of: 0x2F) else { return }
    let folder = String(decoding: file[..<slash], as: UTF8.self)
    if mkdir(folder, 0o777) == 0 || errno == EEXIST { return }
    throw Failure(.file, "cannot make \(folder)", causes: [String(cString: strerror(errno))])
  }

  static func remove(_ file: [UInt8]) {
    unlink(file.map { CChar(bitPattern: $0) } + [0])
  }
}
