#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Whole files by path, links and devices followed.
enum FileBytes {
  /// The bytes of a file; nil when it cannot be read.
  static func read(_ path: String) -> [UInt8]? {
    if case .success(let bytes) = result(path) { bytes } else { nil }
  }

  /// Adds to the end of a file, which is made when there is none.
  static func append(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "a") else {
      throw Failure(.file, "cannot write \(path)", causes: [String(cString: strerror(errno))])
    }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else {
      throw Failure(.file, "cannot write \(path)", causes: [String(cString: strerror(errno))])
    }
  }

  /// The bytes of a file; nil only when there is no such file.
  static func ifPresent(_ path: String) throws -> [UInt8]? {
    var status = stat()
    if stat(path, &status) != 0, errno == ENOENT { return nil }
    return try contents(path)
  }

  /// The bytes of a file; throws what the system says when it cannot be read.
  static func contents(_ path: String) throws -> [UInt8] { try result(path).get() }

  private static func result(_ path: String) -> Result<[UInt8], Failure> {
    func failure() -> Failure {
      Failure(.file, "cannot read \(path)", causes: [String(cString: strerror(errno))])
    }
    guard let file = fopen(path, "r") else { return .failure(failure()) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(fileno(file), &status) == 0 { bytes.reserveCapacity(Int(status.st_size)) }
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      bytes.append(contentsOf: buffer[..<count])
      if count < buffer.count { return ferror(file) == 0 ? .success(bytes) : .failure(failure()) }
    }
  }
}
