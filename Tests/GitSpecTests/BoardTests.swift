import Foundation
import Specs
import TestSupport
import Testing

@testable import git_spec

/// Columns by status and rows by what is asked for.
@Suite struct BoardTests {
  @Test func aTerminalOfAFewColumnsCrashesNothing() throws {
    let specs = viewRoot(taskFiles([1: [], 2: [1]]))
    for columns in 1...8 {
      for (name, text) in try renderings(specs, columns: columns) {
        #expect(!text.isEmpty, "\(name) at \(columns)")
      }
    }
  }

  private static let files: [String: String] = [
    "tickets/TKT-001.md": ticket(1, "building", "priority: LOW\nfeature: b\nassignee: Bob"),
    "tickets/TKT-002.md": ticket(2, "backlog", "priority: CRITICAL\nfeature: a"),
    "tickets/TKT-003.md": ticket(3, "done", "priority: MEDIUM\nassignee: Ann"),
    "tickets/TKT-004.md": ticket(4, "someday", "priority: soon\nassignee: \"\""),
    "tickets/TKT-005.md": ticket(5, "blocked", "feature: a"),
    "tickets/TKT-006.md": "---\nid: TKT-006\ntitle: No status\n---\n",
    "tickets/TKT-007.md": ticket(7, "testing", "priority: HIGH\nassignee: Ann"),
    "tasks/TSK-001.md": Sample.task(ticket: "TKT-002"),
  ]

  private static func ticket(_ number: Int, _ status: String, _ fields: String) -> String {
    "---\nid: TKT-00\(number)\ntitle: Number \(number)\nstatus: \(status)\n\(fields)\n---\n"
  }

  private func text(
    _ columns: Int, _ kinds: [KindName] = [.ticket], by lane: BoardCommand.Lane? = nil,
    _ files: [String: String] = files
  ) -> String {
    BoardReport([viewRoot(files)], [], kinds, by: lane, filter: SpecFilter())
      .text(on: Paper(columns: columns, usesColor: false))
  }

  private func lanes(_ text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("▌ ") }.map { String($0.dropFirst(2)) }
  }

  @Test func columnsFollowTheWorkflow() {
    let heads = text(200).split(separator: "\n").first { $0.contains("│") } ?? ""
    #expect(
      heads.split(separator: "│").map(\.trimmingBlanks) == [
        "backlog (1)", "analyzing (0)", "building (1)", "testing (1)", "done (1)", "blocked (1)",
        "someday (1)", "(none) (1)",
      ])
  }

  @Test func rowsAreInOrderAndWhatHasNoneComesLast() {
    #expect(lanes(text(120, by: .feature)) == ["a", "b", "(none)"])
    #expect(lanes(text(120, by: .assignee)) == ["Ann", "Bob", "(none)"])
    #expect(
      lanes(text(120, by: .priority)) == ["CRITICAL", "HIGH", "MEDIUM", "LOW", "soon", "(none)"])
    // A task is of its ticket's feature and as urgent as that.
    #expect(lanes(text(120, [.task], by: .feature)) == ["a"])
    #expect(lanes(text(120, [.task], by: .priority)) == ["CRITICAL"])
  }

  @Test(arguments: [40, 80, 120, 200])
  func everyTicketIsOnTheBoardOnce(columns: Int) {
    for lane in [nil] + BoardCommand.Lane.allCases {
      let text = text(columns, by: lane)
      for number in 1...7 {
        #expect(text.matches(of: try! Regex("TKT-00\(number)")).count == 1, "\(text)")
      }
    }
  }

  @Test func aNarrowTerminalStacks() {
    let text = text(40)
    #expect(!text.contains("│"), "\(text)")
    #expect(text.contains("backlog (1)\n  ○ TKT-002 Number 2\n"), "\(text)")
    #expect(text.contains("empty: analyzing\n"), "\(text)")
  }

  /// Columns that nothing is in leave the room to those that have something.
  @Test func emptyColumnsTakeNoRoomFromTitles() {
    let title = "Write the parser of the language"
    let text = text(110, [.task], ["tasks/TSK-001.md": Sample.task(title: title)])
    #expect(text.contains(title), "\(text)")
    #expect(text.contains("in_progress (0)"), "\(text)")
  }

  @Test(arguments: BackendName.allCases)
  func jsonHasTheSameColumnsAndRows(backend: BackendName) throws {
    let sandbox = try Sandbox.views(
      Dictionary(uniqueKeysWithValues: Self.files.map { (".omoi_os/" + $0.key, $0.value) }),
      backend)
    let document = try sandbox.json(["board", "tickets", "--by", "assignee"])
    let board = try #require((document["boards"] as? [[String: Any]])?.first)
    let lanes = try #require(board["lanes"] as? [[String: Any]])
    #expect(lanes.map { $0["name"] as? String } == ["Ann", "Bob", "(none)"])
    for lane in lanes {
      let columns = try #require(lane["columns"] as? [[String: Any]])
      #expect(
        columns.map { $0["status"] as? String } == [
          "backlog", "analyzing", "building", "testing", "done", "blocked", "someday", "(none)",
        ])
    }
    let whole = try sandbox.json(["board"])
    let boards = try #require(whole["boards"] as? [[String: Any]])
    #expect(boards.map { $0["kind"] as? String } == ["ticket", "task"])
    #expect((boards[0]["lanes"] as? [[String: Any]])?.first?["name"] is NSNull)
    let filtered = try sandbox.json(["board", "--status", "backlog,testing"])
    #expect((filtered["boards"] as? [[String: Any]])?.count == 1)
  }
}
