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
    // By bytes: this is asked of every file of a root.
    let bytes = relative.utf8
    guard bytes.count > 3, bytes.suffix(3).elementsEqual(".md".utf8),
      let slash = bytes.firstIndex(of: 0x2F)
    else { return nil }
    let folder = bytes[..<slash]
    var fallback: KindName?
    for kind in kinds where kind.folder.utf8.elementsEqual(folder) {
      guard let prefix = kind.filePrefix else {
        fallback = fallback ?? kind.name
        continue
      }
      let name = bytes[bytes.index(after: bytes.lastIndex(of: 0x2F) ?? slash)...]
      if name.starts(with: prefix.utf8) { return kind.name }
    }
    return fallback
  }

  /// Name of the folder that makes a spec root.
  package static let rootFolder = ".omoi_os"
  /// Name of the settings file in a spec root.
  package static let settingsFile = "config.yaml"
}
