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

  func collisions() throws -> CollisionAnswer {
    let specs = BranchSpecs(
      allocation.workspace, roots: own.snapshot.roots, base: own.base, places: list.places)
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
