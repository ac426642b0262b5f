import Specs
import Testing

/// Tables with a project's settings applied.
enum Own {
  static func schema(_ settings: String) -> Schema {
    let parsed = Settings.parse(Array(settings.utf8), path: "config.yaml", root: ".omoi_os")
    #expect(parsed.findings.map(\.message) == [])
    return parsed.settings.applied(to: .builtIn)
  }
}
