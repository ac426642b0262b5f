internal import Frontmatter
internal import Specs

/// The findings of a check as rows for the page's script.
struct ReportFindings {
  private let sources: ReportSources
  private let facts: ReportFacts
  private let specRows: [String: Int]
  private let rootNumbers: [String: Int]

  init(
    _ sources: ReportSources, _ facts: ReportFacts, rows: [String: Int],
    rootNumbers: [String: Int]
  ) {
    self.sources = sources
    self.facts = facts
    specRows = rows
    self.rootNumbers = rootNumbers
  }

  /// Names of the rules that found something, by their codes.
  var rules: ScriptValue {
    let codes = Set(sources.findings.report.findings.map(\.code)).sorted()
    return .object(codes.map { ($0, .text(Registry.rule(named: $0)?.name ?? "")) })
  }

  func rows(_ pool: inout TextPool) -> ScriptValue {
    .list(sources.findings.report.findings.map { row($0, &pool) })
  }

  private func row(_ finding: Finding, _ pool: inout TextPool) -> ScriptValue {
    let spec = specRows[finding.path]
    let quoted = sources.findings.text(of: finding.path).map {
      Excerpt($0, finding.start, finding.end).parts
    }
    return .list([
      .number(Self.weight(finding.severity)), pool.number(finding.code),
      pool.number(facts.withoutMachine(finding.message)),
      .number(rootNumbers[finding.root] ?? -1), .number(spec ?? -1),
      spec == nil ? .text(finding.path) : .number(0),
      .number(finding.start.line), .number(finding.start.column),
      pool.number(quoted?.before ?? ""), pool.number(quoted?.marked ?? ""),
      pool.number(quoted?.behind ?? ""), pool.number(finding.label),
      pool.number(finding.help ?? ""),
      .list(
        finding.notes.map {
          .list([
            pool.number(facts.withoutMachine($0.message)), .optional($0.path),
            .number($0.position?.line ?? 1),
          ])
        }),
    ])
  }

  private static func weight(_ severity: Severity) -> Int {
    switch severity {
    case .error: 0
    case .warning: 1
    case .note: 2
    }
  }
}
