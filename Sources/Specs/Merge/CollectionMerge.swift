internal import Frontmatter

/// Fields whose values are lists or mappings that both sides changed.
extension FieldMerger {
  /// Merges two lists by the field's policy, else in order; nil when that is not possible.
  mutating func lists(
    _ sides: MergeSides<FieldBlock?>, _ path: FieldPath, _ rule: MergeTable.FieldRule
  ) throws -> Merged? {
    guard unitesLists || sides.base != nil else { return nil }
    let isList = rule.isList
    let lists = sides.map { $0.flatMap { ListSide($0, isList: isList) } }
    guard lists.ours != nil, lists.theirs != nil, sides.base == nil || lists.base != nil else {
      return nil
    }
    if rule.policy == .set, lists.all.allSatisfy({ $0?.hasOnlyScalars ?? true }) {
      return try set(sides, lists, path)
    }
    if case .keyed(let key) = rule.policy,
      let merged = try restoring({ try $0.keyed(sides, lists, path, by: key) })
    {
      return merged
    }
    guard lists.ours?.form != .single, lists.theirs?.form != .single else { return nil }
    return try sequence(sides, lists, path)
  }

  // MARK: Sets

  private mutating func set(
    _ sides: MergeSides<FieldBlock?>, _ lists: MergeSides<ListSide?>, _ path: FieldPath
  ) throws -> Merged? {
    let keys = lists.map { $0?.keys ?? [] }
    let members = keys.map { Set($0) }
    let kept = members.ours.union(members.theirs).filter { key in
      MergeSides(
        base: members.base.contains(key), ours: members.ours.contains(key),
        theirs: members.theirs.contains(key)
      ).settled ?? true
    }
    let order = OrderMerge.merge(keys, keeping: kept.contains)
    guard let lines = write(order, keys, lists) else { return nil }
    let added = kept.subtracting(members.base).count
    decide(
      path, .set(added: added, removed: members.base.subtracting(kept).count), sides)
    return Merged(lines, .list(order.map(\.value)))
  }

  /// The lines of a list of these items; nil when comments of both sides are in the way.
  private func write(
    _ order: [ListKey], _ keys: MergeSides<[ListKey]>, _ lists: MergeSides<ListSide?>
  ) -> [UInt8]? {
    guard let ours = lists.ours, let theirs = lists.theirs else { return nil }
    let places = keys.map { keys in
      Dictionary(keys.enumerated().map { ($1, $0) }) { first, _ in first }
    }
    var items: [(item: ListSide.Item, from: ListSide)] = []
    for key in order {
      switch (places.ours[key], places.theirs[key]) {
      case (let mine?, let other?):
        // Both have it: whoever changed its line changed the comment at it.
        let (a, b) = (ours.items[mine], theirs.items[other])
        let base = places.base[key].flatMap { lists.base?.items[$0] }
        let texts = MergeSides(
          base: base?.text.squeezed, ours: a.text.squeezed, theirs: b.text.squeezed)
        switch (ours.comments(in: a), theirs.comments(in: b)) {
        case (false, true) where ours.isFlow: items.append((b, theirs))
        case (_, _) where texts.changedSide == .theirs && !ours.isFlow && !theirs.isFlow:
          items.append((b, theirs))
        case (true, true) where texts.settled == nil: return nil
        case (true, false) where texts.settled == nil && !theirs.isFlow: return nil
        case (false, true) where texts.settled == nil: return nil
        default: items.append((a, ours))
        }
      case (let mine?, nil): items.append((ours.items[mine], ours))
      case (nil, let other?): items.append((theirs.items[other], theirs))
      case (nil, nil): return nil
      }
    }
    let head = MergeSides(
      base: lists.base?.before ?? [], ours: ours.before, theirs: theirs.before)
    // A comment above the first entry, which no entry owns.
    guard head.ours == head.theirs || !head.ours.contains(0x23) && !head.theirs.contains(0x23)
    else { return nil }
    // Comments may fit into one form only.
    for template in [ListWriter.template(lists), ours, theirs] {
      if let template, let lines = ListWriter(template: template).lines(items) { return lines }
    }
    return nil
  }

  // MARK: Lists in order

