internal import Frontmatter
internal import Git
internal import Specs

/// One renumbering: planned from the working tree, then done whole or not at all.
struct RenumberRun {
  let plan: RenumberPlan
  private let allocation: Allocation

  init(_ allocation: Allocation, _ moves: [Move], sides: Sides) throws {
    self.allocation = allocation
    try Self.refuseConflicts(moves, allocation)
    let root = allocation.root.path
    let settingsPath = "\(root)/\(Schema.settingsFile)"
    let paths = allocation.snapshot.specPaths.filter { SpecEntry.root(of: $0) == root }
    plan = try RenumberPlan(
      moves,
      in: RenumberRoot(
        path: root, specs: try paths.compactMap { try allocation.snapshot.spec(at: $0) },
        files: allocation.snapshot.paths(in: root),
        settings: try allocation.snapshot.bytes(of: settingsPath)),
      attribution: { try sides.attribution($0, $1) })
    if let problem = plan.problems.first {
      throw Failure(
        .usage, "\(problem)", causes: plan.problems.dropFirst().map { "\($0)" },
        hints: ["nothing was changed"])
    }
  }

  /// What git ignores would be left out of the commit that is to hold it.
  private func refuseIgnored() throws {
    let paths =
      plan.renames.map(\.new) + (plan.trace.flatMap { $0.isNew ? [$0.path] : nil } ?? [])
    let ignored = try allocation.repository.ignored(among: paths.map { RepositoryPath(text: $0) })
    if let path = ignored.first {
      throw Failure(
        .file, "git ignores \(Terminal.safe(path.text)), so a commit would lose it",
        hints: ["`git check-ignore -v` shows the rule; nothing was changed"])
    }
    if let trace = plan.trace, trace.isNew, FilePlace.exists(file(trace.path)) {
      throw Failure(
        .file, "\(Terminal.safe(trace.path)) is in the way: it is no regular file",
        hints: ["the renumbering is noted there; nothing was changed"])
    }
  }

  /// A file in which two specs lie between conflict markers cannot move: both would.
  private static func refuseConflicts(_ moves: [Move], _ allocation: Allocation) throws {
    for move in moves {
      guard let spec = try allocation.snapshot.spec(at: move.path), spec.hasConflict else {
        continue
      }
      throw Failure(
        .usage,
        "\(Terminal.safe(move.path)) holds both sides of a merge, so there is not one spec"
          + " to move",
        hints: [
          "`git merge --abort`, then `git spec renumber \(ShellWord.quoted(move.old))` on the branch that is not"
            + " merged yet, commit, and merge again; nothing was changed"
        ])
    }
  }

  private var top: String { allocation.repository.layout.workTree ?? "" }

  private func file(_ path: String) -> [UInt8] {
    Array(top.utf8) + [0x2F] + RepositoryPath(text: path).bytes
  }

  func apply() throws {
    if plan.isEmpty { return }
    try refuseIgnored()
    try refuseDirtyFiles()
    var work = FileWork(allocation.repository)
    let renamed = Set(plan.renames.map(\.old))
    let edited = Set(plan.files.map(\.path))
    for file in plan.files where !renamed.contains(file.path) {
      work.edits.append(try edit(file.path))
    }
    if let trace = plan.trace {
      let old = trace.isNew ? nil : try allocation.snapshot.bytes(of: trace.path)
      work.edits.insert(
        FileWork.Edit(
          file: file(trace.path), name: trace.path, old: old,
          new: try plan.applied(to: old ?? [], at: trace.path)), at: 0)
    }
    work.renames = try plan.renames.map {
      FileWork.Rename(
        from: file($0.old), to: file($0.new), name: $0.new,
        edit: edited.contains($0.old) ? try edit($0.old) : nil)
    }
    try work.run()
  }

  private func edit(_ path: String) throws -> FileWork.Edit {
    guard let old = try allocation.snapshot.bytes(of: path) else {
      throw Failure(.file, "cannot read \(Terminal.safe(path)) any more")
    }
    // A sparse checkout has files that are nowhere but in the index.
    guard FilePlace.exists(file(path)) else {
      throw Failure(
        .file, "\(Terminal.safe(path)) would be rewritten, and is not checked out",
        hints: ["`git sparse-checkout add` it; nothing was changed"])
    }
    return FileWork.Edit(
      file: file(path), name: path, old: old, new: try plan.applied(to: old, at: path))
  }

  /// A file with changes that are neither staged nor committed is somebody's work in progress.
  private func refuseDirtyFiles() throws {
    let paths = plan.files.map(\.path) + (plan.trace.map { [$0.path] } ?? [])
    let dirty = try allocation.repository.unstagedChanges(
      among: paths.map { RepositoryPath(text: $0) })
    guard !dirty.isEmpty else { return }
    throw Failure(
      .file,
      "\(dirty.count == 1 ? "a file" : "\(dirty.count) files") that would be rewritten"
        + " \(dirty.count == 1 ? "has" : "have") changes that are not staged",
      causes: dirty.prefix(10).map { Terminal.safe($0.text) },
      hints: ["`git add` or `git stash` them, then try again; nothing was changed"])
  }
}
