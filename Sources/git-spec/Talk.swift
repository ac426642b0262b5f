#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

internal import Synchronization

/// The two ways out: stdout is the answer, stderr is talk.
///
/// Everything that leaves the process leaves here, and what is text leaves neutral: whoever composes
/// it makes its parts safe for their places, and what was forgotten is caught here. Documents pass as
/// they are, because their serializers left nothing to catch.
enum Talk {
  /// Writes the answer; a reader that went away (`| head`) ends us quietly.
  static func answer(_ text: String) { write(text, to: 1) }

  /// Writes an answer with lines that a runner is to obey, which begin with one of these commands.
  static func answer(_ text: String, obeying commands: [String]) {
    writeExactly(shown(text, on: 1, obeying: commands), to: 1)
  }

  /// Says a line to the user.
  static func say(_ text: String) { write(text + "\n", to: 2) }

  static func write(_ text: String, to descriptor: Int32) {
    writeExactly(shown(text, on: descriptor), to: descriptor)
  }

  // MARK: What leaves as it is

  /// Why bytes leave as they are.
  enum Reason {
    /// `textconv`: what git compares has to be what the file says.
    case compared
    /// `merge-file -p`: the file itself, for whoever puts it somewhere.
    case merged
    /// A kept answer: it was made neutral before it was kept.
    case kept
  }

  static func answer(_ bytes: [UInt8], asItIs reason: Reason) {
    bytes.withUnsafeBufferPointer { write($0, to: 1) }
  }

  /// Shows how far a run is in one line that the next takes the place of; none takes it away.
  static func progress(_ line: String?) {
    writeExactly("\r" + (line.map { Neutral.line($0) } ?? "\u{1B}[K"), to: 2)
  }

  // MARK: The door

  /// Descriptors that colours go to, a bit for each.
  private static let colored = Atomic<Int>(0)

  /// Lets our own colours out; those of anybody else stay inside.
  static func allowColor(on descriptor: Int32) {
    _ = colored.bitwiseOr(1 << Int(descriptor), ordering: .relaxed)
  }

  /// The text as it leaves.
  static func shown(
    _ text: String, on descriptor: Int32 = 1, obeying commands: [String] = []
  ) -> String {
    let usesColor = colored.load(ordering: .relaxed) & 1 << Int(descriptor) != 0
    return Neutral.lines(text, usesColor: usesColor, commands: commands)
  }

  private static func writeExactly(_ text: String, to descriptor: Int32) {
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
