internal import Git
internal import Specs

/// The past as rules ask about it, to explain or mend an error that was found.
final class RepositoryHistory: SpecHistory {
  private let workspace: Workspace
  /// Commit to look back from; nil when there is none.
  private let start: ObjectID?

  /// Looked at before giving up: the answer only explains an error.
  private static let commitLimit = 1000
  private static let blobLimit = 500

  init(workspace: Workspace, start: ObjectID?) {
    self.workspace = workspace
    self.start = start
  }

  func removal(of id: String, in root: String) -> String? { removals[root + "\u{0}" + id] }

  /// The last commit that took each ID away, read once for all IDs that are asked for.
  private lazy var removals: [String: String] = (try? readRemovals()) ?? [:]

  private func readRemovals() throws -> [String: String] {
    let repository = workspace.repository
    // A partial clone would fetch every old file only to explain an error.
    guard let start, try !repository.isPartialClone() else { return [:] }
    let commits = try repository.commits(
      reachableFrom: [start], excluding: [], limit: Self.commitLimit)
    let titles = Dictionary(commits.map { ($0.id, $0.summary) }, uniquingKeysWith: { $1 })
    var found: [String: String] = [:]
    var blobs = 0
    for (commit, changes) in try repository.changes(
      of: commits.map(\.id), below: Schema.rootFolder)
    {
      let changes = changes.map {
        (old: $0.old.flatMap(SpecEntry.init), new: $0.new.flatMap(SpecEntry.init))
      }
      let gone = changes.filter { mayTakeAway($0.old, $0.new) }
      guard !gone.isEmpty else { continue }
      blobs += gone.count
      guard blobs <= Self.blobLimit else { break }
      // A file that only moved, or gave an ID to another file, took nothing away.
      let kept = Set(changes.compactMap(\.new).flatMap(definitions))
      for id in gone.compactMap(\.old).flatMap(definitions) where !kept.contains(id) {
        if found[id] == nil {
          found[id] = "\(commit.short) \"\(titles[commit] ?? "")\""
        }
      }
    }
    return found
  }

  /// A removed spec, or a changed one whose headings define IDs.
  private func mayTakeAway(_ old: SpecEntry?, _ new: SpecEntry?) -> Bool {
    guard let old, let kind = Schema.builtIn.kind(ofPath: old.relative) else { return false }
    return new == nil || Schema.builtIn[kind]?.definesHeadings == true
  }

  /// What a file of the past defined, each ID behind its root.
  private func definitions(_ entry: SpecEntry) -> [String] {
    guard let kind = Schema.builtIn.kind(ofPath: entry.relative),
      let schema = Schema.builtIn[kind],
      let content = try? workspace.content(of: entry, isWorkingTree: false)
    else { return [] }
    let file = SpecFile(path: entry.path, root: entry.root, kind: kind, content: content)
    return SpecSummary(reading: file, schema: schema).definitions.map {
      entry.root + "\u{0}" + $0.id
    }
  }

  // MARK: Dates

  func dates(of path: String) -> (created: CalendarDate, updated: CalendarDate)? {
    guard let found = days[path], let created = found.created else { return nil }
    return (created, found.updated)
  }

  private struct Days {
    /// Nil when the file is older than what was looked at.
    var created: CalendarDate?
    var updated: CalendarDate
  }

  /// Days of the first and last commit of each file, read once for all files that are asked for.
  private lazy var days: [String: Days] = (try? readDays()) ?? [:]
  private static let commitLimitForDays = 10_000

  private func readDays() throws -> [String: Days] {
    guard let start else { return [:] }
    let repository = workspace.repository
    let commits = try repository.commits(
      reachableFrom: [start], excluding: [], limit: Self.commitLimitForDays)
    let byID = Dictionary(commits.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    var found: [String: Days] = [:]
    /// Names that files had before, to the names that they have now.
    var present: [String: String] = [:]
    var blobs = try repository.isPartialClone() ? Self.blobLimit : 0
    for (id, changes) in try repository.changes(of: commits.map(\.id), below: Schema.rootFolder) {
      guard let commit = byID[id] else { continue }
      let day = CalendarDate(secondsSince1970: commit.time, offsetMinutes: commit.offset)
      let renames = renames(in: changes, &blobs)
      for change in changes {
        let name = present[change.path.text] ?? change.path.text
        if found[name] == nil { found[name] = Days(created: nil, updated: day) }
        guard change.old == nil, let new = change.new else { continue }
        if let source = renames[new.path.text] {
          present[source] = name
        } else if found[name]?.created == nil {
          found[name]?.created = day
        }
      }
    }
    return found
  }

  /// Old paths of the files that came in a commit: of the same content, or else of the same ID.
  private func renames(
    in changes: [Git.FileChange], _ blobs: inout Int
  ) -> [String: String] {
    let came = changes.filter { $0.old == nil }.compactMap(\.new)
    guard !came.isEmpty else { return [:] }
    var byContent: [ObjectID: String] = [:]
    for change in changes {
      if let old = change.old, old.id != change.new?.id { byContent[old.id] = old.path.text }
    }
    var renames: [String: String] = [:]
    for new in came { renames[new.path.text] = byContent[new.id] }
    let edited = came.filter { renames[$0.path.text] == nil }
    let taken = Set(renames.values)
    let went = changes.filter { $0.new == nil }.compactMap(\.old)
      .filter { !taken.contains($0.path.text) }
    blobs += went.isEmpty ? 0 : went.count + edited.count
    guard !edited.isEmpty, !went.isEmpty, blobs <= Self.blobLimit else { return renames }
    var byID: [String: String] = [:]
    for old in went {
      for id in SpecEntry(old).map(definitions) ?? [] { byID[id] = old.path.text }
    }
    for new in edited {
      renames[new.path.text] = SpecEntry(new).map(definitions)?.lazy.compactMap { byID[$0] }.first
    }
    return renames
  }
}
