/// Which branch means what by an ID: a row for each ID, a column for branches that agree in all.
struct CollisionMatrix {
  private struct Column {
    var refs: [String]
    let cells: [String]
  }

  private let ids: [String]
  private let columns: [Column]
  private let current: String

  init(_ collisions: [Collision], current: String) {
    ids = collisions.map(\.id)
    self.current = current
    var refs: [String] = []
    var cells: [String: [String]] = [:]
    for (row, collision) in collisions.enumerated() {
      for claim in collision.claims {
        if cells[claim.ref] == nil {
          refs.append(claim.ref)
          cells[claim.ref] = [String](repeating: "", count: collisions.count)
        }
        let letter = ClaimGroup.letter(claim.meaning)
        // A branch with a duplicate has two meanings by itself.
        if cells[claim.ref]?[row].contains(letter) == false { cells[claim.ref]?[row] += letter }
      }
    }
    var columns: [Column] = []
    for ref in refs.filter({ $0 == current }) + refs.filter({ $0 != current }) {
      let cells = cells[ref] ?? []
      if let known = columns.firstIndex(where: { $0.cells == cells }) {
        columns[known].refs.append(ref)
      } else {
        columns.append(Column(refs: [ref], cells: cells))
      }
    }
    self.columns = columns
  }

  /// Two branches and one ID need no table, and one wider than a screen helps nobody.
  var isWorthShowing: Bool {
    ids.count > 1 && columns.count <= 16 && width <= 100
  }

  private var idWidth: Int { ids.map { Terminal.width(Terminal.safe($0)) }.max() ?? 0 }
  private var width: Int { idWidth + 2 + columns.count * 4 }

  var text: String {
    var lines: [String] = []
    for (number, column) in columns.enumerated() {
      let names = column.refs.prefix(4).map(Terminal.safe).joined(separator: ", ")
      let more = column.refs.count > 4 ? " and \(column.refs.count - 4) more" : ""
      let here = column.refs.contains(current) ? " (here)" : ""
      lines.append("  \(number + 1) = \(names)\(more)\(here)")
    }
    lines.append("")
    lines.append(
      padded("", idWidth) + "  " + columns.indices.map { padded("\($0 + 1)", 4) }.joined())
    for (row, id) in ids.enumerated() {
      lines.append(
        padded(Terminal.safe(id), idWidth) + "  "
          + columns.map { padded($0.cells[row].isEmpty ? "·" : $0.cells[row], 4) }.joined())
    }
    return lines.map { $0.trimmingTail }.joined(separator: "\n") + "\n"
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - Terminal.width(text)))
  }
}
