internal import Frontmatter
internal import Git
internal import Specs

/// Applies fixes and judges again until none is left.
struct FixRun {
  let session: CheckSession

  init(session: CheckSession) { self.session = session }

  /// One fix can make room for another; a file needs few rounds, and a mistake must not loop.
  private static let rounds = 8

  private var repository: Repository { session.workspace.repository }

  /// Fixes what can be fixed and returns what remains.
  func run() throws -> CheckRun.Result {
    var result = try session.run()
    var fixed: Set<String> = []
    var skipped: [String: String] = [:]
    var renamed: [String: String] = [:]
    var couldWrite = true
    for _ in 0..<Self.rounds {
      let plan = try FixPlan(
        result.report, includingUnsafe: session.options.unsafeFixes, within: try isIncluded(),
        content: result.snapshot.bytes(of:))
      var isProgress = false
      for path in plan.refused {
        skipped[path] = "the fixes together would break its header; mend it by hand"
      }
      for change in plan.changes where skipped[change.path] == nil {
        if let reason = try attempt(change, &couldWrite) {
          skipped[change.path] = reason
        } else {
          fixed.insert(change.path)
          if let target = change.renamedTo { renamed[change.path] = target }
          isProgress = true
        }
      }
      guard isProgress else { break }
      repository.indexHasChanged()
      result = try session.again(renamed: renamed).run()
    }
    for (path, reason) in skipped.sorted(by: { $0.key < $1.key }) {
      Talk.say(Terminal.safe("not fixed: \(path): \(reason)"))
    }
    if !fixed.isEmpty, !session.options.talk.quiet {
      Talk.say(
        Terminal.safe(
          "fixed \(TextReport.counted(fixed.count, "file")): \(fixed.sorted().joined(separator: ", "))"
        )
      )
    }
    result.couldWrite = couldWrite
    return result
  }

  /// With paths on the command line nothing else is written.
  func isIncluded() throws -> (String) -> Bool {
    let paths = try session.options.paths.map(session.place.fromTop)
    return { path in
      paths.isEmpty || paths.contains { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }
    }
  }

  /// A file that cannot be written is told; the others are still fixed.
  private func attempt(
    _ change: FixPlan.FileChange, _ couldWrite: inout Bool
  ) throws -> String? {
    do {
      return try apply(change)
    } catch let failure as Failure where failure.kind == .file {
      couldWrite = false
      return ([failure.message] + failure.causes).joined(separator: ": ")
    }
  }

  /// Writes one file; the reason when it has to be left alone.
  private func apply(_ change: FixPlan.FileChange) throws -> String? {
    guard let top = repository.layout.workTree else { return "there is no working tree" }
    let path = RepositoryPath(text: change.path)
    guard case .bytes(let now) = try repository.workingFile(path, limit: SpecFile.sizeLimit),
      now == change.old
    else {
      guard session.options.staged else { return "it changed while it was being judged" }
      // Equal to git, but other bytes: line ends or a filter stand between index and file.
      let isClean =
        try repository.run(["--literal-pathspecs", "diff", "--quiet", "--", .path(path)]).status
        == 0
      return isClean
        ? "git converts it on its way into the index; run `git spec check --fix` and `git add` it"
        : "it has changes that are not staged; stage or stash them first"
    }
    let file = Array(top.utf8) + [0x2F] + path.bytes
    if change.new != change.old,
      try !AtomicFile.replace(file, holding: change.old, with: change.new)
    {
      return "it changed while it was being judged"
    }
    if let target = change.renamedTo {
      let new = RepositoryPath(text: target)
      if case .missing = try repository.workingFile(new, limit: 1) {
        if let reason = try rename(path, new) { return reason }
      } else {
        return "\(target) exists already"
      }
      if session.options.staged { try stage(new) }
    } else if session.options.staged {
      try stage(path)
    }
    return nil
  }

  private func stage(_ path: RepositoryPath) throws {
    let answer = try repository.run(
      ["--literal-pathspecs", "add", "--pathspec-from-file=-", "--pathspec-file-nul"],
      input: path.bytes + [0])
    if answer.status != 0 { throw Failure(.file, "git add failed", causes: [answer.error]) }
  }

  /// Tracked files move by git, so that the index follows; others by themselves.
  private func rename(_ old: RepositoryPath, _ new: RepositoryPath) throws -> String? {
    guard String(validating: old.bytes, as: UTF8.self) != nil else {
      return "its name is not UTF-8; rename it by hand"
    }
    let answer = try repository.run(["mv", "--", .path(old), .path(new)])
    if answer.status == 0 { return nil }
    guard answer.error.contains("not under version control") else {
      throw Failure(.file, "git mv failed", causes: [answer.error])
    }
    guard let top = repository.layout.workTree else { return answer.error }
    try AtomicFile.move(
      Array(top.utf8) + [0x2F] + old.bytes, to: Array(top.utf8) + [0x2F] + new.bytes)
    return nil
  }
}

/// The changes of a plan as a diff, made by git from two folders.
struct FixPreview {
  let plan: FixPlan

  init(_ plan: FixPlan) { self.plan = plan }

  func text(_ repository: Repository) throws -> String {
    guard !plan.changes.isEmpty else { return "" }
    let folder = try TemporaryFolder(environment: Surroundings.environment)
    defer { folder.remove() }
    var result = ""
    for (number, change) in plan.changes.enumerated() {
      if let target = change.renamedTo {
        result += Terminal.safe("rename \(change.path) => \(target)") + "\n"
      }
      if change.new == change.old { continue }
      let (old, new) = ("\(folder.path)/\(number).old", "\(folder.path)/\(number).new")
      try AtomicFile.replace(Array(old.utf8), with: change.old)
      try AtomicFile.replace(Array(new.utf8), with: change.new)
      let answer = try repository.run(
        [
          "diff", "--no-index", "--no-color", "--no-ext-diff", "--text", "--", .value(old),
          .value(new),
        ])
      guard answer.status <= 1 else {
        throw Failure(.git, "cannot show the fixes", causes: [answer.error])
      }
      result += Self.renamed(answer.text, to: change.renamedTo ?? change.path, from: change.path)
    }
    return result
  }

  /// Puts the spec's own path into the head of a diff of temporary files.
  private static func renamed(_ diff: String, to new: String, from old: String) -> String {
    var lines = diff.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in lines.indices.prefix(8) {
      if lines[index].hasPrefix("diff --git ") {
        lines[index] = Terminal.safe("diff --git a/\(old) b/\(new)")
      } else if lines[index].hasPrefix("--- ") {
        lines[index] = Terminal.safe("--- a/\(old)")
      } else if lines[index].hasPrefix("+++ ") {
        lines[index] = Terminal.safe("+++ b/\(new)")
        break
      }
    }
    return lines.joined(separator: "\n")
  }
}
