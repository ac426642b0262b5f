internal import Frontmatter
internal import Specs

/// Findings as workflow commands, which GitHub shows as annotations beside the lines.
///
/// GitHub keeps ten annotations of a severity for each step; what is beyond is printed as plain
/// lines in the log, where nothing is lost.
enum GitHubReport {
  static let limit = 10
  /// How the lines that GitHub obeys begin.
  static let levels = ["::error ", "::warning ", "::notice "]

  static func commands(_ printed: PrintedReport) -> String {
    var used: [Severity: Int] = [:]
    var lines: [String] = []
    var beyond: [String] = []
    for finding in printed.report.findings.sorted(by: { $0.severity > $1.severity }) {
      used[finding.severity, default: 0] += 1
      if used[finding.severity, default: 0] <= limit {
        lines.append(command(finding))
      } else {
        beyond.append(plain(finding))
      }
    }
    if !beyond.isEmpty {
      lines.append("\(beyond.count) more, above GitHub's \(limit) annotations of each severity:")
      lines += beyond
    }
    lines.append(TextReport(printed).counts)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func command(_ finding: Finding) -> String {
    let level =
      switch finding.severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    var properties = [
      "file=\(property(finding.path))", "line=\(finding.start.line)",
      "endLine=\(finding.end.line)",
    ]
    // Columns across lines are refused by GitHub.
    if finding.start.line == finding.end.line {
      properties += ["col=\(finding.start.column)", "endColumn=\(finding.end.column)"]
    }
    let name = Registry.rule(named: finding.code)?.name ?? ""
    properties.append("title=\(property("\(finding.code) \(name)"))")
    return "::\(level) \(properties.joined(separator: ","))::\(data(words(finding)))"
  }

  private static func words(_ finding: Finding) -> String {
    var lines = [finding.sentence]
    lines += finding.notes.map { note in
      guard let path = note.path, let position = note.position else { return note.message }
      return "\(path):\(position.line): \(note.message)"
    }
    if let help = finding.help { lines.append("help: \(help)") }
    if let fix = finding.fix { lines.append("fix: \(fix.title)") }
    // The parts are lines of ours; GitHub writes them into the log once more.
    return lines.map { Terminal.safe($0) }.joined(separator: "\n")
  }

  private static func plain(_ finding: Finding) -> String {
    let text = words(finding).split(separator: "\n").joined(separator: " | ")
    let line =
      "\(finding.path):\(finding.start.line):\(finding.start.column): "
      + "\(finding.severity.rawValue)[\(finding.code)] \(text)"
    // A line that began with `::`, blanks aside, would be taken for a command.
    return "- " + Terminal.safe(line)
  }

  private static func data(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func property(_ text: String) -> String {
    var result = ""
    for scalar in data(Terminal.safe(text)).unicodeScalars {
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
