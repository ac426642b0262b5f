internal import Git
internal import Specs

/// Decides whether two appearances of an ID are one spec, by history and never by looks.
final class Kinship {
  /// Why two appearances are one spec, or two.
  enum Verdict: Hashable {
    /// The files are the same, byte for byte.
    case sameContent
    /// A version of one is in the history of the other: a squash, a rebase, a cherry-pick.
    case commonVersion
    /// Both have it from history that they share.
    case inherited
    /// Taken away and put back under the same path and title.
    case putBack
    /// History is cut off or not shared, and path and title agree.
    case alikeWithoutHistory
    case independent
    /// One side took the inherited spec away and gave its number to another.
    case reused
    /// History is cut off or not shared, and path or title differ.
    case unlikeWithoutHistory

    var isSame: Bool {
      switch self {
      case .sameContent, .commonVersion, .inherited, .putBack, .alikeWithoutHistory: true
      case .independent, .reused, .unlikeWithoutHistory: false
      }
    }

    /// True where history could not be asked.
    var isGuess: Bool { self == .alikeWithoutHistory || self == .unlikeWithoutHistory }
  }

  private let own: OwnSpecs
  private let specs: BranchSpecs
  private let ancestry: Ancestry
  private var related: [ObjectID: Bool] = [:]

  init(_ own: OwnSpecs, _ specs: BranchSpecs) {
    self.own = own
    self.specs = specs
    ancestry = Ancestry(specs)
  }

  /// Judges a claim beside every definition that its ID has here: of duplicates each may be it.
  func verdict(_ other: BranchClaim, in root: String) throws -> Verdict {
    guard let place = other.places.first else { return .independent }
    var worst = Verdict.independent
    for definition in own.definitions(of: other.definition.id, in: root) {
      let verdict = try verdict(definition, other, at: place)
      if verdict.isSame { return verdict }
      worst = verdict
    }
    return worst
  }

  /// Judges a definition of ours beside one of another place.
  ///
  /// - Parameter ids: every ID that the spec has had, where it was renumbered.
  func verdict(
    _ definition: Definition, _ other: BranchClaim, at place: Place, ids: Set<String>? = nil
  ) throws -> Verdict {
    guard let entry = try own.entry(at: definition.path) else { return .independent }
    if entry.file.id == other.entry.file.id { return .sameContent }
    let ids = ids ?? names(of: definition)
    let theirs = try line(of: ids, other, at: place)
    if theirs.blobs.contains(entry.file.id) { return .commonVersion }
    // The usual case, an old version of the same file, needs no look at our own history.
    if case .shared(_, let path) = theirs.origin, path == definition.path,
      theirs.firstTitle == definition.title, try own.isCommitted(path)
    {
      return .inherited
    }
    let ours = try line(of: ids, entry, notIn: place.commit)
    if !ours.blobs.isDisjoint(with: theirs.blobs) { return .commonVersion }
    return try verdict(ours, theirs, place)
  }

  /// The IDs that a spec has had: numbers that it lost are in the trace.
  private func names(of definition: Definition) -> Set<String> {
    let root = SpecEntry.root(of: definition.path) ?? ""
    let old = own.snapshot.roots[root]?.settings.renumbered.filter { $0.value == definition.id }
    return Set((old ?? [:]).keys).union([definition.id])
  }

  /// The way of another place's spec back to the history that it shares with ours.
  func line(of ids: Set<String>, _ other: BranchClaim, at place: Place) throws -> Ancestry.Line {
    try ancestry.line(of: ids, in: other.entry, from: place.commit, notIn: own.base)
  }

  private func verdict(
    _ ours: Ancestry.Line, _ theirs: Ancestry.Line, _ place: Place
  ) throws -> Verdict {
    let isAlike = ours.firstPath == theirs.firstPath && ours.firstTitle == theirs.firstTitle
    switch (ours.origin, theirs.origin) {
    case (.shared, .shared): return .inherited
    case (.cutOff, _), (_, .cutOff): return isAlike ? .alikeWithoutHistory : .unlikeWithoutHistory
    case (.shared, .introduced), (.introduced, .shared): return isAlike ? .putBack : .reused
    case (.introduced, .introduced):
      if try isRelated(place.commit) { return .independent }
      return isAlike ? .alikeWithoutHistory : .unlikeWithoutHistory
    }
  }

  /// Our own line, which may begin with a change that is not committed yet.
  private func line(
    of ids: Set<String>, _ entry: SpecEntry, notIn other: ObjectID
  ) throws -> Ancestry.Line {
    var file = entry
    let changes = try own.changes()
    if changes[entry.path] != nil || own.base == nil {
      let old = try Predecessor(ids, specs).of(entry, in: changes)
      guard let old else {
        let title = title(of: ids, entry)
        return Ancestry.Line(
          blobs: [entry.file.id], origin: .introduced(commit: .zero), firstTitle: title,
          firstPath: entry.path)
      }
      file = old
    }
    guard let base = own.base else {
      throw GitError(.generic, "follow the history", "nothing is committed here")
    }
    var line = try ancestry.line(of: ids, in: file, from: base, notIn: other)
    line.blobs.insert(entry.file.id)
    return line
  }

  private func title(of ids: Set<String>, _ entry: SpecEntry) -> String {
    own.snapshot.index.summary(at: entry.path)?.definitions.first { ids.contains($0.id) }?.title
      ?? ""
  }

  /// Whether the two histories have a commit in common.
  private func isRelated(_ commit: ObjectID) throws -> Bool {
    guard let base = own.base else { return false }
    if let known = related[commit] { return known }
    let found = try !specs.workspace.repository.mergeBases(base, commit).isEmpty
    related[commit] = found
    return found
  }
}
