internal import Frontmatter
internal import Synchronization

/// The index of one snapshot, built from the summaries of its specs; a value once it is built.
package struct SnapshotIndex: SpecIndex, Sendable {
  /// What is known of one spec root.
  private struct Table {
    var uses: [String: IDUses] = [:]
    var referrers: [String: [String]] = [:]
    var files: Set<String> = []
    var paths: [String] = []

    /// Notes a spec once, however many of its fields name the target.
    mutating func add(_ path: String, referringTo target: String) {
      if referrers[target]?.last != path { referrers[target, default: []].append(path) }
    }
  }

  private var tables: [String: Table] = [:]
  private var summaries: [String: SpecSummary] = [:]

  private let lowercase = LowercaseNames()
  private let prepared = PreparedCandidates()

  package init() {}

  /// Every spec that was added; in no order.
  package var allSummaries: some Collection<SpecSummary> { summaries.values }

  /// Adds a spec; call in the order of paths, so that answers come in that order.
  package mutating func add(_ summary: SpecSummary) {
    summaries[summary.path] = summary
    for definition in summary.definitions {
      tables[summary.root, default: Table()].uses[definition.id, default: IDUses()].add(definition)
    }
    for reference in summary.references {
      tables[summary.root, default: Table()].add(summary.path, referringTo: reference.target)
    }
    tables[summary.root, default: Table()].paths.append(summary.path)
  }

  /// Adds the name of a file below a root, spec or not, for references by path.
  package mutating func add(file path: String, in root: String) {
    tables[root, default: Table()].files.insert(path)
  }

  /// Paths of all specs in a root.
  package func paths(in root: String) -> [String] { tables[root]?.paths ?? [] }

  package func uses(of id: String, in root: String) -> IDUses {
    tables[root]?.uses[id] ?? IDUses()
  }

  package func referrers(to target: String, in root: String) -> [String] {
    let found = tables[root]?.referrers[target] ?? []
    Work.did(1 + found.count)
    return found
  }

  package func summary(at path: String) -> SpecSummary? { summaries[path] }

  package func file(_ path: String, in root: String) -> FileAnswer {
    guard let table = tables[root] else { return .missing }
    if table.files.contains(path) { return .exists }
    return lowercase.spelling(of: path, in: root, among: table.files).map { .differsInCase($0) }
      ?? .missing
  }

  package func candidates(in root: String) -> Candidates? {
    prepared.candidates(of: root) {
      (tables[root]?.uses.values.flatMap(\.all) ?? []).sorted {
        ($0.path, $0.position) < ($1.path, $1.position)
      }
    }
  }
}

/// Candidates of roots, made at the first question.
private final class PreparedCandidates: Sendable {
  private let known = Mutex([String: Candidates]())

  func candidates(of root: String, _ definitions: () -> [Definition]) -> Candidates {
    known.withLock { known in
      if let found = known[root] { return found }
      let made = Candidates(definitions())
      known[root] = made
      return made
    }
  }
}

/// Spellings of files by their names in small letters, made at the first question.
private final class LowercaseNames: Sendable {
  private let names = Mutex([String: [String: String]]())

  func spelling(of path: String, in root: String, among files: Set<String>) -> String? {
    names.withLock { names in
      if names[root] == nil {
        names[root] = Dictionary(files.map { ($0.lowercased(), $0) }, uniquingKeysWith: min)
      }
      return names[root]?[path.lowercased()]
    }
  }
}

/// An index that differs from another in a few files: the snapshot before a change.
package struct OverlayIndex: SpecIndex {
  private let base: any SpecIndex
  private let replaced: Set<String>
  private let own: SnapshotIndex
  private let ownFiles: Set<String>
  private let ownLowercased: [String: String]
  private let known = Known()

  /// Answers that were put together from both.
  private final class Known {
    var uses: [String: IDUses] = [:]
    var referrers: [String: [String]] = [:]
  }

  /// `replaced` names the files that are not as in `base`; `own` holds those that there are.
  package init(
    over base: any SpecIndex, replaced: Set<String>, own: SnapshotIndex, ownFiles: Set<String>
  ) {
    self.base = base
    self.replaced = replaced
    self.own = own
    self.ownFiles = ownFiles
    ownLowercased = Dictionary(ownFiles.map { ($0.lowercased(), $0) }, uniquingKeysWith: min)
  }

  package func uses(of id: String, in root: String) -> IDUses {
    let key = root + "\u{0}" + id
    if let found = known.uses[key] { return found }
    let found = IDUses(
      (base.definitions(of: id, in: root).filter { !replaced.contains($0.path) }
        + own.definitions(of: id, in: root))
        .sorted { ($0.path, $0.position) < ($1.path, $1.position) })
    known.uses[key] = found
    return found
  }

  package func referrers(to target: String, in root: String) -> [String] {
    let key = root + "\u{0}" + target
    if let found = known.referrers[key] { return found }
    let found =
      (base.referrers(to: target, in: root).filter { !replaced.contains($0) }
      + own.referrers(to: target, in: root)).sorted()
    known.referrers[key] = found
    return found
  }

  package func summary(at path: String) -> SpecSummary? {
    replaced.contains(path) ? own.summary(at: path) : base.summary(at: path)
  }

  package func file(_ path: String, in root: String) -> FileAnswer {
    if ownFiles.contains(path) { return .exists }
    let lowercased = path.lowercased()
    switch base.file(path, in: root) {
    case .exists where !replaced.contains(path): return .exists
    case .differsInCase(let other) where !replaced.contains(other): return .differsInCase(other)
    default:
      return ownLowercased[lowercased].map { .differsInCase($0) } ?? .missing
    }
  }

  /// What a change is compared with is only counted, not explained.
  package func candidates(in root: String) -> Candidates? { nil }
}
