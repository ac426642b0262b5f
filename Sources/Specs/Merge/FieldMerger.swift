internal import Frontmatter

/// Merges the fields of mappings: by value first, by policy where both sides changed one.
struct FieldMerger {
  let table: MergeTable
  let lineMerge: LineMerger
  /// False for two things that only share a name: their lists are never united.
  let unitesLists: Bool
  private(set) var decisions: [MergeDecision] = []
  /// In an entry of a keyed list: the side on which it is further along.
  var sideAhead: MergeSide?

  init(table: MergeTable, unitesLists: Bool, lineMerge: @escaping LineMerger) {
    self.table = table
    self.unitesLists = unitesLists
    self.lineMerge = lineMerge
  }

  /// Merged text, with the value it has when its conflicts are decided for a side.
  struct Merged {
    var pieces: [Piece]
    /// Nil where nothing is left.
    var ours: PlainValue?
    var theirs: PlainValue?

    var hasConflict: Bool { pieces.contains(where: \.isConflict) }

    init(_ pieces: [Piece], ours: PlainValue?, theirs: PlainValue?) {
      self.pieces = pieces
      self.ours = ours
      self.theirs = theirs
    }

    init(_ bytes: [UInt8], _ value: PlainValue?) {
      self.init([.settled(bytes)], ours: value, theirs: value)
    }
  }

  // MARK: Mappings

  /// Merges the fields of a mapping; nil when its lines cannot be put together.
  mutating func merge(_ levels: MergeSides<FieldLevel>, _ path: FieldPath) throws -> Merged? {
    guard Set(levels.all.compactMap(\.indentation)).count < 2 else { return nil }
    let known = levels.map { level in
      Dictionary(level.blocks.map { (ByteText($0.field.key.text), $0) }) { first, _ in first }
    }
    let names = levels.map { $0.blocks.map { ByteText($0.field.key.text) } }
    let users = Self.users(levels)
    var outcomes: [ByteText: Merged] = [:]
    var isSeen: Set<ByteText> = []
    for name in names.ours + names.theirs + names.base where isSeen.insert(name).inserted {
      let sides = known.map { $0[name] }
      let path = path.appending(String(decoding: name.bytes, as: UTF8.self))
      let given = Set(sides.all.flatMap { $0?.anchors.given ?? [] })
      let isUsed = given.contains { users[$0]?.contains { $0 != name } ?? false }
      outcomes[name] = try field(sides, path, isUsedElsewhere: isUsed)
    }
    var merged = Merged([], ours: nil, theirs: nil)
    merged.pieces += try loose(levels.map(\.head), path, "lines at the top")
    var (ours, theirs): ([ByteText: PlainValue], [ByteText: PlainValue]) = ([:], [:])
    for name in OrderMerge.merge(names, keeping: { outcomes[$0] != nil }) {
      guard let outcome = outcomes[name] else { continue }
      merged.pieces += outcome.pieces
      ours[name] = outcome.ours
      theirs[name] = outcome.theirs
    }
    merged.pieces += try loose(levels.map(\.tail), path, "lines at the end")
    merged.ours = .map(ours)
    merged.theirs = .map(theirs)
    return merged
  }

  /// The fields that use an anchor, by its name.
  private static func users(_ levels: MergeSides<FieldLevel>) -> [String: Set<ByteText>] {
    var users: [String: Set<ByteText>] = [:]
    for block in levels.ours.blocks + levels.theirs.blocks {
      for name in block.anchors.taken {
        users[name, default: []].insert(ByteText(block.field.key.text))
      }
    }
    return users
  }

  /// Merges comments and blank lines, which belong to no value.
  private mutating func loose(
    _ texts: MergeSides<[UInt8]>, _ path: FieldPath, _ what: String
  ) throws -> [Piece] {
    if let settled = texts.settled { return [.settled(settled)] }
    if let lines = try lines(texts) { return [.settled(lines)] }
    // Blanks alone need nobody to decide: the side counts that changed anything else.
    let words = texts.map { $0.filter { ![0x20, 0x0A].contains($0) } }
    if let settled = words.settled {
      return [.settled(settled == words.ours ? texts.ours : texts.theirs)]
    }
    decisions.append(
      MergeDecision(
        field: path.names.isEmpty ? what : "\(path.label) (\(what))",
        choice: .conflict("both sides changed \(what)"), values: texts.map { Self.words($0) }))
    return [.conflict(texts)]
  }

