/// Requirements whose text changed after the tickets that name them: what history says of a
/// snapshot, found for all tickets before they are judged.
package struct LaterChanges: Sendable {
  /// The last change of a requirement's text.
  package enum Change: Hashable, Sendable {
    /// The commit, as `abc1234 "Subject"`.
    case commit(String)
    /// It is in the judged files and in no commit yet.
    case uncommitted
  }

  /// Code of the rule that tells them.
  package static let code = "S409"

  private struct Key: Hashable {
    let ticket: String
    let requirement: String
  }

  private var changes: [Key: Change] = [:]

  package init() {}

  package var isEmpty: Bool { changes.isEmpty }

  /// The change that a ticket, given by its path, may not know of.
  package subscript(ticket path: String, requirement id: String) -> Change? {
    get { changes[Key(ticket: path, requirement: id)] }
    set { changes[Key(ticket: path, requirement: id)] = newValue }
  }
}
