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
  /// Whether the answer follows from its words and the files alone.
  private var canBeKept = true

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
  ///
  /// An ID in small letters is understood where nothing has that very name.
  func find(_ name: String) throws -> [Found] {
    let found = try places(of: name)
    if !found.isEmpty { return found }
    let capitals = try places(of: name.uppercased())
    if !capitals.isEmpty { return capitals }
    throw unknown(name, isPath: try path(name) != nil)
  }

  private func places(of name: String) throws -> [Found] {
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
    return found
  }

  /// What to do about a name that nothing has: it may be elsewhere, or of the past.
  private func unknown(_ name: String, isPath: Bool) -> Failure {
    let word = Terminal.safe(name)
    if let now = snapshot.roots.values.compactMap({ $0.settings.renumbered[name] }).sorted().first {
      return Failure(
        .usage, "`\(word)` was given another number",
        hints: ["it is \(Terminal.safe(now)) now: `git spec show \(ShellWord.quoted(now))`"])
    }
    var hints: [String] = []
    if let near = Nearest.match(name, in: Show.views + roots.flatMap(\.allIDs)) {
      hints.append("did you mean `git spec show \(ShellWord.quoted(near))`?")
    }
    if !isPath, SpecID(name) != nil {
      hints.append("`git spec show \(ShellWord.quoted(word)) --all-refs` looks on every branch")
      hints.append("`git spec log \(ShellWord.quoted(word))` finds what was deleted")
    }
    return Failure(
      .usage,
      isPath
        ? "no spec is at `\(word)`"
        : "no spec has the ID `\(word)` here, and no view has the name",
      hints: hints + ["`git spec show all` lists what there is"])
  }

  /// The kind of the settings that a word names, by itself or by its folder.
  func ownKind(_ word: String) -> KindName? {
    roots.lazy.flatMap(\.schema.kinds)
      .first { Schema.builtIn[$0.name] == nil && ($0.name.rawValue == word || $0.folder == word) }?
      .name
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
  /// Gives an answer that follows from the specs alone, and keeps it for whoever asks again.
  func answer(_ text: String, notes: [String] = []) {
    Talk.answer(text)
    for note in notes { Talk.say(Terminal.safe(note)) }
    guard source.isWorkingTree, notes.isEmpty, canBeKept else { return }
    KeptAnswer.keep(Array(Talk.shown(text).utf8), of: workspace.repository)
  }

  init(_ options: SourceOptions, _ talk: TalkOptions) throws {
    let environment = Surroundings.environment
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: environment)
    let place = PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
    let root = try options.root.map(place.fromTop)
    try self.init(Workspace(repository, onlyRoots: root.map { [$0] } ?? []), rev: options.rev)
    // A path of a root can lead over links that come to mean something else.
    canBeKept = !talk.verbose && options.root == nil
    if talk.verbose {
      let counts = roots.map { "\(TextReport.counted($0.cards.count, "spec")) in \($0.root)" }
      Talk.say(
        Terminal.safe(
          "read \(counts.joined(separator: ", ")) through \(repository.backendName)"))
    }
  }
}