  /// Merges entries as git merges lines; nil when two changes meet or an entry would be doubled.
  private mutating func sequence(
    _ sides: MergeSides<FieldBlock?>, _ lists: MergeSides<ListSide?>, _ path: FieldPath
  ) throws -> Merged? {
    guard lists.base != nil else { return added(sides, lists, path) }
    var numbers: [PlainValue: Int] = [:]
    let values = lists.map { $0?.items.map(\.value) ?? [] }
    for value in values.base + values.ours + values.theirs where numbers[value] == nil {
      numbers[value] = numbers.count
    }
    let texts = values.map { values in
      values.flatMap { Array("\(numbers[$0] ?? 0)\n".utf8) }
    }
    let merged = try lineMerge(texts, Markers())
    guard merged.isClean else { return nil }
    let order = merged.bytes.wholeLines.compactMap {
      Int(String(decoding: $0.dropLast(), as: UTF8.self))
    }
    var byNumber: [Int: PlainValue] = [:]
    for (value, number) in numbers { byNumber[number] = value }
    let result = order.compactMap { byNumber[$0] }
    let counts = values.map { Dictionary($0.map { ($0, 1) }, uniquingKeysWith: +) }
    var seen: [PlainValue: Int] = [:]
    let keys = result.map { value -> ListKey in
      let count = seen[value, default: 0]
      seen[value] = count + 1
      return ListKey(value: value, occurrence: count)
    }
    guard
      seen.allSatisfy({ value, count in
        count <= max(counts.ours[value] ?? 0, counts.theirs[value] ?? 0)
      }), let lines = write(keys, lists.map { $0?.keys ?? [] }, lists)
    else { return nil }
    decide(path, .list, sides)
    return Merged(lines, .list(result))
  }

  /// Two added lists of which one holds the other, in its order: the longer.
  private mutating func added(
    _ sides: MergeSides<FieldBlock?>, _ lists: MergeSides<ListSide?>, _ path: FieldPath
  ) -> Merged? {
    let values = lists.map { $0?.items.map(\.value) ?? [] }
    let (longer, shorter): (MergeSide, [PlainValue]) =
      values.ours.count >= values.theirs.count ? (.ours, values.theirs) : (.theirs, values.ours)
    var rest = shorter[...]
    for value in values[longer] where value == rest.first { rest = rest.dropFirst() }
    guard rest.isEmpty, let block = sides[longer], let other = sides[longer.other],
      other.innerComments.isEmpty
    else { return nil }
    decide(path, .list, sides)
    return Merged(block.lines, block.value)
  }

  // MARK: Lists of mappings with an identity

  private mutating func keyed(
    _ sides: MergeSides<FieldBlock?>, _ lists: MergeSides<ListSide?>, _ path: FieldPath,
    by key: String
  ) throws -> Merged? {
    let blocks = lists.map { $0.map { KeyedItems($0, key, path, table) } }
    guard let ours = blocks.ours ?? nil, let theirs = blocks.theirs ?? nil,
      let template = ListWriter.template(lists), case .block(let dashColumn) = template.form
    else { return nil }
    let base = blocks.base ?? nil
    // An empty list has no form of its own.
    let wasEmpty = lists.base.map(\.items.isEmpty) ?? true
    guard base != nil || wasEmpty, theirs.keyColumn == ours.keyColumn,
      base.map({ $0.keyColumn == ours.keyColumn }) ?? true,
      lists.ours?.before == lists.theirs?.before
    else { return nil }
    let names = MergeSides(base: base?.order ?? [], ours: ours.order, theirs: theirs.order)
    var outcomes: [PlainValue: Merged] = [:]
    for name in Set(names.ours + names.theirs + names.base) {
      let entry = MergeSides(
        base: base?.items[name], ours: ours.items[name], theirs: theirs.items[name])
      outcomes[name] = try item(entry, path, dashColumn)
    }
    var merged = Merged([.settled(template.before)], ours: nil, theirs: nil)
    var (left, right): ([PlainValue], [PlainValue]) = ([], [])
    for name in OrderMerge.merge(names, keeping: { outcomes[$0] != nil }) {
      guard let outcome = outcomes[name] else { continue }
      merged.pieces += outcome.pieces
      if let value = outcome.ours { left.append(value) }
      if let value = outcome.theirs { right.append(value) }
    }
    // A list that one side's decision would empty needs other words than its lines.
    guard !left.isEmpty, !right.isEmpty else { return nil }
    (merged.ours, merged.theirs) = (.list(left), .list(right))
    if !merged.hasConflict { decide(path, .list, sides) }
    return merged
  }

