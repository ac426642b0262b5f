internal import Frontmatter
internal import Git
internal import Specs

/// Compares what two branches added since they parted: one file twice, or one work twice.
final class Additions {
  private let own: OwnSpecs
  private let specs: BranchSpecs
  private let ancestry: Ancestry
  private var seen: Set<[String]> = []

  init(_ own: OwnSpecs, _ specs: BranchSpecs, _ ancestry: Ancestry) {
    self.own = own
    self.specs = specs
    self.ancestry = ancestry
  }

  /// Places that have the same tree are looked at once.
  func compare(_ places: [Place], in root: String, _ answer: inout CollisionAnswer) throws {
    guard let base = own.base else { return }
    var trees: Set<ObjectID?> = [try specs.tree(of: root, in: base)]
    for place in places {
      do {
        guard trees.insert(try specs.tree(of: root, in: place.commit)).inserted else { continue }
        try compare(place, base, root, &answer)
      } catch let error as GitError {
        // Of a place that cannot be read at all the search for collisions has told.
        if specs.troubles.contains(where: { $0.hasPrefix(place.name + " ") }) { continue }
        answer.troubles.append("\(place.name) could not be compared: \(error.message)")
      }
    }
  }

  private func compare(
    _ place: Place, _ base: ObjectID, _ root: String, _ answer: inout CollisionAnswer
  ) throws {
    guard let parting = try ancestry.partings(of: place.commit).first else { return }
    let start = try specs.tree(of: root, in: parting)
    let theirs = try additions(from: start, in: place.commit, root)
    if theirs.isEmpty { return }
    let ours = try additions(from: start, in: base, root)
    let byBlob = Dictionary(grouping: ours, by: { $0.entry.file.id })
    var twins: Set<String> = []
    for their in theirs {
      for our in byBlob[their.entry.file.id] ?? [] where twins.insert(our.entry.path).inserted {
        guard seen.insert([our.definition.id, our.entry.path, their.entry.path]).inserted
        else { continue }
        answer.sameFiles.append(
          SameFile(
            id: our.definition.id, root: root, path: our.entry.path, ref: place.name,
            otherPath: their.entry.path))
      }
    }
    try compareTitles(
      ours.filter { !twins.contains($0.entry.path) }, theirs, place, root, &answer)
  }

  private struct Addition {
    let definition: Definition
    let entry: SpecEntry
  }

  /// Specs that a commit has and the commit before has not, each by its own ID.
  private func additions(
    from start: ObjectID?, in commit: ObjectID, _ root: String
  ) throws -> [Addition] {
    try specs.changes(from: start, to: try specs.tree(of: root, in: commit), of: root)
      .compactMap { change in
        guard change.old == nil, let new = change.new,
          let definition = try specs.summary(of: new)?.definitions.first, !definition.isFromName
        else { return nil }
        return Addition(definition: definition, entry: new)
      }
  }

  /// Nearly equal titles under different IDs: told, never judged.
  private func compareTitles(
    _ ours: [Addition], _ theirs: [Addition], _ place: Place, _ root: String,
    _ answer: inout CollisionAnswer
  ) throws {
    let byTitle = Dictionary(grouping: theirs) { Phrase.letters($0.definition.title) }
    for our in ours {
      let title = Phrase.letters(our.definition.title)
      guard title.count >= Self.shortestTitle else { continue }
      for their in byTitle[title] ?? []
      where their.definition.id != our.definition.id && their.definition.kind == our.definition.kind
      {
        guard seen.insert([our.definition.id, their.definition.id]).inserted else { continue }
        answer.similar.append(
          Similar(
            id: our.definition.id, root: root, path: our.entry.path, title: our.definition.title,
            otherID: their.definition.id, ref: place.name, otherPath: their.entry.path,
            otherTitle: their.definition.title))
      }
    }
  }

  /// Shorter titles ("Login") name things that many specs are about.
  private static let shortestTitle = 8
}
