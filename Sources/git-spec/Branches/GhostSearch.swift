internal import Frontmatter
internal import Git
internal import Specs

/// Finds specs that some branch still has under a number that they lost on another.
struct GhostSearch {
  private let own: OwnSpecs
  private let specs: BranchSpecs
  private let kinship: Kinship
  private let name: String

  init(_ own: OwnSpecs, _ specs: BranchSpecs, _ kinship: Kinship, name: String) {
    self.own = own
    self.specs = specs
    self.kinship = kinship
    self.name = name
  }

  struct Answer {
    var found: [Ghost] = []
    /// Files of claims by ID that are ghosts, and so no meaning of their own.
    var claims: [String: Set<ObjectID>] = [:]
  }

  func ghosts(in root: String) throws -> Answer {
    var answer = Answer()
    let traces = own.snapshot.roots[root]?.settings.renumbered ?? [:]
    for (old, new) in traces.sorted(by: { $0.key < $1.key }) {
      try addElsewhere(old, new, root, &answer)
    }
    var seen: Set<String> = []
    for (entry, place) in try specs.changedSettings(in: root) {
      guard case .bytes(let bytes) = try specs.workspace.content(of: entry, isWorkingTree: false)
      else { continue }
      let theirs = Settings.parse(bytes, path: entry.path, root: root).settings.renumbered
      for (old, new) in theirs.sorted(by: { $0.key < $1.key })
      where traces[old] != new && seen.insert("\(old) \(new)").inserted {
        try addHere(old, new, root, place, &answer)
      }
    }
    return answer
  }

  /// Another branch has the spec that was renumbered here.
  private func addElsewhere(
    _ old: String, _ new: String, _ root: String, _ answer: inout Answer
  ) throws {
    for claim in try specs.claims(of: old, in: root) {
      guard let place = claim.places.first,
        try own.definitions(of: new, in: root).contains(where: {
          try kinship.verdict($0, claim, at: place, ids: [old, new]).isSame
        })
      else { continue }
      answer.claims[old, default: []].insert(claim.entry.file.id)
      let places = try claim.places.filter { try !isMerged($0) }
      answer.found += Place.sorted(places).map {
        Ghost(
          id: old, renumberedTo: new, root: root, ref: $0.name, path: claim.definition.path,
          line: claim.definition.position.line, title: claim.definition.title, renumberedOn: name,
          current: false)
      }
    }
  }

  /// A branch that is wholly in ours brings nothing back.
  private func isMerged(_ place: Place) throws -> Bool {
    try kinship.ancestry.isOurs(place.commit)
  }

  /// The spec that was renumbered on another branch is here under its old number.
  private func addHere(
    _ old: String, _ new: String, _ root: String, _ place: Place, _ answer: inout Answer
  ) throws {
    for claim in try specs.claims(of: new, in: root) where claim.places.contains(place) {
      for definition in own.definitions(of: old, in: root)
      where try kinship.verdict(definition, claim, at: place, ids: [old, new]).isSame {
        // What that branch has under the old number is another spec: no need to say so twice.
        for other in try specs.claims(of: old, in: root) where other.places.contains(place) {
          answer.claims[old, default: []].insert(other.entry.file.id)
        }
        answer.found.append(
          Ghost(
            id: old, renumberedTo: new, root: root, ref: name, path: definition.path,
            line: definition.position.line, title: definition.title, renumberedOn: place.name,
            current: true))
      }
    }
  }
}
