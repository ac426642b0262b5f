/// Which specs of a view are wanted; parts that are empty ask for nothing.
package struct SpecFilter: Sendable {
  /// Values in the schema's spelling or another one; one of them is enough.
  package var statuses: [String] = []
  package var features: [String] = []
  package var tickets: [String] = []
  package var priorities: [String] = []

  package init() {}

  package var isEmpty: Bool {
    statuses.isEmpty && features.isEmpty && tickets.isEmpty && priorities.isEmpty
  }

  package func includes(_ card: SpecCard, in specs: RootSpecs) -> Bool {
    if isEmpty { return true }
    return matches(statuses, "status", card.status, card, specs)
      && matches(features, "feature", features.isEmpty ? nil : specs.feature(of: card), card, specs)
      && matches(priorities, "priority", specs.priority(of: card), card, specs)
      && (tickets.isEmpty || isOf(tickets, card))
  }

  /// Tickets by their ID, tasks by the ticket that they are of.
  private func isOf(_ tickets: [String], _ card: SpecCard) -> Bool {
    let own = card.kind == .ticket ? [card.label] : [card.ticket].compactMap { $0 }
    return own.contains { id in tickets.contains { $0.lowercased() == id.lowercased() } }
  }

  private func matches(
    _ wanted: [String], _ field: String, _ value: String?, _ card: SpecCard, _ specs: RootSpecs
  ) -> Bool {
    guard !wanted.isEmpty else { return true }
    guard let value else { return false }
    let schema = specs.schema[card.kind]
    return wanted.contains { word in
      let meant = schema?.meaning(of: field, written: word) ?? word
      return meant.lowercased() == value.lowercased()
    }
  }
}
