internal import Frontmatter
internal import Specs

/// What a hook says: errors first, warnings next, on stderr; nothing when there is nothing.
enum HookReport {
  /// Prints the report; true when it holds an error.
  static func write(
    _ result: CheckRun.Result, place: String, environment: [String: String], milliseconds: Int
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
      Talk.say("… and \(report.findings.count - limit) more; `git spec check` lists them all")
    }
    let hidden = notes > 0 ? "; \(TextReport.counted(notes, "note")) not shown" : ""
    Talk.say("git-spec: \(text.counts) \(place)\(hidden)")
    return report.count(.error) > 0
  }

  /// More than a screen helps nobody in the middle of a commit.
  private static let limit = 20
}
