package import Frontmatter

/// A value and the bytes that it was read from.
package struct Located<Value: Sendable>: Sendable {
  package let value: Value
  package let range: Range<Int>

  package init(_ value: Value, at range: Range<Int>) {
    self.value = value
    self.range = range
  }
}

/// A place where an ID is defined: a spec's own `id`, or a requirement heading.
package struct Definition: Sendable {
  package let id: String
  package let title: String
  package let kind: KindName
  package let path: String
  package let range: Range<Int>
  package let position: Position
  /// True for a requirement heading in a body.
  package let isHeading: Bool
  /// True when the header cannot be read and the file's name stands in for it: enough to know that
  /// a reference means this file, not enough to call it a duplicate.
  package let isFromName: Bool

  package init(
    id: String, title: String, kind: KindName, path: String, range: Range<Int>,
    position: Position, isHeading: Bool, isFromName: Bool = false
  ) {
    self.id = id
    self.title = title
    self.kind = kind
    self.path = path
    self.range = range
    self.position = position
    self.isHeading = isHeading
    self.isFromName = isFromName
  }
}

/// A mention of another spec in frontmatter, by ID or by path.
package struct Reference: Sendable {
  /// Name of the schema row: `dependencies.blocked_by`.
  package let field: String
  package let target: String
  package let range: Range<Int>
  /// True when the target is a path below the spec root.
  package let isFile: Bool
  /// Kinds the target may have; empty means any.
  package let kinds: [KindName]
  /// Number of the field in the header: two names of one field are two.
  package let use: Int
}

/// What the index keeps of every spec: enough to answer questions about it without its text.
package struct SpecSummary: Sendable {
  package let path: String
  package let root: String
  package let kind: KindName
  /// The spec's own ID; known even when the rest of the header is broken.
  package let id: Located<String>?
  package let title: String?
  package let status: String?
  /// The spec's own ID first, then its requirement headings.
  package let definitions: [Definition]
  package let references: [Reference]
  /// Targets by field, of a spec that names so many that others must not go through them.
  private let targetsByField: [String: Set<String>]
  /// Places in `definitions` by ID, of a spec that has so many.
  private let placesByID: [String: [Int]]

  package init(
    path: String, root: String, kind: KindName, id: Located<String>?, title: String?,
    status: String?, definitions: [Definition], references: [Reference]
  ) {
    self.path = path
    self.root = root
    self.kind = kind
    self.id = id
    self.title = title
    self.status = status
    self.definitions = definitions
    self.references = references
    targetsByField =
      references.count <= Self.few
      ? [:]
      : references.reduce(into: [:]) { $0[$1.field, default: []].insert($1.target) }
    placesByID =
      definitions.count <= Self.few
      ? [:] : Dictionary(grouping: definitions.indices, by: { definitions[$0].id })
  }

  private static let few = 16

  /// Definitions of one ID, in order.
  package func definitions(of id: String) -> [Definition] {
    if definitions.count > Self.few {
      let places = placesByID[id] ?? []
      Work.did(1 + places.count)
      return places.map { definitions[$0] }
    }
    Work.did(definitions.count)
    return definitions.filter { $0.id == id }
  }

  /// The first definition of one of these IDs.
  package func definition(ofOne ids: Set<String>) -> Definition? {
    guard definitions.count > Self.few else { return definitions.first { ids.contains($0.id) } }
    return ids.compactMap { placesByID[$0]?.first }.min().map { definitions[$0] }
  }

  /// Targets of one field, in order.
  package func targets(of field: String) -> [String] {
    Work.did(references.count)
    return references.compactMap { $0.field == field ? $0.target : nil }
  }

  /// Whether one field names a target.
  package func names(_ target: String, in field: String) -> Bool {
    Work.did(1)
    if references.count > Self.few {
      return targetsByField[field]?.contains(target) == true
    }
    return references.contains { $0.target == target && $0.field == field }
  }
}
