internal import Frontmatter
internal import Specs

/// Findings as test cases: errors fail, warnings and notes pass with their words.
enum JUnitReport {
  static func document(_ printed: PrintedReport) -> String {
    let findings = printed.report.findings
    let failures = printed.report.count(.error)
    let tests = max(1, findings.count)
    let seconds = "\(printed.milliseconds / 1000).\(padded(printed.milliseconds % 1000))"
    let counts = "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"0\" time=\"\(seconds)\""
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites \(counts)>",
      "  <testsuite name=\"git-spec\" skipped=\"0\" \(counts)>",
    ]
    if findings.isEmpty {
      lines.append(
        "    <testcase classname=\"git-spec\" name=\"\(printed.report.checkedCount) specs\" time=\"0\"/>"
      )
    }
    for finding in findings { lines += testCase(finding) }
    lines += ["  </testsuite>", "</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func testCase(_ finding: Finding) -> [String] {
    let place = "\(finding.path):\(finding.start.line):\(finding.start.column)"
    let name = Registry.rule(named: finding.code)?.name ?? ""
    var words = ["\(place): \(finding.sentence)"]
    words += finding.notes.map { note in
      guard let path = note.path, let position = note.position else { return note.message }
      return "\(path):\(position.line):\(position.column): \(note.message)"
    }
    if let help = finding.help { words.append("help: \(help)") }
    if let fix = finding.fix { words.append("fix: \(fix.title)") }
    let text = escaped(words.joined(separator: "\n"))
    let open =
      "    <testcase classname=\"\(escaped(finding.path))\" "
      + "name=\"\(finding.code) \(name) at \(finding.start.line):\(finding.start.column)\" "
      + "file=\"\(escaped(finding.path))\" line=\"\(finding.start.line)\" time=\"0\">"
    let content =
      finding.severity == .error
      ? "      <failure type=\"\(finding.code)\" message=\"\(escaped(finding.message))\">\(text)</failure>"
      : "      <system-out>\(finding.severity.rawValue): \(text)</system-out>"
    return [open, content, "    </testcase>"]
  }

  private static func padded(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
  }

  /// XML text, in which what XML forbids is shown and what is hidden is written by its number.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return Neutral.xml(result)
  }
}
