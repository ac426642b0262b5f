import Foundation
import Specs
import TestSupport
import Testing

@testable import git_spec

/// Views fit the paper and stay in columns, whatever the files hold.
@Suite struct ViewWidthTests {
  private static let specs = [
    ("wide", Words.files(Words.wide)), ("hostile", Words.files(Words.hostile)),
  ]

  @Test(arguments: [40, 80, 200], [false, true])
  func noLineIsWiderThanThePaper(columns: Int, usesColor: Bool) throws {
    for (name, files) in Self.specs {
      for (view, text) in try renderings(viewRoot(files), columns: columns, usesColor: usesColor) {
        for line in text.withoutColor.split(separator: "\n") {
          let width = Terminal.width(String(line))
          #expect(width <= columns, "\(view) of \(name): \(width) columns: \(line.prefix(300))")
        }
      }
    }
  }

  /// What a terminal does not show as a letter is none of the text.
  @Test(arguments: [40, 80, 200], [false, true])
  func noLineSteersTheTerminal(columns: Int, usesColor: Bool) throws {
    for (name, files) in Self.specs {
      for (view, text) in try renderings(viewRoot(files), columns: columns, usesColor: usesColor) {
        let plain = usesColor ? text.withoutColor : text
        var depth = 0
        var marks = 0
        for scalar in plain.unicodeScalars {
          switch scalar.value {
          case 0x0A:
            #expect(depth == 0, "\(view) of \(name): direction goes on into the next line")
            depth = 0
          case 0x2068: depth += 1
          case 0x2069: depth -= 1
          case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066, 0x2067:
            Issue.record("\(view) of \(name): U+\(String(scalar.value, radix: 16))")
          default: break
          }
          marks = scalar.properties.generalCategory == .nonspacingMark ? marks + 1 : 0
          if marks == 12 { Issue.record("\(view) of \(name): a tower of marks") }
          #expect(depth == 0 || depth == 1, "\(view) of \(name)")
        }
      }
    }
  }

  /// The page of one spec needs a repository.
  @Test(arguments: ["40", "80", "200"])
  func pagesFitAsWell(columns: String) throws {
    let files = Words.files(Words.wide.merging(Words.hostile) { $1 })
    let sandbox = try Sandbox.views(
      Dictionary(uniqueKeysWithValues: files.map { (".omoi_os/" + $0.key, $0.value) }))
    let names =
      ["REQ-MARKS-FUNC-001", "REQ-LONG-FUNC-001", "REQ-CLEAR-FUNC-001", "PRD-CJK-001"]
      + stride(from: 100, to: 126, by: 5).map { "TKT-\($0)" }
      + ["x\(Words.hostile["rtl"] ?? "")"] + files.keys.filter { $0.hasPrefix("tasks/TSK-VERY") }
    for name in names {
      let outcome = try sandbox.run(
        Sandbox.program, ["show", name, "--all-refs", "--color", "always"],
        environment: ["COLUMNS": columns])
      #expect(outcome.status == 0, "\(name) \(outcome.error)")
      let plain = outcome.output.withoutColor
      #expect(!plain.contains("\u{1B}"), "\(name)")
      for line in plain.split(separator: "\n") {
        let width = Terminal.width(String(line))
        #expect(width <= Int(columns) ?? 0, "\(name): \(width) columns: \(line.prefix(300))")
      }
    }
  }

  /// Python counts columns by its own table.
  @Test(.enabled(if: Tool.has("python3"), "python3 is not there"))
  func anotherTableOfWidthsAgrees() throws {
    let sandbox = try Sandbox()
    for columns in [40, 80, 200] {
      let text = try Self.specs.flatMap { _, files in
        try renderings(viewRoot(files), columns: columns).map(\.text)
      }.joined()
      let outcome = try sandbox.run(
        "/usr/bin/env", ["python3", "-c", Self.measure, "\(columns)"], input: text)
      #expect(outcome.status == 0 && outcome.output == "", "\(outcome)")
    }
  }

  private static let measure = """
    import sys, unicodedata
    limit = int(sys.argv[1])
    def width(c):
        if unicodedata.category(c) in ('Mn', 'Me', 'Cf') or 0x1160 <= ord(c) <= 0x11FF: return 0
        return 2 if unicodedata.east_asian_width(c) in 'WF' else 1
    for line in sys.stdin.buffer.read().decode('utf-8').split('\\n'):
        found = sum(map(width, line))
        if found > limit: print(found, line[:300])
    """

  // MARK: Columns

  private func offset(of mark: String, in line: Substring) -> Int? {
    line.firstRange(of: mark).map { Terminal.width(String(line[..<$0.lowerBound])) }
  }

  @Test(arguments: [40, 80, 200])
  func cellsStandBelowEachOther(columns: Int) {
    var table = TextTable([
      .init(title: ""), .init(title: "title", isFlexible: true), .init(title: "status"),
    ])
    for word in Words.wide.values.sorted() + Words.hostile.values.sorted() {
      table.add([.init("○"), .init(word), .init("MARK")])
    }
    let text = table.text(on: Paper(columns: columns, usesColor: false))
    let offsets = text.split(separator: "\n").map { offset(of: "MARK", in: $0) }
    #expect(Set(offsets).count == 1 && offsets.first != .some(nil), "\(text)")
    #expect(offsets.count == Words.wide.count + Words.hostile.count)
  }

