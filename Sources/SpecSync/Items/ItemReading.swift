package import Specs

/// What one spec is on the server.
package struct ItemReading: Sendable, Equatable {
  /// A file with requirement headings, or one that is a requirement, has its `spec` item last.
  package internal(set) var items: [SyncItem] = []
  /// The spec's kind, when the server has nothing for it.
  package internal(set) var homelessKind: KindName?
  package internal(set) var problems: [Problem] = []

  /// Why an item cannot be sent as it is.
  package struct Problem: Sendable, Hashable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
      case noHeader
      case missing
      case definedTwice
      /// In characters.
      case tooLong(length: Int, limit: Int)
      case holdsNUL
    }

    /// Nil for the whole file.
    package let kind: SyncItem.Kind?
    package let id: String?
    /// As the spec names it.
    package let field: String
    package let reason: Reason

    package var description: String {
      switch reason {
      case .noHeader: "the frontmatter cannot be read"
      case .missing: "`\(field)` is missing"
      case .definedTwice: "`\(id ?? "")` is defined twice in this file"
      case .tooLong(let length, let limit):
        "`\(field)` has \(length) characters, the server takes \(limit)"
      case .holdsNUL: "`\(field)` holds a NUL character, which the server cannot store"
      }
    }
  }

  /// Problems that keep an item from being sent.
  package func problems(of item: SyncItem) -> [Problem] {
    problems.filter { $0.kind == nil || ($0.kind == item.kind && $0.id == item.id) }
  }
}
