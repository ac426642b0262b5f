internal import Frontmatter

/// A list as one side wrote it.
struct ListSide {
  struct Item {
    let value: PlainValue
    let node: Value
    /// In a block list whole lines, in brackets the value's bytes.
    let text: [UInt8]
    /// Where `text` begins.
    let start: Int
  }

  enum Form: Equatable {
    /// Dashes at a column.
    case block(indentation: Int)
    /// In brackets, with what stands between two entries.
    case flow(separator: [UInt8])
    /// A single value, or none.
    case single
  }

  let block: FieldBlock
  let items: [Item]
  let form: Form
  /// The field's bytes before and after the entries.
  let before: [UInt8]
  let after: [UInt8]

  /// Nil for what is no list: a mapping, an alias, a scalar where the schema has no list.
  init?(_ block: FieldBlock, isList: Bool) {
    self.block = block
    let end = block.start + block.lines.count
    let source = block.source
    switch block.field.value {
    case .alias, .mapping: return nil
    case .scalar(let scalar):
      // Nothing is an empty list; a single value is a list of one where lists are expected.
      guard scalar.type == .null || isList, scalar.isPlainlyWritten else { return nil }
      items =
        scalar.type == .null
        ? []
        : [
          Item(
            value: block.value, node: block.field.value, text: Array(source[scalar.range]),
            start: scalar.range.lowerBound)
        ]
      form = .single
      before = Array(source[block.start..<scalar.range.lowerBound])
      after = Array(source[scalar.range.upperBound..<end])
    case .sequence(let found, let style, let range):
      let values = block.value.items ?? []
      guard values.count == found.count else { return nil }
      items = zip(found, values).map { item, value in
        Item(
          value: value, node: item.value, text: Array(source[item.range]),
          start: item.range.lowerBound)
      }
      if style == .block {
        guard let first = found.first, let last = found.last, last.range.upperBound == end else {
          return nil
        }
        let dashLine = source[first.range.lowerBound..<range.lowerBound]
        guard dashLine.allSatisfy({ $0 == 0x20 }) else { return nil }
        form = .block(indentation: dashLine.count)
        before = Array(source[block.start..<first.range.lowerBound])
        after = []
      } else {
        let inner = (first: found.first?.range.lowerBound, last: found.last?.range.upperBound)
        let open = inner.first ?? range.upperBound - 1
        before = Array(source[block.start..<open])
        after = Array(source[(inner.last ?? open)..<end])
        let separators = zip(found, found.dropFirst()).map {
          Array(source[$0.range.upperBound..<$1.range.lowerBound])
        }
        // A comment between brackets belongs to a line, not to an entry.
        guard !(separators + [before]).contains(where: { $0.contains(0x23) }) else { return nil }
        form = .flow(separator: separators.first ?? Array(", ".utf8))
      }
    }
  }

  /// The items as keys of their own: the second `a` of a list is another than the first.
  var keys: [ListKey] {
    var seen: [PlainValue: Int] = [:]
    return items.map { item in
      let count = seen[item.value, default: 0]
      seen[item.value] = count + 1
      return ListKey(value: item.value, occurrence: count)
    }
  }

  var hasOnlyScalars: Bool { items.allSatisfy(\.value.isScalar) }
}

struct ListKey: Hashable {
  let value: PlainValue
  let occurrence: Int
}

/// Writes a list in the form that one side gave it, from items of both.
struct ListWriter {
  let template: ListSide

  /// The side whose form is kept: theirs when only they changed it, and whichever has a list.
  static func template(_ sides: MergeSides<ListSide?>) -> ListSide? {
    guard let ours = sides.ours, let theirs = sides.theirs else { return nil }
    if ours.form == .single { return theirs }
    if theirs.form == .single { return ours }
    guard let base = sides.base, base.form != .single else { return ours }
    let changed = MergeSides(base: base.kind, ours: ours.kind, theirs: theirs.kind).changedSide
    return changed == .theirs ? theirs : ours
  }

  /// The field's lines with these items; nil when an item cannot be written in the form.
  func lines(_ items: [(item: ListSide.Item, from: ListSide)]) -> [UInt8]? {
    switch template.form {
    case .block(let indentation):
      guard !items.isEmpty else { return emptied }
      var lines = template.before
      for (item, side) in items {
        guard let text = blockLines(item, side, indentation) else { return nil }
        lines += text
      }
      return lines + template.after
    case .flow(let separator):
      guard let texts = flowTexts(items) else { return nil }
      return template.before + texts.joined(separator: separator) + template.after
    case .single:
      guard let texts = flowTexts(items) else { return nil }
      let blank: [UInt8] = template.before.last == 0x3A ? [0x20] : []
      return template.before + blank + Array("[".utf8)
        + texts.joined(separator: Array(", ".utf8)) + Array("]".utf8) + template.after
    }
  }

  private func blockLines(
    _ item: ListSide.Item, _ side: ListSide, _ indentation: Int
  ) -> [UInt8]? {
    if case .block(let own) = side.form {
      return item.text.shifted(from: own, to: indentation)
    }
    guard case .scalar = item.node, !item.text.contains(0x0A) else { return nil }
    return Array(repeating: 0x20, count: indentation) + Array("- ".utf8) + item.text + [0x0A]
  }

  private func flowTexts(_ items: [(item: ListSide.Item, from: ListSide)]) -> [[UInt8]]? {
    var texts: [[UInt8]] = []
    for (item, side) in items {
      guard case .block = side.form else {
        texts.append(item.text)
        continue
      }
      // A comment beside a dash has no place in brackets.
      guard case .scalar(let scalar) = item.node, scalar.style != .literal,
        scalar.style != .folded, scalar.isPlainlyWritten,
        !side.comments(in: item), !side.block.source[scalar.range].contains(0x0A)
      else { return nil }
      let written = Array(side.block.source[scalar.range])
      let isSafe =
        scalar.style != .plain || scalar.type != .string || YAMLScalar.isPlainSafe(scalar.text)
      texts.append(isSafe ? written : Array(YAMLScalar.text(scalar.text).utf8))
    }
    return texts
  }

  /// `key: []`, with what stood behind the key.
  private var emptied: [UInt8]? {
    let colon = template.block.field.key.range.upperBound - template.block.start
    var lines = template.before
    guard let place = lines[colon...].firstIndex(of: 0x3A) else { return nil }
    lines.insert(contentsOf: Array(" []".utf8), at: place + 1)
    return lines
  }
}

extension ListSide {
  /// How the list is written, without where.
  fileprivate var kind: Int {
    switch form {
    case .block: 0
    case .flow: 1
    case .single: 2
    }
  }

  var isFlow: Bool { if case .flow = form { true } else { false } }

  /// Whether comments stand with an entry of a block list.
  func comments(in item: Item) -> Bool {
    let end = item.start + item.text.count
    let range = item.node.range
    return block.source[item.start..<range.lowerBound].contains(0x23)
      || block.source[range.upperBound..<end].contains(0x23)
  }
}

extension [UInt8] {
  /// Whole lines moved sideways; nil when a line does not reach as far as it would be moved.
  func shifted(from old: Int, to new: Int) -> [UInt8]? {
    if old == new { return self }
    var result: [UInt8] = []
    for line in wholeLines {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0A }) {
        result += line
      } else if new > old {
        result += [UInt8](repeating: 0x20, count: new - old) + line
      } else {
        guard line.prefix(old - new).allSatisfy({ $0 == 0x20 }) else { return nil }
        result += line.dropFirst(old - new)
      }
    }
    return result
  }
}
