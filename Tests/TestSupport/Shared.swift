import Foundation

/// Material beside the package's folder that only some machines have.
package enum Shared {
  /// The folder `../shared`; nil when there is none.
  package static let folder: String? = {
    var package = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { package.deleteLastPathComponent() }
    let folder = package.deletingLastPathComponent().appendingPathComponent("shared").path
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  /// Whether a file or folder is there.
  package static func has(_ path: String) -> Bool {
    folder.map { FileManager.default.fileExists(atPath: $0 + "/" + path) } ?? false
  }

  package static func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: (folder ?? "") + "/" + path)))
  }

  /// Paths below a folder that end in a suffix, in order.
  package static func files(below path: String, suffix: String) -> [String] {
    let top = (folder ?? "") + "/" + path
    let names = FileManager.default.enumerator(atPath: top)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      return name.hasSuffix(suffix)
        && FileManager.default.fileExists(atPath: top + "/" + name, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted().map { path + "/" + $0 }
  }
}
