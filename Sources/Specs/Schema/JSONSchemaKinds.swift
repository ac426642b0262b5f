extension JSONSchema {
  /// The frontmatter of a kind's specs, made from the rows of the table.
  package static func frontmatter(of kind: KindSchema, in schema: Schema) -> JSONSchema {
    KindWriter(kind, schema).document
  }
}

/// Puts the rows of a kind where they stand in a header: at its top, or in a mapping.
private struct KindWriter {
  /// Fields of one mapping.
  private struct Fields {
    /// By names that editors offer.
    var properties: [String: JSONSchema] = [:]
    /// By names with hyphens for underscores: they are read, and nobody is to be told of them.
    var patterns: [String: JSONSchema] = [:]

    /// Other fields are refused although they are no more than a warning (S102): that a name is
    /// misspelt is what an editor can help with most, and the value of such a field is read by
    /// nobody. A project's own fields are known, since its settings are read.
    var parts: [JSONSchema.Keyword: JSONSchema.Part] {
      var parts: [JSONSchema.Keyword: JSONSchema.Part] = [
        .properties: .named(properties), .additionalProperties: .flag(false),
      ]
      if !patterns.isEmpty { parts[.patternProperties] = .named(patterns) }
      return parts
    }
  }

  private let kind: KindSchema
  private let schema: Schema
  private var top = Fields()
  private var inner: [String: Fields] = [:]
  private var required: [String] = []
  /// For each required row that has several names: these.
  private var alternatives: [[String]] = []

  init(_ kind: KindSchema, _ schema: Schema) {
    self.kind = kind
    self.schema = schema
    for row in kind.fields { add(row) }
  }

  var document: JSONSchema {
    var top = top
    for row in kind.fields where row.form == .mapping {
      guard let fields = inner[row.name] else { continue }
      top.properties[row.name] = value(of: row).with(fields.parts)
    }
    var parts = top.parts
    parts[.title] = .text("\(kind.name)")
    parts[.description] = .text("Frontmatter of \(kind.name.withArticle), in `\(kind.folder)/`.")
    parts[.type] = .text("object")
    parts[.required] = .words(required)
    if !alternatives.isEmpty {
      parts[.allOf] = .schemas(
        alternatives.map { names in
          JSONSchema([
            .anyOf: .schemas(names.map { JSONSchema([.required: .words([$0])]) })
          ])
        })
    }
    return .document(kind.name.rawValue, parts)
  }

  private func value(of row: FieldSchema) -> JSONSchema {
    JSONValueSchema(row: row, schema: schema, ownKind: kind.name).value
  }

  private mutating func add(_ row: FieldSchema) {
    put(value(of: row), at: row.name) { $0.properties[$1] = $2 }
    var names = [row.name]
    let definition = path(of: row.name)
    for name in row.aliases where kind.field(named: name)?.name == row.name {
      put(.deprecated(for: definition), at: name) { $0.properties[$1] = $2 }
      names.append(name)
    }
    for name in names where name.contains("_") {
      let hyphened = name.replacing("_", with: "-")
      guard kind.field(named: hyphened)?.name == row.name else { continue }
      put(.deprecated(for: definition), at: hyphened) { $0.patterns["^\($1.asPattern)$"] = $2 }
      names.append(hyphened)
    }
    guard row.isRequired else { return }
    if names.count == 1 { required.append(row.name) } else { alternatives.append(names) }
  }

  /// The mapping that a dotted name leads into, and the name there.
  private func place(of name: String) -> (mapping: String, name: String)? {
    guard let dot = name.firstIndex(of: "."),
      kind.field(named: String(name[..<dot]))?.form == .mapping
    else { return nil }
    return (String(name[..<dot]), String(name[name.index(after: dot)...]))
  }

  private func path(of name: String) -> [String] {
    guard let place = place(of: name) else { return ["properties", name] }
    return ["properties", place.mapping, "properties", place.name]
  }

  private mutating func put(
    _ schema: JSONSchema, at name: String,
    _ store: (inout Fields, String, JSONSchema) -> Void
  ) {
    guard let place = place(of: name) else { return store(&top, name, schema) }
    store(&inner[place.mapping, default: Fields()], place.name, schema)
  }
}
