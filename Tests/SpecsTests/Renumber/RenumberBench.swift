import Frontmatter
import Specs
import TestSupport
import Testing

/// A root whose specs get other IDs.
struct RenumberBench {
  var files: [String: [UInt8]]

  init(_ files: [String: String]) { self.files = files.mapValues { Array($0.utf8) } }

  init(bytes: [String: [UInt8]]) { files = bytes }

  static let old = "TSK-005"
  static let new = "TSK-041"
  /// The file that most tests move.
  static let mover = "tasks/TSK-005-x.md"

  static func move(_ old: String, _ new: String, _ path: String) -> Move {
    Move(old: old, new: new, path: "\(Bench.root)/\(path)")
  }

  var root: RenumberRoot {
    let snapshot = Bench.snapshot(files)
    let paths = files.keys.map { "\(Bench.root)/\($0)" }
    return RenumberRoot(
      path: Bench.root, specs: paths.compactMap { try? snapshot.load($0) }, files: Set(paths),
      settings: files["config.yaml"])
  }

  func plan(
    _ moves: [Move], _ attribution: (Mention, Move) -> Attribution = { _, _ in .moves }
  ) -> RenumberPlan {
    RenumberPlan(moves, in: root, attribution: attribution)
  }

  /// The files after a plan.
  func applying(_ plan: RenumberPlan) throws -> RenumberBench {
    var result: [String: [UInt8]] = [:]
    for (name, bytes) in files {
      let path = "\(Bench.root)/\(name)"
      let new = String(plan.path(after: path).dropFirst(Bench.root.count + 1))
      result[new] = try plan.applied(to: bytes, at: path)
    }
    if let trace = plan.trace, trace.isNew {
      result["config.yaml"] = try plan.applied(to: [], at: trace.path)
    }
    return RenumberBench(bytes: result)
  }

  func text(_ path: String) -> String { String(decoding: files[path] ?? [], as: UTF8.self) }
}

/// The task that moves, as short as can be.
let movingTask = "---\nid: TSK-005\ntitle: Parser\n---\n\n# TSK-005: Parser\n"

/// What becomes of a text in a task beside the one that moves.
struct Rewritten {
  let text: String
  let doubtful: [String]
  let leftAlone: [String]
  let forms: [Mention.Form]

  init(
    _ source: String, path: String = "tasks/TSK-006.md", others: [String: String] = [:],
    attribution: (Mention, Move) -> Attribution = { _, _ in .moves }
  ) throws {
    let files = [RenumberBench.mover: movingTask, path: source].merging(others) { $1 }
    let bench = RenumberBench(files)
    let move = RenumberBench.move(RenumberBench.old, RenumberBench.new, RenumberBench.mover)
    let plan = bench.plan([move], attribution)
    #expect(plan.problems == [])
    let wanted = "\(Bench.root)/\(path)"
    text = try bench.applying(plan).text(path)
    func places(_ remarks: [RenumberPlan.Remark]) -> [String] {
      remarks.filter { $0.mention.path == wanted }
        .map { "\($0.mention.position.line):\($0.mention.position.column) \($0.reason)" }
    }
    doubtful = places(plan.doubtful)
    leftAlone = places(plan.leftAlone)
    forms = plan.files.first { $0.path == wanted }?.edits.map(\.form) ?? []
  }
}
