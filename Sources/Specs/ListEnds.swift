internal import Frontmatter

/// Where an entry can be added to the lists of specs; each spec is read once, however many others
/// want to stand in its lists.
package final class ListEnds {
  /// A place, and what stands around an entry there.
  struct End {
    let place: Range<Int>
    let before: String
    let after: String
  }

  private var known: [String: [String: End]] = [:]
  private static let fields = [
    "dependencies.depends_on", "dependencies.blocked_by", "dependencies.blocks",
  ]

  package init() {}

  /// Nil where the list is not there yet, or is written in a way that nothing can be added to.
  func end(of field: String, at path: String, _ read: (String) -> Spec?) -> End? {
    if known[path] == nil {
      let spec = read(path)
      Work.did(spec?.text.bytes.count ?? 1)
      known[path] =
        spec.map { spec in
          Self.fields.reduce(into: [:]) { $0[$1] = Self.end(of: $1, in: spec) }
        } ?? [:]
    }
    return known[path]?[field]
  }

  private static func end(of field: String, in spec: Spec) -> End? {
    guard let document = spec.document, let use = spec.fields[field],
      case .sequence(let items, let style, let range) = use.value
    else { return nil }
    guard let last = items.last else { return End(place: range, before: "[", after: "]") }
    let place = last.range.upperBound..<last.range.upperBound
    if style == .flow { return End(place: place, before: ", ", after: "") }
    let line = spec.text.lineRange(spec.text.lineIndex(at: last.value.range.lowerBound))
    var dash = spec.text.string(line.lowerBound..<last.value.range.lowerBound)
    if dash.hasSuffix("-") { dash += " " }
    guard dash.trimmingBlanks == "-" else { return nil }
    return End(place: place, before: dash, after: document.lineEnding.text)
  }
}
