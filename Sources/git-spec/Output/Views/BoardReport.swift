internal import Specs

/// Tickets and tasks in columns by status, in rows by feature, priority or assignee.
struct BoardReport {
  private struct Board {
    let root: String
    let kind: KindName
    /// The workflow, `blocked`, and what no workflow knows.
    let statuses: [String]
    /// Rows in order; a board without rows is one of no name.
    let lanes: [(name: String, cards: [[SpecCard]])]
    let specs: RootSpecs
  }

  private let boards: [Board]
  private let troubles: [Trouble]
  private let hasSeveralRoots: Bool

  init(
    _ views: SpecViews, _ kinds: [KindName], by lane: BoardCommand.Lane?, filter: SpecFilter
  ) {
    self.init(views.roots, views.troubles, kinds, by: lane, filter: filter)
  }

  init(
    _ roots: [RootSpecs], _ troubles: [Trouble], _ kinds: [KindName],
    by lane: BoardCommand.Lane?, filter: SpecFilter
  ) {
    hasSeveralRoots = roots.count > 1
    boards = roots.flatMap { specs in
      kinds.compactMap { kind -> Board? in
        let cards = specs.cards.filter { $0.kind == kind && filter.includes($0, in: specs) }
        return cards.isEmpty ? nil : Self.board(cards, kind, lane, specs)
      }
    }
    self.troubles =
      filter.isEmpty
      ? troubles
      : troubles.concerning(
        boards.flatMap(\.lanes).flatMap(\.cards).flatMap { $0 }.map(\.path))
  }

  private static let none = "(none)"

  private static func board(
    _ cards: [SpecCard], _ kind: KindName, _ lane: BoardCommand.Lane?, _ specs: RootSpecs
  ) -> Board {
    var statuses = specs.schema[kind]?.workflow ?? []
    if !statuses.contains("blocked") { statuses.append("blocked") }
    let others = Set(cards.map { word($0.status) }).subtracting(statuses)
    statuses += others.subtracting([none]).sorted() + (others.contains(none) ? [none] : [])
    func name(_ card: SpecCard) -> String {
      switch lane {
      case .feature: word(specs.feature(of: card))
      case .priority: word(specs.priority(of: card))
      case .assignee: word(card.assignee)
      case nil: ""
      }
    }
    let byLane = Dictionary(grouping: cards, by: name)
    let names = byLane.keys.sorted { a, b in
      // By urgency where it is that, by letters else; what has none comes last.
      (a == none ? 1 : 0, rank(a, lane, specs), a) < (b == none ? 1 : 0, rank(b, lane, specs), b)
    }
    return Board(
      root: specs.root, kind: kind, statuses: statuses,
      lanes: names.map { name in
        (
          name,
          statuses.map { status in
            (byLane[name] ?? []).filter { word($0.status) == status }
          }
        )
      }, specs: specs)
  }

  private static func word(_ value: String?) -> String {
    value.flatMap { $0.isEmpty ? nil : $0 } ?? none
  }

  private static func rank(
    _ name: String, _ lane: BoardCommand.Lane?, _ specs: RootSpecs
  ) -> Int {
    guard lane == .priority,
      case .enumeration(let values, _)? = specs.schema[.ticket]?.field(named: "priority")?.form
    else { return 0 }
    return values.firstIndex(of: name) ?? values.count
  }

  // MARK: Text

  func text(on paper: Paper) -> String {
    if boards.isEmpty {
      return TroubleList(troubles: troubles, paper: paper).text(insteadOf: "nothing to show")
    }
    return boards.map { board in
      let count = board.lanes.reduce(0) { $0 + $1.cards.reduce(0) { $0 + $1.count } }
      let place = hasSeveralRoots ? " of \(board.root)" : ""
      return paper.heading("\(board.kind.rawValue.uppercased())S\(place) (\(count))")
        + lanes(board, paper) + "\n"
    }.joined() + TroubleList(troubles: troubles, paper: paper).text
  }

  /// Narrower columns than this hold no title.
  private static let narrowest = 16
  /// What a title has to have before columns that are empty are shown as well.
  private static let comfortable = 22
  private static let widest = 48
  private static let gap = 3

  /// A column that is shown: by its number among the statuses.
  private struct Column {
    let status: Int
    let width: Int
  }

  private func lanes(_ board: Board, _ paper: Paper) -> String {
    let shown = columns(of: board, paper)
    let numbers = Set(shown.map(\.status))
    let empty = board.statuses.indices.filter { column in
      !numbers.contains(column) && board.lanes.allSatisfy { $0.cards[column].isEmpty }
    }
    var text = ""
    for (name, cards) in board.lanes {
      if !name.isEmpty {
        text += paper.styled(Terminal.clipped("▌ \(name)", to: paper.columns), .bold) + "\n"
      }
      text +=
        shown.isEmpty ? stacked(board, cards, paper) : columns(board, cards, shown, paper)
    }
    if !empty.isEmpty {
      let names = empty.map { board.statuses[$0] }.joined(separator: ", ")
      text += paper.paragraph("empty: \(names)", .quiet)
    }
    return text
  }

