internal import Frontmatter

/// The entries of a list of mappings, told apart by one of their keys.
struct KeyedItems {
  struct Entry {
    let name: String
    let value: PlainValue
    /// Its lines with a blank in the place of the dash.
    let lines: [UInt8]
    fileprivate let fields: [Field]
    /// The text that the fields' ranges count in, with the dash replaced by a blank.
    fileprivate let source: [UInt8]
    fileprivate let range: Range<Int>

    /// The entry's fields, as if it were no entry of a list.
    func level(_ path: FieldPath, _ table: MergeTable) -> FieldLevel {
      FieldLevel(fields, of: source, in: range, path, table)
    }
  }

  let order: [PlainValue]
  let items: [PlainValue: Entry]
  /// Where the keys of all entries begin.
  let keyColumn: Int

  /// Nil unless every entry is a block mapping with an identity of its own.
  init?(_ list: ListSide, _ key: String, _ path: FieldPath, _ table: MergeTable) {
    guard case .block = list.form else { return nil }
    var keyColumns: Set<Int> = []
    var order: [PlainValue] = []
    var items: [PlainValue: Entry] = [:]
    // One copy for all entries: every dash of the list is a blank in it.
    var source = list.block.source
    for item in list.items {
      guard let dash = Self.dash(item, source) else { return nil }
      source[dash.place] = 0x20
    }
    for (item, value) in zip(list.items, list.values) {
      guard case .mapping(let fields, .block, _) = item.value, let first = fields.first,
        let field = fields.first(where: { $0.key.text == key }),
        let scalar = field.value.scalar, scalar.type != .null,
        let dash = Self.dash(item, list.block.source),
        // The first key stands on the dash's line.
        !list.block.source[dash.place..<first.key.range.lowerBound].contains(0x0A)
      else { return nil }
      keyColumns.insert(dash.column + first.key.range.lowerBound - dash.place)
      let identity = PlainValue(scalar, asText: false)
      guard items[identity] == nil else { return nil }
      order.append(identity)
      items[identity] = Entry(
        name: scalar.text, value: value, lines: Array(source[item.range]), fields: fields,
        source: source, range: item.range)
    }
    guard let column = keyColumns.first, keyColumns.count == 1 else { return nil }
    keyColumn = column
    self.order = order
    self.items = items
  }

  /// Puts the dash of an entry back, before its first key; nil when that may be gone.
  static func dashed(_ pieces: [Piece], at column: Int) -> [Piece]? {
    var pieces = pieces
    for (index, piece) in pieces.enumerated() {
      guard case .settled(var lines) = piece else { return nil }
      var start = 0
      while start < lines.count {
        let end = lines[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? lines.count
        if let first = lines[start..<end].first(where: { $0 != 0x20 }), first != 0x0A, first != 0x23
        {
          guard lines[start..<end].prefix(column + 1).allSatisfy({ $0 == 0x20 }) else { return nil }
          lines[start + column] = 0x2D
          pieces[index] = .settled(lines)
          return pieces
        }
        start = end
      }
    }
    return nil
  }

  /// Where an entry's dash is: the first thing in it that is no comment.
  private static func dash(
    _ item: Item, _ source: [UInt8]
  ) -> (place: Int, column: Int)? {
    var start = item.range.lowerBound
    let end = item.range.upperBound
    while start < end {
      let next = source[start..<end].firstIndex(of: 0x0A).map { $0 + 1 } ?? end
      if let place = source[start..<next].firstIndex(where: { $0 != 0x20 }),
        source[place] != 0x0A, source[place] != 0x23
      {
        return source[place] == 0x2D ? (place, place - start) : nil
      }
      start = next
    }
    return nil
  }
}
