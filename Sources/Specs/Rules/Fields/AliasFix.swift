internal import Frontmatter

/// The edits that write a field by its first name, into a nested mapping where that is needed.
struct AliasFix {
  private let document: Document
  private let field: Field
  private let written: [String]
  private let wanted: [String]

  init(_ document: Document, _ use: FieldTable.Use, _ row: FieldSchema) {
    self.document = document
    field = use.field
    written = use.written.split(separator: ".").map(String.init)
    wanted = row.name.split(separator: ".").map(String.init)
  }

  /// The mapping that the field belongs into.
  var parentName: String { wanted[0] }
  /// True when that mapping is not there yet.
  var makesParent: Bool { moves && document[parentName] == nil }
  private var moves: Bool { written.count == 1 && wanted.count == 2 }

  /// Nil where the header is written in a way that no safe edit fits.
  var edits: [Edit]? {
    guard document.isPlainlyWritten else { return nil }
    if written.count == wanted.count {
      return [document.renaming(field, to: wanted[wanted.count - 1])]
    }
    guard moves else { return nil }
    let name = wanted[1]
    let end = document.lineEnding.text
    guard let parent = document[parentName] else {
      let text = "\(parentName):\(end)  \(name)" + lines(movedBy: "  ")
      return [Edit(field.key.range.lowerBound..<field.range.upperBound, with: text)]
    }
    switch parent.value {
    case .mapping(let inner, .block, _):
      guard let last = inner.last else { return nil }
      return moved(below: last.range.upperBound, indent: document.indentation(of: last), name)
    case .mapping(let inner, .flow, let range):
      guard let text = flowText else { return nil }
      let place = range.upperBound - 1
      let comma = inner.isEmpty ? "" : ", "
      return [document.removing(field), Edit(place..<place, with: "\(comma)\(name): \(text)")]
    case .scalar(let scalar) where scalar.type == .null && scalar.range.isEmpty:
      let indent = document.indentation(of: parent) + "  "
      return moved(below: parent.range.upperBound, indent: indent, name)
    default: return nil
    }
  }

  private func moved(below place: Int, indent: String, _ name: String) -> [Edit] {
    // A last line without an end gets one.
    let isOpen = place > 0 && ![0x0A, 0x0D].contains(document.bytes[place - 1])
    let text = (isOpen ? document.lineEnding.text : "") + indent + name + lines(movedBy: indent)
    if place == field.range.lowerBound, field.leadingComments.isEmpty {
      return [Edit(field.range, with: text)]
    }
    return [document.removing(field), Edit(place..<place, with: text)]
  }

  /// What stands behind the key, with every further line moved right.
  private func lines(movedBy indent: String) -> String {
    let bytes = document.bytes[field.key.range.upperBound..<field.range.upperBound]
    var result: [UInt8] = []
    for (index, byte) in zip(bytes.indices, bytes) {
      result.append(byte)
      let isEnd =
        byte == 0x0A || byte == 0x0D && (index + 1 == bytes.endIndex || bytes[index + 1] != 0x0A)
      guard isEnd, index + 1 < bytes.endIndex, ![0x0A, 0x0D].contains(bytes[index + 1]) else {
        continue
      }
      result += Array(indent.utf8)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The value for a place in braces; nil when comments would be lost or it is no plain list.
  private var flowText: String? {
    let lines = document.bytes[field.range]
    guard !lines.contains(0x23) else { return nil }
    switch field.value {
    case .scalar(let scalar) where scalar.isPlainlyWritten && !scalar.range.isEmpty:
      return YAMLScalar.text(scalar.text, style: scalar.style)
    case .sequence(let items, _, _):
      let words = items.compactMap { item -> String? in
        guard let scalar = item.value.scalar, scalar.isPlainlyWritten else { return nil }
        return YAMLScalar.text(scalar.text, style: scalar.style)
      }
      return words.count == items.count ? "[" + words.joined(separator: ", ") + "]" : nil
    default: return nil
    }
  }
}
