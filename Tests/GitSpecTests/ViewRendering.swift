import Foundation
import Specs
import TestSupport

@testable import git_spec

/// Every view of one root as text, by the name of the command.
func renderings(_ specs: RootSpecs, columns: Int, usesColor: Bool = false) throws -> [(
  name: String, text: String
)] {
  let paper = Paper(columns: columns, usesColor: usesColor)
  let troubles = specs.troubles
  var found = ShowReport.View.allCases.map { view in
    let report = ShowReport(view, [specs], troubles, SpecFilter())
    return ("show \(view.rawValue)", report.text(on: paper))
  }
  let trace = TraceReport(roots: [specs], filter: SpecFilter(), troubles: troubles)
  found.append(("show traceability", trace.text(on: paper)))
  for content in SpecGraph.Content.allCases {
    let answer = try GraphAnswer([specs], troubles, content, SpecFilter())
    found.append(("graph \(content.rawValue)", answer.text(on: paper)))
  }
  for lane in [nil] + BoardCommand.Lane.allCases {
    let board = BoardReport(
      [specs], troubles, [.ticket, .task], by: lane, filter: SpecFilter())
    found.append(("board \(lane?.rawValue ?? "")", board.text(on: paper)))
  }
  return found
}

/// Words that files may hold and that no view may trip over.
enum Words {
  static let wide = [
    "cjk": "表計算の実装を書くためのとても長い題名とその説明",
    "emoji": "🚀 Launch 👩‍👩‍👧‍👦 🇩🇪 ⚠️ ✅ party 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
    "combining": "Z\u{335}\u{321}a\u{334}l\u{338}g\u{337}o\u{336} e\u{301}te\u{301}",
    "rtl": "كتابة المحلل اللغوي للمشروع الجديد قبل نهاية الشهر",
    "mixed": "Write كتابة the 表 parser עברית now",
    "long": String(repeating: "x", count: 10_000),
    "words": String(repeating: "word ", count: 2_000),
    "longwide": String(repeating: "表", count: 10_000),
    "marks": "a" + String(repeating: "\u{301}", count: 10_000),
    "empty": "",
    "breaks": "one\ttwo\nthree\r\nfour",
    "hangul": "한국어 제목입니다 \u{1112}\u{1161}\u{11AB}",
  ]

  static let hostile = [
    "clear": "\u{1B}[2J\u{1B}[31mred",
    "link": "\u{1B}]8;;http://example.org\u{1B}\\click\u{1B}]8;;\u{1B}\\",
    "bell": "\u{7}\u{8}\u{7F}\u{9B}31m",
    "bidi": "a\u{202E}b\u{2066}c\u{200F}d\u{61C}e",
    "line": "a\u{2028}b\u{2029}c\u{85}d",
    "script": "<script>alert(1)</script>",
    "close": "</text></svg>]]>&amp;<!--&lt;",
    "quote": "\"]; a --> b; click a \"http://x\"",
    "init": "%%{init: {}}%% #quot; #35; ;; `*md*` end",
    "subgraph": "end\nsubgraph x\nA-->B",
    "dot": "\\N \\G \\\" }; a -> b [label=\"\\l\"]",
    "slash": "ends in a backslash \\",
    "amp": "&lt;b&gt; &#60; &amp; &nbsp;",
    "json": "\", \"injected\": true, \"",
    "rtl": "كتابة <b> المحلل",
  ]

  /// A text as YAML has it in double quotes.
  static func yaml(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default:
        let isPlain = scalar.value >= 0x20 && scalar.value < 0x7F
        result +=
          isPlain
          ? String(scalar)
          : "\\U" + String(repeating: "0", count: 8 - hex(scalar).count) + hex(scalar)
      }
    }
    return result + "\""
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    String(scalar.value, radix: 16, uppercase: true)
  }

  /// Specs of every kind with these words wherever words may stand.
  static func files(_ words: [String: String]) -> [String: String] {
    var files: [String: String] = [:]
    for (number, (name, word)) in words.sorted(by: { $0.key < $1.key }).enumerated() {
      let (ticket, task) = ("TKT-\(100 + number)", "TSK-\(100 + number)")
      let feature = name.uppercased()
      let value = yaml(word)
      files["requirements/\(name).md"] = """
        ---
        id: REQ-\(feature)-001
        title: \(value)
        feature: \(value)
        status: \(value)
        ---
        ### REQ-\(feature)-FUNC-001: \(word.replacing("\n", with: " ").replacing("\r", with: " "))

        """
      files["designs/\(name).md"] = """
        ---
        id: DESIGN-\(feature)-001
        title: \(value)
        feature: \(value)
        status: draft
        requirements: [REQ-\(feature)-001]
        ---

        """
      files["docs/prd-\(name).md"] = """
        ---
        id: PRD-\(feature)-001
        title: \(value)
        author: \(value)
        ---

        """
      files["tickets/\(ticket).md"] = """
        ---
        id: \(ticket)
        title: \(value)
        status: \(number % 2 == 0 ? "backlog" : value)
        priority: \(number % 3 == 0 ? "HIGH" : value)
        estimate: \(value)
        feature: \(value)
        assignee: \(value)
        requirements: [REQ-\(feature)-FUNC-001, \(value)]
        design_ref: \(value)
        dependencies:
          blocked_by: [TKT-\(99 + number)]
        ---

        """
      files["tasks/\(task).md"] = """
        ---
        id: \(task)
        title: \(value)
        status: \(number % 2 == 0 ? "pending" : value)
        ticket_id: \(ticket)
        assignee: \(value)
        priority: \(value)
        dependencies:
          depends_on: [TSK-\(99 + number), TSK-\(98 + number), \(value)]
        ---

        """
      // A header that cannot be read, in a file of that name.
      let file = word.replacing("/", with: "_").unicodeScalars.prefix(60)
      files["tasks/x\(String(String.UnicodeScalarView(file))).md"] = "# No header\n"
    }
    let long = Array(repeating: "VERY-LONG", count: 12).joined(separator: "-")
    files["tasks/TSK-\(long)-001.md"] = Sample.task("TSK-\(long)-001", dependsOn: ["TSK-100"])
    files["tasks/TSK-\(long)-001-b.md"] = Sample.task("TSK-\(long)-001", status: "done")
    files["requirements/\(long.lowercased()).md"] =
      "---\nid: REQ-\(long)-001\ntitle: Long\n---\n### REQ-\(long)-FUNC-001: Long\n"
    return files
  }
}

extension String {
  /// Without the colours that a view may use; any other escape stays.
  var withoutColor: String { replacing(/\u{1B}\[(0|1|1;3[136]|3[1-6])m/, with: "") }
}
