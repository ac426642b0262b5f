internal import Frontmatter

/// A list as one side wrote it.
struct ListSide {
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
  /// The entries as they are compared.
  let values: [PlainValue]
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
        ? [] : [Item(value: block.field.value, range: scalar.range)]
      values = scalar.type == .null ? [] : [block.value]
      form = .single
      before = Array(source[block.start..<scalar.range.lowerBound])
      after = Array(source[scalar.range.upperBound..<end])
    case .sequence(let found, let style, let range):
      items = found
      values = block.value.items ?? []
      guard values.count == found.count else { return nil }
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
        let tail = Array(source[(inner.last ?? open)..<range.upperBound])
        guard !(separators + [before, tail]).contains(where: { $0.contains(0x23) }) else {
          return nil
        }
        form = .flow(separator: separators.first ?? Array(", ".utf8))
      }
    }
  }

  var hasOnlyScalars: Bool { values.allSatisfy(\.isScalar) }

  /// The bytes of an entry: in a block list whole lines, in brackets the value's.
  func text(_ item: Item) -> ArraySlice<UInt8> { block.source[item.range] }
}

/// Writes a list in the form that one side gave it, from items of both.
struct ListWriter {
  /// An entry, and whose list it is from.
  typealias Entry = (item: Item, side: MergeSide)

  let template: ListSide
  let ours: ListSide
  let theirs: ListSide

  private func list(of side: MergeSide) -> ListSide { side == .ours ? ours : theirs }

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
  func lines(_ items: [Entry]) -> [UInt8]? {
    switch template.form {
    case .block(let indentation):
      guard !items.isEmpty else { return emptied }
      var lines = template.before
      for (item, from) in items {
        let side = list(of: from)
        if case .block(indentation) = side.form {
          lines += side.text(item)
        } else if let text = blockLines(item, side, indentation) {
          lines += text
        } else {
          return nil
        }
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
    _ item: Item, _ side: ListSide, _ indentation: Int
  ) -> [UInt8]? {
    if case .block(let own) = side.form {
      return Array(side.text(item)).shifted(from: own, to: indentation)
    }
    guard case .scalar = item.value, !side.text(item).contains(0x0A) else { return nil }
    return Array(repeating: 0x20, count: indentation) + Array("- ".utf8) + side.text(item) + [0x0A]
  }

  private func flowTexts(_ items: [Entry]) -> [[UInt8]]? {
    var texts: [[UInt8]] = []
    for (item, from) in items {
      let side = list(of: from)
      guard case .block = side.form else {
        texts.append(Array(side.text(item)))
        continue
      }
      // A comment beside a dash has no place in brackets.
      guard case .scalar(let scalar) = item.value, scalar.style != .literal,
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
    let range = item.value.range
    return block.source[item.range.lowerBound..<range.lowerBound].contains(0x23)
      || block.source[range.upperBound..<item.range.upperBound].contains(0x23)
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
