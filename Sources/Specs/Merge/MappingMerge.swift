internal import Frontmatter

/// Mappings that both sides changed.
extension FieldMerger {
  /// Merges two mappings key by key; nil when their lines cannot be put together.
  mutating func mappings(
    _ sides: MergeSides<FieldBlock?>, _ path: FieldPath, _ style: CollectionStyle
  ) throws -> Merged? {
    guard unitesLists || sides.base != nil else { return nil }
    if let base = sides.base {
      guard case .mapping(_, let own, _) = base.field.value, own == style else { return nil }
    }
    return try restoring { merger in
      style == .block
        ? try merger.merge(sides.map { $0.map { $0.level(path, merger.table) } ?? .empty }, path)
        : try merger.flowMapping(sides, path)
    }
  }

  /// Merges `{a: 1, b: 2}` on one line; nil when a key conflicts.
  private mutating func flowMapping(
    _ sides: MergeSides<FieldBlock?>, _ path: FieldPath
  ) throws -> Merged? {
    guard
      let template = [sides.ours, sides.theirs].lazy.compactMap({ $0 }).first(where: {
        !$0.entries.isEmpty
      }),
      sides.all.allSatisfy({ block in
        block.map { $0.lines.filter { $0 == 0x0A }.count == 1 && $0.innerComments.isEmpty } ?? true
      })
    else { return nil }
    let entries = sides.map { $0?.entries ?? [] }
    let known = entries.map { Dictionary($0.map { ($0.key, $0) }) { first, _ in first } }
    let values = sides.map { $0?.value.fields ?? [:] }
    var kept: [ByteText: (text: [UInt8], value: PlainValue)] = [:]
    for key in Set(known.ours.keys).union(known.theirs.keys) {
      let value = values.map { $0[key] }
      guard let settled = value.settled else { return nil }
      guard let settled else { continue }
      let side: MergeSide = value.ours == settled ? .ours : .theirs
      kept[key] = known[side][key].map { ($0.text, settled) }
    }
    let order = OrderMerge.merge(entries.map { $0.map(\.key) }, keeping: { kept[$0] != nil })
    guard !order.isEmpty, let first = template.entries.first, let last = template.entries.last
    else { return nil }
    let before = template.source[template.start..<first.range.lowerBound]
    let after = template.source[last.range.upperBound..<(template.start + template.lines.count)]
    let inner = order.compactMap { kept[$0]?.text }.joined(separator: Array(", ".utf8))
    decide(path, .list, sides)
    return Merged(
      Array(before) + inner + Array(after),
      .map(Dictionary(order.map { ($0, kept[$0]?.value ?? .null) }) { first, _ in first }))
  }
}

extension FieldBlock {
  /// The fields of its block mapping.
  fileprivate func level(_ path: FieldPath, _ table: MergeTable) -> FieldLevel {
    guard case .mapping(let fields, .block, _) = field.value else { return .empty }
    return FieldLevel(fields, of: source, in: start..<(start + lines.count), path, table)
  }

  /// The entries of its mapping in braces.
  fileprivate var entries: [(key: ByteText, text: [UInt8], range: Range<Int>)] {
    guard case .mapping(let fields, .flow, _) = field.value else { return [] }
    return fields.map { (ByteText($0.key.text), Array(source[$0.range]), $0.range) }
  }
}
