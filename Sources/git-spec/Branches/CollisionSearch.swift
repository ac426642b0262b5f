internal import Frontmatter
internal import Git
internal import Specs

/// Finds IDs that mean two things, across branches.
final class CollisionSearch {
  private let own: OwnSpecs
  private let specs: BranchSpecs
  private let kinship: Kinship
  /// The name of the judged place.
  private let name: String
  private let roots: [String]

  init(_ own: OwnSpecs, _ specs: BranchSpecs, name: String) {
    self.own = own
    self.specs = specs
    self.name = name
    kinship = Kinship(own, specs)
    roots = own.snapshot.roots.keys.sorted()
  }

  /// `all` looks at any two branches; otherwise one of them is the judged one.
  func run(all: Bool, places: [Place]) throws -> CollisionAnswer {
    var answer = CollisionAnswer()
    answer.placeCount = places.count
    let additions = Additions(own, specs, kinship.ancestry)
    for root in roots {
      let ghosts = try GhostSearch(own, specs, kinship, name: name).ghosts(in: root)
      answer.ghosts += ghosts.found
      var claimsByID = Dictionary(
        grouping: try specs.allClaims(in: root) + specs.claims(replacedBy: own.changes(), in: root),
        by: \.definition.id)
      for (id, files) in ghosts.claims {
        claimsByID[id]?.removeAll { files.contains($0.entry.file.id) }
      }
      for id in claimsByID.keys.sorted() {
        if let collision = try collision(id, claimsByID[id] ?? [], root, all: all, &answer) {
          answer.collisions.append(collision)
        }
      }
      try additions.compare(places, in: root, &answer)
    }
    answer.troubles += specs.troubles
    return answer
  }

  /// Claims of other places that are one spec, with its versions.
  private struct Group {
    var claims: [BranchClaim]
    var versions: Set<SpecVersion>
  }

  private func collision(
    _ id: String, _ claims: [BranchClaim], _ root: String, all: Bool,
    _ answer: inout CollisionAnswer
  ) throws -> Collision? {
    let ours = own.definitions(of: id, in: root)
    if ours.isEmpty, !all || claims.count < 2 { return nil }
    var kin: [BranchClaim] = []
    var groups: [Group] = []
    var guessed = false
    for claim in claims {
      do {
        let verdict = ours.isEmpty ? nil : try kinship.verdict(claim, in: root)
        guessed = guessed || verdict?.isGuess == true
        if verdict?.isSame == true { kin.append(claim) } else { try add(claim, to: &groups) }
      } catch let error as GitError {
        answer.troubles.append(
          "\(id) on \(claim.places.first?.name ?? "") could not be judged: \(error.message)")
      }
    }
    guard groups.count + (ours.isEmpty ? 0 : 1) > 1 else { return nil }
    // Of a duplicate here each file is a meaning of its own.
    let numbers = Dictionary(
      ours.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    var rows = try ours.map { try row($0, meaning: numbers[$0.path] ?? 0) }
    rows += kin.flatMap { Self.rows($0, meaning: numbers[$0.definition.path] ?? 0) }
    for (number, group) in groups.enumerated() {
      rows += group.claims.flatMap { Self.rows($0, meaning: number + numbers.count) }
    }
    let titles = groups.compactMap(\.claims.first?.definition.title)
    let first = ours.first?.title ?? titles[0]
    return Collision(
      id: id, root: root, claims: rows, current: !ours.isEmpty,
      similar: titles.dropFirst(ours.isEmpty ? 1 : 0).contains { Phrase.areAlike(first, $0) },
      guessed: guessed, others: rows.filter { $0.meaning >= numbers.count })
  }

  /// Claims of other places are one spec when a version of one is among those of the other.
  private func add(_ claim: BranchClaim, to groups: inout [Group]) throws {
    guard let place = claim.places.first else { return }
    let line = try kinship.line(of: [claim.definition.id], claim, at: place)
    var group = Group(claims: [], versions: line.versions)
    // A claim can show that two groups are one.
    groups.removeAll { known in
      if known.versions.isDisjoint(with: line.versions) { return false }
      group.claims += known.claims
      group.versions.formUnion(known.versions)
      return true
    }
    group.claims.append(claim)
    groups.append(group)
  }

  private func row(_ definition: Definition, meaning: Int) throws -> ClaimRow {
    ClaimRow(
      ref: name, commit: own.base?.hex ?? "", path: definition.path,
      line: definition.position.line, title: definition.title,
      blob: try own.entry(at: definition.path)?.file.id.hex ?? "", meaning: meaning)
  }

  private static func rows(_ claim: BranchClaim, meaning: Int) -> [ClaimRow] {
    Place.sorted(claim.places).map { place in
      ClaimRow(
        ref: place.name, commit: place.commit.hex, path: claim.definition.path,
        line: claim.definition.position.line, title: claim.definition.title,
        blob: claim.entry.file.id.hex, meaning: meaning)
    }
  }
}
