internal import Frontmatter

/// What rules may ask about the other specs of a snapshot.
package protocol SpecIndex {
  /// The places in a root that define an ID.
  func uses(of id: String, in root: String) -> IDUses
  /// Paths of the specs in a root whose frontmatter names an ID or a path below the root.
  func referrers(to target: String, in root: String) -> [String]
  func summary(at path: String) -> SpecSummary?
  /// Whether a path from the repository's top is a file of the root, and in which spelling.
  func file(_ path: String, in root: String) -> FileAnswer
  /// Everything a root defines, for explaining an error; nil where nobody reads explanations.
  func candidates(in root: String) -> Candidates?
}

/// Answer to "is there such a file?".
package enum FileAnswer: Sendable, Equatable {
  case exists
  /// Only a file whose name differs in case, with its path from the repository's top.
  case differsInCase(String)
  case missing
}

extension SpecIndex {
  /// Every place in a root that defines an ID, by path and position.
  package func definitions(of id: String, in root: String) -> [Definition] {
    let all = uses(of: id, in: root).all
    Work.did(1 + all.count)
    return all
  }
}
