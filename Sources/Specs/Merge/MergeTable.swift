/// How each field merges: the schema's rows and the project's settings, asked by path.
package struct MergeTable: Sendable {
  struct FieldRule: Sendable {
    var policy = MergePolicy.conflict
    /// Values that are text by the schema: `"2"` and `2` are the same.
    var comparesAsText = false
    /// A single value stands for a list of one.
    var isList = false
    /// Workflows by which `furthest` decides; the value must be on one of them.
    var orders: [[String]] = []
    /// Dates with slashes begin with the month.
    var isMonthFirst = false
  }

  /// Fields of other formats whose dates begin with the month: Microsoft's documentation metadata.
  private static let monthFirst: Set<String> = ["ms.date"]

  /// Kinds whose rows count: one, or all when nobody knows which it is.
  private let kinds: [KindSchema]
  private let settings: Settings

  /// `path` is the file's, `id` its ID: the first that says of which kind it is counts.
  package init(
    schema: Schema = .builtIn, settings: Settings = Settings(), path: String? = nil,
    id: String? = nil
  ) {
    let schema = settings.applied(to: schema)
    self.settings = settings
    let kind =
      path.flatMap(Self.pathBelowRoot).flatMap(schema.kind(ofPath:)).flatMap { schema[$0] }
      ?? id.flatMap { SpecID($0) }.flatMap { id in
        schema.kinds.first { $0.idPrefix == id.prefix || $0.aliasPrefixes.contains(id.prefix) }
      }
    kinds = kind.map { [$0] } ?? schema.kinds
  }

  /// Keys that identify the entries of lists, by the settings.
  var identities: Set<ByteText> {
    Set(
      settings.merge.values.compactMap { policy in
        if case .keyed(let key) = policy { ByteText(key) } else { nil }
      })
  }

  /// The part of a path below its last spec root.
  private static func pathBelowRoot(_ path: String) -> String? {
    let words = path.split(separator: "/")
    guard let root = words.lastIndex(of: Schema.rootFolder[...]) else { return nil }
    return words[(root + 1)...].joined(separator: "/")
  }

  func rule(for path: FieldPath) -> FieldRule {
    guard let name = path.names.last else { return FieldRule() }
    var rule = FieldRule()
    if let row = kinds.lazy.compactMap({ $0.field(named: path.text) }).first {
      rule.policy = row.merge
      rule.comparesAsText = row.form.isText
      rule.isList = row.form.isList
    }
    if rule.policy == .furthest { rule.orders = kinds.map(\.workflow) }
    // Settings go by a field's name, wherever it stands.
    if let policy = settings.merge[path.text] ?? settings.merge[name] { rule.policy = policy }
    if let order = settings.mergeOrders[path.text] ?? settings.mergeOrders[name] {
      rule.orders = [order]
    }
    rule.isMonthFirst = Self.monthFirst.contains(name)
    // Dates and the words of a workflow are the same in quotes.
    if rule.policy == .later || rule.policy == .furthest { rule.comparesAsText = true }
    return rule
  }
}

extension FieldSchema.Form {
  /// True when scalars of the field are text however YAML would read them.
  fileprivate var isText: Bool {
    switch self {
    case .id, .title, .text, .date, .estimate, .enumeration, .reference, .file: true
    case .list, .mapping, .any: false
    }
  }

  fileprivate var isList: Bool {
    switch self {
    case .list: true
    case .reference(_, let isList): isList
    default: false
    }
  }
}
