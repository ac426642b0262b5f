internal import Frontmatter

/// S305: nothing waits for itself by way of others.
enum NoCycle: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S305", "cycle", .error,
    summary: "No task or ticket waits for itself, by whatever way.",
    explanation: """
      A task waits for the tasks it depends on and for the tickets that block its own; a ticket waits \
      for its tasks and for the tickets that block it. A circle among them never starts. There is one \
      finding for each circle, with its way.
      """,
    bad:
      "---\nid: TSK-001\ndependencies:\n  depends_on: [TSK-002]\n---\n=== tasks/TSK-002.md\n---\nid: TSK-002\ndependencies:\n  depends_on: [TSK-001]\n---\n",
    good:
      "---\nid: TSK-001\ndependencies:\n  depends_on: [TSK-002]\n---\n=== tasks/TSK-002.md\n---\nid: TSK-002\n---\n"
  )

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard spec.kind == .task || spec.kind == .ticket, let id = spec.id else { return [] }
    var cycles = context.waiting.cycles(through: id, in: spec.root)
    // Whoever changes a spec in a tangle hears of a circle that it is in.
    if cycles.isEmpty, context.isChanged,
      let cycle = context.waiting.shortestCycle(through: id, in: spec.root)
    {
      cycles.append(cycle)
    }
    for cycle in newCycles(id, spec, context) where !cycles.contains(where: { $0.key == cycle.key })
    {
      cycles.append(cycle)
    }
    return cycles.map { finding($0, id, spec, context) }
  }

  /// Circles that a change closes: one for each step that no snapshot before it has, even where an
  /// older circle of the same tangle is told already.
  private static func newCycles(
    _ id: String, _ spec: Spec, _ context: RuleContext
  ) -> [Waiting.Cycle] {
    // What the past had is read only for those that wait for themselves now.
    guard !context.before.isEmpty, context.waiting.isInCircle(id, in: spec.root) else { return [] }
    let old = Set(context.before.flatMap { Waiting($0).waited(by: id, in: spec.root) })
    return context.waiting.waited(by: id, in: spec.root).filter { !old.contains($0) }
      .compactMap { context.waiting.shortestCycle(from: id, to: $0, in: spec.root) }
  }

  private static func finding(
    _ cycle: Waiting.Cycle, _ id: String, _ spec: Spec, _ context: RuleContext
  ) -> Finding {
    let next = cycle.next(after: id)
    let references = spec.summary.references
    let reference =
      references.first { $0.target == next && $0.field != "dependencies.blocks" }
      ?? references.first { cycle.contains($0.target) }
    // A circle of thousands is told once, not with thousands of places.
    let others = cycle.ids.lazy.filter { $0 != id }
      .compactMap { context.index.uses(of: $0, in: spec.root).all.first }.prefix(placeLimit)
    return spec.finding(
      rule, at: reference?.range ?? spec.summary.id?.range,
      "these wait for each other: \(cycle.way)",
      notes: others.map {
        Finding.Note(
          "`\($0.id)` is here\($0.title.isEmpty ? "" : ": \"\($0.title)\"")", path: $0.path,
          position: $0.position)
      }, help: "remove one of these dependencies", subject: cycle.key, shared: true,
      circle: cycle.ids)
  }

  private static let placeLimit = 8
}
