internal import Git
internal import Specs

/// A place that uses an ID, as an answer names it.
struct ClaimRow: Encodable, Hashable {
  /// Name of the branch or working tree.
  let ref: String
  let commit: String
  let path: String
  let line: Int
  let title: String
  let blob: String
  /// Number of the meaning: equal for claims of one spec.
  let meaning: Int
}

/// One ID with two meanings or more.
struct Collision: Encodable {
  let id: String
  let root: String
  let claims: [ClaimRow]
  /// True when the current branch has one of the meanings.
  let current: Bool
  /// True when the titles are nearly the same: possibly one work done twice.
  let similar: Bool
  /// True when history could not be asked, and path and title decided.
  let guessed: Bool
  /// Claims of meanings that the current branch has not.
  let others: [ClaimRow]

  private enum CodingKeys: CodingKey { case id, root, claims, current, similar, guessed }
}

/// One file that two branches added, each for itself.
struct SameFile: Encodable {
  let id: String
  let root: String
  let path: String
  let ref: String
  /// Path there; another one makes a duplicate when the branches merge.
  let otherPath: String
}

/// A spec under a number that it no longer has elsewhere.
struct Ghost: Encodable {
  let id: String
  let renumberedTo: String
  let root: String
  /// The branch that still has the old number, and where.
  let ref: String
  let path: String
  let line: Int
  let title: String
  /// The branch on which the spec was renumbered.
  let renumberedOn: String
  let current: Bool
}

/// Two new specs with nearly the same title under two IDs.
struct Similar: Encodable {
  let id: String
  let root: String
  let path: String
  let title: String
  let otherID: String
  let ref: String
  let otherPath: String
  let otherTitle: String
}

/// What a look at other branches came to.
struct CollisionAnswer {
  var collisions: [Collision] = []
  var sameFiles: [SameFile] = []
  var ghosts: [Ghost] = []
  var similar: [Similar] = []
  /// What could not be read or judged, a line each.
  var troubles: [String] = []
  var placeCount = 0

  var concernsCurrent: Bool { collisions.contains(where: \.current) }
}
