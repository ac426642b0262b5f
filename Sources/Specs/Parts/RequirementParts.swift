internal import Frontmatter

/// What a requirement's text says, in the parts that others keep apart.
package struct RequirementParts: Sendable, Equatable {
  package struct Criterion: Sendable, Equatable {
    package let text: String
    package let isMet: Bool
  }

  /// `WHEN …` of the first sentence, empty where that has none.
  package private(set) var condition = ""
  /// `THE SYSTEM SHALL …`, further sentences a line each; the first paragraph where there is no
  /// sentence.
  package private(set) var action = ""
  package private(set) var criteria: [Criterion] = []
  /// Names of the labels whose text is none of these, each once: `Priority`, `Notes`.
  package private(set) var labels: [String] = []

  /// The text below a requirement heading.
  package init(_ requirement: Body.Requirement, of spec: Spec) {
    self.init(ProseBlock.blocks(in: requirement.content, of: spec))
  }

  /// The whole body, for a file that is itself the requirement.
  package init(wholeBodyOf spec: Spec) {
    let body = spec.document?.body ?? 0..<0
    self.init(ProseBlock.blocks(in: body, of: spec))
  }

  private enum Section: Equatable {
    case none
    case criteria
    case remark
  }

  private init(_ blocks: [ProseBlock]) {
    var prose: [ProseBlock] = []
    var section = Section.none
    // Text behind a blank line belongs to a label only while nothing else does; a heading keeps
    // what is below it.
    var isFull = false
    var isHeading = false
    // A label that has nothing but boxes below it says nothing of its own.
    var name: String?
    for block in blocks {
      switch block.form {
      case .heading:
        section =
          Criteria.isTitle(block.text)
          ? .criteria : RequirementLabel.isRemark(block.text) ? .remark : .none
        name = section == .remark ? block.text : nil
        (isFull, isHeading) = (false, true)
        continue
      case .rule:
        if !isHeading { (section, name) = (.none, nil) }
        continue
      case .code:
        note(&name)
        isFull = true
        continue
      case .item(let isChecked?):
        add(block.text, isChecked)
        isFull = true
        continue
      case .paragraph, .item, .row:
        break
      }
      if let label = RequirementLabel(block.text) {
        name = nil
        if label.isCriteria {
          section = .criteria
          add(label.rest, false)
        } else if !label.isRemark, Requirements.hasSentence(label.rest) {
          section = .none
          prose.append(ProseBlock(form: .paragraph, text: label.rest, isApart: true))
        } else {
          section = .remark
          name = label.name
          if !label.rest.isEmpty { note(&name) }
        }
        (isFull, isHeading) = (!label.rest.isEmpty, false)
        continue
      }
      if section != .none, block.form == .paragraph {
        let isOver = isFull && block.isApart && !isHeading
        let isSentence = EARSSentence.opens(block.text) && Requirements.hasSentence(block.text)
        if isOver || isSentence { (section, name) = (.none, nil) }
      }
      switch section {
      case .none: prose.append(block)
      case .criteria: if case .item = block.form { add(block.text, false) }
      case .remark: note(&name)
      }
      isFull = true
    }
    read(prose)
  }

  private mutating func add(_ text: String, _ isMet: Bool) {
    if !text.isEmpty { criteria.append(Criterion(text: text, isMet: isMet)) }
  }

  private mutating func note(_ name: inout String?) {
    if let name, !labels.contains(name) { labels.append(name) }
    name = nil
  }

  private mutating func read(_ prose: [ProseBlock]) {
    var sentences: [EARSSentence] = []
    var lines: [String] = []
    var index = 0
    while index < prose.count {
      let found = EARSSentence.sentences(in: prose[index].text)
      index += 1
      guard let last = found.last else { continue }
      for sentence in found {
        lines.append(sentences.isEmpty ? sentence.action : sentence.whole)
        sentences.append(sentence)
      }
      if last.whole.hasSuffix(":") { lines += Self.list(in: prose, from: &index) }
    }
    if sentences.isEmpty, let first = prose.firstIndex(where: { $0.form == .paragraph }) {
      lines = [EARSSentence.plain(prose[first].text)]
      index = first + 1
      if prose[first].text.hasSuffix(":") { lines += Self.list(in: prose, from: &index) }
    }
    condition = sentences.first?.condition ?? ""
    action = lines.joined(separator: "\n")
  }

  /// The list or table that a colon announces.
  private static func list(in prose: [ProseBlock], from index: inout Int) -> [String] {
    var lines: [String] = []
    while index < prose.count, prose[index].form != .paragraph {
      lines.append(prose[index].form == .row ? prose[index].text : "- " + prose[index].text)
      index += 1
    }
    return lines
  }
}
