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
    let target =
      try new ?? allocation.unfinished(definition.id) ?? next(after: definition.id)
    guard target != definition.id else {
      throw Failure(.usage, "`\(target)` is its ID already", causes: [definition.path])
    }
    moves.append(Move(old: definition.id, new: target, path: definition.path))
  }

  /// The spec of every collision that the current branch is part of.
  ///
  /// Not those whose number others rely on: they are on the remote's default branch, or done.
  mutating func addCollisions(_ collisions: [Collision], published: Place?) throws {
    let moved = Set(moves.map(\.old))
    for collision in collisions
    where collision.current && collision.root == root && !moved.contains(collision.id) {
      let found = definitions(of: collision.id)
      guard let definition = found.first, found.count == 1 else {
        left.append(
          "\(collision.id) has \(found.count) files here; name one: `git spec renumber PATH`")
        continue
      }
      if let published, try isOn(published, definition, others: collision.others) {
        left.append(
          "\(collision.id) is on \(published.name) already; renumber the other one, on"
            + " \(collision.others.first?.ref ?? "its branch"), or move this with"
            + " `git spec renumber \(ShellWord.quoted(collision.id))`")
        continue
      }
      if isDone(definition) {
        left.append(
          "\(collision.id) is done, so others know its number: `git spec renumber \(ShellWord.quoted(collision.id))`"
            + " moves it all the same")
        continue
      }
      try add(definition, new: nil)
    }
  }

  /// Of two files to which a merge gave one ID, the one that is not on the default branch; where
  /// nobody knows that branch, the one that came to it or that is merged into another.
  mutating func addDuplicates(_ sides: Sides, published: Place?, onDefault: Bool) throws {
    let counts = Dictionary(allocation.definedIDs.map { ($0, 1) }, uniquingKeysWith: +)
    for id in counts.filter({ $0.value > 1 }).keys.sorted() {
      let found = definitions(of: id)
      let origins = try found.map { try sides.side(of: $0) }
      guard found.count == 2, let first = origins[0], let second = origins[1], first != second
      else { continue }
      var movers = found
      if let published { movers = try found.filter { try !isOn(published, $0, others: []) } }
      if movers.count != 1 {
        movers = zip(found, [first, second]).filter { ($1 == 0) != onDefault }.map(\.0)
      }
      try add(movers[0], new: nil)
    }
  }

  /// The last step of the workflow, as the settings have it.
  private func isDone(_ definition: Definition) -> Bool {
    guard !definition.isHeading, let kind = allocation.root.schema[definition.kind],
      kind.isNamedByID, let status = allocation.snapshot.index.summary(at: definition.path)?.status
    else { return false }
    return status == kind.workflow.last
  }

  /// Whether a branch has this very spec, at its path and not the other one of the collision.
  private func isOn(
    _ place: Place, _ definition: Definition, others: [ClaimRow]
  ) throws -> Bool {
    guard
      !others.contains(where: {
        $0.commit == place.commit.hex && $0.path == definition.path
      }),
      let kind = allocation.snapshot.kind(at: definition.path),
      let schema = allocation.root.schema[kind],
      let file = try allocation.repository.file(
        RepositoryPath(text: definition.path), in: place.commit, limit: SpecFile.sizeLimit)
    else { return false }
    let summary = SpecSummary(
      reading: SpecFile(
        path: definition.path, root: root, kind: kind, content: SpecFile.Content(file)),
      schema: schema)
    return summary.definitions.contains { $0.id == definition.id && !$0.isFromName }
  }

  private func next(after id: String) throws -> String {
    guard let parts = SpecID(id) else {
      throw Failure(
        .usage, "`\(Terminal.safe(id))` has no number to count on from",
        hints: ["name the new ID: `git spec renumber \(ShellWord.quoted(id)) NEW`"])
    }
    let prefixes = allocation.root.schema.kinds.map(\.prefixes).first { $0.contains(parts.prefix) }
    return try allocation.next(
      in: Series(prefix: parts.prefix, aliases: prefixes ?? [], segments: parts.segments),
      besides: moves.map(\.new))
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
        hints: [
          "name the one that is to move: `git spec renumber \(ShellWord.quoted(found[0].path))`"
        ])
    }
    if word.contains("/") || word.hasSuffix(".md") {
      let path = try place.fromTop(word)
      if let own = allocation.snapshot.index.summary(at: path)?.definitions.first { return own }
      throw Failure(
        .usage, "no spec with an ID is at `\(Terminal.safe(word))`",
        hints: ["paths are taken from the current folder"])
    }
    if let new = allocation.root.settings.renumbered[word] {
      throw Failure(.usage, "`\(word)` was renumbered to `\(new)`")
    }
    let near = Nearest.match(word, in: allocation.definedIDs)
    throw Failure(
      .usage, "no spec in \(root) has the ID `\(Terminal.safe(word))`",
      hints: near.map { ["did you mean `\($0)`?"] } ?? [])
  }
}
