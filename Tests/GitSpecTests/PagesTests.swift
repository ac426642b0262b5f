import Foundation
import Specs
import TestSupport
import Testing

/// The pages of the documentation say what is so.
@Suite struct PagesTests {
  private func page(_ name: String) throws -> String {
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(
      contentsOf: top.appendingPathComponent("Sources/git-spec/Documentation.docc/\(name)"),
      encoding: .utf8)
  }

  @Test func theRulesPageIsThatOfTheRegistry() throws {
    let sandbox = try Sandbox()
    let written = try sandbox.spec("rules", "--format", "markdown").output
    let isCurrent = try page("Rules.md") == written
    #expect(isCurrent, "the page is stale: run scripts/rules-page")
    for rule in Registry.rules { #expect(written.contains("### \(rule.code) \(rule.name)")) }
  }

  @Test func theKindsPageIsThatOfTheTable() throws {
    let written = try Sandbox().spec("rules", "--format", "markdown", "--kinds").output
    let isCurrent = try page("Kinds.md") == written
    #expect(isCurrent, "the page is stale: run scripts/rules-page")
    for kind in Schema.builtIn.kinds {
      for field in kind.fields { #expect(written.contains("| `\(field.name)`")) }
    }
  }

  @Test func thePublishedSchemaIsThatOfTheExport() throws {
    let isCurrent =
      try page("export.schema.json") == Sandbox().spec("schema", "export").output
    #expect(isCurrent, "the schema is stale: run scripts/rules-page")
  }

  @Test func theSettingsPageShowsSettingsThatCount() throws {
    let lines = try page("Settings.md").split(separator: "\n", omittingEmptySubsequences: false)
    let begin = try #require(lines.firstIndex(of: "```yaml"))
    let end = try #require(lines[(begin + 1)...].firstIndex(of: "```"))
    let example = lines[(begin + 1)..<end].joined(separator: "\n")
    let (settings, findings) = Settings.parse(
      Array(example.utf8), path: ".omoi_os/config.yaml", root: ".omoi_os")
    #expect(findings.map(\.message) == [])
    #expect(settings.severities.count == 2 && settings.ignores.count == 2)
    #expect(settings.kinds.map(\.folder) == ["epics"] && settings.fields.count == 2)
    #expect(settings.workflows.count == 1 && settings.judgesEachCommit)
  }
}
