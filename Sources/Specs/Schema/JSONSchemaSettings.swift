extension JSONSchema {
  /// What `config.yaml` may say; it is the same for every project.
  ///
  /// Names of a project's own (kinds, fields, statuses) are taken as they come: they stand in the
  /// file that is being written, and a schema cannot compare two places of it.
  package static let settings = SettingsWriter.document
}

/// Makes a schema for each key that the reader knows.
private enum SettingsWriter {
  private typealias Part = JSONSchema.Part

  static let document: JSONSchema = {
    let parts = object(SettingsKey.Top.self) { key in
      let value = top(key)
      // A part that is empty says nothing.
      guard case .text(let type)? = value[.type] else { return value }
      return value.with([.type: .words([type, "null"])])
    }
    return .document("config", parts.parts).with([
      // A file of comments, as `git spec init` writes it, is null.
      .type: .words(["object", "null"]),
      .title: .text("config"), .description: .text("Settings of a spec root, in `config.yaml`."),
      .definitions: .named([
        "word": JSONSchema([.type: .words(["string", "number", "boolean"])]),
        "words": array(of: word),
        "rule": JSONSchema([.values: .words(ruleNames.map(\.name))]),
        "severity": JSONSchema([.values: .words(Severity.allCases.map(\.rawValue) + ["ignore"])]),
        "use": uses(Settings.Sync.Use.allCases),
      ]),
    ])
  }()

  private static func top(_ key: SettingsKey.Top) -> JSONSchema {
    switch key {
    case .rules:
      return object(
        Dictionary(
          ruleNames.map { ($0.name, about($0.summary, named("severity"))) },
          uniquingKeysWith: { $1 }
        ), "How much rules weigh, by code, name or group; ALL for every rule.")
    case .ignore:
      return about(
        "Paths where some or all rules are not reported.",
        array(of: object(SettingsKey.Ignore.self, required: [.path], ignore)))
    case .kinds:
      let names = JSONSchema([.not: .schema(JSONSchema([.values: .words(kindNames)]))])
      return map(
        of: object(SettingsKey.Kind.self, required: [.folder], kind), "Kinds of the project's own."
      ).with([.propertyNames: .schema(names)])
    case .fields:
      let own = object(SettingsKey.Field.self) { field($0) }.with([
        .type: .words(["object", "null"])
      ])
      return byKind("Fields of the project's own, and more values for an enumeration.") { _ in
        map(of: own)
      }
    case .status:
      return byKind("The workflow of a kind, in its order; `blocked` is always allowed.") { _ in
        array(of: word).with([.minItems: .number(1)])
      }
    case .merge:
      return object(
        SettingsKey.Merge.self,
        "What a merge does with a field that both sides changed, by the field's name.", merge)
    case .ids: return object(SettingsKey.IDs.self, "IDs across branches.", ids)
    case .renumbered:
      return map(of: word, "Which ID became which; `git spec renumber` writes it.")
    case .hooks: return object(SettingsKey.Hooks.self, "What hooks do.", hooks)
    case .sync: return object(SettingsKey.Sync.self, "Syncing with an OmoiOS server.", sync)
    }
  }

  private static func ignore(_ key: SettingsKey.Ignore) -> JSONSchema {
    switch key {
    case .path:
      about(
        "A pattern below the root, such as `docs/old/**`.",
        JSONSchema([.type: .text("string"), .pattern: .text(JSONSchema.someText)]))
    case .rules:
      about(
        "Codes, names or groups; without it all rules.",
        JSONSchema([.anyOf: .schemas([named("rule"), array(of: named("rule"))])]))
    }
  }

  private static func kind(_ key: SettingsKey.Kind) -> JSONSchema {
    switch key {
    case .folder:
      about(
        "Its folder, one name below the spec root.",
        JSONSchema([
          .type: .text("string"), .pattern: .text("^[^/]+$"),
          .not: .schema(JSONSchema([.values: .words(folders)])),
        ]))
    case .prefix:
      about(
        "The first word of its IDs; any word without it.",
        JSONSchema([.type: .text("string"), .pattern: .text("^[A-Z][A-Z0-9]*$")]))
    case .required: about("The fields that it needs.", named("words"))
    }
  }

  private static func field(_ key: SettingsKey.Field) -> JSONSchema {
    switch key {
    case .values: about("Values beside those that the field has.", named("words"))
    }
  }

  private static func merge(_ key: SettingsKey.Merge) -> JSONSchema {
    switch key {
    case .later: about("Fields of which the later date wins.", named("words"))
    case .sets: about("Lists that are sets.", named("words"))
    case .furthest:
      map(of: named("words"), "Fields of which the value further along wins, with their order.")
    case .keyedLists:
      map(of: word, "Lists of mappings, with the key that identifies their entries.")
    }
  }

  private static func ids(_ key: SettingsKey.IDs) -> JSONSchema {
    switch key {
    case .refs:
      about(
        "More refs that are compared with, as branches are.", array(of: name(.pattern)))
    case .width:
      about("Digits of new numbers.", integer.with([.minimum: .number(3), .maximum: .number(9)]))
    }
  }

  private static func hooks(_ key: SettingsKey.Hooks) -> JSONSchema {
    switch key {
    case .eachCommit:
      about(
        "Whether pre-push judges every pushed commit, not only the last.",
        JSONSchema([.type: .text("boolean")]))
    }
  }

