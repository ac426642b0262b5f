internal import Frontmatter
internal import Specs

/// What a hook says: errors first, warnings next, on stderr; nothing when there is nothing.
enum HookReport {
  /// Prints the report; true when it holds an error.
  static func write(
    _ result: CheckRun.Result, place: String, command: String, environment: [String: String],
    milliseconds: Int
  ) -> Bool {
    var report = result.report
    let notes = report.count(.note)
    report.findings.removeAll { $0.severity == .note }
    guard !report.findings.isEmpty else { return false }
    // A graphical client may show the first line alone.
    report.findings =
      report.findings.filter { $0.severity == .error }
      + report.findings.filter { $0.severity != .error }
    let printed = PrintedReport(
      command: "hook", report: report, text: result.snapshot.text(of:), milliseconds: milliseconds,
      usesColor: ColorChoice.auto.usesColor(on: 2, environment))
    let text = TextReport(printed)
    let shown = report.findings.prefix(limit).map { text.finding($0) }.joined(separator: "\n")
    Talk.write(shown + "\n", to: 2)
    if report.findings.count > limit {
      Talk.say("… and \(report.findings.count - limit) more; `\(command)` lists them all")
    }
    Talk.say("git-spec: " + Terminal.safe(summary(text, report, place, notes: notes, command)))
    return report.count(.error) > 0
  }

  /// What was found and where, then what else there is and the command that shows it.
  private static func summary(
    _ text: TextReport, _ report: Report, _ place: String, notes: Int, _ command: String
  ) -> String {
    var parts = ["\(text.found) \(place) \(text.cost)"]
    if report.fixableCount > 0 {
      // A commit cannot be changed; its files in the working tree can.
      let fix = command.hasSuffix("--staged") ? "\(command) --fix" : "git spec check --fix"
      parts.append("\(report.fixableCount) fixable with `\(fix)`")
    }
    if notes > 0 {
      parts.append("\(TextReport.counted(notes, "note")) not shown, see `\(command)`")
    }
    if report.olderCount > 0 {
      parts.append("\(TextReport.counted(report.olderCount, "older finding")) elsewhere")
    }
    return parts.joined(separator: "; ")
  }

  /// More than a screen helps nobody in the middle of a commit.
  private static let limit = 20
}
