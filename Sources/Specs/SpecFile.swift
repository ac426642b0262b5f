/// A file in a spec root as some snapshot has it: what reading and judging start from.
package struct SpecFile: Sendable {
  package enum Content: Sendable {
    case bytes([UInt8])
    /// Larger than is read; the size in bytes where it is known.
    case tooLarge(Int?)
    case symlink
    /// A gitlink, a device, a folder: anything else that ends in `.md`.
    case notRegular
    /// The object is not in this clone and could not be fetched.
    case unavailable(String)
  }

  /// Path from the repository's top, `/` between components.
  package let path: String
  /// Path of the spec root from the repository's top: `backend/.omoi_os`.
  package let root: String
  package let kind: KindName
  package let content: Content

  package init(path: String, root: String, kind: KindName, content: Content) {
    self.path = path
    self.root = root
    self.kind = kind
    self.content = content
  }

  /// Path below the spec root: `tickets/TKT-001.md`.
  package var relativePath: String { String(path.dropFirst(root.count + 1)) }
  /// Last component of the path.
  package var fileName: String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// Bytes above which a file is not read as a spec (5 MB).
  package static let sizeLimit = 5_000_000
}
