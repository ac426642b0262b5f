internal import Frontmatter
internal import Git
internal import Specs

/// Tells which spec a mention of an ID means, by where the mention comes from.
///
/// Of a spec that has its ID alone, mentions that are older than it may mean another. Of two files
/// with one ID, as in a merge, the side that a mention comes from tells which it means.
final class Sides {
  private let allocation: Allocation
  private let own: OwnSpecs
  /// Both sides of a merge that is under way or was just made; empty otherwise.
  private var parents: [Side] = []
  /// Where this branch parted from the others that it is compared with.
  private var bases: [Base]

  /// A commit's files, read as they are asked for.
  private struct Side {
    let commit: ObjectID
    var specs: [String: Spec?] = [:]
  }

  private struct Base {
    var side: Side
    let specs: BranchSpecs
    let kinship: Kinship
    /// What the old ID of each move meant there.
    var meanings: [Move: BaseMeaning] = [:]
  }

  private enum BaseMeaning {
    case theSpec, another, nothing
  }

  init(_ allocation: Allocation, _ own: OwnSpecs, bases: [ObjectID]) throws {
    self.allocation = allocation
    self.own = own
    self.bases = bases.map { commit in
      let specs = BranchSpecs(
        allocation.workspace, roots: own.snapshot.roots, base: own.base,
        places: [Place(name: commit.short, commit: commit)])
      return Base(side: Side(commit: commit), specs: specs, kinship: Kinship(own, specs))
    }
    guard let head = own.base else { return }
    var others = try allocation.repository.mergeHeads()
    // A rebase or a cherry-pick that stopped has the replayed commit as its other side.
    for name in ["CHERRY_PICK_HEAD", "REBASE_HEAD", "REVERT_HEAD"] where others.isEmpty {
      if let commit = try allocation.repository.resolve(name) { others = [commit] }
    }
    let parents =
      others.isEmpty ? try allocation.repository.commit(head).parents : [head] + others
    if parents.count > 1 { self.parents = parents.map { Side(commit: $0) } }
  }

  /// Which side of a merge a definition comes from, when it is one side's alone: 0 is ours.
  func side(of definition: Definition) throws -> Int? {
    let found = try parents.indices.filter {
      try defines(definition.id, definition.path, in: &parents[$0])
    }
    return found.count == 1 ? found[0] : nil
  }

  private var root: String { allocation.root.path }

  /// What a mention of an ID means, of which one definition moves.
  func attribution(_ mention: Mention, _ move: Move) throws -> Attribution {
    if mention.path == move.path { return .moves }
    let others = Set(own.definitions(of: move.old, in: root).map(\.path)).subtracting([move.path])
    if others.isEmpty { return try alone(mention, move) }
    if others.contains(mention.path) { return .stays }
    return try amongTwo(mention, move, others)
  }

  // MARK: One spec

  private func alone(_ mention: Mention, _ move: Move) throws -> Attribution {
    for index in bases.indices {
      switch try meaning(of: move, in: &bases[index]) {
      case .theSpec: continue
      case .another:
        if try has(mention, in: &bases[index].side) { return .stays }
      case .nothing:
        if try has(mention, in: &bases[index].side) {
          return .doubtful(reason: "it is older than this spec, so it may mean another")
        }
      }
    }
    return .moves
  }

  private func meaning(of move: Move, in base: inout Base) throws -> BaseMeaning {
    if let known = base.meanings[move] { return known }
    let found = try findMeaning(of: move, in: base)
    base.meanings[move] = found
    return found
  }

  private func findMeaning(of move: Move, in base: Base) throws -> BaseMeaning {
    guard
      let definition = own.definitions(of: move.old, in: root).first(where: {
        $0.path == move.path
      })
    else { return .nothing }
    let claims = try base.specs.claims(of: move.old, in: root)
    for claim in claims {
      guard let place = claim.places.first else { continue }
      if try base.kinship.verdict(definition, claim, at: place).isSame { return .theSpec }
    }
    // A file that did not change since is in no claim.
    if try own.isCommitted(move.path),
      try !base.specs.placesLikeBase(at: move.path, in: root).isEmpty
    {
      return .theSpec
    }
    return claims.isEmpty ? .nothing : .another
  }

  // MARK: Two files

  private func amongTwo(
    _ mention: Mention, _ move: Move, _ others: Set<String>
  ) throws -> Attribution {
    let unclear = Attribution.doubtful(
      reason: "two files have this ID, and nothing tells which of them is meant")
    var (isOfMoved, isOfOther) = (false, false)
    for index in parents.indices where try has(mention, in: &parents[index]) {
      let hasMoved = try defines(move.old, move.path, in: &parents[index])
      let hasOther = try others.contains { try defines(move.old, $0, in: &parents[index]) }
      if hasMoved == hasOther { return unclear }
      if hasMoved { isOfMoved = true } else { isOfOther = true }
    }
    if isOfMoved == isOfOther { return unclear }
    return isOfMoved ? .moves : .stays
  }

  /// Whether a side has the same reference in the same file, or the mention's line.
  private func has(_ mention: Mention, in side: inout Side) throws -> Bool {
    guard let spec = try spec(at: mention.path, in: &side) else { return false }
    if case .reference(let field) = mention.form,
      let row = spec.schema.field(named: field)?.name
    {
      return spec.summary.references.contains {
        $0.target == mention.id && ($0.field == row || $0.field == field)
      }
    }
    return spec.text.hasLine(mention.line) || spec.text.hasLine(formerly(mention.line))
  }

  /// A text as it was before what the trace tells was renumbered here.
  private func formerly(_ text: String) -> String {
    allocation.root.settings.renumbered.sorted { $0.key < $1.key }.reduce(text) { text, entry in
      text.contains(entry.value) ? text.replacing(entry.value, with: entry.key) : text
    }
  }

  private func defines(_ id: String, _ path: String, in side: inout Side) throws -> Bool {
    try spec(at: path, in: &side)?.summary.definitions.contains { $0.id == id } ?? false
  }

  private func spec(at path: String, in side: inout Side) throws -> Spec? {
    if let known = side.specs[path] { return known }
    let found = try read(path, side.commit) ?? read(formerly(path), side.commit)
    side.specs[path] = .some(found)
    return found
  }

  private func read(_ path: String, _ commit: ObjectID) throws -> Spec? {
    guard let relative = path.dropPrefix(root + "/"),
      let kind = allocation.root.schema.kind(ofPath: relative),
      let schema = allocation.root.schema[kind],
      let file = try allocation.repository.file(
        RepositoryPath(text: path), in: commit, limit: SpecFile.sizeLimit)
    else { return nil }
    return Spec(
      SpecFile(path: path, root: root, kind: kind, content: SpecFile.Content(file)),
      schema: schema)
  }
}
