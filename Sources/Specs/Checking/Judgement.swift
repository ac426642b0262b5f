internal import Frontmatter

/// The one place that decides whether a finding is reported, and how much it weighs.
package struct Judgement: Sendable {
  /// Codes or groups to report; empty means all.
  package var select: [String]
  /// Codes or groups not to report.
  package var ignore: [String]
  /// False for what would be told if neither settings nor comments spoke of rules.
  package var heedsFiles = true

  package init(select: [String] = [], ignore: [String] = []) {
    self.select = select
    self.ignore = ignore
  }

  /// Whether findings of a code can be reported in a root at all, before anybody looks for them.
  package func mayReport(_ code: String, settings: Settings) -> Bool {
    guard select.isEmpty || Self.matches(code, select), !Self.matches(code, ignore) else {
      return false
    }
    if let setting = Self.setting(for: code, in: settings) { return setting != nil }
    return true
  }

  /// Findings in a spec with their final severities, without those that are not to be reported.
  ///
  /// `older` limits the spec's comments to those that it had before.
  package func judge(
    _ findings: [Finding], spec: Spec, settings: Settings, asOf older: Spec?? = nil
  ) -> [Finding] {
    if findings.isEmpty { return [] }
    let settings = heedsFiles ? settings : Settings()
    let spared = spec.path.dropPrefix(spec.root + "/").map(settings.spared(at:)) ?? []
    let ignores = older.map { spec.ignores.kept(from: $0?.ignores) } ?? spec.ignores
    return findings.compactMap { finding in
      let code = finding.code
      if !select.isEmpty, !Self.matches(code, select) { return nil }
      if Self.matches(code, ignore) || CodeGroups.names(spared, code) { return nil }
      if heedsFiles, ignores.cover(finding) { return nil }
      return weighed(finding, settings)
    }
  }

  /// A finding about the settings file itself, which has neither ignores nor a body.
  package func judge(_ finding: Finding, settings: Settings) -> Finding? {
    if !select.isEmpty, !Self.matches(finding.code, select) { return nil }
    if Self.matches(finding.code, ignore) { return nil }
    return weighed(finding, settings)
  }

  private func weighed(_ finding: Finding, _ settings: Settings) -> Finding? {
    let code = finding.code
    guard let setting = Self.setting(for: code, in: settings) else { return finding }
    guard let severity = setting else { return nil }
    var finding = finding
    finding.severity = severity
    return finding
  }

  /// The most exact of the settings for a code: the code itself, then its longest group.
  private static func setting(for code: String, in settings: Settings) -> Severity?? {
    if settings.severities.isEmpty { return nil }
    for group in CodeGroups.all(of: code) {
      if let setting = settings.severities[group] { return .some(setting) }
    }
    return settings.severities["ALL"]
  }

  /// Whether settings keep something from being told, or let it weigh less, that others do not.
  static func tellsLess(_ settings: Settings, than former: Settings) -> Bool {
    let known = Dictionary(
      former.ignores.map { ($0.path, Set($0.rules)) },
      uniquingKeysWith: { $0.isEmpty || $1.isEmpty ? [] : $0.union($1) })
    for ignore in settings.ignores {
      guard let rules = known[ignore.path] else { return true }
      // No rule stands for all.
      if !rules.isEmpty, ignore.rules.isEmpty || !rules.isSuperset(of: ignore.rules) { return true }
    }
    if settings.severities == former.severities { return false }
    return Registry.all.flatMap { $0.rules }.contains { rule in
      let now = setting(for: rule.code, in: settings) ?? rule.severity
      guard let before = setting(for: rule.code, in: former) ?? rule.severity else { return false }
      return now.map { $0 < before } ?? true
    }
  }

  private static func matches(_ code: String, _ patterns: [String]) -> Bool {
    patterns.contains { pattern in
      let pattern = pattern.uppercased()
      return pattern == "ALL" || code.hasPrefix(pattern)
    }
  }
}

