/// Rows in columns that fit the paper: wide ones are cut, the least important ones left out.
struct TextTable {
  struct Column {
    let title: String
    /// Columns of the highest rank are left out first; rank 0 never.
    var rank = 0
    /// Cut to fit, but not below what makes sense of it.
    var isFlexible = false
    var isRightward = false
    /// Cut in the middle: names differ in their end.
    var isName = false
    /// Where there is no room for the column, its cells stand below their rows.
    var fallsBelow = false
  }

  struct Cell {
    let text: String
    var style: Terminal.Style?

    init(_ text: String?, _ style: Terminal.Style? = nil) {
      self.text = text ?? ""
      self.style = style
    }
  }

  private struct Row {
    let cells: [Cell]
    let notes: [Cell]
    let indent: Int
  }

  private let columns: [Column]
  private var rows: [Row] = []
  private static let gap = 2
  /// No word of a table is longer, but for titles.
  private static let longest = 32

  init(_ columns: [Column]) { self.columns = columns }

  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row, with lines of prose below it.
  mutating func add(_ cells: [Cell], notes: [Cell] = [], indent: Int = 0) {
    rows.append(Row(cells: cells, notes: notes, indent: indent))
  }

  func text(on paper: Paper) -> String {
    let widths = widths(in: paper.columns)
    // Blanks that a line begins with belong to its first column.
    let margin = min((widths[0] ?? 0) + Self.gap, Self.deepest)
    return rows.map { row in
      var parts: [String] = []
      var below: [Cell] = []
      for (index, cell) in row.cells.enumerated() {
        guard let width = widths[index], width > 0 else {
          if columns[index].fallsBelow, !cell.text.isEmpty { below.append(cell) }
          continue
        }
        let blanks = index == 0 ? String(repeating: " ", count: row.indent) : ""
        let room = max(0, width - blanks.count)
        let text = Terminal.padded(
          columns[index].isName ? Terminal.shortened(cell.text, to: room) : cell.text, to: room,
          rightward: columns[index].isRightward)
        parts.append(blanks + paper.styled(text, cell.style))
      }
      // Blanks at the end are no part of a cell that is coloured; without colour none are left.
      let line = parts.joined(separator: "  ")
      let notes = (below + row.notes).map { note in
        paper.paragraph(note.text, indent: margin + row.indent, note.style)
      }
      return (paper.usesColor ? line : line.trimmingTail) + "\n" + notes.joined()
    }.joined()
  }

  /// What is left of a title beside a name that is longer than the rest of the line.
  private static let fewest = 8

  /// Lines below a row begin behind its sign, not behind a long first column.
  private static let deepest = 5

  /// What is left of a title before less important columns are left out.
  private static func smallest(in available: Int) -> Int { min(max(12, available / 4), 32) }

  /// The width of each column that is shown.
  private func widths(in available: Int) -> [Int: Int] {
    var shown = columns.indices.filter { index in
      rows.contains { index < $0.cells.count && !$0.cells[index].text.isEmpty }
    }
    var natural: [Int: Int] = [:]
    for index in shown {
      let indent = index == 0 ? rows.map(\.indent).max() ?? 0 : 0
      let limit =
        columns[index].isFlexible
        ? available : columns[index].isName ? max(Self.longest, available / 4) : Self.longest
      natural[index] =
        indent
        + (rows.lazy.compactMap { row in
          index < row.cells.count
            ? Terminal.width(Terminal.clipped(row.cells[index].text, to: limit)) : nil
        }.max() ?? 0)
    }
    while true {
      let gaps = Self.gap * max(0, shown.count - 1)
      let fixed = shown.filter { !columns[$0].isFlexible }.reduce(0) { $0 + (natural[$1] ?? 0) }
      let flexible = shown.filter { columns[$0].isFlexible }
      let wanted = flexible.reduce(0) { $0 + (natural[$1] ?? 0) }
      let left = available - gaps - fixed
      if wanted <= left { return natural.filter { shown.contains($0.key) } }
      let least = flexible.reduce(0) {
        $0 + min(Self.smallest(in: available), natural[$1] ?? 0)
      }
      let last = shown.filter { columns[$0].rank > 0 }.max { columns[$0].rank < columns[$1].rank }
      guard left < least, let last else {
        if left >= least { return shrunk(natural, shown, flexible, to: left) }
        // Titles say the less, but where they would vanish beside long names, these are cut as well.
        let few = flexible.reduce(0) { $0 + min(Self.fewest, natural[$1] ?? 0) }
        let widths = shrunk(natural, shown, flexible, to: max(left, few))
        return shrunk(widths, shown, shown, to: available - gaps)
      }
      shown.removeAll { $0 == last }
    }
  }

  /// What is too wide is cut evenly: the widest first.
  private func shrunk(
    _ natural: [Int: Int], _ shown: [Int], _ flexible: [Int], to limit: Int
  ) -> [Int: Int] {
    var widths = natural.filter { shown.contains($0.key) }
    var over = flexible.reduce(0) { $0 + (widths[$1] ?? 0) } - limit
    while over > 0, let widest = flexible.max(by: { (widths[$0] ?? 0) < (widths[$1] ?? 0) }),
      let width = widths[widest], width > 1
    {
      let others = flexible.filter { $0 != widest }.compactMap { widths[$0] }.max() ?? 0
      let step = min(over, max(1, width - others))
      widths[widest] = width - step
      over -= step
    }
    return widths
  }
}

extension String {
  /// Without blanks at the end.
  var trimmingTail: String {
    var rest = self[...]
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
