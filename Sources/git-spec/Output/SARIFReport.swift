internal import Frontmatter
internal import Specs

/// Findings as SARIF 2.1.0, for GitHub code scanning and editors.
enum SARIFReport {
  struct Log: Encodable {
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    let runs: [Run]
    enum CodingKeys: String, CodingKey {
      case schema = "$schema"
      case version, runs
    }
  }
  struct Run: Encodable {
    let tool: Tool
    let columnKind = "unicodeCodePoints"
    let originalUriBaseIds = ["SRCROOT": Base()]
    let results: [Result]
  }
  struct Base: Encodable {
    let description = Message(text: "the top of the repository")
  }
  struct Tool: Encodable { let driver: Driver }
  struct Driver: Encodable {
    let name = "git-spec"
    let version = Version.number
    let rules: [Rule]
  }
  struct Rule: Encodable {
    let id: String
    let name: String
    let shortDescription: Message
    let fullDescription: Message
    let defaultConfiguration: Configuration
  }
  struct Configuration: Encodable { let level: String }
  struct Message: Encodable { let text: String }
  struct Result: Encodable {
    let ruleId: String
    let ruleIndex: Int?
    let level: String
    let message: Message
    let locations: [Location]
    let relatedLocations: [Location]
    let partialFingerprints: [String: String]
    let fixes: [Fix]?
  }
  struct Location: Encodable {
    let id: Int?
    let physicalLocation: Place
    let message: Message?
  }
  struct Place: Encodable {
    let artifactLocation: Artifact
    let region: Region?
  }
  struct Artifact: Encodable {
    let uri: String
    let uriBaseId = "SRCROOT"
  }
  struct Region: Encodable {
    var startLine: Int?
    var startColumn: Int?
    var endLine: Int?
    var endColumn: Int?
    var byteOffset: Int?
    var byteLength: Int?
  }
  struct Fix: Encodable {
    let description: Message
    let artifactChanges: [Change]
  }
  struct Change: Encodable {
    let artifactLocation: Artifact
    let replacements: [Replacement]
  }
  struct Replacement: Encodable {
    let deletedRegion: Region
    let insertedContent: Message
  }

  static func document(_ printed: PrintedReport) throws -> String {
    let rules = Registry.rules
    let index = Dictionary(
      rules.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    let driver = Driver(
      rules: rules.map {
        Rule(
          id: $0.code, name: $0.name, shortDescription: Message(text: $0.summary),
          fullDescription: Message(text: $0.explanation),
          defaultConfiguration: Configuration(level: $0.severity.rawValue))
      })
    let results = printed.report.findings.map { result($0, index[$0.code]) }
    return try JSONText.camelCase(Log(runs: [Run(tool: Tool(driver: driver), results: results)]))
  }

  private static func result(_ finding: Finding, _ index: Int?) -> Result {
    let region = Region(
      startLine: finding.start.line, startColumn: finding.start.column,
      endLine: finding.end.line, endColumn: finding.end.column)
    let related = finding.notes.enumerated().compactMap { number, note -> Location? in
      guard let path = note.path, let position = note.position else { return nil }
      return Location(
        id: number + 1,
        physicalLocation: Place(
          artifactLocation: Artifact(uri: uri(path)),
          region: Region(startLine: position.line, startColumn: position.column)),
        message: Message(text: note.message))
    }
    let remarks =
      finding.notes.filter { $0.path == nil }.map(\.message)
      + (finding.help.map { ["help: \($0)"] } ?? [])
    return Result(
      ruleId: finding.code, ruleIndex: index, level: finding.severity.rawValue,
      message: Message(text: ([finding.sentence] + remarks).joined(separator: "\n")),
      locations: [
        Location(
          id: nil,
          physicalLocation: Place(
            artifactLocation: Artifact(uri: uri(finding.path)), region: region),
          message: nil)
      ], relatedLocations: related,
      partialFingerprints: ["gitSpec/v1": StableHash.hex(finding.fingerprint)],
      fixes: finding.fix.flatMap(fix).map { [$0] })
  }

  private static func fix(_ fix: Specs.Fix) -> Fix? {
    // SARIF has no word for a rename.
    guard !fix.edits.isEmpty else { return nil }
    let byPath = Dictionary(grouping: fix.edits, by: \.path)
    return Fix(
      description: Message(text: fix.title),
      artifactChanges: byPath.keys.sorted().map { path in
        Change(
          artifactLocation: Artifact(uri: uri(path)),
          replacements: (byPath[path] ?? []).map {
            Replacement(
              deletedRegion: Region(
                byteOffset: $0.edit.range.lowerBound, byteLength: $0.edit.range.count),
              insertedContent: Message(text: String(decoding: $0.edit.replacement, as: UTF8.self)))
          })
      })
  }

  /// A path as a relative URI: everything but letters, digits and a few marks is escaped.
  private static func uri(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      let isPlain = byte.isDigit || byte.isCapital || byte.isLowercaseLetter
      if isPlain || "-._~/".utf8.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        result += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return result
  }
}
