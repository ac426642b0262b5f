/// The table that says what a spec is; read by rules, merging, scaffolding and syncing alike.
package struct Schema: Sendable {
  package private(set) var kinds: [KindSchema]
  private var kindByName: [KindName: Int] = [:]
  private let places: [Place]

  package init(kinds: [KindSchema]) {
    self.kinds = kinds
    places = kinds.map {
      Place(
        folder: Array($0.folder.utf8), filePrefix: $0.filePrefix.map { Array($0.utf8) },
        kind: $0.name)
    }
    for (index, kind) in kinds.enumerated() { kindByName[kind.name] = index }
  }

  package subscript(kind: KindName) -> KindSchema? {
    kindByName[kind].map { kinds[$0] }
  }

  /// Where the files of a kind lie, as bytes: this is asked of every file of a root.
  private struct Place: Sendable {
    let folder: [UInt8]
    let filePrefix: [UInt8]?
    let kind: KindName
  }

  /// The kind of a file by its path below the spec root; nil for what is not a spec.
  package func kind(ofPath relative: String) -> KindName? {
    var relative = relative
    return relative.withUTF8 { bytes in
      guard bytes.count > 3, bytes.suffix(3).elementsEqual(Self.ending),
        let slash = bytes.firstIndex(of: 0x2F), let last = bytes.lastIndex(of: 0x2F)
      else { return nil }
      var fallback: KindName?
      for place in places where bytes[..<slash].elementsEqual(place.folder) {
        guard let prefix = place.filePrefix else {
          fallback = fallback ?? place.kind
          continue
        }
        if bytes[(last + 1)...].starts(with: prefix) { return place.kind }
      }
      return fallback
    }
  }

  /// Whether specs of a kind lie in a folder with this path below the spec root.
  package func isFolder(_ relative: String) -> Bool {
    kinds.contains { $0.folder == relative }
  }

  /// Whether a folder with this path could hold specs: it is a kind's, or lies in one.
  package func mayHoldSpecs(_ relative: String) -> Bool {
    isFolder(String(relative.prefix { $0 != "/" })) && kind(ofPath: relative) == nil
  }

  private static let ending = Array(".md".utf8)

  /// Name of the folder that makes a spec root.
  package static let rootFolder = ".omoi_os"
  /// Name of the settings file in a spec root.
  package static let settingsFile = "config.yaml"
}