  /// Columns with their widths: empty ones have room for their name, where it can be spared. None
  /// where the rest has no room beside each other.
  private func columns(of board: Board, _ paper: Paper) -> [Column] {
    let filled = Set(
      board.statuses.indices.filter { column in
        board.lanes.contains { !$0.cards[column].isEmpty }
      })
    func share(_ count: Int, _ taken: Int) -> Int {
      (paper.columns - Self.gap * (count - 1) - taken) / max(1, filled.count)
    }
    let names = board.statuses.map { Terminal.width(Terminal.clipped("\($0) (0)", to: 24)) }
    let taken = names.indices.filter { !filled.contains($0) }.reduce(0) { $0 + names[$1] }
    let ample = share(names.count, taken)
    if ample >= Self.comfortable {
      return names.indices.map {
        Column(status: $0, width: filled.contains($0) ? min(ample, Self.widest) : names[$0])
      }
    }
    let width = share(filled.count, 0)
    guard width >= Self.narrowest else { return [] }
    return filled.sorted().map { Column(status: $0, width: min(width, Self.widest)) }
  }

  /// One status below the other, where there is no room beside.
  private func stacked(_ board: Board, _ cards: [[SpecCard]], _ paper: Paper) -> String {
    board.statuses.indices.filter { !cards[$0].isEmpty }.map { column in
      let name = Terminal.cut(board.statuses[column], to: paper.columns - 8)
      return paper.styled("\(name) (\(cards[column].count))", .quiet) + "\n"
        + cards[column].map { card in
          let sign = Sign(card, in: board.specs)
          let label = Terminal.shortened(card.label, to: paper.columns / 2)
          let line = Terminal.clipped("\(label) \(card.title)", to: paper.columns - 4)
          return "  " + paper.styled(sign.mark, sign.style) + " " + line + "\n"
        }.joined()
    }.joined()
  }

  private func columns(
    _ board: Board, _ cards: [[SpecCard]], _ shown: [Column], _ paper: Paper
  ) -> String {
    func row(_ cells: [(String, Terminal.Style?)]) -> String {
      let line = zip(cells, shown).map { cell, column in
        paper.styled(Terminal.padded(cell.0, to: column.width), cell.1)
      }.joined(separator: paper.styled(" │ ", .quiet))
      return (paper.usesColor ? line : line.trimmingTail) + "\n"
    }
    var text = row(
      shown.map { column in
        let count = " (\(cards[column.status].count))"
        let name = Terminal.cut(board.statuses[column.status], to: column.width - count.count)
        return (name + count, Terminal.Style.quiet)
      })
    let cells = shown.map { column in
      cards[column.status].flatMap { self.cell($0, board.specs, column.width) }
    }
    for line in 0..<(cells.map(\.count).max() ?? 0) {
      text += row(cells.map { line < $0.count ? $0[line] : ("", nil) })
    }
    return text
  }

  /// The sign and the ID in one line, the title in at most two more.
  private func cell(
    _ card: SpecCard, _ specs: RootSpecs, _ width: Int
  ) -> [(String, Terminal.Style?)] {
    let sign = Sign(card, in: specs)
    let label = Terminal.shortened(card.label, to: width - 2)
    // Three lines of a column: what is cut is not broken into lines first.
    let words = Terminal.lines(Terminal.cut(card.title, to: width * 3), to: width - 2)
    var title = [words.first ?? ""]
    // What is left over is shown to be.
    if words.count > 1 { title.append(words.dropFirst().joined(separator: " ")) }
    return [("\(sign.mark) \(label)", sign.style)]
      + title.filter { !$0.isEmpty }.map { ("  " + Terminal.cut($0, to: width - 2), nil) }
  }

  // MARK: JSON

  private struct Document: Encodable {
    struct Column: Encodable {
      let status: String
      let specs: [SpecRow]
    }
    struct Lane: Encodable {
      @OrNull var name: String?
      let columns: [Column]
    }
    struct Board: Encodable {
      let root: String
      let kind: String
      let lanes: [Lane]
    }
    let schemaVersion = 1
    let command = "board"
    let boards: [Board]
    let problems: [TroubleRow]
  }

  var json: String {
    get throws {
      try JSONText.text(
        Document(
          boards: boards.map { board in
            .init(
              root: board.root, kind: board.kind.rawValue,
              lanes: board.lanes.map { lane in
                .init(
                  name: lane.name.isEmpty ? nil : lane.name,
                  columns: zip(board.statuses, lane.cards).map { status, cards in
                    .init(status: status, specs: cards.map { SpecRow($0, in: board.specs) })
                  })
              })
          }, problems: troubles.map(TroubleRow.init)))
    }
  }
}
