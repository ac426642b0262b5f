internal import Git
internal import Specs

/// What a spec is on every branch, remote-tracking branch and other working tree.
struct PlaceStates {
  struct State {
    let place: Place
    /// Nil where the place has no such spec.
    let definition: Definition?
    let status: String?
    let likeness: Likeness
  }

  /// What a place's spec is to the one of HEAD.
  enum Likeness: String {
    /// The file, or the section below the heading, is the same.
    case same
    case changed
    /// The ID means something else there.
    case other
    case absent
  }

  let states: [State]
  /// Places that could not be read, a line each.
  let troubles: [String]

  init(of id: String, in root: String, _ views: SpecViews) throws {
    let workspace = views.workspace
    let repository = workspace.repository
    var list = try PlaceList(repository, extra: PlaceList.extra(views.snapshot.roots))
    try list.addWorktrees(repository)
    try list.addBroken(repository)
    let base: ObjectID? = if case .commit(let head, _) = try repository.head() { head } else { nil }
    let specs = BranchSpecs(
      workspace, roots: views.snapshot.roots, base: base, places: list.places)
    let schema = views.snapshot.roots[root]?.schema ?? .builtIn
    var found: [Place: [State]] = [:]
    func add(
      _ definition: Definition, _ entry: SpecEntry, at places: [Place], _ likeness: Likeness
    ) throws {
      // A heading has no status; its file's says nothing of it.
      let written = definition.isHeading ? nil : try specs.summary(of: entry)?.status
      let status = written.flatMap { schema[definition.kind]?.meaning(of: "status", written: $0) }
      for place in places {
        found[place, default: []].append(
          State(place: place, definition: definition, status: status, likeness: likeness))
      }
    }
    var mine: SpecVersion?
    if let base {
      let head = try workspace.load(.commit(base), depth: .onDemand)
      for definition in head.index.definitions(of: id, in: root) where !definition.isFromName {
        guard let entry = head.entry(at: definition.path) else { continue }
        mine = try specs.version(of: [id], in: entry)
        try add(
          definition, entry, at: specs.placesLikeBase(at: definition.path, in: root), .same)
      }
      try head.throwTrouble()
    }
    let own = try CurrentPlace(repository).specs(workspace)
    let kinship = Kinship(own, specs)
    for claim in try specs.claims(of: id, in: root) {
      let isSame = try specs.version(of: [id], in: claim.entry) == mine
      let likeness: Likeness =
        isSame ? .same : try kinship.verdict(claim, in: root).isSame ? .changed : .other
      try add(claim.definition, claim.entry, at: claim.places, likeness)
    }
    states = list.places.flatMap { place in
      found[place] ?? [State(place: place, definition: nil, status: nil, likeness: .absent)]
    }
    troubles = list.troubles + specs.troubles
  }
}
