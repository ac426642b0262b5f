internal import Git
internal import Specs

/// The table of kinds and fields as the settings of one spec root make it.
enum ProjectTable {
  /// The table of the nearest root; the built-in one where there is no repository or no root.
  ///
  /// Settings that are wrong are refused: what they were to add would be missing.
  static func schema(root: String?, revision: String?) throws -> Schema {
    guard let repository = try repository(isNeeded: root != nil || revision != nil) else {
      return .builtIn
    }
    let source = try source(revision, repository)
    let workspace = Workspace(repository)
    let entries = try workspace.entries(of: source)
    let roots = Set(entries.map(\.root)).sorted()
    if roots.isEmpty {
      guard root == nil else { throw Failure.noSpecRoot }
      return .builtIn
    }
    let place = PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
    let path = try RootChoice.root(named: root, of: roots, place)
    guard
      let entry = entries.first(where: {
        $0.root == path && $0.relative == Schema.settingsFile
      })
    else { return .builtIn }
    return try settings(entry, workspace.content(of: entry, isWorkingTree: source.isWorkingTree))
      .applied(to: .builtIn)
  }

  private static func repository(isNeeded: Bool) throws -> Repository? {
    do {
      return try Repository.open(
        directory: Surroundings.directory, environment: Surroundings.environment)
    } catch let error as GitError where error.code == .noRepository || error.code == .notFound {
      if isNeeded { throw error }
      return nil
    }
  }

  /// A commit, or what lies in the working tree; a bare repository has its HEAD instead.
  private static func source(_ revision: String?, _ repository: Repository) throws -> Snapshot {
    if let revision {
      guard let commit = try repository.resolve(revision) else { throw Failure.noCommit(revision) }
      return .commit(commit)
    }
    guard repository.layout.isBare else { return .workingTree }
    return try repository.resolve("HEAD").map { .commit($0) } ?? .empty
  }

  private static func settings(_ entry: SpecEntry, _ content: SpecFile.Content) throws -> Settings {
    let settings: Settings
    let findings: [Finding]
    if case .bytes(let bytes) = content {
      (settings, findings) = Settings.parse(bytes, path: entry.path, root: entry.root)
    } else {
      settings = Settings()
      findings = [Settings.unreadable(content, path: entry.path, root: entry.root)]
    }
    if let finding = findings.first {
      throw Failure.brokenSettings(finding, so: "there is no schema by them")
    }
    return settings
  }
}
