internal import Frontmatter
internal import Git
internal import Specs

/// The specs of a snapshot as views show them, each file read once.
struct SpecViews {
  let workspace: Workspace
  let source: Snapshot
  let snapshot: LoadedSnapshot
  /// One for each spec root, in the order of paths.
  let roots: [RootSpecs]

  /// Reads the working tree, in a bare repository HEAD, or a commit that is named.
  init(_ workspace: Workspace, rev: String?) throws {
    let source = try Self.source(workspace.repository, rev)
    try self.init(workspace, source, workspace.load(source, depth: .names))
  }

  /// Views of a snapshot that is loaded already.
  init(_ workspace: Workspace, _ source: Snapshot, _ snapshot: LoadedSnapshot) throws {
    self.workspace = workspace
    self.source = source
    self.snapshot = snapshot
    guard !snapshot.roots.isEmpty else {
      throw workspace.onlyRoots.first.map(Failure.noRoot) ?? Failure.noSpecRoot
    }
    let cardsByRoot = Dictionary(grouping: try snapshot.cards(), by: \.root)
    roots = snapshot.roots.values.sorted { $0.path < $1.path }.map { root in
      RootSpecs(
        root: root.path, schema: root.schema, cards: cardsByRoot[root.path] ?? [],
        files: snapshot.paths(in: root.path))
    }
  }

  /// The snapshot that is looked at.
  static func source(_ repository: Repository, _ rev: String?) throws -> Snapshot {
    if let rev {
      guard let commit = try repository.resolve(rev) else { throw Failure.noCommit(rev) }
      return .commit(commit)
    }
    guard repository.layout.isBare else { return .workingTree }
    if case .commit(let head, _) = try repository.head() { return .commit(head) }
    return .empty
  }

  /// What makes the views less than they should be, settings first.
  var troubles: [Trouble] {
    snapshot.settingsFindings(Judgement()).filter { $0.severity == .error }.map {
      Trouble(.settings, root: $0.root, path: $0.path, line: $0.start.line, $0.message)
    } + roots.flatMap(\.troubles)
  }

  /// Reads a spec of the views in full.
  func spec(_ card: SpecCard) throws -> Spec? { try snapshot.spec(at: card.path) }

  /// What an ID, or a file's name or path, means here, in each root that has it.
  func find(_ name: String) throws -> [Found] {
    let path = try path(name)
    let found = roots.compactMap { root -> Found? in
      let cards = root.cards(withID: name)
      if !cards.isEmpty { return Found(specs: root, id: name, cards: cards, heading: nil) }
      if let (card, heading) = root.heading(name) {
        return Found(specs: root, id: name, cards: [card], heading: heading)
      }
      let files = root.cards.filter { card in
        card.path == name || card.path == path || card.path.hasSuffix("/" + name)
          || card.name == name
      }
      guard let first = files.first else { return nil }
      return Found(specs: root, id: first.label, cards: files, heading: nil)
    }
    guard found.isEmpty else { return found }
    let near = Nearest.match(name, in: Show.views + roots.flatMap(\.allIDs))
    throw Failure(
      .usage,
      path == nil
        ? "no spec has the ID `\(Terminal.safe(name))` here, and no view has the name"
        : "no spec is at `\(Terminal.safe(name))`",
      hints: (near.map { ["did you mean `git spec show \(Terminal.safe($0))`?"] } ?? [])
        + ["`git spec show all` lists what there is"])
  }

  /// The path from the top that a word of the command line stands for, if it looks like one.
  private func path(_ word: String) throws -> String? {
    guard word.contains("/") || word.hasSuffix(".md") else { return nil }
    let repository = workspace.repository
    return try PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
      .fromTop(word)
  }

  /// A spec that was asked for by name: files with the ID, or the file with the heading.
  struct Found {
    let specs: RootSpecs
    let id: String
    let cards: [SpecCard]
    let heading: Definition?
  }
}

/// What the commands that show things read from.
extension SpecViews {
  init(_ options: SourceOptions) throws {
    let environment = Surroundings.environment
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: environment)
    let place = PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
    let root = try options.root.map(place.fromTop)
    try self.init(Workspace(repository, onlyRoots: root.map { [$0] } ?? []), rev: options.rev)
  }
}
