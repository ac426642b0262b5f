package import Frontmatter

/// One spec root as renumbering reads it.
package struct RenumberRoot: Sendable {
  /// Path from the repository's top: `.omoi_os`.
  package let path: String
  /// Every spec, read in full.
  package let specs: [Spec]
  /// Paths of all files of the root, specs or not.
  package let files: Set<String>
  /// The settings file; nil when there is none.
  package let settings: [UInt8]?

  package init(path: String, specs: [Spec], files: Set<String>, settings: [UInt8]?) {
    self.path = path
    self.specs = specs.sorted { $0.path < $1.path }
    self.files = files
    self.settings = settings
  }

  var settingsPath: String { "\(path)/\(Schema.settingsFile)" }
}

/// Everything that giving specs other IDs changes, before anything is written.
package struct RenumberPlan: Sendable {
  /// Bytes to put in the place of others, with what they are.
  package struct PlannedEdit: Sendable {
    package let edit: Edit
    package let mention: Mention

    package var position: Position { mention.position }
    package var old: String { mention.written }
    package var new: String { String(decoding: edit.replacement, as: UTF8.self) }
    package var form: Mention.Form { mention.form }
  }

  /// The edits of one file, in order; the path is the one before any renaming.
  package struct FileEdits: Sendable {
    package let path: String
    package let edits: [PlannedEdit]

    /// The file's bytes after the edits.
    package func applied(to bytes: [UInt8]) throws(Edit.Overlap) -> [UInt8] {
      try Edit.apply(edits.map(\.edit), to: bytes)
    }
  }

  package struct Rename: Sendable, Hashable {
    package let old: String
    package let new: String
  }

  /// A mention that is not rewritten.
  package struct Remark: Sendable {
    package let mention: Mention
    /// Why, as a clause: "it stands in a code block".
    package let reason: String
  }

  /// What is written to the settings file.
  package struct Trace: Sendable {
    package let path: String
    /// True when the file does not exist yet.
    package let isNew: Bool
    /// In order; offsets are those of the file as given.
    package let edits: [Edit]
    /// Line and column of the first edit.
    package let position: Position
    /// What the entries will be, in the order of the moves.
    package let entries: [Entry]
    /// What people should know about entries that were there, as sentences.
    package let notes: [String]

    package struct Entry: Sendable, Hashable {
      package let old: String
      package let new: String

      package init(old: String, new: String) {
        self.old = old
        self.new = new
      }
    }
  }

  /// In the order of paths.
  package internal(set) var files: [FileEdits] = []
  /// In the order of old paths; a new path may be the old one of another rename.
  package internal(set) var renames: [Rename] = []
  /// Mentions that people have to look at, by path and place.
  package internal(set) var doubtful: [Remark] = []
  /// Mentions that mean something else, by path and place.
  package internal(set) var leftAlone: [Remark] = []
  package internal(set) var trace: Trace?
  /// What forbids the plan; nothing else is in it then.
  package internal(set) var problems: [RenumberProblem] = []

  package var isEmpty: Bool {
    files.isEmpty && renames.isEmpty && trace == nil && problems.isEmpty
  }

  /// A file's bytes after the edits that are planned for it, the settings file's included.
  package func applied(
    to bytes: [UInt8], at path: String
  ) throws(Edit.Overlap) -> [UInt8] {
    if let trace, trace.path == path { return try Edit.apply(trace.edits, to: bytes) }
    return try files.first { $0.path == path }?.applied(to: bytes) ?? bytes
  }

  /// The path of a file after the renames.
  package func path(after old: String) -> String {
    renames.first { $0.old == old }?.new ?? old
  }
}
