/// What rules may ask about the specs of other branches.
package protocol OtherBranches {
  /// How much an ID that is taken elsewhere weighs; nil where nobody asks.
  var weightOfTakenID: Severity? { get }
  /// True where the judged branch is the one that others build on: the other draft gives way.
  var keepsItsNumbers: Bool { get }
  /// What an ID of the judged snapshot means on other branches, where that is another spec.
  func otherMeanings(of definition: Definition, in root: String) -> [Meaning]
  /// What an ID means on other branches, for explaining that it is unknown here.
  func meanings(of id: String, in root: String) -> [Meaning]
}

/// One spec behind an ID, and the branches that have it.
package struct Meaning: Sendable, Hashable {
  /// Names of branches as people write them, the likeliest to be known first.
  package let branches: [String]
  package let title: String
  /// Path and line on the first of the branches.
  package let path: String
  package let line: Int

  package init(branches: [String], title: String, path: String, line: Int) {
    self.branches = branches
    self.title = title
    self.path = path
    self.line = line
  }

  /// `origin/main`, or `origin/main and 3 more branches`.
  package var branchWords: String {
    let first = branches.first ?? "another branch"
    switch branches.count {
    case ...1: return first
    case 2: return "\(first) and \(branches[1])"
    default: return "\(first) and \(branches.count - 1) more branches"
    }
  }

  /// The title in quotes, short enough for a line; the path where there is no title.
  package var titleWords: String { Phrase.quoted(title) ?? path }
}

extension OtherBranches {
  package var keepsItsNumbers: Bool { false }
}

/// No other branch is looked at.
package struct NoOtherBranches: OtherBranches {
  package init() {}
  package var weightOfTakenID: Severity? { nil }
  package func otherMeanings(of definition: Definition, in root: String) -> [Meaning] { [] }
  package func meanings(of id: String, in root: String) -> [Meaning] { [] }
}
