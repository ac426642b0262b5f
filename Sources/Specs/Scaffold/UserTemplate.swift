internal import Frontmatter

/// A project's own template, `templates/<kind>.md` in its root, filled in.
package struct UserTemplate: Sendable {
  /// A placeholder that nothing was given for; it stands in the text as before.
  package struct Leftover: Sendable, Hashable {
    package let placeholder: String
    /// Line from 1, in the template and in the result alike.
    package let line: Int
  }

  package let bytes: [UInt8]
  /// In the order of the text.
  package let leftovers: [Leftover]

  /// Path of a kind's template below the spec root.
  package static func path(of kind: KindName) -> String { "\(folder)/\(kind).md" }

  package static let folder = "templates"

  /// Fills the placeholders of the workflow document in a template with a draft's values.
  ///
  /// Only placeholders change, in values of the header and in the text outside fenced code, and
  /// IDs that are made of them: `id: PRD-{FEATURE}-001` becomes the draft's ID whatever number
  /// the template shows, and `design_ref: designs/{feature-name}.md` the design that is given. Values are quoted where YAML needs it; all other bytes stay.
  package init(
    filling template: [UInt8], with draft: SpecDraft, in schema: Schema
  ) throws(ScaffoldError) {
    let filling = Filling(try DraftValues(draft, in: schema), in: schema)
    let text = SourceText(template)
    let start = Document.bodyStart(of: template) ?? 0
    let body = Body(text, from: start)
    let outside = Placeholder.places(in: start..<template.count, of: template)
      .filter { !body.isInFence($0.range.lowerBound) }
    var header = TemplateHeaderFilling(template, filling)
    header.run()
    let prose = filling.replacements(for: outside, of: template)
    do {
      bytes = try Edit.apply(header.edits + prose.edits, to: template)
    } catch {
      // Edits of separate values cannot overlap; were they to, nothing is filled.
      bytes = template
    }
    leftovers = (header.rest + prose.rest).map {
      Leftover(
        placeholder: $0.placeholder.rawValue, line: text.lineIndex(at: $0.range.lowerBound) + 1)
    }
  }
}

/// What placeholders stand for in one draft.
struct Filling {
  let values: DraftValues
  private let ticketPrefixes: [String]

  init(_ values: DraftValues, in table: Schema) {
    self.values = values
    ticketPrefixes = table[.ticket]?.prefixes ?? []
  }

  private var draft: SpecDraft { values.draft }

  /// Edits for placeholders of a stretch of text, and the places that nothing is known for.
  func replacements(
    for places: [Placeholder.Place], of bytes: [UInt8], escaped: (String) -> String = { $0 }
  ) -> (edits: [Edit], rest: [Placeholder.Place]) {
    var edits: [Edit] = []
    var rest: [Placeholder.Place] = []
    var end = 0
    for (index, place) in places.enumerated() where place.range.lowerBound >= end {
      if let (range, id) = wholeID(at: index, of: places, bytes), range.lowerBound >= end {
        edits.append(Edit(range, with: id))
        end = range.upperBound
      } else if let text = text(for: place.placeholder, isInID: isInID(place.range, bytes)) {
        edits.append(Edit(place.range, with: escaped(text)))
        end = place.range.upperBound
      } else {
        rest.append(place)
      }
    }
    return (edits, rest)
  }

  /// The path that a field of the header is given as a whole.
  func path(for field: String) -> String? {
    switch values.schema.field(named: field)?.name {
    case "prd_ref": draft.prd
    case "design_ref": draft.design
    default: nil
    }
  }

  private func text(for placeholder: Placeholder, isInID: Bool) -> String? {
    let kind = draft.kind
    let isOwnKind = ![.prd, .requirement, .design, .ticket, .task].contains(kind)
    switch placeholder {
    // Behind another prefix it is the number of a spec that nobody named.
    case .number: return isInID ? nil : SpecID(draft.id)?.digits
    case .featureInIDs: return draft.feature?.inIDs
    case .featureSlug, .feature: return draft.feature?.slug
    // The documents of a feature bear its name; work on it has a title of its own.
    case .featureName:
      return kind == .ticket || kind == .task ? draft.feature?.name : values.title
    case .ticketTitle: return kind == .ticket || isOwnKind ? values.title : nil
    case .taskTitle: return kind == .task || isOwnKind ? values.title : nil
    case .requirementTitle: return kind == .requirement ? values.title : nil
    case .day, .date: return draft.today.description
    case .type: return values.type
    case .scope, .description: return nil
    }
  }

  // MARK: IDs

  private func isInID(_ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
    range.lowerBound > 0 && bytes[range.lowerBound - 1] == 0x2D
  }

  /// The whole ID that a placeholder is part of, `TSK-{NNN}`, and the ID that it stands for.
  private func wholeID(
    at index: Int, of places: [Placeholder.Place], _ bytes: [UInt8]
  ) -> (range: Range<Int>, id: String)? {
    guard let range = Self.word(at: index, of: places, bytes) else { return nil }
    let words = String(decoding: bytes[range], as: UTF8.self)
      .split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard words.count > 1, let last = words.last else { return nil }
    let isCounted = last == Placeholder.number.rawValue
    if ticketPrefixes.contains(words[0]), draft.kind != .ticket {
      return isCounted ? draft.ticket.map { (range, $0) } : nil
    }
    guard values.schema.prefixes.contains(words[0]),
      // `PRD-{FEATURE}-001`: the number is an example.
      isCounted || words[1] == Placeholder.featureInIDs.rawValue && Int(last) != nil
    else { return nil }
    // The heading of a requirement has a word more than its file's ID.
    if draft.kind == .requirement, words.count > 3 {
      return heading(words[words.count - 2], last).map { (range, $0) }
    }
    return (range, draft.id)
  }

  /// The ID of a requirement heading: the template's first of a category is the first given.
  private func heading(_ category: String, _ number: String) -> String? {
    let given = draft.headings.lazy.compactMap { SpecID($0) }.first {
      $0.segments.last == category
    }
    guard let given, let first = given.number else { return nil }
    let (sum, isTooLarge) = first.addingReportingOverflow((Int(number) ?? 1) - 1)
    guard !isTooLarge else { return nil }
    let digits = String(sum)
    let zeros = String(repeating: "0", count: max(0, given.digits.utf8.count - digits.utf8.count))
    return ([given.prefix] + given.segments + [zeros + digits]).joined(separator: "-")
  }

  private static let idParts: Set<Placeholder> = [.number, .featureInIDs, .scope]
  /// No ID with its placeholders is longer, and a text of nothing else must not be read many times.
  private static let wordLimit = 200

  /// The bytes of the word with hyphens that a placeholder of IDs stands in.
  private static func word(
    at index: Int, of places: [Placeholder.Place], _ bytes: [UInt8]
  ) -> Range<Int>? {
    guard idParts.contains(places[index].placeholder) else { return nil }
    var start = places[index].range.lowerBound
    var end = places[index].range.upperBound
    var next = index + 1
    while start > 0, bytes[start - 1].isIDByte { start -= 1 }
    while end < bytes.count, end - start <= wordLimit {
      if bytes[end].isIDByte {
        end += 1
      } else if next < places.count, places[next].range.lowerBound == end,
        idParts.contains(places[next].placeholder)
      {
        end = places[next].range.upperBound
        next += 1
      } else {
        break
      }
    }
    return end - start <= wordLimit ? start..<end : nil
  }
}
