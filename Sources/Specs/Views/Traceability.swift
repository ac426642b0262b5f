package import Frontmatter

/// Which requirement is built by which tickets, and what belongs to nothing.
package struct Traceability: Sendable {
  /// A requirement heading, or a file of requirements that has none and is one itself.
  package struct Requirement: Sendable {
    package let id: String
    package let title: String
    package let position: Position
    /// Tickets that name it, in order, each once.
    package let tickets: [SpecCard]
    /// Every ticket that names it is complete.
    package let isBuilt: Bool
    /// Somebody works on a ticket that names it, or has.
    package let isBegun: Bool

    package var isLinked: Bool { !tickets.isEmpty }
  }

  /// A file with requirements in it.
  package struct Source: Sendable {
    package let card: SpecCard
    package let requirements: [Requirement]
    /// IDs of designs that name the file or one of its requirements.
    package let designs: [String]
    /// Tickets that name the file as a whole, which counts for none of its headings.
    package let tickets: [SpecCard]

    package var linked: Share {
      Share(requirements.count(where: \.isLinked), of: requirements.count)
    }
  }

  /// So many of so many.
  package struct Share: Sendable, Equatable {
    package let count: Int
    package let all: Int

    package init(_ count: Int, of all: Int) {
      self.count = count
      self.all = all
    }

    /// Whole percent, rounded down so that only all is 100; nil of nothing.
    package var percent: Int? { all == 0 ? nil : count * 100 / all }
  }

  /// Files of requirements; their headings are what coverage counts.
  package let sources: [Source]
  /// PRDs and other documents that define requirements as well.
  package let documents: [Source]
  package let tickets: [SpecCard]

  package let requirementsLinked: Share
  package let requirementsBuilt: Share
  package let ticketsLinked: Share
  package let ticketsDesigned: Share
  package let tasksLinked: Share

  package let requirementsWithoutTicket: [Requirement]
  package let ticketsWithoutRequirement: [SpecCard]
  package let ticketsWithoutTask: [SpecCard]
  package let tasksWithoutTicket: [SpecCard]
  package let designsWithoutRequirement: [SpecCard]

  package init(_ specs: RootSpecs, where isWanted: (SpecCard) -> Bool = { _ in true }) {
    var tickets: [String: [SpecCard]] = [:]
    var designs: [String: [String]] = [:]
    for card in specs.cards where card.kind == .ticket || card.kind == .design {
      for id in Set(card.targets(of: "requirements")) {
        if card.kind == .ticket {
          tickets[id, default: []].append(card)
        } else {
          designs[id, default: []].append(card.label)
        }
      }
    }
    let readiness = specs.readiness
    func requirement(_ definition: Definition) -> Requirement {
      let own = tickets[definition.id] ?? []
      return Requirement(
        id: definition.id, title: definition.title, position: definition.position, tickets: own,
        isBuilt: !own.isEmpty && own.allSatisfy { readiness.isComplete($0.id ?? "") },
        isBegun: own.contains { ticket in
          readiness.of(ticket).state == .underWay || readiness.of(ticket).state == .done
            || specs.tasks(of: ticket.id ?? "").contains {
              [.underWay, .done].contains(readiness.of($0).state)
            }
        })
    }
    func source(_ card: SpecCard) -> Source {
      let headings = card.headings
      let own =
        headings.isEmpty
        ? card.summary.definitions.prefix(card.kind == .requirement ? 1 : 0) : headings[...]
      var names: [String] = []
      for id in [card.id].compactMap({ $0 }) + headings.map(\.id) {
        for design in designs[id] ?? [] where !names.contains(design) { names.append(design) }
      }
      let whole = headings.isEmpty ? [] : card.id.flatMap { tickets[$0] } ?? []
      // What a wanted ticket builds is wanted with it.
      let requirements = own.map(requirement)
        .filter { isWanted(card) || $0.tickets.contains(where: isWanted) }
      return Source(card: card, requirements: requirements, designs: names, tickets: whole)
    }
    // A file that cannot be read belongs to nobody knows what.
    let wanted = specs.cards.filter { isWanted($0) && $0.fault == nil }
    let isHome: (SpecCard) -> Bool = { $0.kind == .requirement }
    let found = specs.cards.filter { specs.schema[$0.kind]?.definesHeadings == true }.map(source)
      .filter { isWanted($0.card) || !$0.requirements.isEmpty }
    sources = found.filter { isHome($0.card) }
    documents = found.filter { !isHome($0.card) && !$0.requirements.isEmpty }
    self.tickets = wanted.filter { $0.kind == .ticket }

    let requirements = sources.flatMap(\.requirements)
    requirementsWithoutTicket = requirements.filter { !$0.isLinked }
    requirementsLinked = Share(requirements.count(where: \.isLinked), of: requirements.count)
    requirementsBuilt = Share(requirements.count(where: \.isBuilt), of: requirements.count)
    ticketsWithoutRequirement = self.tickets.filter { ticket in
      !ticket.targets(of: "requirements").contains(where: specs.defines)
    }
    ticketsLinked = Share(
      self.tickets.count - ticketsWithoutRequirement.count, of: self.tickets.count)
    ticketsDesigned = Share(
      self.tickets.count { ticket in
        ticket.summary.references.contains { $0.field == "design_ref" && specs.isKnown($0) }
      }, of: self.tickets.count)
    ticketsWithoutTask = self.tickets.filter { specs.tasks(of: $0.id ?? "").isEmpty }
    let tasks = wanted.filter { $0.kind == .task }
    tasksWithoutTicket = tasks.filter { task in
      task.ticket.map { specs.cards(withID: $0).isEmpty } ?? true
    }
    tasksLinked = Share(tasks.count - tasksWithoutTicket.count, of: tasks.count)
    designsWithoutRequirement = wanted.filter { card in
      card.kind == .design && !card.targets(of: "requirements").contains(where: specs.defines)
    }
  }
}