  /// The line merge of a part; nil when it conflicts.
  private func lines(_ texts: MergeSides<[UInt8]>) throws -> [UInt8]? {
    let merged = try lineMerge(texts, Markers())
    return merged.isClean ? merged.bytes : nil
  }

  // MARK: One field

  /// Merges a field; nil when it is gone.
  private mutating func field(
    _ sides: MergeSides<FieldBlock?>, _ path: FieldPath, isUsedElsewhere: Bool
  ) throws -> Merged? {
    guard let ours = sides.ours, let theirs = sides.theirs else {
      return onOneSide(sides, path, isUsedElsewhere)
    }
    if isUsedElsewhere, sides.base?.lines != ours.lines || sides.base?.lines != theirs.lines,
      ours.lines != theirs.lines
    {
      return framed(
        conflict(sides, path, "other fields use the anchor in it"), try frame(sides, path))
    }
    let around = try frame(sides, path)
    return framed(try content(sides, ours, theirs, path), around)
  }

  /// A field that one side has not: added by the other, or removed by this one.
  private mutating func onOneSide(
    _ sides: MergeSides<FieldBlock?>, _ path: FieldPath, _ isUsedElsewhere: Bool
  ) -> Merged? {
    let side: MergeSide = sides.ours != nil ? .ours : .theirs
    guard let block = sides[side] else {
      decide(path, .same, sides)
      return nil
    }
    guard let base = sides.base else {
      decide(path, .only(side), sides)
      return Merged(block.whole, block.value)
    }
    if base.means(block), !isUsedElsewhere {
      decide(path, .only(side.other), sides)
      return nil
    }
    // A date of change is kept: whoever took it away did not change the file later.
    if table.rule(for: path).policy == .later, base.value != block.value,
      block.field.value.scalar.flatMap({ Instant($0.text) }) != nil
    {
      decide(path, .later(side), sides)
      // The comment above it goes, as the other side wanted, unless this side wrote it.
      let comments = block.comments == base.comments ? [] : block.comments
      return Merged(comments + block.lines + block.gap, block.value)
    }
    let why =
      isUsedElsewhere
      ? "\(side.other.rawValue) removed it and other fields use the anchor in it"
      : "\(side.other.rawValue) removed it, \(side.rawValue) changed it"
    decide(path, .conflict(why), sides)
    let texts = sides.map { $0?.whole ?? [] }
    return Merged([.conflict(texts)], ours: sides.ours?.value, theirs: sides.theirs?.value)
  }

  /// The comments above a field and what stands below it.
  private mutating func frame(
    _ sides: MergeSides<FieldBlock?>, _ path: FieldPath
  ) throws -> (above: [Piece], below: [Piece]) {
    (
      try loose(sides.map { $0?.comments ?? [] }, path, "comments above it"),
      try loose(sides.map { $0?.gap ?? [] }, path, "lines below it")
    )
  }

  private func framed(_ merged: Merged, _ frame: (above: [Piece], below: [Piece])) -> Merged {
    Merged(frame.above + merged.pieces + frame.below, ours: merged.ours, theirs: merged.theirs)
  }

