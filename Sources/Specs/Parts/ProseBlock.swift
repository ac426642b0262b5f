internal import Frontmatter

/// A paragraph, list entry or the like of a body, its lines as one text.
struct ProseBlock {
  enum Form: Equatable {
    case heading
    case paragraph
    /// A list entry; nil for one without a box.
    case item(isChecked: Bool?)
    /// One line of a table.
    case row
    /// A thematic break.
    case rule
    /// Code, or an HTML comment: only its place is kept.
    case code
  }

  var form: Form
  var text: String
  /// Whether a blank line, code or a heading stands before it.
  var isApart: Bool

  /// The blocks of a part of a spec's body, in order.
  static func blocks(in range: Range<Int>, of spec: Spec) -> [ProseBlock] {
    var scan = ProseScan()
    let source = spec.text
    let body = spec.body
    var hidden = (body.fences.overlapping(range) + body.comments.overlapping(range))
      .sorted { $0.lowerBound < $1.lowerBound }[...]
    var start = range.lowerBound
    while start < range.upperBound {
      let next = LineEndings.next(source.bytes, from: start, limit: range.upperBound)
      while let first = hidden.first, first.upperBound <= start { hidden.removeFirst() }
      if let first = hidden.first, first.lowerBound < next {
        scan.code()
      } else {
        scan.line(source.lines(in: start..<next).first ?? "")
      }
      start = next
    }
    return scan.finished()
  }
}

extension [Range<Int>] {
  /// Those that overlap a range, of ranges in order that do not overlap each other.
  fileprivate func overlapping(_ range: Range<Int>) -> ArraySlice<Range<Int>> {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return self[low...].prefix { $0.lowerBound < range.upperBound }
  }
}

private struct ProseScan {
  /// The blocks that are whole, and the one that goes on.
  private var done: [ProseBlock] = []
  private var last: (block: ProseBlock, lines: [String], isLabel: Bool)?
  /// Whether the next line can go on with the last block.
  private var isOpen = false
  private var isApart = true

  mutating func code() {
    if last?.block.form != .code { add(.code, "") }
    close()
  }

  private mutating func close() {
    isOpen = false
    isApart = true
  }

  private mutating func add(_ form: ProseBlock.Form, _ text: String, open: Bool = false) {
    finish()
    let block = ProseBlock(form: form, text: "", isApart: isApart)
    last = (block, [text], RequirementLabel(text) != nil)
    isApart = false
    isOpen = open
  }

  /// Joins the lines once, since a block may have any number of them.
  private mutating func finish() {
    guard let last else { return }
    var block = last.block
    block.text = last.lines.filter { !$0.isEmpty }.joined(separator: " ")
    done.append(block)
    self.last = nil
  }

  mutating func finished() -> [ProseBlock] {
    finish()
    return done
  }

  mutating func line(_ line: String) {
    let indent = line.prefix { $0 == " " || $0 == "\t" }.count
    var text = line.trimmingBlanks
    while text.hasPrefix(">") { text = String(text.dropFirst()).trimmingBlanks }
    // A backslash at the end is a line break to Markdown.
    if text.hasSuffix("\\") { text = String(text.dropLast()).trimmingBlanks }
    if text.isEmpty { return close() }
    if let title = heading(text, indent: indent) {
      add(.heading, title)
      return close()
    }
    if isRule(text) {
      add(.rule, "")
      return close()
    }
    if text.hasPrefix("|") { return add(.row, text) }
    if let (rest, isChecked) = item(text) {
      return add(.item(isChecked: isChecked), rest, open: true)
    }
    if isOpen, last != nil, RequirementLabel(text) == nil,
      !(last?.isLabel == true && EARSSentence.opens(text))
    {
      last?.lines.append(text)
      return
    }
    // A further paragraph of a list entry.
    if !isOpen, indent >= 2, case .item? = last?.block.form {
      last?.lines.append(text)
      isOpen = true
      return
    }
    add(.paragraph, text, open: true)
  }

  private func heading(_ text: String, indent: Int) -> String? {
    let level = text.prefix { $0 == "#" }.count
    guard indent <= 3, (1...6).contains(level) else { return nil }
    let rest = text.dropFirst(level)
    guard rest.isEmpty || rest.hasPrefix(" ") || rest.hasPrefix("\t") else { return nil }
    return rest.trimmingBlanks
  }

  private func isRule(_ text: String) -> Bool {
    let marks = text.filter { $0 != " " && $0 != "\t" }
    guard let mark = marks.first, "-*_".contains(mark) else { return false }
    return marks.count >= 3 && marks.allSatisfy { $0 == mark }
  }

  /// What stands behind `-`, `*`, `+` or a number, and behind its box.
  private func item(_ text: String) -> (rest: String, isChecked: Bool?)? {
    var rest = text[...]
    let digits = rest.prefix { ("0"..."9").contains($0) }
    if digits.isEmpty {
      guard let mark = rest.first, "-*+".contains(mark) else { return nil }
      rest = rest.dropFirst()
    } else {
      rest = rest.dropFirst(digits.count)
      guard let mark = rest.first, mark == "." || mark == ")" else { return nil }
      rest = rest.dropFirst()
    }
    guard rest.isEmpty || rest.hasPrefix(" ") || rest.hasPrefix("\t") else { return nil }
    let content = rest.trimmingBlanks
    for (box, isChecked) in [("[ ]", false), ("[x]", true), ("[X]", true)] {
      guard let behind = content.dropPrefix(box) else { continue }
      if behind.isEmpty || behind.hasPrefix(" ") || behind.hasPrefix("\t") {
        return (behind.trimmingBlanks, isChecked)
      }
    }
    return (content, nil)
  }
}
