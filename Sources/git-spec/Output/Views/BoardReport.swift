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
    troubles = views.troubles
    hasSeveralRoots = views.roots.count > 1
    boards = views.roots.flatMap { specs in
      kinds.compactMap { kind -> Board? in
        let cards = specs.cards.filter { $0.kind == kind && filter.includes($0, in: specs) }
        return cards.isEmpty ? nil : Self.board(cards, kind, lane, specs)
      }
    }
  }

  private static let none = "(none)"

  private static func board(
    _ cards: [SpecCard], _ kind: KindName, _ lane: BoardCommand.Lane?, _ specs: RootSpecs
  ) -> Board {
    var statuses = specs.schema[kind]?.workflow ?? []
    if !statuses.contains("blocked") { statuses.append("blocked") }
    for card in cards where !statuses.contains(card.status ?? none) {
      statuses.append(card.status ?? none)
    }
    func name(_ card: SpecCard) -> String {
      switch lane {
      case .feature: specs.feature(of: card) ?? none
      case .priority: specs.priority(of: card) ?? none
      case .assignee: card.assignee ?? none
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
            (byLane[name] ?? []).filter { ($0.status ?? none) == status }
          }
        )
      }, specs: specs)
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
      return "nothing to show\n" + TroubleList(troubles: troubles, paper: paper).text
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

  private func lanes(_ board: Board, _ paper: Paper) -> String {
    // Columns that are empty in all rows take no room but their name, where there is little.
    let hasRoom =
      (paper.columns - 3 * (board.statuses.count - 1)) / board.statuses.count >= Self.narrowest
    let shown = board.statuses.indices.filter { column in
      hasRoom || board.lanes.contains { !$0.cards[column].isEmpty }
    }
    let empty = board.statuses.indices.filter { !shown.contains($0) }.map { board.statuses[$0] }
    let width = (paper.columns - 3 * (shown.count - 1)) / max(1, shown.count)
    var text = ""
    for (name, cards) in board.lanes {
      if !name.isEmpty {
        text += paper.styled(Terminal.clipped("▌ \(name)", to: paper.columns), .bold) + "\n"
      }
      if width < Self.narrowest {
        text += stacked(board, cards, shown, paper)
      } else {
        text += columns(board, cards, shown, min(width, 48), paper)
      }
    }
    if !empty.isEmpty {
      text += paper.paragraph("empty: \(empty.joined(separator: ", "))", .quiet)
    }
    return text
  }

  /// One status below the other, where there is no room beside.
  private func stacked(
    _ board: Board, _ cards: [[SpecCard]], _ shown: [Int], _ paper: Paper
  ) -> String {
    shown.filter { !cards[$0].isEmpty }.map { column in
      paper.styled("\(board.statuses[column]) (\(cards[column].count))", .quiet) + "\n"
        + cards[column].map { card in
          let sign = Sign(card, in: board.specs)
          let line = Terminal.clipped("\(card.label) \(card.title)", to: paper.columns - 4)
          return "  " + paper.styled(sign.mark, sign.style) + " " + line + "\n"
        }.joined()
    }.joined()
  }

  private func columns(
    _ board: Board, _ cards: [[SpecCard]], _ shown: [Int], _ width: Int, _ paper: Paper
  ) -> String {
    func row(_ cells: [(String, Terminal.Style?)]) -> String {
      cells.map { paper.styled(Terminal.padded($0.0, to: width), $0.1) }
        .joined(separator: paper.styled(" │ ", .quiet)).trimmingTail + "\n"
    }
    var text = row(
      shown.map { ("\(board.statuses[$0]) (\(cards[$0].count))", Terminal.Style.quiet) })
    let cells = shown.map { column in
      cards[column].flatMap { self.cell($0, board.specs, width) }
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
    var lines: [(String, Terminal.Style?)] = [("\(sign.mark) \(card.label)", sign.style)]
    // Two lines of a column and a little more: what is cut is not broken into lines first.
    let words = Terminal.wrapped(Terminal.clipped(card.title, to: width * 2), to: width - 2)
    for line in words.prefix(2) where !line.isEmpty { lines.append(("  " + line, nil)) }
    return lines
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