  /// Merges the lines of a field that both sides have.
  private mutating func content(
    _ sides: MergeSides<FieldBlock?>, _ ours: FieldBlock, _ theirs: FieldBlock, _ path: FieldPath
  ) throws -> Merged {
    func taken(_ side: MergeSide, _ choice: MergeDecision.Choice) -> Merged {
      let block = side == .ours ? ours : theirs
      decide(path, choice, sides)
      return Merged(block.lines, block.value)
    }
    guard let base = sides.base else {
      if ours.value == theirs.value {
        return try sameValue(sides, ours, theirs, path)
      }
      if ours.isOpaque || theirs.isOpaque {
        return conflict(sides, path, "it has an anchor, an alias or a tag")
      }
      return try changedByBoth(sides, ours, theirs, path)
    }
    let texts = MergeSides(base: base.lines, ours: ours.lines, theirs: theirs.lines)
    if ours.lines == theirs.lines {
      return taken(.ours, base.lines == ours.lines ? .only(.ours) : .same)
    }
    if let side = texts.changedSide { return taken(side, .only(side)) }
    if sides.all.contains(where: { $0?.isOpaque ?? false }) {
      return try byLines(sides, texts, path)
        ?? conflict(sides, path, "it has an anchor, an alias or a tag")
    }
    let values = MergeSides(base: base.value, ours: ours.value, theirs: theirs.value)
    guard let value = values.settled else { return try changedByBoth(sides, ours, theirs, path) }
    guard let side = values.changedSide else { return try sameValue(sides, ours, theirs, path) }
    // The other side changed only how it is written, or what is said about it.
    let other = side == .ours ? theirs : ours
    if other.innerComments == base.innerComments { return taken(side, .only(side)) }
    if var merged = try byLines(sides, texts, path) {
      (merged.ours, merged.theirs) = (value, value)
      return merged
    }
    let rule = table.rule(for: path)
    let merged = try restoring { merger -> Merged? in
      let merged = try merger.entries(sides, ours, theirs, path, rule)
      // A single value that became a list of one is not what the side wrote.
      return merged.flatMap { $0.hasConflict || $0.ours == .unknown || $0.ours == value ? $0 : nil }
    }
    return merged
      ?? conflict(sides, path, "\(side.rawValue) changed it, \(side.other.rawValue) its comments")
  }

  /// Both sides came to one value, written in two ways.
  private mutating func sameValue(
    _ sides: MergeSides<FieldBlock?>, _ ours: FieldBlock, _ theirs: FieldBlock, _ path: FieldPath
  ) throws -> Merged {
    let comments = MergeSides(
      base: sides.base?.innerComments ?? [], ours: ours.innerComments,
      theirs: theirs.innerComments)
    let isAlike = ours.lines == theirs.lines || !ours.isOpaque && !theirs.isOpaque
    if isAlike, let settled = comments.settled {
      let block = settled == ours.innerComments ? ours : theirs
      decide(path, .same, sides)
      return Merged(block.lines, block.value)
    }
    let texts = sides.map { $0?.lines ?? [] }
    if var merged = try byLines(sides, texts, path) {
      (merged.ours, merged.theirs) = (ours.value, ours.value)
      return merged
    }
    return conflict(sides, path, "both sides changed how it is written")
  }

  /// The line merge of a field's lines; nil when it conflicts.
  mutating func byLines(
    _ sides: MergeSides<FieldBlock?>, _ texts: MergeSides<[UInt8]>, _ path: FieldPath
  ) throws -> Merged? {
    guard sides.base != nil, let lines = try lines(texts) else { return nil }
    decide(path, .lines, sides)
    return Merged(lines, .unknown)
  }

  // MARK: Outcomes

  mutating func conflict(
    _ sides: MergeSides<FieldBlock?>, _ path: FieldPath, _ why: String
  ) -> Merged {
    decide(path, .conflict(why), sides)
    return Merged(
      [.conflict(sides.map { $0?.lines ?? [] })], ours: sides.ours?.value,
      theirs: sides.theirs?.value)
  }

  // MARK: Decisions

  mutating func decide(
    _ path: FieldPath, _ choice: MergeDecision.Choice, _ values: MergeSides<String?>
  ) {
    decisions.append(MergeDecision(field: path.label, choice: choice, values: values))
  }

  mutating func decide(
    _ path: FieldPath, _ choice: MergeDecision.Choice, _ sides: MergeSides<FieldBlock?>
  ) {
    // What nobody touched is no decision.
    if case .only = choice, sides.ours?.lines == sides.theirs?.lines { return }
    decide(
      path, choice,
      sides.map { block in
        block.map { Self.words($0.source[$0.field.value.range]) }
      })
  }

  /// The decisions so far, to return to when something does not work out.
  mutating func restoring<Result>(
    _ work: (inout FieldMerger) throws -> Result?
  ) rethrows -> Result? {
    let kept = decisions.count
    let result = try work(&self)
    if result == nil { decisions.removeLast(decisions.count - kept) }
    return result
  }

  /// A value as it is written, on one line.
  private static func words(_ bytes: some Collection<UInt8>) -> String {
    // Long lists are cut before they are looked at.
    let text = String(decoding: bytes.prefix(600), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingBlanks }
      .joined(separator: " ")
    return line.count > 120 ? String(line.prefix(119)) + "…" : line
  }
}
