internal import Frontmatter
internal import Git
internal import Specs

/// Which other branches are looked at, and how much an ID weighs that is taken there.
struct BranchScope {
  /// Nil where only explanations are wanted.
  let weight: Severity?
  /// The commit that the judged specs stand on, or are.
  let base: ObjectID?
  /// The judged commit, where it is another one than the base.
  var tip: ObjectID?
  /// True where what is judged is the default branch as it is, so that the other draft gives way.
  var keepsItsNumbers = false
  /// What is read for every tip of a push together.
  var pushed: PushedBranches?
  /// Tells whether a place is the judged one's own, under another name; made when it is asked for.
  var isOwn: () throws -> (Place) -> Bool = { { _ in false } }
  let list: (_ roots: [String: SpecSnapshot.Root]) throws -> PlaceList
}

/// Other branches as rules ask about them, read at the first question.
final class RepositoryBranches: OtherBranches {
  private let own: OwnSpecs
  private let workspace: Workspace
  private let scope: BranchScope
  private(set) var troubles: [String] = []

  init(_ own: OwnSpecs, _ scope: BranchScope, workspace: Workspace) {
    self.own = own
    self.scope = scope
    self.workspace = workspace
  }

  /// Nil where there is nothing to compare with, so that nobody has to ask for each ID.
  var weightOfTakenID: Severity? { scope.weight == nil || read == nil ? nil : scope.weight }

  var keepsItsNumbers: Bool { scope.keepsItsNumbers }

  /// What is read of other branches; nil where there are none, or none that can be read.
  private lazy var read: (specs: BranchSpecs, kinship: Kinship)? = {
    do {
      let together = try scope.pushed?.read(for: own.snapshot, workspace)
      let places = try together?.places ?? scope.list(own.snapshot.roots)
      troubles += places.troubles
      ownPlaces = Set(places.places.filter(try scope.isOwn()))
      if places.places.count == ownPlaces.count { return nil }
      // Files of other branches would have to be fetched in the middle of a commit.
      if places.places.contains(where: { $0.commit != own.base }),
        try workspace.repository.isPartialClone()
      {
        troubles.append(
          "this partial clone does not hold other branches; `git spec collisions` fetches them")
        return nil
      }
      if let together {
        return (together.specs, Kinship(own, together.specs, together.ancestry))
      }
      let specs = BranchSpecs(
        workspace, roots: own.snapshot.roots, base: own.base, places: places.places)
      return (specs, Kinship(own, specs))
    } catch {
      troubles.append("other branches could not be read: \(Failure(error).brief)")
      return nil
    }
  }()

  func otherMeanings(of definition: Definition, in root: String) -> [Meaning] {
    answer(root) { specs, kinship in
      var others: [BranchClaim] = []
      for claim in Self.knownFirst(try self.claims(of: definition.id, in: root, specs)) {
        let verdict = try kinship.verdict(claim, in: root)
        if verdict.isGuess {
          note("history is cut off or not shared: IDs were compared by path and title")
        }
        if !verdict.isSame { others.append(claim) }
        // One other meaning is an error already, and a few are told.
        if others.count == Self.claimLimit { break }
      }
      return Meaning.all(others)
    }
  }

  private static let claimLimit = 64

  /// Claims of branches that everybody knows first, where not all of them are going to be told.
  private static func knownFirst(_ claims: [BranchClaim]) -> [BranchClaim] {
    guard claims.count > claimLimit else { return claims }
    return claims.compactMap { claim in
      claim.places.min { Place.comesFirst($0.name, $1.name) }.map { (claim, $0.name) }
    }.sorted { Place.comesFirst($0.1, $1.1) }.map(\.0)
  }

  /// What other places say of an ID: in files that they have otherwise than the base, and in files of
  /// the base that the judged change replaces.
  private func claims(
    of id: String, in root: String, _ specs: BranchSpecs
  ) throws -> [BranchClaim] {
    let claims =
      try specs.claims(of: id, in: root)
      + specs.claims(replacedBy: own.changes(), of: id, in: root)
    if ownPlaces.isEmpty { return claims }
    return claims.compactMap { claim in
      let places = claim.places.filter { !ownPlaces.contains($0) }
      return places.isEmpty
        ? nil : BranchClaim(definition: claim.definition, entry: claim.entry, places: places)
    }
  }

  /// Places among those that are read that are the judged one's own.
  private var ownPlaces: Set<Place> = []

  func meanings(of id: String, in root: String) -> [Meaning] {
    answer(root) { specs, _ in
      // What the next commit takes away is not told as if others had brought it.
      Meaning.all(
        own.tip == nil ? try specs.claims(of: id, in: root) : try claims(of: id, in: root, specs))
    }
  }

  private func answer(
    _ root: String, _ question: (BranchSpecs, Kinship) throws -> [Meaning]
  ) -> [Meaning] {
    guard let (specs, kinship) = read else { return [] }
    do {
      let meanings = try question(specs, kinship)
      specs.troubles.forEach(note)
      return meanings
    } catch {
      note("other branches could not be read: \(Failure(error).brief)")
      return []
    }
  }

  private func note(_ trouble: String) {
    if !troubles.contains(trouble) { troubles.append(trouble) }
  }

  /// Tells what could not be read, each thing once.
  func tellTroubles() {
    for trouble in troubles.prefix(Self.troubleLimit) {
      Talk.say("git-spec: " + Terminal.safe(trouble))
    }
    if troubles.count > Self.troubleLimit {
      Talk.say("git-spec: … and \(troubles.count - Self.troubleLimit) more")
    }
  }

  private static let troubleLimit = 5
}

extension Meaning {
  /// Claims as meanings: those of equal title and path are one, whatever else was edited.
  static func all(_ claims: [BranchClaim]) -> [Meaning] {
    var order: [[String]] = []
    var byKey: [[String]: (line: Int, places: Set<Place>)] = [:]
    for claim in claims {
      let key = [claim.definition.title, claim.definition.path]
      if byKey[key] == nil { order.append(key) }
      byKey[key, default: (claim.definition.position.line, [])].places.formUnion(claim.places)
    }
    return order.compactMap { key in
      byKey[key].map {
        Meaning(
          branches: Place.sorted(Array($0.places)).map(\.name), title: key[0], path: key[1],
          line: $0.line)
      }
    }.sorted { Place.comesFirst($0.branches[0], $1.branches[0]) }
  }
}

extension Place {
  /// Branches that everybody knows first, then by name.
  static func sorted(_ places: [Place]) -> [Place] {
    places.sorted { comesFirst($0.name, $1.name) }
  }

  static func comesFirst(_ a: String, _ b: String) -> Bool { (rank(a), a) < (rank(b), b) }

  private static func rank(_ name: String) -> Int {
    switch name {
    case "origin/main", "origin/master": 0
    case "main", "master": 1
    default: name.hasPrefix("worktree ") ? 3 : 2
    }
  }
}