  /// Merges an entry of a keyed list; nil when it is gone.
  private mutating func item(
    _ sides: MergeSides<KeyedItems.Entry?>, _ path: FieldPath, _ dashColumn: Int
  ) throws -> Merged? {
    func dashed(_ lines: [UInt8]) -> [Piece]? {
      KeyedItems.dashed([.settled(lines)], at: dashColumn)
    }
    let texts = sides.map { $0?.lines ?? [] }
    if let settled = texts.settled {
      guard let entry = sides.ours?.lines == settled ? sides.ours : sides.theirs,
        let pieces = dashed(entry.lines)
      else { return nil }
      return Merged(pieces, ours: entry.value, theirs: entry.value)
    }
    if let ours = sides.ours, let theirs = sides.theirs,
      let merged = try restoring({ try $0.fields(of: sides, ours, theirs, path, dashColumn) })
    {
      return merged
    }
    let name = (sides.ours ?? sides.theirs)?.name ?? ""
    decide(
      path, .conflict("both sides changed the entry \(name)"),
      MergeSides<String?>(base: nil, ours: nil, theirs: nil))
    let conflict = texts.map { lines in dashed(lines)?.text(for: .ours) ?? [] }
    return Merged([.conflict(conflict)], ours: sides.ours?.value, theirs: sides.theirs?.value)
  }

  /// Merges an entry field by field, its dash set aside meanwhile.
  private mutating func fields(
    of sides: MergeSides<KeyedItems.Entry?>, _ ours: KeyedItems.Entry, _ theirs: KeyedItems.Entry,
    _ path: FieldPath, _ dashColumn: Int
  ) throws -> Merged? {
    let table = table
    let levels = sides.map { $0?.level(path, table) ?? FieldLevel.empty }
    let outer = sideAhead
    sideAhead = Self.sideAhead(levels)
    defer { sideAhead = outer }
    guard var merged = try merge(levels, path),
      let pieces = KeyedItems.dashed(merged.pieces, at: dashColumn)
    else { return nil }
    merged.pieces = pieces
    return merged
  }

  /// The side on which an entry is further along: both moved every value that both changed forward,
  /// versions and dates, and one side is ahead in all of them; two values at the least where both
  /// added the entry.
  private static func sideAhead(_ levels: MergeSides<FieldLevel>) -> MergeSide? {
    let values = levels.map { level in
      Dictionary(
        level.blocks.map { (Array($0.field.key.text.utf8), $0.field.value.scalar?.text) }
      ) { first, _ in first }
    }
    var sides: [MergeSide] = []
    for (name, ours) in values.ours {
      guard let theirs = values.theirs[name] else { continue }
      let texts = MergeSides(base: values.base[name] ?? nil, ours: ours, theirs: theirs)
      if texts.settled != nil { continue }
      guard let side = Advance.ahead(texts) else { return nil }
      sides.append(side)
    }
    let isCertain = sides.count > (levels.base.blocks.isEmpty ? 1 : 0)
    return isCertain && Set(sides).count == 1 ? sides.first : nil
  }

  // MARK: Mappings

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
    guard let ours = sides.ours,
      sides.all.allSatisfy({ block in
        block.map { $0.lines.filter { $0 == 0x0A }.count == 1 && $0.innerComments.isEmpty } ?? true
      })
    else { return nil }
    let entries = sides.map { $0?.entries ?? [] }
    let known = entries.map { Dictionary($0.map { ($0.key, $0) }) { first, _ in first } }
    let values = sides.map { $0?.value.fields ?? [:] }
    var kept: [[UInt8]: (text: [UInt8], value: PlainValue)] = [:]
    for key in Set(known.ours.keys).union(known.theirs.keys) {
      let value = values.map { $0[key] }
      guard let settled = value.settled else { return nil }
      guard let settled else { continue }
      let side: MergeSide = value.ours == settled ? .ours : .theirs
      kept[key] = known[side][key].map { ($0.text, settled) }
    }
    let order = OrderMerge.merge(entries.map { $0.map(\.key) }, keeping: { kept[$0] != nil })
    guard !order.isEmpty, let first = entries.ours.first, let last = entries.ours.last else {
      return nil
    }
    let before = ours.source[ours.start..<first.range.lowerBound]
    let after = ours.source[last.range.upperBound..<(ours.start + ours.lines.count)]
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
  fileprivate var entries: [(key: [UInt8], text: [UInt8], range: Range<Int>)] {
    guard case .mapping(let fields, .flow, _) = field.value else { return [] }
    return fields.map { (Array($0.key.text.utf8), Array(source[$0.range]), $0.range) }
  }
}

extension [UInt8] {
  /// A line without the blanks around it.
  fileprivate var squeezed: [UInt8] {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A]
    guard let first = firstIndex(where: { !blanks.contains($0) }),
      let last = lastIndex(where: { !blanks.contains($0) })
    else { return [] }
    return Array(self[first...last])
  }
}
