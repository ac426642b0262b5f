internal import Frontmatter
internal import Git
internal import Specs

/// What a spec is at one moment, told apart by content: its file, or its section of one.
enum SpecVersion: Hashable {
  case file(ObjectID)
  /// A requirement under a heading; what else is in its file is no concern of it.
  case section(RequirementText)
}

/// Follows the spec behind an ID back through history.
final class Ancestry {
  /// Where a spec comes from, as far as it was followed.
  enum Origin: Hashable {
    /// History that the judged place has as well had it in this file.
    case shared(path: String)
    /// A commit brought it.
    case introduced
    /// The clone, or what is looked at, ends before it can be known.
    case cutOff

    fileprivate var rank: Int {
      switch self {
      case .shared: 0
      case .cutOff: 1
      case .introduced: 2
      }
    }
  }

  /// Every version of a spec on the way back, and where it began.
  struct Line {
    var versions: Set<SpecVersion> = []
    var origin = Origin.cutOff
    /// Title and path of the oldest version that was met.
    var firstTitle = ""
    var firstPath = ""
  }

  /// How far a line is followed.
  enum Reach {
    /// To the history of the judged place: cheap, and most often enough.
    case toOurs
    /// To the commit that brought the spec.
    case toBeginning
  }

  private let specs: BranchSpecs
  private var changesByTrees: [TreePair: ChangeSet] = [:]

  private struct TreePair: Hashable {
    let root: String
    let old: ObjectID?
    let new: ObjectID?
  }

  private struct Step: Hashable {
    let commit: ObjectID
    let path: String
  }

  init(_ specs: BranchSpecs) { self.specs = specs }

  private var repository: Repository { specs.workspace.repository }

  /// Commits of other places that the judged one has not, walked once for all of them.
  private lazy var foreign = Result { try commits(excluding: specs.base.map { [$0] } ?? []) }
  /// Commits of all places, newest first up to a limit.
  private lazy var all = Result { try commits(excluding: []) }

  private static let commitLimit = 200_000

  private func commits(excluding: [ObjectID]) throws -> [ObjectID: Commit] {
    var tips = specs.tips
    if excluding.isEmpty, let base = specs.base { tips.append(base) }
    let found = try repository.commits(
      reachableFrom: tips, excluding: excluding, limit: Self.commitLimit)
    return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
  }

  /// Whether the judged place has a commit of another one in its history.
  func isOurs(_ commit: ObjectID) throws -> Bool {
    try specs.base != nil && foreign.get()[commit] == nil
  }

