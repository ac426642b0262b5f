internal import Git
internal import Specs

/// What other branches make of the IDs, for the page's script.
struct ReportBranches {
  private let sources: ReportSources
  private let facts: ReportFacts
  private let rootNumbers: [String: Int]

  init(_ sources: ReportSources, _ facts: ReportFacts, rootNumbers: [String: Int]) {
    self.sources = sources
    self.facts = facts
    self.rootNumbers = rootNumbers
  }

  var value: ScriptValue {
    switch sources.branches {
    case .leftOut(let why): .object([("note", .text(why.rawValue))])
    case .failed(let why):
      .object([("note", .text("Other branches could not be read: \(facts.withoutMachine(why))"))])
    case .compared(let answer, let current): value(answer, current)
    }
  }

  private func value(_ answer: CollisionAnswer, _ current: String) -> ScriptValue {
    .object([
      ("note", .none), ("current", .text(current)), ("places", .number(answer.placeCount)),
      ("collisions", .list(answer.collisions.map { collision($0, current) })),
      (
        "ghosts",
        .list(
          answer.ghosts.map {
            .list([
              root($0.root), .text($0.id), .text($0.renumberedTo), ref($0.ref),
              ref($0.renumberedOn), .text($0.path), .number($0.line), .text($0.title),
            ])
          })
      ),
      (
        "sameFiles",
        .list(
          answer.sameFiles.map {
            .list([root($0.root), .text($0.id), ref($0.ref), .text($0.path), .text($0.otherPath)])
          })
      ),
      (
        "similar",
        .list(
          answer.similar.map {
            .list([
              root($0.root), .text($0.id), .text($0.title), .text($0.path), .text($0.otherID),
              .text($0.otherTitle), .text($0.otherPath), ref($0.ref),
            ])
          })
      ),
      ("troubles", .texts(answer.troubles.map(facts.withoutMachine))),
    ])
  }

  private func root(_ root: String) -> ScriptValue { .number(rootNumbers[root] ?? -1) }
  private func ref(_ name: String) -> ScriptValue { .text(facts.withoutMachine(name)) }

  private func collision(_ collision: Collision, _ current: String) -> ScriptValue {
    .list([
      root(collision.root), .text(collision.id), .flag(collision.current),
      .flag(collision.similar), .flag(collision.guessed),
      .list(
        ClaimGroup.all(collision.claims).map { group in
          let commit = collision.claims.first {
            $0.meaning == group.meaning && $0.path == group.path && $0.line == group.line
              && $0.title == group.title
          }?.commit
          return .list([
            .text(group.letter), .list(group.refs.map(ref)), .text(group.path),
            .number(group.line), .text(group.title), .optional(commit),
            .flag(group.refs.contains(current)),
          ])
        }),
    ])
  }
}
