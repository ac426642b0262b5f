/// Puts the entries of three orders into one.
struct OrderMerge<Key: Hashable> {
  /// Each key once, in the order of the side that changed the order, else of ours; what only the
  /// other side has stands behind the entry it stands behind there.
  static func merge(
    _ sides: MergeSides<[Key]>, keeping isKept: (Key) -> Bool
  ) -> [Key] {
    let first = leadingSide(sides)
    let (skeleton, other) = (sides[first].filter(isKept), sides[first.other])
    let known = Set(skeleton)
    let rest = Set(other).union(sides.base)
    // What the other side adds, by the entry of the skeleton before it.
    var atStart: [Key] = []
    var behind: [Key: [Key]] = [:]
    var anchor: Key?
    for key in other where isKept(key) {
      if known.contains(key) {
        anchor = key
      } else if let anchor {
        behind[anchor, default: []].append(key)
      } else {
        atStart.append(key)
      }
    }
    var result: [Key] = []
    result.reserveCapacity(skeleton.count + atStart.count)
    var pending = atStart
    for key in skeleton {
      // Ours goes first where both add something at one place.
      if first == .theirs || rest.contains(key) {
        result += pending
        pending = []
      }
      result.append(key)
      if let more = behind[key] {
        if first == .theirs { result += more } else { pending += more }
      }
    }
    return result + pending
  }

  /// The side whose order counts: theirs when it alone moved what all three have.
  private static func leadingSide(_ sides: MergeSides<[Key]>) -> MergeSide {
    let common = Set(sides.base).intersection(sides.ours).intersection(sides.theirs)
    return sides.map { $0.filter(common.contains) }.changedSide == .theirs ? .theirs : .ours
  }
}