  /// The commits of our history that another place stands on, the newest first: its merge bases, and
  /// older ones where it merged ours. None where the histories share nothing.
  ///
  /// Told by the walk that is made for all places at once: to ask git for each of hundreds of branches
  /// would walk our history as many times.
  ///
  /// - Parameter tip: a judged commit, whose history is ours as well.
  func partings(of commit: ObjectID, beside tip: ObjectID? = nil) throws -> [ObjectID] {
    let key = Pair(commit: commit, tip: tip)
    if let known = partingsByPair[key] { return known }
    let range = try foreign.get()
    let ours = try tip.map(own) ?? []
    var found: [ObjectID] = []
    var seen: Set<ObjectID> = []
    var waiting = [commit]
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted else { continue }
      if !ours.contains(next), let data = range[next] {
        waiting += data.parents
      } else {
        found.append(next)
      }
    }
    Work.did(seen.count)
    if specs.base == nil { found = [] }
    if found.count > 1 {
      let times = try Dictionary(
        found.map { ($0, try repository.commit($0).time) }, uniquingKeysWith: { $1 })
      found.sort { (times[$0] ?? 0, $0) > (times[$1] ?? 0, $1) }
    }
    partingsByPair[key] = found
    return found
  }

  private struct Pair: Hashable {
    let commit: ObjectID
    let tip: ObjectID?
  }

  private var partingsByPair: [Pair: [ObjectID]] = [:]

  /// A judged commit and what it stands on that the base has not.
  private func own(_ tip: ObjectID) throws -> Set<ObjectID> {
    if let known = ownByTip[tip] { return known }
    let range = try foreign.get()
    var own: Set<ObjectID> = []
    var waiting = [tip]
    while let next = waiting.popLast() {
      guard let data = range[next], own.insert(next).inserted else { continue }
      waiting += data.parents
    }
    Work.did(own.count)
    ownByTip[tip] = own
    return own
  }

  private var ownByTip: [ObjectID: Set<ObjectID>] = [:]

  /// Follows a file of a tip's tree that defines one of these IDs; once for all who ask.
  func line(
    of ids: Set<String>, in file: SpecEntry, from tip: ObjectID, _ reach: Reach
  ) throws -> Line {
    let key = Question(ids: ids, path: file.path, blob: file.file.id, tip: tip, reach: reach)
    if let known = lines[key] { return known }
    let line = try follow(ids, file, tip, reach)
    lines[key] = line
    return line
  }

  private struct Question: Hashable {
    let ids: Set<String>
    let path: String
    let blob: ObjectID
    let tip: ObjectID
    let reach: Reach
  }

  private var lines: [Question: Line] = [:]

  /// As git simplifies history: where a parent has the very file, that parent tells where it comes
  /// from; where none has, every parent that has the spec does.
  private func follow(
    _ ids: Set<String>, _ file: SpecEntry, _ tip: ObjectID, _ reach: Reach
  ) throws -> Line {
    let range = try reach == .toOurs ? foreign.get() : all.get()
    var line = Line()
    var rank = Int.max
    var steps = [(commit: tip, entry: file)]
    var seen: Set<Step> = []
    var position = 0
    while position < steps.count {
      let (commit, entry) = steps[position]
      position += 1
      Work.did(1)
      line.versions.insert(try specs.version(of: ids, in: entry))
      guard let data = range[commit] else {
        let origin: Origin =
          reach == .toOurs && specs.base != nil ? .shared(path: entry.path) : .cutOff
        try end(&line, &rank, origin, entry, ids)
        continue
      }
      let parents = try self.parents(of: data, having: entry, ids)
      for parent in parents
      where seen.insert(Step(commit: parent.commit, path: parent.entry.path)).inserted {
        steps.append(parent)
      }
      if parents.isEmpty {
        let isCut = data.parents.isEmpty && repository.isShallow
        try end(&line, &rank, isCut ? .cutOff : .introduced, entry, ids)
      }
    }
    return line
  }

  /// Notes an end of the line; of several the one that tells most counts.
  private func end(
    _ line: inout Line, _ rank: inout Int, _ origin: Origin, _ entry: SpecEntry, _ ids: Set<String>
  ) throws {
    guard origin.rank < rank else { return }
    rank = origin.rank
    line.origin = origin
    line.firstPath = entry.path
    line.firstTitle =
      try specs.summary(of: entry)?.definition(ofOne: ids)?.title ?? ""
  }

  private func parents(
    of commit: Commit, having entry: SpecEntry, _ ids: Set<String>
  ) throws -> [(commit: ObjectID, entry: SpecEntry)] {
    let changes = try commit.parents.map { try self.changes(from: $0, to: commit, of: entry.root) }
    if let same = changes.firstIndex(where: { $0.byPath[entry.path] == nil }) {
      return [(commit.parents[same], entry)]
    }
    return try zip(commit.parents, changes).compactMap { parent, changes in
      try Predecessor(ids, specs).of(entry, in: changes).map { (parent, $0) }
    }
  }

  private func changes(
    from parent: ObjectID, to commit: Commit, of root: String
  ) throws -> ChangeSet {
    let trees = TreePair(
      root: root, old: try specs.tree(of: root, in: parent),
      new: try specs.tree(of: root, in: commit.id))
    if trees.old == trees.new { return ChangeSet([]) }
    if let known = changesByTrees[trees] { return known }
    let found = ChangeSet(try specs.changes(from: trees.old, to: trees.new, of: root))
    changesByTrees[trees] = found
    return found
  }
}
