import Foundation
import TestSupport
import Testing

/// Reports that machines read.
@Suite struct OutputTests {
  private func repository(_ files: [String: String]) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for (path, text) in files { try sandbox.write(path, text) }
    return sandbox
  }

  /// A root with a number of tasks that each have one error.
  private func errors(_ count: Int, in root: String = ".omoi_os") throws -> Sandbox {
    var files = ["\(root)/tickets/TKT-001.md": Sample.ticket()]
    for number in 0..<count {
      let id = "TSK-\(100 + number)"
      files["\(root)/tasks/\(id).md"] = Sample.task(id, title: "Task \(id)", status: "pendign")
    }
    return try repository(files)
  }

  // MARK: GitHub

  @Test func tenAnnotationsOfASeverityAreAllShown() throws {
    let outcome = try errors(10).spec("check", "--format", "github")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("::error ") }.count == 10, "\(outcome)")
    #expect(!outcome.output.contains("more, above GitHub's"))
    #expect(lines.last?.hasPrefix("10 errors") == true)
  }

  @Test func whatIsBeyondTenIsPrintedPlainly() throws {
    let outcome = try errors(13).spec("check", "--format", "github")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("::error ") }.count == 10)
    #expect(lines.contains { $0.hasPrefix("3 more, above GitHub's 10 annotations") })
    #expect(lines.filter { $0.contains(": error[S105] ") }.count == 3)
  }

  /// A folder's name comes first in a plain line, and must not be taken for a command.
  @Test(arguments: ["::error::owned", " ::warning::owned", "\t::stop-commands::x"])
  func noPlainLineIsACommand(folder: String) throws {
    let outcome = try errors(13, in: "\(folder)/.omoi_os")
      .spec("check", "--format", "github", "--select", "S105")
    let commands = outcome.output.split(whereSeparator: \.isNewline).map {
      $0.drop { $0 == " " || $0 == "\t" }
    }.filter { $0.hasPrefix("::") }
    #expect(commands.count == 10, "\(outcome)")
    #expect(commands.allSatisfy { $0.hasPrefix("::error file=") }, "\(outcome)")
  }

  // MARK: JSON

  @Test func everyKeyIsThere() throws {
    let sandbox = try repository([
      ".omoi_os/config.yaml": "bogus: 1\n",
      ".omoi_os/tickets/TKT-001.md": Sample.ticket(),
      // An error with a place to look at, one with a fix, one without an ID.
      ".omoi_os/tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002"]),
      ".omoi_os/tasks/TSK-002.md": Sample.task(
        "TSK-002", status: "todo", dependsOn: ["TSK-001"]),
      ".omoi_os/tasks/TSK-003.md": "# No header\n",
    ])
    let outcome = try sandbox.spec("check", "--format", "json")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(Set(document.keys) == ["schema_version", "command", "summary", "findings"])
    let findings = try #require(document["findings"] as? [[String: Any]])
    let keys: Set = [
      "code", "name", "root", "id", "severity", "message", "path", "line", "column", "end_line",
      "end_column", "notes", "help", "fix", "label",
    ]
    #expect(findings.allSatisfy { Set($0.keys) == keys })
    for key in ["id", "help", "fix"] {
      #expect(findings.contains { $0[key] is NSNull }, "\(key)")
      #expect(findings.contains { !($0[key] is NSNull) }, "\(key)")
    }
    let notes = findings.flatMap { $0["notes"] as? [[String: Any]] ?? [] }
    #expect(!notes.isEmpty)
    #expect(notes.allSatisfy { Set($0.keys) == ["message", "path", "line", "column"] })
  }

  @Test func aNoteWithoutAPlaceHasNulls() throws {
    var files = [".omoi_os/tickets/TKT-001.md": Sample.ticket()]
    for number in 1...12 { files[".omoi_os/tasks/TSK-001-\(number).md"] = Sample.task() }
    let outcome = try repository(files).spec("check", "--format", "json", "--select", "S205")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let findings = try #require(document["findings"] as? [[String: Any]])
    #expect(findings.count == 1)
    let last = try #require((findings.first?["notes"] as? [[String: Any]])?.last)
    #expect(last["message"] as? String == "and by 3 more")
    #expect(["path", "line", "column"].allSatisfy { last[$0] is NSNull })
  }

  /// Columns count characters, however many bytes the line has.
  @Test func placesInLongLinesAreExact() throws {
    let text = Sample.task() + String(repeating: "é€𝄞 ", count: 20_000) + "TSK-099\n"
    let outcome = try repository([
      ".omoi_os/tickets/TKT-001.md": Sample.ticket(), ".omoi_os/tasks/TSK-001.md": text,
    ]).spec("check", "--format", "json", "--select", "S309")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let finding = try #require((document["findings"] as? [[String: Any]])?.first)
    #expect(finding["column"] as? Int == 80_001)
    #expect(finding["end_column"] as? Int == 80_008)
  }
}
