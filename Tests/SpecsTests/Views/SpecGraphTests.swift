import Specs
import TestSupport
import Testing

/// Graphs of specs: each once, in layers, with circles and the critical path.
@Suite struct SpecGraphTests {
  private func graph(_ dependencies: [Int: [Int]], done: Set<Int> = []) -> SpecGraph {
    SpecGraph(rootSpecs(tasks(dependencies, done: done)), .tasks)
  }

  private func layers(_ graph: SpecGraph) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: graph.nodes.map { ($0.id, $0.layer) })
  }

  @Test func aNodeLiesBehindAllThatLeadsToIt() {
    let graph = graph([1: [], 2: [1], 3: [1, 2], 4: [1]])
    #expect(layers(graph) == ["TSK-001": 0, "TSK-002": 1, "TSK-003": 2, "TSK-004": 1])
    #expect(graph.edges.count == 4)
    #expect(graph.edges.allSatisfy { !$0.isBack })
  }

  @Test func whatBothSidesSayIsOneEdge() {
    let specs = rootSpecs([
      "tasks/TSK-001.md": Sample.task(blocks: ["TSK-002", "TSK-003"]),
      "tasks/TSK-002.md": Sample.task("TSK-002", dependsOn: ["TSK-001"]),
      "tasks/TSK-003.md": Sample.task("TSK-003"),
    ])
    let graph = SpecGraph(specs, .tasks)
    #expect(
      graph.edges.map { [graph.nodes[$0.from].id, graph.nodes[$0.to].id, $0.field] } == [
        ["TSK-001", "TSK-002", "dependencies.depends_on"],
        ["TSK-001", "TSK-003", "dependencies.blocks"],
      ] || Set(graph.edges.map { graph.nodes[$0.to].id }) == ["TSK-002", "TSK-003"])
    #expect(graph.edges.count == 2)
  }

  @Test func aCircleIsCutOnceAndTold() {
    let graph = graph([1: [3], 2: [1], 3: [2], 4: [3]])
    #expect(graph.edges.count { $0.isBack } == 1)
    // Each waits for the next, as the check tells it.
    #expect(graph.circles.map { graph.way($0) } == ["TSK-001 → TSK-003 → TSK-002 → TSK-001"])
    #expect(graph.nodes.filter(\.isInCircle).map(\.id) == ["TSK-001", "TSK-002", "TSK-003"])
    #expect(layers(graph)["TSK-004"] == 3)
  }

  @Test func aSpecThatNamesItselfIsACircle() {
    let graph = graph([1: [1], 2: [1]])
    #expect(graph.circles.map { graph.way($0) } == ["TSK-001 → TSK-001"])
    #expect(layers(graph) == ["TSK-001": 0, "TSK-002": 1])
  }

  @Test func whatIsMissingIsANodeOfItsOwn() {
    let graph = graph([1: [99]])
    let missing = graph.nodes.filter(\.isMissing)
    #expect(missing.map(\.id) == ["TSK-099"])
    #expect(graph.edges.count == 1)
  }

  @Test func theCriticalPathIsTheLongestOfWhatIsNotDone() {
    // S is an hour each: four in a row of which the first is done, against two others.
    let graph = graph([1: [], 2: [1], 3: [2], 4: [3], 5: [], 6: [5]], done: [1])
    #expect(graph.criticalPath.map { graph.nodes[$0].id } == ["TSK-002", "TSK-003", "TSK-004"])
    #expect(graph.criticalHours == 3)
  }

  @Test func whatIsDoneEndsACriticalPath() {
    let graph = graph([1: [], 2: [1], 3: [2]], done: [2])
    #expect(graph.criticalPath.map { graph.nodes[$0].id } == ["TSK-001"])
  }

  @Test func oneLongTaskIsTheCriticalPathBesideARowOfShortOnes() {
    var files = tasks([1: [], 2: [1], 3: []])
    files["tasks/TSK-003.md"] = files["tasks/TSK-003.md"]?
      .replacing("estimate: S", with: "estimate: 2d")
    let graph = SpecGraph(rootSpecs(files), .tasks)
    #expect(graph.criticalPath.map { graph.nodes[$0].id } == ["TSK-003"])
    #expect(graph.criticalHours == 16)
  }

  @Test func aTicketWhoseTasksAreDoneIsNotCritical() {
    let specs = rootSpecs([
      "tickets/TKT-001.md": Sample.ticket(),
      "tickets/TKT-002.md": Sample.ticket("TKT-002", blockedBy: ["TKT-001"]),
      "tasks/TSK-001.md": Sample.task(status: "done"),
    ])
    let graph = SpecGraph(specs, .tickets)
    #expect(graph.criticalPath.map { graph.nodes[$0].id } == ["TKT-002"])
  }

  @Test func everyCircleOfATangleIsTold() {
    // 1 and 2 wait for each other, and 2 and 3.
    let graph = graph([1: [2], 2: [1, 3], 3: [2]])
    #expect(
      graph.circles.map { graph.way($0) } == [
        "TSK-001 → TSK-002 → TSK-001", "TSK-002 → TSK-003 → TSK-002",
      ])
  }

  @Test func aPartSaysThatItIsOne() throws {
    let specs = rootSpecs(tasks([1: [], 2: [1], 3: [2]]))
    let whole = SpecGraph(specs, .tasks)
    #expect(!whole.isPart)
    #expect(try #require(whole.focused(on: "TSK-002", depth: 0)).isPart)
    #expect(try !#require(whole.focused(on: "TSK-002", depth: nil)).isPart)
    #expect(SpecGraph(specs, .tasks) { $0.label != "TSK-001" }.isPart)
  }

  @Test func estimatesWeighThePath() {
    var files = tasks([1: [], 2: [1], 3: [], 4: [3]])
    files["tasks/TSK-003.md"] = files["tasks/TSK-003.md"]?
      .replacing("estimate: S", with: "estimate: 2d")
    let graph = SpecGraph(rootSpecs(files), .tasks)
    #expect(graph.criticalPath.map { graph.nodes[$0].id } == ["TSK-003", "TSK-004"])
    #expect(graph.criticalHours == 17)
  }

  @Test func aFocusKeepsWhatLeadsThereAndWhatItLeadsTo() throws {
    let graph = graph([1: [], 2: [1], 3: [2], 4: [1], 5: []])
    let all = try #require(graph.focused(on: "TSK-002", depth: nil))
    #expect(all.nodes.map(\.id).sorted() == ["TSK-001", "TSK-002", "TSK-003"])
    let one = try #require(graph.focused(on: "TSK-003", depth: 1))
    #expect(one.nodes.map(\.id).sorted() == ["TSK-002", "TSK-003"])
    let none = try #require(graph.focused(on: "TSK-003", depth: 0))
    #expect(none.nodes.map(\.id) == ["TSK-003"])
    #expect(graph.focused(on: "TSK-404", depth: nil) == nil)
  }

  @Test func aDuplicateIsOneNodeWithItsFiles() {
    let specs = rootSpecs([
      "tasks/TSK-001-a.md": Sample.task(status: "done"),
      "tasks/TSK-001-b.md": Sample.task(title: "The other", status: "review"),
    ])
    let graph = SpecGraph(specs, .tasks, readiness: specs.readiness)
    #expect(graph.nodes.map(\.id) == ["TSK-001"])
    #expect(graph.nodes[0].paths.count == 2)
    // The one that is left to do, with its own words.
    #expect(graph.nodes[0].title == "The other")
    #expect(graph.nodes[0].state == .underWay)
  }

  @Test func theTraceLeadsFromThePRDToTheTask() {
    let specs = rootSpecs(Self.trace)
    let graph = SpecGraph(specs, .trace)
    #expect(
      layers(graph) == [
        "PRD-A-001": 0, "REQ-A-001": 1, "REQ-A-FUNC-001": 2, "DESIGN-A-001": 3, "TKT-001": 4,
        "TSK-001": 5,
      ])
    #expect(graph.circles == [])
    let edges = Set(graph.edges.map { "\(graph.nodes[$0.from].id) \(graph.nodes[$0.to].id)" })
    #expect(
      edges == [
        "PRD-A-001 REQ-A-001", "REQ-A-001 REQ-A-FUNC-001", "REQ-A-001 DESIGN-A-001",
        "REQ-A-FUNC-001 TKT-001", "DESIGN-A-001 TKT-001", "TKT-001 TSK-001",
      ])
  }

  static let trace = [
    "docs/prd-a.md": "---\nid: PRD-A-001\ntitle: A\nfeature: a\n---\n",
    "requirements/a.md":
      "---\nid: REQ-A-001\ntitle: A\nfeature: a\nprd_ref: docs/prd-a.md\ndesign_ref: designs/a.md\n---\n### REQ-A-FUNC-001: Log in\n",
    "designs/a.md": "---\nid: DESIGN-A-001\ntitle: A\nfeature: a\nrequirements: [REQ-A-001]\n---\n",
    "tickets/TKT-001.md":
      "---\nid: TKT-001\ntitle: T\nstatus: backlog\ndesign_ref: designs/a.md\nrequirements: [REQ-A-FUNC-001]\n---\n",
    "tasks/TSK-001.md": "---\nid: TSK-001\ntitle: S\nstatus: pending\nticket_id: TKT-001\n---\n",
  ]

  @Test func aFeatureIsInheritedAlongTheTrace() {
    let specs = rootSpecs(Self.trace)
    #expect(specs.cards(withID: "TSK-001").first.flatMap(specs.feature) == "a")
  }

  /// Laws on random graphs: nothing lost, every step forward leads to a later layer, and what is
  /// left without the steps back has no circle.
  @Test(arguments: 0..<60) func layersFollowEveryStepForward(seed: Int) {
    var random = Seeded(seed)
    let count = Int.random(in: 1...40, using: &random)
    var dependencies: [Int: [Int]] = [:]
    for number in 1...count {
      dependencies[number] = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        // Most point back, some anywhere: with circles.
        Int.random(in: 1...(Bool.random(using: &random) ? number : count), using: &random)
      }
    }
    let graph = graph(dependencies)
    #expect(graph.nodes.count == count)
    let wanted = Set(dependencies.flatMap { to, from in from.map { "\($0) \(to)" } })
    #expect(graph.edges.count == wanted.count)
    for edge in graph.edges where !edge.isBack {
      #expect(graph.nodes[edge.from].layer < graph.nodes[edge.to].layer)
    }
    for edge in graph.edges where edge.isBack {
      #expect(graph.nodes[edge.from].isInCircle && graph.nodes[edge.to].isInCircle)
    }
    for circle in graph.circles {
      let steps = Set(graph.edges.map { [$0.to, $0.from] })
      for (from, to) in zip(circle, circle.dropFirst() + circle.prefix(1)) {
        #expect(steps.contains([from, to]))
      }
    }
  }
}
