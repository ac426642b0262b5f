internal import Frontmatter
internal import Specs

/// Findings for people: the sentence, the place, the line with the spot marked, what to do.
struct TextReport {
  private let printed: PrintedReport

  init(_ printed: PrintedReport) { self.printed = printed }

  /// All findings and the line that counts them; quietly, only what is wrong.
  var whole: String {
    let findings = printed.report.findings.filter { !printed.isQuiet || $0.severity > .note }
    return findings.map { finding($0) + "\n" }.joined() + (printed.isQuiet ? "" : counts + "\n")
  }

  // MARK: One finding

  func finding(_ finding: Finding) -> String {
    let notes = finding.notes.filter { $0.path != nil && $0.position != nil }
    let width = max(
      String(finding.end.line).count,
      notes.compactMap { $0.position.map { String($0.line).count } }.max() ?? 0)
    var lines = [head(finding)]
    lines += quoted(
      "-->", finding.path, finding.start, end: finding.end, label: finding.label, mark: "^",
      style: style(finding.severity), width)
    for note in notes {
      guard let path = note.path, let position = note.position else { continue }
      lines += quoted(
        ":::", path, position, end: nil, label: note.message, mark: "-", style: .quiet, width)
    }
    let margin = String(repeating: " ", count: width + 2)
    let remarks =
      finding.notes.filter { $0.path == nil || $0.position == nil }.map { ("note", $0.message) }
      + (finding.help.map { [("help", $0)] } ?? []) + (finding.fix.map { [fixRemark($0)] } ?? [])
    if !remarks.isEmpty { lines.append(margin + bar) }
    for (word, text) in remarks {
      lines.append(
        margin + styled("=", .quiet) + " " + styled(word, .bold) + ": " + Terminal.safe(text))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fixRemark(_ fix: Fix) -> (String, String) {
    let flag = fix.applicability == .safe ? "--fix" : "--fix --unsafe-fixes"
    return ("fix", "\(fix.title) (with \(flag))")
  }

  private func head(_ finding: Finding) -> String {
    styled("\(finding.severity.rawValue)[\(finding.code)]", style(finding.severity))
      + styled(": " + Terminal.safe(finding.message), .bold)
  }

  /// A place and, where the file can be read, its line with the spot marked.
  private func quoted(
    _ arrow: String, _ path: String, _ start: Position, end: Position?, label: String,
    mark: Character, style: Terminal.Style, _ width: Int
  ) -> [String] {
    let margin = String(repeating: " ", count: width)
    let place = "\(Terminal.safe(path)):\(start.line):\(start.column)"
    var lines = [margin + " " + styled(arrow, .quiet) + " " + place]
    guard let text = printed.text(path), start.line <= text.lineCount else {
      if !label.isEmpty { lines.append(margin + "  " + bar + " " + Terminal.safe(label)) }
      return lines
    }
    let excerpt = Excerpt(text, start, end)
    let number = String(start.line)
    let padding = String(repeating: " ", count: width - number.count)
    lines.append(margin + "  " + bar)
    lines.append(" " + padding + styled(number, .quiet) + " " + bar + " " + excerpt.line)
    let spot = String(repeating: mark, count: excerpt.markWidth)
    let words = label.isEmpty ? "" : " " + Terminal.safe(label)
    lines.append(
      margin + "  " + bar + " " + excerpt.indent + styled(spot + words, style))
    return lines
  }

  private var bar: String { styled("|", .quiet) }

  private func style(_ severity: Severity) -> Terminal.Style {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  private func styled(_ text: String, _ style: Terminal.Style) -> String {
    Terminal.styled(text, style, printed.usesColor)
  }

  // MARK: Counts

  /// `3 errors, 2 warnings in 2 files (41 specs, 18 ms); 4 fixable with --fix`
  var counts: String {
    let report = printed.report
    var line = "\(found) \(cost)"
    if report.fixableCount > 0 { line += "; \(report.fixableCount) fixable with --fix" }
    if report.olderCount > 0 {
      line += "; \(Self.counted(report.olderCount, "older finding")) elsewhere"
    }
    return line
  }

  /// `3 errors, 2 warnings in 2 files`
  var found: String {
    let report = printed.report
    let parts = [
      (report.count(.error), "error"), (report.count(.warning), "warning"),
      (report.count(.note), "note"),
    ].filter { $0.0 > 0 }.map { Self.counted($0.0, $0.1) }
    let files = Set(report.findings.map(\.path)).count
    return parts.isEmpty
      ? "nothing found" : parts.joined(separator: ", ") + " in " + Self.counted(files, "file")
  }

  /// `(41 specs, 18 ms)`
  var cost: String {
    "(\(Self.counted(printed.report.specCount, "spec")), \(printed.milliseconds) ms)"
  }

  static func counted(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }
}
