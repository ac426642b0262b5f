internal import Git
internal import Specs

/// Follows the spec behind an ID back through the history of one place.
final class Ancestry {
  /// Where a spec comes from, seen from a place and up to what it shares with another.
  enum Origin: Hashable {
    /// It was there already in history that both places have, in this file.
    case shared(commit: ObjectID, path: String)
    /// A commit of the place's own brought it.
    case introduced(commit: ObjectID)
    /// The clone ends before it can be known.
    case cutOff
  }

  /// Every version of a spec's file on the way back, and where it began.
  struct Line {
    var blobs: Set<ObjectID>
    var origin: Origin
    /// Title in the oldest version that was met.
    var firstTitle: String
    var firstPath: String
  }

  private let specs: BranchSpecs
  private var commitsByRange: [CommitRange: [ObjectID: Commit]] = [:]
  private var changesByTrees: [TreePair: [String: SpecChange]] = [:]

  private struct CommitRange: Hashable {
    let tip: ObjectID
    let other: ObjectID?
  }

  private struct TreePair: Hashable {
    let root: String
    let old: ObjectID?
    let new: ObjectID?
  }

  init(_ specs: BranchSpecs) { self.specs = specs }

  private var repository: Repository { specs.workspace.repository }

  /// Follows a file of a tip's tree that defines one of these IDs, as far as `other` has not seen.
  func line(
    of ids: Set<String>, in file: SpecEntry, from tip: ObjectID, notIn other: ObjectID?
  ) throws -> Line {
    let range = try commits(of: tip, notIn: other)
    var line = Line(
      blobs: [file.file.id], origin: .shared(commit: tip, path: file.path), firstTitle: "",
      firstPath: file.path)
    var commit = tip
    var entry = file
    while let data = range[commit] {
      guard let parent = try step(back: &entry, from: data, ids) else {
        line.origin =
          data.parents.isEmpty && repository.isShallow ? .cutOff : .introduced(commit: commit)
        break
      }
      line.blobs.insert(entry.file.id)
      line.origin = .shared(commit: parent, path: entry.path)
      commit = parent
    }
    line.firstPath = entry.path
    line.firstTitle =
      try specs.summary(of: entry)?.definitions.first { ids.contains($0.id) }?.title ?? ""
    return line
  }

  /// The parent that has the spec, with `entry` as it has the file; nil when none has it.
  private func step(
    back entry: inout SpecEntry, from commit: Commit, _ ids: Set<String>
  ) throws -> ObjectID? {
    let changes = try commit.parents.map { try self.changes(from: $0, to: commit, of: entry.root) }
    // As git simplifies history: a parent that has the very file tells where it comes from.
    if let same = changes.firstIndex(where: { $0[entry.path] == nil }) {
      return commit.parents[same]
    }
    for (parent, changes) in zip(commit.parents, changes) {
      if let old = try Predecessor(ids, specs).of(entry, in: changes) {
        entry = old
        return parent
      }
    }
    return nil
  }

  private func changes(
    from parent: ObjectID, to commit: Commit, of root: String
  ) throws -> [String: SpecChange] {
    let trees = TreePair(
      root: root, old: try specs.tree(of: root, in: parent),
      new: try specs.tree(of: root, in: commit.id))
    if trees.old == trees.new { return [:] }
    if let known = changesByTrees[trees] { return known }
    let found = Dictionary(
      try specs.changes(from: trees.old, to: trees.new, of: root).map { ($0.path, $0) },
      uniquingKeysWith: { $1 })
    changesByTrees[trees] = found
    return found
  }

  /// Commits that one place has and another has not.
  private func commits(of tip: ObjectID, notIn other: ObjectID?) throws -> [ObjectID: Commit] {
    let range = CommitRange(tip: tip, other: other)
    if let known = commitsByRange[range] { return known }
    let found = Dictionary(
      try repository.commits(reachableFrom: [tip], excluding: other.map { [$0] } ?? [])
        .map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    commitsByRange[range] = found
    return found
  }
}
