internal import Frontmatter

/// What `.omoi_os/config.yaml` says, over the defaults; adds to them, never replaces the table.
package struct Settings: Sendable {
  /// A path pattern and the rules that are not reported there.
  package struct Ignore: Sendable {
    /// Glob over the path below the root: `docs/old/**`.
    package let path: String
    let glob: Glob
    /// Codes or groups (`S301`, `S3`); empty means all rules.
    package let rules: [String]

    package init(path: String, rules: [String]) {
      self.path = path
      self.rules = rules
      glob = Glob(path)
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
  package private(set) var ignores: [Ignore] = []
  /// The same by what the paths begin with that they match.
  private(set) var ignoresByStart: [String: [Ignore]] = [:]
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

  package mutating func add(_ ignore: Ignore) {
    ignores.append(ignore)
    ignoresByStart[ignore.glob.start, default: []].append(ignore)
  }

  /// The table with the project's kinds, fields, values and workflows added.
  package func applied(to base: Schema) -> Schema {
    if kinds.isEmpty && fields.isEmpty && workflows.isEmpty && merge.isEmpty { return base }
    Work.did(1 + kinds.count)
    var schemas = base.kinds
    var names = Set(schemas.map(\.name))
    for own in kinds where names.insert(own.name).inserted {
      schemas.append(KindSchema(own: own))
    }
    for index in schemas.indices {
      let kind = schemas[index].name
      if let workflow = workflows[kind] { schemas[index].setWorkflow(workflow) }
      if let own = fields[kind] { schemas[index].add(own) }
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
    let required = Set(own.required)
    for row in rows.indices where required.contains(rows[row].name) { rows[row].isRequired = true }
    var names = Set(rows.map(\.name))
    for name in own.required where names.insert(name).inserted {
      rows.append(FieldSchema(name, .any, FieldSchema.ownSummary, required: true))
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

  /// Adds fields, or values to the fields that are there.
  fileprivate mutating func add(_ own: [String: [String]?]) {
    let rows = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (name, values) in own { add(field: name, at: rows[name], values: values) }
  }

  private mutating func add(field name: String, at row: Int?, values: [String]?) {
    guard let row else {
      fields.append(
        FieldSchema(
          name, values.map { .enumeration($0, synonyms: [:]) } ?? .any, FieldSchema.ownSummary))
      return
    }
    guard let values else { return }
    if case .enumeration(let old, let synonyms) = fields[row].form {
      let known = Set(old)
      fields[row].form = .enumeration(
        old + values.filter { !known.contains($0) }, synonyms: synonyms)
    } else {
      fields[row].form = .enumeration(values, synonyms: [:])
    }
  }
}
