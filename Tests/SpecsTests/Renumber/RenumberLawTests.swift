import Frontmatter
import Specs
import TestSupport
import Testing

/// What holds for every plan, over random roots.
struct RenumberLawTests {
  /// A random root whose files name each other in their bodies as well.
  private struct Case {
    let bench: RenumberBench
    let move: Move
    let back: Move

    init?(seed: Int) {
      var random = Seeded(seed)
      var files = RandomRoot(seed: seed).files
      let names = files.keys.sorted()
      for name in names {
        files[name, default: ""] += Self.lines(&random, names)
        if random.chance(20) { files[name] = files[name]?.replacing("\n", with: "\r\n") }
        if random.chance(20) { files[name] = files[name].map { String($0.dropLast()) } }
      }
      if random.chance(50) { files["config.yaml"] = "renumbered: {TSK-900: TSK-901}\n" }
      bench = RenumberBench(files)
      let definitions = bench.root.specs.flatMap(\.summary.definitions).filter { !$0.isFromName }
      guard !definitions.isEmpty else { return nil }
      let picked = random.pick(definitions)
      guard let id = SpecID(picked.id) else { return nil }
      let new = ([id.prefix] + id.segments + ["941"]).joined(separator: "-")
      move = Move(old: picked.id, new: new, path: picked.path)
      back = Move(old: new, new: picked.id, path: bench.plan([move]).path(after: picked.path))
    }

