import Foundation
import TestSupport
import Testing

/// Repositories to report on, and what a page holds.
enum ReportSample {
  /// Titles that are markup, commands or line ends somewhere; none of them may be it in a page.
  static let hostileTitles = [
    "</script><script>alert(1)</script>", "<!--<script>", "<img src=x onerror=alert(2)>",
    "line\u{2028}end\u{2029}here", "esc \u{1B}[31mred",
    "]]> & &amp; \" ' ` ${7*7} {{data}} {{title}}",
    "graph TD; A-->B; click A \"javascript:alert(3)\"", "javascript:alert(4)",
  ]
  static let rightToLeft = "בדיקת כותרת מימין לשמאל (TSK)"
  static let wide = "全角文字のとても長いタイトルで箱からはみ出すもの 全角文字のとても長いタイトル"

  /// A PRD, requirements, a design, tickets and tasks, of which nothing is wrong.
  static let whole: [String: String] = [
    ".omoi_os/docs/prd-pay.md": header("PRD-PAY-001", "Pay by card", "status: approved"),
    ".omoi_os/requirements/pay.md": header(
      "REQ-PAY-001", "Paying", "status: approved\ncategory: functional\npriority: HIGH")
      + "\n### REQ-PAY-FUNC-001: Take a card\n\nWHEN a card is given, THE SYSTEM SHALL take it.\n"
      + "\n### REQ-PAY-FUNC-002: Give a receipt\n\nTHE SYSTEM SHALL give a receipt.\n",
    ".omoi_os/designs/pay.md": header(
      "DESIGN-PAY-001", "How paying works", "status: draft\nrequirements: [REQ-PAY-001]"),
    ".omoi_os/tickets/TKT-001.md": Sample.ticket(title: "Card payments").replacing(
      "estimate: M\n", with: "estimate: M\nrequirements: [REQ-PAY-FUNC-001]\nassignee: ann\n"),
    ".omoi_os/tickets/TKT-002.md": Sample.ticket(
      "TKT-002", title: "Receipts", blockedBy: ["TKT-001"]),
    ".omoi_os/tasks/TSK-001.md": Sample.task(title: "Read the card", status: "done"),
    ".omoi_os/tasks/TSK-002.md": Sample.task(
      "TSK-002", title: "Ask the bank", dependsOn: ["TSK-001"]),
    ".omoi_os/tasks/TSK-003.md": Sample.task(
      "TSK-003", title: "Say yes or no", dependsOn: ["TSK-002"]),
    ".omoi_os/tasks/TSK-004.md": Sample.task(
      "TSK-004", title: "Print it", status: "in_progress", ticket: "TKT-002"),
  ]

  /// A circle, a dangling reference, an ID of two files, a broken header, and hostile titles.
  static let troubled: [String: String] = whole.merging(
    [
      ".omoi_os/tasks/TSK-010.md": Sample.task("TSK-010", title: "Round", dependsOn: ["TSK-011"]),
      ".omoi_os/tasks/TSK-011.md": Sample.task(
        "TSK-011", title: "And round", dependsOn: ["TSK-010"]),
      ".omoi_os/tasks/TSK-012.md": Sample.task("TSK-012", title: "Lost", dependsOn: ["TSK-999"]),
      ".omoi_os/tasks/TSK-013.md": Sample.task("TSK-013", title: "One"),
      ".omoi_os/tasks/TSK-013-again.md": Sample.task("TSK-013", title: "Other"),
      ".omoi_os/tasks/TSK-014.md": "---\nid: TSK-014\ntitle: [\n---\n",
      ".omoi_os/tasks/TSK-015.md": Sample.task("TSK-015", title: rightToLeft),
      ".omoi_os/tasks/TSK-016.md": Sample.task("TSK-016", title: wide),
    ].merging(hostile) { $1 }
  ) { $1 }

  private static var hostile: [String: String] {
    Dictionary(
      uniqueKeysWithValues: hostileTitles.enumerated().map { number, title in
        let id = "TSK-\(100 + number)"
        let quoted = title.unicodeScalars.map { scalar in
          scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || scalar.value >= 0x2028
            ? "\\U" + String(repeating: "0", count: 8 - String(scalar.value, radix: 16).count)
              + String(scalar.value, radix: 16) : String(scalar)
        }.joined()
        let text = Sample.task(id, title: "TITLE").replacing(
          "title: TITLE", with: "title: \"\(quoted)\"")
        return (".omoi_os/tasks/\(id).md", text)
      })
  }

  private static func header(_ id: String, _ title: String, _ more: String) -> String {
    "---\nid: \(id)\ntitle: \(title)\nfeature: pay\ncreated: 2026-01-01\nupdated: 2026-01-02\n"
      + "author: ann\n\(more)\n---\n\n# \(title)\n"
  }

  /// A repository with some files committed.
  static func repository(_ files: [String: String] = whole) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for (path, text) in files { try sandbox.write(path, text) }
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Begin")
    return sandbox
  }
}

/// A page as its reader has it: the text, and the data for its script.
struct ReadPage {
  let html: String
  let data: [String: Any]

  init(_ html: String) throws {
    self.html = html
    let start = try #require(html.range(of: "<script type=\"application/json\" id=\"data\">"))
    let end = try #require(html.range(of: "</script>", range: start.upperBound..<html.endIndex))
    let json = Data(html[start.upperBound..<end.lowerBound].utf8)
    data = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  /// The page of a repository, which has to be made.
  init(
    _ sandbox: Sandbox, _ arguments: String..., in directory: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try sandbox.run(Sandbox.program, ["report"] + arguments, in: directory)
    #expect(outcome.status == 0, "\(outcome.error)", sourceLocation: sourceLocation)
    #expect(outcome.error == "", sourceLocation: sourceLocation)
    try self.init(outcome.output)
  }

  var roots: [[String: Any]] { data["roots"] as? [[String: Any]] ?? [] }
  var page: [String: Any] { data["page"] as? [String: Any] ?? [:] }
  var branches: [String: Any] { data["branches"] as? [String: Any] ?? [:] }
  var texts: [String] { data["texts"] as? [String] ?? [] }
  func specs(_ root: Int = 0) -> [[Any]] { roots[root]["specs"] as? [[Any]] ?? [] }
  /// Titles by IDs.
  var titles: [String: String] {
    Dictionary(
      specs().map { ($0[0] as? String ?? "", $0[5] as? String ?? "") },
      uniquingKeysWith: { a, _ in a })
  }
  /// Codes of findings, in order.
  var codes: [String] {
    (data["findings"] as? [[Any]] ?? []).map { texts[$0[1] as? Int ?? 0] }
  }
  /// Kinds and messages of problems.
  var problems: [String] {
    (data["problems"] as? [[Any]] ?? []).map { "\($0[0]): \($0[5])" }
  }
  var link: String? { page["link"] as? String }
}
