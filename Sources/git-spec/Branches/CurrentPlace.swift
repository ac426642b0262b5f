internal import Git
internal import Specs

/// The place that a command stands in: the checked-out branch with what is not committed yet.
struct CurrentPlace {
  /// The branch's name, or `HEAD` where none is checked out.
  let name: String
  let branch: String?
  let head: ObjectID?
  private let isBare: Bool

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
    let source = isBare ? head.map { Snapshot.commit($0) } ?? .empty : .workingTree
    let snapshot = try workspace.load(source, depth: depth)
    return OwnSpecs(snapshot, base: head, workspace: workspace) { [isBare, head] in
      isBare ? [] : try workspace.changes(from: head.map { .commit($0) } ?? .empty, to: source)
    }
  }
}
