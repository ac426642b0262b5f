internal import Frontmatter

/// The table that says what a spec is; read by rules, merging, scaffolding and syncing alike.
package struct Schema: Sendable {
  package private(set) var kinds: [KindSchema]
  private var kindByName: [KindName: Int] = [:]
  private var kindByPrefix: [String: Int] = [:]
  /// By folder, in the order of bytes.
  private let folders: [Folder]

  package init(kinds: [KindSchema]) {
    self.kinds = kinds
    folders = Dictionary(grouping: kinds, by: \.folder).map { folder, kinds in
      Folder(
        name: Array(folder.utf8),
        kinds: kinds.map { ($0.filePrefix.map { Array($0.utf8) }, $0.name) })
    }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    for (index, kind) in kinds.enumerated() {
      kindByName[kind.name] = index
      for prefix in kind.prefixes where kindByPrefix[prefix] == nil { kindByPrefix[prefix] = index }
    }
  }

  package subscript(kind: KindName) -> KindSchema? {
    kindByName[kind].map { kinds[$0] }
  }

  /// The first kind whose IDs may begin with a word.
  package func kind(ofPrefix word: String) -> KindSchema? {
    kindByPrefix[word].map { kinds[$0] }
  }

  /// The kinds of one folder, as bytes: this is asked of every file of a root.
  private struct Folder: Sendable {
    let name: [UInt8]
    let kinds: [(filePrefix: [UInt8]?, kind: KindName)]
  }

  /// The kind of a file by its path below the spec root; nil for what is not a spec.
  package func kind(ofPath relative: String) -> KindName? {
    var relative = relative
    return relative.withUTF8 { bytes in
      guard bytes.count > 3, bytes.suffix(3).elementsEqual(Self.ending),
        let slash = bytes.firstIndex(of: 0x2F), let last = bytes.lastIndex(of: 0x2F)
      else { return nil }
      let kinds = folder(named: bytes[..<slash])?.kinds ?? []
      Work.did(1 + kinds.count)
      var fallback: KindName?
      for (prefix, kind) in kinds {
        guard let prefix else {
          fallback = fallback ?? kind
          continue
        }
        if bytes[(last + 1)...].starts(with: prefix) { return kind }
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

  /// Settings may name thousands of folders, and a root has thousands of files.
  private func folder(named name: Slice<UnsafeBufferPointer<UInt8>>) -> Folder? {
    var (low, high) = (0, folders.count)
    while low < high {
      let middle = (low + high) / 2
      if folders[middle].name.lexicographicallyPrecedes(name) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < folders.count && folders[low].name.elementsEqual(name) ? folders[low] : nil
  }

  private static let ending = Array(".md".utf8)

  /// Name of the folder that makes a spec root.
  package static let rootFolder = ".omoi_os"
  /// Name of the settings file in a spec root.
  package static let settingsFile = "config.yaml"
}
