import Specs
import TestSupport
import Testing

@testable import git_spec

/// What a reader sees who follows the lanes of a drawing back, checked against the graph.
@Suite struct DrawingTests {
  private func graph(_ dependencies: [Int: [Int]]) -> SpecGraph {
    let specs = viewRoot(taskFiles(dependencies))
    return SpecGraph(specs, .tasks, readiness: specs.readiness)
  }

  private func text(_ graph: SpecGraph, _ columns: Int) -> String {
    GraphDrawing(graph, Paper(columns: columns, usesColor: false)).text
  }

  private func edges(_ graph: SpecGraph, back: Bool = false) -> Set<String> {
    Set(
      graph.edges.filter { $0.isBack == back }
        .map { "\(graph.nodes[$0.from].id) \(graph.nodes[$0.to].id)" })
  }

  /// Expects a drawing to show every node once, and every edge and no other.
  private func expectReadable(
    _ graph: SpecGraph, _ columns: Int, _ comment: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let text = text(graph, columns)
    let reading = DrawingReader(text)
    #expect(
      reading.nodes.sorted() == graph.nodes.map(\.id).sorted(), "\(comment())\n\(text)",
      sourceLocation: sourceLocation)
    #expect(
      reading.edges == edges(graph),
      """
      \(comment()): not found \(edges(graph).subtracting(reading.edges).sorted()), \
      found besides \(reading.edges.subtracting(edges(graph)).sorted())
      \(text)
      """, sourceLocation: sourceLocation)
    #expect(
      reading.back == edges(graph, back: true), "\(comment())\n\(text)",
      sourceLocation: sourceLocation)
    #expect(reading.faults == [], "\(comment())\n\(text)", sourceLocation: sourceLocation)
    for line in text.split(separator: "\n") {
      #expect(
        Terminal.width(String(line)) <= columns, "\(columns): \(line)",
        sourceLocation: sourceLocation)
    }
  }

  // MARK: Laws

  @Test(arguments: 0..<12)
  func aReaderFindsEveryEdgeAndNoOther(seed: Int) {
    var random = Seeded(seed)
    for round in 0..<40 {
      let count = random.number(1...random.pick([4, 9, 16, 30]))
      let percent = random.pick([3, 8, 15, 30, 60])
      var dependencies: [Int: [Int]] = [:]
      for number in 1...count {
        dependencies[number] = (1..<max(1, number)).filter { _ in random.chance(percent) }
      }
      let graph = graph(dependencies)
      for columns in [40, 80, 200] {
        expectReadable(graph, columns, "seed \(seed), round \(round), \(columns) columns")
      }
    }
  }

  /// Numbers say nothing about the order, and some steps close circles.
  @Test(arguments: 100..<108)
  func circlesAreCutAndTheCutIsTold(seed: Int) {
    var random = Seeded(seed)
    for round in 0..<30 {
      let count = random.number(1...12)
      var dependencies: [Int: [Int]] = [:]
      for number in 1...count {
        dependencies[number] = (1...count).filter { _ in random.chance(14) }
      }
      let graph = graph(dependencies)
      for columns in [40, 200] {
        expectReadable(graph, columns, "seed \(seed), round \(round), \(columns) columns")
      }
    }
  }

  // MARK: Cases

  /// TSK-003 is the end of its way; what is drawn below it must not seem to build on it.
  @Test func nothingHangsBelowATaskThatNothingBuildsOn() {
    expectReadable(graph([1: [], 2: [], 3: [1], 4: [2], 5: [2]]), 80, "")
    expectReadable(graph([1: [], 2: [], 3: [1], 4: [2], 5: [2], 6: [4]]), 80, "")
  }

  @Test(arguments: [40, 80, 200])
  func aDeepNetIsDrawnOnceAndShort(columns: Int) {
    var dependencies: [Int: [Int]] = [1: [], 2: []]
    for layer in 1..<18 {
      for place in 1...2 {
        dependencies[layer * 2 + place] = [layer * 2 - 1, layer * 2]
      }
    }
    let graph = graph(dependencies)
    #expect(graph.nodes.map(\.layer).max() == 17)
    expectReadable(graph, columns, "")
    let lines = text(graph, columns).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 100)
  }

  @Test func aWideNetBecomesAList() {
    var dependencies: [Int: [Int]] = [:]
    for number in 1...40 { dependencies[number] = [] }
    for number in 41...60 { dependencies[number] = Array(1...40) }
    let graph = graph(dependencies)
    for columns in [40, 80] {
      #expect(text(graph, columns).contains("layer 2"))
      expectReadable(graph, columns, "")
    }
  }

  @Test func layersAreCountedFromOne() {
    let specs = viewRoot([
      "docs/prd-x.md": "---\nid: PRD-X-001\ntitle: Alone\n---\n",
      "tickets/TKT-001.md": Sample.ticket(), "tasks/TSK-001.md": Sample.task(),
    ])
    #expect(text(SpecGraph(specs, .trace), 80).hasPrefix("1 · TKT-001"))
  }

  @Test func aLongWayIsNotWrittenOutInFull() {
    let way = text(graph(Dictionary(uniqueKeysWithValues: (1...90).map { ($0, [$0 - 1]) })), 80)
    let words = way.split { " \n".contains($0) }.joined(separator: " ")
    #expect(words.contains("TSK-023 → … (66 more) → TSK-090"), "\(way)")
  }

  /// Two IDs that differ in the end only are still two.
  @Test(arguments: [40, 80, 200])
  func longIDsKeepTheirNumber(columns: Int) {
    let word = "TSK-" + Array(repeating: "VERYLONG", count: 8).joined(separator: "-")
    let specs = viewRoot([
      "tasks/\(word)-001.md": Sample.task("\(word)-001"),
      "tasks/\(word)-002.md": Sample.task("\(word)-002", dependsOn: ["\(word)-001"]),
    ])
    let rows = text(SpecGraph(specs, .tasks), columns).split(separator: "\n").filter {
      $0.contains("TSK-VERY") && !$0.hasPrefix("  ") && !$0.hasPrefix("*")
    }
    #expect(rows.map { $0.contains("-001") } == [true, false])
    #expect(rows.map { $0.contains("-002") } == [false, true])
  }
}

