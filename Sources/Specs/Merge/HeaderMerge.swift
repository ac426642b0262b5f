internal import Frontmatter

/// Merges three headers, and trusts only what can be read again.
struct HeaderMerge {
  private let sides: MergeSides<MergeFile>
  private let table: MergeTable
  private let markers: Markers
  private let lineMerge: LineMerger

  struct Result {
    var bytes: [UInt8]
    var isClean: Bool
    var decisions: [MergeDecision]
  }

  init(
    _ sides: MergeSides<MergeFile>, table: MergeTable, markers: Markers,
    lineMerge: @escaping LineMerger
  ) {
    self.sides = sides
    self.table = table
    self.markers = markers
    self.lineMerge = lineMerge
  }

  private static func value(_ document: Document, _ table: MergeTable) -> PlainValue {
    .map(PlainValue.map(document.fields, .top, table))
  }

  /// Whether a header keeps every change of one side and doubles nothing.
  func accepts(_ document: Document) -> Bool {
    KeptChanges(table).all(
      in: Self.value(document, table), of: sides.map { Self.value($0.header, table) })
  }

  /// git's lines where they are right, else field by field; nil when neither can be trusted.
  ///
  /// `explains` asks for the decisions also where git is right.
  func merge(explains: Bool) throws -> Result? {
    let texts = sides.map(\.headerText)
    if let settled = texts.settled { return try like(settled, explains) }
    let lines = try lineMerge(texts, markers)
    if lines.isClean, let document = try? MergeFile.document(lines.bytes), accepts(document) {
      return try like(lines.bytes, explains)
    }
    return try byFields()
  }

  private func like(_ bytes: [UInt8], _ explains: Bool) throws -> Result {
    Result(
      bytes: bytes, isClean: true, decisions: explains ? try byFields()?.decisions ?? [] : [])
  }

  /// The merge by fields; nil when what it gives does not read as it should.
  func byFields() throws -> Result? {
    guard let documents = alignedDocuments() else { return nil }
    var merger = FieldMerger(
      table: table, unitesLists: unitesLists, lineMerge: lineMerge)
    guard let merged = try merger.merge(documents.map { FieldLevel($0, table) }, .top) else {
      return nil
    }
    let isClean = !merged.hasConflict
    let before = sides.map { Self.comments($0.header) }
    // What comes out is read again, decided for either side: only what says what it should counts.
    for side in isClean ? [.ours] : MergeSide.allCases {
      guard let document = try? MergeFile.document(merged.pieces.text(for: side)),
        let expected = side == .ours ? merged.ours : merged.theirs,
        case let value = Self.value(document, table), value.matches(expected),
        keepsWhatIsUnknown(value, merged),
        Self.keepsComments(Self.comments(document), of: before, in: isClean ? nil : side)
      else { return nil }
    }
    return Result(
      bytes: merged.pieces.text(with: markers), isClean: isClean, decisions: merger.decisions)
  }

  /// A conflict over the whole header, for what git merges cleanly and wrongly.
  func inOnePiece() -> Result {
    let decision = MergeDecision(
      field: "frontmatter", choice: .conflict("git's merge of it is wrong and no other is certain"),
      values: MergeSides(base: nil, ours: nil, theirs: nil))
    return Result(
      bytes: markers.text(of: sides.map(\.headerText)), isClean: false, decisions: [decision])
  }

  // MARK: Checks

  /// Whether fields that were merged by lines, so that nobody knows their value, keep every change.
  private func keepsWhatIsUnknown(_ value: PlainValue, _ merged: FieldMerger.Merged) -> Bool {
    guard let expected = merged.ours?.fields else { return true }
    let unknown = expected.filter { name, value in
      value.hasUnknown && merged.theirs?.fields?[name].map(value.matches) == true
    }
    if unknown.isEmpty { return true }
    let before = sides.map { Self.value($0.header, table).fields }
    return unknown.keys.allSatisfy { name in
      KeptChanges(table).all(in: value.fields?[name], of: before.map { $0?[name] })
    }
  }

  /// Whether each comment is there as often as it was on one side, or as three-way merging says; in
  /// a conflict that is decided for a side, or as often as on that side.
  private static func keepsComments(
    _ after: [[UInt8]: Int], of before: MergeSides<[[UInt8]: Int]>, in side: MergeSide?
  ) -> Bool {
    let known = Set(before.base.keys).union(before.ours.keys).union(before.theirs.keys)
    return known.union(after.keys).allSatisfy { comment in
      let count = before.map { $0[comment] ?? 0 }
      let found = after[comment] ?? 0
      if let side, found == count[side] { return true }
      if side != nil, found > max(count.ours, count.theirs) { return false }
      if let settled = count.settled { return found == settled }
      let expected = max(0, count.ours + count.theirs - count.base)
      return found >= min(expected, count.ours, count.theirs)
        && found <= max(expected, count.ours, count.theirs)
    }
  }

  /// How often each comment stands in a header.
  private static func comments(_ document: Document) -> [[UInt8]: Int] {
    guard document.bytes.contains(0x23) else { return [:] }
    return Dictionary(FieldSyntax.comments(of: document).map { ($0, 1) }, uniquingKeysWith: +)
  }

  /// False for two added things that differ in what makes them that thing.
  private var unitesLists: Bool {
    guard sides.base.header.fields.isEmpty else { return true }
    return ["title", "created"].allSatisfy { name in
      guard let ours = sides.ours.header[name], let theirs = sides.theirs.header[name] else {
        return true
      }
      let path = FieldPath.top.appending(name)
      return PlainValue(ours.value, path, table) == PlainValue(theirs.value, path, table)
    }
  }

  /// The headers with their keys at one column: that of the side that changed it, else ours.
  private func alignedDocuments() -> MergeSides<Document>? {
    let columns = sides.map { Self.column($0.header) }
    guard Set(columns.all.compactMap { $0 }).count > 1, let ours = columns.ours,
      let theirs = columns.theirs
    else { return sides.map(\.header) }
    let column = columns.changedSide == .theirs ? theirs : ours
    let moved = sides.map { side -> Document? in
      guard let own = Self.column(side.header) else { return side.header }
      guard let text = side.headerText.shifted(from: own, to: column),
        let document = try? MergeFile.document(text),
        Self.value(document, table) == Self.value(side.header, table)
      else { return nil }
      return document
    }
    guard let base = moved.base, let ours = moved.ours, let theirs = moved.theirs else {
      return nil
    }
    return MergeSides(base: base, ours: ours, theirs: theirs)
  }

  private static func column(_ document: Document) -> Int? {
    document.fields.first.map { document.indentation(of: $0).utf8.count }
  }
}
