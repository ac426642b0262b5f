internal import Frontmatter

/// A requirement under a heading for comparing: its ID, title, sentence, criteria and labels.
struct ComparedRequirement {
  private let id: String
  private let title: String
  private let parts: RequirementParts
  /// Values behind the labels that are about the requirement, by their names in small letters.
  private let labels: [(name: String, value: String)]

  init(_ requirement: Body.Requirement, of spec: Spec) {
    id = requirement.id
    title = requirement.title
    parts = RequirementParts(requirement, of: spec)
    var labels: [(name: String, value: String)] = []
    for block in ProseBlock.blocks(in: requirement.content, of: spec) {
      guard let label = Self.label(block.text) else { continue }
      if !labels.contains(where: { $0.name == label.name }) { labels.append(label) }
    }
    self.labels = labels
  }

  /// A label about the requirement with its value on the same line: `**Priority**: HIGH`.
  private static func label(_ text: String) -> (name: String, value: String)? {
    guard let label = RequirementLabel(text), label.isRemark, !label.rest.isEmpty else {
      return nil
    }
    return (label.name.lowercased(), label.rest)
  }

  func changes(from old: ComparedRequirement) -> [FieldChange] {
    var changes: [FieldChange] = []
    func add(_ name: String, _ old: String?, _ new: String?) {
      let (old, new) = (old == "" ? nil : old, new == "" ? nil : new)
      if old.map(ByteText.init) != new.map(ByteText.init) {
        changes.append(FieldChange(name, from: old, to: new))
      }
    }
    add("id", old.id, id)
    add("title", old.title, title)
    add("condition", old.parts.condition, parts.condition)
    add("action", old.parts.action, parts.action)
    for label in labels { add(label.name, old.value(of: label.name), label.value) }
    for label in old.labels where value(of: label.name) == nil { add(label.name, label.value, nil) }
    let (before, after) = (old.parts.criteria.map(\.text), parts.criteria.map(\.text))
    let lines = LineDifference(from: before.map(ByteText.init), to: after.map(ByteText.init))
    if !lines.added.isEmpty || !lines.removed.isEmpty {
      changes.append(
        FieldChange("criteria", added: lines.added.map(\.text), removed: lines.removed.map(\.text)))
    }
    return changes
  }

  private func value(of name: String) -> String? { labels.first { $0.name == name }?.value }

  /// Whether a line of the text is said by one of the parts.
  func tells(_ line: ByteText) -> Bool {
    var text = line.text.trimmingBlanks
    while text.hasPrefix(">") { text = String(text.dropFirst()).trimmingBlanks }
    if let label = Self.label(text) { return value(of: label.name) == label.value }
    if parts.criteria.contains(where: { !$0.text.isEmpty && text.hasSuffix($0.text) }) {
      return true
    }
    var plain = EARSSentence.plain(text)
    while let last = plain.last, last == "," || last == " " { plain.removeLast() }
    if plain.isEmpty { return false }
    return parts.condition.contains(plain) || parts.action.contains(plain)
      || plain.hasPrefix(parts.condition) && plain.hasSuffix(parts.action)
        && !parts.action.isEmpty
  }
}

extension ByteText {
  /// The text that the bytes are.
  fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
