internal import Specs

/// The views of `git spec show` that list specs.
struct ShowReport {
  enum View: String, CaseIterable {
    case all, docs, requirements, designs, tickets, tasks, ready
  }

  let view: View
  let roots: [RootSpecs]
  let filter: SpecFilter
  private let allTroubles: [Trouble]
  /// Of `ready` only the task to begin with.
  let isFirstOnly: Bool
  /// A kind of the project's own, instead of a view.
  let ownKind: KindName?

  init(
    _ view: View, _ roots: [RootSpecs], _ troubles: [Trouble], _ filter: SpecFilter,
    isFirstOnly: Bool = false, ownKind: KindName? = nil
  ) {
    self.view = view
    self.roots = roots
    self.filter = filter
    allTroubles = troubles
    self.isFirstOnly = isFirstOnly
    self.ownKind = ownKind
  }

  /// Of a part of the specs only what is wrong with that part.
  private var troubles: [Trouble] {
    if filter.isEmpty, !isFirstOnly, ownKind == nil { return allTroubles }
    return allTroubles.concerning(roots.flatMap { cards(of: $0) }.map(\.path))
  }

  private func ready(_ specs: RootSpecs) -> ReadyTasks {
    ReadyTasks(specs) { filter.includes($0, in: specs) }
  }

  /// The ready tasks of a root that are shown: all, or of all roots the one to begin with.
  private func shown(_ ready: ReadyTasks, of specs: RootSpecs) -> [SpecCard] {
    guard isFirstOnly else { return ready.cards }
    guard let first = FirstTask(roots, filter), first.specs === specs else { return [] }
    return [first.card]
  }

  // MARK: Text

  func text(on paper: Paper) -> String {
    var text = ""
    for specs in roots {
      let tables = SpecTables(
        specs: specs, filter: filter, paper: paper,
        rootName: roots.count > 1 ? specs.root : nil)
      if let ownKind {
        text += tables.documents(ownKind, titled: ownKind.rawValue)
        continue
      }
      switch view {
      case .all:
        text += documents(tables) + tables.requirements
        text += tables.documents(.design, titled: "Designs")
        text += tables.tickets + tables.tasks + own(tables)
      case .docs: text += documents(tables)
      case .requirements: text += tables.requirements
      case .designs: text += tables.documents(.design, titled: "Designs")
      case .tickets: text += tables.tickets
      case .tasks: text += tables.tasks
      case .ready:
        let ready = ready(specs)
        text += tables.ready(shown(ready, of: specs))
        if !isFirstOnly || ready.cards.isEmpty { text += counts(ready, tables) }
      }
    }
    let list = TroubleList(troubles: troubles, paper: paper)
    if text.isEmpty {
      return list.text(
        insteadOf: filter.isEmpty
          ? "nothing to show; `git spec new ticket --title \"…\"` writes a first spec"
          : "nothing matches; `git spec show \(ownKind?.rawValue ?? view.rawValue)` shows all")
    }
    return text + list.text
  }

  private func documents(_ tables: SpecTables) -> String {
    tables.documents(.prd, titled: "Product requirements")
      + tables.documents(.document, titled: "Documents")
  }

  /// Kinds of the project's own.
  private func own(_ tables: SpecTables) -> String {
    tables.specs.schema.kinds.map(\.name).filter { Schema.builtIn[$0] == nil }
      .map { tables.documents($0, titled: $0.rawValue) }.joined()
  }

  private func counts(_ ready: ReadyTasks, _ tables: SpecTables) -> String {
    let words = Readiness.State.allCases.compactMap { state -> String? in
      let count = ready.counts[state] ?? 0
      if count == 0 && state != .ready { return nil }
      return "\(count) \(Sign(state).word)"
    }
    let place = tables.rootName.map { " in \($0)" } ?? ""
    return tables.paper.paragraph(
      "tasks\(place): \(words.joined(separator: ", "))"
        + (ready.counts[.blocked] ?? 0 > 0 ? "; `git spec show tasks` says what blocks them" : ""),
      .quiet) + "\n"
  }

  // MARK: JSON

  private struct Document: Encodable {
    struct Root: Encodable {
      let root: String
      let specs: [SpecRow]
      /// Of the views of requirements: the headings of each file by its path.
      let requirements: [String: [SpecRow.Requirement]]
    }
    let schemaVersion = 1
    let command = "show"
    let view: String
    let roots: [Root]
    let problems: [TroubleRow]
  }

  var json: String {
    get throws {
      try JSONText.text(
        Document(
          view: ownKind?.rawValue ?? view.rawValue, roots: roots.map(document),
          problems: troubles.map(TroubleRow.init)))
    }
  }

  private func document(_ specs: RootSpecs) -> Document.Root {
    let cards = cards(of: specs)
    var requirements: [String: [SpecRow.Requirement]] = [:]
    if view == .all || view == .requirements || view == .docs {
      let paths = Set(cards.map(\.path))
      let trace = Traceability(specs) { paths.contains($0.path) }
      for source in trace.sources + trace.documents {
        requirements[source.card.path] = source.requirements.map(SpecRow.Requirement.init)
      }
    }
    return Document.Root(
      root: specs.root, specs: cards.map { SpecRow($0, in: specs) }, requirements: requirements)
  }

  /// The specs of a root that are shown.
  private func cards(of specs: RootSpecs) -> [SpecCard] {
    if view == .ready { return shown(ready(specs), of: specs) }
    let kinds = ownKind.map { [$0] } ?? kinds
    return specs.cards.filter {
      kinds?.contains($0.kind) ?? true && filter.includes($0, in: specs)
    }
  }

  /// Kinds of the view; nil for all.
  private var kinds: Set<KindName>? {
    switch view {
    case .all: nil
    case .docs: [.prd, .document]
    case .requirements: [.requirement]
    case .designs: [.design]
    case .tickets: [.ticket]
    case .tasks, .ready: [.task]
    }
  }
}
