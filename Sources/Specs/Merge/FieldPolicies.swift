internal import Frontmatter

/// Fields that both sides changed differently: what the policies of the schema and the settings say.
extension FieldMerger {
  mutating func changedByBoth(
    _ sides: MergeSides<FieldBlock?>, _ ours: FieldBlock, _ theirs: FieldBlock, _ path: FieldPath
  ) throws -> Merged {
    let rule = table.rule(for: path)
    let writings = sides.map { $0?.field.value.scalar?.text }
    switch rule.policy {
    case .later:
      guard let side = Instant.later(writings, isMonthFirst: rule.isMonthFirst) else {
        return conflict(
          sides, path, "both sides changed it, and which date is later is not certain")
      }
      return taken(side, .later(side), sides, ours, theirs, path)
    case .furthest:
      guard let side = Self.further(writings, rule.orders) else {
        return conflict(sides, path, "both sides changed it, not both forward on the workflow")
      }
      return taken(side, .further(side), sides, ours, theirs, path)
    case .conflict:
      if let side = sideAhead, Advance.ahead(sides.map { $0?.field.value.scalar }) == side {
        return taken(side, .ahead(side), sides, ours, theirs, path)
      }
    default: break
    }
    if let merged = try entries(sides, ours, theirs, path, rule) { return merged }
    if case .scalar(let a) = ours.field.value, case .scalar(let b) = theirs.field.value,
      a.isBlock, b.isBlock, sides.base?.field.value.scalar?.isBlock == true,
      let merged = try byLines(sides, sides.map { $0?.lines ?? [] }, path)
    {
      return merged
    }
    return conflict(sides, path, "both sides changed it")
  }

  /// Merges lists and mappings entry by entry; nil for other values and where that does not work out.
  mutating func entries(
    _ sides: MergeSides<FieldBlock?>, _ ours: FieldBlock, _ theirs: FieldBlock, _ path: FieldPath,
    _ rule: MergeTable.FieldRule
  ) throws -> Merged? {
    if let merged = try lists(sides, path, rule) { return merged }
    guard case .mapping(_, let style, _) = ours.field.value,
      case .mapping(_, style, _) = theirs.field.value
    else { return nil }
    return try mappings(sides, path, style)
  }

  /// A side's lines by a rule; a conflict where the other side has a comment of its own.
  private mutating func taken(
    _ side: MergeSide, _ choice: MergeDecision.Choice, _ sides: MergeSides<FieldBlock?>,
    _ ours: FieldBlock, _ theirs: FieldBlock, _ path: FieldPath
  ) -> Merged {
    let comments = MergeSides(
      base: sides.base?.innerComments ?? [], ours: ours.innerComments,
      theirs: theirs.innerComments)
    let block = side == .ours ? ours : theirs
    guard comments.settled == block.innerComments else {
      return conflict(sides, path, "both sides changed it, \(side.other.rawValue) its comment too")
    }
    decide(path, choice, sides)
    return Merged(block.lines, block.value)
  }

  /// The side further along a workflow on which both moved forward; nil where none says so.
  private static func further(
    _ texts: MergeSides<String?>, _ orders: [[String]]
  ) -> MergeSide? {
    guard let base = texts.base, let ours = texts.ours, let theirs = texts.theirs else {
      return nil
    }
    let answers = orders.compactMap { order -> MergeSide?? in
      guard let start = order.firstIndex(of: base), let a = order.firstIndex(of: ours),
        let b = order.firstIndex(of: theirs)
      else { return nil }
      return .some(a > start && b > start ? (a >= b ? .ours : .theirs) : nil)
    }
    guard let first = answers.first, answers.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
