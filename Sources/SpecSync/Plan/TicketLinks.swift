/// Which tickets begin or end to belong to a spec.
extension Planner {
  /// Tickets that begin or end to belong to a spec: the whole set is sent, one request a spec.
  mutating func linkTickets() {
    var joins: [String: [String]] = [:]
    var leaves: [String: [String]] = [:]
    for item in items where item.item.kind == .ticket && reachable.contains(item.uid) {
      let old = settled[item.uid]?.parent
      let new = item.parent.flatMap { reachable.contains($0) ? $0 : isKnown($0) }
      let links = item.item.links
      if new == nil, links.design != nil || !links.requirements.isEmpty {
        remark(
          .skip, item, fields: [.tickets],
          "not linked: the design and the requirements that it names are not on the server",
          isError: false)
      }
      if old == new { continue }
      if let new { joins[new, default: []].append(item.uid) }
      if let old { leaves[old, default: []].append(item.uid) }
    }
    func id(_ uid: String) -> String { settled[uid]?.id ?? index.entry(uid: uid)?.id ?? uid }
    for spec in Set(joins.keys).union(leaves.keys).sorted(by: { id($0) < id($1) }) {
      plan.links.append(
        SyncPlan.Link(
          spec: spec, standing: standing(in: spec, without: leaves[spec] ?? []),
          joining: (joins[spec] ?? []).sorted(), leaving: (leaves[spec] ?? []).sorted()))
    }
  }

  /// Server IDs of the tickets that a spec has and keeps: the server counts what it is sent last.
  private func standing(in spec: String, without leaving: [String]) -> [String] {
    let leaving = Set(leaving)
    return index.children(of: spec).filter { $0.kind == .ticket && !leaving.contains($0.uid) }
      .compactMap(\.server)
  }
}
