internal import CGit2
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Names of files, changed in one step.
package enum FileName {
  /// Gives a file a name that nothing has, and never takes another file's; 0, or the system's error.
  ///
  /// Where the file system cannot do it in one step, a second name is made and the first removed.
  package static func move(_ old: [UInt8], to new: [UInt8]) -> Int32 {
    let (from, to) = (cString(old), cString(new))
    #if os(Linux)
      let status = cgit2_rename_without_replacing(from, to)
      if status != EINVAL, status != ENOSYS { return status }
    #endif
    guard link(from, to) == 0 else { return errno }
    guard unlink(from) == 0 else {
      let status = errno
      unlink(to)
      return status
    }
    return 0
  }

  /// Gives each of two files the other's name in one step; 0, or the system's error.
  package static func exchange(_ one: [UInt8], _ other: [UInt8]) -> Int32 {
    #if os(Linux)
      return cgit2_exchange_names(cString(one), cString(other))
    #else
      return ENOSYS
    #endif
  }

  private static func cString(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }
}
