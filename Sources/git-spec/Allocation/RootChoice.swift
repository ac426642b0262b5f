internal import Git
internal import Specs

/// The one spec root that a command writes to.
enum RootChoice {
  /// The named root, else the nearest above the current folder, else the only one there is.
  static func root(named: String?, of roots: [String], _ place: PathArgument) throws -> String {
    if let named {
      let path = try place.fromTop(named)
      guard roots.contains(path) else { throw Failure.noRoot(path) }
      return path
    }
    let folders = place.prefix.split(separator: "/").map(String.init)
    for count in stride(from: folders.count, through: 0, by: -1) {
      let above = folders.prefix(count)
      let path = above.joined(separator: "/")
      if roots.contains(path) { return path }
      let child = (above + [Schema.rootFolder]).joined(separator: "/")
      if roots.contains(child) { return child }
    }
    if let only = roots.first, roots.count == 1 { return only }
    if roots.isEmpty { throw Failure.noSpecRoot }
    throw Failure(
      .configuration, "no spec root is above this folder, and there are several",
      causes: roots.sorted(), hints: ["name one: `--root \(roots.sorted()[0])`"])
  }
}
