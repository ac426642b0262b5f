#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Why the server could not start.
struct Trouble: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Words for people, which never go to standard output: that holds the address alone.
enum Talk {
  static func say(_ text: String) {
    let bytes = Array("omoios-local: \(text)\n".utf8)
    // Nobody is left to tell when standard error is gone.
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }

  static func systemError() -> String { String(cString: strerror(errno)) }
}
