/// Every placeholder that the workflow document's templates have in a header or a first heading:
/// what scaffolding fills in, and what a rule reports where it is left.
package enum Placeholder: String, CaseIterable, Sendable {
  case number = "{NNN}"
  case featureInIDs = "{FEATURE}"
  case scope = "{SCOPE}"
  case featureSlug = "{feature-name}"
  case featureName = "{Feature Name}"
  case ticketTitle = "{Ticket Title}"
  case taskTitle = "{Task Title}"
  case requirementTitle = "{Requirement Title}"
  case day = "{YYYY-MM-DD}"
  case date = "{date}"
  case feature = "{feature}"
  case type = "{type}"
  case description = "{description}"

  /// A placeholder where it stands in a text.
  struct Place: Sendable {
    let placeholder: Placeholder
    let range: Range<Int>
  }

  private static let longest = allCases.map(\.rawValue.utf8.count).max() ?? 0

  /// The placeholder that a range of bytes is, and nothing else.
  static func whole(_ range: Range<Int>, of bytes: [UInt8]) -> Placeholder? {
    guard range.count <= longest else { return nil }
    return Placeholder(rawValue: String(decoding: bytes[range], as: UTF8.self))
  }

  /// All placeholders in a range of bytes, in order.
  static func places(in range: Range<Int>, of bytes: [UInt8]) -> [Place] {
    var found: [Place] = []
    var index = range.lowerBound
    while index < range.upperBound {
      // No placeholder is longer than this.
      let window = index..<min(range.upperBound, index + longest)
      guard bytes[index] == 0x7B, let close = bytes[window].firstIndex(of: 0x7D),
        let placeholder = whole(index..<close + 1, of: bytes)
      else {
        index += 1
        continue
      }
      found.append(Place(placeholder: placeholder, range: index..<close + 1))
      index = close + 1
    }
    return found
  }
}
