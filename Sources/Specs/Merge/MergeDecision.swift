/// What was decided about one part of a file, and why.
package struct MergeDecision: Sendable, Equatable {
  package enum Choice: Sendable, Equatable {
    /// One side's, because the other did not change it.
    case only(MergeSide)
    /// Both sides came to the same.
    case same
    /// The later of two dates.
    case later(MergeSide)
    /// The status further along its workflow.
    case further(MergeSide)
    /// The version or date of an entry that both sides moved forward.
    case ahead(MergeSide)
    /// A set with the additions and removals of both sides.
    case set(added: Int, removed: Int)
    /// A list whose entries were merged in order, or by what identifies them.
    case list
    /// A text merged line by line.
    case lines
    /// A text whose changed lines each come from the side that changed them, also side by side.
    case eachLine
    /// People have to decide.
    case conflict(String)
  }

  /// Dotted name of the field; `body` for the text below the header.
  package let field: String
  package let choice: Choice
  /// The value on each side as it is written, nil where the field is not.
  package let values: MergeSides<String?>

  package static let body = "body"

  package var isConflict: Bool { if case .conflict = choice { true } else { false } }

  /// The reason in words.
  package var reason: String {
    switch choice {
    case .only(let side):
      values[side] == values.base
        ? "only \(side.rawValue) changed it: comments, or how it is written"
        : "only \(side.rawValue) changed it"
    case .same: "both sides made the same change"
    case .later(let side): "the later date is \(side == .ours ? "ours" : "theirs")"
    case .further(let side): "\(side.rawValue) is further along the workflow"
    case .ahead(let side): "both moved the entry forward, \(side.rawValue) further"
    case .set: "a set: additions and removals of both sides"
    case .list: "a list: entries of both sides"
    case .lines: "merged line by line, like git does"
    case .eachLine: "each changed line from the side that changed it"
    case .conflict(let why): why
    }
  }

  /// What was done, in a word.
  package var word: String {
    switch choice {
    case .only(let side), .later(let side), .further(let side), .ahead(let side): side.rawValue
    case .same: "same"
    case .set, .list, .lines, .eachLine: "merged"
    case .conflict: "conflict"
    }
  }

  /// A few words for the one line that a merge says; nil for what is worth none.
  package var remark: String? {
    switch choice {
    case .only, .same: nil
    case .later: "\(field) later"
    case .further(let side):
      "\(field) \(values.base ?? "") → \(values[side] ?? "") (further along)"
    case .ahead(let side): "\(field) → \(values[side] ?? "") (further along)"
    case .set(let added, let removed):
      "\(field)" + (added > 0 ? " +\(added)" : "") + (removed > 0 ? " −\(removed)" : "")
        + (added + removed == 0 ? " united" : "")
    case .list, .lines, .eachLine: "\(field) merged"
    case .conflict: nil
    }
  }
}
