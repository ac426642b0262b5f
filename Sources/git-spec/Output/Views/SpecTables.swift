internal import Frontmatter
internal import Specs

/// The specs of one root as tables, a kind each.
struct SpecTables {
  let specs: RootSpecs
  let filter: SpecFilter
  let paper: Paper
  /// Named where there are several.
  let rootName: String?

  func cards(_ kind: KindName) -> [SpecCard] {
    specs.cards.filter { $0.kind == kind && filter.includes($0, in: specs) }
  }

  private func heading(_ title: String, _ count: Int) -> String {
    paper.heading("\(title.uppercased()) (\(count)\(rootName.map { " in \($0)" } ?? ""))")
  }

  private func label(_ card: SpecCard) -> TextTable.Cell { .init(card.label, .bold) }

  /// Of duplicates the ID says nothing: the file does.
  private func file(_ card: SpecCard) -> [TextTable.Cell] {
    let files = card.id.map { specs.cards(withID: $0).count } ?? 1
    let name = card.path.dropPrefix(specs.root + "/") ?? card.path
    return files > 1 ? [.init("in \(name), one of \(files) files with this ID", .doubtful)] : []
  }

  private func title(_ card: SpecCard) -> TextTable.Cell {
    TextTable.Cell(card.title.isEmpty ? "(no title)" : card.title)
  }

  private func fault(_ card: SpecCard) -> [TextTable.Cell] {
    card.fault.map { [TextTable.Cell("\($0.message) (line \($0.position.line))", .bad)] } ?? []
  }

  // MARK: Documents

  /// A kind that is neither ticket nor task nor requirement, with how far it is.
  func documents(_ kind: KindName, titled title: String) -> String {
    let cards = cards(kind)
    if cards.isEmpty { return "" }
    var table = TextTable([
      .init(title: ""), .init(title: "ID", isName: true), .init(title: "title", isFlexible: true),
      .init(title: "status", rank: 1), .init(title: "feature", rank: 3),
      .init(title: "requirements", rank: 2),
    ])
    for card in cards {
      let sign = Sign(card, in: specs)
      let count = Set(card.targets(of: "requirements")).count + card.headings.count
      table.add(
        [
          .init(sign.mark, sign.style), label(card), self.title(card),
          .init(card.status, sign.style),
          .init(specs.feature(of: card), .quiet),
          .init(count == 0 ? nil : TextReport.counted(count, "requirement")),
        ], notes: file(card) + fault(card))
    }
    return heading(title, cards.count) + table.text(on: paper) + "\n"
  }

  /// Files of requirements, each with its headings and the tickets that build them.
  var requirements: String {
    let trace = Traceability(specs) { filter.includes($0, in: specs) }
    if trace.sources.isEmpty { return "" }
    let linked = trace.requirementsLinked
    return heading("Requirements", linked.all) + sources(trace.sources) + "\n"
  }

  func sources(_ sources: [Traceability.Source]) -> String {
    var table = TextTable([
      .init(title: ""), .init(title: "ID", isName: true), .init(title: "title", isFlexible: true),
      .init(title: "tickets", rank: 1, isFlexible: true, fallsBelow: true),
      .init(title: "status", rank: 2),
    ])
    for source in sources {
      let card = source.card
      let sign = Sign(card, in: specs)
      let isOne = source.requirements.count == 1 && source.requirements[0].id == card.id
      table.add(
        [
          .init(sign.mark, sign.style), label(card), title(card),
          isOne
            ? tickets(source.requirements[0])
            : .init("\(source.linked.count) of \(source.linked.all) linked"),
          .init(card.status, sign.style),
        ], notes: file(card) + fault(card) + whole(source))
      if isOne { continue }
      for requirement in source.requirements {
        let sign = Sign(requirement)
        table.add(
          [
            .init(sign.mark, sign.style), .init(requirement.id), .init(requirement.title),
            tickets(requirement), .init(nil),
          ], indent: 2)
      }
    }
    return table.text(on: paper)
  }

  private func whole(_ source: Traceability.Source) -> [TextTable.Cell] {
    guard !source.tickets.isEmpty else { return [] }
    let names = source.tickets.map(\.label).joined(separator: ", ")
    return [.init("named as a whole by \(names), which links none of its headings", .doubtful)]
  }

  private func tickets(_ requirement: Traceability.Requirement) -> TextTable.Cell {
    guard requirement.isLinked else { return .init("no ticket", .doubtful) }
    let words = requirement.tickets.map { ticket in
      let (done, all) = specs.progress(of: ticket.id ?? "")
      return all == 0 ? ticket.label : "\(ticket.label) \(done)/\(all)"
    }
    return .init(words.joined(separator: ", "))
  }

  // MARK: Work

  var tickets: String {
    let cards = cards(.ticket)
    if cards.isEmpty { return "" }
    var table = TextTable([
      .init(title: ""), .init(title: "ID", isName: true), .init(title: "title", isFlexible: true),
      .init(title: "status", rank: 1), .init(title: "priority", rank: 3),
      .init(title: "estimate", rank: 5), .init(title: "tasks", rank: 2, isRightward: true),
      .init(title: "feature", rank: 4),
    ])
    for card in cards {
      let readiness = specs.readiness.of(card)
      let sign = Sign(card, in: specs)
      let (done, all) = specs.progress(of: card.id ?? "")
      table.add(
        [
          .init(sign.mark, sign.style), label(card), title(card),
          .init(card.status, sign.style), .init(card.priority), .init(card.estimate),
          .init(all == 0 ? "no tasks" : "\(done)/\(all) done"),
          .init(specs.feature(of: card), .quiet),
        ], notes: file(card) + reasons(readiness))
    }
    return heading("Tickets", cards.count) + table.text(on: paper) + "\n"
  }

  var tasks: String {
    let cards = cards(.task)
    if cards.isEmpty { return "" }
    var table = taskTable
    for card in cards { add(card, to: &table, notes: reasons(specs.readiness.of(card))) }
    return heading("Tasks", cards.count) + table.text(on: paper) + "\n"
  }

  /// A task with its ticket; what holds it up stands below it.
  private var taskTable: TextTable {
    TextTable([
      .init(title: ""), .init(title: "ID", isName: true), .init(title: "title", isFlexible: true),
      .init(title: "status", rank: 1), .init(title: "ticket", rank: 2),
      .init(title: "priority", rank: 3), .init(title: "estimate", rank: 4),
      .init(title: "assignee", rank: 5),
    ])
  }

  private func add(_ card: SpecCard, to table: inout TextTable, notes: [TextTable.Cell]) {
    let sign = Sign(card, in: specs)
    table.add(
      [
        .init(sign.mark, sign.style), label(card), title(card), .init(card.status, sign.style),
        .init(card.ticket), .init(specs.priority(of: card)),
        .init(card.estimate), .init(card.assignee),
      ], notes: file(card) + notes)
  }

  private func reasons(_ readiness: Readiness) -> [TextTable.Cell] {
    let shown = readiness.reasons.prefix(Self.reasonLimit)
    let more = readiness.reasons.count - shown.count
    return shown.map { .init($0.text, .quiet) }
      + (more > 0 ? [.init("and \(more) more", .quiet)] : [])
  }

  /// A task that waits for a hundred others is not read line by line.
  private static let reasonLimit = 8

  // MARK: Ready

  /// Tasks that can be worked on now, the most urgent first.
  func ready(_ cards: [SpecCard]) -> String {
    guard !cards.isEmpty else { return "" }
    var table = taskTable
    for card in cards { add(card, to: &table, notes: []) }
    return heading("Ready", cards.count) + table.text(on: paper) + "\n"
  }
}
