/// What the IDs of a kind are made of; the rule asks it, and the JSON Schema prints it.
package struct IDForm: Sendable, Equatable {
  /// First words that are allowed; nil for any.
  package var prefixes: [String]?
  /// Whether words have to stand between the first one and the number.
  package var needsSegment: Bool

  package init(prefixes: [String]?, needsSegment: Bool) {
    self.prefixes = prefixes
    self.needsSegment = needsSegment
  }

  package static let any = IDForm(prefixes: nil, needsSegment: false)

  package func matches(_ text: String) -> Bool {
    guard let id = SpecID(text) else { return false }
    return (prefixes?.contains(id.prefix) ?? true) && (!needsSegment || !id.segments.isEmpty)
  }

  /// The same as a regular expression, in the part of the language that ECMAScript, Python and
  /// Swift have in common.
  package var pattern: String {
    "^\(first)(?:-[A-Z0-9]+)\(needsSegment ? "+" : "*")-[0-9]{3,}$"
  }

  private var first: String {
    guard let prefixes else { return "[A-Z][A-Z0-9]*" }
    // Settings may name a prefix that no ID has: nothing is one of its IDs then.
    let words = prefixes.filter { SpecID("\($0)-001")?.prefix == $0 }
    if words.isEmpty { return "(?!)" }
    return words.count == 1 ? words[0] : "(?:\(words.joined(separator: "|")))"
  }
}

extension KindSchema {
  package var idForm: IDForm {
    switch idShape {
    case .feature: IDForm(prefixes: prefixes, needsSegment: true)
    case .scoped: IDForm(prefixes: prefixes, needsSegment: false)
    case .free: .any
    }
  }
}
