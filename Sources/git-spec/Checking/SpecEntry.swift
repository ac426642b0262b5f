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

  /// The part of a path up to its first `.omoi_os` folder.
  static func root(of path: String) -> String? {
    let name = Schema.rootFolder
    var start = path.startIndex
    while start < path.endIndex {
      guard let slash = path[start...].firstIndex(of: "/") else { return nil }
      if path[start..<slash] == name { return String(path[..<slash]) }
      start = path.index(after: slash)
    }
    return nil
  }
}
