/// A word of a command that people are told to type: a name from outside must not be more than a word.
package enum ShellWord {
  /// The text as it is where a shell takes it for one word, else in quotes; a path that begins like an
  /// option begins with its folder.
  package static func quoted(_ text: String) -> String {
    if text.hasPrefix("-") { return quoted("./" + text) }
    return !text.isEmpty && text.utf8.allSatisfy(isPlain) ? text : literal(text)
  }

  /// The text in quotes, whatever it is.
  package static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_-./@%+=:,".utf8.contains(byte)
    }
  }
}
