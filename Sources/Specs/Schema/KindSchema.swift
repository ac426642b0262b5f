/// What specs of one kind look like: where they live, how their IDs are formed, their fields.
package struct KindSchema: Sendable {
  /// How much of an ID a kind prescribes.
  package enum IDShape: Sendable, Equatable {
    /// `PREFIX-FEATURE-001`: at least one segment between prefix and number.
    case feature(prefixes: [String])
    /// `PREFIX-001` or `PREFIX-SCOPE-001`.
    case scoped(prefixes: [String])
    /// Any word, any segments, a number.
    case free
  }

  package var name: KindName
  /// Folder below the spec root, without slashes at its ends.
  package var folder: String
  /// Kinds that share a folder are told apart by the start of the file's name.
  package var filePrefix: String?
  package var idShape: IDShape
  /// Prefixes read as the first of `idShape`'s, with a note.
  package var aliasPrefixes: [String]
  /// True when the file's name must begin with the ID.
  package var isNamedByID: Bool
  /// True when H3 and H4 requirement headings in the body define IDs.
  package var definesHeadings: Bool
  package var fields: [FieldSchema]
  /// The workflow in order; `blocked` is an overlay and not part of it.
  package var workflow: [String]

  /// Row index by every name under which a field is read, hyphens as underscores.
  private var rowByName: [String: Int] = [:]

  package init(
    name: KindName, folder: String, filePrefix: String? = nil, idShape: IDShape,
    aliasPrefixes: [String] = [], isNamedByID: Bool = false, definesHeadings: Bool = false,
    workflow: [String] = [], fields: [FieldSchema]
  ) {
    self.name = name
    self.folder = folder
    self.filePrefix = filePrefix
    self.idShape = idShape
    self.aliasPrefixes = aliasPrefixes
    self.isNamedByID = isNamedByID
    self.definesHeadings = definesHeadings
    self.workflow = workflow
    self.fields = fields
    index()
  }

  /// Rebuilds the name table; call after changing `fields`.
  package mutating func index() {
    rowByName.removeAll(keepingCapacity: true)
    for (row, field) in fields.enumerated() {
      rowByName[field.name] = row
      for alias in field.aliases where rowByName[alias] == nil { rowByName[alias] = row }
    }
  }

  /// The row for a dotted name as written in a file, by its name, an alias or a hyphenated form.
  package func field(named written: String) -> FieldSchema? {
    if let row = rowByName[written] { return fields[row] }
    guard written.utf8.contains(0x2D) else { return nil }
    let underscored = String(written.map { $0 == "-" ? "_" : $0 })
    return rowByName[underscored].map { fields[$0] }
  }

  /// First prefix of the kind's IDs, nil when they are free.
  package var idPrefix: String? {
    switch idShape {
    case .feature(let prefixes), .scoped(let prefixes): prefixes.first
    case .free: nil
    }
  }
}
