internal import Specs

/// Rules as pages: one for a terminal, all of them as Markdown for the documentation.
enum RulePage {
  static func terminal(_ rule: RuleInfo) -> String {
    var lines = [
      "\(rule.code) \(rule.name)", "", rule.summary, "", wrapped(rule.explanation), "",
      "Severity: \(rule.severity.rawValue)"
        + (rule.fixing == .none ? "" : "; has \(rule.fixing == .safe ? "a fix" : "an unsafe fix")"),
      "", "Bad:", "", indented(visible(rule.bad)), "", "Good:", "", indented(visible(rule.good)),
      "",
      "To change how it weighs, in .omoi_os/config.yaml:", "", "    rules: {\(rule.code): ignore}",
    ]
    lines.append("")
    return lines.joined(separator: "\n")
  }

  /// The page of all rules.
  static var markdown: String {
    var lines = [
      "# Rules", "",
      "<!-- Generated from the registry; `scripts/rules-page` writes it anew. -->", "",
      "Severities can be changed in `.omoi_os/config.yaml` under `rules`, for paths under `ignore`,",
      "and in a file with `<!-- git-spec: ignore CODE -->`: below the first heading for the whole",
      "file, further down for the line below it.", "",
    ]
    var group = ""
    for rule in Registry.rules {
      if !rule.code.hasPrefix(group) || group.isEmpty {
        group = String(rule.code.prefix(2))
        lines += ["## \(group): \(Registry.groups[group] ?? "")", ""]
      }
      lines += [
        "### \(rule.code) \(rule.name)", "",
        "**\(rule.summary)** \(rule.severity.rawValue.capitalizedFirst)"
          + (rule.fixing == .none
            ? "." : ", with \(rule.fixing == .safe ? "a fix" : "an unsafe fix")."),
        "",
        rule.explanation, "", "Bad:", "", fenced(rule.bad), "", "Good:", "", fenced(rule.good), "",
      ]
    }
    return lines.joined(separator: "\n")
  }

  private static func fenced(_ text: String) -> String {
    "````text\n" + visible(text) + (text.hasSuffix("\n") || text.isEmpty ? "" : "\n") + "````"
  }

  /// Bytes that nobody would see, in words.
  private static func visible(_ text: String) -> String {
    if text.isEmpty { return "(an empty file)\n" }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r": result += "␍"
      case "\t": result += "␉"
      case "\u{FEFF}": result += "(U+FEFF)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n").trimmingLineEnds
  }

  private static func wrapped(_ text: String) -> String {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, line.count + word.count + 1 > 80 {
          lines.append(line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
  fileprivate var trimmingLineEnds: String {
    var text = self[...]
    while text.hasSuffix("\n") { text = text.dropLast() }
    return String(text)
  }
}
