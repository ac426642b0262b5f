package import Frontmatter

/// A header's fields under the names of the schema.
package struct FieldTable: Sendable {
  /// One key as it stands in the file; an object, because rules pass it around by the thousand.
  package final class Use: Sendable {
    /// Dotted name as written: `depends_on`, `dependencies.blocks`.
    package let written: String
    /// The schema's row, nil for a field it does not know.
    package let row: FieldSchema?
    package let field: Field
    /// The schema's name, or the written one.
    package let name: String
    /// True when the file does not use the schema's first name.
    package let isAlias: Bool

    package var value: Value { field.value }

    init(written: String, row: FieldSchema?, field: Field) {
      self.written = written
      self.row = row
      self.field = field
      name = row?.name ?? written
      isAlias = row != nil && name != written
    }
  }

  /// All uses, in the file's order; fields inside a known mapping follow it.
  package let uses: [Use]
  /// The place of what counts, by name; only where there are so many that none may look at all.
  private let places: [String: Int]

  private static let few = 32

  package init(_ document: Document?, schema: KindSchema) {
    var uses: [Use] = []
    for field in document?.fields ?? [] {
      let row = schema.field(named: field.key.text)
      uses.append(Use(written: field.key.text, row: row, field: field))
      guard row?.form == .mapping, case .mapping(let inner, _, _) = field.value else { continue }
      for field in inner {
        let written = "\(row?.name ?? "").\(field.key.text)"
        uses.append(Use(written: written, row: schema.field(named: written), field: field))
      }
    }
    self.uses = uses
    var places: [String: Int] = [:]
    if uses.count > Self.few {
      for (place, use) in uses.enumerated() {
        guard let known = places[use.name] else {
          places[use.name] = place
          continue
        }
        if uses[known].isAlias, !use.isAlias { places[use.name] = place }
      }
    }
    self.places = places
  }

  /// The use of a schema name that counts: the one by that very name, else the first alias.
  package subscript(_ name: String) -> Use? {
    if uses.count > Self.few { return places[name].map { uses[$0] } }
    Work.did(uses.count)
    return uses.first { $0.name == name && !$0.isAlias } ?? uses.first { $0.name == name }
  }

  /// All uses of a schema name, as when two aliases stand side by side.
  package func all(_ name: String) -> [Use] { uses.filter { $0.name == name } }
}

extension Value {
  /// The scalars of a scalar or of a list of scalars; nothing for null, mappings and aliases.
  package var scalars: [Scalar] {
    switch self {
    case .scalar(let scalar): scalar.type == .null ? [] : [scalar]
    case .sequence(let items, _, _):
      items.compactMap { item -> Scalar? in
        guard case .scalar(let scalar) = item.value, scalar.type != .null else { return nil }
        return scalar
      }
    default: []
    }
  }

  package var scalar: Scalar? {
    if case .scalar(let scalar) = self { scalar } else { nil }
  }
}
