internal import Git
internal import Specs

/// Decides whether two appearances of an ID are one spec, by history and never by looks.
final class Kinship {
  /// Why two appearances are one spec, or two.
  enum Verdict: Hashable {
    /// The files, or the sections under a heading, are the same.
    case sameContent
    /// A version of one is in the history of the other: inherited, squashed, rebased, picked.
    case commonVersion
    /// Taken away and put back under the same path and title.
    case putBack
    /// History is cut off or not shared, and path and title agree.
    case alikeWithoutHistory
    case independent
    /// History is cut off or not shared, and path or title differ.
    case unlikeWithoutHistory

    var isSame: Bool {
      switch self {
      case .sameContent, .commonVersion, .putBack, .alikeWithoutHistory: true
      case .independent, .unlikeWithoutHistory: false
      }
    }

    /// True where history could not be asked.
    var isGuess: Bool { self == .alikeWithoutHistory || self == .unlikeWithoutHistory }
  }

  private let own: OwnSpecs
  private let specs: BranchSpecs
  let ancestry: Ancestry
  private var linesByDefinition: [OwnLine: Ancestry.Line] = [:]

  private struct OwnLine: Hashable {
    let path: String
    let ids: Set<String>
  }

  /// - Parameter ancestry: what was followed of these places before, for another one that is judged.
  init(_ own: OwnSpecs, _ specs: BranchSpecs, _ ancestry: Ancestry? = nil) {
    self.own = own
    self.specs = specs
    self.ancestry = ancestry ?? Ancestry(specs)
  }

  /// Judges a claim beside every definition that its ID has here: of duplicates each may be it, and
  /// each branch that has the claim may have got it in its own way.
  func verdict(_ other: BranchClaim, in root: String) throws -> Verdict {
    var worst = Verdict.independent
    for definition in own.definitions(of: other.definition.id, in: root) {
      for place in other.places.prefix(Self.placeLimit) {
        let verdict = try verdict(definition, other, at: place)
        if verdict.isSame { return verdict }
        worst = verdict
      }
    }
    return worst
  }

  private static let placeLimit = 4

  /// Judges a definition of ours beside one of another place.
  ///
  /// - Parameter ids: every ID that the spec has had, where it was renumbered.
  func verdict(
    _ definition: Definition, _ other: BranchClaim, at place: Place, ids: Set<String>? = nil
  ) throws -> Verdict {
    guard let entry = try own.entry(at: definition.path) else { return .independent }
    let ids = ids ?? names(of: definition)
    let mine = try specs.version(of: ids, in: entry)
    if try mine == specs.version(of: ids, in: other.entry) { return .sameContent }
    var theirs = try ancestry.line(of: ids, in: other.entry, from: place.commit, .toOurs)
    if theirs.versions.contains(mine) { return .commonVersion }
    // The usual case, an old version of the same file, needs no look at our own history.
    if case .shared(definition.path) = theirs.origin, theirs.firstTitle == definition.title,
      try own.isCommitted(definition.path)
    {
      return .commonVersion
    }
    let ours = try ownLine(of: ids, entry)
    if !ours.versions.isDisjoint(with: theirs.versions) { return .commonVersion }
    if case .shared = theirs.origin {
      theirs = try ancestry.line(of: ids, in: other.entry, from: place.commit, .toBeginning)
      if !ours.versions.isDisjoint(with: theirs.versions) { return .commonVersion }
    }
    let isAlike = ours.firstPath == theirs.firstPath && ours.firstTitle == theirs.firstTitle
    let isRelated = try !partings(of: place.commit).isEmpty
    if ours.origin == .cutOff || theirs.origin == .cutOff || !isRelated {
      return isAlike ? .alikeWithoutHistory : .unlikeWithoutHistory
    }
    let known = ours.versions.union(theirs.versions)
    return try isAlike && wasThere(ids, known, definition.path, other.entry, place.commit)
      ? .putBack : .independent
  }

  /// The IDs that a spec has had: numbers that it lost are in the trace.
  private func names(of definition: Definition) -> Set<String> {
    let root = SpecEntry.root(of: definition.path) ?? ""
    let old =
      oldNames[root]
      ?? Dictionary(
        grouping: own.snapshot.roots[root]?.settings.renumbered ?? [:], by: \.value
      ).mapValues { Set($0.map(\.key)) }
    oldNames[root] = old
    return (old[definition.id] ?? []).union([definition.id])
  }

  /// By root and ID: the numbers that the settings say it had.
  private var oldNames: [String: [String: Set<String>]] = [:]

  /// The whole way of another place's spec back to its beginning.
  func line(of ids: Set<String>, _ other: BranchClaim, at place: Place) throws -> Ancestry.Line {
    try ancestry.line(of: ids, in: other.entry, from: place.commit, .toBeginning)
  }

  /// Our own line to its beginning, which may start with a change that is not committed yet.
  private func ownLine(of ids: Set<String>, _ entry: SpecEntry) throws -> Ancestry.Line {
    let key = OwnLine(path: entry.path, ids: ids)
    if let known = linesByDefinition[key] { return known }
    let line = try findOwnLine(of: ids, entry)
    linesByDefinition[key] = line
    return line
  }

  private func findOwnLine(of ids: Set<String>, _ entry: SpecEntry) throws -> Ancestry.Line {
    if let tip = own.tip { return try ancestry.line(of: ids, in: entry, from: tip, .toBeginning) }
    let mine = try specs.version(of: ids, in: entry)
    var file: SpecEntry? = entry
    let changes = try own.changes()
    if changes.byPath[entry.path] != nil || own.base == nil {
      file = try Predecessor(ids, specs).of(entry, in: changes)
    }
    guard let base = own.base, let file else {
      let title = own.snapshot.index.summary(at: entry.path)?.definitions
        .first { ids.contains($0.id) }?.title
      return Ancestry.Line(
        versions: [mine], origin: .introduced, firstTitle: title ?? "", firstPath: entry.path)
    }
    var line = try ancestry.line(of: ids, in: file, from: base, .toBeginning)
    line.versions.insert(mine)
    return line
  }

  private func partings(of commit: ObjectID) throws -> [ObjectID] {
    try ancestry.partings(of: commit, beside: own.tip)
  }

  /// Whether one of these versions was in the history that both have.
  private func wasThere(
    _ ids: Set<String>, _ versions: Set<SpecVersion>, _ path: String, _ other: SpecEntry,
    _ commit: ObjectID
  ) throws -> Bool {
    for base in try partings(of: commit) {
      for path in Set([path, other.path]) {
        let place = RepositoryPath(text: path)
        guard let file = try specs.workspace.repository.entry(at: place, in: base),
          let entry = SpecEntry(file), try specs.defines(ids, entry)
        else { continue }
        if versions.contains(try specs.version(of: ids, in: entry)) { return true }
      }
    }
    return false
  }
}
