/// A label in a requirement's text and what stands behind it: `**Priority**: HIGH`.
struct RequirementLabel {
  let name: String
  let rest: String

  /// Nil for a text that begins with no label.
  init?(_ text: String) {
    guard let (name, rest) = Self.bold(text) ?? Self.plain(text) else { return nil }
    self.name = name
    self.rest = rest
  }

  var isCriteria: Bool { Criteria.isTitle(name) }

  /// Whether its text is about the requirement, and not what it asks for.
  var isRemark: Bool { Self.isRemark(name) }

  static func isRemark(_ name: String) -> Bool {
    let name = name.lowercased()
    return remarks.contains(name) || name.hasPrefix("linked")
  }

  private static let remarks: Set<String> = [
    "priority", "category", "rationale", "note", "notes", "traceability",
  ]

  /// `**Name**: …`, `**Name:** …`, or a line that is bold as a whole.
  private static func bold(_ text: String) -> (String, String)? {
    guard let inner = text.dropPrefix("**"), let end = inner.firstRange(of: "**") else {
      return nil
    }
    var name = inner[..<end.lowerBound].trimmingBlanks
    var rest = inner[end.upperBound...].trimmingBlanks
    if name.hasSuffix(":") {
      name = String(name.dropLast()).trimmingBlanks
    } else if let behind = rest.dropPrefix(":") {
      rest = behind.trimmingBlanks
    } else if !rest.isEmpty {
      return nil
    }
    // `**THE SYSTEM SHALL** …` is a sentence with bold words.
    guard !name.isEmpty, !EARSSentence.opens(name), !Requirements.hasSentence(name) else {
      return nil
    }
    return (name, rest)
  }

  /// Without marks only names that nothing else begins with.
  private static func plain(_ text: String) -> (String, String)? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let name = text[..<colon].trimmingBlanks
    guard name.utf8.count <= plainLimit,
      isRemark(name) || exactTitles.contains(name.lowercased())
    else { return nil }
    return (name, text[text.index(after: colon)...].trimmingBlanks)
  }

  private static let exactTitles: Set<String> = [
    "acceptance criteria", "done when", "definition of done",
  ]
  private static let plainLimit = 40
}
