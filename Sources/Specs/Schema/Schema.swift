/// The table that says what a spec is; read by rules, merging, scaffolding and syncing alike.
package struct Schema: Sendable {
  package private(set) var kinds: [KindSchema]
  private var kindByName: [KindName: Int] = [:]

  package init(kinds: [KindSchema]) {
    self.kinds = kinds
    for (index, kind) in kinds.enumerated() { kindByName[kind.name] = index }
  }

  package subscript(kind: KindName) -> KindSchema? {
    kindByName[kind].map { kinds[$0] }
  }

  /// The kind of a file by its path below the spec root; nil for what is not a spec.
  package func kind(ofPath relative: String) -> KindName? {
    guard relative.utf8.count > 3, relative.hasSuffix(".md"),
      let slash = relative.firstIndex(of: "/")
    else { return nil }
    let folder = relative[..<slash]
    var fallback: KindName?
    for kind in kinds where kind.folder == folder {
      guard let prefix = kind.filePrefix else {
        fallback = fallback ?? kind.name
        continue
      }
      let name = relative[relative.index(after: slash)...].split(separator: "/").last ?? ""
      if name.hasPrefix(prefix) { return kind.name }
    }
    return fallback
  }

  /// Name of the folder that makes a spec root.
  package static let rootFolder = ".omoi_os"
  /// Name of the settings file in a spec root.
  package static let settingsFile = "config.yaml"
}
