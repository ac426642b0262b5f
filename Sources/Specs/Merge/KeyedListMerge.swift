internal import Frontmatter

/// Lists of mappings whose entries are told apart by one of their keys.
extension FieldMerger {
  /// Merges entry by entry; nil when entries have no identity or their lines do not fit together.
  mutating func keyed(
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
      let word = (entry.ours ?? entry.theirs)?.name ?? ""
      outcomes[name] = try item(entry, path.entry(word), dashColumn)
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
    if let settled = sides.map({ $0?.lines }).settled {
      // Nothing settled is an entry that is gone.
      guard let settled, let entry = sides.ours?.lines == settled ? sides.ours : sides.theirs,
        let pieces = dashed(entry.lines)
      else { return nil }
      return Merged(pieces, ours: entry.value, theirs: entry.value)
    }
    if let ours = sides.ours, let theirs = sides.theirs,
      let merged = try restoring({ try $0.fields(of: sides, ours, theirs, path, dashColumn) })
    {
      return merged
    }
    decide(
      path, .conflict("both sides changed the entry"),
      MergeSides<String?>(base: nil, ours: nil, theirs: nil))
    let conflict = sides.map { dashed($0?.lines ?? [])?.text(for: .ours) ?? [] }
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

  /// The side on which an entry is further along, as releases are: both sides changed a version and
  /// moved a date forward, and one side is ahead in all that they changed differently.
  private static func sideAhead(_ levels: MergeSides<FieldLevel>) -> MergeSide? {
    let values = levels.map { level in
      Dictionary(
        level.blocks.map { (ByteText($0.field.key.text), ($0.value, $0.field.value.scalar)) }
      ) { first, _ in first }
    }
    var sides: Set<MergeSide> = []
    var (hasVersion, hasDate) = (false, false)
    for (name, ours) in values.ours {
      guard let theirs = values.theirs[name] else { continue }
      let base = values.base[name]
      let isAdded = levels.base.blocks.isEmpty
      let scalars = MergeSides(base: base?.1, ours: ours.1, theirs: theirs.1)
      let isDate = scalars.ours.flatMap(Advance.init)?.isDate == true
      if isDate, ours.0 != base?.0, theirs.0 != base?.0, Advance.bothMoved(scalars),
        !isAdded || ours.0 != theirs.0
      {
        hasDate = true
      }
      if MergeSides(base: base?.0, ours: ours.0, theirs: theirs.0).settled != nil { continue }
      guard isAdded || base != nil, let side = Advance.ahead(scalars) else { return nil }
      sides.insert(side)
      hasVersion = hasVersion || !isDate
    }
    return hasVersion && hasDate && sides.count == 1 ? sides.first : nil
  }
}
