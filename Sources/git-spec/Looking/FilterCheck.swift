internal import Specs

extension SpecViews {
  /// The filter, when every word of it means something here: a slip must not look like an empty list.
  func checked(_ filter: SpecFilter) throws -> SpecFilter {
    if filter.isEmpty { return filter }
    let cards = roots.flatMap { specs in specs.cards.map { ($0, specs) } }
    try check(
      filter.statuses, "status",
      known: cards.compactMap(\.0.status) + roots.flatMap { Self.values("status", $0.schema) },
      otherwise: roots.flatMap { Self.spellings("status", $0.schema) })
    try check(
      filter.priorities, "priority",
      known: cards.compactMap(\.0.priority) + roots.flatMap { Self.values("priority", $0.schema) })
    if !filter.features.isEmpty {
      try check(
        filter.features, "feature", known: cards.compactMap { $0.1.feature(of: $0.0) })
    }
    try check(
      filter.tickets, "ticket",
      known: cards.filter { $0.0.kind == .ticket }.map(\.0.label)
        + cards.compactMap(\.0.ticket))
    return filter
  }

  /// What a field's table allows in any kind.
  private static func values(_ field: String, _ schema: Schema) -> [String] {
    schema.kinds.flatMap { kind -> [String] in
      guard case .enumeration(let values, _)? = kind.field(named: field)?.form else { return [] }
      return values
    }
  }

  /// Other spellings of those values, which are understood and not offered.
  private static func spellings(_ field: String, _ schema: Schema) -> [String] {
    schema.kinds.flatMap { kind -> [String] in
      guard case .enumeration(_, let synonyms)? = kind.field(named: field)?.form else { return [] }
      return Array(synonyms.keys)
    }
  }

  private static func plain(_ word: String) -> String {
    word.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
  }

  private func check(
    _ words: [String], _ field: String, known: [String], otherwise: [String] = []
  ) throws {
    let plain = Set((known + otherwise).map(Self.plain))
    for word in words where !plain.contains(Self.plain(word)) {
      var seen: Set<String> = []
      let names = known.filter { seen.insert($0).inserted }.sorted()
      let near = Nearest.match(word, in: names)
      let shown = names.prefix(20).map { Terminal.clipped($0, to: 60) }
      throw Failure(
        .usage, "no spec here has the \(field) `\(Terminal.safe(word))`",
        causes: names.isEmpty ? [] : ["there are: \(shown.joined(separator: ", "))"],
        hints: near.map { ["did you mean `\(Terminal.clipped($0, to: 60))`?"] } ?? [])
    }
  }
}
