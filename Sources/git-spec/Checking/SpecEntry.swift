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

  /// Nil for a path that has no spec root in it; what stands in a root's place is its own root.
  init?(_ entry: TreeEntry) {
    let path = entry.path.text
    guard let root = SpecEntry.isRoot(path) ? path : SpecEntry.root(of: path) else { return nil }
    file = entry
    self.root = root
    relative = String(Substring(entry.path.text.utf8.dropFirst(root.utf8.count + 1)))
  }

  /// Whether a spec root would have this path.
  private static func isRoot(_ path: String) -> Bool {
    path == Schema.rootFolder || path.hasSuffix("/" + Schema.rootFolder)
  }

  /// Why this entry hides specs from every check; nil when it does not.
  ///
  /// Neither git nor a check follows a link, and neither looks into a repository of its own or a file
  /// that stands where a folder of specs is expected: what people see there is judged by nobody.
  func obstruction(_ schema: Schema) -> String? {
    let isRegular = file.mode.isRegular
    // Asked of every file of a root: most are specs, or files beside them.
    if isRegular, relative.utf8.contains(0x2F) { return nil }
    let what =
      isRegular ? "a file" : file.mode == .symlink ? "a symbolic link" : "a repository of its own"
    if relative.isEmpty { return "\(what) stands in the place of a spec root" }
    let isObstructed = isRegular ? schema.isFolder(relative) : schema.mayHoldSpecs(relative)
    return isObstructed ? "\(what) stands in the place of a folder of specs" : nil
  }

  /// Whether a folder stands in the place of the settings, with this file in it.
  var isBelowSettings: Bool {
    relative.utf8.starts(with: Self.settingsFolder)
  }

  private static let settingsFolder = Array("\(Schema.settingsFile)/".utf8)

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
