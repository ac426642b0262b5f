#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import Frontmatter
internal import Specs

/// The one place that writes JSON: keys in snake case, in a stable order, hidden characters by their
/// numbers.
enum JSONText {
  static func text(_ value: some Encodable) throws -> String {
    try text(value, .convertToSnakeCase)
  }

  /// With the keys as they are, for formats of others.
  static func camelCase(_ value: some Encodable) throws -> String {
    try text(value, .useDefaultKeys)
  }

  private static func text(
    _ value: some Encodable, _ keys: JSONEncoder.KeyEncodingStrategy
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = keys
    return Neutral.json(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
  }
}

/// The report as `--format json` documents it.
struct JSONReport: Encodable {
  struct Summary: Encodable {
    let errors: Int
    let warnings: Int
    let notes: Int
    let specs: Int
    let checked: Int
    let older: Int
  }
  struct Note: Encodable {
    let message: String
    @OrNull var path: String?
    @OrNull var line: Int?
    @OrNull var column: Int?
  }
  struct Edit: Encodable {
    let path: String
    let start: Int
    let end: Int
    let replacement: String
  }
  struct Rename: Encodable {
    let from: String
    let to: String
  }
  struct Fix: Encodable {
    let applicability: String
    let title: String
    let edits: [Edit]
    let renames: [Rename]
  }
  struct Finding: Encodable {
    let code: String
    let name: String
    let root: String
    @OrNull var id: String?
    let severity: String
    let message: String
    /// Words beside the place; null where there are none.
    @OrNull var label: String?
    let path: String
    let line: Int
    let column: Int
    let endLine: Int
    let endColumn: Int
    let notes: [Note]
    @OrNull var help: String?
    @OrNull var fix: Fix?
  }

  let schemaVersion = 1
  let command: String
  let summary: Summary
  let findings: [Finding]

  static func document(_ printed: PrintedReport) throws -> String {
    try JSONText.text(JSONReport(printed))
  }

  init(_ printed: PrintedReport) {
    let report = printed.report
    command = printed.command
    summary = Summary(
      errors: report.count(.error), warnings: report.count(.warning), notes: report.count(.note),
      specs: report.specCount, checked: report.checkedCount, older: report.olderCount)
    findings = report.findings.map { finding in
      Finding(
        code: finding.code, name: Registry.rule(named: finding.code)?.name ?? "",
        root: finding.root, id: finding.id, severity: finding.severity.rawValue,
        message: finding.message, label: finding.label.isEmpty ? nil : finding.label,
        path: finding.path, line: finding.start.line,
        column: finding.start.column, endLine: finding.end.line, endColumn: finding.end.column,
        notes: finding.notes.map {
          Note(
            message: $0.message, path: $0.path, line: $0.position?.line,
            column: $0.position?.column)
        }, help: finding.help, fix: finding.fix.map(Fix.init))
    }
  }
}

extension JSONReport.Fix {
  fileprivate init(_ fix: Specs.Fix) {
    applicability = fix.applicability.rawValue
    title = fix.title
    edits = fix.edits.map {
      JSONReport.Edit(
        path: $0.path, start: $0.edit.range.lowerBound, end: $0.edit.range.upperBound,
        replacement: String(decoding: $0.edit.replacement, as: UTF8.self))
    }
    renames = fix.renames.sorted { $0.key < $1.key }.map {
      JSONReport.Rename(from: $0.key, to: $0.value)
    }
  }
}

/// A failure as a document, for commands that were asked for JSON.
struct FailureDocument: Encodable {
  struct Body: Encodable {
    let kind: String
    let message: String
    let causes: [String]
    let hints: [String]
  }
  let schemaVersion = 1
  let command: String
  let error: Body

  static func json(_ failure: Failure, command: String) -> String {
    let document = FailureDocument(
      command: command,
      error: Body(
        kind: failure.kind.rawValue, message: failure.message, causes: failure.causes,
        hints: failure.hints))
    // A document of strings cannot fail to encode; if it does, the words still go out.
    return (try? JSONText.text(document)) ?? "{}\n"
  }
}
