/// Words for fields and titles in sentences.
package enum Phrase {
  /// A field as the verb of a sentence: "the task *depends on* …".
  static func of(_ field: String) -> String {
    switch field {
    case "dependencies.depends_on": "depends on"
    case "dependencies.blocked_by": "is blocked by"
    case "dependencies.blocks": "blocks"
    case "dependencies.related": "is related to"
    case "ticket_id": "belongs to"
    case "requirements": "refers to"
    case "tickets", "tasks": "lists"
    default: "names as `\(field)`"
    }
  }

  /// A title in quotes, cut where it would fill more than a line; nil for none.
  package static func quoted(_ title: String) -> String? {
    if title.isEmpty { return nil }
    return title.unicodeScalars.count <= titleLimit
      ? "\"\(title)\"" : "\"\(String(title.unicodeScalars.prefix(titleLimit)))…\""
  }

  private static let titleLimit = 80

  /// Whether two titles are nearly the same: equal but for case, marks and a few letters.
  package static func areAlike(_ a: String, _ b: String) -> Bool {
    let (a, b) = (letters(a), letters(b))
    if a.isEmpty || b.isEmpty { return false }
    // Of a few letters any two are near each other.
    return a == b || min(a.count, b.count) >= comparedFrom && Nearest.match(a, in: [b]) != nil
  }

  /// A title's letters and digits in small, words apart by one blank.
  package static func letters(_ title: String) -> String {
    title.prefix(comparedLimit).lowercased()
      .split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }

  private static let comparedFrom = 10

  /// Titles are compared up to here.
  private static let comparedLimit = 250
}
