import Frontmatter
import Specs
import TestSupport
import Testing

/// What a repository can make large costs what it weighs: twice the input takes about twice the
/// steps. Steps are counted, never timed.
@Suite struct CeilingTests {
  /// Expects the steps of a thing of twice the size to be hardly more than twice as many.
  private func expectLinear(
    _ size: Int, sourceLocation: SourceLocation = #_sourceLocation, _ run: (Int) throws -> Void
  ) throws {
    let once = try Work.steps { try run(size) }
    let twice = try Work.steps { try run(2 * size) }
    #expect(once > size / 2, "nothing was counted", sourceLocation: sourceLocation)
    #expect(Double(twice) <= 2.3 * Double(once), sourceLocation: sourceLocation)
  }

  private func id(_ number: Int) -> String { "TSK-\(10_000 + number)" }

  private func settings(_ text: String) -> (settings: Settings, findings: [Finding]) {
    Settings.parse(Array(text.utf8), path: ".omoi_os/config.yaml", root: ".omoi_os")
  }

  // MARK: Settings

  @Test func ownKindsWithAStatusEach() throws {
    try expectLinear(400) { count in
      let read = settings(
        "kinds:\n" + (0..<count).map { "  k\($0): {folder: f\($0)}\n" }.joined() + "status:\n"
          + (0..<count).map { "  k\($0): [a]\n" }.joined() + "fields:\n"
          + (0..<count).map { "  k\($0): {x: {values: [a]}}\n" }.joined())
      #expect(read.findings.isEmpty)
      let schema = read.settings.applied(to: .builtIn)
      for number in 0..<count { #expect(schema.kind(ofPath: "f\(number)/a.md") != nil) }
    }
  }

  @Test func statusesOfTheServer() throws {
    try expectLinear(200) { count in
      _ = settings("sync:\n  status:\n" + String(repeating: "    task: {done: d}\n", count: count))
    }
  }

  @Test func kindsThatAreNone() throws {
    try expectLinear(400) { count in
      let read = settings("status:\n" + (0..<count).map { "  tikcet\($0): [a]\n" }.joined())
      #expect(read.findings.count == count)
    }
  }

  @Test func ignoresBesideFindings() throws {
    try expectLinear(200) { count in
      var files = [
        "config.yaml": "ignore:\n"
          + (0..<count).map { "  - {path: \"tasks/\(id($0))*\", rules: [S108]}\n" }.joined(),
        "tickets/TKT-001.md": Sample.ticket(),
      ]
      for number in 0..<count {
        files["tasks/\(id(number)).md"] = Sample.task(id(number), title: "\"\"")
      }
      let found = try Bench(files).findings()
      #expect(!found.contains { $0.code == "S108" })
    }
  }

  @Test func directivesOfYAML() throws {
    let read = settings((0..<5000).map { "%TAG !a\($0)! x\n" }.joined() + "---\na: 1\n")
    #expect(read.findings.map(\.start.line) == [101])
  }

  @Test func whatIsBeyondTheLimitsIsSaid() throws {
    let many = Settings.entryLimit + 1
    let kinds = settings("kinds:\n" + (0..<many).map { "  k\($0): {folder: f\($0)}\n" }.joined())
    #expect(
      kinds.findings.map(\.message) == ["this has 1001 entries; only the first 1000 are read"])
    #expect(kinds.settings.kinds.count == Settings.entryLimit)
    let values = settings(
      "fields: {task: {x: {values: [" + (0..<many).map { "v\($0)" }.joined(separator: ", ")
        + "]}}}\n")
    #expect(values.findings.map(\.code) == ["S015"])
    let ignores = settings("ignore:\n" + String(repeating: "  - {path: a}\n", count: many))
    #expect(ignores.findings.map(\.code) == ["S015"])
    let renumbered = settings("renumbered:\n" + (0..<many).map { "  A-\($0): B-\($0)\n" }.joined())
    #expect(renumbered.findings.isEmpty)
    let large = settings("# " + String(repeating: "x", count: Settings.sizeLimit))
    #expect(
      large.findings.map(\.message)
        == ["the settings are not read: it is larger than 1000000 bytes"])
  }

  // MARK: References

  /// Each task depends on all before it, so that the files grow with the square of their number:
  /// twice the steps for twice the references.
  @Test func denseDependencies() throws {
    func steps(_ count: Int) throws -> Double {
      var files = ["tickets/TKT-001.md": Sample.ticket()]
      for number in 0..<count {
        files["tasks/\(id(number)).md"] = Sample.task(
          id(number), dependsOn: (0..<number).map(id))
      }
      var bench = Bench(files, before: files)
      bench.files["tasks/\(id(0)).md"] = Sample.task(id(0), title: "Another")
      let all = try Work.steps { _ = try bench.change() }
      return Double(all) / Double(count * count)
    }
    #expect(try steps(80) <= 1.3 * steps(40))
  }

  @Test func aTangleOfAll() throws {
    func steps(_ count: Int) throws -> Double {
      var files = ["tickets/TKT-001.md": Sample.ticket()]
      for number in 0..<count {
        files["tasks/\(id(number)).md"] = Sample.task(
          id(number), dependsOn: (0..<count).filter { $0 != number }.map(id))
      }
      let bench = Bench(files, before: ["tickets/TKT-001.md": Sample.ticket()])
      let all = try Work.steps {
        let found = try bench.change().findings
        #expect(found.contains { $0.code == "S305" })
      }
      return Double(all)
    }
    // The ways are not looked for without end: beyond the limit each circle is told by one step.
    #expect(try steps(60) < 8_000_000)
  }

  @Test func unknownReferencesOfOneList() throws {
    try expectLinear(1000) { count in
      let task = Sample.task(id(0), dependsOn: (1...count).map(id))
      let bench = Bench(
        ["tasks/\(id(0)).md": task, "tickets/TKT-001.md": Sample.ticket()], before: [:])
      let found = try bench.change().findings
      #expect(found.filter { $0.code == "S301" }.count == min(count, 1000))
    }
  }

  @Test func unknownReferencesOfManySpecs() throws {
    let definitions = (0..<3000).map { number in
      Definition(
        id: id(number), title: "", kind: .task, path: "a", range: 0..<0,
        position: Position(line: 1, column: 1), isHeading: false)
    }
    let candidates = Candidates(definitions)
    let steps = Work.steps {
      for _ in 0..<20_000 { _ = candidates.nearest(toID: "TSK-99") { _ in true } }
    }
    #expect(steps <= 20_000_000)
  }

  @Test func ticketsOfRequirementHeadings() throws {
    try expectLinear(500) { count in
      let ids = (0..<count).map { "REQ-A-FUNC-\(10_000 + $0)" }
      let bench = Bench([
        "requirements/a.md": "---\nid: REQ-A-001\n---\n"
          + ids.map { "### \($0): Part\n\nTHE SYSTEM SHALL work.\n" }.joined(),
        "tickets/TKT-001.md": Sample.ticket().replacing(
          "priority:", with: "requirements: [\(ids.joined(separator: ", "))]\npriority:"),
      ])
      let found = try bench.findings()
      #expect(!found.contains { $0.code == "S408" })
    }
  }

  @Test func filesOfOneID() throws {
    try expectLinear(200) { count in
      var files = ["tickets/TKT-001.md": Sample.ticket()]
      for number in 0..<count { files["tasks/TSK-001-\(number).md"] = Sample.task() }
      let found = try Bench(files, before: [:]).change().findings
      #expect(found.filter { $0.code == "S205" }.count == 1)
    }
  }

  @Test func rootsWithTheSameIDs() throws {
    try expectLinear(300) { count in
      let index = LazyIndex { path in
        let root = String(path.dropLast("/tasks/TSK-001.md".count))
        let file = SpecFile(
          path: path, root: root, kind: .task, content: .bytes(Array(Sample.task().utf8)))
        return Schema.builtIn[.task].map { SpecSummary(reading: file, schema: $0) }
      }
      let names = Names(Array(Sample.task().utf8), withHeadings: false)
      for number in 0..<count {
        index.add("\(number)/.omoi_os/tasks/TSK-001.md", in: "\(number)/.omoi_os", names: names)
      }
      for number in 0..<count {
        #expect(index.definitions(of: "TSK-001", in: "\(number)/.omoi_os").count == 1)
      }
    }
  }

  /// Escapes hide the words of every spec, and a word without a digit is in no table.
  @Test(arguments: ["TSK-", "word"])
  func questionsToSpecsThatHideTheirWords(_ word: String) throws {
    func name(_ number: Int) -> String {
      word == "word"
        ? word + String(String(number).map { Array("abcdefghij")[$0.hexDigitValue ?? 0] })
        : id(number)
    }
    try expectLinear(300) { count in
      let index = LazyIndex { path in
        let text = Sample.task(path, title: "\"caf\\u00e9\"")
        let file = SpecFile(
          path: path, root: Bench.root, kind: .task, content: .bytes(Array(text.utf8)))
        return Schema.builtIn[.task].map { SpecSummary(reading: file, schema: $0) }
      }
      for number in 0..<count { index.add(id(number), in: Bench.root, names: .none) }
      for number in 0..<count { _ = index.referrers(to: name(number), in: Bench.root) }
      #expect(index.definitions(of: id(7), in: Bench.root).count == 1)
    }
  }

  @Test func tasksOfATicketBehindTickets() throws {
    try expectLinear(200) { count in
      let blockers = (0..<count).map { "TKT-\(10_000 + $0)" }
      var files = [
        "tickets/TKT-001.md": Sample.ticket(blockedBy: blockers)
      ]
      for blocker in blockers { files["tickets/\(blocker).md"] = Sample.ticket(blocker) }
      for number in 0..<count { files["tasks/\(id(number)).md"] = Sample.task(id(number)) }
      var bench = Bench(files, before: files)
      bench.files["tasks/\(id(0)).md"] = Sample.task(id(0), title: "Another")
      _ = try bench.change()
    }
  }

  @Test func theSpecsOfALongCircle() throws {
    try expectLinear(300) { count in
      var files = ["tickets/TKT-001.md": Sample.ticket()]
      for number in 0..<count {
        files["tasks/\(id(number)).md"] = Sample.task(
          id(number), dependsOn: [id((number + 1) % count)])
      }
      let found = try Bench(files, before: [:]).change().findings
      #expect(found.filter { $0.code == "S305" }.count == 1)
    }
  }

  // MARK: One file

  @Test func boxesUnderALongLabel() throws {
    try expectLinear(1000) { count in
      let body =
        "**" + String(repeating: "x", count: count) + "**\n"
        + String(repeating: "- [ ] a\n", count: count)
      _ = try Bench(["tasks/TSK-001.md": Sample.task() + body]).findings()
    }
  }

  @Test func placeholdersOfOneLine() throws {
    try expectLinear(1000) { count in
      let line = "x: " + String(repeating: "{NNN} ", count: count) + ": :\n"
      let text = Sample.task().replacing("estimate:", with: line + "estimate:")
      let found = try Bench(["tasks/TSK-001.md": text]).findings()
      #expect(found.filter { $0.code == "S011" }.count == min(count, 1000))
    }
  }

  @Test func anIDAsLongAsAPage() throws {
    try expectLinear(2000) { count in
      let long = String(repeating: "TSK-", count: count)
      let text = Sample.task().replacing("id: TSK-001", with: "id: \(long)001").replacing(
        "# TSK-001", with: "# \(long)\(long)")
      let found = try Bench(["tasks/TSK-001.md": text]).findings()
      #expect(found.contains { $0.code == "S204" })
    }
  }

  @Test func aNameOfThousandsOfWords() throws {
    let name = String(repeating: "TSK-1-", count: 3000)
    #expect(
      try Bench(["tasks/\(name).md": Sample.task()]).findings().contains { $0.code == "S203" })
  }

  @Test func manyNamesOfOneField() throws {
    try expectLinear(500) { count in
      let text = Sample.task().replacing(
        "estimate:", with: String(repeating: "ticket_id: TKT-002\n", count: count) + "estimate:")
      let found = try Bench(["tasks/TSK-001.md": text]).findings()
      #expect(found.contains { $0.code == "S004" })
    }
  }

  // MARK: Patterns

  @Test func patternsOfStars() {
    let steps = Work.steps {
      #expect(
        !Glob.matches(
          String(repeating: "**/*a*a*", count: 60) + "b",
          String(repeating: "aaaaaaaa/", count: 60) + "a"))
    }
    #expect(steps < 100_000)
  }
}
