/// Why a number or a new spec cannot be made from what was given.
package enum ScaffoldError: Error, Sendable, Equatable {
  case unknownKind(String, known: [String])
  /// IDs of the kind are free, so there is no series to count in.
  case noPrefix(KindName)
  case featureNeeded(KindName)
  case unusableFeature(String)
  case longFeature(limit: Int)
  /// Every number of the series up to the highest one that is counted is taken.
  case seriesIsFull(Series)
  /// Nothing visible in a text.
  case emptyText(field: String)
  case longTitle(count: Int, limit: Int)
  /// A text holds a placeholder of the templates, which would count as not filled in.
  case placeholder(String, field: String)
  case notAllowed(String, field: String, kind: KindName, allowed: [String])
  /// A value was given for a field that specs of the kind do not have.
  case noField(String, KindName)
  case valueNeeded(field: String, KindName)
  case fileExists(String)

  /// What is wrong, as a sentence without its stop.
  package var message: String {
    switch self {
    case .unknownKind(let word, _): "there is no kind `\(word)`"
    case .noPrefix(let kind): "IDs of \(kind)s have no prefix to count under"
    case .featureNeeded(let kind): "the ID of \(kind.withArticle) names its feature"
    case .unusableFeature(let text): "`\(text)` has no letter A to Z and no digit for an ID"
    case .longFeature(let limit): "a feature has at most \(limit) letters, digits and hyphens"
    case .seriesIsFull(let series): "no number is left in the series `\(series)`"
    case .emptyText(let field): "the \(field) is empty"
    case .longTitle(let count, let limit):
      "the title has \(count) characters; \(limit) are enough"
    case .placeholder(let word, let field): "the \(field) holds the placeholder `\(word)`"
    case .notAllowed(let value, let field, let kind, _):
      "`\(value)` is no \(field) of \(kind.withArticle)"
    case .noField(let field, let kind): "\(kind.withArticle) has no field `\(field)`"
    case .valueNeeded(let field, let kind): "\(kind.withArticle) needs the field `\(field)`"
    case .fileExists(let path): "there is already a file `\(path)`"
    }
  }

  /// What to do about it; nil where the message says it.
  package var hint: String? {
    switch self {
    case .unknownKind(let word, let known): Self.near(word, known)
    case .featureNeeded: "name it with --feature"
    case .placeholder: "say what it stands for"
    case .notAllowed(let value, _, _, let allowed): Self.near(value, allowed)
    default: nil
    }
  }

  private static func near(_ word: String, _ words: [String]) -> String {
    let near = Nearest.match(word, in: words).map { "did you mean `\($0)`? " } ?? ""
    return near + "it is one of \(alternatives(words))"
  }
}
