/// One of the two sides of a merge.
package enum MergeSide: String, Sendable, CaseIterable {
  case ours, theirs

  package var other: MergeSide { self == .ours ? .theirs : .ours }
}

/// Three things of one shape: what two sides started from, and what each made of it.
package struct MergeSides<Value> {
  package var base: Value
  package var ours: Value
  package var theirs: Value

  package init(base: Value, ours: Value, theirs: Value) {
    self.base = base
    self.ours = ours
    self.theirs = theirs
  }

  package subscript(side: MergeSide) -> Value { side == .ours ? ours : theirs }

  package func map<Other>(
    _ transform: (Value) throws -> Other
  ) rethrows -> MergeSides<Other> {
    MergeSides<Other>(
      base: try transform(base), ours: try transform(ours), theirs: try transform(theirs))
  }

  package var all: [Value] { [base, ours, theirs] }
  package var swapped: MergeSides { MergeSides(base: base, ours: theirs, theirs: ours) }
}

extension MergeSides: Sendable where Value: Sendable {}
extension MergeSides: Equatable where Value: Equatable {}

extension MergeSides where Value: Equatable {
  /// What a three-way merge gives without looking inside; nil when both sides differ from the base
  /// and from each other.
  package var settled: Value? {
    if ours == theirs || theirs == base { return ours }
    return ours == base ? theirs : nil
  }

  /// The side that alone differs from the base; nil when both do, or none.
  var changedSide: MergeSide? {
    if ours == theirs { return nil }
    if theirs == base { return .ours }
    return ours == base ? .theirs : nil
  }
}
