internal import Specs

/// Tasks and tickets that would wait for themselves.
extension Resolving {
  /// uids of tasks and tickets that wait for themselves, in a circle of candidates and of others.
  ///
  /// - Parameter others: What unchanged ones wait for, by uid; see `waitsOfOthers`.
  package func circles(through others: [String: [String]] = [:]) -> Set<String> {
    var all = others
    for item in items { all[item.uid] = item.after }
    var waits: [String: Int] = [:]
    var dependants: [String: [String]] = [:]
    for (uid, after) in all {
      let after = after.filter { all[$0] != nil }
      waits[uid] = after.count
      for other in after { dependants[other, default: []].append(uid) }
    }
    var ready = waits.filter { $0.value == 0 }.map(\.key)
    while let uid = ready.popLast() {
      waits[uid] = nil
      for next in dependants[uid] ?? [] {
        waits[next]? -= 1
        if waits[next] == 0 { ready.append(next) }
      }
    }
    // What is left is in a circle or behind one; behind one is no reason to leave it out.
    return Set(waits.keys.filter { reaches($0, from: $0, dependants, within: waits) })
  }

  /// What unchanged tasks and tickets wait for, as far as changed ones lead to them; nothing is
  /// read unless a synced one's dependencies are other than before.
  ///
  /// - Parameter read: Reads unchanged files.
  package func waitsOfOthers(
    _ states: [String: ItemState], read: ([String]) throws -> [CandidateFile]
  ) throws -> [String: [String]] {
    let isChanged = items.contains { item in
      guard let sent = states[item.uid]?[.dependsOn].sent else { return false }
      return sent != FieldHash.of(item.after.joined(separator: "\n"), .dependsOn)
    }
    guard isChanged else { return [:] }
    var found: [String: [String]] = [:]
    var open = Set(items.flatMap(\.after))
    while true {
      open = open.filter { position[$0] == nil && found[$0] == nil }
      if open.isEmpty { return found }
      let entries = open.compactMap { input.index.entry(uid: $0) }
      for uid in open { found[uid] = input.index.blockers(of: uid).map(\.uid) }
      for file in try read(Set(entries.map(\.path)).sorted()) {
        for item in file.items {
          guard let own = uid(item.id, root: item.root, kinds: [item.kind]), open.contains(own)
          else { continue }
          found[own, default: []] += item.links.after.compactMap {
            uid($0, root: item.root, kinds: [item.kind])
          }
        }
      }
      open = Set(open.flatMap { found[$0] ?? [] })
    }
  }

  private func reaches(
    _ goal: String, from start: String, _ next: [String: [String]], within: [String: Int]
  ) -> Bool {
    var seen: Set<String> = []
    var open = next[start] ?? []
    while let uid = open.popLast() {
      if uid == goal { return true }
      guard within[uid] != nil, seen.insert(uid).inserted else { continue }
      open += next[uid] ?? []
    }
    return false
  }
}
