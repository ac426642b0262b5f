internal import Git

/// One commit as `git fast-import` reads it.
struct ImportStream {
  private var bytes: [UInt8] = []

  mutating func commit(_ ref: String, message: String, time: Int, from: String?) {
    line("commit \(ref)")
    line("mark :1")
    line("committer git-spec <git-spec@localhost> \(time) +0000")
    data(Array(message.utf8))
    if let from { line("from \(from)") }
  }

  mutating func file(_ path: String, _ content: [UInt8]) {
    line("M 100644 inline \(Self.quoted(path))")
    data(content)
  }

  /// A folder that is there already as a tree; nil takes it away.
  mutating func tree(_ path: String, _ tree: ObjectID?) {
    line(tree.map { "M 040000 \($0.hex) \(Self.quoted(path))" } ?? "D \(Self.quoted(path))")
  }

  /// The whole stream; git answers with the commit's name.
  var finished: [UInt8] {
    var stream = self
    stream.line("")
    stream.line("get-mark :1")
    stream.line("done")
    return stream.bytes
  }

  private mutating func line(_ text: String) { bytes += Array(text.utf8) + [0x0A] }

  private mutating func data(_ content: [UInt8]) {
    line("data \(content.count)")
    bytes += content + [0x0A]
  }

  /// Paths in C's manner, as git quotes them.
  private static func quoted(_ path: String) -> String {
    var result = "\""
    for byte in path.utf8 {
      switch byte {
      case 0x22, 0x5C: result += "\\" + String(UnicodeScalar(byte))
      case 0..<0x20, 0x7F:
        let octal = String(byte, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      case 0x80...:
        result += "\\" + String(byte, radix: 8)
      default: result.unicodeScalars.append(UnicodeScalar(byte))
      }
    }
    return result + "\""
  }
}