    private static func lines(_ random: inout Seeded, _ names: [String]) -> String {
      var lines: [String] = []
      for _ in 0..<random.number(0...4) {
        let name = random.pick(names)
        let file = String(name.split(separator: "/")[1])
        let stem = String(file.dropLast(3))
        let id = random.pick(["TSK-00\(random.number(1...5))", "TKT-001", "REQ-A-FUNC-001"])
        lines.append(
          random.pick([
            "See \(id), (\(id)) and \(id)'s.", "- [ ] \(id): do it", "| `\(id)` | _\(id)_ |",
            "[x](../\(name))", "[x](\(file)#\(stem.lowercased())-heading)",
            "in `\(name)` or \(stem)",
            "```\n\(id)\n```", "<!-- \(id) -->", "https://t.example/\(id)", "## On \(id)",
            "[on](#on-\(id.lowercased()))", "[x]: ../\(name.replacing("-", with: "%2D"))",
            "\(id)-2 x\(id) \(id)x feature/\(id)", "é\(id)ü \u{201C}\(id)\u{201D}",
          ]))
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  private static let count = 160

  private func forEach(
    every step: Int = 1, _ body: (Case, RenumberPlan, RenumberBench) throws -> Void
  ) throws {
    var count = 0
    for seed in stride(from: 0, to: Self.count, by: step) {
      guard let example = Case(seed: seed) else { continue }
      let plan = example.bench.plan([example.move])
      if !plan.problems.isEmpty { continue }
      count += 1
      try body(example, plan, try example.bench.applying(plan))
    }
    #expect(count > Self.count / step / 2)
  }

  @Test func theOldIDIsNoLongerDefinedThereAndTheNewOneIs() throws {
    try forEach { example, plan, after in
      let path = plan.path(after: example.move.path)
      let before = example.bench.root.specs.flatMap(\.summary.definitions)
      let found = after.root.specs.flatMap(\.summary.definitions)
      #expect(found.count == before.count)
      #expect(!found.contains { $0.path == path && $0.id == example.move.old })
      #expect(found.contains { $0.path == path && $0.id == example.move.new })
      let others = before.filter { $0.id == example.move.old && $0.path != example.move.path }
      #expect(found.filter { $0.id == example.move.old }.count == others.count)
    }
  }

  @Test func referencesMeanTheSameSpecs() throws {
    try forEach { example, plan, after in
      func meanings(_ bench: RenumberBench, _ path: (String) -> String) -> [String] {
        let specs = bench.root.specs
        let definitions = Dictionary(grouping: specs.flatMap(\.summary.definitions), by: \.id)
        let files = Set(specs.map(\.path))
        return specs.flatMap { spec in
          spec.summary.references.compactMap { reference -> String? in
            let file = "\(Bench.root)/\(reference.target)"
            let targets =
              reference.isFile
              ? files.contains(file) ? [path(file)] : []
              : (definitions[reference.target] ?? []).map { path($0.path) }
            // Of a duplicate nobody can say which was meant before.
            guard targets.count == 1 else { return nil }
            return "\(path(spec.path)) \(reference.field) \(reference.use) \(targets[0])"
          }
        }
      }
      let before = meanings(example.bench) { plan.path(after: $0) }
      let found = Set(meanings(after) { $0 })
      #expect(before.filter { !found.contains($0) } == [])
    }
  }

  @Test func noErrorIsNew() throws {
    try forEach(every: 4) { example, plan, after in
      func errors(_ bench: RenumberBench, _ path: (String) -> String) throws -> [String: Int] {
        let snapshot = Bench.snapshot(bench.files)
        let findings = try Checker(today: CalendarDate(secondsSince1970: 1_800_000_000))
          .check(bench.root.specs.map(\.path), of: snapshot).findings
        return findings.filter { $0.severity == .error }
          .reduce(into: [:]) {
            $0["\($1.code) \($1.isShared ? "" : path($1.path))", default: 0] += 1
          }
      }
      let before = try errors(example.bench) { plan.path(after: $0) }
      for (error, count) in try errors(after, { $0 }) {
        // Of circles that meet, the order of the IDs says which are told.
        let isCircle = error.hasPrefix("S305")
        #expect(
          isCircle
            ? before.keys.contains { $0.hasPrefix("S305") } : count <= before[error, default: 0],
          "\(error) \(example.move)")
      }
    }
  }

  @Test func goingBackGivesTheSameBytes() throws {
    try forEach { example, plan, after in
      let back = after.plan([example.back])
      // A duplicate cannot be made on purpose.
      let isUsed = example.bench.root.specs.contains { spec in
        spec.summary.definitions.contains {
          $0.id == example.move.old && $0.path != example.move.path
        }
      }
      if isUsed { return #expect(!back.problems.isEmpty) }
      #expect(back.problems == [], "\(example.move)")
      var result = try after.applying(back).files
      var first = example.bench.files
      result["config.yaml"] = nil
      first["config.yaml"] = nil
      for (name, bytes) in first where result[name] != bytes {
        let found = String(decoding: result[name] ?? [], as: UTF8.self)
        #expect(found == String(decoding: bytes, as: UTF8.self), "\(example.move)")
      }
    }
  }

  @Test func nothingElseChanges() throws {
    try forEach { example, plan, after in
      for file in plan.files {
        let name = String(file.path.dropFirst(Bench.root.count + 1))
        let bytes = example.bench.files[name] ?? []
        var position = 0
        var expected: [UInt8] = []
        for edit in file.edits {
          let range = edit.edit.range
          #expect(range.lowerBound >= position)
          expected += bytes[position..<range.lowerBound] + edit.new.utf8
          position = range.upperBound
          #expect(edit.old.uppercased().replacing("%2D", with: "-") == example.move.old)
        }
        let new = plan.path(after: file.path).dropFirst(Bench.root.count + 1)
        #expect(after.files[String(new)] == expected + bytes[position...])
      }
      let touched = Set(plan.files.map(\.path) + plan.renames.map(\.old))
      for (name, bytes) in example.bench.files
      where !touched.contains("\(Bench.root)/\(name)") && name != "config.yaml" {
        #expect(after.files[name] == bytes)
      }
    }
  }

  @Test func twoMovesAtOnceAreAsOneAfterTheOther() throws {
    try forEach { example, _, after in
      let definitions = example.bench.root.specs.flatMap(\.summary.definitions)
      guard
        let other = definitions.first(where: {
          $0.id != example.move.old && !$0.isFromName && SpecID($0.id) != nil
            && $0.path != example.move.path
        })
      else { return }
      let new = other.id.dropLast(3) + "942"
      let second = Move(old: other.id, new: String(new), path: other.path)
      let both = example.bench.plan([example.move, second])
      if !both.problems.isEmpty { return }
      let apart = try after.applying(after.plan([second]))
      #expect(try example.bench.applying(both).files == apart.files, "\(example.move) \(second)")
    }
  }

  @Test func manyMentionsTakeTimeInProportion() throws {
    func time(_ count: Int, asLink: Bool) -> Duration {
      let line = "TSK-005/TSK-005 [x](TSK-005-x.md#tsk-005-parser) `TSK-005` TSK-005-TSK-005- "
      let link = "[x](" + String(repeating: "TSK-005-TSK-005#", count: 4 * count)
      let body = (asLink ? link : String(repeating: line, count: count)) + "\n"
      let bench = RenumberBench([
        RenumberBench.mover: movingTask, "docs/a.md": "---\nid: D-001\n---\n" + body,
      ])
      let root = bench.root
      let move = RenumberBench.move("TSK-005", "TSK-041", RenumberBench.mover)
      let times = (0..<2).map { _ in
        ContinuousClock().measure { _ = RenumberPlan([move], in: root) { _, _ in .moves } }
      }
      return times.min() ?? .zero
    }
    for asLink in [false, true] {
      let (small, large) = (time(250, asLink: asLink), time(2000, asLink: asLink))
      #expect(large < small * 32 + .milliseconds(100), "\(small) \(large)")
    }
  }
}
