internal import Git
internal import Specs

/// Which specs get another ID, and which.
struct Movers {
  private let allocation: Allocation
  private let place: PathArgument
  private(set) var moves: [Move] = []
  /// Collisions that are not mended, with the reason, a line each.
  private(set) var left: [String] = []

  init(_ allocation: Allocation, _ place: PathArgument) {
    self.allocation = allocation
    self.place = place
  }

  private var root: String { allocation.root.path }

  /// The spec that an ID or a path names, and the ID it is to get.
  mutating func add(_ word: String, new: String?) throws {
    let definition = try definition(word)
    try add(definition, new: new)
  }

  private mutating func add(_ definition: Definition, new: String?) throws {
    let target = try new ?? next(after: definition.id)
    guard target != definition.id else {
      throw Failure(.usage, "`\(target)` is its ID already", causes: [definition.path])
    }
    moves.append(Move(old: definition.id, new: target, path: definition.path))
  }

  /// The spec of every collision that the current branch is part of.
  mutating func addCollisions(_ collisions: [Collision]) throws {
    for collision in collisions where collision.current && collision.root == root {
      let found = definitions(of: collision.id)
      guard let definition = found.first, found.count == 1 else {
        left.append(
          "\(collision.id) has \(found.count) files here; name one: `git spec renumber PATH`")
        continue
      }
      let summary = allocation.snapshot.index.summary(at: definition.path)
      if !definition.isHeading, let status = summary?.status, status == "done" {
        left.append(
          "\(collision.id) is done, so others know its number: `git spec renumber \(collision.id)`"
            + " moves it all the same")
        continue
      }
      try add(definition, new: nil)
    }
  }

  private func next(after id: String) throws -> String {
    guard let parts = SpecID(id) else {
      throw Failure(
        .usage, "`\(Terminal.safe(id))` has no number to count on from",
        hints: ["name the new ID: `git spec renumber \(Terminal.safe(id)) NEW`"])
    }
    return try allocation.next(
      in: Series(prefix: parts.prefix, segments: parts.segments), besides: moves.map(\.new))
  }

  private func definitions(of id: String) -> [Definition] {
    var paths: Set<String> = []
    return allocation.snapshot.index.definitions(of: id, in: root)
      .filter { paths.insert($0.path).inserted }
  }

  private func definition(_ word: String) throws -> Definition {
    let found = definitions(of: word)
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw Failure(
        .usage, "`\(word)` is the ID of \(found.count) files here",
        causes: found.map { $0.path + (Phrase.quoted($0.title).map { ": \($0)" } ?? "") },
        hints: ["name the one that is to move: `git spec renumber \(found[0].path)`"])
    }
    if word.contains("/") || word.hasSuffix(".md") {
      let path = try place.fromTop(word)
      if let own = allocation.snapshot.index.summary(at: path)?.definitions.first { return own }
      throw Failure(
        .usage, "no spec with an ID is at `\(Terminal.safe(word))`",
        hints: ["paths are taken from the current folder"])
    }
    let near = Nearest.match(word, in: allocation.definedIDs)
    throw Failure(
      .usage, "no spec in \(root) has the ID `\(Terminal.safe(word))`",
      hints: near.map { ["did you mean `\($0)`?"] } ?? [])
  }
}
