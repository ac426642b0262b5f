/// What a run may do beyond the plain one.
package struct SyncOptions: Sendable {
  package enum Part: String, Sendable, CaseIterable {
    case specs, tickets, tasks

    package init(_ kind: SyncItem.Kind) {
      self =
        switch kind {
        case .spec, .requirement: .specs
        case .ticket: .tickets
        case .task: .tasks
        }
    }
  }

  package var parts: Set<Part> = Set(Part.allCases)
  /// Deletes on the server what is gone here.
  package var prunes = false
  /// Takes over items of the server that look like ours.
  package var adopts = false
  package var overwritesRemote = false
  /// At most so many deletions; nil: 5, and no more than a fifth of all items.
  package var deletionLimit: Int?
  /// The server's words for a deleted ticket and task, which it cannot delete.
  package var deletedStatus: [SyncItem.Kind: String] = [.ticket: "done", .task: "failed"]

  package init() {}
}
