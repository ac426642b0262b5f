/// What `.omoi_os/config.yaml` says, over the defaults; adds to them, never replaces the table.
package struct Settings: Sendable {
  /// A path pattern and the rules that are not reported there.
  package struct Ignore: Sendable {
    /// Glob over the path below the root: `docs/old/**`.
    package var path: String
    /// Codes or groups (`S301`, `S3`); empty means all rules.
    package var rules: [String]

    package init(path: String, rules: [String]) {
      self.path = path
      self.rules = rules
    }
  }

  /// A kind of the project's own.
  package struct OwnKind: Sendable {
    package var name: KindName
    package var folder: String
    package var prefix: String?
    package var required: [String]

    package init(name: KindName, folder: String, prefix: String?, required: [String]) {
      self.name = name
      self.folder = folder
      self.prefix = prefix
      self.required = required
    }
  }

  /// Severity by rule code or group; nil stands for `ignore`.
  package var severities: [String: Severity?] = [:]
  package var ignores: [Ignore] = []
  package var kinds: [OwnKind] = []
  /// By kind and field: values added to the enumeration, or nil for a field of any value.
  package var fields: [KindName: [String: [String]?]] = [:]
  /// Workflows that replace a kind's own, in order.
  package var workflows: [KindName: [String]] = [:]
  /// Merge policies by field name, whatever the kind.
  package var merge: [String: MergePolicy] = [:]
  /// `furthest` policies bring their own order of values.
  package var mergeOrders: [String: [String]] = [:]
  package var extraReferences: [String] = []
  package var idWidth = 3
  /// Old ID to new ID, written when a spec gets another number.
  package var renumbered: [String: String] = [:]
  package var judgesEachCommit = false
  package var sync = Sync()

  package init() {}

  /// The table with the project's kinds, fields, values and workflows added.
  package func applied(to base: Schema) -> Schema {
    if kinds.isEmpty && fields.isEmpty && workflows.isEmpty && merge.isEmpty { return base }
    var schemas = base.kinds
    for own in kinds where !schemas.contains(where: { $0.name == own.name }) {
      schemas.append(KindSchema(own: own))
    }
    for index in schemas.indices {
      let kind = schemas[index].name
      if let workflow = workflows[kind] { schemas[index].setWorkflow(workflow) }
      for (name, values) in fields[kind] ?? [:] { schemas[index].add(field: name, values: values) }
      for row in schemas[index].fields.indices {
        let name = schemas[index].fields[row].name
        if let policy = merge[name] { schemas[index].fields[row].merge = policy }
      }
      schemas[index].index()
    }
    return Schema(kinds: schemas)
  }
}

extension FieldSchema {
  /// Of a field of the settings nothing else is known.
  fileprivate static let ownSummary = "A field of the project's own."
}

extension KindSchema {
  /// A kind from the settings: the common rows of a document, with its own requirements.
  fileprivate init(own: Settings.OwnKind) {
    var rows = Schema.builtIn[.document]?.fields ?? []
    for name in own.required where !rows.contains(where: { $0.name == name }) {
      rows.append(FieldSchema(name, .any, FieldSchema.ownSummary, required: true))
    }
    for row in rows.indices where own.required.contains(rows[row].name) {
      rows[row].isRequired = true
    }
    self.init(
      name: own.name, folder: own.folder,
      idShape: own.prefix.map { .scoped(prefixes: [$0]) } ?? .free,
      isNamedByID: false, fields: rows)
  }

  fileprivate mutating func setWorkflow(_ values: [String]) {
    workflow = values
    for row in fields.indices where fields[row].name == "status" {
      if case .enumeration(let old, let synonyms) = fields[row].form {
        let kept = values + old.filter { $0 == "blocked" && !values.contains($0) }
        fields[row].form = .enumeration(kept, synonyms: synonyms.filter { kept.contains($0.value) })
      } else {
        fields[row].form = .enumeration(values, synonyms: [:])
      }
    }
  }

  fileprivate mutating func add(field name: String, values: [String]?) {
    guard let row = fields.firstIndex(where: { $0.name == name }) else {
      fields.append(
        FieldSchema(
          name, values.map { .enumeration($0, synonyms: [:]) } ?? .any, FieldSchema.ownSummary))
      return
    }
    guard let values else { return }
    if case .enumeration(let old, let synonyms) = fields[row].form {
      fields[row].form = .enumeration(
        old + values.filter { !old.contains($0) }, synonyms: synonyms)
    } else {
      fields[row].form = .enumeration(values, synonyms: [:])
    }
  }
}
