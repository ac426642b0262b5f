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
    relative = String(Substring(entry.path.text.utf8.dropFirst(root.utf8.count + 1)))
  }

  /// The part of a path up to its innermost `.omoi_os` folder: a root in a root is its own.
  static func root(of path: String) -> String? {
    var path = path
    // By bytes, because it is asked of every file.
    let length = path.withUTF8 { bytes -> Int? in
      var end = bytes.count
      while let slash = bytes[..<end].lastIndex(of: 0x2F) {
        let start = slash - folder.count
        if start >= 0, start == 0 || bytes[start - 1] == 0x2F,
          bytes[start..<slash].elementsEqual(folder)
        {
          return slash
        }
        end = slash
      }
      return nil
    }
    return length.map { String(Substring(path.utf8.prefix($0))) }
  }

  private static let folder = Array(Schema.rootFolder.utf8)
}
