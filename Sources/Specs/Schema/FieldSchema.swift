/// One row of the schema table: what a field is, how it merges, what it may refer to.
package struct FieldSchema: Sendable {
  /// What the value has to look like.
  package enum Form: Sendable, Equatable {
    /// The spec's own ID.
    case id
    case title
    case text
    case date
    /// A size (`S`, `M`, …); a duration such as `4h` is accepted beside it.
    case estimate(sizes: [String])
    /// One of the values; `synonyms` maps other spellings to them.
    case enumeration([String], synonyms: [String: String])
    /// IDs of other specs, of the named kinds; `isList` says whether one or several.
    case reference(kinds: [KindName], isList: Bool)
    /// Path of another spec, relative to the spec root.
    case file(kinds: [KindName])
    /// A list of any scalars.
    case list
    /// A mapping whose keys are rows of their own, named `field.key`.
    case mapping
    case any
  }

  /// Dotted name as the first choice of the format spells it: `dependencies.blocked_by`.
  package var name: String
  package var form: Form
  /// What the field says, in one line; empty where nobody has said it.
  package var summary: String
  package var isRequired: Bool
  /// Other dotted names under which the field is read.
  package var aliases: [String]
  package var merge: MergePolicy

  package init(
    _ name: String, _ form: Form, _ summary: String = "", required: Bool = false,
    aliases: [String] = [], merge: MergePolicy = .conflict
  ) {
    self.name = name
    self.form = form
    self.summary = summary
    self.isRequired = required
    self.aliases = aliases
    self.merge = merge
  }
}

/// What a merge does with a field that both sides changed differently.
package enum MergePolicy: Sendable, Equatable {
  /// People decide.
  case conflict
  /// The later date wins.
  case later
  /// A list that is a set: additions and removals of both sides.
  case set
  /// The value further along the workflow wins, when both moved forward.
  case furthest
  /// A list whose order matters.
  case sequence
  /// A list of mappings told apart by this key.
  case keyed(String)
}
