internal import Frontmatter

/// A field of which two versions of a spec have different values.
package struct FieldChange: Sendable, Equatable {
  /// The schema's name (`dependencies.depends_on`), or the written one of a field it does not know.
  package let name: String
  /// The values as text; nil where a version has none. Of lists nil where entries say it all.
  package let old: String?
  package let new: String?
  /// True for a list: what changed are its entries, or their order alone.
  package let isList: Bool
  /// Entries that came and went.
  package let added: [String]
  package let removed: [String]

  /// A single value; nil stands for none.
  package init(_ name: String, from old: String?, to new: String?) {
    self.name = name
    self.old = old
    self.new = new
    isList = false
    added = []
    removed = []
  }

  /// A list; without entries that came or went only their order changed.
  package init(_ name: String, added: [String], removed: [String]) {
    self.name = name
    old = nil
    new = nil
    isList = true
    self.added = added
    self.removed = removed
  }
}

/// The fields of one version, under the schema's names and compared by what YAML makes of them.
struct ComparedFields {
  /// A value that is there: nothing, and an empty list, are as good as no field.
  private struct Entry {
    let value: PlainValue
    let text: String
    let written: String
    /// The entries of a list; nil for what is none.
    let items: [(value: PlainValue, text: String)]?
    let isSet: Bool
  }

  private var names: [String] = []
  private var entries: [String: Entry] = [:]
  private let spec: Spec
  private let table: MergeTable

  init(_ spec: Spec, _ table: MergeTable) {
    self.spec = spec
    self.table = table
    for use in spec.fields.uses where spec.fields[use.name] === use {
      // The fields inside a known mapping are uses of their own.
      if use.row?.form == .mapping, case .mapping = use.value { continue }
      add(use.name, use.value)
    }
  }

  private mutating func add(_ name: String, _ value: Value) {
    if case .mapping(let fields, _, _) = value {
      for field in fields { add("\(name).\(field.key.text)", field.value) }
      return
    }
    let path = FieldPath(names: name.split(separator: ".").map(String.init))
    let rule = table.rule(for: path)
    let plain = PlainValue(value, path, table)
    if plain == .null || plain.items?.isEmpty == true || entries[name] != nil { return }
    let items: [(PlainValue, String)]? =
      switch value {
      case .sequence(let items, _, _):
        zip(plain.items ?? [], items).map { ($0, text(of: $1.value)) }
      case .scalar where rule.isList: [(plain, text(of: value))]
      default: nil
      }
    names.append(name)
    entries[name] = Entry(
      value: plain, text: text(of: value), written: written(value), items: items,
      isSet: rule.policy == .set)
  }

  /// A value as people read it: a scalar without its quotes, anything else on one line.
  private func text(of value: Value) -> String {
    switch value {
    case .scalar(let scalar): scalar.text
    case .sequence(let items, _, _):
      "[" + items.map { text(of: $0.value) }.joined(separator: ", ") + "]"
    case .mapping(let fields, _, _):
      "{"
        + fields.map { "\($0.key.text): \(text(of: $0.value))" }.joined(separator: ", ") + "}"
    case .alias(let name, _): "*\(name)"
    }
  }

  private func written(_ value: Value) -> String { spec.text.string(value.range) }

  /// What differs from an older version, in the order of the new one and then of the old.
  func changes(from old: ComparedFields) -> [FieldChange] {
    let gone = old.names.filter { entries[$0] == nil }
    return (names + gone).compactMap { Self.change($0, old.entries[$0], entries[$0]) }
  }

  private static func change(_ name: String, _ old: Entry?, _ new: Entry?) -> FieldChange? {
    if let old, let new, old.value == new.value { return nil }
    let (before, after) = (old.map(\.items) ?? [], new.map(\.items) ?? [])
    if let before, let after {
      let added = rest(of: after, without: before)
      let removed = rest(of: before, without: after)
      // A set has no order, and an entry that stands there twice is in it once.
      if added.isEmpty, removed.isEmpty,
        new?.isSet ?? old?.isSet ?? false || before.map(\.value) == after.map(\.value)
      {
        return nil
      }
      return FieldChange(name, added: added, removed: removed)
    }
    // `2` and `"2"` read the same: then it is how they are written that tells them apart.
    if let old, let new, old.text == new.text {
      return FieldChange(name, from: old.written, to: new.written)
    }
    return FieldChange(name, from: old?.text, to: new?.text)
  }

  /// Entries of a list that another has not, each as often as it has it more.
  private static func rest(
    of items: [(value: PlainValue, text: String)],
    without others: [(value: PlainValue, text: String)]
  ) -> [String] {
    var left: [PlainValue: Int] = [:]
    for other in others { left[other.value, default: 0] += 1 }
    return items.compactMap { item in
      guard let count = left[item.value], count > 0 else { return item.text }
      left[item.value] = count - 1
      return nil
    }
  }
}
