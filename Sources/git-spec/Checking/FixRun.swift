internal import Frontmatter
internal import Git
internal import Specs

/// Applies fixes and judges again until none is left.
struct FixRun {
  let session: CheckSession

  /// One fix can make room for another; a file needs few rounds, and a mistake must not loop.
  private static let rounds = 8

  private var repository: Repository { session.workspace.repository }

  /// Fixes what can be fixed and returns what remains.
  func run() throws -> CheckRun.Result {
    var result = try session.run()
    var fixed: Set<String> = []
    var skipped: [String: String] = [:]
    for _ in 0..<Self.rounds {
      let plan = try FixPlan(
        result.report, includingUnsafe: session.options.unsafeFixes,
        content: result.snapshot.bytes(of:))
      var isProgress = false
      for change in plan.changes where skipped[change.path] == nil {
        if let reason = try apply(change) {
          skipped[change.path] = reason
        } else {
          fixed.insert(change.path)
          isProgress = true
        }
      }
      guard isProgress else { break }
      repository.indexHasChanged()
      result = try session.again().run()
    }
    for (path, reason) in skipped.sorted(by: { $0.key < $1.key }) {
      Talk.say("not fixed: \(path): \(reason)")
    }
    if !fixed.isEmpty, !session.options.talk.quiet {
      Talk.say(
        "fixed \(TextReport.counted(fixed.count, "file")): \(fixed.sorted().joined(separator: ", "))"
      )
    }
    return result
  }

  /// Writes one file; the reason when it has to be left alone.
  private func apply(_ change: FixPlan.FileChange) throws -> String? {
    guard let top = repository.layout.workTree else { return "there is no working tree" }
    let path = RepositoryPath(text: change.path)
    guard case .bytes(let now) = try repository.workingFile(path, limit: SpecFile.sizeLimit),
      now == change.old
    else {
      return session.options.staged
        ? "it has changes that are not staged; stage or stash them first"
        : "it changed while it was being judged"
    }
    let file = Array(top.utf8) + [0x2F] + path.bytes
    if change.new != change.old { try AtomicFile.replace(file, with: change.new) }
    if let target = change.renamedTo {
      let new = RepositoryPath(text: target)
      if case .missing = try repository.workingFile(new, limit: 1) {
        if let reason = try rename(path, new) { return reason }
      } else {
        return "\(target) exists already"
      }
      if session.options.staged { return nil }
    } else if session.options.staged {
      let answer = try repository.run(
        ["--literal-pathspecs", "add", "--pathspec-from-file=-", "--pathspec-file-nul"],
        input: path.bytes + [0])
      if answer.status != 0 { return "git add failed: \(answer.error)" }
    }
    return nil
  }

  /// Tracked files move by git, so that the index follows; others by themselves.
  private func rename(_ old: RepositoryPath, _ new: RepositoryPath) throws -> String? {
    let answer = try repository.run(["mv", "--", old.argument, new.argument])
    if answer.status == 0 { return nil }
    guard let top = repository.layout.workTree else { return answer.error }
    do {
      try AtomicFile.move(
        Array(top.utf8) + [0x2F] + old.bytes, to: Array(top.utf8) + [0x2F] + new.bytes)
      return nil
    } catch {
      return "\(error)"
    }
  }
}

/// The changes of a plan as a diff, made by git from two folders.
struct FixPreview {
  let plan: FixPlan

  init(_ plan: FixPlan) { self.plan = plan }

  func text(_ repository: Repository) throws -> String {
    guard !plan.changes.isEmpty else { return "" }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    var result = ""
    for (number, change) in plan.changes.enumerated() {
      if let target = change.renamedTo { result += "rename \(change.path) => \(target)\n" }
      if change.new == change.old { continue }
      let (old, new) = ("\(folder.path)/\(number).old", "\(folder.path)/\(number).new")
      try AtomicFile.replace(Array(old.utf8), with: change.old)
      try AtomicFile.replace(Array(new.utf8), with: change.new)
      let answer = try repository.run(
        ["diff", "--no-index", "--no-color", "--no-ext-diff", "--text", "--", old, new])
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
        lines[index] = "diff --git a/\(old) b/\(new)"
      } else if lines[index].hasPrefix("--- ") {
        lines[index] = "--- a/\(old)"
      } else if lines[index].hasPrefix("+++ ") {
        lines[index] = "+++ b/\(new)"
        break
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension RepositoryPath {
  /// The path as a word of a command line; not faithful when it is not UTF-8.
  fileprivate var argument: String { String(decoding: bytes, as: UTF8.self) }
}
