internal import Frontmatter

/// What a requirement asks for, without how it is written: equal where nobody has to look again.
///
/// For a heading its title and its section, for a whole file the fields and the body; without line
/// ends, blanks at the ends of lines, and the fields that say how far the text is.
package struct RequirementText: Hashable, Sendable {
  private let title: ByteText
  private let fields: [ByteText: PlainValue]
  private let text: [UInt8]

  /// Fields that change while what is asked for stays.
  private static let housekeeping: Set<String> = ["status", "updated", "created"]

  /// Every requirement that a spec defines, by ID; of two with one ID the first counts.
  package static func all(in spec: Spec) -> [String: RequirementText] {
    var found: [String: RequirementText] = [:]
    if spec.kind == .requirement, let id = spec.id, let document = spec.document {
      found[id] = RequirementText(spec, document)
    }
    guard spec.schema.definesHeadings else { return found }
    for requirement in spec.body.requirements where found[requirement.id] == nil {
      found[requirement.id] = RequirementText(requirement, spec)
    }
    return found
  }

  private init(_ requirement: Body.Requirement, _ spec: Spec) {
    title = ByteText(requirement.title)
    fields = [:]
    text = Self.lines(of: spec.text.bytes, in: requirement.content)
  }

  private init(_ spec: Spec, _ document: Document) {
    title = ByteText("")
    let table = MergeTable(path: spec.path)
    var fields: [ByteText: PlainValue] = [:]
    for use in spec.fields.uses
    where use.row?.form != .mapping && !Self.housekeeping.contains(use.name) {
      fields[ByteText(use.name)] = PlainValue(
        use.value, FieldPath(names: [use.name]), table)
    }
    self.fields = fields
    text = Self.lines(of: spec.text.bytes, in: document.body)
  }

  /// The lines with one line end for all and no blanks before it; no empty ones at either end.
  private static func lines(of bytes: [UInt8], in range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var emptyLines = 0
    var start = range.lowerBound
    while start < range.upperBound {
      let next = LineEndings.next(bytes, from: start, limit: range.upperBound)
      var end = next
      while end > start, [0x0A, 0x0D, 0x20, 0x09].contains(bytes[end - 1]) { end -= 1 }
      if end == start {
        emptyLines += 1
      } else {
        if !result.isEmpty { result += [UInt8](repeating: 0x0A, count: emptyLines + 1) }
        result += bytes[start..<end]
        emptyLines = 0
      }
      start = next
    }
    return result
  }
}
