internal import Frontmatter
internal import Git
internal import Specs

/// The branches that a renumbering looks at.
struct OtherPlaces {
  let own: OwnSpecs
  private let here: CurrentPlace
  private let list: PlaceList
  private let allocation: Allocation

  init(_ allocation: Allocation, against: [String]) throws {
    self.allocation = allocation
    here = try CurrentPlace(allocation.repository)
    own = here.specs(allocation.snapshot, allocation.workspace)
    list =
      against.isEmpty
      ? try PlaceList.others(than: here.branch, allocation.repository, own.snapshot.roots)
      : try PlaceList.named(against, allocation.repository)
  }

  private func specs() -> BranchSpecs {
    BranchSpecs(
      allocation.workspace, roots: own.snapshot.roots, base: own.base, places: list.places)
  }

  /// Throws where the new ID of a move means another spec elsewhere: that would be a new collision.
  ///
  /// The same spec may have the ID there, where it was renumbered there first.
  func requireFree(_ moves: [Move]) throws {
    let specs = specs()
    let kinship = Kinship(own, specs)
    let root = allocation.root.path
    for move in moves {
      let moved = own.definitions(of: move.old, in: root).first { $0.path == move.path }
      for claim in try specs.claims(of: move.new, in: root) {
        guard let moved, let place = Place.sorted(claim.places).first,
          try !kinship.verdict(moved, claim, at: place, ids: [move.old, move.new]).isSame
        else { continue }
        let other = claim.definition
        throw Failure(
          .usage, "`\(move.new)` is in use already, on \(Terminal.safe(place.name))",
          causes: [
            Terminal.safe("\(other.path):\(other.position.line)")
              + (Phrase.quoted(other.title).map { ": \($0)" } ?? "")
          ], hints: ["leave it out, and the spec gets the next free number; nothing was changed"])
      }
    }
  }

  /// Whether the branch here is one that others are merged into.
  func isOnDefault() throws -> Bool {
    try here.branch == "main" || here.branch == "master"
      || PlaceList.isDefault(here.branch, allocation.repository)
  }

  func collisions() throws -> CollisionAnswer {
    let specs = specs()
    var answer = try CollisionSearch(own, specs, name: here.name)
      .run(all: false, places: list.places)
    answer.troubles = list.troubles + answer.troubles
    return answer
  }

  /// Where this branch parted from the others, the best known ones first; a few tell enough.
  func bases() throws -> [ObjectID] {
    guard let head = own.base else { return [] }
    var bases: [ObjectID] = []
    for place in Place.sorted(list.places).prefix(Self.placeLimit) where place.commit != head {
      for base in try allocation.repository.mergeBases(head, place.commit)
      where base != head && !bases.contains(base) {
        bases.append(base)
      }
    }
    return bases
  }

  private static let placeLimit = 8
}
