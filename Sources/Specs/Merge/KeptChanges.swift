/// Asks of merged values whether every change of one side alone is in them.
struct KeptChanges {
  /// Keys that identify the entries of lists, by the settings.
  private let identities: Set<ByteText>

  init(_ table: MergeTable) { identities = table.identities }

  /// True when a merged header keeps each one-sided change and invents nothing; nil means absent.
  func all(
    in result: PlainValue?, of sides: MergeSides<PlainValue?>
  ) -> Bool {
    if let settled = sides.settled { return result == settled }
    guard let result else { return false }
    switch (sides.ours, sides.theirs, result) {
    case (.map(let ours)?, .map(let theirs)?, .map(let merged)):
      let base = sides.base?.fields ?? [:]
      return Set(base.keys).union(ours.keys).union(theirs.keys).union(merged.keys).allSatisfy {
        all(
          in: merged[$0],
          of: MergeSides(base: base[$0], ours: ours[$0], theirs: theirs[$0]))
      }
    case (.list(let ours)?, .list(let theirs)?, .list(let merged)):
      let lists = MergeSides(base: sides.base?.items ?? [], ours: ours, theirs: theirs)
      if let key = identity(of: lists) { return entries(merged, lists, by: key) }
      return list(merged, lists) || entries(merged, lists) || inPlace(merged, lists)
    case (.text?, .text?, .text):
      // Lines of one text, changed in different places: git merges no line that both changed.
      return result != sides.base
    default: return false
    }
  }

  /// The key by which settings tell the entries of these lists apart; nil where that is not possible.
  private func identity(of lists: MergeSides<[PlainValue]>) -> ByteText? {
    identities.first { key in
      !lists.ours.isEmpty && !lists.theirs.isEmpty
        && lists.all.allSatisfy { list in
          let names = list.compactMap { $0.fields?[key] }.filter(\.isScalar)
          return Set(names).count == list.count
        }
    }
  }

  /// The same for lists whose entries all stayed in their places.
  private func inPlace(_ merged: [PlainValue], _ sides: MergeSides<[PlainValue]>) -> Bool {
    sides.all.allSatisfy { $0.count == merged.count }
      && merged.indices.allSatisfy { index in
        all(in: merged[index], of: sides.map { $0[index] })
      }
  }

  /// The same for lists of mappings: entry by entry, told apart by a key that is in all of them and
  /// never has one value twice.
  private func entries(_ merged: [PlainValue], _ sides: MergeSides<[PlainValue]>) -> Bool {
    let lists = sides.all + [merged]
    let mappings = lists.joined().map(\.fields)
    guard let first = mappings.first ?? nil, !mappings.contains(where: { $0 == nil }) else {
      return false
    }
    return first.keys.contains { entries(merged, sides, by: $0) }
  }

  private func entries(
    _ merged: [PlainValue], _ sides: MergeSides<[PlainValue]>, by key: ByteText
  ) -> Bool {
    let lists = sides.all + [merged]
    let names = lists.map { $0.compactMap { $0.fields?[key] }.filter(\.isScalar) }
    guard zip(lists, names).allSatisfy({ $0.count == Set($1).count }) else { return false }
    func map(_ list: [PlainValue]) -> [PlainValue: PlainValue] {
      Dictionary(list.compactMap { item in item.fields?[key].map { ($0, item) } }) { a, _ in a }
    }
    let (known, result) = (sides.map(map), map(merged))
    return Set(names.joined()).allSatisfy { name in
      all(in: result[name], of: known.map { $0[name] })
    }
  }

  private func list(_ merged: [PlainValue], _ sides: MergeSides<[PlainValue]>) -> Bool {
    let counts = sides.map { Dictionary($0.map { ($0, 1) }, uniquingKeysWith: +) }
    let found = Dictionary(merged.map { ($0, 1) }, uniquingKeysWith: +)
    // Entries that are on no side were merged inside; each stands for one of ours and of theirs.
    let inside = found.filter { value, _ in counts.all.allSatisfy { $0[value] == nil } }
    if inside.keys.contains(where: \.isScalar) { return false }
    var missing = MergeSides(base: 0, ours: 0, theirs: 0)
    for value in Set(counts.base.keys).union(counts.ours.keys).union(counts.theirs.keys) {
      let count = counts.map { $0[value] ?? 0 }
      let here = found[value] ?? 0
      let expected =
        count.settled.map { $0...$0 } ?? min(
          count.ours, count.theirs)...max(count.ours, count.theirs)
      if expected.contains(here) { continue }
      if here > expected.upperBound || value.isScalar { return false }
      if count.ours > count.base { missing.ours += expected.lowerBound - here }
      if count.theirs > count.base { missing.theirs += expected.lowerBound - here }
      if count.ours <= count.base, count.theirs <= count.base { return false }
    }
    let novel = inside.values.reduce(0, +)
    return missing.ours <= novel && missing.theirs <= novel
  }
}
