internal import Frontmatter
internal import Specs

/// What a renumbering changed, or with --dry-run would change: one plan, told in two ways.
struct RenumberReport {
  private let plan: RenumberPlan
  private let moves: [Move]
  private let left: [String]
  private let dryRun: Bool

  init(_ plan: RenumberPlan, moves: [Move], left: [String], dryRun: Bool) {
    self.plan = plan
    self.moves = moves
    self.left = left
    self.dryRun = dryRun
  }

  func answer(as format: AnswerFormat, quiet: Bool) throws {
    if format == .json {
      return Talk.answer(
        try JSONText.text(
          RenumberDocument(plan, moves: moves, left: left, dryRun: dryRun)))
    }
    for line in left { Talk.say("left: \(Terminal.safe(line))") }
    if moves.isEmpty {
      if !quiet { Talk.answer("nothing to renumber\n") }
      return
    }
    if quiet && !dryRun { return tellDoubtful() }
    var lines = moves.map { "\($0.old) becomes \($0.new): \($0.path)" }
    lines += plan.renames.map { "  rename  \($0.old) => \($0.new)" }
    for file in plan.files {
      lines += file.edits.map {
        "  change  \(file.path):\($0.position.line):\($0.position.column): \($0.old) => \($0.new)"
      }
    }
    if let trace = plan.trace {
      lines += trace.entries.map {
        "  trace   \(trace.path): \($0.old): \($0.new)"
      }
      lines += trace.notes.map { "  note    \($0)" }
    }
    lines += plan.leftAlone.map { "  left    \(place($0.mention)): \($0.reason)" }
    Talk.answer(lines.map { Terminal.safe($0) + "\n" }.joined())
    tellDoubtful()
    if !dryRun {
      Talk.say("nothing is staged; look at it, then `git add -A` and commit")
    }
  }

  private func tellDoubtful() {
    if plan.doubtful.isEmpty { return }
    let count = plan.doubtful.count
    Talk.say("\(count == 1 ? "1 mention is" : "\(count) mentions are") left for you to look at:")
    for remark in plan.doubtful {
      Talk.say("  \(Terminal.safe(place(remark.mention))): \(remark.reason)")
      Talk.say("      \(Terminal.safe(Self.cut(remark.mention.line)))")
    }
  }

  private func place(_ mention: Mention) -> String {
    let position = mention.position
    return
      "\(plan.path(after: mention.path)):\(position.line):\(position.column): \(mention.written)"
  }

  /// As much of a line as a screen shows.
  private static func cut(_ line: String) -> String {
    line.unicodeScalars.count <= 100 ? line : String(line.unicodeScalars.prefix(99)) + "…"
  }
}

/// The plan as `--format json` documents it.
private struct RenumberDocument: Encodable {
  struct Rename: Encodable {
    let from: String
    let to: String
  }
  struct Renumbering: Encodable {
    let from: String
    let to: String
    let path: String
  }
  struct Edit: Encodable {
    let path: String
    let line: Int
    let column: Int
    let from: String
    let to: String
  }
  struct Remark: Encodable {
    let path: String
    let line: Int
    let column: Int
    let text: String
    let reason: String

    init(_ remark: RenumberPlan.Remark) {
      path = remark.mention.path
      line = remark.mention.position.line
      column = remark.mention.position.column
      text = remark.mention.written
      reason = remark.reason
    }
  }

  let schemaVersion = 1
  let command = "renumber"
  let dryRun: Bool
  let moves: [Renumbering]
  /// Paths of edits and remarks are those before the renames.
  let renames: [Rename]
  let edits: [Edit]
  let trace: [String: String]
  /// What people should know about entries of the trace that were there.
  let notes: [String]
  let doubtful: [Remark]
  let leftAlone: [Remark]
  /// Collisions that were not mended, each with its reason.
  let skipped: [String]

  init(_ plan: RenumberPlan, moves: [Move], left: [String], dryRun: Bool) {
    self.dryRun = dryRun
    self.moves = moves.map { Renumbering(from: $0.old, to: $0.new, path: $0.path) }
    renames = plan.renames.map { Rename(from: $0.old, to: $0.new) }
    edits = plan.files.flatMap { file in
      file.edits.map {
        Edit(
          path: file.path, line: $0.position.line, column: $0.position.column, from: $0.old,
          to: $0.new)
      }
    }
    trace = Dictionary(
      (plan.trace?.entries ?? []).map { ($0.old, $0.new) }, uniquingKeysWith: { $1 })
    notes = plan.trace?.notes ?? []
    doubtful = plan.doubtful.map(Remark.init)
    leftAlone = plan.leftAlone.map(Remark.init)
    skipped = left
  }
}
