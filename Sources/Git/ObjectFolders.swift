/// The folders of objects that the environment names besides the repository's own.
enum ObjectFolders {
  static let main = "GIT_OBJECT_DIRECTORY"
  static let others = "GIT_ALTERNATE_OBJECT_DIRECTORIES"

  /// All of them, the one that is written to first.
  static func named(in environment: [String: String]) -> [String] {
    [environment[main]].compactMap { $0 } + split(environment[others] ?? "")
  }

  /// The folders of a list, each as it stands or in quotes with C's escapes.
  static func split(_ list: String) -> [String] {
    var folders: [String] = []
    var rest = Array(list.utf8)[...]
    while let first = rest.first {
      let (folder, end) =
        first == UInt8(ascii: "\"") ? unquoted(rest.dropFirst()) ?? plain(rest) : plain(rest)
      if !folder.isEmpty { folders.append(String(decoding: folder, as: UTF8.self)) }
      rest = rest[end...].drop { $0 == 0x3A }
    }
    return folders
  }

  static func joined(_ folders: [String]) -> String { folders.map(quoted).joined(separator: ":") }

  private static func plain(_ text: ArraySlice<UInt8>) -> (folder: [UInt8], end: Int) {
    let end = text.firstIndex(of: 0x3A) ?? text.endIndex
    return (Array(text[..<end]), end)
  }

  /// Nil without a closing quote: then it is the name of a folder.
  private static func unquoted(_ text: ArraySlice<UInt8>) -> (folder: [UInt8], end: Int)? {
    var index = text.startIndex
    while index < text.endIndex, text[index] != UInt8(ascii: "\"") {
      index += text[index] == 0x5C ? 2 : 1
    }
    guard index < text.endIndex else { return nil }
    // The escapes are those of a path's text.
    let path = RepositoryPath(text: String(decoding: text[..<index], as: UTF8.self))
    return (path.bytes, index + 1)
  }

  /// A folder as git reads it out of a list.
  private static func quoted(_ folder: String) -> String {
    guard folder.contains(":") || folder.hasPrefix("\"") else { return folder }
    let escaped = folder.map { "\\\"".contains($0) ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }
}