/// The groups that a rule's code belongs to: whatever it begins with.
private enum CodeGroups {
  /// The code itself, then its groups, the longest first.
  static func all(of code: String) -> some Sequence<String> {
    code.indices.reversed().lazy.map { String(code[...$0]) }
  }

  static func names(_ groups: Set<String>, _ code: String) -> Bool {
    !groups.isEmpty && (groups.contains("ALL") || all(of: code).contains(where: groups.contains))
  }
}

extension Settings {
  /// Codes and groups that are not reported at a path below the root, `ALL` for every one.
  fileprivate func spared(at relative: String) -> Set<String> {
    if ignores.isEmpty { return [] }
    let path = Glob.Path(relative)
    // Thousands of patterns may stand beside thousands of specs: only those are tried whose
    // beginning the path has.
    return path.starts.reduce(into: []) { spared, start in
      for ignore in ignoresByStart[start] ?? [] where ignore.glob.matches(path) {
        spared.formUnion(ignore.rules.isEmpty ? ["ALL"] : ignore.rules.map { $0.uppercased() })
      }
    }
  }
}

/// `<!-- git-spec: ignore S306 S307 -->`: for the whole file in the first lines of the body,
/// else for the line below it.
struct InlineIgnores: Sendable {
  /// Codes and groups, `ALL` for any, that the whole file is spared.
  private var everywhere: Set<String> = []
  /// Those that one line is spared.
  private var byLine: [Int: Set<String>] = [:]
  /// What these lines hold: lines move, and a comment goes with what it stands above.
  private var textByLine: [Int: String] = [:]

  /// Reads the comments once, however many findings ask.
  init(_ body: Body, _ text: SourceText) {
    let firstSection = body.headings.first { $0.level > 1 }?.line.lowerBound ?? text.bytes.count
    for comment in body.comments {
      guard let codes = Self.codes(in: text.string(comment)) else { continue }
      let spared = codes.isEmpty ? ["ALL"] : codes
      if comment.lowerBound < firstSection {
        everywhere.formUnion(spared)
      } else {
        let line = text.position(at: comment.upperBound).line + 1
        byLine[line, default: []].formUnion(spared)
        if line <= text.lineCount { textByLine[line] = text.string(text.lineContent(line - 1)) }
      }
    }
  }

  var isEmpty: Bool { everywhere.isEmpty && byLine.isEmpty }

  /// Those of the comments that an older version has as well; none where there is none.
  func kept(from older: InlineIgnores?) -> InlineIgnores {
    var kept = self
    kept.everywhere.formIntersection(older?.everywhere ?? [])
    var known: [String: Set<String>] = [:]
    for (line, codes) in older?.byLine ?? [:] {
      known[older?.textByLine[line] ?? "", default: []].formUnion(codes)
    }
    for (line, codes) in byLine {
      kept.byLine[line] = codes.intersection(known[textByLine[line] ?? ""] ?? [])
    }
    return kept
  }

  /// Whether they spare more than those of an older version.
  func exceed(_ older: InlineIgnores?) -> Bool {
    let kept = kept(from: older)
    return kept.everywhere != everywhere || kept.byLine != byLine
  }

  func cover(_ finding: Finding) -> Bool {
    if everywhere.isEmpty, byLine.isEmpty { return false }
    return CodeGroups.names(everywhere, finding.code)
      || byLine[finding.start.line].map { CodeGroups.names($0, finding.code) } ?? false
  }

  /// Codes of an ignore comment, empty for all; nil when it is another comment.
  static func codes(in comment: String) -> [String]? {
    let end = comment.firstRange(of: "-->")?.lowerBound ?? comment.endIndex
    // By scalars, because a CRLF is one character to Swift.
    let words = comment[..<end].unicodeScalars.dropFirst(4)
      .split { " \t\r\n,".unicodeScalars.contains($0) }.map(Substring.init)
    guard words.count >= 2, words[0] == "git-spec:", words[1] == "ignore" else { return nil }
    return words.dropFirst(2).map { Registry.code(named: String($0)) ?? $0.uppercased() }
  }
}

extension String {
  /// The rest after a prefix, nil when it does not begin with it.
  package func dropPrefix(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
