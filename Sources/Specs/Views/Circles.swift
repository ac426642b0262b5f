/// Circles of tasks and tickets that wait for each other, in the words of the check (S305).
final class Circles {
  private let waiting: Waiting
  private let root: String
  /// Specs that may be in one; usually none, and then nothing is searched.
  private let entangled: Set<String>
  private let specs: RootSpecs

  init(_ specs: RootSpecs) {
    self.specs = specs
    root = specs.root
    let summaries = specs.cards.map(\.summary)
    entangled = Waiting.entangled(summaries)
    var index = SnapshotIndex()
    if !entangled.isEmpty {
      for summary in summaries.sorted(by: { $0.path < $1.path }) { index.add(summary) }
    }
    waiting = Waiting(index, isAcyclic: entangled.isEmpty)
  }

  /// Of a larger tangle the way of each member is not looked for.
  private static let limit = 300

  /// The shortest way from a spec back to it, in words; nil when it is in no circle.
  func way(of card: SpecCard) -> String? {
    if let id = card.id, card.prerequisites.contains(id) { return "\(id) → \(id)" }
    guard entangled.contains(card.path), let id = card.id,
      let size = waiting.sizeOfTangle(with: id, in: root)
    else { return nil }
    if size > Self.limit { return "it is one of \(size) that wait for each other" }
    return waiting.shortestCycle(through: id, in: root)?.way
  }

  /// Every circle that the check tells, once, by its smallest ID; a spec that names itself first.
  var all: [Waiting.Cycle] {
    var told: Set<String> = []
    return specs.cards.compactMap { card in
      card.id.flatMap { card.prerequisites.contains($0) ? Waiting.Cycle([$0]) : nil }
    }
      + specs.cards.filter { entangled.contains($0.path) }
      .flatMap { card in card.id.map { waiting.cycles(through: $0, in: root) } ?? [] }
      .filter { told.insert($0.key).inserted }
  }
}
