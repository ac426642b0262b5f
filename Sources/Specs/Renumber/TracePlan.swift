internal import Frontmatter

/// What the moves add to `renumbered` in the settings file.
struct TracePlan {
  private(set) var trace: RenumberPlan.Trace?
  private(set) var problem: RenumberProblem?
  /// Bytes of the entries that are there, where old IDs are at home.
  private(set) var entriesRange: Range<Int>?

  init(_ moves: [Move], in root: RenumberRoot) {
    if moves.isEmpty { return }
    let path = root.settingsPath
    guard let bytes = root.settings else {
      let entries = Self.entries(moves)
      trace = RenumberPlan.Trace(
        path: path, isNew: true, edits: [Edit(0..<0, with: Self.block(entries, "\n"))],
        position: Position(line: 1, column: 1), entries: entries, notes: Self.notes(moves, [:]))
      return
    }
    let text = SourceText(bytes)
    switch YAMLText.parse(bytes) {
    case .failure(let error): forbid(error.message, at: error.range, text, path)
    case .success(let (value, _)):
      guard let field = field(in: value, text, path) else { return }
      entriesRange = field?.range
      plan(moves, value, field, text, path)
    }
  }

  private mutating func forbid(
    _ why: String, at range: Range<Int>, _ text: SourceText, _ path: String
  ) {
    let place = text.position(at: range.lowerBound)
    problem = .settings(path: path, line: place.line, column: place.column, why: why)
  }

  /// The field `renumbered`, or nil in it when there is none; nil when the file is no mapping.
  private mutating func field(
    in value: Value?, _ text: SourceText, _ path: String
  ) -> Field?? {
    guard let value, !value.isNull else { return .some(nil) }
    guard case .mapping(let fields, _, _) = value else {
      forbid("the settings are \(value.article)", at: value.range, text, path)
      return nil
    }
    let field = fields.last { $0.key.text == "renumbered" }
    if let field, !field.value.isNull {
      guard case .mapping = field.value else {
        forbid("`renumbered` is \(field.value.article)", at: field.value.range, text, path)
        return nil
      }
    }
    return .some(field)
  }

  private mutating func plan(
    _ moves: [Move], _ root: Value?, _ field: Field?, _ text: SourceText, _ path: String
  ) {
    let entries = Self.entries(moves)
    var known: [Field] = []
    if case .mapping(let fields, _, _) = field?.value { known = fields }
    // Of two entries for one ID the later counts.
    let fields = Dictionary(known.map { ($0.key.text, $0) }) { $1 }
    let writer = TraceWriter(text: text, root: root, field: field)
    var edits: [Edit] = []
    var added: [RenumberPlan.Trace.Entry] = []
    for entry in entries {
      guard let old = fields[entry.old] else {
        added.append(entry)
        continue
      }
      if old.value.scalar?.text != entry.new { edits.append(writer.replacing(old, entry.new)) }
    }
    if !added.isEmpty { edits.append(writer.adding(added)) }
    edits.sort { $0.range.lowerBound < $1.range.lowerBound }
    let before = fields.compactMapValues { $0.value.scalar?.text }
    var wanted = Settings.parse(text.bytes, path: path, root: "").settings.renumbered
    for entry in entries { wanted[entry.old] = entry.new }
    guard let result = try? Edit.apply(edits, to: text.bytes),
      Settings.parse(result, path: path, root: "").settings.renumbered == wanted
    else {
      problem = .unwritable(
        path: path, why: "the file is written in a way that entries cannot be added to")
      return
    }
    if edits.isEmpty { return }
    trace = RenumberPlan.Trace(
      path: path, isNew: false, edits: edits,
      position: text.position(at: edits[0].range.lowerBound), entries: entries,
      notes: Self.notes(moves, before))
  }

  /// One new ID for each old one: the last move's.
  private static func entries(_ moves: [Move]) -> [RenumberPlan.Trace.Entry] {
    let last = Dictionary(moves.map { ($0.old, $0.new) }) { $1 }
    var seen: Set<String> = []
    return moves.compactMap { move in
      guard seen.insert(move.old).inserted else { return nil }
      return .init(old: move.old, new: last[move.old] ?? move.new)
    }
  }

  /// What the entries do not say.
  private static func notes(_ moves: [Move], _ before: [String: String]) -> [String] {
    let entries = entries(moves)
    let byOld = Dictionary(grouping: moves, by: \.old)
    var notes: [String] = []
    for entry in entries {
      if let former = before[entry.old], former != entry.new {
        notes.append(
          "`\(entry.old)` was renumbered to `\(former)` before; the trace now says `\(entry.new)`")
      }
      let same = byOld[entry.old] ?? []
      if same.count > 1 {
        notes.append(
          "`\(entry.old)` becomes \(same.map { "`\($0.new)`" }.joined(separator: " and "));"
            + " the trace says `\(entry.new)`")
      }
    }
    for move in moves where before[move.new] != nil {
      notes.append(
        "`\(move.new)` was itself renumbered before, to `\(before[move.new] ?? "")`; it is in use"
          + " again now")
    }
    return notes
  }

  /// The field as it is written into a file that has none.
  static func block(_ entries: [RenumberPlan.Trace.Entry], _ end: String) -> String {
    "renumbered:\(end)" + entries.map { "  \($0.old): \($0.new)\(end)" }.joined()
  }
}
