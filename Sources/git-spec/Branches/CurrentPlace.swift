internal import Git
internal import Specs

/// The place that a command stands in: the checked-out branch with what is not committed yet.
struct CurrentPlace {
  /// The branch's name, or `HEAD` where none is checked out.
  let name: String
  let branch: String?
  let head: ObjectID?
  private let isBare: Bool

  /// What is compared with others: the working tree, or HEAD where there is none.
  private var source: Snapshot {
    isBare ? head.map { Snapshot.commit($0) } ?? .empty : .workingTree
  }

  init(_ repository: Repository) throws {
    (head, branch) =
      if case .commit(let id, let branch) = try repository.head() { (id, branch) } else {
        (nil, nil)
      }
    name = branch ?? "HEAD"
    isBare = repository.layout.isBare
  }

  /// The specs of the working tree, or of HEAD where there is none.
  func specs(
    _ workspace: Workspace, depth: LoadedSnapshot.Depth = .onDemand
  ) throws -> OwnSpecs {
    specs(try workspace.load(source, depth: depth), workspace)
  }

  /// The same of a snapshot of the working tree that is loaded already.
  func specs(_ snapshot: LoadedSnapshot, _ workspace: Workspace) -> OwnSpecs {
    OwnSpecs(snapshot, base: head, workspace: workspace) { [isBare, head, source] in
      isBare ? [] : try workspace.changes(from: head.map { .commit($0) } ?? .empty, to: source)
    }
  }
}
