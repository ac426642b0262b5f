internal import Git
internal import Specs

/// The past as rules ask about it, to explain or mend an error that was found.
struct RepositoryHistory: SpecHistory {
  let workspace: Workspace
  /// Commit to look back from; nil when there is none.
  let start: ObjectID?

  /// Commits looked at before giving up; the answer only explains an error.
  private static let depth = 1000

  func removal(of id: String, in root: String) -> String? {
    guard let start,
      let commits = try? workspace.repository.commits(
        reachableFrom: [start], excluding: [], limit: Self.depth)
    else { return nil }
    for commit in commits {
      guard let parent = commit.parents.first,
        let changes = try? workspace.changes(from: .commit(parent), to: .commit(commit.id))
      else { continue }
      for change in changes {
        guard let old = change.old, old.root == root, defines(id, old),
          !(change.new.map { defines(id, $0) } ?? false)
        else { continue }
        // A rename keeps the ID under another path of the same commit.
        let moved = changes.contains { $0.new.map { defines(id, $0) } ?? false }
        if !moved { return "\(commit.id.short) \"\(commit.summary)\"" }
      }
    }
    return nil
  }

  private func defines(_ id: String, _ entry: SpecEntry) -> Bool {
    guard let kind = Schema.builtIn.kind(ofPath: entry.relative),
      let schema = Schema.builtIn[kind],
      let content = try? workspace.content(of: entry, isWorkingTree: false)
    else { return false }
    let file = SpecFile(path: entry.path, root: entry.root, kind: kind, content: content)
    return SpecSummary(reading: file, schema: schema).definitions.contains { $0.id == id }
  }

  func dates(of path: String) -> (created: CalendarDate, updated: CalendarDate)? {
    guard start != nil,
      let output = try? workspace.repository.run(
        ["log", "--follow", "--format=%ad", "--date=short", "--", path]),
      output.status == 0
    else { return nil }
    let days = output.text.split(separator: "\n").compactMap { line -> CalendarDate? in
      let parts = line.split(separator: "-").compactMap { Int($0) }
      return parts.count == 3 ? CalendarDate(year: parts[0], month: parts[1], day: parts[2]) : nil
    }
    guard let updated = days.first, let created = days.last else { return nil }
    return (created, updated)
  }
}
