/// The specs of one root as views ask for them.
package final class RootSpecs {
  package let root: String
  package let schema: Schema
  /// In the order of kinds, then of IDs, then of paths.
  package let cards: [SpecCard]
  /// Paths of all files of the root, specs or not.
  private let files: Set<String>

  private var positionsByID: [String: [Int]] = [:]
  private var headingByID: [String: (card: Int, definition: Definition)] = [:]
  private var tasksByTicket: [String: [SpecCard]] = [:]
  private var progressByTicket: [String: (done: Int, all: Int)] = [:]
  private var featureByPath: [String: String?] = [:]

  package init(
    root: String, schema: Schema, cards: [SpecCard], files: some Sequence<String>
  ) {
    let ranks = Dictionary(
      schema.kinds.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { a, _ in a })
    self.root = root
    self.schema = schema
    self.files = Set(files)
    self.cards =
      cards
      .map { (rank: ranks[$0.kind] ?? ranks.count, order: IDOrder($0.label), card: $0) }
      .sorted { a, b in
        if a.rank != b.rank { return a.rank < b.rank }
        if a.order != b.order { return a.order < b.order }
        return a.card.path < b.card.path
      }
      .map(\.card)
    for (position, card) in self.cards.enumerated() {
      if let id = card.id { positionsByID[id, default: []].append(position) }
      for heading in card.headings where headingByID[heading.id] == nil {
        headingByID[heading.id] = (position, heading)
      }
      guard let ticket = card.ticket else { continue }
      tasksByTicket[ticket, default: []].append(card)
    }
  }

  package func cards(of kind: KindName) -> [SpecCard] { cards.filter { $0.kind == kind } }

  /// Every file that has an ID of its own: more than one where it is a duplicate.
  package func cards(withID id: String) -> [SpecCard] {
    (positionsByID[id] ?? []).map { cards[$0] }
  }

  /// A requirement heading and the file that it stands in.
  package func heading(_ id: String) -> (card: SpecCard, definition: Definition)? {
    headingByID[id].map { (cards[$0.card], $0.definition) }
  }

  package func card(at path: String) -> SpecCard? { cardsByPath[path].map { cards[$0] } }

  private lazy var cardsByPath = Dictionary(
    cards.enumerated().map { ($0.element.path, $0.offset) }, uniquingKeysWith: { $1 })

  package func defines(_ id: String) -> Bool {
    positionsByID[id] != nil || headingByID[id] != nil
  }

  /// All that can be referred to by an ID.
  package var allIDs: [String] {
    Array(Set(positionsByID.keys).union(headingByID.keys)).sorted()
  }

  /// Whether a reference leads to something that is there.
  package func isKnown(_ reference: Reference) -> Bool {
    reference.isFile
      ? files.contains("\(root)/\(reference.target)") : defines(reference.target)
  }

  /// The spec that a reference by path leads to.
  package func card(referredTo reference: Reference) -> SpecCard? {
    card(at: "\(root)/\(reference.target)")
  }

  /// Tasks that name a ticket as theirs.
  package func tasks(of ticket: String) -> [SpecCard] { tasksByTicket[ticket] ?? [] }

  package func isFinished(_ card: SpecCard) -> Bool {
    Workflow.isFinished(card.status ?? "", schema[card.kind])
  }

  /// Whether a card is a ticket whose tasks are all done, whatever its status says.
  package func isComplete(_ card: SpecCard) -> Bool {
    guard card.kind == .ticket, let id = card.id else { return false }
    let (done, all) = progress(of: id)
    return all > 0 && done == all
  }

  /// A ticket's tasks that are done, and all of them.
  package func progress(of ticket: String) -> (done: Int, all: Int) {
    if let known = progressByTicket[ticket] { return known }
    let tasks = tasks(of: ticket)
    let progress = (tasks.count(where: isFinished), tasks.count)
    progressByTicket[ticket] = progress
    return progress
  }

  /// The feature that a spec belongs to: its own word, else that of the nearest spec which it
  /// refers to as its ticket, its design, its requirement's file.
  package func feature(of card: SpecCard) -> String? {
    if let feature = card.feature { return feature }
    if let known = featureByPath[card.path] { return known }
    var queue = [(card: card, from: -1)]
    var seen: Set<String> = [card.path]
    var position = 0
    while position < queue.count {
      let next = queue[position].card
      if let feature = next.feature ?? featureByPath[next.path] ?? nil {
        // What lies on the way here is nearest to the same.
        var step = position
        while step >= 0 {
          featureByPath[queue[step].card.path] = .some(feature)
          step = queue[step].from
        }
        return feature
      }
      // What is known to lead to none need not be followed.
      if featureByPath[next.path] == nil {
        for other in parents(of: next) where seen.insert(other.path).inserted {
          queue.append((other, position))
        }
      }
      position += 1
    }
    for step in queue { featureByPath[step.card.path] = .some(nil) }
    return nil
  }

  /// Specs that say which feature one is of where it does not, in the order of its fields.
  private func parents(of card: SpecCard) -> [SpecCard] {
    card.summary.references.compactMap { reference in
      if reference.isFile { return self.card(referredTo: reference) }
      guard ["ticket_id", "requirements"].contains(reference.field) else { return nil }
      return cards(withID: reference.target).first ?? heading(reference.target)?.card
    }
  }

  /// The priority of a task is its ticket's where it has none of its own.
  package func priority(of card: SpecCard) -> String? {
    if let priority = card.priority { return priority }
    guard card.kind == .task else { return nil }
    return card.ticket.flatMap { cards(withID: $0).first?.priority }
  }

  /// Specs whose frontmatter names an ID, or the file that has it, with the fields that do.
  package func referrers(
    to id: String, at paths: [String]
  ) -> [(card: SpecCard, fields: [String])] {
    let files = Set(paths.map { $0.dropPrefix(root + "/") ?? $0 })
    return cards.compactMap { card in
      var fields: [String] = []
      for reference in card.summary.references
      where reference.isFile ? files.contains(reference.target) : reference.target == id {
        if !fields.contains(reference.field) { fields.append(reference.field) }
      }
      return fields.isEmpty ? nil : (card, fields)
    }
  }

  package private(set) lazy var readiness = ReadinessTable(self)

  /// Everything of a kind with what it waits for: what circles and rows are found in.
  private(set) lazy var taskGraph = SpecGraph(self, .tasks)

  /// Who waits for whom, tasks and tickets together, as the check tells it.
  private(set) lazy var circles = Circles(self)
}
