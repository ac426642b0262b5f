internal import Git
internal import Specs

/// Looks for requirements that changed after the tickets that name them.
struct RequirementHistory {
  let workspace: Workspace
  /// The commit that is judged, or that the judged files stand on.
  let tip: ObjectID

  /// As many commits as are looked at; a ticket that is older is not spoken of.
  private static let commitLimit = 10_000

  /// A requirement that a ticket names.
  struct Use: Hashable {
    let ticket: String
    let requirement: Requirement
  }

  struct Requirement: Hashable {
    let id: String
    let root: String
    /// The file that defines it now.
    let path: String
  }

  /// What is found for all tickets of a snapshot at once; nothing, and a note, when git gives trouble:
  /// the specs can be judged without it.
  ///
  /// `uncommitted` are paths of the snapshot that differ from the tip.
  func laterChanges(
    in snapshot: LoadedSnapshot, uncommitted: Set<String>, judgement: Judgement
  ) -> LaterChanges {
    let uses = uses(in: snapshot, uncommitted: uncommitted, judgement: judgement)
    guard !uses.isEmpty else { return LaterChanges() }
    do {
      return try find(uses, in: snapshot, uncommitted: uncommitted)
    } catch {
      // The check itself can go on: what is missing is a note.
      Talk.say("note: \(LaterChanges.code) was not judged: \(Terminal.safe(Failure(error).brief))")
      return LaterChanges()
    }
  }

  /// Requirements of committed tickets; one that two files define says nothing.
  private func uses(
    in snapshot: LoadedSnapshot, uncommitted: Set<String>, judgement: Judgement
  ) -> [Use] {
    let roots = snapshot.roots.filter {
      judgement.mayReport(LaterChanges.code, settings: $0.value.settings)
    }
    guard !roots.isEmpty else { return [] }
    var uses: [Use] = []
    for path in snapshot.specPaths where !uncommitted.contains(path) {
      guard let summary = snapshot.index.summary(at: path), summary.kind == .ticket,
        roots[summary.root] != nil
      else { continue }
      for id in Set(summary.targets(of: "requirements")) {
        let places = snapshot.index.definitions(of: id, in: summary.root)
        guard places.count == 1, let place = places.first, place.kind == .requirement,
          !place.isFromName
        else { continue }
        uses.append(
          Use(
            ticket: path, requirement: Requirement(id: id, root: summary.root, path: place.path)))
      }
    }
    return uses
  }

  private func find(
    _ uses: [Use], in snapshot: LoadedSnapshot, uncommitted: Set<String>
  ) throws -> LaterChanges {
    let repository = workspace.repository
    // A partial clone would fetch old files for what is only a note.
    guard try !repository.isPartialClone() else { return LaterChanges() }
    let commits = try repository.commits(
      reachableFrom: [tip], excluding: [], limit: Self.commitLimit)
    let order = CommitOrder(commits)
    func history(_ folders: Set<String>) throws -> PathHistory {
      let folders = folders.sorted().map { RepositoryPath(text: $0) }
      return PathHistory(order, try repository.changes(of: commits.map(\.id), in: folders))
    }
    func folders(_ isWanted: (KindSchema) -> Bool) -> Set<String> {
      let roots = Set(uses.map(\.requirement.root)).compactMap { snapshot.roots[$0] }
      return Set(
        roots.flatMap { root in
          root.schema.kinds.filter(isWanted).map { "\(root.path)/\($0.folder)" }
        })
    }
    let requirements = RequirementSteps(
      history: try history(folders { $0.definesHeadings || $0.name == .requirement }),
      snapshot: snapshot, workspace: workspace, uncommitted: uncommitted)
    // Most requirements never change: then nobody has to know when the tickets did.
    let open = uses.filter { requirements.mayHaveChanged($0.requirement) }
    guard !open.isEmpty else { return LaterChanges() }
    let tickets = try history(folders { $0.name == .ticket })
    var found = LaterChanges()
    for use in open {
      guard let position = tickets.lastChange(of: use.ticket) else { continue }
      let change = requirements.change(of: use.requirement, since: position)
      if requirements.isExhausted { break }
      found[ticket: use.ticket, requirement: use.requirement.id] = change
    }
    return found
  }
}
