import Foundation
import TestSupport
import Testing

/// `git spec graph` in its formats, whole and around one spec.
@Suite struct GraphTests {
  private func document(_ sandbox: Sandbox, _ arguments: String...) throws -> [String: Any] {
    let document = try sandbox.json(["graph"] + arguments)
    return try #require((document["roots"] as? [[String: Any]])?.first)
  }

  private func ids(_ root: [String: Any]) -> Set<String> {
    Set((root["nodes"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String })
  }

  private func edges(_ root: [String: Any]) -> Set<String> {
    Set(
      (root["edges"] as? [[String: Any]] ?? []).map { "\($0["from"] ?? "") \($0["to"] ?? "")" })
  }

  private func chain() throws -> Sandbox {
    let files = taskFiles([1: [], 2: [1], 3: [2], 4: [3], 5: [1], 6: []])
    return try .views(
      Dictionary(uniqueKeysWithValues: files.map { (".omoi_os/" + $0.key, $0.value) }))
  }

  @Test(arguments: BackendName.allCases)
  func theTraceLeadsFromTheProductToTheTasks(backend: BackendName) throws {
    let sandbox = try Sandbox.views(ShowTests.specs, backend)
    let root = try document(sandbox, "trace")
    #expect(
      edges(root) == [
        "PRD-A-001 REQ-A-001", "REQ-A-001 REQ-A-FUNC-001", "REQ-A-001 DESIGN-A-001",
        "REQ-A-FUNC-001 TKT-001", "DESIGN-A-001 TKT-001", "TKT-001 TSK-001", "TKT-001 TSK-002",
        "TKT-002 TSK-003",
      ])
    #expect(ids(root).count == 9)
    #expect(edges(try document(sandbox, "tickets")) == ["TKT-001 TKT-002"])
    #expect(edges(try document(sandbox)) == ["TSK-001 TSK-002"])
  }

  @Test(arguments: [
    (["--focus", "TSK-002"], [1, 2, 3, 4]), (["--focus", "TSK-002", "--depth", "1"], [1, 2, 3]),
    (["--focus", "TSK-003", "--depth", "0"], [3]), (["--focus", "TSK-006"], [6]),
    (["--focus", "TSK-005"], [1, 5]),
  ])
  func aFocusLeavesWhatLeadsThere(options: [String], numbers: [Int]) throws {
    let sandbox = try chain()
    let root = try #require(
      (try sandbox.json(["graph", "tasks"] + options)["roots"] as? [[String: Any]])?.first)
    #expect(ids(root) == Set(numbers.map(taskID)))
    let text = try sandbox.run(Sandbox.program, ["graph"] + options).output
    for number in 1...6 {
      let rows = text.split(separator: "\n").filter {
        $0.contains(taskID(number)) && $0.contains("Task \(number)")
      }
      #expect(rows.count == (numbers.contains(number) ? 1 : 0), "\(text)")
    }
  }

  @Test func filtersLeaveAPartOfTheGraph() throws {
    let sandbox = try Sandbox.views(ShowTests.specs)
    #expect(ids(try document(sandbox, "tasks", "--ticket", "TKT-002")) == ["TSK-003"])
    #expect(ids(try document(sandbox, "tickets", "--status", "building")) == ["TKT-001"])
    let none = try sandbox.spec("graph", "tasks", "--status", "review")
    #expect(none.status == 0 && none.output.hasPrefix("nothing"), "\(none)")
  }

  /// Each edge of the JSON is one of the other formats as well.
  @Test(arguments: ["tasks", "tickets", "trace"])
  func allFormatsHaveTheSameNodesAndEdges(content: String) throws {
    let sandbox = try Sandbox.views(ShowTests.specs)
    let root = try document(sandbox, content)
    let nodes = (root["nodes"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    let links = Set(
      (root["edges"] as? [[String: Any]] ?? []).compactMap { edge -> String? in
        guard let from = nodes.firstIndex(of: edge["from"] as? String ?? ""),
          let to = nodes.firstIndex(of: edge["to"] as? String ?? "")
        else { return nil }
        return "n0_\(from) n0_\(to)"
      })
    func output(_ format: String) throws -> String {
      try sandbox.spec("graph", content, "--format", format).output
    }
    let mermaid = Set(
      try output("mermaid").matches(of: /(n0_\d+) (?:-->|==>|-\.->) (n0_\d+)/)
        .map { "\($0.1) \($0.2)" })
    #expect(mermaid == links)
    let dot = Set(
      try output("dot").matches(of: /(n0_\d+) -> (n0_\d+)/).map { "\($0.1) \($0.2)" })
    #expect(dot == links)
    let svg = try output("svg")
    #expect(svg.matches(of: /<path class="edge/).count == links.count)
    #expect(svg.matches(of: /<g class="/).count == nodes.count)
    for id in nodes { #expect(svg.contains(id)) }
  }

  @Test func severalRootsAreDrawnApart() throws {
    let sandbox = try chain()
    try sandbox.write("lib/.omoi_os/tasks/TSK-001.md", Sample.task(title: "Of the library"))
    let text = try sandbox.spec("graph").output
    #expect(text.contains(" of .omoi_os (6)") && text.contains(" of lib/.omoi_os (1)"), "\(text)")
    let mermaid = try sandbox.spec("graph", "--format", "mermaid").output
    #expect(mermaid.matches(of: /subgraph r\d/).count == 2)
    let focused = try sandbox.spec("graph", "--focus", "TSK-001", "--depth", "0").output
    #expect(focused.matches(of: /○ TSK-001\b/).count == 2, "\(focused)")
  }

  /// 36 tasks in 18 layers, each behind both of the layer above: 2^17 ways through it.
  @Test(arguments: ["40", "80", "200"])
  func manyWaysAreNoManyLines(columns: String) throws {
    var dependencies: [Int: [Int]] = [1: [], 2: []]
    for layer in 1..<18 {
      for place in 1...2 { dependencies[layer * 2 + place] = [layer * 2 - 1, layer * 2] }
    }
    let files = taskFiles(dependencies).map { (".omoi_os/" + $0.key, $0.value) }
    let sandbox = try Sandbox.views(Dictionary(uniqueKeysWithValues: files))
    try sandbox.write(".omoi_os/tickets/TKT-001.md", Sample.ticket())
    let outcome = try sandbox.spec("show", "graph", environment: ["COLUMNS": columns])
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 100, "\(outcome)")
    for number in 1...36 {
      let rows = lines.filter {
        $0.contains(taskID(number)) && $0.contains("Task \(number)")
      }
      #expect(rows.count == 1, "\(taskID(number))\n\(outcome)")
    }
    #expect(lines.allSatisfy { $0.count <= Int(columns) ?? 0 })
  }
}
