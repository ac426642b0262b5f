import Frontmatter
import Testing

/// What has to be true of edits: they mean what they say, and touch nothing else.
enum EditLaws {
  /// Expects the bytes after an edit to be read as a model.
  static func expect(
    _ edit: Edit, _ words: String, of document: Document, makes model: Model,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let changed = try? Edit.apply([edit], to: document.bytes) else {
      Issue.record("the edit overlaps itself", sourceLocation: sourceLocation)
      return
    }
    let found = readDocument(changed)?.model
    #expect(
      found == model, "\(words):\n\(visible(document.bytes))\n\(visible(changed))",
      sourceLocation: sourceLocation)
    // Below the header nothing moves but by the difference in length.
    let rest = document.text.string(document.closeFence.lowerBound..<document.bytes.count)
    let isKept =
      changed.count >= rest.utf8.count
      && String(decoding: changed.suffix(rest.utf8.count), as: UTF8.self) == rest
    #expect(isKept, "\(words) changed the body", sourceLocation: sourceLocation)
  }

  /// Replaces scalars, each by each text, one at a time.
  static func ofScalars(
    _ document: Document, with texts: [String], limit: Int = .max,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard document.duplicates.isEmpty else { return }
    let model = document.model
    let all = document.fields.enumerated().flatMap { $1.value.scalars(at: [$0]) }
    for (way, scalar) in all.prefix(limit) {
      for text in texts {
        let edit = document.replacing(scalar, with: text)
        #expect(
          edit.range.lowerBound >= scalar.range.lowerBound
            && edit.range.upperBound <= scalar.range.upperBound, sourceLocation: sourceLocation)
        expect(
          edit, "replacing \(way) by \(text.debugDescription)", of: document,
          makes: model.with(.scalar(text), at: way), sourceLocation: sourceLocation)
      }
    }
  }

  static func ofFields(_ document: Document, sourceLocation: SourceLocation = #_sourceLocation) {
    let pairs = document.model.pairs
    for (index, field) in document.fields.enumerated() {
      var renamed = pairs
      renamed[index].key = "a: new name"
      expect(
        document.renaming(field, to: "a: new name"), "renaming \(index)", of: document,
        makes: .map(renamed), sourceLocation: sourceLocation)

      if field.value.scalar != nil || !field.value.hasAnchor {
        var replaced = pairs
        replaced[index].value = .list([.scalar("x"), .scalar("y")])
        expect(
          document.replacing(valueOf: field, with: "[x, y]"), "replacing \(index)", of: document,
          makes: .map(replaced), sourceLocation: sourceLocation)
      }
      if !field.value.hasAnchor, !leavesCommentBelowBlock(index, document) {
        var fewer = pairs
        fewer.remove(at: index)
        expect(
          document.removing(field), "removing \(index)", of: document, makes: .map(fewer),
          sourceLocation: sourceLocation)
      }
      if let edit = document.inserting(key: "new", yaml: "[1]", after: field) {
        var more = pairs
        more.insert(Model.Pair(key: "new", value: .list([.scalar("1")])), at: index + 1)
        expect(
          edit, "inserting after \(index)", of: document, makes: .map(more),
          sourceLocation: sourceLocation)
      }
      ofItems(field, index, document, pairs, sourceLocation: sourceLocation)
    }
    if let edit = document.inserting(key: "new", yaml: "x") {
      expect(
        edit, "inserting at the end", of: document,
        makes: .map(pairs + [Model.Pair(key: "new", value: .scalar("x"))]),
        sourceLocation: sourceLocation)
    }
  }

  /// An indented comment would become part of a block scalar that comes to stand right above it.
  private static func leavesCommentBelowBlock(_ index: Int, _ document: Document) -> Bool {
    guard index > 0,
      let last = document.fields[index - 1].value.scalars(at: []).last?.scalar,
      last.style == .literal || last.style == .folded
    else { return false }
    let rest = document.bytes[document.fields[index].range.upperBound...]
    return rest.first == 0x20 && rest.first { $0 != 0x20 } == 0x23
  }

  private static func ofItems(
    _ field: Field, _ index: Int, _ document: Document, _ pairs: [Model.Pair],
    sourceLocation: SourceLocation
  ) {
    guard case .sequence(let items, let style, _) = field.value else { return }
    for position in items.indices where !items[position].value.hasAnchor {
      var fewer = items.map { Model($0.value) }
      fewer.remove(at: position)
      var changed = pairs
      // A block list without items is an empty value.
      changed[index].value = fewer.isEmpty && style == .block ? .scalar("") : .list(fewer)
      expect(
        document.removing(itemAt: position, of: items, style: style),
        "removing item \(position) of \(index)", of: document, makes: .map(changed),
        sourceLocation: sourceLocation)
    }
  }
}
