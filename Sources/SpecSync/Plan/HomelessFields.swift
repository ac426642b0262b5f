/// What the server has no place for, told once a run and never dropped silently.
extension Planner {
  mutating func homeless(
    _ item: MatchedItem, _ state: ItemState, formerParent: String?, parent: String?,
    after: [String]
  ) {
    var found = item.item.homeless
    if state.server != nil {
      let kind = item.item.kind
      if kind == .task, let formerParent, item.parent != nil, item.parent != formerParent {
        found.append(SyncItem.Homeless("moving a task to another ticket"))
      }
      if item.isElsewhere {
        found.append(SyncItem.Homeless("moving a requirement to another spec"))
      }
      for (field, value) in item.item.creation
      where state[field].sent.map({ $0 != FieldHash.of(value, field) }) ?? false {
        found.append(SyncItem.Homeless("\(field.rawValue) after creation"))
      }
      if kind == .ticket,
        let sent = state[.dependsOn].sent,
        sent != FieldHash.of(after.joined(separator: "\n"), .dependsOn)
      {
        found.append(SyncItem.Homeless("dependencies after creation"))
      }
    }
    for entry in found { count(entry, item) }
  }

  private mutating func count(_ entry: SyncItem.Homeless, _ item: MatchedItem) {
    plan.countHomeless(entry, kind: item.item.kind.rawValue, id: item.item.id)
  }
}

extension SyncPlan {
  mutating func countHomeless(_ entry: SyncItem.Homeless, kind: String, id: String) {
    if let place = homeless.firstIndex(where: {
      $0.kind == kind && $0.field == entry.field && $0.value == entry.value
    }) {
      let old = homeless[place]
      homeless[place] = Homeless(
        kind: kind, field: old.field, value: old.value, count: old.count + 1,
        examples: old.examples.count < 3 ? old.examples + [id] : old.examples)
    } else {
      homeless.append(
        Homeless(kind: kind, field: entry.field, value: entry.value, count: 1, examples: [id]))
    }
  }
}
