internal import Specs

/// What makes a view less than it should be, below the view.
struct TroubleList {
  let troubles: [Trouble]
  let paper: Paper

  /// More are counted only: `check` explains each.
  private static let limit = 10

  /// What there is to say of a view that shows nothing, and the list below it.
  func text(insteadOf words: String) -> String {
    words + "\n" + (troubles.isEmpty ? "" : "\n" + text)
  }

  var text: String {
    guard !troubles.isEmpty, !paper.isQuiet else { return "" }
    var text = paper.heading("Problems (\(troubles.count))")
    for trouble in troubles.prefix(Self.limit) {
      text += paper.paragraph(
        "\(trouble.path):\(trouble.line): \(trouble.message)",
        trouble.kind == .circle ? .bad : .doubtful)
    }
    let more = troubles.count - Self.limit
    return text
      + paper.paragraph(
        (more > 0 ? "and \(more) more; " : "") + "`git spec check` explains them")
  }
}

extension [Trouble] {
  /// Those of some files; those of settings concern all.
  func concerning(_ paths: some Sequence<String>) -> [Trouble] {
    let paths = Set(paths)
    return filter { $0.kind == .settings || paths.contains($0.path) }
  }
}

/// A problem as JSON gives it.
struct TroubleRow: Encodable {
  let kind: String
  let root: String
  @OrNull var id: String?
  let path: String
  let line: Int
  let message: String

  init(_ trouble: Trouble) {
    kind = trouble.kind.rawValue
    root = trouble.root
    id = trouble.id
    path = trouble.path
    line = trouble.line
    message = trouble.message
  }
}
