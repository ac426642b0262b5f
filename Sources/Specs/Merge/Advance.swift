/// A value that only grows as time goes by: a date, or the number of a version.
struct Advance: Comparable {
  private enum Form: Equatable {
    case date(Double)
    /// Numbers and, between them, everything else.
    case version(numbers: [Int], words: [Substring])
  }

  private let form: Form

  /// Nil for what has no order that is certain.
  init?(_ text: String) {
    if let seconds = Instant(text)?.certain {
      form = .date(seconds)
      return
    }
    var numbers: [Int] = []
    var words: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
      let word = rest.prefix { !$0.isASCII || !$0.isNumber }
      rest = rest.dropFirst(word.count)
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      words.append(word)
      guard !digits.isEmpty else { continue }
      guard let number = Int(digits) else { return nil }
      numbers.append(number)
    }
    // A number alone may count anything.
    guard numbers.count > 1 else { return nil }
    form = .version(numbers: numbers, words: words)
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
  static func ahead(_ texts: MergeSides<String?>) -> MergeSide? {
    guard let ours = texts.ours.flatMap(Advance.init),
      let theirs = texts.theirs.flatMap(Advance.init), ours.isLike(theirs), ours != theirs
    else { return nil }
    if let text = texts.base {
      guard let base = Advance(text), base.isLike(ours), base.isLike(theirs), base < ours,
        base < theirs
      else { return nil }
    }
    return ours < theirs ? .theirs : .ours
  }
}
