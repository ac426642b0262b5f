internal import Frontmatter

/// Lists that both sides changed.
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
    if case .keyed(let key) = rule.policy {
      if let merged = try restoring({ try $0.keyed(sides, lists, path, by: key) }) { return merged }
      // Entries with an identity are never taken for lines that only look alike.
      let table = table
      if lists.all.contains(where: { $0.flatMap { KeyedItems($0, key, path, table) } != nil }) {
        return nil
      }
    }
    guard lists.ours?.form != .single, lists.theirs?.form != .single else { return nil }
    return try sequence(sides, lists, path)
  }

  // MARK: Sets

  private mutating func set(
    _ sides: MergeSides<FieldBlock?>, _ lists: MergeSides<ListSide?>, _ path: FieldPath
  ) throws -> Merged? {
    let numbered = NumberedLists(lists)
    let members = numbered.places.map { $0.map { $0 != nil } }
    let kept = numbered.values.indices.map { number in
      members.map { $0[number] }.settled ?? true
    }
    let order = OrderMerge.merge(numbered.keys, keeping: { kept[$0] })
    guard let lines = write(order, numbered, lists) else { return nil }
    let changes = zip(kept, members.base)
    decide(
      path,
      .set(
        added: changes.filter { $0 && !$1 }.count, removed: changes.filter { !$0 && $1 }.count),
      sides)
    return Merged(lines, .list(order.map { numbered.values[$0] }))
  }

  /// The lines of a list of these entries; nil when comments of both sides are in the way.
  private func write(
    _ order: [Int], _ numbered: NumberedLists, _ lists: MergeSides<ListSide?>
  ) -> [UInt8]? {
    guard let ours = lists.ours, let theirs = lists.theirs else { return nil }
    var items: [ListWriter.Entry] = []
    items.reserveCapacity(order.count)
    for key in order {
      switch (numbered.places.ours[key], numbered.places.theirs[key]) {
      case (let mine?, let other?):
        let base = numbered.places.base[key].flatMap { place in
          lists.base.map { $0.text($0.items[place]) }
        }
        guard let item = Self.line(ours.items[mine], theirs.items[other], base, ours, theirs)
        else { return nil }
        items.append(item)
      case (let mine?, nil): items.append((ours.items[mine], .ours))
      case (nil, let other?): items.append((theirs.items[other], .theirs))
      case (nil, nil): return nil
      }
    }
    guard keepsComments(order, numbered, lists) else { return nil }
    // A comment above the first entry, or behind the last bracket, which no entry owns.
    guard ours.before == theirs.before || !(ours.before + theirs.before).contains(0x23),
      ours.after == theirs.after || !(ours.after + theirs.after).contains(0x23)
    else { return nil }
    // Comments may fit into one form only.
    for template in [ListWriter.template(lists), ours, theirs] {
      guard let template else { continue }
      let writer = ListWriter(template: template, ours: ours, theirs: theirs)
      if let lines = writer.lines(items) { return lines }
    }
    return nil
  }

  /// Whether no side wrote a comment at an entry that is not among the merged ones.
  private func keepsComments(
    _ order: [Int], _ numbered: NumberedLists, _ lists: MergeSides<ListSide?>
  ) -> Bool {
    var isKept = [Bool](repeating: false, count: numbered.values.count)
    for key in order { isKept[key] = true }
    for side in MergeSide.allCases {
      guard let list = lists[side] else { continue }
      for (key, place) in numbered.places[side].enumerated() where !isKept[key] {
        guard let place, list.comments(in: list.items[place]) else { continue }
        let base = numbered.places.base[key].flatMap { place in
          lists.base.map { $0.text($0.items[place]).squeezed }
        }
        if base != list.text(list.items[place]).squeezed { return false }
      }
    }
    return true
  }

  /// The line of an entry that both sides have: of the side that changed the comment at it; nil when
  /// both did.
  private static func line(
    _ mine: Item, _ other: Item, _ base: ArraySlice<UInt8>?, _ ours: ListSide, _ theirs: ListSide
  ) -> ListWriter.Entry? {
    if ours.text(mine) == theirs.text(other) { return (mine, .ours) }
    let texts = MergeSides(
      base: base?.squeezed, ours: ours.text(mine).squeezed, theirs: theirs.text(other).squeezed)
    if texts.ours == texts.theirs { return (mine, .ours) }
    switch (ours.comments(in: mine), theirs.comments(in: other)) {
    case (false, true) where ours.isFlow: return (other, .theirs)
    case _ where texts.changedSide == .theirs && !ours.isFlow && !theirs.isFlow:
      return (other, .theirs)
    case (true, true) where texts.settled == nil: return nil
    case (true, false) where texts.settled == nil && !theirs.isFlow: return nil
    case (false, true) where texts.settled == nil: return nil
    default: return (mine, .ours)
    }
  }

  // MARK: Lists in order

  /// Merges entries as git merges lines; nil when two changes meet or an entry would be doubled.
  private mutating func sequence(
    _ sides: MergeSides<FieldBlock?>, _ lists: MergeSides<ListSide?>, _ path: FieldPath
  ) throws -> Merged? {
    guard lists.base != nil else { return added(sides, lists, path) }
    var numbered = NumberedLists(lists)
    let merged = try lineMerge(numbered.lines, Markers())
    guard merged.isClean, let order = numbered.keys(of: merged.bytes) else { return nil }
    // Entries that one side moved and the other removed come back in a merge by lines.
    let value = PlainValue.list(order.map { numbered.values[$0] })
    guard
      KeptChanges(table).all(in: value, of: lists.map { $0.map { .list($0.values) } }),
      let lines = write(order, numbered, lists)
    else { return nil }
    decide(path, .list, sides)
    return Merged(lines, value)
  }

  /// Two added lists of which one holds the other, in its order: the longer.
  private mutating func added(
    _ sides: MergeSides<FieldBlock?>, _ lists: MergeSides<ListSide?>, _ path: FieldPath
  ) -> Merged? {
    let values = lists.map { $0?.values ?? [] }
    let (longer, shorter): (MergeSide, [PlainValue]) =
      values.ours.count >= values.theirs.count ? (.ours, values.theirs) : (.theirs, values.ours)
    var rest = shorter[...]
    for value in values[longer] where rest.first.map({ $0 == value }) ?? false {
      rest = rest.dropFirst()
    }
    guard rest.isEmpty, let block = sides[longer], let other = sides[longer.other],
      other.innerComments.isEmpty
    else { return nil }
    decide(path, .list, sides)
    return Merged(block.lines, block.value)
  }
}

extension ArraySlice<UInt8> {
  /// A line without the blanks around it.
  fileprivate var squeezed: ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return [] }
    return self[first...last]
  }
}
