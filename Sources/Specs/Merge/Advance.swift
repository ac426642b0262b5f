internal import Frontmatter

/// A value that only grows as time goes by: a date, or the number of a version.
struct Advance: Comparable {
  private enum Form: Equatable {
    case date(Double)
    /// Numbers and, between them, everything else.
    case version(numbers: [Int], words: [Substring])
  }

  private let form: Form

  var isDate: Bool { if case .date = form { true } else { false } }

  /// Nil for what has no order that is certain: numbers, prose, ranges.
  init?(_ scalar: Scalar) {
    if let seconds = Instant(scalar.text)?.certain {
      form = .date(seconds)
      return
    }
    // `0.75` without quotes is a number, and comes after `0.8` only as a version.
    guard scalar.type == .string else { return nil }
    var numbers: [Int] = []
    var words: [Substring] = []
    var rest = scalar.text[...]
    while !rest.isEmpty {
      let word = rest.prefix { !$0.isASCII || !$0.isNumber }
      rest = rest.dropFirst(word.count)
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let number = Int(digits), Self.joins(word, isFirst: numbers.isEmpty) else { return nil }
      words.append(word)
      numbers.append(number)
    }
    guard numbers.count > 1 else { return nil }
    form = .version(numbers: numbers, words: words)
  }

  /// What may stand before a number of a version: a point, or a letter as in `v7.1` and `7.1f2`.
  private static func joins(_ word: Substring, isFirst: Bool) -> Bool {
    if isFirst, word.isEmpty { return true }
    return word == "." || word.count == 1 && word.allSatisfy { $0.isASCII && $0.isLowercase }
  }

  /// True when both can be compared: two dates, or two versions written alike.
  func isLike(_ other: Advance) -> Bool {
    switch (form, other.form) {
    case (.date, .date): true
    case (.version(let a, let words), .version(let b, let others)):
      // `7.8` and `7.8.1` are alike, `7.8` and `7.8-rc1` are not.
      words.count == a.count && others.count == b.count
        && zip(words, others).allSatisfy { $0 == $1 }
        && (words.dropFirst(b.count) + others.dropFirst(a.count)).allSatisfy { $0 == "." }
    default: false
    }
  }

  static func < (a: Advance, b: Advance) -> Bool {
    switch (a.form, b.form) {
    case (.date(let a), .date(let b)): a < b
    case (.version(let a, _), .version(let b, _)): a.lexicographicallyPrecedes(b)
    default: false
    }
  }

  static func == (a: Advance, b: Advance) -> Bool { a.form == b.form }

  /// The side that is ahead of the other, both being ahead of a base; nil when that is not so.
  static func ahead(_ scalars: MergeSides<Scalar?>) -> MergeSide? {
    guard let ours = scalars.ours.flatMap(Advance.init),
      let theirs = scalars.theirs.flatMap(Advance.init), ours.isLike(theirs), ours != theirs,
      bothMoved(scalars)
    else { return nil }
    return ours < theirs ? .theirs : .ours
  }

  /// Whether both sides are ahead of the base, where there is one.
  static func bothMoved(_ scalars: MergeSides<Scalar?>) -> Bool {
    guard let scalar = scalars.base else { return true }
    guard let base = Advance(scalar), let ours = scalars.ours.flatMap(Advance.init),
      let theirs = scalars.theirs.flatMap(Advance.init)
    else { return false }
    return base.isLike(ours) && base.isLike(theirs) && base < ours && base < theirs
  }
}
