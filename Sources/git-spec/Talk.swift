#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The two ways out: stdout is the answer, stderr is talk.
enum Talk {
  /// Writes the answer; a reader that went away (`| head`) ends us quietly.
  static func answer(_ text: String) { write(text, to: 1) }

  /// Says a line to the user.
  static func say(_ text: String) { write(text + "\n", to: 2) }

  /// Writes an answer that need not be UTF-8.
  static func answer(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { write($0, to: 1) }
  }

  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { write($0, to: descriptor) }
  }

  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
    var written = 0
    while written < bytes.count {
      guard let base = bytes.baseAddress else { return }
      let count = systemWrite(descriptor, base + written, bytes.count - written)
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE, descriptor == 1 { exit(0) }
        // A full disk behind stdout is a failure, not an answer.
        if descriptor == 1 {
          write("error: cannot write the answer: \(String(cString: strerror(errno)))\n", to: 2)
          exit(
            CommandLine.arguments.dropFirst().first == "merge-file"
              ? MergeDriver.Status.failed.rawValue : ExitStatus.trouble.rawValue)
        }
        return
      }
      written += count
    }
  }
}
