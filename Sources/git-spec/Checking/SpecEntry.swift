internal import Git
internal import Specs

/// A file below a spec root in some snapshot, told apart by path and content.
struct SpecEntry {
  let file: TreeEntry
  /// Path of the spec root from the repository's top.
  let root: String
  /// Path below the root.
  let relative: String

  var path: String { file.path.text }

  /// Nil for a path that has no spec root in it.
  init?(_ entry: TreeEntry) {
    guard let root = SpecEntry.root(of: entry.path.text) else { return nil }
    file = entry
    self.root = root
    relative = String(entry.path.text.dropFirst(root.utf8.count + 1))
  }

  /// The part of a path up to its innermost `.omoi_os` folder: a root in a root is its own.
  static func root(of path: String) -> String? {
    let bytes = path.utf8
    var end = bytes.endIndex
    while let slash = bytes[..<end].lastIndex(of: 0x2F) {
      let start = bytes[..<slash].lastIndex(of: 0x2F).map(bytes.index(after:)) ?? bytes.startIndex
      if bytes[start..<slash].elementsEqual(Schema.rootFolder.utf8) {
        return String(path[..<slash])
      }
      end = slash
    }
    return nil
  }
}
