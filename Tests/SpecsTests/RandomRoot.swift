import Specs
import TestSupport

/// Small sets of specs that name each other at random, some of them broken.
struct RandomRoot {
  private var random: Seeded
  private(set) var files: [String: String] = [:]

  init(seed: Int) {
    random = Seeded(seed)
    for path in paths where random.chance(75) { files[path] = text(path) }
  }

  private let paths =
    (1...5).map { "tasks/TSK-00\($0).md" } + ["tasks/TSK-001-again.md"]
    + (1...3).map { "tickets/TKT-00\($0).md" }
    + ["requirements/a.md", "requirements/b.md", "designs/a.md", "designs/B.md", "docs/prd-a.md"]

  /// Writes, rewrites or removes a few files.
  mutating func change() {
    for _ in 0..<random.number(1...3) {
      let path = random.pick(paths)
      files[path] = files[path] != nil && random.chance(30) ? nil : text(path)
    }
  }

  private mutating func some(_ prefix: String, _ count: Int) -> String {
    (0..<random.pick([0, 1, 1, 2])).map { _ in "\(prefix)-00\(random.number(1...count))" }
      .joined(separator: ", ")
  }

  private mutating func text(_ path: String) -> String {
    let words = path.split { "/.".contains($0) }
    let name = String(words[1].prefix(7))
    let folder = String(words[0])
    var lines = ["---"]
    switch folder {
    case "tasks":
      lines += [
        "id: \(random.chance(85) ? name : "TSK-00\(random.number(1...6))")", "title: \(path)",
        "status: \(random.pick(["pending", "in_progress", "review", "done", "blocked", "odd"]))",
        "ticket_id: TKT-00\(random.number(1...4))", "estimate: S", "type: test", "dependencies:",
        "  depends_on: [\(some("TSK", 6))]", "  blocks: [\(some("TSK", 6))]",
      ]
      if random.chance(20) { lines.append("tickets: [\(some("TKT", 4))]") }
    case "tickets":
      lines += [
        "id: \(random.chance(90) ? name : "TKT-00\(random.number(1...4))")", "title: \(path)",
        "status: \(random.pick(["backlog", "building", "done", "open"]))", "priority: HIGH",
        "estimate: M",
        "requirements: [\(random.pick(["", "REQ-A-001", "REQ-A-FUNC-001, REQ-B-FUNC-002"]))]",
        "tasks: [\(some("TSK", 6))]",
        "design_ref: \(random.pick(["designs/a.md", "designs/b.md", "./designs/a.md", ".omoi_os/designs/a.md"]))",
        "dependencies:", "  blocked_by: [\(some("TKT", 4))]", "  blocks: [\(some("TKT", 4))]",
      ]
    case "requirements":
      lines += ["id: REQ-\(random.pick(["A", "B"]))-001", "title: \(path)", "created: 2026-01-01"]
    case "designs":
      lines += ["id: DESIGN-A-001", "title: \(path)", "requirements: [REQ-A-001]"]
    default: lines += ["id: PRD-A-001", "title: \(path)", "status: approved"]
    }
    if random.chance(8) { lines.append(random.pick(["odd: a: b", "id: again", "\tx: 1"])) }
    if random.chance(92) { lines.append("---") }
    lines += ["", "# \(name): heading"]
    if folder == "requirements" {
      for _ in 0..<2 {
        lines += [
          "### REQ-\(random.pick(["A", "B"]))-FUNC-00\(random.number(1...2)): Title",
          random.pick(["THE SYSTEM SHALL do it.", "Text."]),
        ]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
