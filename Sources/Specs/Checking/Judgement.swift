internal import Frontmatter

/// The one place that decides whether a finding is reported, and how much it weighs.
package struct Judgement: Sendable {
  /// Codes or groups to report; empty means all.
  package var select: [String]
  /// Codes or groups not to report.
  package var ignore: [String]

  package init(select: [String] = [], ignore: [String] = []) {
    self.select = select
    self.ignore = ignore
  }

  /// The finding with its final severity; nil when it is not to be reported.
  package func judge(_ finding: Finding, spec: Spec, settings: Settings) -> Finding? {
    let code = finding.code
    if !select.isEmpty, !Self.matches(code, select) { return nil }
    if Self.matches(code, ignore) { return nil }
    if let relative = spec.path.dropPrefix(spec.root + "/"),
      settings.ignores.contains(where: {
        ($0.rules.isEmpty || Self.matches(code, $0.rules)) && Glob.matches($0.path, relative)
      })
    {
      return nil
    }
    if InlineIgnores.isIgnored(finding, in: spec) { return nil }
    guard let setting = Self.setting(for: code, in: settings) else { return finding }
    guard let severity = setting else { return nil }
    var finding = finding
    finding.severity = severity
    return finding
  }

  /// The most exact of the settings for a code: the code itself, then its longest group.
  private static func setting(for code: String, in settings: Settings) -> Severity?? {
    settings.severities.filter { code.hasPrefix($0.key) }
      .max { $0.key.count < $1.key.count }?.value
  }

  private static func matches(_ code: String, _ patterns: [String]) -> Bool {
    patterns.contains { pattern in
      let pattern = pattern.uppercased()
      return pattern == "ALL" || code.hasPrefix(pattern)
    }
  }
}

/// `<!-- git-spec: ignore S306 S307 -->`: for the whole file in the first lines of the body,
/// else for the line below it.
enum InlineIgnores {
  static func isIgnored(_ finding: Finding, in spec: Spec) -> Bool {
    guard !spec.body.comments.isEmpty else { return false }
    for comment in spec.body.comments {
      guard let codes = codes(in: spec.text.string(comment)) else { continue }
      if codes.isEmpty || codes.contains(where: { finding.code.hasPrefix($0) }) {
        let line = spec.text.position(at: comment.lowerBound).line
        let isForFile = !spec.body.headings.contains {
          $0.level > 1 && $0.line.lowerBound < comment.lowerBound
        }
        if isForFile || finding.start.line == line + 1 { return true }
      }
    }
    return false
  }

  /// Codes of an ignore comment, empty for all; nil when it is another comment.
  static func codes(in comment: String) -> [String]? {
    var words = comment.dropFirst(4).split(whereSeparator: { $0.isWhitespace || $0 == "," })
    if let last = words.last, last.hasSuffix("-->") {
      words[words.count - 1] = last.dropLast(3)
      if words.last?.isEmpty == true { words.removeLast() }
    }
    guard words.count >= 2, words[0] == "git-spec:", words[1] == "ignore" else { return nil }
    return words.dropFirst(2).map { $0.uppercased() }
  }
}

extension String {
  /// The rest after a prefix, nil when it does not begin with it.
  package func dropPrefix(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