/// Reads a drawing as people do: from a sign along the strokes to the signs that they come from.
struct DrawingReader {
  private(set) var nodes: [String] = []
  private(set) var edges: Set<String> = []
  /// Steps that are told instead of drawn.
  private(set) var back: Set<String> = []
  private(set) var faults: [String] = []

  private static let signs: Set<Character> = ["○", "●", "⊘", "✓", "?", "✗", "·"]
  private static let up: Set<Character> = ["│", "├", "┤", "┼", "┴", "╰", "╯"]
  private static let down: Set<Character> = ["│", "├", "┤", "┼"]
  private static let joins: Set<Character> = ["├", "┤", "┼", "┴", "╰", "╯"]

  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    var grid: [[Character]] = []
    var names: [String] = []
    var inList: String?
    var isDrawn = true
    let isList = text.hasPrefix("layer ")
    var told = ""
    for line in lines {
      let words = String(line)
      if words.isEmpty || words.hasPrefix("connected to nothing") { isDrawn = false }
      if !told.isEmpty || words.hasPrefix("⟲ not drawn: ") {
        // Further lines of the paragraph are indented.
        if words.hasPrefix("⟲ not drawn: ") || words.hasPrefix("  ") {
          told += " " + words.trimmingBlanks
        } else {
          told += "\n"
        }
      }
      if isList, isDrawn, words.hasPrefix("    ") {
        // What a node of a list builds on.
        let names = words.split { " ←,".contains($0) }
        for name in names { edges.insert("\(name) \(inList ?? "")") }
        continue
      }
      guard let start = words.firstRange(of: "TSK-")?.lowerBound,
        !words.hasPrefix("*"), !words.hasPrefix("⟲"), told.isEmpty || told.hasSuffix("\n")
      else { continue }
      let name = String(words[start...].prefix { $0 != " " })
      let signs = line.prefix(words.distance(from: words.startIndex, to: start))
      if !signs.contains(where: Self.signs.contains) { continue }
      nodes.append(name)
      inList = name
      if isDrawn {
        grid.append(Array(signs))
        names.append(name)
      }
    }
    for step in told.dropFirst(" ⟲ not drawn: ".count).split(whereSeparator: { ",\n".contains($0) })
    {
      let ends = step.split(separator: " → ").map { String($0).trimmingBlanks }
      if ends.count == 2 { back.insert(ends.joined(separator: " ")) }
    }
    // A list has its signs in the first column, with words instead of strokes.
    if isList { return }
    for row in grid.indices { follow(row, grid, names) }
  }

  private mutating func follow(_ row: Int, _ grid: [[Character]], _ names: [String]) {
    guard let own = grid[row].firstIndex(where: Self.signs.contains) else {
      faults.append("no sign in row \(row)")
      return
    }
    func cell(_ row: Int, _ column: Int) -> Character {
      grid.indices.contains(row) && grid[row].indices.contains(column) ? grid[row][column] : " "
    }
    var joined: [Int] = []
    // A line right above comes from there.
    if Self.down.contains(cell(row - 1, own)) || Self.signs.contains(cell(row - 1, own)) {
      joined.append(own)
    }
    for step in [-1, 1] {
      var column = own + step
      while true {
        let stroke = cell(row, column)
        if stroke != "─", stroke != "│", !Self.joins.contains(stroke) { break }
        // Beside a line that is only crossed there has to be more of ours.
        if stroke == "│", cell(row, column - step) != "─" { break }
        if Self.joins.contains(stroke) { joined.append(column) }
        let ends: Set<Character> = step < 0 ? ["├", "╰"] : ["┤", "╯"]
        if ends.contains(stroke) { break }
        column += step
      }
    }
    for column in joined {
      var above = row - 1
      while Self.down.contains(cell(above, column)) { above -= 1 }
      guard Self.signs.contains(cell(above, column)), above >= 0 else {
        faults.append("\(names[row]): the line in column \(column) comes from nowhere")
        continue
      }
      if !edges.insert("\(names[above]) \(names[row])").inserted {
        faults.append("\(names[above]) \(names[row]) is drawn twice")
      }
    }
    // No line may begin in the middle of nothing or end there.
    for (column, stroke) in grid[row].enumerated() where Self.up.contains(stroke) {
      let above = cell(row - 1, column)
      if !Self.down.contains(above) && !Self.signs.contains(above) {
        faults.append("\(names[row]): \(stroke) in column \(column) hangs from nothing")
      }
    }
    for (column, stroke) in grid[row].enumerated() where Self.down.contains(stroke) {
      let below = cell(row + 1, column)
      if !Self.up.contains(below) && !Self.signs.contains(below) {
        faults.append("\(names[row]): \(stroke) in column \(column) leads to nothing")
      }
    }
  }
}
