internal import ArgumentParser
internal import Frontmatter
internal import Specs

/// How a report of findings is printed; a new format is a case here and a file beside this one.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, github, sarif, junit
}

/// A report with what is needed to print it.
struct PrintedReport {
  let command: String
  let report: Report
  /// The text of a file as it was judged, for quoting its lines.
  let text: (String) -> SourceText?
  var milliseconds = 0
  var usesColor = false
  var isQuiet = false

  func rendered(as format: OutputFormat) throws -> String {
    switch format {
    case .text: TextReport(self).whole
    case .json: try JSONReport.document(self)
    case .github: GitHubReport.commands(self)
    case .sarif: try SARIFReport.document(self)
    case .junit: JUnitReport.document(self)
    }
  }
}
