internal import Git
internal import Specs

/// Other branches as they are read once for all tips of a push.
///
/// All tips are compared with one commit that each of them stands on, as the next commit is with HEAD:
/// to compare each with each other would cost the square of their number.
final class PushedBranches {
  /// A commit in the history of all tips.
  let base: ObjectID
  private let tips: [ObjectID]
  private let list: ([String: SpecSnapshot.Root]) throws -> PlaceList

  /// What is read under certain settings.
  struct Reading {
    let places: PlaceList
    let specs: BranchSpecs
    let ancestry: Ancestry
  }

  private var readings: [[String]: Reading] = [:]

  /// Nil where the tips have no history in common.
  init?(
    _ tips: [ObjectID], _ repository: Repository,
    list: @escaping ([String: SpecSnapshot.Root]) throws -> PlaceList
  ) throws {
    guard var base = tips.first else { return nil }
    for tip in Set(tips) where tip != base {
      guard let shared = try repository.mergeBases(base, tip).first else { return nil }
      base = shared
    }
    self.base = base
    self.tips = tips
    self.list = list
  }

  func read(for snapshot: LoadedSnapshot, _ workspace: Workspace) throws -> Reading {
    // Settings say what is a spec, and which refs are looked at.
    let settings = snapshot.roots.keys.sorted().compactMap {
      snapshot.entry(at: "\($0)/\(Schema.settingsFile)").map { "\($0.path) \($0.file.id)" }
    }
    if let known = readings[settings] { return known }
    let places = try list(snapshot.roots)
    let specs = BranchSpecs(
      workspace, roots: snapshot.roots, base: base, places: places.places, judged: tips)
    let reading = Reading(places: places, specs: specs, ancestry: Ancestry(specs))
    readings[settings] = reading
    return reading
  }
}
