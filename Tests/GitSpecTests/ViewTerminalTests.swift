import Foundation
import TestSupport
import Testing

@testable import git_spec

/// Views at a terminal and without one.
@Suite struct ViewTerminalTests {
  /// Runs a command at a terminal of so many columns.
  private func terminal(
    _ sandbox: Sandbox, _ command: String, columns: Int, _ variables: [String: String?] = [:]
  ) throws -> String {
    let outcome = try sandbox.run(
      "/usr/bin/script",
      ["-qec", "stty cols \(columns); '\(Sandbox.program)' \(command)", "/dev/null"],
      environment: ["NO_COLOR": nil, "TERM": "xterm-256color", "SHELL": "/bin/sh"]
        .merging(variables) { $1 })
    #expect(outcome.status == 0, "\(outcome)")
    return outcome.output.replacing("\r\n", with: "\n")
  }

  @Test(.enabled(if: Tool.has("script"), "script is not there"), arguments: [40, 61, 200])
  func aTerminalIsFilledAndColoured(columns: Int) throws {
    let sandbox = try Sandbox.views(ViewTroubleTests.broken)
    for view in ["show all", "show graph", "board", "show TSK-001", "show traceability"] {
      let text = try terminal(sandbox, view, columns: columns)
      #expect(text.contains("\u{1B}["), "\(text)")
      let lines = text.withoutColor.split(separator: "\n")
      #expect(lines.allSatisfy { $0.unicodeScalars.count <= columns }, "\(view)\n\(text)")
      #expect(!text.withoutColor.contains("\u{1B}"))
      let plain = try terminal(sandbox, view, columns: columns, ["NO_COLOR": "1"])
      #expect(!plain.contains("\u{1B}"))
      // Colour changes nothing but the blanks that a line ends with.
      func bare(_ text: String) -> [String] {
        text.withoutColor.split(separator: "\n").map { String($0).trimmingTail }
      }
      #expect(bare(text) == bare(plain))
    }
  }

  @Test func withoutATerminalThereIsNoColourUnlessItIsAskedFor() throws {
    let sandbox = try Sandbox.views(ShowTests.specs)
    for view in allViews {
      let plain = try sandbox.run(Sandbox.program, view, environment: ["NO_COLOR": nil])
      #expect(!plain.output.contains("\u{1B}"), "\(view)")
      let always = try sandbox.run(Sandbox.program, view + ["--color", "always"])
      #expect(always.output.contains("\u{1B}"), "\(view)")
    }
  }
}