  @Test(arguments: [80, 200])
  func barsOfABoardStandBelowEachOther(columns: Int) throws {
    let words = Words.wide.merging(Words.hostile) { $1 }
    var files: [String: String] = [:]
    for (number, word) in words.values.sorted().enumerated() {
      let status = ["pending", "in_progress", "done"][number % 3]
      files["tasks/TSK-\(100 + number).md"] =
        "---\nid: TSK-\(100 + number)\ntitle: \(Words.yaml(word))\nstatus: \(status)\n---\n"
    }
    let board = BoardReport([viewRoot(files)], [], [.task], by: nil, filter: SpecFilter())
    let text = board.text(on: Paper(columns: columns, usesColor: false))
    let offsets = Set(text.split(separator: "\n").compactMap { offset(of: " │", in: $0) })
    #expect(offsets.count == 1, "\(text)")
  }

  @Test(arguments: [40, 80, 200])
  func idsOfADrawingStandBelowEachOther(columns: Int) throws {
    let graph = SpecGraph(viewRoot(taskFiles([1: [], 2: [1], 3: [1], 4: [2, 3]])), .tasks)
    let text = GraphDrawing(graph, Paper(columns: columns, usesColor: true)).text.withoutColor
    let offsets = text.split(separator: "\n").prefix(4).map { offset(of: "TSK-", in: $0) }
    #expect(Set(offsets).count == 1 && offsets.first != .some(nil), "\(text)")
  }

  // MARK: Text that is cut

  @Test func textThatRunsLeftwardIsMarkedOnce() throws {
    let title = "كتابة المحلل"
    let files = ["tasks/TSK-001.md": Sample.task(title: title)]
    for columns in [40, 200] {
      for (view, text) in try renderings(viewRoot(files), columns: columns) {
        #expect(!text.contains("\u{FFFD}"), "\(view)\n\(text)")
        if text.contains("كتابة") {
          #expect(text.contains("\u{2068}"), "\(view)\n\(text)")
        }
      }
    }
    let graph = SpecGraph(viewRoot(files), .tasks)
    for text in [
      DotGraph([graph]).text, MermaidGraph([graph]).text, SVGGraph([graph], title: "x").text,
    ] {
      #expect(text.contains(title), "\(text)")
      #expect(!text.contains("\u{FFFD}"), "\(text)")
    }
  }

  @Test func aTitleThatIsCutOnABoardSaysSo() {
    let title = "Add the address of the hook to projects and to tickets and to all that is left"
    let board = BoardReport(
      [viewRoot(["tasks/TSK-001.md": Sample.task(title: title)])], [], [.task], by: nil,
      filter: SpecFilter())
    let text = board.text(on: Paper(columns: 40, usesColor: false))
    #expect(text.contains("…"), "\(text)")
  }

  @Test func namesAreCutInTheMiddle() {
    #expect(Terminal.shortened("REQ-CREATE-REPO-FUNC-001", to: 24) == "REQ-CREATE-REPO-FUNC-001")
    #expect(Terminal.shortened("REQ-CREATE-REPO-FUNC-001", to: 15) == "REQ-CRE…UNC-001")
    for limit in 1...40 {
      for word in Words.wide.values {
        #expect(Terminal.width(Terminal.shortened(word, to: limit)) <= limit, "\(limit)")
      }
    }
  }

  /// An ID that is cut cannot be asked for.
  @Test func anIDStaysWholeAsLongAsATitleHasAnyRoom() throws {
    let specs = viewRoot([
      "requirements/create-repo.md": """
      ---
      id: REQ-CREATE-REPO-001
      title: Requirements
      ---
      ### REQ-CREATE-REPO-FUNC-001: Create a repository

      """
    ])
    for (view, text) in try renderings(specs, columns: 40)
    where view.contains("req") || view.contains("all") {
      #expect(text.contains("REQ-CREATE-REPO-FUNC-001"), "\(view)\n\(text)")
    }
  }

  @Test func aPathIsBrokenBetweenItsWords() {
    let lines = Terminal.wrapped(".omoi_os/docs/rapid-application-generator.md:1", to: 38)
    #expect(lines == [".omoi_os/docs/rapid-application-", "generator.md:1"])
    #expect(
      Terminal.wrapped("in .omoi_os/tasks/a-long-name.md", to: 26)
        == ["in .omoi_os/tasks/a-long-", "name.md"])
    let word = String(repeating: "x", count: 50)
    #expect(Terminal.wrapped("a/" + word, to: 20).map(\.count) == [20, 20, 12])
  }

  @Test func aTowerOfMarksIsCutInProseAsWell() {
    let word = "a" + String(repeating: "\u{301}", count: 10_000)
    let lines = Terminal.wrapped("one \(word) two", to: 40)
    #expect(lines.joined().unicodeScalars.count < 40)
  }

  @Test func aTicketIsShownWhereItsColumnHasNoRoom() throws {
    let specs = viewRoot([
      "requirements/log-in-with-a-link.md":
        "---\nid: REQ-LOG-IN-WITH-A-LINK-001\ntitle: A\n---\n### REQ-LOG-IN-WITH-A-LINK-FUNC-001: B\n",
      "tickets/TKT-001.md":
        "---\nid: TKT-001\ntitle: T\nrequirements: [REQ-LOG-IN-WITH-A-LINK-FUNC-001]\n---\n",
    ])
    for columns in [40, 80, 200] {
      for (view, text) in try renderings(specs, columns: columns)
      where ["show requirements", "show traceability"].contains(view) {
        #expect(text.contains("TKT-001"), "\(view) in \(columns)\n\(text)")
      }
    }
  }
}
