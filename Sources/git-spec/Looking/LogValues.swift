internal import Git
internal import Specs

/// A spec in one version: the file, and the ID that it has there.
struct LogVersion {
  let entry: SpecEntry
  let id: String

  func isFile(of other: LogVersion) -> Bool {
    entry.path == other.entry.path && entry.file.id == other.entry.file.id && id == other.id
  }
}

/// What one commit, or the working tree, did to a spec.
struct LogChange {
  enum Event: String {
    case created, changed, deleted
    /// What stands there already where the history of a shallow clone begins.
    case first
  }

  /// Nil for what is not committed yet.
  let commit: Commit?
  let isMerge: Bool
  let event: Event
  /// Where the spec is after it; of a deleted one where it was.
  let path: String
  let renamedFrom: String?
  /// The ID after it.
  let id: String
  let title: String
  let status: String?
  var difference = SpecDifference()
  /// Why fields could not be compared.
  var trouble: String?
  /// True for the first version that can be read again.
  var isMended = false
  /// True where no version before it could be read.
  var wasNeverRead = false

  /// True where bytes changed and nothing that they mean.
  var isOnlyForm: Bool {
    event == .changed && difference.isEmpty && renamedFrom == nil && trouble == nil && !isMended
  }
}

/// The history of one spec.
struct LogSection {
  let root: String
  let path: String
  let kind: String
  let id: String
  let title: String
  /// Newest first.
  let changes: [LogChange]
}

struct LogAnswer {
  var sections: [LogSection] = []
  /// What is to be said beside the answer.
  var notes: [String] = []
}
