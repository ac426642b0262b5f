package import Frontmatter

/// How much a finding weighs; in order, so that the worst is the greatest.
package enum Severity: String, Sendable, Comparable, CaseIterable {
  case note, warning, error

  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// A change that would mend a finding.
package struct Fix: Sendable {
  package enum Applicability: String, Sendable { case safe, unsafe }
  /// An edit of one file, in byte offsets of what was judged.
  package struct FileEdit: Sendable, Hashable {
    package let path: String
    package let edit: Edit
    package init(path: String, edit: Edit) {
      self.path = path
      self.edit = edit
    }
  }

  package let applicability: Applicability
  /// What the fix does, as an imperative: "rename the field to `ticket_id`".
  package let title: String
  package let edits: [FileEdit]
  /// Files to rename, old path to new path from the repository's top.
  package let renames: [String: String]

  package init(
    _ applicability: Applicability, _ title: String, edits: [FileEdit] = [],
    renames: [String: String] = [:]
  ) {
    self.applicability = applicability
    self.title = title
    self.edits = edits
    self.renames = renames
  }
}

/// Something that a user should change in a file, or know about it.
package struct Finding: Sendable {
  /// A second place, or a remark without one.
  package struct Note: Sendable {
    package let message: String
    package let path: String?
    package let position: Position?

    package init(_ message: String, path: String? = nil, position: Position? = nil) {
      self.message = message
      self.path = path
      self.position = position
    }
  }

  /// Code of the rule: `S301`.
  package let code: String
  package var severity: Severity
  package let message: String
  package let path: String
  package let root: String
  /// ID of the spec the finding is in, where it is known.
  package let id: String?
  /// Bytes the finding points at; empty at offset 0 for a whole file.
  package let range: Range<Int>
  package let start: Position
  package let end: Position
  /// Words beside the carets.
  package let label: String
  package var notes: [Note]
  package let help: String?
  package let fix: Fix?
  /// What the finding is about, without lines and columns: equal before and after an edit elsewhere.
  package let subject: String
  /// True for a finding about several specs (a duplicate, a cycle), of which one copy is enough.
  package let isShared: Bool
  /// IDs that wait for each other, each for the next; empty for other findings.
  package let circle: [String]
  package init(
    code: String, severity: Severity, message: String, path: String, root: String, id: String?,
    range: Range<Int>, start: Position, end: Position, label: String = "", notes: [Note] = [],
    help: String? = nil, fix: Fix? = nil, subject: String? = nil, isShared: Bool = false,
    circle: [String] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.path = path
    self.root = root
    self.id = id
    self.range = range
    self.start = start
    self.end = end
    self.label = label
    self.notes = notes
    self.help = help
    self.fix = fix
    self.subject = subject ?? message
    self.isShared = isShared
    self.circle = circle
  }

  /// The message with the words that stand beside the place.
  package var sentence: String { label.isEmpty ? message : "\(message) (\(label))" }
  /// Equal for the same finding in two snapshots, and for copies of a shared one.
  package var fingerprint: String {
    "\(code)\u{0}\(isShared ? root : path)\u{0}\(subject)"
  }
}

extension Spec {
  /// Makes a finding in this spec; `subject` defaults to the message.
  package func finding(
    _ rule: RuleInfo, at range: Range<Int>?, _ message: String, severity: Severity? = nil,
    label: String = "", notes: [Finding.Note] = [], help: String? = nil, fix: Fix? = nil,
    subject: String? = nil, shared: Bool = false, circle: [String] = []
  ) -> Finding {
    let range = range ?? 0..<0
    return Finding(
      code: rule.code, severity: severity ?? rule.severity, message: message, path: path,
      root: root, id: id, range: range, start: text.position(at: range.lowerBound),
      end: text.position(at: range.upperBound), label: label, notes: notes, help: help, fix: fix,
      subject: subject ?? message, isShared: shared, circle: circle)
  }

  /// A fix made of edits to this spec's own file.
  package func fix(
    _ applicability: Fix.Applicability, _ title: String, _ edits: [Edit]
  ) -> Fix {
    Fix(applicability, title, edits: edits.map { Fix.FileEdit(path: path, edit: $0) })
  }
}
