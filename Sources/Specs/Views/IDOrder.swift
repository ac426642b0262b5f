/// The order in which people expect IDs: words by letters, the number at the end by its value.
package struct IDOrder: Comparable, Sendable {
  private let words: Substring
  private let number: Int
  private let whole: String

  package init(_ id: String) {
    let digits = id.utf8.reversed().prefix { $0.isDigit }.count
    words = Substring(id.utf8.dropLast(digits))
    // More digits than a number has are a word like others.
    number = Int(id.utf8.suffix(digits).reduce(into: "") { $0.append(Character(.init($1))) }) ?? 0
    whole = id
  }

  package static func < (a: IDOrder, b: IDOrder) -> Bool {
    if a.words != b.words { return a.words < b.words }
    if a.number != b.number { return a.number < b.number }
    return a.whole < b.whole
  }
}