  private static func sync(_ key: SettingsKey.Sync) -> JSONSchema {
    let kinds = Schema.builtIn.kinds.filter { Settings.Sync.kinds.contains($0.name) }
    switch key {
    case .branch: return about("The branch that is synced.", name(.branch))
    case .remote: return about("The remote that holds the sync state.", name(.remote))
    case .maxDelete:
      return about("Deletions that one run may make.", integer.with([.minimum: .number(0)]))
    case .status:
      let word = name.with([.maxLength: .number(Settings.Sync.statusLimit)])
      return byKind("The server's word for a status.", kinds) { kind in
        map(of: word).with([
          .properties: .named(Dictionary(statuses(of: kind).map { ($0, word) }) { $1 })
        ])
      }.with([.additionalProperties: .flag(false)])
    case .fields:
      return byKind("Whether a field is sent, or kept to the project.", kinds) { kind in
        map(of: named("use")).with([.properties: .named(sentFields(of: kind))])
      }.with([.additionalProperties: .flag(false)])
    }
  }

  private static func statuses(of kind: KindSchema) -> [String] {
    guard case .enumeration(let values, _)? = kind.field(named: "status")?.form else { return [] }
    return values
  }

  private static func sentFields(of kind: KindSchema) -> [String: JSONSchema] {
    var fields: [String: JSONSchema] = [:]
    for part in Settings.Sync.bodyParts(of: kind.name) { fields[part] = named("use") }
    for row in kind.fields {
      let use = Settings.Sync.needed.contains(row.name) ? uses([.push]) : named("use")
      fields[row.name] = about(row.summary, use)
      for alias in row.aliases where kind.field(named: alias)?.name == row.name {
        fields[alias] = use.with([.deprecated: .flag(true)])
      }
    }
    return fields
  }

  private static func uses(_ uses: [Settings.Sync.Use]) -> JSONSchema {
    JSONSchema([.values: .words(uses.map(\.rawValue))])
  }

  // MARK: Names

  private static let kindNames = Schema.builtIn.kinds.map(\.name.rawValue)
  private static let folders = Set(Schema.builtIn.kinds.map(\.folder)).sorted()

  /// Codes, names and groups of rules as they are written, though any capitals are read.
  private static let ruleNames: [(name: String, summary: String)] = {
    var names = [(name: "ALL", summary: "Every rule.")]
    var groups: Set<String> = []
    for rule in Registry.rules {
      for length in 1..<rule.code.count {
        let group = String(rule.code.prefix(length))
        guard groups.insert(group).inserted else { continue }
        let topic = Registry.groups[group].map { ": \($0)" } ?? ""
        names.append((group, "Every rule whose code begins with \(group)\(topic)."))
      }
      names += [(rule.code, rule.summary), (rule.name, rule.summary)]
    }
    return names
  }()

  // MARK: Forms

  private static func named(_ definition: String) -> JSONSchema {
    .same(as: ["$defs", definition])
  }

  private static let word = named("word")
  /// A word that is no blank.
  private static let name = word.with([.pattern: .text(JSONSchema.someText)])

  private static func name(_ form: RefForm) -> JSONSchema {
    JSONSchema([.type: .text("string"), .pattern: .text(form.expression)])
  }

  private static let integer = JSONSchema([.type: .text("integer")])

  private static func about(_ summary: String, _ schema: JSONSchema) -> JSONSchema {
    schema.with([.description: .text(summary)])
  }

  private static func array(of item: JSONSchema) -> JSONSchema {
    JSONSchema([.type: .text("array"), .items: .schema(item)])
  }

  /// A mapping from names of any kind.
  private static func map(of value: JSONSchema, _ summary: String? = nil) -> JSONSchema {
    let made = JSONSchema([.type: .text("object"), .additionalProperties: .schema(value)])
    return summary.map { about($0, made) } ?? made
  }

  /// A mapping of these keys and no others.
  private static func object(_ values: [String: JSONSchema], _ summary: String? = nil) -> JSONSchema
  {
    let made = JSONSchema([
      .type: .text("object"), .properties: .named(values), .additionalProperties: .flag(false),
    ])
    return summary.map { about($0, made) } ?? made
  }

  private static func object<Key: CaseIterable & RawRepresentable<String>>(
    _ keys: Key.Type, _ summary: String? = nil, required: [Key] = [], _ value: (Key) -> JSONSchema
  ) -> JSONSchema {
    let values = keys.allCases.map { ($0.rawValue, value($0)) }
    let made = object(Dictionary(values) { $1 }, summary)
    return required.isEmpty ? made : made.with([.required: .words(required.map(\.rawValue))])
  }

  /// A mapping by kind; kinds that are not built in are described as a document is.
  private static func byKind(
    _ summary: String, _ kinds: [KindSchema] = Schema.builtIn.kinds,
    _ value: (KindSchema) -> JSONSchema
  ) -> JSONSchema {
    let named = kinds.map { ($0.name.rawValue, value($0)) }
    let other = Schema.builtIn[.document].map { Part.schema(value($0)) } ?? .flag(true)
    return JSONSchema([
      .type: .text("object"), .properties: .named(Dictionary(named) { $1 }),
      .additionalProperties: other, .description: .text(summary),
    ])
  }
}
