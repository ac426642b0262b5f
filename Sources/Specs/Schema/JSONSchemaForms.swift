/// What a row's value has to look like, as a JSON Schema says it.
///
/// It describes what the rules take without an error or a warning: an editor has but one weight. So
/// other spellings of a value are refused, while older names and durations are not. An optional
/// field may be there without a value, as templates have it.
struct JSONValueSchema {
  let row: FieldSchema
  let schema: Schema
  /// The kind that the row belongs to, for its own ID.
  let ownKind: KindName

  var value: JSONSchema {
    let bare = form
    return row.summary.isEmpty ? bare : bare.with([.description: .text(row.summary)])
  }

  private var form: JSONSchema {
    switch row.form {
    case .id: kind(of: ["string"]).with([.pattern: .text(ids(of: [ownKind]))])
    // No greatest length: the rule counts characters as people do, this would count code points.
    case .title: kind(of: ["string"]).with([.pattern: .text(JSONSchema.someText)])
    case .text: notBlank(kind(of: ["string"]))
    case .date:
      kind(of: ["string"])
        .with([.format: .text("date"), .pattern: .text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")])
    case .estimate(let sizes):
      // Apart, so that editors offer the sizes.
      kind(of: ["string"]).with([
        .anyOf: .schemas([
          JSONSchema([.values: .words(sizes)]), .matching("^[0-9]+(?:\\.[0-9]+)?[hdwm]$"),
        ])
      ])
    case .enumeration(let values, _):
      kind(of: ["string"]).with([.values: .words(values + (row.isRequired ? [] : [nil]))])
    case .reference(let kinds, isList: false):
      kind(of: ["string"]).with([.pattern: .text(ids(of: kinds))])
    case .reference(let kinds, isList: true):
      list(of: .matching(ids(of: kinds))).with([.uniqueItems: .flag(true)])
    case .file(let kinds):
      kind(of: ["string"]).with([
        .anyOf: .schemas([.matching(paths(of: kinds)), .matching(ids(of: kinds))])
      ])
    case .list: list(of: .matching(JSONSchema.someText))
    case .mapping: kind(of: ["object"])
    case .any:
      row.isRequired
        ? notBlank(kind(of: ["string", "number", "boolean", "array", "object"])) : JSONSchema()
    }
  }

  private func kind(of types: [String]) -> JSONSchema {
    let all = types + (row.isRequired ? [] : ["null"])
    return JSONSchema([.type: all.count == 1 ? .text(all[0]) : .words(all)])
  }

  /// A required field that holds blanks is as good as missing.
  private func notBlank(_ schema: JSONSchema) -> JSONSchema {
    row.isRequired ? schema.with([.pattern: .text(JSONSchema.someText)]) : schema
  }

  private func list(of item: JSONSchema) -> JSONSchema {
    kind(of: ["array"]).with([.items: .schema(item.with([.type: .text("string")]))])
  }

  // MARK: IDs and paths

  /// IDs of any of the kinds; of all where none is named.
  private func ids(of kinds: [KindName]) -> String {
    let forms = kinds.compactMap { schema[$0]?.idForm }
    if forms.isEmpty || forms.contains(.any) { return IDForm.any.pattern }
    return Self.either(forms.map(\.pattern))
  }

  /// Paths of the kinds' files, from the spec root or from the repository's top.
  private func paths(of kinds: [KindName]) -> String {
    var folders: [String] = []
    for folder in kinds.compactMap({ schema[$0]?.folder }) where !folders.contains(folder) {
      folders.append(folder)
    }
    let start = "^(?:\\./)?(?:(?:.+/)?\(Schema.rootFolder.asPattern)/)?"
    let below = folders.isEmpty ? "" : Self.either(folders.map(\.asPattern)) + "/"
    return start + below + ".+\\.md$"
  }

  private static func either(_ patterns: [String]) -> String {
    patterns.count == 1 ? patterns[0] : "(?:\(patterns.joined(separator: "|")))"
  }
}
