internal import Frontmatter

/// Gathers the nodes and edges of a graph from the cards of a root.
struct GraphBuilder {
  private let specs: RootSpecs
  private let content: SpecGraph.Content
  private let readiness: ReadinessTable?
  private(set) var nodes: [SpecGraph.Node] = []
  private(set) var edges: [SpecGraph.Edge] = []
  /// Whether some of what the graph is of was not wanted.
  private(set) var leavesOut = false
  private var numbers: [String: Int] = [:]
  private var known: Set<Digraph.Step> = []

  init(_ specs: RootSpecs, _ content: SpecGraph.Content, _ readiness: ReadinessTable?) {
    self.specs = specs
    self.content = content
    self.readiness = readiness
  }

  mutating func build(_ isWanted: (SpecCard) -> Bool) {
    let kinds: [KindName]? =
      switch content {
      case .tasks: [.task]
      case .tickets: [.ticket]
      case .trace: nil
      }
    let all = specs.cards.filter { kinds?.contains($0.kind) ?? true }
    let wanted = all.filter(isWanted)
    leavesOut = wanted.count < all.count
    // A file of requirements is wanted for the sake of its headings as well.
    let paths = Set(wanted.map(\.path))
    for card in wanted {
      add(card)
      if content == .trace { for heading in card.headings { add(heading, in: card) } }
    }
    for card in wanted {
      switch content {
      case .tasks:
        link(card, ["dependencies.depends_on"], paths)
        link(card, ["dependencies.blocks"], paths, reversed: true)
      case .tickets:
        link(card, ["dependencies.blocked_by"], paths)
        link(card, ["dependencies.blocks"], paths, reversed: true)
      case .trace:
        // A design comes behind what it designs, and before what is built by it.
        let isWork = card.kind == .ticket || card.kind == .task
        link(
          card, ["prd_ref", "requirements", "ticket_id"] + (isWork ? ["design_ref"] : []), paths)
        link(card, ["tickets", "tasks"] + (isWork ? [] : ["design_ref"]), paths, reversed: true)
        if let own = card.id.flatMap({ numbers[$0] }) {
          for heading in card.headings where numbers[heading.id] != own {
            add(own, numbers[heading.id] ?? own, "heading")
          }
        }
      }
    }
  }

  // MARK: Nodes

  private mutating func add(_ card: SpecCard) {
    let id = card.label
    guard numbers[id] == nil else { return }
    let files = card.id.map { specs.cards(withID: $0) } ?? [card]
    // Of duplicates the one that is furthest from done speaks for all.
    let open = files.first { !specs.isFinished($0) } ?? card
    let isWork = card.kind == .task || card.kind == .ticket
    let isOpen = isWork && !specs.isFinished(open) && !specs.isComplete(open)
    numbers[id] = nodes.count
    nodes.append(
      SpecGraph.Node(
        id: id, kind: card.kind, title: open.title, status: open.status,
        state: isWork ? readiness?.of(open).state : nil, paths: files.map(\.path),
        line: open.position.line, isHeading: false,
        isOpen: isOpen, hours: isOpen ? open.estimate.flatMap(Effort.hours) ?? Effort.usual : 0))
  }

  private mutating func add(_ heading: Definition, in card: SpecCard) {
    guard numbers[heading.id] == nil else { return }
    numbers[heading.id] = nodes.count
    nodes.append(
      SpecGraph.Node(
        id: heading.id, kind: .requirement, title: heading.title, status: nil, state: nil,
        paths: [card.path], line: heading.position.line, isHeading: true, isOpen: false, hours: 0))
  }

  /// What a reference leads to and is not there, or not wanted: nil for the latter.
  private mutating func target(of reference: Reference, _ wanted: Set<String>) -> Int? {
    if reference.isFile {
      guard let card = specs.card(referredTo: reference) else {
        return specs.isKnown(reference) ? nil : missing(reference.target, reference)
      }
      return wanted.contains(card.path) ? numbers[card.label] : nil
    }
    if let known = numbers[reference.target] { return known }
    if let card = specs.cards(withID: reference.target).first {
      // Of another kind than the graph's: it is there, so it is shown.
      guard content != .trace, !wanted.contains(card.path), !hasKind(card) else { return nil }
      add(card)
      return numbers[reference.target]
    }
    return specs.defines(reference.target) ? nil : missing(reference.target, reference)
  }

  private func hasKind(_ card: SpecCard) -> Bool {
    content == .tasks ? card.kind == .task : card.kind == .ticket
  }

  private mutating func missing(_ id: String, _ reference: Reference) -> Int {
    if let known = numbers[id] { return known }
    numbers[id] = nodes.count
    nodes.append(
      SpecGraph.Node(
        id: id, kind: reference.kinds.first ?? .task, title: "", status: nil, state: nil,
        paths: [], line: 0, isHeading: false, isOpen: false, hours: 0))
    return nodes.count - 1
  }

  // MARK: Edges

  private mutating func link(
    _ card: SpecCard, _ fields: [String], _ wanted: Set<String>, reversed: Bool = false
  ) {
    guard let own = numbers[card.label] else { return }
    for reference in card.summary.references where fields.contains(reference.field) {
      guard let other = target(of: reference, wanted) else { continue }
      if reversed { add(own, other, reference.field) } else { add(other, own, reference.field) }
    }
  }

  /// Adds an edge once: what both sides say is one.
  private mutating func add(_ from: Int, _ to: Int, _ field: String) {
    guard known.insert(.init(from: from, to: to)).inserted else { return }
    edges.append(SpecGraph.Edge(from: from, to: to, field: field))
  }
}
